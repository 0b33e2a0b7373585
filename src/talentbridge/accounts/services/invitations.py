"""Invitations: a manager asks an address in; its owner accepts, once."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from talentbridge.accounts import gateways, permissions, queries, rules, tasks
from talentbridge.accounts.models import Invitation, Membership, Organisation
from talentbridge.accounts.roles import ROLES
from talentbridge.accounts.services.notices import notify
from talentbridge.audit import services as audit
from talentbridge.kernel.actor import Actor, Role
from talentbridge.kernel.decision import YES, no
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.jobs import enqueue
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_


def invitation_of(token: str) -> Invitation:
    """The invitation of a link, used or not. Raises `Missing` for a link that this site did not make."""
    invitation_id = gateways.invitation_of_token(token)
    found = (
        Invitation.objects.select_related("organisation", "invited_by").filter(Q(pk=invitation_id)).first()
    )
    if found is None:
        raise Missing
    return found


def invitable_roles(kind: str) -> list[Role]:
    """The roles in which somebody may be invited into an organisation of this kind."""
    return [role for role, description in ROLES.items() if kind in description.organisation_kinds]


def invite(
    *, actor: Actor, email: str, role: Role, language: str, at: datetime, is_manager: bool = False
) -> Invitation:
    """Invite an address into the actor's organisation for seven days; an earlier open invitation is replaced.

    Raises `Invalid` for an address that is none, a role that the organisation does not have, or a member.
    """
    require(allowed=permissions.may_invite(actor))
    address = email.strip().lower()
    wrong = {}
    try:
        validate_email(address)
    except ValidationError:
        wrong["email"] = no("accounts.not_an_address", N_("Write an e-mail address, like name@company.kr."))
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(Q(pk=actor.organisation_id))
        if role not in invitable_roles(organisation.kind):
            wrong["role"] = no("accounts.role_elsewhere", N_("Your organisation has no such role."))
        if queries.members_for(actor).filter(person__email=address, role=role).exists():
            wrong["email"] = no("accounts.member_already", N_("This person is a member already."))
        if wrong:
            raise Invalid(wrong)
        sent = Invitation.objects.filter(
            organisation=organisation, invited_at__gt=at - timedelta(days=1)
        ).count()
        require(allowed=YES, possible=rules.can_invite(sent_last_day=sent))
        open_ones = Invitation.objects.filter(
            organisation=organisation, email=address, role=role, accepted_at=None, withdrawn_at=None
        )
        open_ones.update(withdrawn_at=at)
        invitation = Invitation.objects.create(
            email=address,
            organisation=organisation,
            role=role,
            is_manager=is_manager,
            language=language,
            invited_by=queries.person(actor.person_id),
            invited_at=at,
            expires_at=at + rules.INVITATION_LIFE,
        )
        audit.record("accounts.invitation.sent", actor=actor, subject=invitation, at=at, email=address)
        enqueue(tasks.mail_invitation, invitation_id=invitation.pk)
    return invitation


def withdraw(*, actor: Actor, invitation_id: UUID, at: datetime) -> None:
    """Take an open invitation back; its link stops working."""
    with transaction.atomic():
        invitation = lock(queries.invitations_for(actor), invitation_id)
        require(allowed=permissions.may_invite(actor))
        invitation.withdrawn_at = at
        invitation.save(update_fields=["withdrawn_at"])
        audit.record(
            "accounts.invitation.withdrawn", actor=actor, subject=invitation, at=at, email=invitation.email
        )


def accept(*, invitation_id: UUID, person_id: UUID, at: datetime) -> Membership:
    """Come into the organisation. Only the owner of the invited address can, and once; a repeat changes nothing.

    The caller has the invitation from its link, or from the list of invitations to a proven address.
    """
    with transaction.atomic():
        invitation = lock(Invitation.objects.all(), invitation_id)
        if invitation.accepted_by_id == person_id:
            return (
                Membership.objects.select_related("person", "organisation")
                .filter(person_id=person_id, organisation_id=invitation.organisation_id, role=invitation.role)
                .latest("since")
            )
        require(
            allowed=rules.can_accept_invitation(
                expires_at=invitation.expires_at,
                accepted_at=invitation.accepted_at,
                withdrawn_at=invitation.withdrawn_at,
                address=invitation.email,
                verified_addresses=queries.verified_addresses(person_id),
                at=at,
            )
        )
        invitation.accepted_at, invitation.accepted_by_id = at, person_id
        invitation.save(update_fields=["accepted_at", "accepted_by"])
        membership, _ = Membership.objects.get_or_create(
            person_id=person_id,
            organisation_id=invitation.organisation_id,
            role=invitation.role,
            ended_at=None,
        )
        if invitation.is_manager and not membership.is_manager:
            membership.is_manager = True
            membership.save(update_fields=["is_manager"])
        actor = queries.actor_in(membership)
        audit.record(
            "accounts.invitation.accepted", actor=actor, subject=invitation, at=at, email=invitation.email
        )
        notify(
            person_ids=[invitation.invited_by_id],
            sentence=N_("{who} has joined {organisation}."),
            facts={"who": actor.name, "organisation": actor.organisation_name},
            url="accounts:members",
            at=at,
        )
    return membership
