"""Looking for talents under pseudonyms: the list, and one card, each view of which is recorded."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Missing, require
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import BridgeRequest, page
from talentbridge.kernel.text import N_
from talentbridge.skills import queries as skills
from talentbridge.talent import permissions, queries, rules, services
from talentbridge.talent.web.present import card

FILTERS = ("q", "skill", "level", "english", "country", "origin")
ORIGINS = {
    "own": N_("Kept by the talent"),
    "dou": N_("DOU survey (anonymous)"),
    "jsonresume": N_("JSON Resume file"),
    "csv": N_("CSV file"),
}


def talent_list(request: HttpRequest) -> HttpResponse:
    """Every profile, found by what people can do and not by who they are; filters combine."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_browse(actor))
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS}
    wanted, unknown = _skills(asked["skill"])
    rows = queries.narrowed(
        queries.profiles_for(actor),
        text=asked["q"],
        skill_ids=wanted,
        level=int(asked["level"]) if asked["level"] in {"1", "2", "3", "4", "5", "6"} else 1,
        english=asked["english"],
        country=asked["country"],
        origin=asked["origin"],
    )
    listing = Listing(
        request.GET,
        queries.with_skills(rows),
        sorts={"code": ["id"], "years": ["years"], "english": ["english"], "refreshed": ["refreshed_at"]},
        default="-refreshed",
    )
    return page(
        request,
        "talent/list.html",
        {
            "listing": listing,
            **_choices(),
            "asked": asked,
            "unknown": unknown,
            "cards": [card(profile) for profile in listing],
        },
    )


def _choices() -> dict[str, Any]:
    return {
        "levels": [(str(level), gettext(name)) for level, name in rules.LEVELS.items()],
        "origins": [(key, gettext(name)) for key, name in ORIGINS.items()],
        "cefr": rules.CEFR,
        "known_skills": skills.choices(show.reading()),
        "has_dou": queries.has_dou(),
    }


def _skills(text: str) -> tuple[list[str], list[str]]:
    """The skills of a list typed with commas, and the words that name none."""
    words = [word.strip() for word in text.split(",") if word.strip()]
    found = {word: skills.by_name(word) for word in words}
    return [skill for skill in found.values() if skill], [word for word, skill in found.items() if not skill]


def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One pseudonymous card. The talent sees afterwards who looked."""
    actor = cast(BridgeRequest, request).actor
    profile = queries.with_skills(queries.profiles_for(actor).filter(code=code)).first()
    if profile is None:
        raise Missing
    services.show_card(actor=actor, profile=profile, at=now())
    return page(
        request,
        "talent/detail.html",
        {"card": card(profile), "invitable": rules.can_be_invited(profile.person_id is not None)},
    )
