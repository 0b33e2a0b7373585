"""Evidence beyond the own claim: from the bridge's own records, or from a coordinator who has looked at a certificate."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from talentbridge.accounts import services as accounts
from talentbridge.audit import services as audit
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, Missing, Refused, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_
from talentbridge.talent import permissions, queries, rules
from talentbridge.talent.models import Certificate, Profile, ProfileSkill
from talentbridge.talent.rules import Evidence

CHECKING = N_("Checking a certificate")
CHECKED = (N_("a certificate"), N_("the link of a certificate"))


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
        _raise_levels(profile, levels, evidence, at)
        audit.record(
            "talent.skill.attested",
            actor=actor,
            subject=profile,
            at=at,
            evidence=evidence.value,
            skills=len(levels),
        )


def _raise_levels(profile: Profile, levels: dict[str, int], evidence: Evidence, at: datetime) -> None:
    known = {line.skill_id: line for line in profile.skills.filter(skill_id__in=levels)}
    for skill_id, level in levels.items():
        line = known.get(skill_id) or ProfileSkill(profile=profile, skill_id=skill_id, level=0)
        if not line.level or rules.is_stronger(evidence, level, Evidence(line.evidence), line.level):
            line.level, line.evidence, line.seen_at = level, evidence, at
            line.save()


def look_at_certificate(*, actor: Actor, certificate: Certificate, at: datetime) -> None:
    """Record that `actor` sees a certificate with its link, which may tell who its holder is."""
    require(allowed=permissions.may_check_certificates(actor))
    person_id = certificate.profile.person_id
    if person_id is not None:
        with transaction.atomic():
            audit.personal_data_read(actor=actor, person_id=person_id, items=CHECKED, purpose=CHECKING, at=at)


def attest_certificate(
    *, actor: Actor, certificate_id: int, level: int, how: str, at: datetime
) -> Certificate:
    """A coordinator has looked at a certificate and says for which level (1-6) of its skill it speaks, and how.

    The skill counts as certified at that level from now on, unless stronger evidence stands there. Raises `Invalid`
    (``level``, ``how``), `Refused` when somebody was faster.
    """
    problems = {}
    if level not in rules.LEVELS:
        problems["level"] = no("talent.attest_level", N_("Choose a level from 1 to 6."))
    how = rules.clean(how)
    if not 10 <= len(how) <= 300:
        problems["how"] = no("talent.attest_how", N_("Say in 10 to 300 characters how you checked it."))
    if problems:
        raise Invalid(problems)
    with transaction.atomic():
        certificate = lock(queries.certificates_for(actor), certificate_id)
        require(allowed=permissions.may_check_certificates(actor))
        if certificate.attested_at is not None:
            raise Refused(no("talent.attested", N_("Somebody has attested this certificate already.")))
        certificate.attested_at, certificate.attested_by_id = at, actor.person_id
        certificate.attested_level, certificate.attested_how = level, how
        certificate.save()
        profile = Profile.objects.select_for_update().get(pk=certificate.profile_id)
        if certificate.skill_id:
            _raise_levels(profile, {certificate.skill_id: level}, Evidence.CERTIFIED, at)
        audit.record("talent.certificate.attested", actor=actor, subject=certificate, at=at, level=level)
        accounts.notify(
            person_ids=[profile.person_id],
            sentence=N_("Your certificate “{name}” was looked at and counts for level {level}."),
            facts={"name": certificate.name, "level": level},
            url="talent:profile",
            at=at,
        )
    return certificate
