"""A talent keeps a profile, whole or a part at a time; others look at its card, and every look is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from talentbridge.accounts import queries as accounts
from talentbridge.audit import services as audit
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, Missing, Refused, require
from talentbridge.kernel.text import N_
from talentbridge.talent import permissions, queries, rules
from talentbridge.talent.models import Origin, Profile
from talentbridge.talent.rules import Contacts, ProfileDraft
from talentbridge.talent.services.duplicates import find_duplicates
from talentbridge.talent.services.identity import Digests, digests_of, note_keys
from talentbridge.talent.services.known import known_on
from talentbridge.talent.services.numbers import next_numbers
from talentbridge.talent.services.storing import columns_of, keep_lines

CARD = (N_("headline"), N_("skills"), N_("languages"), N_("place"), N_("rate"), N_("availability"))
LOOKING_FOR_TALENT = N_("Looking for talent")


def save_profile(*, actor: Actor, draft: ProfileDraft, at: datetime) -> Profile:
    """Keep the actor's own profile as `draft` says. Levels stay at the strength of the evidence that they have.

    A level with evidence beyond the own claim can be raised by a claim only by losing the evidence, so a changed
    level is claimed again; an unchanged one keeps its evidence. Raises `Invalid` by field.
    """
    return keep(actor=actor, change=lambda stored: draft, parts=tuple(rules.PARTS), at=at)


def save_part(*, actor: Actor, part: str, values: Mapping[str, Any], at: datetime) -> Profile:
    """Keep one part (a key of `rules.PARTS`) of the actor's own profile; the others stay as they are.

    `values` are fields of a `ProfileDraft`. The part `rules.FIRST` begins a profile; the others need one (`Refused`).
    """
    if part not in rules.PARTS:
        raise Missing
    fields = {name: values[name] for name in rules.PARTS[part].fields}
    return keep(actor=actor, change=lambda stored: replace(stored, **fields), parts=(part,), at=at)


def keep(
    *,
    actor: Actor,
    change: Callable[[ProfileDraft], ProfileDraft],
    parts: tuple[str, ...],
    at: datetime,
    keys: Digests = frozenset(),
) -> Profile:
    """Change the own profile from what is stored now, under its lock; only `parts` are checked, for only they change."""
    require(allowed=permissions.may_edit(actor))
    assert actor.person_id is not None
    known = known_on(at.date(), name=actor.name)
    with transaction.atomic():
        stored = queries.with_everything(
            Profile.objects.select_for_update(of=("self",)).filter(person_id=actor.person_id)
        ).first()
        if stored is None and rules.FIRST not in parts:
            raise Refused(no("talent.not_begun", N_("Say first in one line what you do; the rest can wait.")))
        draft = change(queries.draft_of(stored) if stored else ProfileDraft())
        if problems := rules.problems(draft, known, parts):
            raise Invalid(problems)
        profile = stored or _new_profile(actor.person_id, at)
        for name, value in columns_of(draft).items():
            setattr(profile, name, value)
        profile.refreshed_at, profile.reminded_days = at, 0
        profile.save()
        keep_lines(profile, draft, at)
        _note_who(actor, profile, draft, keys, at)
        audit.record("talent.profile.edited", actor=actor, subject=profile, at=at, skills=len(draft.skills))
    return profile


def _new_profile(person_id: UUID, at: datetime) -> Profile:
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


def _note_who(actor: Actor, profile: Profile, draft: ProfileDraft, keys: Digests, at: datetime) -> None:
    """Note what tells the person again, and look for a profile that a file has brought in of the same person."""
    person = accounts.person(actor.person_id)
    links = tuple(sample.url for sample in draft.samples if sample.url)
    own = digests_of(Contacts(emails=(person.email,), links=links, name=person.name))
    note_keys({profile.pk: own | keys})
    find_duplicates(profile_ids=[profile.pk], at=at)


def confirm(*, actor: Actor, at: datetime) -> Profile:
    """The owner says that everything is still true."""
    with _own(actor) as profile:
        profile.refreshed_at, profile.reminded_days = at, 0
        profile.save(update_fields=["refreshed_at", "reminded_days"])
        audit.record("talent.profile.confirmed", actor=actor, subject=profile, at=at)
    return profile


def opt_out(*, actor: Actor, at: datetime) -> Profile:
    """The owner takes no part in automated matching (PIPA art. 37-2): no list is made with this profile from now on.

    Saying it twice changes nothing.
    """
    with _own(actor) as profile:
        if profile.opted_out_at is None:
            profile.opted_out_at = at
            profile.save(update_fields=["opted_out_at"])
            audit.record("talent.profile.opted_out", actor=actor, subject=profile, at=at)
    return profile


def opt_in(*, actor: Actor, at: datetime) -> Profile:
    """The owner takes part in automated matching again. Saying it twice changes nothing."""
    with _own(actor) as profile:
        if profile.opted_out_at is not None:
            profile.opted_out_at = None
            profile.save(update_fields=["opted_out_at"])
            audit.record("talent.profile.opted_in", actor=actor, subject=profile, at=at)
    return profile


@contextmanager
def _own(actor: Actor) -> Iterator[Profile]:
    """The actor's own profile, locked, in one transaction."""
    require(allowed=permissions.may_edit(actor))
    assert actor.person_id is not None
    with transaction.atomic():
        profile = Profile.objects.select_for_update().filter(person_id=actor.person_id).first()
        if profile is None:
            raise Missing
        yield profile


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
