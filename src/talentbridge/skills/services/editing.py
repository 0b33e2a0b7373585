"""What operators do with entries. Each verb needs a reason and leaves a revision."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from talentbridge.audit import services as audit
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.errors import Invalid, Refused, require
from talentbridge.kernel.text import N_
from talentbridge.skills import permissions, rules
from talentbridge.skills.models import Entry
from talentbridge.skills.rules import Skill
from talentbridge.skills.services.keeping import (
    alone,
    bring_in,
    entry,
    graph,
    keep,
    reason_of,
    refuse,
    refuse_stale,
    without,
)
from talentbridge.skills.services.proposals import settle_known
from talentbridge.skills.states import Change


def add_entry(*, actor: Actor, skill: Skill, reason: str, at: datetime) -> Entry:
    """Add an entry under an id that is never given away again. Raises `Invalid` by field."""
    require(allowed=permissions.may_edit(actor))
    with transaction.atomic():
        alone()
        row = bring_in(skill, graph())
        keep(row, Change.ADDED, before=None, actor=actor, at=at, reason=reason_of(reason))
        audit.record(
            "skills.entry.added", actor=actor, subject=row, at=at, name=row.value.name(actor.language)
        )
        settle_known(graph(), at)
    return row


def edit_entry(*, actor: Actor, skill: Skill, reason: str, at: datetime, seen: int | None = None) -> Entry:
    """Let the entry ``skill.id`` say what `skill` says.

    `seen` is the number of the revision that the editor looked at; a newer one refuses (`Invalid` on ''), as do names
    that mean something else already, circles, unknown ids and weights that are none. Whether an entry is a skill or a
    role does not change.
    """
    with transaction.atomic():
        alone()
        row = entry(skill.id)
        require(allowed=permissions.may_edit(actor), possible=rules.can_change(is_retired=row.is_retired))
        refuse_stale(skill.id, seen)
        before = row.value
        skill = rules.tidy(replace(skill, successor=""))
        found = rules.problems(skill, without(graph(), skill.id))
        if skill.is_role != before.is_role:
            found["kind"] = no("skills.sort", N_("A skill does not become a role, nor a role a skill."))
        if skill == before:
            found[""] = no("skills.same", N_("Nothing was changed."))
        refuse(found)
        row.take(rules.to_json(skill))
        row.edited_here = True
        keep(row, Change.EDITED, before=before, actor=actor, at=at, reason=reason_of(reason))
        audit.record("skills.entry.edited", actor=actor, subject=row, at=at, name=skill.name(actor.language))
        settle_known(graph(), at)
    return row


def retire(
    *, actor: Actor, entry_id: str, successor: str, reason: str, at: datetime, seen: int | None = None
) -> Entry:
    """Offer the entry no more; from now on its id and its names are read as `successor`'s."""
    with transaction.atomic():
        alone()
        row = entry(entry_id)
        require(allowed=permissions.may_edit(actor), possible=rules.can_change(is_retired=row.is_retired))
        refuse_stale(entry_id, seen)
        known = graph()
        if not (possible := rules.can_retire(row.value, successor, known)):
            raise Invalid({"successor": possible})
        before = row.value
        row.successor, row.retired_at, row.edited_here = successor, at, True
        keep(row, Change.RETIRED, before=before, actor=actor, at=at, reason=reason_of(reason))
        audit.record(
            "skills.entry.retired", actor=actor, subject=row, at=at, name=before.name(actor.language),
            successor=known[successor].name(actor.language),
        )  # fmt: skip
    return row


def restore(*, actor: Actor, entry_id: str, reason: str, at: datetime) -> Entry:
    """Take a retired entry back into use, unless another has taken its names or its place meanwhile (`Refused`)."""
    with transaction.atomic():
        alone()
        row = entry(entry_id)
        require(allowed=permissions.may_edit(actor), possible=rules.can_restore(is_retired=row.is_retired))
        before = row.value
        skill = replace(before, successor="")
        for decision in rules.problems(skill, without(graph(), entry_id)).values():
            raise Refused(decision)
        row.successor, row.retired_at = "", None
        keep(row, Change.RESTORED, before=before, actor=actor, at=at, reason=reason_of(reason))
        audit.record(
            "skills.entry.restored", actor=actor, subject=row, at=at, name=skill.name(actor.language)
        )
    return row


def accept_offered(*, actor: Actor, entry_id: str, at: datetime, reason: str = "") -> Entry:
    """Let the entry say what the product ships now; it follows the files again. Raises `Refused` without an offer."""
    require(allowed=permissions.may_edit(actor))
    with transaction.atomic():
        alone()
        row, shipped = _offered(entry_id)
        for decision in _misfits(shipped).values():
            raise Refused(decision)
        before = row.value
        row.take(rules.to_json(shipped))
        row.retired_at = (row.retired_at or at) if shipped.successor else None
        row.edited_here, row.offered = False, None
        keep(row, Change.ACCEPTED, before=before, actor=actor, at=at, reason=rules.written(reason))
        audit.record(
            "skills.entry.accepted", actor=actor, subject=row, at=at, name=shipped.name(actor.language)
        )
        settle_known(graph(), at)
    return row


def keep_own(*, actor: Actor, entry_id: str, at: datetime, reason: str = "") -> Entry:
    """Leave the entry as it was edited here; the same shipped version is not offered again."""
    require(allowed=permissions.may_edit(actor))
    with transaction.atomic():
        alone()
        row, _shipped = _offered(entry_id)
        row.offered = None
        keep(row, Change.KEPT, before=row.value, actor=actor, at=at, reason=rules.written(reason))
        audit.record(
            "skills.entry.kept", actor=actor, subject=row, at=at, name=row.value.name(actor.language)
        )
    return row


def _offered(entry_id: str) -> tuple[Entry, Skill]:
    row = Entry.objects.filter(pk=entry_id).first()
    if row is None or row.offered is None:
        raise Refused(no("skills.nothing_offered", N_("The product offers no difference for this entry.")))
    return row, rules.skill_from_json(entry_id, row.offered)


def _misfits(shipped: Skill) -> dict[str, Decision]:
    return {} if shipped.successor else rules.problems(shipped, without(graph(), shipped.id))
