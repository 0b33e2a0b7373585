"""The changes of an agreed task in the reader's words: what differs, where each stands, who can answer."""

from __future__ import annotations

from typing import Any

from talentbridge.demand import permissions, queries
from talentbridge.demand.models import Task
from talentbridge.demand.rules import scope
from talentbridge.demand.states import SCOPE_LABELS, SCOPE_TONES, ScopeState
from talentbridge.demand.web import present
from talentbridge.kernel.actor import Actor


def shown(actor: Actor, task: Task) -> list[dict[str, Any]]:
    """Every scope change with what differs and whether the actor can answer it, newest first."""
    revisions = (
        {each.number: each.content for each in task.revisions.all()} if task.scope_changes.exists() else {}
    )
    rows = []
    for change in queries.scope_changes_of(task):
        state: ScopeState = change.state_now  # type: ignore[attr-defined]
        if state is not ScopeState.AGREED and task.seen_from not in {*permissions.WRITERS, "operator"}:
            continue  # what is not agreed on is between company and coordinator
        to = max((revision.number for revision in change.revisions.all()), default=None)
        after = revisions[to] if to else change.content
        answered = {answer.side for answer in change.answers.all()}
        may = permissions.may_approve(actor, task) & scope.can_answer(
            state, from_revision=change.from_revision, revision=task.revision
        )
        rows.append({
            "change": change, "label": SCOPE_LABELS[state], "tone": SCOPE_TONES[state], "to_revision": to,
            "changes": present.told_changes(revisions[change.from_revision], after),
            "may_answer": bool(may) and change.is_proposal,
            "may_approve": bool(may) and change.is_proposal and task.seen_from not in answered,
            "is_mine": change.side == task.seen_from,
        })  # fmt: skip
    return rows
