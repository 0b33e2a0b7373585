"""Publishing an approved task: a person of the company decides, over exactly what everybody will read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from talentbridge.audit import services as audit
from talentbridge.demand import permissions, queries
from talentbridge.demand.models import PublicTask, Task
from talentbridge.demand.rules import public as rules
from talentbridge.demand.rules.public import Choices, Posting
from talentbridge.demand.services.shaping import SEOUL
from talentbridge.kernel.actor import SYSTEM, Actor
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_
from talentbridge.skills import queries as skills


def posting_of(*, actor: Actor, task: Task, choices: Choices, at: datetime) -> Posting:
    """What would become public, to be shown before. Raises `Invalid` by field; nothing is stored."""
    draft = queries.draft_of(task)
    require(
        allowed=permissions.may_publish(actor, task), possible=rules.can_publish(task.state, draft)
    )  # fmt: skip
    if problems := rules.choice_problems(choices, at.astimezone(SEOUL).date()):
        raise Invalid(problems)
    names = {
        each.skill_id: (skills.label(each.skill_id, "ko"), skills.label(each.skill_id, "en"))
        for each in draft.skills
    }
    company = task.company
    return rules.posting(draft, choices, company=(company.name, company.name_en), skills=names)


def publish(*, actor: Actor, task_id: UUID, choices: Choices, seen: str, at: datetime) -> PublicTask:
    """Publish what was shown: `seen` is the shown posting's `fingerprint`. What stood there before gives way.

    Raises `Invalid` when something else would become public than what the person saw.
    """
    with transaction.atomic():
        task = lock(queries.tasks_for(actor).select_related("company"), task_id)
        posting = posting_of(actor=actor, task=task, choices=choices, at=at)
        if posting.fingerprint() != seen:
            raise Invalid(
                {
                    "": no(
                        "demand.publish_changed",
                        N_("This is not what you saw before. Read it again, then publish it."),
                    )
                }
            )
        running = queries.publication_of(task)
        if running is not None and running.content == posting.to_json():
            return running
        if running is not None:
            _end(running, actor=actor, at=at)
        assert actor.person_id is not None
        published = PublicTask.objects.create(
            task=task, case_id=task.case_id, revision=task.revision, content=posting.to_json(),
            names_company=choices.names_company, sector=posting.sector, published_by_id=actor.person_id,
            published_at=at, valid_through=choices.valid_through,
        )  # fmt: skip
        audit.record(
            "demand.public_task.published", actor=actor, subject=published, at=at, revision=task.revision,
            until_on=choices.valid_through.isoformat(), names_company=choices.names_company, content_hash=seen,
        )  # fmt: skip
    return published


def withdraw_publication(*, actor: Actor, task_id: UUID, at: datetime) -> None:
    """Take a published task back, at once. Twice is once."""
    with transaction.atomic():
        task = lock(queries.tasks_for(actor), task_id)
        require(allowed=permissions.may_publish(actor, task))
        if running := queries.publication_of(task):
            _end(running, actor=actor, at=at)


def when_not_true_any_more(payload: Mapping[str, Any], at: datetime) -> None:
    """The task was changed, somebody has taken the work, or the engagement has ended: a posting must not outlive that."""
    if payload.get("accepted") is False:  # a no of one person: the work is still to be done
        return
    with transaction.atomic():
        for running in PublicTask.objects.select_for_update().filter(
            case_id=payload["case_id"], withdrawn_at=None
        ):
            _end(running, actor=SYSTEM, at=at)


def _end(published: PublicTask, *, actor: Actor, at: datetime) -> None:
    published.withdrawn_at, published.withdrawn_by_id = at, actor.person_id
    published.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record("demand.public_task.withdrawn", actor=actor, subject=published, at=at)
