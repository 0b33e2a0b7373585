"""The page: a question in the address, the table, one option in full."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from talentbridge.designer import queries, rules
from talentbridge.designer.rules import Ask, Option, Table, World
from talentbridge.designer.web import forms, present
from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.pages import page

AT_FIRST = {"country": "IN,VN,JP,US", "gross": "4500000", "currency": "KRW", "months": "6"}


@login_not_required
@require_GET
def designer(request: HttpRequest) -> HttpResponse:
    """Compare forms and countries. Information for everybody; nothing is stored."""
    today = now().astimezone(rules.ZONE).date()
    said = forms.said_of(request.GET) or dict(AT_FIRST)
    context, status = answered(request, said, today)
    return page(request, "designer/designer.html", context, status=status)


def answered(request: HttpRequest, said: Mapping[str, str], today: date) -> tuple[dict[str, Any], int]:
    """Everything that a page with the designer on it shows, and the answer's status: 422 for a question that cannot be
    read, whose words stay in the form."""
    world = queries.world(today)
    currencies = {"KRW", *world.rates}
    form = forms.AskForm(forms.shown(said), currencies=currencies)
    try:
        ask = rules.read(said, today=today, currencies=currencies)
    except Invalid as invalid:
        forms.refused(form, invalid)
        return {"form": form}, 422
    if ask.on != today:
        world = queries.world(ask.on)
    table = rules.design(ask, world)
    advice = rules.advise(table)
    chosen = _chosen(request.GET.get("show", ""), table, advice)
    return {
        "form": form,
        "ask": ask,
        "question": ask.said(),
        "was_query": urlencode(ask.said()),
        "kept": (),
        "country_names": [show.country(code) for code in ask.countries],
        "country_name": show.country(chosen.country) if chosen else "",
        "more_count": len(ask.said().keys() - {"country", *forms.AskForm.MAIN, "on"}),
        "rates": world.used(*sorted({ask.gross.currency, *(_currency(code) for code in ask.countries)})),
        "table": table,
        "matrix": present.matrix(table, chosen),
        "advice": advice,
        "advice_name": rules.FORMS[advice.option.form] if advice else "",
        "second_name": rules.FORMS[advice.second.form] if advice and advice.second else "",
        "chosen": chosen,
        "chosen_name": rules.FORMS[chosen.form] if chosen else "",
        "chart": present.chart(table, chosen.country) if chosen else None,
        "changes": _changes(ask, chosen, world) if chosen else [],
        "since": _since(request.GET.get("was", ""), ask, chosen, world, currencies, today) if chosen else [],
    }, 200


def _currency(code: str) -> str:
    return rules.COUNTRIES[code].currency


def _chosen(shown: str, table: Table, advice: rules.Advice | None) -> Option | None:
    """The option that was asked to be shown, else the advised one, else the first."""
    country, _, form = shown.partition(".")
    return table.option(country, form) or (advice.option if advice else next(iter(table.options), None))


def _changes(ask: Ask, chosen: Option, world: World) -> list[dict[str, Any]]:
    return [
        {
            "label": change.label,
            "link": present.link(change.ask, show_option=(chosen.country, chosen.form), was=ask),
            "lines": present.difference(change.difference),
        }
        for change in rules.changes_of(ask, chosen, world)
    ]


def _since(
    was: str, ask: Ask, chosen: Option, world: World, currencies: set[str], today: date
) -> list[dict[str, Any]]:
    """What differs from the question that was asked before, for the option looked at."""
    said = {name: value for name, value in parse_qsl(was[:4000]) if name in rules.OPTIONS}
    if not said:
        return []
    try:
        before = rules.read(said, today=today, currencies=currencies)
    except Invalid:
        return []
    if before == ask or chosen.country not in before.countries:
        return []
    earlier = rules.option_of(
        before, chosen.country, chosen.form, queries.world(before.on) if before.on != ask.on else world
    )
    return present.difference(rules.compare(before, ask, earlier, world))
