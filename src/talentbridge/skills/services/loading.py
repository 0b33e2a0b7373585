"""Bringing the table to the graph that ships with the product, without touching what operators edited."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from talentbridge.kernel.errors import Invalid
from talentbridge.skills import queries
from talentbridge.skills.models import CONTENT, Entry, Revision
from talentbridge.skills.rules import SHIPPED, Graph, Skill, all_problems, digest, read_files, tidy, to_json
from talentbridge.skills.services.keeping import alone, tell
from talentbridge.skills.services.proposals import settle_known
from talentbridge.skills.states import Change


def load_reviewed_graph(directory: Path = SHIPPED, *, at: datetime) -> int:
    """Take over what the product ships now; returns how many entries are new, changed or offered.

    New entries come in and untouched ones follow the files. Where operators edited an entry, theirs stays, and what
    ships now is offered as a difference (`accept_offered`, `keep_own`). What the product no longer ships stays too:
    profiles may name it. Files that contradict themselves refuse the whole load (`Invalid`).
    """
    skills = [tidy(skill) for skill in read_files(directory)]
    with transaction.atomic():
        alone()
        changed = _take_over(skills, at)
        if changed:
            _refuse_contradictions(skills)
            newest = queries.newest_version()
            settle_known(queries.read_graph(newest), at)
            tell(newest, at)
    queries.refresh(at_once=True)
    return changed


def _refuse_contradictions(skills: list[Skill]) -> None:
    for skill, field, decision in all_problems(Graph(skills)):
        raise Invalid({f"{skill.id}.{field}": decision})


def _take_over(skills: list[Skill], at: datetime) -> int:
    known = {row.pk: row for row in Entry.objects.all()}
    new: list[Entry] = []
    updated: list[Entry] = []
    offered: list[Entry] = []
    revisions: list[Revision] = []
    for skill in skills:
        row, mark = known.pop(skill.id, None), digest(skill)
        if row is None:
            row = Entry(id=skill.id, reviewed=mark, retired_at=at if skill.successor else None)
            row.take(to_json(skill))
            new.append(row)
            revisions.append(_revision(row, Change.SHIPPED, {}, at))
        elif row.reviewed == mark:
            continue
        elif row.edited_here and row.value != skill:
            row.reviewed, row.offered = mark, to_json(skill)
            offered.append(row)
        else:
            before = to_json(row.value)
            row.take(to_json(skill))
            row.reviewed, row.offered, row.edited_here = mark, None, False
            row.retired_at = (row.retired_at or at) if skill.successor else None
            updated.append(row)
            revisions.append(_revision(row, Change.UPDATED, before, at))
    dropped = [row for row in known.values() if row.reviewed]
    for row in dropped:
        row.reviewed, row.offered = "", None
    Entry.objects.bulk_create(new)
    Entry.objects.bulk_update(updated, [*CONTENT, "reviewed", "offered", "edited_here", "retired_at"], 200)
    Entry.objects.bulk_update(offered + dropped, ["reviewed", "offered"], 200)
    Revision.objects.bulk_create(revisions)
    return len(new) + len(updated) + len(offered) + len(dropped)


def _revision(row: Entry, change: Change, before: dict[str, object], at: datetime) -> Revision:
    return Revision(entry=row, change=change, before=before, after=to_json(row.value), at=at)
