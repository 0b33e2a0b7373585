"""The template vocabulary of the bridge. Built in: no page needs to load it."""

from __future__ import annotations

from django import template

from talentbridge.kernel.decision import Decision
from talentbridge.kernel.pages import told

register = template.Library()


@register.filter
def why(decision: Decision) -> str:
    """The sentence of a no."""
    return told(decision)
