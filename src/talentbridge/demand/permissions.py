"""Who may do what with a task. `task.seen_from` says where the actor stands in the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talentbridge.kernel.actor import Actor, Role, Side, in_person
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

if TYPE_CHECKING:
    from talentbridge.demand.models import Task

WRITERS = frozenset({Side.COMPANY, Side.COORDINATOR})


def may_write_need(actor: Actor) -> Decision:
    """Write a need and so begin a task: a company's members."""
    if actor.may("engagements.engagement.open") and actor.organisation_id:
        return YES
    return no("demand.company_only", N_("Only a company can write down a need."))


def may_edit(actor: Actor, task: Task) -> Decision:
    """Change the task: the company it belongs to and the case's coordinator."""
    if actor.may("demand.task.edit") and task.seen_from in WRITERS:
        return YES
    return no(
        "demand.not_a_writer", N_("Only the company and the coordinator of this case can change the task.")
    )


def may_approve(actor: Actor, task: Task) -> Decision:
    """Approve the current revision for one's side."""
    if actor.may("demand.task.approve") and task.seen_from in WRITERS:
        return YES
    return no(
        "demand.not_an_approver",
        N_("Only the company and the coordinator of this case can approve the task."),
    )


def may_record_permit(actor: Actor, task: Task) -> Decision:
    """Record an export-control permit: the coordinator, who has seen the paper."""
    if actor.may("demand.permit.record") and task.seen_from == Side.COORDINATOR:
        return YES
    return no("demand.coordinator_records", N_("The coordinator of this case records the permit."))


def may_see_templates(actor: Actor) -> Decision:
    """Look at the templates of tasks: whoever writes tasks, and operators."""
    if actor.may("demand.task.edit") or actor.role == Role.OPERATOR:
        return YES
    return no("demand.no_templates", N_("Templates are for companies and coordinators."))


def may_answer_offer(actor: Actor) -> Decision:
    """Look at needs that partners brought, and accept or refuse them: coordinators."""
    if actor.may("demand.offered_need.answer"):
        return YES
    return no("demand.coordinator_answers", N_("A coordinator looks at what partners bring."))


def may_see_offers(actor: Actor) -> Decision:
    """See what partners brought: coordinators and operators; a partner sees its own."""
    if (
        actor.may("demand.offered_need.answer")
        or actor.may("accounts.feed.take")
        or actor.may("accounts.feed.send")
    ):
        return YES
    return no(
        "demand.no_offers",
        N_("What partners bring is seen by coordinators, operators and the partner itself."),
    )


def may_publish(actor: Actor, task: Task) -> Decision:
    """Publish the task, or take it back: a person of the company, in person."""
    if actor.may("demand.task.publish") and task.seen_from == Side.COMPANY:
        return in_person(actor)
    return no(
        "demand.company_publishes", N_("Only a person of the company publishes its task or takes it back.")
    )
