"""Profiles and shortlists for tests."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime

from talentbridge.kernel.actor import Actor, Role
from talentbridge.kernel.clock import now
from talentbridge.matching import services
from talentbridge.matching.models import Selection, Shortlist
from talentbridge.talent import services as talent
from talentbridge.talent.models import Profile
from talentbridge.talent.rules import ProfileDraft, code, pseudonym
from tests.factories import demand, people

_number = itertools.count(900_000)

FITTING = ProfileDraft(
    headline_ko="데이터 엔지니어", headline_en="Data engineer", skills={"python": 4, "airflow": 3}, country="VN",
    time_zone="Asia/Ho_Chi_Minh", english="C1", rate_minor=4_000_000, rate_currency="KRW",
)  # fmt: skip


def talent_with_profile(*, draft: ProfileDraft = FITTING, **person: object) -> tuple[Actor, Profile]:
    """A talent with an account and a profile that they keep."""
    actor = people.talent_actor(who=people.person(**person))
    return actor, talent.save_profile(actor=actor, draft=draft, at=now())


def anonymous_profile(
    *, skills: dict[str, int] | None = None, at: datetime | None = None, **fields: object
) -> Profile:
    """An imported profile behind which nobody stands."""
    number, at = next(_number), at or now()
    values = {
        "headline_en": "Data engineer", "time_zone": "Asia/Ho_Chi_Minh", "english": "C1", "rate_minor": 4_000_000,
        "rate_currency": "KRW", "country": "VN",
    } | fields  # fmt: skip
    profile = Profile.objects.create(
        pk=number, code=code(number), pseudonym=pseudonym(number), origin="dou", origin_key=str(number),
        registered_at=at, refreshed_at=at, **values,
    )  # fmt: skip
    for skill_id, level in (skills or {"python": 4}).items():
        profile.skills.create(skill_id=skill_id, level=level, evidence="claimed", seen_at=at)
    return profile


@dataclass(frozen=True)
class Listed:
    """An approved case with a shortlist of one talent with an account and one anonymous profile."""

    case: demand.Case
    shortlist: Shortlist
    talent: Actor
    profile: Profile
    anonymous: Profile


REASON = "인수 기록 세 건과 과제 평가를 함께 읽고 정했습니다."


def listed(**person: object) -> Listed:
    case = demand.approved_case()
    actor, profile = talent_with_profile(**person)
    anonymous = anonymous_profile()
    shortlist = services.make_shortlist(actor=case.coordinator, case_id=case.case_id, at=now())
    return Listed(case, shortlist, actor, profile, anonymous)


def chosen(made: Listed) -> Selection:
    """The company has chosen the talent with an account."""
    return services.decide(
        actor=made.case.company,
        shortlist_id=made.shortlist.pk,
        profile_id=made.profile.pk,
        reason=REASON,
        at=now(),
    )


def second_member(actor: Actor) -> Actor:
    """Another person of the same organisation in the same role."""
    from talentbridge.accounts.models import Organisation

    return people.actor(Role(actor.role), where=Organisation.objects.get(pk=actor.organisation_id))
