"""The public pages of countries: all sixteen, one of them, and up to four side by side."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext

from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Missing
from talentbridge.kernel.pages import page
from talentbridge.kernel.text import N_
from talentbridge.policy import queries
from talentbridge.policy.rules import COUNTRIES, Country, NotKnown, Rule, calendars, spec
from talentbridge.policy.rules.countries import SEOUL
from talentbridge.policy.web import compare, shelf, zones

STALE_AFTER = 31  # days after which a rate of exchange is called old

# The parts of a country's page: anchor, heading, the keys below it, and what is missing when there is none.
PARTS = (
    ("cost", N_("Cost of employing"), ("social", "pay", "leave", "end", "vendor")),
    ("tax", N_("Tax and treaty"), ("treaty", "tax")),
    ("labour", N_("Test of labour status"), ("labour",)),
    ("ip", N_("Intellectual property"), ("ip",)),
    ("data", N_("Data"), ("data",)),
    ("contract", N_("Contract rules"), ("contract",)),
    ("infra", N_("Infrastructure and calendar"), ("infra", "calendar")),
)
TABLE = (
    ("spec.strength", N_("Strengths")), ("spec.weakness", N_("Weaknesses")),
    ("spec.company", N_("What companies may do")), ("spec.policy", N_("What policy may do")),
)  # fmt: skip
STORY = ("spec.market", "spec.people", "spec.cost", "spec.style", "spec.caution", "spec.firms")
FIGURES = (
    "spec.market_size", "spec.market_growth", "spec.it_investment", "spec.developers", "spec.it_demand", "spec.it_short",
    "spec.graduates", "spec.ai_talent", "spec.pay_junior", "spec.pay_senior", "spec.pay_ai", "spec.pay_top",
    "spec.pay_top10", "spec.pay_expected", "spec.pay_to_korea", "spec.social", "spec.direct_hire", "spec.turnover",
)  # fmt: skip
KOREAN_TAX = ("tax.services_abroad", "tax.services_in_korea", "tax.local_surtax", "tax.papers")


@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    """Sixteen countries: clock, money, languages, and how much is known about each."""
    today = korean_today()
    rows = shelf.rows_of(today, countries=COUNTRIES)
    days = [today, date(today.year, 1, 15), date(today.year, 7, 15)]
    listed = []
    for code, country in COUNTRIES.items():
        own = [row for row in rows if row.country == code]
        listed.append(
            {
                "code": code,
                "country": country,
                "name": show.country(code),
                "overlaps": _by_zone(country, days),
                "languages": [show.language_name(each) for each in country.languages],
                "known": shelf.counted(own),
                "gaps": [gettext(heading) for _, heading, keys in PARTS if not spec.under(own, *keys)],
            }
        )
    context = {"listed": listed, "days": days, "most": compare.MOST, "subjects": len(PARTS)}
    return page(request, "policy/countries/index.html", context)


@login_not_required
def country(request: HttpRequest, code: str) -> HttpResponse:
    """One country: everything that the rows of today say, and plainly what they do not."""
    if code not in COUNTRIES:
        if code.upper() in COUNTRIES:
            return redirect("countries:detail", code=code.upper())
        raise Missing
    today = korean_today()
    day, problem = _chosen_day(request, today)
    rows = shelf.rows_of(today, countries=["", code])
    own = [row for row in rows if row.country == code]
    context = {
        "code": code,
        "name": show.country(code),
        "country": COUNTRIES[code],
        "today": today,
        "day": day,
        "problem": problem,
        "parts": _parts(own, rows),
        "share": spec.employer_share(own),
        "known": shelf.counted(own),
        "differences": _differences(own),
        "open": shelf.shown(spec.lines([row for row in rows if _is_open_about(row, code)])),
        **_glance(COUNTRIES[code], day, today),
        **_specification(own),
        **_culture(own, [row for row in rows if row.country == ""], code, today),
        **_holidays(code, day),
    }
    context["contents"] = _contents(context)
    return page(request, "policy/countries/country.html", context)


def korean_today() -> date:
    """The day it is in Seoul: whose rows a page shows."""
    return now().astimezone(ZoneInfo(SEOUL)).date()


def _chosen_day(request: HttpRequest, today: date) -> tuple[date, str]:
    """The day for clocks and holidays, and what is wrong with what was typed."""
    typed = request.GET.get("day", "").strip()
    if not typed:
        return today, ""
    try:
        day = datetime.strptime(typed, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return today, gettext("Write the day as in 2026-07-15. Today is shown instead.")
    if not 2000 <= day.year <= 2099:
        return today, gettext("Clocks are known from 2000 to 2099. Today is shown instead.")
    return day, ""


def _by_zone(country: Country, days: list[date]) -> list[dict[str, Any]]:
    """A line for each zone: the city and the shared hours on each of the days."""
    shared = [zones.overlaps(country, day) for day in days]
    return [
        {"city": shared[0][place]["city"], "hours": [each[place]["length"] for each in shared]}
        for place in range(len(country.zones))
    ]


def _glance(country: Country, day: date, today: date) -> dict[str, Any]:
    days = list(dict.fromkeys([day, date(day.year, 1, 15), date(day.year, 7, 15)]))
    return {
        "pictures": zones.pictures(country, days),
        "languages": [show.language_name(each) for each in country.languages],
        **rate_of(country.currency, today),
    }


def rate_of(currency: str, today: date) -> dict[str, Any]:
    """Today's rate of exchange with its age: per 100 or 10,000 units where one is worth less than ten won."""
    try:
        rate = queries.fx(currency, today)
    except NotKnown:
        return {"rate": None}
    per = 1 if rate.value >= 10 else 100 if rate.value >= 1 else 10_000
    return {
        "rate": rate,
        "rate_per": show.number(per),
        "rate_won": show.number(round(rate.value * per, 2)),
        "rate_age": (today - rate.valid_from).days,
        "rate_is_old": (today - rate.valid_from).days > STALE_AFTER,
    }


