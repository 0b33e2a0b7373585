"""A talent keeps a profile; others look at its card, and every look is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from talentbridge.audit import services as audit
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.text import N_
from talentbridge.skills import queries as skills
from talentbridge.talent import permissions, rules
from talentbridge.talent.gateways import jsonresume
from talentbridge.talent.models import Origin, Profile, ProfileSkill
from talentbridge.talent.rules import Evidence, ProfileDraft
from talentbridge.talent.services.numbers import next_numbers

CARD = (N_("headline"), N_("skills"), N_("languages"), N_("place"), N_("rate"), N_("availability"))
LOOKING_FOR_TALENT = N_("Looking for talent")


def save_profile(*, actor: Actor, draft: ProfileDraft, at: datetime) -> Profile:
    """Keep the actor's own profile as `draft` says. Levels stay at the strength of the evidence that they have.

    A level with evidence beyond the own claim can be raised by a claim only by losing the evidence, so a changed
    level is claimed again; an unchanged one keeps its evidence. Raises `Invalid` by field.
    """
    require(allowed=permissions.may_edit(actor))
    assert actor.person_id is not None
    if problems := rules.problems(draft, skills.skill_ids()):
        raise Invalid(problems)
    with transaction.atomic():
        profile = _own_profile(actor.person_id, at)
        for name, value in columns_of(draft).items():
            setattr(profile, name, value)
        profile.refreshed_at = at
        profile.save()
        _keep_skills(profile, draft, at)
        audit.record("talent.profile.edited", actor=actor, subject=profile, at=at, skills=len(draft.skills))
    return profile


def _own_profile(person_id: UUID, at: datetime) -> Profile:
    profile = Profile.objects.select_for_update().filter(person_id=person_id).first()
    if profile is None:
        [number] = next_numbers(1)
        profile = Profile(
            pk=number,
            person_id=person_id,
            code=rules.code(number),
            pseudonym=rules.pseudonym(number),
            origin=Origin.OWN,
            origin_key=str(person_id),
            registered_at=at,
            refreshed_at=at,
        )
        profile.save(force_insert=True)
    return profile


def columns_of(draft: ProfileDraft) -> dict[str, object]:
    """The profile's own columns that a draft sets."""
    columns = asdict(draft)
    del columns["skills"]
    columns["engagement_types"] = sorted(draft.engagement_types)
    return columns


def _keep_skills(profile: Profile, draft: ProfileDraft, at: datetime) -> None:
    known = {line.skill_id: line for line in profile.skills.all()}
    profile.skills.exclude(skill_id__in=draft.skills).delete()
    for skill_id, level in draft.skills.items():
        line = known.get(skill_id)
        if line is None:
            profile.skills.create(skill_id=skill_id, level=level, evidence=Evidence.CLAIMED, seen_at=at)
        elif line.level != level:
            line.level, line.evidence, line.seen_at = level, Evidence.CLAIMED, at
            line.save()


def record_evidence(
    *, actor: Actor, profile_id: int, levels: dict[str, int], evidence: Evidence, at: datetime
) -> None:
    """Record that levels (skill → 1-6) are certified, assessed or delivered; called by the apps that know it.

    A stronger or higher record is never lowered by a weaker one.
    """
    require(allowed=permissions.may_attest(actor))
    with transaction.atomic():
        profile = Profile.objects.select_for_update().filter(pk=profile_id).first()
        if profile is None:
            raise Missing
        known = {line.skill_id: line for line in profile.skills.filter(skill_id__in=levels)}
        for skill_id, level in levels.items():
            line = known.get(skill_id) or ProfileSkill(profile=profile, skill_id=skill_id, level=0)
            if not line.level or rules.is_stronger(evidence, level, Evidence(line.evidence), line.level):
                line.level, line.evidence, line.seen_at = level, evidence, at
                line.save()
        audit.record(
            "talent.skill.attested",
            actor=actor,
            subject=profile,
            at=at,
            evidence=evidence.value,
            skills=len(levels),
        )


def show_card(
    *,
    actor: Actor,
    profile: Profile,
    at: datetime,
    purpose: str = LOOKING_FOR_TALENT,
    items: Iterable[str] = CARD,
    case_id: UUID | None = None,
) -> None:
    """Record that `actor` looks at the pseudonymous card of a profile; the talent sees who did.

    The caller has reached `profile` through a query that proves that the actor may see it. Looking at oneself, or at
    anonymous data behind which nobody stands, is not recorded. `purpose` is a message id.
    """
    if profile.person_id is None or profile.person_id == actor.person_id:
        return
    with transaction.atomic():
        audit.personal_data_read(
            actor=actor, person_id=profile.person_id, items=items, purpose=purpose, at=at, case_id=case_id
        )


def read_resume(*, actor: Actor, text: str, at: datetime) -> jsonresume.Read:
    """What a talent's own JSON Resume says, for confirmation; nothing is stored. Raises `Invalid` (``resume``)."""
    require(allowed=permissions.may_edit(actor))
    return jsonresume.parse(text, at.date())
