"""Who may act on people, organisations and sign-ins."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from talentbridge.kernel.actor import Actor, Role, in_person
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

LENT_ROLES = frozenset({Role.TALENT, Role.COMPANY, Role.INSTITUTION, Role.PARTNER})


class Belonging(Protocol):
    """A membership, as far as permissions look at it."""

    person_id: UUID
    organisation_id: UUID | None
    role: str
    is_manager: bool


def may_see_members(actor: Actor) -> Decision:
    """Everybody in an organisation sees who else is in it."""
    if actor.organisation_id is None:
        return no("accounts.no_organisation", N_("You act for yourself, not for an organisation."))
    return YES


def may_invite(actor: Actor) -> Decision:
    """Managers bring people into their own organisation."""
    if not (seen := may_see_members(actor)):
        return seen
    if not actor.is_manager:
        return no("accounts.not_manager", N_("Only a manager of your organisation may do this."))
    return in_person(actor)


def may_end(actor: Actor, membership: Belonging, *, managers: int) -> Decision:
    """Managers end memberships of their organisation; the last manager stays until there is another.

    `managers` is how many running managers the organisation has.
    """
    if membership.organisation_id is None or membership.organisation_id != actor.organisation_id:
        return no("accounts.other_organisation", N_("This person is not in your organisation."))
    if membership.is_manager and managers < 2:
        return no(
            "accounts.last_manager", N_("An organisation needs a manager. Make somebody else manager first.")
        )
    if membership.person_id == actor.person_id:
        return in_person(actor)
    return may_invite(actor)


def may_look_for_others(actor: Actor) -> Decision:
    """Whose role ever acts for others, whomever that may be."""
    if actor.may("accounts.session.borrow") or actor.may("accounts.session.borrow_company"):
        return YES
    return no("accounts.may_not_borrow", N_("Your role does not act for others."))


def may_borrow(actor: Actor, membership: Belonging, *, shares_case: bool) -> Decision:
    """Operators may act for a person in a timed session; coordinators only for a company of their own case."""
    if actor.borrowed_from is not None:
        return no("accounts.borrows_already", N_("You already act for somebody. End that first."))
    if membership.person_id == actor.person_id:
        return no("accounts.own_session", N_("Nobody needs to act for themselves."))
    if membership.role not in LENT_ROLES:
        return no(
            "accounts.not_lent",
            N_("Nobody acts for an operator, a coordinator, a researcher or an official."),
        )
    if actor.may("accounts.session.borrow"):
        return YES
    if not actor.may("accounts.session.borrow_company"):
        return no("accounts.may_not_borrow", N_("Your role does not act for others."))
    if membership.role == Role.COMPANY and shares_case:
        return YES
    return no(
        "accounts.not_your_company",
        N_("A coordinator acts only for a company whose engagement is theirs."),
    )


def may_decide_on_consent(actor: Actor) -> Decision:
    """Give and withdraw consent: only for oneself, and only in person."""
    if actor.may("accounts.consent.decide") and actor.person_id is not None:
        return in_person(actor)
    return no("accounts.own_consent", N_("Only the person can give or withdraw a consent."))


NOT_YOUR_FEED = no(
    "accounts.not_your_feed", N_("Only the partner itself and operators bring in a partner's feed.")
)


def may_send_feed(actor: Actor, partner_id: UUID) -> Decision:
    """A partner sends its own feed; operators bring in a file for a partner."""
    if actor.may("accounts.feed.take") or (
        actor.may("accounts.feed.send") and actor.organisation_id == partner_id
    ):
        return YES
    return NOT_YOUR_FEED


def may_see_feeds(actor: Actor) -> Decision:
    """Partners see what became of their own feeds, operators of all."""
    if actor.may("accounts.feed.take") or actor.may("accounts.feed.send"):
        return YES
    return no("accounts.no_feeds", N_("Feeds are for partners and operators."))
