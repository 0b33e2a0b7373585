"""Changes of what both sides had agreed on: where one stands, and when it may be proposed."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from talentbridge.demand.states import ScopeState, TaskState
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

SIDES = frozenset({"company", "coordinator"})
LEAST_REASON, MOST_REASON = 10, 2_000


def state_of(
    *,
    proposed_by: str,
    answers: Collection[tuple[str, bool]],
    approvals: Collection[Collection[str]],
    is_proposal: bool,
) -> ScopeState:
    """Where a change stands, from the answers (side, yes) to a proposal, or the approvals of each of its revisions."""
    if not is_proposal:
        return ScopeState.AGREED if any(set(sides) >= SIDES for sides in approvals) else ScopeState.WAITING
    against = {side for side, says_yes in answers if not says_yes}
    if against:
        return ScopeState.WITHDRAWN if proposed_by in against else ScopeState.REFUSED
    return ScopeState.AGREED if {side for side, _ in answers} >= SIDES else ScopeState.WAITING


def check_reason(reason: str) -> Decision:
    """Whether a reason says anything, and no more than is read."""
    if len(reason.strip()) < LEAST_REASON:
        return no(
            "demand.change_reason",
            N_("Both sides had approved this. Say in {least} characters or more why it changes."),
            least=LEAST_REASON,
        )
    if len(reason) > MOST_REASON:
        return no(
            "demand.too_long",
            N_("Too long: {count} characters. At most {most}, please."),
            count=len(reason),
            most=MOST_REASON,
        )
    return YES


def can_propose(state: str, *, has_waiting: bool, problems: Mapping[str, Decision]) -> Decision:
    """Whether a scope change can be proposed: a contract has fixed the task, and none waits for an answer."""
    if state != TaskState.FIXED:
        return no(
            "demand.not_fixed",
            N_("No contract stands on this task yet. Change the task itself; both sides approve it again."),
        )
    if has_waiting:
        return no(
            "demand.change_waiting", N_("Another scope change waits for an answer. Decide that one first.")
        )
    if problems:
        return no(
            "demand.questions_open",
            N_("{count} questions are open. Answer them before the task is approved."),
            count=len(problems),
        )
    return YES


def can_answer(change_state: ScopeState, *, from_revision: int, revision: int) -> Decision:
    """Whether a proposed change can still be answered: nobody has refused it, and it stands on today's revision."""
    if change_state is not ScopeState.WAITING:
        return no("demand.change_answered", N_("This scope change has been decided."))
    if from_revision != revision:
        return no(
            "demand.change_overtaken",
            N_("The task has changed since this was proposed. Propose it again on the new revision."),
        )
    return YES
