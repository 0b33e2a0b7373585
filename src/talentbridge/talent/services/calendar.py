"""When a talent works: a usual week, days off, and secret addresses under which a calendar program reads it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from talentbridge.audit import services as audit
from talentbridge.kernel.actor import Actor, in_person
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, Missing, Refused, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_
from talentbridge.talent import permissions, queries
from talentbridge.talent.models import CalendarLink, DaysOff, Profile, WorkWeek
from talentbridge.talent.rules import calendar as rules
from talentbridge.talent.services.keeping import show_card

_USE_NOTED_EVERY = timedelta(hours=1)
AVAILABILITY = (N_("availability"),)
WHEN_FREE = N_("When somebody is free")


def set_week(*, actor: Actor, days: tuple[int, ...], begins: time, ends: time, at: datetime) -> WorkWeek:
    """State the usual week, on the clock of the profile's time zone. Raises `Invalid` by field."""
    profile = _own(actor)
    days = tuple(sorted(set(days)))
    if problems := rules.week_problems(days, begins, ends):
        raise Invalid(problems)
    with transaction.atomic():
        week, _ = WorkWeek.objects.update_or_create(
            profile=profile, defaults={"days": list(days), "begins": begins, "ends": ends}
        )
        audit.record("talent.calendar.changed", actor=actor, subject=profile, at=at)
    return week


def add_days_off(*, actor: Actor, first: date, last: date, at: datetime) -> DaysOff:
    """Say that one does not work from `first` to `last`. The same stretch again changes nothing."""
    profile = _own(actor)
    if problems := rules.off_problems(first, last, at.date()):
        raise Invalid(problems)
    with transaction.atomic():
        mine = DaysOff.objects.filter(profile=lock(Profile.objects.all(), profile.pk))
        if found := mine.filter(first=first, last=last).first():
            return found
        if mine.filter(last__gte=at.date()).count() >= rules.MOST_DAYS_OFF:
            raise Refused(
                no(
                    "talent.off_full",
                    N_("{most} stretches of days off are kept. Remove one first."),
                    most=rules.MOST_DAYS_OFF,
                )
            )
        stretch = DaysOff.objects.create(profile=profile, first=first, last=last)
        audit.record("talent.calendar.changed", actor=actor, subject=profile, at=at)
    return stretch


def remove_days_off(*, actor: Actor, number: int, at: datetime) -> None:
    """Work on these days after all."""
    profile = _own(actor)
    with transaction.atomic():
        lock(DaysOff.objects.filter(profile=profile), number).delete()
        audit.record("talent.calendar.changed", actor=actor, subject=profile, at=at)


def make_link(*, actor: Actor, name: str, at: datetime) -> tuple[CalendarLink, str]:
    """A new secret address, and its token, which nobody can show again."""
    profile = _own(actor)
    require(allowed=in_person(actor))
    name = " ".join(name.split())
    if not 1 <= len(name) <= 80:
        raise Invalid(
            {"name": no("talent.link_name", N_("Say who will use this address, in 1 to 80 characters."))}
        )
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        lock(Profile.objects.all(), profile.pk)
        if queries.calendar_links_for(actor).count() >= rules.MOST_LINKS:
            raise Refused(
                no(
                    "talent.links_full",
                    N_("You have {most} addresses. Revoke one first."),
                    most=rules.MOST_LINKS,
                )
            )
        link = CalendarLink.objects.create(profile=profile, name=name, hash=_hash(token), made_at=at)
        audit.record("talent.calendar.shared", actor=actor, subject=profile, at=at, name=name)
    return link, token


def revoke_link(*, actor: Actor, link_id: UUID, at: datetime) -> None:
    """Stop an address at once."""
    with transaction.atomic():
        link = lock(queries.calendar_links_for(actor), link_id)
        link.revoked_at = at
        link.save(update_fields=["revoked_at"])
        audit.record("talent.calendar.revoked", actor=actor, subject=link.profile, at=at, name=link.name)


def profile_of_token(token: str, at: datetime) -> Profile:
    """Whose calendar a secret address shows. Raises `Missing` for one that is unknown or revoked."""
    link = (
        CalendarLink.objects.select_related("profile__person")
        .filter(hash=_hash(token), revoked_at=None, profile__person__is_active=True)
        .first()
    )
    if link is None:
        raise Missing
    if link.last_used_at is None or at - link.last_used_at > _USE_NOTED_EVERY:
        CalendarLink.objects.filter(pk=link.pk).update(last_used_at=at)
    return link.profile


def show_availability(*, actor: Actor, profile: Profile, case_id: UUID, at: datetime) -> None:
    """Record that somebody around a case looks when its talent is free; the caller has proven that they may."""
    show_card(actor=actor, profile=profile, at=at, purpose=WHEN_FREE, items=AVAILABILITY, case_id=case_id)


def _own(actor: Actor) -> Profile:
    require(allowed=permissions.may_edit(actor))
    profile = Profile.objects.filter(person_id=actor.person_id).first() if actor.person_id else None
    if profile is None:
        raise Missing
    return profile


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
