"""Talents as REST: look for them under pseudonyms, keep one's own profile, decide about duplicates."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, cast

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Missing, require
from talentbridge.kernel.pages import BridgeRequest
from talentbridge.policy import queries as policy
from talentbridge.talent import permissions, queries, rules, services
from talentbridge.talent.models import Certificate, DuplicatePair, Profile
from talentbridge.talent.queries import Wanted
from talentbridge.talent.rules import Certification, Practice, ProfileDraft, Rate, Sample
from talentbridge.talent.services.looks import show_list
from talentbridge.talent.web import programs

router = Router(tags=["talent"])
router.add_router("", programs.router)
MOST_ROWS = 100


class SkillOut(Schema):
    skill_id: str
    level: int
    evidence: str
    years: Decimal | None
    last_used: int | None


class RateBody(Schema):
    """Minor units of an ISO 4217 currency; `unit` is month, day or hour."""

    minor: int
    currency: str
    unit: str = "month"


class SampleBody(Schema):
    """Others read only the host of `url` until its owner agrees to more."""

    title: str
    url: str = ""
    text: str = ""
    part: str = ""
    skills: list[str] = []
    year: int | None = None


class CertificateBody(Schema):
    name: str
    issuer: str = ""
    issued_on: date | None = None
    url: str = ""
    skill_id: str = ""


class CertificateOut(CertificateBody):
    """`attested_level` is null while the certificate is self-stated."""

    attested_at: datetime | None
    attested_level: int | None


class Terms(Schema):
    """What a profile says besides its lines. Empty and null mean: not stated. Money is minor units."""

    headline_ko: str = ""
    headline_en: str = ""
    roles: list[str] = []
    country: str = ""
    time_zone: str = ""
    years: Decimal | None = None
    english: str = ""
    korean: str = ""
    rate_minor: int | None = None
    rate_currency: str = ""
    rate_unit: str = "month"
    weekly_hours: int | None = None
    available_from: date | None = None
    available_until: date | None = None
    notice_days: int | None = None
    engagement_types: list[str] = []
    work_modes: list[str] = []
    work_in: list[str] = []
    data_class: str = ""


class ProfileOut(Terms):
    """A pseudonymous profile; `rates` by engagement type, `languages` by ISO 639-1 code."""

    code: str
    pseudonym: str
    skills: list[SkillOut]
    origin: str
    refreshed_at: datetime
    rates: dict[str, RateBody] = {}
    languages: dict[str, str] = {}

    @staticmethod
    def resolve_skills(profile: Profile) -> list[Any]:
        return list(profile.skills.all())

    @staticmethod
    def resolve_rates(profile: Profile) -> dict[str, Any]:
        return {row.engagement_type: row for row in profile.rates.all()}

    @staticmethod
    def resolve_languages(profile: Profile) -> dict[str, str]:
        return {row.language: row.level for row in profile.languages.all()}


class ProfileWhole(ProfileOut):
    """A profile with its samples and certificates; links are in it for its owner only."""

    samples: list[SampleBody] = []
    certificates: list[CertificateOut] = []

    @staticmethod
    def resolve_samples(profile: Profile, context: Any) -> list[dict[str, Any]]:
        return [
            {"title": row.title, "url": _link(row.url, profile, context), "text": row.text, "part": row.part,
             "skills": row.skills, "year": row.year}
            for row in profile.samples.all()
        ]  # fmt: skip

    @staticmethod
    def resolve_certificates(profile: Profile, context: Any) -> list[dict[str, Any]]:
        return [
            {"name": row.name, "issuer": row.issuer, "issued_on": row.issued_on, "skill_id": row.skill_id,
             "url": _link(row.url, profile, context), "attested_at": row.attested_at,
             "attested_level": row.attested_level}
            for row in profile.certificates.all()
        ]  # fmt: skip


def _link(url: str, profile: Profile, context: Any) -> str:
    actor = context["request"].actor
    return url if profile.person_id is not None and profile.person_id == actor.person_id else rules.host(url)


class PracticeBody(Schema):
    years: Decimal | None = None
    last_used: int | None = None


class ProfileIn(Terms):
    """One's own profile, whole: what is left out is not stated any more. `skills` maps a skill's id to a level 1-6,
    `practice` to years and the year of last use, `languages` an ISO 639-1 code to a CEFR level, `rates` an engagement
    type to where its rate differs.
    """

    skills: dict[str, int] = {}
    practice: dict[str, PracticeBody] = {}
    languages: dict[str, str] = {}
    rates: dict[str, RateBody] = {}
    samples: list[SampleBody] = []
    certificates: list[CertificateBody] = []

    def draft(self) -> ProfileDraft:
        """As the verb takes it."""
        values: dict[str, Any] = self.model_dump(exclude={"practice", "rates", "samples", "certificates"})
        values |= {
            name: tuple(values[name]) for name in ("roles", "engagement_types", "work_modes", "work_in")
        }
        return ProfileDraft(
            **values,
            practice={name: Practice(**row.model_dump()) for name, row in self.practice.items()},
            rates={name: Rate(**row.model_dump()) for name, row in self.rates.items()},
            samples=tuple(Sample(**row.model_dump() | {"skills": tuple(row.skills)}) for row in self.samples),
            certificates=tuple(Certification(**row.model_dump()) for row in self.certificates),
        )


class Search(Schema):
    """`skill` may be given several times; each has to be held at `level` or more. `language` is ISO 639-1."""

    text: str = ""
    skill: list[str] = []
    level: int = 1
    language: str = ""
    language_level: str = ""
    country: str = ""
    role: str = ""
    engagement_type: str = ""
    work_mode: str = ""
    free_on: date | None = None
    weekly_hours: int | None = None
    most_krw_month: int | None = None
    confirmed_within: int | None = None
    origin: str = ""
    offset: int = 0
    limit: int = 50


class Found(Schema):
    count: int
    profiles: list[ProfileOut]


class PairOut(Schema):
    """Two profiles that may be one person; `state` is open, merged or distinct."""

    id: int
    first: str = Field(..., alias="first.code")
    second: str = Field(..., alias="second.code")
    reasons: list[dict[str, Any]]
    state: str
    found_at: datetime
    note: str


class PairDecision(Schema):
    """``merge`` retires the one that nobody keeps; ``apart`` is never asked again."""

    decision: Literal["merge", "apart"]
    note: str


class Attestation(Schema):
    level: int
    how: str


class CvIn(Schema):
    """The text of a CV: JSON Resume, Europass, the bridge's own table with one row, or words."""

    text: str


