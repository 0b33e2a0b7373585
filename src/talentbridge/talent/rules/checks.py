"""Whether a profile can be stored: every part of it by its own rules, each reason beside its field. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale

from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_
from talentbridge.policy.rules import ENGAGEMENT_TYPES, LEVELS, WORK_MODES
from talentbridge.talent.rules import profile as facts
from talentbridge.talent.rules.parts import PARTS
from talentbridge.talent.rules.profile import Certification, ProfileDraft, Rate, Sample
from talentbridge.talent.rules.rates import month_krw
from talentbridge.talent.rules.words import bad_link, has_unseen, tells_who

MOST_YEARS = Decimal(60)
FIRST_YEAR = 1970
HIGHEST_KRW_MONTH = 500_000_000  # more than anybody is paid for a month: a slip of the hand in every currency
_NO_PLACE = {
    "EU",
    "EZ",
    "UN",
    "ZZ",
    "QO",
    "XA",
    "XB",
    "AC",
    "CP",
    "CQ",
    "DG",
    "EA",
    "IC",
    "TA",
}  # of CLDR only
_ZONES = frozenset(available_timezones())


@dataclass(frozen=True)
class Known:
    """What a profile may name on that day: ids of the graph, currencies with a reference rate; and whose it is."""

    skills: frozenset[str]
    roles: frozenset[str]
    krw_per: Mapping[str, Decimal]
    on: date
    name: str = ""  # of the person, to keep it out of texts that are read under a pseudonym


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """ISO 3166-1 alpha-2, as CLDR has them."""
    codes = map(str, Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NO_PLACE


@lru_cache(maxsize=1)
def languages() -> frozenset[str]:
    """ISO 639-1, English and Korean left out: they have fields of their own."""
    return frozenset(code for code in map(str, Locale("en").languages) if len(code) == 2) - {"en", "ko"}


def problems(draft: ProfileDraft, known: Known, parts: Collection[str] = tuple(PARTS)) -> dict[str, Decision]:
    """Every reason why these `parts` of `draft` cannot be stored, by field; empty when they can.

    Fields of rows are named like ``samples.0.url``, rates of engagement types like ``rates.eor``.
    """
    found: dict[str, Decision] = {}
    for part in parts:
        for name, decision in _CHECKS[part](draft, known):
            if not decision:
                found.setdefault(name, decision)
    return found


Checks = Iterator[tuple[str, Decision]]


def _work(draft: ProfileDraft, known: Known) -> Checks:
    if not (draft.headline_ko.strip() or draft.headline_en.strip()):
        yield (
            "headline_en",
            no("talent.headline_missing", N_("Say in one line what you do, in Korean or in English.")),
        )
    for name in ("headline_ko", "headline_en"):
        yield name, _text(getattr(draft, name), 200) & tells_who(getattr(draft, name), known.name)
    yield "years", _years(draft.years)
    yield "roles", _most(draft.roles, facts.MOST_ROLES) & _one_of(draft.roles, known.roles)


def _skills(draft: ProfileDraft, known: Known) -> Checks:
    if len(draft.skills) > facts.MOST_SKILLS:
        yield (
            "skills",
            no(
                "talent.too_many_skills",
                N_("{count} skills are too many to compare. Choose the {most} that matter most."),
                count=len(draft.skills),
                most=facts.MOST_SKILLS,
            ),
        )
    for skill, level in draft.skills.items():
        yield "skills", _skill(skill, known)
        if level not in LEVELS:
            yield (
                "skills",
                no(
                    "talent.bad_level",
                    N_("The level of “{skill}” has to be a number from 1 to 6."),
                    skill=skill[:60],
                ),
            )
    for skill, practice in draft.practice.items():
        yield f"practice.{skill}", _years(practice.years) & _year(practice.last_used, known)
        if skill not in draft.skills:
            yield (
                "skills",
                no("talent.practice_alone", N_("Years are stated for a skill that is not listed.")),
            )


def _languages(draft: ProfileDraft, known: Known) -> Checks:
    yield "english", _cefr(draft.english)
    yield "korean", _cefr(draft.korean)
    yield "languages", _most(draft.languages, facts.MOST_LANGUAGES)
    for language, level in draft.languages.items():
        if language not in languages():
            yield (
                "languages",
                no(
                    "talent.bad_language",
                    N_("“{language}” is not a language code of two letters such as vi or uk."),
                    language=language[:20],
                ),
            )
        yield "languages", _cefr(level or "?")


def _time(draft: ProfileDraft, known: Known) -> Checks:
    yield "country", _country(draft.country)
    yield "time_zone", _zone(draft.time_zone)
    if draft.weekly_hours is not None and not 1 <= draft.weekly_hours <= facts.MOST_WEEKLY_HOURS:
        yield (
            "weekly_hours",
            no(
                "talent.bad_hours",
                N_("Weekly hours have to lie between 1 and {most}."),
                most=facts.MOST_WEEKLY_HOURS,
            ),
        )
    if draft.available_from and draft.available_until and draft.available_until < draft.available_from:
        yield (
            "available_until",
            no("talent.until_before_from", N_("The last day lies before the first. Correct one of the two.")),
        )
    for name in ("available_from", "available_until"):
        day = getattr(draft, name)
        if day is not None and not date(2000, 1, 1) <= day <= date(known.on.year + 10, 12, 31):
            yield name, no("talent.bad_day", N_("This day lies too far away to plan with."))
    if draft.notice_days is not None and not 0 <= draft.notice_days <= facts.MOST_NOTICE_DAYS:
        yield (
            "notice_days",
            no(
                "talent.bad_notice",
                N_("Notice has to lie between 0 and {most} days."),
                most=facts.MOST_NOTICE_DAYS,
            ),
        )


def _terms(draft: ProfileDraft, known: Known) -> Checks:
    yield "engagement_types", _one_of(draft.engagement_types, ENGAGEMENT_TYPES)
    yield "work_modes", _one_of(draft.work_modes, WORK_MODES)
    for country in draft.work_in:
        yield "work_in", _country(country or "?")
    if draft.data_class:
        yield "data_class", _one_of([draft.data_class], facts.DATA_CLASSES)
    if draft.rate_minor is not None:
        yield "rate", _rate(Rate(draft.rate_minor, draft.rate_currency, draft.rate_unit), known)
    for name, rate in draft.rates.items():
        yield f"rates.{name}", _one_of([name], ENGAGEMENT_TYPES) & _rate(rate, known)


def _samples(draft: ProfileDraft, known: Known) -> Checks:
    yield "samples", _most(draft.samples, facts.MOST_SAMPLES)
    for number, sample in enumerate(draft.samples[: facts.MOST_SAMPLES]):
        for name, decision in _sample(sample, known):
            yield f"samples.{number}.{name}", decision


def _sample(sample: Sample, known: Known) -> Checks:
    yield "title", _needed(sample.title) & _text(sample.title, 120) & tells_who(sample.title, known.name)
    yield "url", bad_link(sample.url) if sample.url else YES
    yield "text", _text(sample.text, 2000, lines=True) & tells_who(sample.text, known.name)
    yield "part", _text(sample.part, 300) & tells_who(sample.part, known.name)
    if not (sample.url or sample.text.strip()):
        yield "url", no("talent.sample_empty", N_("Give a link, or say in a few lines what it is."))
    yield "year", _year(sample.year, known)
    for skill in sample.skills:
        yield "skills", _skill(skill, known)


def _certificates(draft: ProfileDraft, known: Known) -> Checks:
    yield "certificates", _most(draft.certificates, facts.MOST_CERTIFICATES)
    for number, certificate in enumerate(draft.certificates[: facts.MOST_CERTIFICATES]):
        for name, decision in _certificate(certificate, known):
            yield f"certificates.{number}.{name}", decision


def _certificate(certificate: Certification, known: Known) -> Checks:
    yield (
        "name",
        _needed(certificate.name) & _text(certificate.name, 160) & tells_who(certificate.name, known.name),
    )
    yield "issuer", _text(certificate.issuer, 160) & tells_who(certificate.issuer, known.name)
    yield "url", bad_link(certificate.url) if certificate.url else YES
    if certificate.skill_id:
        yield "skill", _skill(certificate.skill_id, known)
    if certificate.issued_on and not date(FIRST_YEAR, 1, 1) <= certificate.issued_on <= known.on:
        yield "issued_on", no("talent.bad_issue_day", N_("This day lies in the future or too far back."))


_CHECKS: dict[str, Callable[[ProfileDraft, Known], Checks]] = {
    "work": _work,
    "skills": _skills,
    "languages": _languages,
    "time": _time,
    "terms": _terms,
    "samples": _samples,
    "certificates": _certificates,
}


def _needed(text: str) -> Decision:
    return YES if text.strip() else no("talent.name_missing", N_("Give it a name."))


def _text(text: str, most: int, *, lines: bool = False) -> Decision:
    if len(text) > most:
        return no("talent.text_long", N_("The text is too long. Shorten it to {most} characters."), most=most)
    if has_unseen(text) or (not lines and "\n" in text):
        return no("talent.text_unseen", N_("The text has characters that cannot be shown. Write it anew."))
    return YES


def _most(rows: Collection[object], most: int) -> Decision:
    if len(rows) > most:
        return no(
            "talent.too_many",
            N_("{count} are too many. Choose the {most} that matter most."),
            count=len(rows),
            most=most,
        )
    return YES


def _one_of(names: Collection[str], allowed: Collection[str]) -> Decision:
    for name in names:
        if name not in allowed:
            listed = ", ".join(sorted(allowed)[:12])
            return no(
                "talent.not_one_of", N_("“{name}” is not one of {known}."), name=name[:60], known=listed
            )
    return YES


def _skill(skill: str, known: Known) -> Decision:
    if skill in known.skills:
        return YES
    return no("talent.unknown_skill", N_("The bridge does not know the skill “{skill}”."), skill=skill[:60])


def _country(country: str) -> Decision:
    if country and country not in countries():
        return no(
            "talent.bad_country",
            N_("“{country}” is not a country code of two letters such as UA or VN."),
            country=country[:20],
        )
    return YES


def _zone(zone: str) -> Decision:
    if zone and zone not in _ZONES:
        return no(
            "talent.bad_zone",
            N_("“{zone}” is not a time zone. Write it like Asia/Ho_Chi_Minh."),
            zone=zone[:60],
        )
    return YES


def _years(years: Decimal | None) -> Decision:
    if years is not None and not (Decimal(years).is_finite() and 0 <= years <= MOST_YEARS):
        return no("talent.bad_years", N_("Years of experience have to lie between 0 and 60."))
    return YES


def _year(year: int | None, known: Known) -> Decision:
    if year is not None and not FIRST_YEAR <= year <= known.on.year:
        return no(
            "talent.bad_year",
            N_("The year has to lie between {first} and {last}."),
            first=FIRST_YEAR,
            last=known.on.year,
        )
    return YES


def _cefr(level: str) -> Decision:
    if level and level not in facts.CEFR:
        return no("talent.bad_cefr", N_("“{level}” is not one of A1, A2, B1, B2, C1, C2."), level=level[:20])
    return YES


def _rate(rate: Rate, known: Known) -> Decision:
    if rate.minor <= 0:
        return no("talent.rate_zero", N_("A rate has to be more than zero. Leave it empty to say nothing."))
    if rate.currency not in known.krw_per:
        return no(
            "talent.bad_currency",
            N_("The bridge has no reference rate for the currency “{currency}”. It knows {known}."),
            currency=rate.currency[:20],
            known=", ".join(sorted(known.krw_per)),
        )
    if rate.unit not in facts.RATE_UNITS:
        return no("talent.bad_rate_unit", N_("A rate is per month, day or hour."))
    if (month_krw(rate.minor, rate.currency, rate.unit, known.krw_per) or 0) > HIGHEST_KRW_MONTH:
        return no("talent.rate_huge", N_("This rate is too high to be meant. Check the number of zeros."))
    return YES
