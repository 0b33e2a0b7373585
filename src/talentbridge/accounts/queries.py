"""Reads of people, organisations and who stands around a case."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import CharField, Model, OuterRef, Q, QuerySet, Subquery, Value

from talentbridge.accounts.models import Party
from talentbridge.kernel.actor import Actor, Role, Side

M = TypeVar("M", bound=Model)


def seen_by(actor: Actor, things: QuerySet[M], *, case: str = "case_id") -> QuerySet[M]:
    """The `things` whose case `actor` takes part in, each annotated with `seen_from`: where the actor stands in it.

    This is how every app above builds its `*_for(actor)`. Operators see every case (``operator``), jobs too
    (``system``); researchers, officials, partners and institutions see none this way.
    """
    if actor.role in {Role.OPERATOR, Role.SYSTEM}:
        return things.annotate(seen_from=Value(actor.role.value, output_field=CharField()))
    parties = Party.objects.filter(_standing(actor), case_id=OuterRef(case), until=None)
    return things.annotate(seen_from=Subquery(parties.values("side")[:1], output_field=CharField())).filter(
        seen_from__isnull=False
    )


def party(case_id: UUID, side: Side) -> Party | None:
    """Who stands on `side` of the case now."""
    return (
        Party.objects.select_related("person", "organisation")
        .filter(case_id=case_id, side=side, until=None)
        .first()
    )


def _standing(actor: Actor) -> Q:
    if actor.role is Role.COMPANY:
        return Q(side=Side.COMPANY, organisation_id=actor.organisation_id)
    if actor.role is Role.TALENT:
        return Q(side=Side.TALENT, person_id=actor.person_id)
    if actor.role is Role.COORDINATOR:
        return Q(side=Side.COORDINATOR, person_id=actor.person_id)
    return Q(pk__in=[])
