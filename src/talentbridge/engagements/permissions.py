"""Who may do what with an engagement. `engagement.seen_from` says where the actor stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talentbridge.kernel.actor import Actor, Side
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

if TYPE_CHECKING:
    from uuid import UUID

    from talentbridge.engagements.models import Engagement, Stay

_COORDINATOR_ONLY = no(
    "engagements.coordinator_only",
    N_("The coordinator of this engagement does this. Ask on the engagement's page."),
)


def may_open(actor: Actor) -> Decision:
    """Open an engagement: a company's members."""
    if actor.may("engagements.engagement.open") and actor.organisation_id:
        return YES
    return no("engagements.company_only", N_("Only a company can open an engagement."))


def may_build_contract(actor: Actor, engagement: Engagement) -> Decision:
    """Put the contract together: the coordinator of the case."""
    if actor.may("contracts.contract.draft") and engagement.seen_from in {Side.COORDINATOR, Side.SYSTEM}:
        return YES
    return _COORDINATOR_ONLY


def may_write_hand_over(actor: Actor, engagement: Engagement) -> Decision:
    """Write the hand-over note: the talent, or the coordinator with the talent."""
    if actor.may("engagements.hand_over.write") and engagement.seen_from in {Side.TALENT, Side.COORDINATOR}:
        return YES
    return no(
        "engagements.not_a_hander",
        N_("The talent writes the hand-over note, or the coordinator with the talent."),
    )


def may_confirm_hand_over(actor: Actor, engagement: Engagement) -> Decision:
    """Confirm the hand-over: the company that receives it."""
    if actor.may("engagements.hand_over.confirm") and engagement.seen_from == Side.COMPANY:
        return YES
    return no("engagements.not_the_receiver", N_("The company confirms what it received."))


def may_ask_skip(actor: Actor, engagement: Engagement) -> Decision:
    """Ask to go on without a piece of evidence: the coordinator of the case."""
    if actor.may("engagements.gate.ask_skip") and engagement.seen_from == Side.COORDINATOR:
        return YES
    return _COORDINATOR_ONLY


def may_answer_skip(actor: Actor, asked_by: UUID) -> Decision:
    """Agree to or refuse a skip: an operator, never the person who asked."""
    if not actor.may("engagements.gate.answer_skip"):
        return no("engagements.operator_only", N_("An operator decides this as the second person."))
    if actor.person_id == asked_by:
        return no("engagements.second_person", N_("The person who asked cannot also be the second person."))
    return YES


def may_take_back(actor: Actor, engagement: Engagement) -> Decision:
    """Take the engagement back to an earlier stage: the coordinator of the case."""
    if actor.may("engagements.stage.take_back") and engagement.seen_from == Side.COORDINATOR:
        return YES
    return _COORDINATOR_ONLY


def may_choose_design(actor: Actor, engagement: Engagement) -> Decision:
    """Choose how the person is engaged: the company, or the coordinator with it."""
    if actor.may("engagements.design.choose") and engagement.seen_from in {Side.COMPANY, Side.COORDINATOR}:
        return YES
    return no(
        "engagements.not_a_designer",
        N_("The company and the coordinator choose how the person is engaged."),
    )


def may_check_design(actor: Actor, engagement: Engagement) -> Decision:
    """Confirm a choice, and check again how the work is really done: the coordinator of the case."""
    if actor.may("engagements.design.check") and engagement.seen_from == Side.COORDINATOR:
        return YES
    return _COORDINATOR_ONLY


def may_do_step(actor: Actor, engagement: Engagement, who: str) -> Decision:
    """Mark a step as done: whoever does it, or the coordinator."""
    if engagement.seen_from == Side.COORDINATOR or engagement.seen_from == who:
        return YES
    return no(
        "engagements.not_your_step", N_("Whoever does this step, or the coordinator, marks it as done.")
    )


def may_note_obstacle(actor: Actor, engagement: Engagement) -> Decision:
    """Note what stood in the way: the coordinator of the case."""
    if actor.may("engagements.obstacle.note") and engagement.seen_from == Side.COORDINATOR:
        return YES
    return _COORDINATOR_ONLY


def may_stop(actor: Actor, engagement: Engagement) -> Decision:
    """Stop the engagement before its end: its company, its coordinator."""
    if actor.may("engagements.engagement.stop") and engagement.seen_from in {Side.COMPANY, Side.COORDINATOR}:
        return YES
    return no("engagements.not_a_stopper", N_("The company or the coordinator stops an engagement."))


def may_note_stay(actor: Actor, thing: Engagement | Stay) -> Decision:
    """Enter, change and call off a stay in Korea: whoever travels, or the coordinator of the case."""
    if actor.may("engagements.stay.note") and thing.seen_from in {Side.TALENT, Side.COORDINATOR}:
        return YES
    return no(
        "engagements.not_a_traveller", N_("Whoever travels enters the stay, or the coordinator with them.")
    )


def may_read_papers(actor: Actor, thing: Engagement | Stay) -> Decision:
    """Read the status and the papers of a stay: not the company, which learns the days and no more."""
    if thing.seen_from in {Side.TALENT, Side.COORDINATOR, Side.OPERATOR, Side.SYSTEM}:
        return YES
    return no(
        "engagements.papers_are_private",
        N_("Status and papers are between the traveller and the coordinator."),
    )
