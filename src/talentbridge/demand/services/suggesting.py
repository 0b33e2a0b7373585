"""Drafts by a language model: sent by a person who has seen what goes out, kept beside the field, taken over by a person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talentbridge.audit import services as audit
from talentbridge.demand import permissions, queries, rules, tasks
from talentbridge.demand.gateways import drafting as gateway
from talentbridge.demand.models import Suggestion, Task
from talentbridge.demand.rules import drafting
from talentbridge.demand.services.shaping import save_locked
from talentbridge.demand.states import SuggestionState
from talentbridge.kernel import jobs
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, Missing, Refused, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_


def ask_for_draft(*, actor: Actor, task_id: UUID, field: str, seen: str, at: datetime) -> Suggestion:
    """Send the text that the person saw (`seen`) to the model, after this transaction. The same request twice is one.

    Raises `Refused` with drafting off, `Invalid` when something else would go out than what was shown.
    """
    to = gateway.endpoint()
    with transaction.atomic():
        task = lock(queries.tasks_for(actor), task_id)
        allowed = permissions.may_edit(actor, task)
        require(allowed=allowed)
        if to is None or actor.person_id is None:
            raise Refused(no("demand.drafting_off", N_("Drafting by a language model is switched off here.")))
        draft = queries.draft_of(task)
        request = drafting.request_for(draft, field)
        require(allowed=allowed, possible=drafting.can_ask(task.state, request))
        assert request is not None
        key = drafting.key_of(task.pk, request, to.model)
        if existing := task.suggestions.filter(
            key=key, state__in=[SuggestionState.ASKED, SuggestionState.READY]
        ).first():
            return existing
        if seen.replace("\r\n", "\n") != request.text:
            raise Invalid(
                {
                    "": no(
                        "demand.draft_changed",
                        N_("The text has changed since it was shown. Read it again, then send it."),
                    )
                }
            )
        suggestion = Suggestion.objects.create(
            task=task, field=field, key=key, host=to.host, model=to.model, sent=request.text,
            field_before=drafting.value_of(draft, field) or "", asked_by_id=actor.person_id, asked_at=at,
        )  # fmt: skip
        audit.record(
            "demand.suggestion.asked", actor=actor, subject=task, at=at, host=to.host, model=to.model
        )
        jobs.enqueue(tasks.draft, suggestion_id=suggestion.pk)
    return suggestion


def draft_suggestion(*, suggestion_id: UUID, at: datetime) -> None:
    """Ask the model once, outside of any lock; keep its answer or what went wrong. For the job; repeating is harmless."""
    waiting = Suggestion.objects.filter(pk=suggestion_id, state=SuggestionState.ASKED).first()
    if waiting is None:
        return
    to, text, problem = gateway.endpoint(), "", ""
    try:
        if to is None or (to.host, to.model) != (waiting.host, waiting.model):
            raise gateway.DraftingFailed("refused")  # another host than the person was told: nothing goes out
        role, _gap, question = waiting.sent.partition("\n\n")
        messages = drafting.Request(waiting.field, role, question).messages
        text = rules.clean(gateway.complete(to, messages, idempotency_key=waiting.key))
        if len(text) > drafting.MOST_ANSWER:
            raise gateway.DraftingFailed("too_big")
    except gateway.DraftingFailed as failed:
        text, problem = "", failed.problem
    with transaction.atomic():
        row = Suggestion.objects.select_for_update().get(pk=suggestion_id)
        if row.state != SuggestionState.ASKED:  # discarded meanwhile, or answered by a run before
            return
        row.move(SuggestionState.FAILED if problem else SuggestionState.READY)
        row.text, row.problem, row.answered_at = text, problem, at
        row.save(update_fields=["state", "text", "problem", "answered_at"])


def take_suggestion(*, actor: Actor, task_id: UUID, suggestion_id: UUID, text: str, at: datetime) -> Task:
    """Put a suggestion, as the person has checked and perhaps changed it, into its field. Twice is once.

    It is an edit like any other: it approves nothing, and an approval of the revision before no longer counts.
    """
    with transaction.atomic():
        task = lock(queries.tasks_for(actor), task_id)
        allowed = permissions.may_edit(actor, task)
        require(allowed=allowed)
        row = task.suggestions.select_for_update().filter(pk=suggestion_id).first()
        if row is None:
            raise Missing
        if row.state == SuggestionState.TAKEN:
            return task
        before = queries.draft_of(task)
        require(allowed=allowed, possible=rules.can_edit(task.state))
        row.move(SuggestionState.TAKEN)
        if (drafting.value_of(before, row.field) or "") != row.field_before:
            raise Invalid(
                {
                    "": no(
                        "demand.field_changed",
                        N_("The field was changed since the draft was asked for. Compare both texts."),
                    )
                }
            )
        if not (text := rules.clean(text)):
            raise Invalid({"text": no("demand.empty_answer", N_("Write an answer, or skip the question."))})
        after = drafting.with_value(before, row.field, text)
        if refusals := rules.validate(after):
            raise Invalid({"text": next(iter(refusals.values()))})
        save_locked(task, after, actor=actor, at=at)
        _decide(row, actor, at)
        audit.record("demand.suggestion.taken", actor=actor, subject=task, at=at, model=row.model)
    return task


def discard_suggestion(*, actor: Actor, task_id: UUID, suggestion_id: UUID, at: datetime) -> None:
    """Put a suggestion away; the field stays as it is."""
    with transaction.atomic():
        task = lock(queries.tasks_for(actor), task_id)
        require(allowed=permissions.may_edit(actor, task))
        row = task.suggestions.select_for_update().filter(pk=suggestion_id).first()
        if row is None:
            raise Missing
        if row.state in (SuggestionState.DISCARDED, SuggestionState.FAILED):
            return
        row.move(SuggestionState.DISCARDED)
        _decide(row, actor, at)


def _decide(row: Suggestion, actor: Actor, at: datetime) -> None:
    row.decided_by_id, row.decided_at = actor.person_id, at
    row.save(update_fields=["state", "decided_by", "decided_at"])
