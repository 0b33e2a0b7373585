"""Looking for people by what they can do: filters that combine, each answered by an index or one pass."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Exists, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from talentbridge.skills import queries as skills
from talentbridge.talent.models import Profile, ProfileLanguage, ProfileRate, ProfileSkill
from talentbridge.talent.rules import CEFR, RATE_UNITS, most_minor

COLUMNS_OF = {"en": "english", "ko": "korean"}  # languages with a column; the others are lines


@dataclass(frozen=True)
class Wanted:
    """What is asked for; an empty value asks for nothing. Whoever has not stated what is asked for is not found."""

    text: str = ""
    skill_ids: tuple[str, ...] = ()
    level: int = 1
    language: str = ""  # ISO 639-1
    language_level: str = ""  # CEFR
    country: str = ""
    role: str = ""
    engagement_type: str = ""
    work_mode: str = ""
    free_on: date | None = None
    weekly_hours: int | None = None
    most_krw_month: int | None = None
    confirmed_within: int | None = None  # days
    origin: str = ""


def narrowed(
    profiles: QuerySet[Profile], wanted: Wanted, *, krw_per: Mapping[str, Decimal], at: datetime
) -> QuerySet[Profile]:
    """The profiles that meet everything that is wanted: each skill at its level or more, and so on."""
    profiles = _with_skills(_named(profiles, wanted.text.strip()), wanted)
    plain: dict[str, Any] = {"country": wanted.country, "origin": wanted.origin}
    profiles = profiles.filter(**{name: value for name, value in plain.items() if value})
    lists = {"roles": wanted.role, "engagement_types": wanted.engagement_type, "work_modes": wanted.work_mode}
    profiles = profiles.filter(**{f"{name}__contains": [value] for name, value in lists.items() if value})
    if wanted.language:
        profiles = _with_language(profiles, wanted.language, wanted.language_level or CEFR[0])
    if wanted.free_on:
        profiles = profiles.filter(_free(wanted.free_on))
    if wanted.weekly_hours:
        profiles = profiles.filter(weekly_hours__gte=wanted.weekly_hours)
    if wanted.most_krw_month is not None:
        profiles = _within(profiles, wanted.most_krw_month, wanted.engagement_type, krw_per)
    if wanted.confirmed_within:
        profiles = profiles.filter(refreshed_at__gte=at - timedelta(days=wanted.confirmed_within))
    return profiles


def _named(profiles: QuerySet[Profile], text: str) -> QuerySet[Profile]:
    if not text:
        return profiles
    return profiles.filter(
        Q(headline_ko__icontains=text)
        | Q(headline_en__icontains=text)
        | Q(pseudonym__startswith=text)
        | Q(code=text.upper())
    )


def _with_skills(profiles: QuerySet[Profile], wanted: Wanted) -> QuerySet[Profile]:
    for skill_id in wanted.skill_ids:
        held = ProfileSkill.objects.filter(
            profile=OuterRef("pk"), skill_id__in=held_by(skill_id), level__gte=wanted.level
        )
        profiles = profiles.filter(Exists(held))
    return profiles


def held_by(skill_id: str) -> list[str]:
    """The skill and every narrower one that implies it."""
    return [id for id in skills.skill_ids() if id == skill_id or skill_id in skills.implied(id)]


def _with_language(profiles: QuerySet[Profile], language: str, least: str) -> QuerySet[Profile]:
    levels = CEFR[CEFR.index(least) :] if least in CEFR else CEFR
    if column := COLUMNS_OF.get(language):
        return profiles.filter(**{f"{column}__in": levels})
    spoken = ProfileLanguage.objects.filter(profile=OuterRef("pk"), language=language, level__in=levels)
    return profiles.filter(Exists(spoken))


def _free(on: date) -> Q:
    """Free on that day: begun, and not over."""
    return Q(available_from__lte=on) & (Q(available_until=None) | Q(available_until__gte=on))


def _within(
    profiles: QuerySet[Profile], krw_month: int, engagement_type: str, krw_per: Mapping[str, Decimal]
) -> QuerySet[Profile]:
    """A rate of at most so many won a month: that of the engagement type where it differs, else the general one."""
    most = _most(krw_month, krw_per)
    general = Q(rate_minor__lte=_looked_up(most, "rate_currency", "rate_unit"))
    own = ProfileRate.objects.filter(profile=OuterRef("pk"))
    cheap = own.filter(minor__lte=_looked_up(most, "currency", "unit"))
    if not engagement_type:
        return profiles.filter(general | Exists(cheap))
    named = {"engagement_type": engagement_type}
    return profiles.filter(Exists(cheap.filter(**named)) | (general & ~Exists(own.filter(**named))))


def _most(krw_month: int, krw_per: Mapping[str, Decimal]) -> dict[str, int]:
    """The most minor units by currency and unit."""
    return {
        f"{currency} {unit}": most_minor(krw_month, currency, unit, krw_per)
        for currency in krw_per
        for unit in RATE_UNITS
    }


def _looked_up(most: Mapping[str, int], currency: str, unit: str) -> Cast:
    """SQL: the entry of `most` for a row's currency and unit, one look-up a row; null when there is none."""
    key = Concat(currency, Value(" "), unit)
    entry = Func(Value(json.dumps(most)), key, template="(%(expressions)s)", arg_joiner="::jsonb ->> ")
    return Cast(entry, BigIntegerField())
