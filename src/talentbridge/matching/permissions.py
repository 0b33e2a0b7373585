"""Who may make a shortlist, decide on it, and answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talentbridge.kernel.actor import Actor, Role, Side, in_person
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

if TYPE_CHECKING:
    from talentbridge.demand.models import Task
    from talentbridge.matching.models import Selection, Shortlist


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