def _parts(own: list[spec.Row], rows: list[spec.Row]) -> list[dict[str, Any]]:
    parts = []
    for anchor, heading, keys in PARTS:
        found = spec.under(own, *keys)
        part = {"anchor": anchor, "heading": heading, "lines": shelf.shown(spec.lines(found))}
        if anchor == "tax":
            korean = [row for row in rows if row.country == ""]
            part["korean"] = shelf.shown(spec.lines(spec.under(korean, *KOREAN_TAX)))
        parts.append(part)
    told = [key for _, _, keys in PARTS for key in keys] + ["spec", "culture"]
    rest = [row for row in own if not any(spec.is_under(row.key, key) for key in told)]
    if rest:
        rest.sort(key=lambda row: row.key)
        parts.append({"anchor": "more", "heading": N_("More rules"), "lines": shelf.shown(spec.lines(rest))})
    return parts


def _specification(own: list[spec.Row]) -> dict[str, Any]:
    def groups(*keys: str) -> list[shelf.Group]:
        found = [row for row in spec.under(own, *keys) if not isinstance(row, Rule)]
        return shelf.grouped(shelf.shown(spec.lines(found)))

    figures = [row for row in dict.fromkeys(spec.under(own, *FIGURES, "spec")) if isinstance(row, Rule)]
    return {
        "why": groups("spec.why"),
        "in_short": groups("spec.summary", "spec.response"),
        "table": [
            {"heading": heading, "groups": groups(key)} for key, heading in TABLE if spec.under(own, key)
        ],
        "story": groups(*STORY),
        "figures": shelf.shown(spec.lines(figures)),
    }


def _culture(own: list[spec.Row], korean: list[spec.Row], code: str, today: date) -> dict[str, Any]:
    about_korea = shelf.rows_of(today, countries=["KR"], prefixes=["culture"])
    return {
        "cards": culture_cards(own),
        "general_cards": [
            card
            for card in culture_cards(korean)
            if card["topic"]
            not in {row.key.split(".")[1] for row in own if spec.is_under(row.key, "culture")}
        ],
        "korean_cards": culture_cards(about_korea),
    }


def culture_cards(rows: list[spec.Row]) -> list[dict[str, Any]]:
    """Each culture card as (title, one thing to know, one thing to do, row), in the order of the topics."""
    language = show.reading()
    cards = []
    for topic in spec.CULTURE_TOPICS:
        for row in rows:
            if row.key == f"culture.{topic}" and not isinstance(row, Rule):
                know, do = spec.two_parts(row.text(language))
                cards.append(
                    {"topic": topic, "title": row.title(language), "know": know, "do": do, "row": row}
                )
    return cards


def _differences(own: list[spec.Row]) -> list[dict[str, Any]]:
    return [
        {
            "lines": shelf.shown(each.lines),
            "others": shelf.shown(each.others),
            "share": _share_among(each.others, own),
        }
        for each in spec.differences(own)
    ]


def _share_among(others: tuple[spec.Line, ...], own: list[spec.Row]) -> spec.Share | None:
    """The employer's contributions added up, where they are what the other source says."""
    is_sum = any(spec.is_under(line.row.key, spec.CONTRIBUTIONS) for line in others)
    return spec.employer_share(own) if is_sum else None


def _holidays(code: str, day: date) -> dict[str, Any]:
    first, last = calendars.this_month_and_next(day)
    return {
        "months": (first, last),
        "sides": [
            {"country": each, "days": calendars.public_holidays(each, first, last, show.reading())}
            for each in ("KR", code)
        ],
    }


def _is_open_about(row: spec.Row, code: str) -> bool:
    """Whether a row is an open question about this country: its own, or one of Korea's side that names it."""
    if not spec.is_under(row.key, "open") or isinstance(row, Rule):
        return False
    names = {show.country(code, "ko"), show.country(code, "en")}
    return row.country == code or any(name in row.text_ko or name in row.text_en for name in names)


def _contents(context: dict[str, Any]) -> list[tuple[str, str]]:
    """The page's own navigation: (anchor, heading) in the order of the page."""
    listed = [("glance", N_("At a glance"))]
    if context["in_short"] or context["table"]:
        listed.append(("spec", N_("What the specification says")))
    listed += [(part["anchor"], part["heading"]) for part in context["parts"]]
    listed += [("culture", N_("Working together")), ("holidays", N_("Holidays"))]
    if context["differences"]:
        listed.append(("differences", N_("Where sources differ")))
    listed.append(("open", N_("Open questions")))
    return listed


app_name = "countries"
urlpatterns = [
    path("", index, name="list"),
    path("compare/", compare.side_by_side, name="compare"),
    path("<str:code>/", country, name="detail"),
]
