"""What every change of the graph shares: one at a time, written down, told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import connection

from talentbridge.kernel import outbox
from talentbridge.kernel.actor import Actor, Role
from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.errors import Invalid, Missing
from talentbridge.kernel.text import N_
from talentbridge.skills import queries
from talentbridge.skills.models import Entry, Proposal, Revision
from talentbridge.skills.rules import (
    LONGEST_REASON,
    Graph,
    Skill,
    can_have_id,
    problems,
    tidy,
    to_json,
    written,
)
from talentbridge.skills.states import Change


def alone() -> None:
    """Let nobody else change the graph until this transaction ends; readers go on."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE skills_entry IN SHARE ROW EXCLUSIVE MODE")


def graph() -> Graph:
    """The graph of the table as this transaction sees it."""
    return queries.read_graph(queries.newest_version())


def without(known: Graph, entry_id: str) -> Graph:
    """The graph as if `entry_id` had never been there: what a spelling that it gives up is judged by."""
    return Graph(skill for skill in known.written.values() if skill.id != entry_id)


def entry(entry_id: str) -> Entry:
    """The entry, living or retired, fresh. Raises `Missing`."""
    row = Entry.objects.filter(pk=entry_id).first()
    if row is None:
        raise Missing
    return row


def bring_in(skill: Skill, known: Graph) -> Entry:
    """A new row for `skill`, not saved yet. Raises `Invalid` by field when it does not fit into `known`."""
    skill = tidy(replace(skill, successor=""))
    found = problems(skill, known)
    if not (fits := can_have_id(skill.id, known)):
        found["id"] = fits
    refuse(found)
    row = Entry(id=skill.id, edited_here=True)
    row.take(to_json(skill))
    return row


def reason_of(reason: str) -> str:
    """The reason, tidied. Raises `Invalid` when there is none or too much of it."""
    plain = written(reason)
    if not plain or len(plain) > LONGEST_REASON:
        raise Invalid(
            {
                "reason": no(
                    "skills.reason",
                    N_("Say why, in at most {most} characters. It stays in the history."),
                    most=LONGEST_REASON,
                )
            }
        )
    return plain


def refuse_stale(entry_id: str, seen: int | None) -> None:
    """Raise `Invalid` when the entry has changed since revision `seen`; None: the caller looked at nothing."""
    if seen is not None and seen != queries.last_revision(entry_id):
        raise Invalid(
            {
                "": no(
                    "skills.changed",
                    N_("Somebody changed this entry meanwhile. Compare with the history, then save again."),
                )
            }
        )


def refuse(found: Mapping[str, Decision]) -> None:
    """Raise `Invalid` when anything was found."""
    if found:
        raise Invalid(found)


def keep(
    row: Entry,
    change: Change,
    *,
    before: Skill | None,
    actor: Actor,
    at: datetime,
    reason: str = "",
    proposal: Proposal | None = None,
) -> Revision:
    """Save the entry with its revision, and tell whoever reads with the graph."""
    row.save()
    revision = Revision.objects.create(
        entry=row,
        change=change,
        before=to_json(before) if before else {},
        after=to_json(row.value),
        reason=reason,
        proposal=proposal,
        by=actor.person_id,
        by_name="" if actor.role is Role.SYSTEM else actor.name,
        at=at,
    )
    tell(revision.pk, at)
    return revision


def tell(version: int, at: datetime) -> None:
    """News for every process and every app above: the graph has a new version."""
    outbox.add("skills.graph_changed", at=at, version=version)
