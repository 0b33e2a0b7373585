"""People and organisations for tests, and the actors they become."""

from __future__ import annotations

import itertools
from datetime import datetime
from uuid import UUID

from django.test import Client

from talentbridge.accounts.models import Consent, Membership, Organisation, Person
from talentbridge.accounts.roles import ROLES
from talentbridge.accounts.rules import WORK_TOGETHER
from talentbridge.accounts.services import consent
from talentbridge.kernel.actor import Actor, Role
from talentbridge.kernel.clock import now
from talentbridge.kernel.stepup import PROVEN_AT

_number = itertools.count(1)


def person(name: str = "", **fields: object) -> Person:
    n = next(_number)
    return Person.objects.create_user(f"person{n}@example.test", name=name or f"Person {n}", **fields)


def organisation(kind: str = "company", name: str = "", **fields: object) -> Organisation:
    n = next(_number)
    return Organisation.objects.create(kind=kind, name=name or f"Organisation {n}", **fields)


def actor(role: Role, *, who: Person | None = None, where: Organisation | None = None) -> Actor:
    """An actor in `role` with a real person, a real organisation where the role has one, and a membership."""
    who = who or person()
    kinds = ROLES[role].organisation_kinds
    if kinds and where is None:
        where = organisation(kind=sorted(kinds)[0])
    Membership.objects.create(person=who, organisation=where, role=role)
    return Actor(
        person_id=who.pk,
        name=who.name,
        role=role,
        organisation_id=where.pk if where else None,
        organisation_name=where.name if where else "",
        permissions=ROLES[role].permissions,
        language=who.language,
        time_zone=who.time_zone,
        country=where.country if where else who.country,
    )


def company_actor(**kwargs: object) -> Actor:
    return actor(Role.COMPANY, **kwargs)


def talent_actor(**kwargs: object) -> Actor:
    return actor(Role.TALENT, **kwargs)


def coordinator_actor(**kwargs: object) -> Actor:
    return actor(Role.COORDINATOR, **kwargs)


def operator_actor(**kwargs: object) -> Actor:
    return actor(Role.OPERATOR, **kwargs)


def agrees(talent: Actor, company: Actor, case_id: UUID, at: datetime | None = None) -> Consent:
    """The talent agrees to be named to the company for one case."""
    return consent.give(
        actor=talent, purpose=WORK_TOGETHER, recipient_id=company.organisation_id, case_id=case_id,
        language=talent.language, at=at or now(),
    )  # fmt: skip


def sign_in(client: Client, actor: Actor, *, proven: bool = True) -> Client:
    """Sign `client` in as the actor's person, acting in the actor's membership.

    A sign-in is a proof of who one is, so pages behind `@step_up` open; `proven=False` makes that proof old.
    """
    membership = Membership.objects.get(
        person_id=actor.person_id, organisation_id=actor.organisation_id, role=actor.role, ended_at=None
    )
    client.force_login(
        Person.objects.get(pk=actor.person_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    session = client.session
    session["membership"] = str(membership.pk)
    session.pop(PROVEN_AT, None)
    if proven:
        session[PROVEN_AT] = now().isoformat()
    session.save()
    return client
