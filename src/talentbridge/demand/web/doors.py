"""REST of the diagnosis: questions, templates, scope changes, drafts. `demand.rest` hangs it in.

A draft is asked for on a page only: what goes out has to be seen by a person each time.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from talentbridge.demand import permissions, queries, rules, services
from talentbridge.demand.rules import diagnosis, templates
from talentbridge.demand.states import ScopeState, SuggestionState
from talentbridge.demand.web import judging
from talentbridge.demand.web.bodies import TaskBody
from talentbridge.demand.web.finding import found
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Missing, require
from talentbridge.kernel.pages import BridgeRequest, told

router = Router(tags=["demand"])


class QuestionOut(Schema):
    """A question of the diagnosis, where it stands, and the part of the task that it asks for."""

    key: str
    section: str
    standing: str
    part: dict[str, Any]
    seen: str


class DiagnosisOut(Schema):
    """Where a diagnosis stands. `readiness` is the platform's own judgement, 0 to 100."""

    questions: list[QuestionOut]
    readiness: int
    blocks: list[str]
    contradictions: list[dict[str, Any]]
    vague: dict[str, list[dict[str, Any]]]


class AnswerIn(Schema):
    """An answer: the fields of the question out of `content`; `seen` is the question's from before; `reason` once agreed."""

    content: TaskBody
    seen: str = ""
    reason: str = ""


class TemplateOut(Schema):
    """A template of a kind of work, with how often it was used."""

    id: str
    version: str
    sector: str
    reviewed_by: str
    uses: int
    content: dict[str, Any]
    questions: list[dict[str, str]]
    note_ko: str
    note_en: str


class TemplateIn(Schema):
    template: str


class SourceIn(Schema):
    """An earlier task of the same company."""

    source: UUID


class ScopeIn(Schema):
    """Another content for a contracted task, and why."""

    content: TaskBody
    reason: str
    seen_revision: int | None = None


class ScopeAnswerIn(Schema):
    """A yes, or a no with its reason."""

    approve: bool
    reason: str = ""


class ScopeOut(Schema):
    """A numbered change of what both sides had agreed on."""

    number: int
    from_revision: int
    to_revision: int | None
    is_proposal: bool
    state: str
    reason: str
    side: str
    at: datetime
    content: dict[str, Any]


class SuggestionOut(Schema):
    """A text drafted by a language model. `checked` is false until a person has taken it over (AI Basic Act, art. 31)."""

    id: UUID
    field: str
    state: str
    generated: bool = True
    generated_by: str
    host: str
    checked: bool
    text: str
    problem: str
    asked_at: datetime


def _actor(request: HttpRequest) -> Actor:
    return cast(BridgeRequest, request).actor


def standing_of(actor: Actor, task_id: UUID) -> dict[str, Any]:
    """`DiagnosisOut` of a task."""
    task = found(actor, task_id)
    if task.seen_from not in {*permissions.WRITERS, "operator"}:
        require(allowed=permissions.may_edit(actor, task))
    draft = queries.draft_of(task)
    standings = judging.standings(task, draft)
    ready = rules.readiness(draft)
    return {
        "questions": [
            {"key": asked.key, "section": asked.section, "standing": standings[asked.key],
             "part": diagnosis.part_of(asked, draft), "seen": diagnosis.fingerprint(asked, draft)}
            for asked in diagnosis.QUESTIONS
        ],
        "readiness": ready.score, "blocks": [part.key for part in ready.blocks],
        "contradictions": [
            {"field": each.field, "others": list(each.others), "blocks": each.blocks, "code": each.decision.code,
             "sentence": told(each.decision)}
            for each in rules.contradictions(draft)
        ],
        "vague": {
            name: [{"start": each.start, "end": each.end, "said": each.said} for each in passages]
            for name, passages in rules.vague_in(draft).items()
        },
    }  # fmt: skip


@router.get("/tasks/{uuid:task_id}/diagnosis", response=DiagnosisOut)
def get_diagnosis(request: HttpRequest, task_id: UUID) -> Any:
    """Every question with its part of the task, and what is ready, contradictory or vague."""
    return standing_of(_actor(request), task_id)


@router.put("/tasks/{uuid:task_id}/diagnosis/{question}", response=DiagnosisOut)
def answer(request: HttpRequest, task_id: UUID, question: str, given: AnswerIn) -> Any:
    """Answer one question. Deliverables are matched by their place in the task."""
    asked = diagnosis.BY_KEY.get(question)
    if asked is None:
        raise Missing
    draft, count = given.content.draft(), len(queries.draft_of(found(_actor(request), task_id)).deliverables)
    services.answer_question(
        actor=_actor(request), task_id=task_id, question=question,
        values={name: getattr(draft, name) for name in asked.fields},
        rows=[
            (number if number < count else None, {name: getattr(row, name) for name in asked.rows})
            for number, row in enumerate(draft.deliverables)
        ],
        seen=given.seen or None, reason=given.reason, at=now(),
    )  # fmt: skip
    return standing_of(_actor(request), task_id)


