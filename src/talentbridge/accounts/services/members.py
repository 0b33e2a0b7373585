"""How people come into organisations and leave them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from talentbridge.accounts import permissions, queries, rules
from talentbridge.accounts.models import Membership, Organisation, OrganisationKind, Person
from talentbridge.accounts.services.notices import notify
from talentbridge.audit import services as audit
from talentbridge.kernel.actor import SYSTEM, Actor, Role
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, require
from talentbridge.kernel.lock import lock, lock_all
from talentbridge.kernel.text import N_


def enrol(
    *,
    email: str,
    name: str,
    role: Role,
    at: datetime,
    organisation_id: UUID | None = None,
    is_manager: bool = False,
    password: str | None = None,
    **person: Any,
) -> Membership:
    """Bring in a person whose address is known to be theirs: the first operator, the demo world.

    Whoever calls this vouches for the address; everybody else signs up and proves it. `person` holds further
    fields of `Person` (language, time_zone, country, is_demo). Raises `Invalid` when the address is taken.
    """
    with transaction.atomic():
        if Person.objects.filter(email=email.lower()).exists():
            raise Invalid(
                {"email": no("accounts.email_taken", N_("Somebody already signs in with this address."))}
            )
        someone = Person.objects.create_user(email, password, name=name, **person)
        EmailAddress.objects.create(user=someone, email=someone.email, verified=True, primary=True)
        membership = Membership.objects.create(
            person=someone, organisation_id=organisation_id, role=role, is_manager=is_manager
        )
        audit.record("accounts.person.enrolled", actor=queries.actor_in(membership), subject=someone, at=at)
    return membership


def bring_in_organisation(*, kind: str, name: str, at: datetime, **about: Any) -> Organisation:
    """Bring in an organisation that whoever calls this vouches for: the operator itself, a partner, the demo world.

    `about` holds further fields of `Organisation`. Companies come by `found_company`, which checks their number.
    """
    with transaction.atomic():
        organisation = Organisation.objects.create(kind=kind, name=name, **about)
        audit.record("accounts.organisation.brought_in", actor=SYSTEM, subject=organisation, at=at, name=name)
    return organisation


def become_talent(*, person_id: UUID, at: datetime) -> Membership:
    """Begin as a talent; a second time changes nothing."""
    with transaction.atomic():
        membership, is_new = Membership.objects.get_or_create(
            person_id=person_id, organisation=None, role=Role.TALENT, ended_at=None
        )
        if is_new:
            audit.record(
                "accounts.membership.begun", actor=queries.actor_in(membership), subject=membership, at=at
            )
    return membership


def found_company(
    *, person_id: UUID, name: str, registration_number: str, at: datetime, name_en: str = ""
) -> Membership:
    """Bring a company onto the bridge with `person_id` as its first manager.

    Raises `Invalid` for an empty name, for a number whose check digit is wrong, and for a company that is here
    already: its manager has to invite.
    """
    wrong = {}
    if not name.strip():
        wrong["organisation_name"] = no("accounts.name_missing", N_("Write the company's name."))
    if not (checked := rules.is_registration_number(registration_number)):
        wrong["registration_number"] = checked
    if wrong:
        raise Invalid(wrong)
    number = rules.registration_number(rules.registration_digits(registration_number))
    try:
        with transaction.atomic():
            company = Organisation.objects.create(
                kind=OrganisationKind.COMPANY,
                name=name.strip(),
                name_en=name_en.strip(),
                registration_number=number,
                country="KR",
            )
            membership = Membership.objects.create(
                person_id=person_id, organisation=company, role=Role.COMPANY, is_manager=True
            )
            audit.record(
                "accounts.organisation.founded",
                actor=queries.actor_in(membership),
                subject=company,
                at=at,
                name=name,
            )
    except IntegrityError as error:
        raise Invalid({"registration_number": COMPANY_IS_HERE}) from error
    return membership


COMPANY_IS_HERE = no(
    "accounts.company_is_here",
    N_("This company is on the bridge already. Ask its manager to invite you by e-mail."),
)


def end_membership(*, actor: Actor, membership_id: UUID, at: datetime) -> Membership:
    """End somebody's membership of the actor's organisation; their keys to it stop at once."""
    with transaction.atomic():
        managers = [m.pk for m in queries.members_for(actor).filter(is_manager=True)]
        lock_all(queries.members_for(actor), {membership_id, *managers})  # two managers cannot end each other
        membership = lock(queries.members_for(actor), membership_id)
        running = queries.members_for(actor).filter(is_manager=True).count()
        require(allowed=permissions.may_end(actor, membership, managers=running))
        membership.ended_at = at
        membership.save(update_fields=["ended_at"])
        membership.tokens.filter(revoked_at=None).update(revoked_at=at)
        audit.record(
            "accounts.membership.ended", actor=actor, subject=membership, at=at, name=str(membership.person)
        )
        if membership.person_id != actor.person_id:
            notify(
                person_ids=[membership.person_id],
                sentence=N_("{who} ended your membership of {organisation}."),
                facts={"who": actor.name, "organisation": actor.organisation_name},
                url="",
                at=at,
            )
    return membership


def make_manager(*, actor: Actor, membership_id: UUID, at: datetime) -> Membership:
    """Make a colleague a manager: they invite people and end memberships."""
    with transaction.atomic():
        membership = lock(queries.members_for(actor), membership_id)
        require(allowed=permissions.may_invite(actor))
        if not membership.is_manager:
            membership.is_manager = True
            membership.save(update_fields=["is_manager"])
            audit.record(
                "accounts.membership.made_manager", actor=actor, subject=membership, at=at,
                name=str(membership.person),
            )  # fmt: skip
    return membership
