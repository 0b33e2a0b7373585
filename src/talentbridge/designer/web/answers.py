"""Calculated answers: spans of money, sentences with the rows they rest on. Built in like `bridge`.

`said` is any value with `text`, `facts`, `rules` and `statements` (`designer.rules.Said`), a row any dated, sourced one.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from talentbridge.designer.rules import AREAS, LEVELS, Level
from talentbridge.kernel import show
from talentbridge.policy.rules import figure

register = template.Library()

TONES = {Level.LOW: "", Level.WATCH: "warn", Level.HIGH: "bad"}


@register.filter
def span(value: Any) -> str | SafeString:
    """₩4,919,556 to ₩4,999,556; one amount where both ends are the same; nothing for None."""
    if value is None:
        return ""
    if not value.is_range:
        return format_html('<span class="nb">{}</span>', show.money(value.low))
    return format_html(
        '<span class="nb">{}</span>–<span class="nb">{}</span>', show.money(value.low), show.money(value.high)
    )


@register.filter
def sentence(said: Any) -> str:
    """The sentence of a `said` in the reader's language; empty where only its rows speak."""
    return show.said(said.text).format_map(show.facts(said.facts)) if said.text else ""


@register.simple_tag
def level(value: str, reasons: int = 0) -> SafeString:
    """The level as a tag, with how many reasons there are."""
    known = Level(value)
    counted = ngettext("{n} reason", "{n} reasons", reasons).format(n=reasons) if reasons else ""
    return format_html(
        '<span class="tag {}">{}{}</span>',
        TONES[known],
        gettext(LEVELS[known]),
        f" · {counted}" if counted else "",
    )


@register.inclusion_tag("components/rests_on.html")
def rests_on(said: Any) -> dict[str, Any]:
    """The rows behind a sentence, each opening with its source, dates and certainty."""
    return {"rows": [*map(_rule, said.rules), *map(_statement, said.statements)]}


@register.inclusion_tag("components/rows_told.html")
def rows_told(saids: Iterable[Any]) -> dict[str, Any]:
    """Rows told in full: the title, the figure or the sentence, the certainty and the source."""
    rows = [row for said in saids for row in (*map(_rule, said.rules), *map(_statement, said.statements))]
    return {"rows": rows}


def _rule(rule: Any) -> dict[str, Any]:
    value, unit, facts = figure(Decimal(rule.value), rule.unit)
    told = f"{value} {show.said(unit).format_map(show.facts(facts))}".strip()
    title = rule.title(show.reading())
    if title == rule.key:
        title = show.said(rule.source_name)
    return {"row": rule, "title": title, "figure": told, "text": "", "note": rule.note(show.reading())}


def _statement(row: Any) -> dict[str, Any]:
    return {
        "row": row,
        "title": row.title(show.reading()),
        "figure": "",
        "text": row.text(show.reading()),
        "note": "",
    }


@register.simple_tag
def line_label(line: Any) -> str:
    """What a line is about: the title of its row where the row has the better word (a part of social insurance)."""
    if line.label.startswith("social."):
        return line.how.rules[0].title(show.reading())
    return show.said(line.label)


@register.simple_tag
def area_name(area: str) -> str:
    """Labour status, Permanent establishment, …"""
    return gettext(AREAS[area])


@register.simple_tag
def step_who(who: str) -> str:
    """Who does a step."""
    return show.role(who)