@router.post("/tasks/{uuid:task_id}/diagnosis/{question}/skip", response=DiagnosisOut)
def skip(request: HttpRequest, task_id: UUID, question: str) -> Any:
    """Leave a question for later."""
    services.skip_question(actor=_actor(request), task_id=task_id, question=question, at=now())
    return standing_of(_actor(request), task_id)


@router.get("/templates", response=list[TemplateOut])
def list_templates(request: HttpRequest, q: str = "", sector: str = "") -> Any:
    """The templates of tasks, by sector and words."""
    require(allowed=permissions.may_see_templates(_actor(request)))
    uses = queries.template_uses()
    return [
        {"id": each.id, "version": each.version, "sector": each.sector, "reviewed_by": each.reviewed_by,
         "uses": uses.get(each.id, 0), "content": each.draft.to_json(), "note_ko": each.note_ko,
         "note_en": each.note_en, "questions": [{"ko": ko, "en": en} for ko, en in each.questions]}
        for each in templates.searched(templates.all_templates().values(), text=q, sector=sector)
    ]  # fmt: skip


@router.post("/tasks/{uuid:task_id}/template", response=DiagnosisOut)
def use_template(request: HttpRequest, task_id: UUID, given: TemplateIn) -> Any:
    """Fill the empty fields of a task from a template."""
    services.begin_from_template(actor=_actor(request), task_id=task_id, template=given.template, at=now())
    return standing_of(_actor(request), task_id)


@router.post("/tasks/{uuid:task_id}/reuse", response=DiagnosisOut)
def reuse(request: HttpRequest, task_id: UUID, given: SourceIn) -> Any:
    """Fill the empty fields of a task from an earlier one of the same company: no dates, approvals or permits."""
    services.begin_from_task(actor=_actor(request), task_id=task_id, source_id=given.source, at=now())
    return standing_of(_actor(request), task_id)


@router.get("/tasks/{uuid:task_id}/scope-changes", response=list[ScopeOut])
def list_scope_changes(request: HttpRequest, task_id: UUID) -> Any:
    """Every change of what was agreed, newest first; for the talent those that both sides agree on."""
    task = found(_actor(request), task_id)
    is_inside = task.seen_from in {*permissions.WRITERS, "operator"}
    return [
        _scope(change)
        for change in queries.scope_changes_of(task)
        if is_inside or queries.scope_state(change) is ScopeState.AGREED
    ]


@router.post("/tasks/{uuid:task_id}/scope-changes", response=ScopeOut)
def propose(request: HttpRequest, task_id: UUID, given: ScopeIn) -> Any:
    """Propose another content for a task that a contract has fixed; it changes when both sides have approved."""
    change = services.propose_scope_change(
        actor=_actor(request), task_id=task_id, form=given.content.draft(), reason=given.reason,
        seen_revision=given.seen_revision, at=now(),
    )  # fmt: skip
    return _scope(change)


@router.post("/tasks/{uuid:task_id}/scope-changes/{int:number}/answer", response=ScopeOut)
def answer_scope(request: HttpRequest, task_id: UUID, number: int, given: ScopeAnswerIn) -> Any:
    """Approve a proposed change for the caller's side, or refuse it with a reason."""
    change = services.answer_scope_change(
        actor=_actor(request),
        task_id=task_id,
        number=number,
        says_yes=given.approve,
        reason=given.reason,
        at=now(),
    )
    return _scope(change)


@router.get("/tasks/{uuid:task_id}/suggestions", response=list[SuggestionOut])
def list_suggestions(request: HttpRequest, task_id: UUID) -> Any:
    """What a language model drafted for a task, each marked as generated, newest first."""
    task = found(_actor(request), task_id)
    require(allowed=permissions.may_edit(_actor(request), task))
    return [
        {"id": row.pk, "field": row.field, "state": row.state, "generated_by": row.model, "host": row.host,
         "checked": row.state == SuggestionState.TAKEN, "text": row.text, "problem": row.problem,
         "asked_at": row.asked_at}
        for row in task.suggestions.all()
    ]  # fmt: skip


def _scope(change: Any) -> dict[str, Any]:
    to = max((revision.number for revision in change.revisions.all()), default=None)
    return {
        "number": change.number, "from_revision": change.from_revision, "to_revision": to,
        "is_proposal": change.is_proposal, "state": queries.scope_state(change), "reason": change.reason,
        "side": change.side, "at": change.at, "content": change.content,
    }  # fmt: skip
