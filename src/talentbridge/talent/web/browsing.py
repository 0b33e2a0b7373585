"""Looking for talents under pseudonyms: the list, and one card, each view of which is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Missing, require
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import BridgeRequest, page
from talentbridge.kernel.text import N_
from talentbridge.policy import queries as policy
from talentbridge.skills import queries as skills
from talentbridge.talent import permissions, queries, rules, services
from talentbridge.talent.queries import Wanted
from talentbridge.talent.rules.searches import LEAST_FILTERS, filters_in
from talentbridge.talent.services.looks import show_list
from talentbridge.talent.web import places
from talentbridge.talent.web.present import card

FIRST = ("q", "skill", "level", "language", "language_level")
MORE = (
    "role", "country", "engagement_type", "work_mode", "free_on", "weekly_hours", "most", "fresh", "origin",
)  # fmt: skip
ORIGINS = {
    "own": N_("Kept by the talent"),
    "dou": N_("DOU survey (anonymous)"),
    "jsonresume": N_("JSON Resume file"),
    "csv": N_("CSV file"),
    "europass": N_("Europass file"),
}
FRESH = {"30": N_("the last 30 days"), "90": N_("the last 90 days"), "180": N_("the last 180 days")}
SORTS = {"code": ["id"], "years": ["years"], "english": ["english"], "refreshed": ["refreshed_at"]}


def talent_list(request: HttpRequest) -> HttpResponse:
    """Every profile, found by what people can do and not by who they are; filters combine."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_browse(actor))
    at = now()
    asked = {name: request.GET.get(name, "").strip() for name in FIRST + MORE}
    wanted, unknown = wanted_of(asked)
    rows = queries.narrowed(
        queries.profiles_for(actor),
        wanted,
        krw_per=policy.fx_rates(at.date()) if wanted.most_krw_month else {},
        at=at,
    )
    listing = Listing(request.GET, queries.with_skills(rows), sorts=SORTS, default="-refreshed")
    show_list(actor=actor, profiles=listing, at=at)
    return page(
        request,
        "talent/list.html",
        {
            "listing": listing,
            **_choices(),
            "asked": asked,
            "is_narrow": any(asked[name] for name in MORE),
            "unknown": unknown,
            "cards": [card(profile, at.date()) for profile in listing],
            "may_resolve": permissions.may_resolve_duplicates(actor),
            "may_check": permissions.may_check_certificates(actor),
            "savable": filters_in(asked) >= LEAST_FILTERS,
        },
    )


def wanted_of(asked: Mapping[str, str]) -> tuple[Wanted, list[str]]:
    """What the filters of an address ask for, and the words among them that mean nothing."""
    found, unknown = _skills(asked.get("skill", ""))
    role = skills.role_by_name(asked["role"]) if asked.get("role") else ""
    unknown += [asked["role"]] if asked.get("role") and not role else []
    return Wanted(
        text=asked.get("q", ""),
        skill_ids=tuple(found),
        level=_number(asked.get("level", ""), 1, 6) or 1,
        language=_one_of(asked.get("language", ""), {"en", "ko", *rules.languages()}),
        language_level=_one_of(asked.get("language_level", ""), rules.CEFR),
        country=_one_of(asked.get("country", ""), rules.countries()),
        role=role,
        engagement_type=_one_of(asked.get("engagement_type", ""), rules.ENGAGEMENT_TYPES),
        work_mode=_one_of(asked.get("work_mode", ""), rules.WORK_MODES),
        free_on=_day(asked.get("free_on", "")),
        weekly_hours=_number(asked.get("weekly_hours", ""), 1, rules.MOST_WEEKLY_HOURS),
        most_krw_month=_number(asked.get("most", "").replace(",", ""), 1, 10**10),
        confirmed_within=_number(asked.get("fresh", ""), 1, 3650),
        origin=_one_of(asked.get("origin", ""), ORIGINS),
    ), unknown  # fmt: skip


def _one_of(value: str, known: Any) -> str:
    return value if value in known else ""


def _number(text: str, least: int, most: int) -> int | None:
    return (
        int(text)
        if text.isascii() and text.isdecimal() and len(text) < 12 and least <= int(text) <= most
        else None
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _skills(text: str) -> tuple[list[str], list[str]]:
    """The skills of a list typed with commas, and the words that name none."""
    words = [word.strip() for word in text.split(",") if word.strip()][:10]
    found = {word: skills.by_name(word) for word in words}
    return [skill for skill in found.values() if skill], [word for word, skill in found.items() if not skill]


def _choices() -> dict[str, Any]:
    language = show.reading()
    own = [("en", show.language_name("en")), ("ko", show.language_name("ko"))]
    return {
        "levels": [(str(level), gettext(name)) for level, name in rules.LEVELS.items()],
        "cefr": rules.CEFR,
        "languages": [*own, *places.languages(language)],
        "countries": places.countries(language),
        "types": [(key, gettext(name)) for key, name in rules.ENGAGEMENT_TYPES.items()],
        "modes": [(key, gettext(name)) for key, name in rules.WORK_MODES.items()],
        "freshnesses": [(key, gettext(name)) for key, name in FRESH.items()],
        "origins": [(key, gettext(name)) for key, name in ORIGINS.items()],
        "known_skills": skills.choices(language),
        "known_roles": skills.role_choices(language),
        "has_dou": queries.has_dou(),
    }


def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One pseudonymous card. The talent sees afterwards who looked."""
    actor = cast(BridgeRequest, request).actor
    profile = queries.with_everything(queries.profiles_for(actor).filter(code=code)).first()
    if profile is None:
        raise Missing
    at = now()
    services.show_card(actor=actor, profile=profile, at=at)
    return page(
        request,
        "talent/detail.html",
        {
            "card": card(profile, at.date(), whole=True),
            "invitable": rules.can_be_invited(profile.person_id is not None),
        },
    )
