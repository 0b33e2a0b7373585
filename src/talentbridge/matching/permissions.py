"""Who may make a shortlist, decide on it, and answer; who may ask about matching, who answers that, who sees its figures."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from talentbridge.kernel.actor import Actor, Role, Side, in_person
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

if TYPE_CHECKING:
    from talentbridge.demand.models import Task
    from talentbridge.matching.models import Request, Selection, Shortlist


def may_make(actor: Actor, task: Task) -> Decision:
    """Make a shortlist: the coordinator of the case."""
    if actor.role is Role.SYSTEM or (
        actor.may("matching.shortlist.make") and task.seen_from == Side.COORDINATOR
    ):
        return YES
    return no("matching.coordinator_makes", N_("The coordinator of this case makes the shortlist."))


def may_decide(actor: Actor, shortlist: Shortlist) -> Decision:
    """Choose somebody: a person of the company."""
    if actor.may("matching.shortlist.decide") and shortlist.seen_from == Side.COMPANY:
        return YES
    return no("matching.company_decides", N_("The company decides. Matching only advises."))


def may_withdraw(actor: Actor, selection: Selection) -> Decision:
    """Take a choice back before it is answered: a person of the company, or the bridge when the engagement is stopped."""
    if actor.may("matching.shortlist.decide") and selection.seen_from in {Side.COMPANY, Side.SYSTEM}:
        return YES
    return no("matching.company_withdraws", N_("Only the company can withdraw its choice."))


def may_answer(actor: Actor, selection: Selection) -> Decision:
    """Accept or decline: the chosen person, in person."""
    if actor.may("matching.invitation.answer") and selection.seen_from == Side.TALENT:
        return in_person(actor)
    return no("matching.chosen_answers", N_("Only the person who was chosen can answer."))


def may_ask(actor: Actor) -> Decision:
    """Ask about automated matching, and see the tasks that fit: a talent, about the own profile."""
    if actor.may("matching.request.ask") and actor.person_id is not None:
        return YES
    return no("matching.talent_asks", N_("Only a talent can ask this, about their own profile."))


def may_answer_requests(actor: Actor) -> Decision:
    """See the queue of requests: coordinators see those of their cases, operators all."""
    if actor.may("matching.request.answer"):
        return in_person(actor)
    return no(
        "matching.not_answering", N_("Requests are answered by the coordinator of the case or an operator.")
    )


def may_handle(actor: Actor, request: Request, involved: Collection[UUID]) -> Decision:
    """Work on one request: never who asked, and never one of the `involved` (`rules.involved`)."""
    if not (allowed := may_answer_requests(actor)):
        return allowed
    if actor.person_id == request.person_id:
        return no("matching.own_request", N_("Somebody else answers your own request."))
    if actor.person_id in involved:
        return no(
            "matching.decided_it",
            N_("You made this list or decided on it, so somebody else has to look at it again."),
        )
    return YES


def may_give_back(actor: Actor, request: Request) -> Decision:
    """Put a request back into the queue: who works on it, or an operator."""
    if not (allowed := may_answer_requests(actor)):
        return allowed
    if actor.person_id == request.handler_id or actor.role is Role.OPERATOR:
        return YES
    return no("matching.not_the_handler", N_("Somebody else works on this request."))


def may_answer_as_handler(actor: Actor, request: Request, involved: Collection[UUID]) -> Decision:
    """Answer or extend: who has taken the request."""
    if not (allowed := may_handle(actor, request, involved)):
        return allowed
    if request.handler_id is not None and actor.person_id != request.handler_id:
        return no("matching.not_the_handler", N_("Somebody else works on this request."))
    return YES


def may_take_back(actor: Actor, request: Request) -> Decision:
    """Withdraw a request: who asked."""
    if actor.person_id is not None and actor.person_id == request.person_id:
        return YES
    return no("matching.asker_withdraws", N_("Only the person who asked can withdraw the request."))


def may_see_fairness(actor: Actor) -> Decision:
    """See the fairness figures: operators, institutions, officials and researchers."""
    if actor.may("matching.fairness.see"):
        return YES
    return no(
        "matching.not_for_figures",
        N_("The fairness figures are for operators, institutions, officials and researchers."),
    )


def may_see_running_figures(actor: Actor) -> Decision:
    """See figures of a quarter that is still running: operators, who see every list anyway."""
    if actor.role in {Role.OPERATOR, Role.SYSTEM}:
        return YES
    return no("matching.ended_quarters_only", N_("Only quarters that have ended are shown to you."))
