"""The six hiring channels of the specification, and which of them fit a need."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.pages import page
from talentbridge.kernel.text import N_
from talentbridge.policy.rules import LEVELS, Rule, spec
from talentbridge.policy.rules.channels import Advice, Channel, Fee, NeedFacts, Part, advise
from talentbridge.policy.rules.countries import SEOUL
from talentbridge.policy.web import shelf

ASPECTS = (
    ("cost", N_("Cost")), ("speed", N_("Speed")), ("good", N_("Good points")), ("bad", N_("Bad points")),
    ("fit", N_("Fits when")),
)  # fmt: skip
PARTS = {Part.FIRST: N_("Begin here"), Part.BESIDE: N_("Beside it"), Part.NOT_NOW: N_("Not advised now")}
FORMS = ("employment", "fixed_term", "contractor", "eor")
MODES = ("office", "remote", "hybrid", "sync", "async")


def _levels() -> list[tuple[str, str]]:
    return [(str(number), f"{number} · {gettext(words)}") for number, words in LEVELS.items()]


class NeedForm(forms.Form):
    """What the advice asks. Everything stands in the address, so that a plan can be sent to a colleague."""

    marks_optional = True
    people = forms.IntegerField(label=_("How many people"), min_value=1, max_value=500, initial=1)
    weeks = forms.IntegerField(
        label=_("In how many weeks the work has to begin"), min_value=0, max_value=104, initial=12
    )
    level = forms.ChoiceField(label=_("Level"), choices=_levels, initial="3")
    budget = forms.IntegerField(
        label=_("Budget for one person a month, in won"),
        min_value=0,
        max_value=1_000_000_000,
        required=False,
        help_text=_("With it a fee is shown as an amount, and a first time abroad counts the first costs."),
    )
    rare = forms.BooleanField(label=_("The skill is rare in Korea"), required=False)
    first = forms.BooleanField(label=_("It is our first time abroad"), required=False)
    long = forms.BooleanField(label=_("The person should stay for long"), required=False)
    korean = forms.BooleanField(label=_("The work needs Korean"), required=False)

    def need(self) -> NeedFacts:
        """What was answered, as the rules ask it."""
        said = self.cleaned_data
        return NeedFacts(
            people=said["people"],
            weeks=said["weeks"],
            level=int(said["level"]),
            is_rare=said["rare"],
            budget_krw=said["budget"],
            is_first_time=said["first"],
            is_long_term=said["long"],
            needs_korean=said["korean"],
        )


@login_not_required
def channels(request: HttpRequest) -> HttpResponse:
    """The channels side by side, the specification's tables of forms and ways of working, and a plan for a need."""
    today = now().astimezone(ZoneInfo(SEOUL)).date()
    rows = shelf.rows_of(today, countries=[""], prefixes=["channel", "form", "mode", "spec.advice_company"])
    form = NeedForm(request.GET) if "people" in request.GET else NeedForm()
    plan = _plan(form, rows) if form.is_bound and form.is_valid() else []
    context = {
        "form": form,
        "plan": plan,
        "channels": [_channel(channel, rows) for channel in Channel],
        "fee": shelf.shown(spec.lines(spec.under(rows, "channel.headhunting.fee"))),
        "tables": [
            (N_("Forms of engagement"), "forms", [_table_row("form", name, rows) for name in FORMS]),
            (N_("Ways of working"), "modes", [_table_row("mode", name, rows) for name in MODES]),
        ],
        "advice_rows": shelf.grouped(shelf.shown(spec.lines(spec.under(rows, "spec.advice_company")))),
    }
    return page(request, "policy/channels/list.html", context, status=422 if form.errors else 200)


def _plan(form: NeedForm, rows: list[spec.Row]) -> list[dict[str, Any]]:
    return [
        {
            "advice": each,
            "name": _title(f"channel.{each.channel}", rows),
            "part": PARTS[each.part],
            "is_advised": each.part is not Part.NOT_NOW,
            "changes": [
                {"change": change, "name": _title(f"channel.{change.channel}", rows)}
                for change in each.changes
            ],
        }
        for each in _advised(form.need(), rows)
    ]


def _advised(need: NeedFacts, rows: list[spec.Row]) -> tuple[Advice, ...]:
    return advise(need, _fee(rows))


def _fee(rows: list[spec.Row]) -> Fee | None:
    """The two ends of the headhunting fee; None when one is not known today."""
    known = {row.key: row for row in rows if isinstance(row, Rule)}
    low, high = known.get("channel.headhunting.fee"), known.get("channel.headhunting.fee.high")
    return (low, high) if low and high else None


def _title(key: str, rows: list[spec.Row]) -> str:
    return next((row.title(show.reading()) for row in rows if row.key == key), key)


def _channel(channel: Channel, rows: list[spec.Row]) -> dict[str, Any]:
    return _table_row("channel", channel, rows, ("cost", "speed", "good", "bad", "fit"))


def _table_row(
    prefix: str, name: str, rows: list[spec.Row], aspects: tuple[str, ...] = ("good", "bad", "fit")
) -> dict[str, Any]:
    """One line of a table: its name, what it is and a cell for each aspect; an aspect that is not known is left out."""
    base = f"{prefix}.{name}"
    said = {row.key: row for row in rows if not isinstance(row, Rule)}
    headings = dict(ASPECTS)
    language = show.reading()
    return {
        "anchor": f"{prefix}-{name}",
        "row": said.get(base),
        "title": _title(base, rows),
        "what": said[base].text(language) if base in said else "",
        "cells": [
            (headings[aspect], said[f"{base}.{aspect}"].text(language))
            for aspect in aspects
            if f"{base}.{aspect}" in said
        ],
    }


app_name = "channels"
urlpatterns = [path("", channels, name="list")]
