"""The page: a question in the address, the table, one option in full."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from talentbridge.designer import queries, rules
from talentbridge.designer.rules import Ask, Option, World
from talentbridge.designer.web import forms, present
from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.pages import page


@login_not_required
@require_GET
def designer(request: HttpRequest) -> HttpResponse:
    """Compare forms and countries. Information for everybody; nothing is stored."""
    today = now().astimezone(rules.ZONE).date()
    said = forms.said_of(request.GET) or dict(queries.AT_FIRST)
    context, status = _answered(request.GET, said, today)
    return page(request, "designer/designer.html", context, status=status)


def _answered(params: Mapping[str, str], said: Mapping[str, str], today: date) -> tuple[dict[str, Any], int]:
    """Everything that the page shows, and its status: 422 for a question that cannot be read, whose words stay."""
    case = _case(params.get("for", ""))
    known = queries.world(today)
    currencies = queries.currencies(known)
    try:
        answer = queries.answer(said, today=today, known=known)
    except Invalid as invalid:
        form = forms.AskForm(forms.shown(said), currencies=currencies)
        forms.refused(form, invalid)
        return {"form": form, "kept": _kept(case)}, 422
    form = forms.AskForm(forms.shown(answer.ask.said(whole=True)), currencies=currencies)
    ask, table, advice, world = answer.ask, answer.table, answer.advice, answer.world
    country, _, shown = params.get("show", "").partition(".")
    chosen = answer.chosen(country, shown)
    way = present.Way(case)
    return {
        "form": form,
        "ask": ask,
        "question": ask.said(),
        "was_query": urlencode(ask.said()),
        "kept": _kept(case),
        "case": case,
        "case_link": reverse("engagements:detail", args=[case]) if case else "",
        "choose_link": _choose_link(case, ask, chosen) if case and chosen else "",
        "country_names": [show.country(code) for code in ask.countries],
        "country_name": show.country(chosen.country) if chosen else "",
        "more_count": len(ask.said().keys() - {"country", *forms.AskForm.MAIN, "on"}),
        "rates": world.used(*sorted({ask.gross.currency, *(_currency(code) for code in ask.countries)})),
        "table": table,
        "matrix": present.matrix(table, chosen, way),
        "advice": advice,
        "advice_name": rules.FORMS[advice.option.form] if advice else "",
        "second_name": rules.FORMS[advice.second.form] if advice and advice.second else "",
        "chosen": chosen,
        "chosen_name": rules.FORMS[chosen.form] if chosen else "",
        "chart": present.chart(table, chosen.country) if chosen else None,
        "changes": _changes(ask, chosen, world, way) if chosen else [],
        "since": _since(params.get("was", ""), answer, chosen, today) if chosen else [],
    }, 200


def _currency(code: str) -> str:
    return rules.COUNTRIES[code].currency


def _case(typed: str) -> str:
    """The engagement that the page is asked for, if it is one at all; whether it may be seen is asked when choosing."""
    try:
        return str(UUID(typed)) if typed else ""
    except ValueError:
        return ""


def _kept(case: str) -> list[tuple[str, str]]:
    return [("for", case)] if case else []


def _choose_link(case: str, ask: Ask, chosen: Option) -> str:
    said = {"question": urlencode(ask.said()), "option": f"{chosen.country}.{chosen.form}"}
    return f"{reverse('engagements:choose-design', args=[case])}?{urlencode(said)}"


def _changes(ask: Ask, chosen: Option, world: World, way: present.Way) -> list[dict[str, Any]]:
    return [
        {
            "label": change.label,
            "link": way.to(change.ask, shown=chosen, was=ask),
            "lines": present.difference(change.difference),
        }
        for change in rules.changes_of(ask, chosen, world)
    ]


def _since(was: str, answer: queries.Answer, chosen: Option, today: date) -> list[dict[str, Any]]:
    """What differs from the question that was asked before, for the option looked at."""
    said = {name: value for name, value in parse_qsl(was[:4000]) if name in rules.OPTIONS}
    if not said or chosen.country not in said.get("country", "").split(","):
        return []
    try:
        before = rules.read(said, today=today, currencies=queries.currencies(answer.world))
    except Invalid:
        return []
    world = answer.world if before.on == answer.ask.on else queries.world(before.on)
    earlier = rules.option_of(before, chosen.country, chosen.form, world)
    return present.difference(rules.compare(before, answer.ask, earlier, answer.world))
