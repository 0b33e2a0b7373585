"""The world of a day, out of the table of rules and the reference rates."""

from __future__ import annotations

from datetime import date

from talentbridge.designer.rules import World
from talentbridge.policy import queries as policy


def world(on: date) -> World:
    """Every row and rate that is valid on `on`."""
    return World(policy.book(on), policy.fx_rules(on))
