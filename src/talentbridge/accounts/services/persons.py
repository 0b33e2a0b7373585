"""What a person decides about themselves."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import available_timezones

from django.conf import settings
from django.db import transaction

from talentbridge.accounts import queries
from talentbridge.accounts.models import DeletionRequest, Person
from talentbridge.audit import services as audit
from talentbridge.kernel.actor import Actor, in_person
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_


def save_settings(
    *, actor: Actor, name: str, language: str, time_zone: str, country: str, high_contrast: bool, at: datetime
) -> Person:
    """Change how the person is called and how pages are shown to them."""
    require(allowed=in_person(actor))
    wrong = {}
    if not name.strip():
        wrong["name"] = no(
            "accounts.person_name", N_("Write your name as you write it yourself, in any script.")
        )
    if language not in dict(settings.LANGUAGES):
        wrong["language"] = no("accounts.language", N_("Choose a language from the list."))
    if time_zone not in available_timezones():
        wrong["time_zone"] = no("accounts.time_zone", N_("Choose a city from the list."))
    if wrong:
        raise Invalid(wrong)
    with transaction.atomic():
        person = lock(Person.objects.all(), actor.person_id)  # type: ignore[arg-type]
        person.name, person.language, person.time_zone = name.strip(), language, time_zone
        person.country, person.high_contrast = country.upper()[:2], high_contrast
        person.save(update_fields=["name", "language", "time_zone", "country", "high_contrast"])
        audit.record("accounts.person.changed_settings", actor=actor, subject=person, at=at)
    return person


def remember_choices(*, person_id: UUID, language: str = "", high_contrast: bool | None = None) -> None:
    """Remember what was pressed in the header: the language (one of `LANGUAGES`), the contrast, or both."""
    chosen: dict[str, str | bool] = {}
    if language in dict(settings.LANGUAGES):
        chosen["language"] = language
    if high_contrast is not None:
        chosen["high_contrast"] = high_contrast
    if chosen:
        Person.objects.filter(pk=person_id).update(**chosen)


def ask_deletion(*, actor: Actor, reason: str, at: datetime) -> DeletionRequest:
    """Ask to be deleted (PIPA art. 36). Asking twice is one request."""
    require(allowed=in_person(actor))
    with transaction.atomic():
        request, is_new = DeletionRequest.objects.get_or_create(
            person_id=_id(actor),
            withdrawn_at=None,
            defaults={"reason": reason.strip()[:2000], "asked_at": at},
        )
        if is_new:
            audit.record("accounts.deletion.asked", actor=actor, subject=request, at=at)
    return request


def withdraw_deletion(*, actor: Actor, at: datetime) -> None:
    """Take the request to be deleted back."""
    require(allowed=in_person(actor))
    with transaction.atomic():
        if request := queries.open_deletion_request(_id(actor)):
            request.withdrawn_at = at
            request.save(update_fields=["withdrawn_at"])
            audit.record("accounts.deletion.withdrawn", actor=actor, subject=request, at=at)


def _id(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id
