"""A partner's feed of profiles: each with the proof of its person's consent, found again by the partner's own key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q

from talentbridge.accounts.rules.feeds import Outcome, Taken, content_hash
from talentbridge.accounts.services import consent, feeds
from talentbridge.accounts.services.feeds import FeedReport
from talentbridge.audit import services as audit
from talentbridge.kernel.actor import SYSTEM, Actor
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.text import N_
from talentbridge.talent import rules
from talentbridge.talent.gateways import feed
from talentbridge.talent.gateways.feed import Incoming
from talentbridge.talent.models import DuplicatePair, Origin, PartnerProfile, Profile, ProfileKey
from talentbridge.talent.rules import ProfileDraft
from talentbridge.talent.services.duplicates import find_duplicates
from talentbridge.talent.services.identity import digests_of, note_keys
from talentbridge.talent.services.known import known_on
from talentbridge.talent.services.numbers import next_numbers
from talentbridge.talent.services.storing import columns_of, keep_lines
from talentbridge.talent.states import PairState

if TYPE_CHECKING:
    from talentbridge.accounts.models import Organisation

CONSENT_ITEMS = ("profile", "email")


def take_profiles(
    *, actor: Actor, envelope: Any, partner_id: UUID, at: datetime, how: str = "api", dry_run: bool = False
) -> FeedReport:
    """Take a feed of profiles; see `accounts.services.feeds.take`. The same feed again changes nothing."""
    known = known_on(at.date())

    def take_item(partner: Organisation, digest: str, item: Mapping[str, Any]) -> Taken:
        incoming = feed.read(item, at)
        brought = (
            PartnerProfile.objects.select_related("profile__retired_into", "consent")
            .filter(profile__origin=Origin.PARTNER, profile__origin_key=digest)
            .first()
        )
        if not isinstance(incoming, Incoming):
            return _take_back(brought, incoming.reason, at)
        if problems := rules.problems(incoming.draft, known):
            raise Invalid({f"profile.{name}": decision for name, decision in problems.items()})
        return _take(partner, digest, brought, incoming, content_hash(item), at)

    return feeds.take(
        actor=actor, kind="profiles", envelope=envelope, partner_id=partner_id, how=how, dry_run=dry_run, at=at,
        take_item=take_item,
    )  # fmt: skip


def _take(
    partner: Organisation,
    digest: str,
    brought: PartnerProfile | None,
    incoming: Incoming,
    content: str,
    at: datetime,
) -> Taken:
    if brought is not None:
        if brought.deleted_at is not None and incoming.proof.given_at <= brought.deleted_at:
            raise Invalid(
                {
                    "consent.given_at": no(
                        "talent.feed_taken_back",
                        N_(
                            "This profile was taken back after that consent. It comes in again only with a newer one."
                        ),
                    )
                }
            )
        if brought.deleted_at is None and brought.content_hash == content:
            return Taken(Outcome.UNCHANGED, brought.profile.code)
        if brought.profile.retired_into is not None:  # somebody found it to be a person who is here already
            return Taken(Outcome.UNCHANGED, brought.profile.retired_into.code)
    profile = brought.profile if brought else _new_profile(digest, at)
    for name, value in columns_of(incoming.draft).items():
        setattr(profile, name, value)
    profile.refreshed_at, profile.retired_at, profile.retired_into = incoming.said_at, None, None
    profile.save()
    keep_lines(profile, incoming.draft, at)
    proof = incoming.proof
    agreed = consent.record_collected(
        profile_id=profile.pk, partner=partner, items=CONSENT_ITEMS, text_version=proof.text_version,
        language=proof.language, given_at=proof.given_at, evidence_hash=proof.evidence_hash, how=proof.how, at=at,
    )  # fmt: skip
    PartnerProfile.objects.update_or_create(
        profile=profile,
        defaults={"partner": partner, "consent": agreed, "content_hash": content, "changed_at": at, "deleted_at": None},
        create_defaults={
            "partner": partner, "consent": agreed, "content_hash": content, "changed_at": at, "taken_at": at,
        },
    )  # fmt: skip
    note_keys({profile.pk: digests_of(incoming.contacts)})
    find_duplicates(profile_ids=[profile.pk], at=at)
    pairs = DuplicatePair.objects.filter(Q(first=profile) | Q(second=profile), state=PairState.OPEN)
    return Taken(Outcome.UPDATED if brought else Outcome.CREATED, profile.code, duplicates=pairs.count())


def _new_profile(digest: str, at: datetime) -> Profile:
    [number] = next_numbers(1)
    profile = Profile(
        pk=number, code=rules.code(number), pseudonym=rules.pseudonym(number), origin=Origin.PARTNER,
        origin_key=digest, registered_at=at, refreshed_at=at,
    )  # fmt: skip
    profile.save(force_insert=True)
    return profile


def _take_back(brought: PartnerProfile | None, reason: str, at: datetime) -> Taken:
    """Empty the profile and retire it. Its number stays, so that old shortlists stay whole; what it said is gone."""
    if brought is None or brought.deleted_at is not None:
        return Taken(Outcome.UNCHANGED, brought.profile.code if brought else "")
    profile = brought.profile
    for name, value in columns_of(ProfileDraft()).items():
        setattr(profile, name, value)
    profile.retired_at = at
    profile.save()
    keep_lines(profile, ProfileDraft(), at)
    ProfileKey.objects.filter(profile=profile).delete()
    brought.deleted_at, brought.content_hash = at, ""
    brought.save(update_fields=["deleted_at", "content_hash"])
    consent.withdraw_collected(profile_id=profile.pk, reason=reason, at=at)
    audit.record("talent.profile.taken_back", actor=SYSTEM, subject=profile, at=at, code=profile.code)
    return Taken(Outcome.DELETED, profile.code)