class ReadOut(Schema):
    """What was read, nothing of it stored. `items` are taken over by their number (`POST /me/reading/confirm`); those
    that are not `sure` need a second look. `sealed` is good for a day and for this person.
    """

    sealed: str
    items: list[dict[str, Any]]
    unknown: list[str]
    dropped: list[str]
    doubts: list[str]


class Confirmation(Schema):
    """Numbers of the items that are right, levels of skills and wordings of headlines by number, and unknown names that
    reviewers of the skill graph may look at."""

    sealed: str
    taken: list[int]
    levels: dict[int, int] = {}
    texts: dict[int, str] = {}
    propose: list[str] = []


class CertificateRow(CertificateOut):
    """A certificate with its number and the code of its holder; of the link the site's name."""

    id: int
    code: str

    @staticmethod
    def resolve_code(row: Certificate) -> str:
        return row.profile.code

    @staticmethod
    def resolve_url(row: Certificate) -> str:
        return rules.host(row.url)


@router.get("/profiles", response=Found)
def profiles(request: HttpRequest, search: Query[Search]) -> dict[str, Any]:
    """Profiles that meet every filter, most recently confirmed first; for coordinators and operators."""
    actor, at = cast(BridgeRequest, request).actor, now()
    require(allowed=permissions.may_browse(actor))
    asked = search.dict(exclude={"skill", "offset", "limit"})
    rows = queries.narrowed(
        queries.profiles_for(actor),
        Wanted(skill_ids=tuple(search.skill), **asked),
        krw_per=policy.fx_rates(at.date()),
        at=at,
    ).order_by("-refreshed_at", "id")
    start = max(0, search.offset)
    shown = list(queries.with_everything(rows)[start : start + min(max(1, search.limit), MOST_ROWS)])
    show_list(actor=actor, profiles=shown, at=at)
    return {"count": rows.count(), "profiles": shown}


