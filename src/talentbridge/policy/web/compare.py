"""Up to four countries side by side."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.pages import page
from talentbridge.kernel.text import N_
from talentbridge.policy.rules import COUNTRIES, spec
from talentbridge.policy.rules.countries import SEOUL
from talentbridge.policy.web import shelf, zones

MOST = 4

# A line of the comparison: heading and the keys whose rows fill its cells (a range is one line with its lower end).
LINES = (
    (N_("Employer's social contributions, part by part"), ("social.employer",)),
    (N_("Thirteenth month"), ("pay.thirteenth",)),
    (N_("Annual leave"), ("leave",)),
    (N_("Notice and severance"), ("end",)),
    (N_("Withholding on services from abroad"), ("tax.technical_service",)),
    (N_("Treaty"), ("treaty",)),
    (N_("Test of labour status"), ("labour.test",)),
    (N_("Who owns what a contractor makes"), ("ip.default", "ip.silent_term")),
    (N_("Sending data there"), ("data",)),
    (N_("Contract rules"), ("contract",)),
    (N_("Infrastructure and calendar"), ("infra", "calendar")),
    (
        N_("Pay, as the specification gives it"),
        (
            "spec.pay_junior",
            "spec.pay_senior",
            "spec.pay_ai",
            "spec.pay_top",
            "spec.pay_top10",
            "spec.pay_expected",
            "spec.pay_to_korea",
        ),
    ),
    (
        N_("On top of pay, as the specification gives it"),
        ("spec.social", "spec.direct_hire", "vendor.multiple"),
    ),
    (N_("People, as the specification gives it"), ("spec.developers", "spec.it_demand", "spec.ai_talent")),
    (N_("Turnover, as the specification gives it"), ("spec.turnover",)),
    (N_("In one line"), ("spec.summary",)),
    (N_("How to respond"), ("spec.response",)),
)


@login_not_required
def side_by_side(request: HttpRequest) -> HttpResponse:
    """Two to four countries, line by line; a fifth or an unknown code is refused with its reason."""
    wanted = list(dict.fromkeys(code.strip().upper() for code in request.GET.getlist("c") if code.strip()))
    problem = _problem(wanted)
    chosen = [] if problem else wanted
    today = now().astimezone(ZoneInfo(SEOUL)).date()
    context = {
        "choices": [
            {"code": code, "name": show.country(code), "is_chosen": code in wanted} for code in COUNTRIES
        ],
        "problem": problem,
        "chosen": [{"code": code, "name": show.country(code)} for code in chosen],
        "lines": _lines(chosen, today) if len(chosen) > 1 else [],
        "most": MOST,
        "today": today,
    }
    return page(request, "policy/countries/compare.html", context, status=422 if problem else 200)


def _problem(wanted: list[str]) -> str:
    unknown = [code for code in wanted if code not in COUNTRIES]
    if unknown:
        return gettext("There is no page for {codes}. Choose from the countries below.").format(
            codes=", ".join(code[:8] for code in unknown)
        )
    if len(wanted) > MOST:
        return gettext(
            "Up to {most} countries fit side by side; {number} were chosen. Take some away."
        ).format(most=MOST, number=len(wanted))
    return ""


def _lines(chosen: list[str], today: date) -> list[dict[str, Any]]:
    """Each line with a cell for each country: what the rows say, or None where nothing is known."""
    rows = shelf.rows_of(today, countries=chosen)
    own = {code: [row for row in rows if row.country == code] for code in chosen}
    shares = {code: spec.employer_share(own[code]) for code in chosen}
    lines: list[dict[str, Any]] = [
        {
            "heading": N_("Shared hours with Seoul"),
            "clock": True,
            "cells": [_clock(code, today) for code in chosen],
        },
        {
            "heading": N_("Currency and languages"),
            "plain": True,
            "cells": [
                {
                    "name": show.country(code),
                    "text": " · ".join(
                        [
                            COUNTRIES[code].currency,
                            *(show.language_name(each) for each in COUNTRIES[code].languages),
                        ]
                    ),
                }
                for code in chosen
            ],
        },
    ]
    if any(shares.values()):
        lines.append(
            {
                "heading": N_("Employer's social contributions, added up"),
                "share": True,
                "cells": [{"name": show.country(code), "share": shares[code]} for code in chosen],
            }
        )
    for heading, keys in LINES:
        cells = [
            {"name": show.country(code), "lines": shelf.shown(spec.lines(_exact(own[code], keys)))}
            for code in chosen
        ]
        if any(cell["lines"] for cell in cells):
            lines.append({"heading": heading, "cells": cells})
    return lines


def _exact(rows: list[spec.Row], keys: tuple[str, ...]) -> list[spec.Row]:
    """The rows of a line; the caps of contributions stand on the country's own page."""
    return [row for row in dict.fromkeys(spec.under(rows, *keys)) if not row.key.endswith(".cap")]


def _clock(code: str, today: date) -> dict[str, Any]:
    days = (today, date(today.year, 1, 15), date(today.year, 7, 15))
    by_day = [zones.overlaps(COUNTRIES[code], day) for day in days]
    return {
        "name": show.country(code),
        "zones": [
            {
                "city": by_day[0][place]["city"],
                "hours": [(day, each[place]["length"]) for day, each in zip(days, by_day, strict=True)],
            }
            for place in range(len(COUNTRIES[code].zones))
        ],
    }
