"""From options to what the page shows: the matrix, one option in full, a chart, differences in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext

from talentbridge.designer import rules
from talentbridge.designer.rules import Ask, Difference, Form, Kind, Option, Span, Standing, Table
from talentbridge.kernel import show
from talentbridge.kernel.text import N_

STANDINGS = {
    Standing.OFFERED: "",
    Standing.NOT_OFFERED: N_("Not offered"),
    Standing.BLOCKED: N_("Blocked"),
    Standing.NO_FIGURE: N_("No figure yet"),
    Standing.NOT_KNOWN: N_("Not known for this date"),
}
WIDEST = 4  # countries side by side; more of them stand in rows


@dataclass(frozen=True)
class Cell:
    """One option in the matrix."""

    option: Option
    link: str
    is_chosen: bool
    remark: str  # what the company should see first, in words
    standing: str
    head: str = ""  # the column's head, for cards on a phone

    @property
    def reason_count(self) -> int:
        return len([reason for reason in self.option.reasons if reason.level is not rules.Level.LOW]) or min(
            1, len(self.option.reasons)
        )


@dataclass(frozen=True)
class Way:
    """Makes the addresses of a page: a question, the option to look at, and the engagement that it is asked for."""

    case: str = ""

    def to(self, ask: Ask, *, shown: Option | tuple[str, str] | None = None, was: Ask | None = None) -> str:
        said = ask.said() | ({"for": self.case} if self.case else {})
        if shown:
            said["show"] = ".".join(shown if isinstance(shown, tuple) else (shown.country, shown.form))
        if was:
            said["was"] = urlencode(was.said())
        return "?" + urlencode(said)


def matrix(table: Table, chosen: Option | None, way: Way) -> dict[str, Any]:
    """Forms down and countries across, or the other way round when there are many countries."""
    ask = table.ask
    countries = [
        {"code": code, "name": show.country(code), "overlap": overlap(table, code)} for code in ask.countries
    ]
    forms = [{"key": form, "name": gettext(rules.FORMS[form]), "hint": gettext(rules.FORM_HINTS[form])}
             for form in ask.forms]  # fmt: skip

    def cell(code: str, form: str, head: str) -> Cell:
        option = table.option(code, form)
        assert option is not None
        return Cell(option, way.to(ask, shown=(code, form)), option is chosen, remark(option, ask),
                    gettext(STANDINGS[option.standing]) if STANDINGS[option.standing] else "", head)  # fmt: skip

    if len(countries) <= WIDEST:
        rows = [
            {"name": form["name"], "hint": form["hint"],
             "cells": [cell(country["code"], form["key"], country["name"]) for country in countries]}
            for form in forms
        ]  # fmt: skip
        heads = [{"name": country["name"], "hint": country["overlap"]} for country in countries]
        return {"rows": rows, "heads": heads, "corner": gettext("Form")}
    rows = [
        {"name": country["name"], "hint": country["overlap"],
         "cells": [cell(country["code"], form["key"], form["name"]) for form in forms]}
        for country in countries
    ]  # fmt: skip
    heads = [{"name": form["name"], "hint": form["hint"]} for form in forms]
    return {"rows": rows, "heads": heads, "corner": gettext("Country"), "wide": True}


def overlap(table: Table, code: str) -> str:
    """How many hours of the working day are shared with Seoul that day: ``0 h New York, 2 h Los Angeles``."""
    option = next(each for each in table.options if each.country == code)
    hours = [(show.city(zone), f"{minutes / 60:g}") for zone, minutes in option.overlap]
    if len(hours) == 1:
        return gettext("{hours} h overlap").format(hours=hours[0][1])
    return ", ".join(gettext("{hours} h {city}").format(hours=each, city=city) for city, each in hours)


def remark(option: Option, ask: Ask) -> str:
    """The one thing about an option's money that a reader should see in the matrix."""
    if option.standing is not Standing.OFFERED:
        return show.said(option.why[0].text).format_map(show.facts(option.why[0].facts)) if option.why else ""
    assert option.month is not None and option.withheld is not None
    if option.form in {Form.CONTRACTOR, Form.VENDOR}:
        if not option.withheld.high.minor:
            return gettext("nothing withheld in Korea")
        rate = _rate(option)
        if option.withheld.low.minor:
            return gettext("{rate} of it withheld for tax").format(rate=rate)
        return gettext("up to {rate} may be withheld").format(rate=rate)
    if option.form is Form.EOR:
        return gettext("employer's share and the EOR's fee")
    return gettext("with the employer's share")


def _rate(option: Option) -> str:
    assert option.withheld is not None
    pay = next(line for line in option.lines if line.kind is Kind.PAY).won.high
    return f"{100 * option.withheld.high.minor / pay.minor:.1f}%"


def chart(table: Table, country: str) -> dict[str, Any] | None:
    """Bars of what the company pays a month in one country, by form: pay, and what comes on top at its upper end."""
    rows: list[dict[str, Any]] = []
    for option in table.options:
        if option.country != country or option.month is None:
            continue
        pay = sum(line.won.high.minor for line in option.lines if line.kind is Kind.PAY)
        rows.append({"name": gettext(rules.FORMS[option.form]), "pay": pay, "top": option.month.high.minor - pay,
                     "sum": option.month.high.minor})  # fmt: skip
    if len(rows) < 2:
        return None
    most = max(row["sum"] for row in rows)
    for place, row in enumerate(rows):
        row |= {
            "y": 8 + 54 * place, "text_y": 20 + 54 * place, "bar_y": 26 + 54 * place,
            "pay_width": f"{400 * row['pay'] / most:.1f}", "top_x": f"{400 * row['pay'] / most:.1f}",
            "top_width": f"{400 * row['top'] / most:.1f}", "shown": f"₩{row['sum']:,}",
        }  # fmt: skip
    sentence = "; ".join(f"{row['name']} {row['shown']}" for row in rows)
    return {"rows": rows, "height": 54 * len(rows) + 4, "sentence": sentence}


def difference(found: Difference) -> list[dict[str, Any]]:
    """A difference as lines of before and after."""
    lines: list[dict[str, Any]] = []

    def add(label: str, pair: tuple[Any, Any] | None, words: Any) -> None:
        if pair:
            lines.append({"label": gettext(label), "before": words(pair[0]), "after": words(pair[1])})

    add(N_("Standing"), found.standing, _standing)
    add(N_("You pay a month"), found.month, _span)
    add(N_("The talent receives"), found.net, _span)
    add(N_("Factors that point to employment"), found.factors, str)
    add(N_("Level of risk"), found.level, lambda level: gettext(rules.LEVELS[level]))
    add(N_("Form to look at first"), found.advice, lambda form: gettext(rules.FORMS[form]) if form else "–")
    return lines


def _standing(value: Standing) -> str:
    return gettext(STANDINGS[value]) if STANDINGS[value] else gettext("Offered")


def _span(value: Span | None) -> str:
    if value is None:
        return gettext("No figure yet")
    if not value.is_range:
        return show.money(value.low)
    return f"{show.money(value.low)}–{show.money(value.high)}"