@router.get("/profiles/{code}", response=ProfileWhole)
def profile(request: HttpRequest, code: str) -> Profile:
    """One pseudonymous card; the talent sees afterwards who looked."""
    actor = cast(BridgeRequest, request).actor
    found = queries.with_everything(queries.profiles_for(actor).filter(code=code)).first()
    if found is None:
        raise Missing
    services.show_card(actor=actor, profile=found, at=now())
    return found


@router.get("/me", response=ProfileWhole)
def my_profile(request: HttpRequest) -> Profile:
    """The caller's own profile."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_edit(actor))
    if found := queries.my_profile(actor):
        return found
    raise Missing


@router.put("/me", response=ProfileWhole)
def save_profile(request: HttpRequest, profile: ProfileIn) -> Profile:
    """Keep the caller's own profile as given; levels are claims."""
    actor = cast(BridgeRequest, request).actor
    services.save_profile(actor=actor, draft=profile.draft(), at=now())
    return my_profile(request)


@router.post("/me/still-true", response=ProfileWhole)
def confirm(request: HttpRequest) -> Profile:
    """Say that everything on the caller's profile is still so."""
    services.confirm(actor=cast(BridgeRequest, request).actor, at=now())
    return my_profile(request)


@router.post("/me/reading", response=ReadOut)
def read(request: HttpRequest, cv: CvIn) -> dict[str, Any]:
    """Read the caller's own CV; nothing is stored."""
    found = services.read_resume(actor=cast(BridgeRequest, request).actor, text=cv.text, at=now())
    return found.reading.to_json() | {"sealed": found.sealed}


@router.post("/me/reading/confirm", response=ProfileWhole)
def take_over(request: HttpRequest, body: Confirmation) -> Profile:
    """Keep what the caller has confirmed of a reading; what the profile says already and is not named stays."""
    services.take_over(
        actor=cast(BridgeRequest, request).actor,
        sealed=body.sealed,
        choice=rules.Choice(body.taken, body.levels, body.texts),
        propose=body.propose,
        at=now(),
    )
    return my_profile(request)


@router.get("/me/hints", response=list[dict[str, str]])
def hints(request: HttpRequest) -> list[dict[str, str]]:
    """What the caller has not stated (`key`), where it is stated (`part`) and what it would change (`sentence`)."""
    mine = my_profile(request)
    found = rules.hints(queries.draft_of(mine), confirmed=mine.refreshed_at.date(), on=now().date())
    return [
        {
            "key": hint.key,
            "part": hint.part,
            "sentence": show.said(hint.sentence).format_map(show.facts(hint.facts)),
        }
        for hint in found
    ]


@router.get("/duplicates", response=list[PairOut])
def pairs(request: HttpRequest, offset: int = 0) -> list[DuplicatePair]:
    """Pairs that wait for a decision, 100 at a time; for coordinators and operators."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_resolve_duplicates(actor))
    rows = queries.undecided(queries.pairs_for(actor)).order_by("-found_at", "pk")
    return list(rows[max(0, offset) : max(0, offset) + MOST_ROWS])


@router.post("/duplicates/{number}", response=PairOut)
def decide(request: HttpRequest, number: int, body: PairDecision) -> DuplicatePair:
    """Say that two profiles are one person, or two."""
    verb = services.merge_pair if body.decision == "merge" else services.keep_apart
    return verb(actor=cast(BridgeRequest, request).actor, pair_id=number, note=body.note, at=now())


@router.get("/certificates", response=list[CertificateRow])
def certificates(request: HttpRequest, offset: int = 0) -> list[Certificate]:
    """Certificates that nobody has looked at, oldest first, 100 at a time; for coordinators and operators."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_check_certificates(actor))
    rows = queries.certificates_for(actor).filter(attested_at=None).order_by("stated_at", "pk")
    return list(rows[max(0, offset) : max(0, offset) + MOST_ROWS])


@router.post("/certificates/{number}", response=CertificateOut)
def attest(request: HttpRequest, number: int, body: Attestation) -> Certificate:
    """Say for which level of its skill a certificate speaks, after having looked at it."""
    return services.attest_certificate(
        actor=cast(BridgeRequest, request).actor,
        certificate_id=number,
        level=body.level,
        how=body.how,
        at=now(),
    )
