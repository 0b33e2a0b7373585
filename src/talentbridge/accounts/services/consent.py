"""The consent ledger: a yes is written down as it was shown, a withdrawal is a further row, nothing is changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from talentbridge.accounts import permissions, rules
from talentbridge.accounts.models import (
    Consent,
    ConsentWithdrawal,
    LawfulKeeping,
    Organisation,
    Person,
    VoluntaryStatement,
)
from talentbridge.accounts.queries import consent as queries
from talentbridge.audit import services as audit
from talentbridge.kernel import outbox
from talentbridge.kernel.actor import SYSTEM, Actor
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_

CHANGED_TEXT = no(
    "accounts.consent_changed", N_("The text of the consent has changed since. Read it again, then answer.")
)


def give(
    *,
    actor: Actor,
    purpose: str,
    at: datetime,
    language: str,
    recipient_id: UUID | None = None,
    case_id: UUID | None = None,
    version: str = "",
    how: str = "page",
) -> Consent:
    """Write down the actor's yes to the current text of `purpose`. A yes that is in force already is not repeated.

    `version` is of the text that the reader saw; when it is not the current one any more, nothing is written
    (`Invalid`). `recipient_id` is left out where nobody gets anything that names the person.
    """
    require(allowed=permissions.may_decide_on_consent(actor))
    assert actor.person_id is not None
    text = queries.text(purpose)
    if version and version != text.version:
        raise Invalid({"": CHANGED_TEXT})
    with transaction.atomic():
        person = lock(Person.objects.all(), actor.person_id)  # two clicks are one yes
        running = queries.consent_in_force(actor.person_id, recipient_id, purpose, case_id=case_id)
        if running is not None:
            return running
        recipient = Organisation.objects.get(pk=recipient_id) if recipient_id else None
        name, name_en = (recipient.name, recipient.name_en) if recipient else ("", "")
        consent = Consent.objects.create(
            person=person, purpose=purpose, recipient=recipient, recipient_name=name,
            recipient_name_en=name_en, recipient_country=recipient.country if recipient else "",
            items=list(text.items), text_version=text.version, text_hash=text.fingerprint(name, name_en),
            language="ko" if language == "ko" else "en", case_id=case_id, how=how, given_at=at,
            given_by_id=actor.person_id, recorded_at=at,
        )  # fmt: skip
        audit.record(  # not on the case's timeline: the act that asked for the consent is told there
            "accounts.consent.given", actor=actor, subject=person, at=at, recipient=name, purpose=purpose,
            consent=str(consent.pk),
        )  # fmt: skip
        outbox.add("accounts.consent_given", at=at, **_news(consent))
    return consent


def give_again(*, actor: Actor, consent_id: UUID, version: str, language: str, at: datetime) -> Consent:
    """After a withdrawal: a new yes for the same recipient, purpose and case, to the text as it is now."""
    consent = queries.consents_for(actor).filter(pk=consent_id).first()
    require(allowed=permissions.may_decide_on_consent(actor), possible=rules.can_give_again(consent))
    assert consent is not None
    return give(
        actor=actor, purpose=consent.purpose, recipient_id=consent.recipient_id, case_id=consent.case_id,
        version=version, language=language, at=at,
    )  # fmt: skip


def withdraw(*, actor: Actor, consent_id: UUID, at: datetime, reason: str = "") -> ConsentWithdrawal:
    """End a consent of the actor's own, at once. No reason is needed. Twice is once."""
    require(allowed=permissions.may_decide_on_consent(actor))
    with transaction.atomic():
        consent = lock(queries.consents_for(actor), consent_id)
        ended = ConsentWithdrawal.objects.filter(consent=consent).first()
        if ended is not None:
            return ended
        return _end(consent, actor=actor, reason=reason, at=at)


def withdraw_collected(*, profile_id: int, reason: str, at: datetime) -> None:
    """A partner tells that a consent which it had collected has ended; the caller has proven that it may say so."""
    with transaction.atomic():
        running = queries.in_force(
            Consent.objects.select_for_update(of=("self",)).filter(
                profile_id=profile_id, purpose=rules.PARTNER_PROFILE
            )
        )
        for consent in running:
            _end(consent, actor=SYSTEM, reason=reason, at=at)


def _end(consent: Consent, *, actor: Actor, reason: str, at: datetime) -> ConsentWithdrawal:
    kept = queries.keeping(consent)
    ended = ConsentWithdrawal.objects.create(
        consent=consent, at=at, by_id=actor.person_id, reason=reason.strip()[: rules.LONGEST_REASON],
        effect=rules.effect_of(consent.purpose, is_kept_by_law=kept is not None),
    )  # fmt: skip
    if consent.purpose == rules.FAIRNESS_FIGURES:
        VoluntaryStatement.objects.filter(Q(person_id=consent.person_id)).delete()
    audit.record(
        "accounts.consent.withdrawn", actor=actor, subject=consent, at=at, recipient=consent.recipient_name,
        purpose=consent.purpose, effect=ended.effect,
    )  # fmt: skip
    outbox.add("accounts.consent_withdrawn", at=at, effect=ended.effect, **_news(consent))
    return ended


def record_collected(
    *,
    profile_id: int,
    partner: Organisation,
    items: tuple[str, ...],
    text_version: str,
    language: str,
    given_at: datetime,
    evidence_hash: str,
    how: str,
    at: datetime,
) -> Consent:
    """Write down a yes that a partner collected outside the bridge, how, and the hash of its proof. Twice is once."""
    known = queries.in_force(
        Consent.objects.filter(
            profile_id=profile_id, purpose=rules.PARTNER_PROFILE, evidence_hash=evidence_hash
        )
    ).first()
    return known or Consent.objects.create(
        profile_id=profile_id, purpose=rules.PARTNER_PROFILE, recipient=partner, recipient_name=partner.name,
        recipient_name_en=partner.name_en, recipient_country=partner.country, items=list(items),
        text_version=text_version, text_hash=evidence_hash, language=language, how="partner", given_at=given_at,
        recorded_at=at, evidence_hash=evidence_hash, obtained=how,
    )  # fmt: skip


def keep(*, person_id: UUID, recipient_id: UUID, case_id: UUID, reason: str, at: datetime) -> None:
    """Other law makes the recipient keep the person's name in this case from now on. Twice is once."""
    LawfulKeeping.objects.get_or_create(
        person_id=person_id, recipient_id=recipient_id, case_id=case_id, reason=reason, defaults={"since": at}
    )


def _news(consent: Consent) -> dict[str, Any]:
    return {
        "consent_id": consent.pk, "person_id": consent.person_id, "purpose": consent.purpose,
        "recipient_id": consent.recipient_id, "case_id": consent.case_id,
    }  # fmt: skip
