"""From an approved task to a person who takes the work. The engine advises; people decide."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse

from talentbridge.accounts import services as accounts
from talentbridge.accounts.rules import WORK_TOGETHER
from talentbridge.accounts.services import consent
from talentbridge.audit import services as audit
from talentbridge.demand import queries as demand
from talentbridge.demand.states import TaskState
from talentbridge.kernel import outbox
from talentbridge.kernel.actor import Actor, Side
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, Missing, Refused, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_
from talentbridge.matching import permissions, queries, rules
from talentbridge.matching.engine import (
    SERVICES,
    Ask,
    Ranks,
    Result,
    Weights,
    ask_of,
    assess,
    nearest,
    service_of,
)
from talentbridge.matching.models import Selection, Shortlist, ShortlistEntry
from talentbridge.matching.states import SelectionState
from talentbridge.policy import queries as policy
from talentbridge.skills import queries as skills

if TYPE_CHECKING:
    from talentbridge.demand.models import Task

MAX_ANSWER = 2_000
SEOUL = ZoneInfo("Asia/Seoul")  # days are those of the institution that runs the bridge


def make_shortlist(*, actor: Actor, case_id: UUID, at: datetime, weights: Weights | None = None) -> Shortlist:
    """Ask the engine for the people who fit the approved task, and keep its answer as it is shown.

    The ranking runs before anything is locked; if the task is changed meanwhile, nothing is kept (`Refused`).
    """
    task = _task(actor, case_id)
    _require_search(actor, task)
    on = at.astimezone(SEOUL).date()
    ask = ask_of(demand.draft_of(task), on=on, krw_per=policy.fx_rates(on))
    service = service_of(ask, skills.kind_of())
    weights = weights or SERVICES[service].weights
    pool = queries.pool(on=on)
    try:
        ranking = pool.rank(ask, weights, top=rules.TOP)
    except ValueError as nothing:
        raise Invalid({"weights": rules.WEIGHTS_SUM_TO_NOTHING}) from nothing
    easier, let_go = nearest(ask, ranking, pool, weights, top=0)
    entries = [_entry(result, pool, ask, weights) for result in ranking.results]
    with transaction.atomic():
        locked = lock(demand.tasks_for(actor), task.pk)
        _require_search(actor, locked)
        if locked.revision != task.revision:
            raise Refused(
                no("matching.task_changed", N_("The task was changed meanwhile. Make the shortlist again."))
            )
        shortlist = Shortlist.objects.create(
            case_id=case_id, task=task, task_revision=task.revision, made_at=at, made_by_id=actor.person_id,
            engine_version=ranking.version, service=service, weights=asdict(weights), ask=rules.plain(ask),
            pool=ranking.pool, passed=ranking.passed, excluded=ranking.excluded.most_common(),
            relaxations=[asdict(each) for each in ranking.relaxations], let_go=list(let_go),
            let_in=easier.passed if let_go else 0, parts=ranking.parts, lacking=ranking.lacking,
        )  # fmt: skip
        for entry in entries:
            entry.shortlist = shortlist
        ShortlistEntry.objects.bulk_create(entries)
        audit.record(
            "matching.shortlist.made", actor=actor, subject=shortlist, at=at, count=len(entries),
            pool=ranking.pool, engine=ranking.version, task_revision=task.revision,
            weights=rules.weights_text(shortlist.weights),
        )  # fmt: skip
        outbox.add("matching.shortlist_made", at=at, case_id=case_id, shortlist_id=shortlist.pk)
    return shortlist


def decide(
    *,
    actor: Actor,
    shortlist_id: UUID,
    profile_id: int,
    reason: str,
    at: datetime,
    weights: Weights | None = None,
) -> Selection:
    """A person of the company chooses somebody from the shortlist and writes which evidence was looked at.

    `weights` are the sliders as they stood; the shortlist's own when not given. One running choice a case: of two
    people who choose at once, the second is refused.
    """
    with transaction.atomic():
        shortlist = lock(queries.shortlists_for(actor), shortlist_id)
        allowed = permissions.may_decide(actor, shortlist)
        require(allowed=allowed)
        if not (given := rules.reason_given(reason)):
            raise Invalid({"reason": given})
        task = lock(demand.tasks_for(actor), shortlist.task_id)  # one lock for every shortlist of the case
        entry = queries.entries_of(shortlist).filter(profile_id=profile_id).first()
        if entry is None:
            raise Missing
        possible = (
            rules.is_current(
                is_latest=queries.shortlist_of(shortlist.case_id) == shortlist,
                same_revision=task.revision == shortlist.task_revision and task.state == TaskState.APPROVED,
                parts=shortlist.parts,
                lacking=shortlist.lacking,
            )
            & demand.may_staff_overseas(task)
            & rules.can_choose(
                running=queries.running_selection(shortlist.case_id),
                has_account=entry.profile.person_id is not None,
                has_declined=entry.profile_id in queries.declined_by(shortlist.case_id),
                is_left_out=entry.profile.opted_out_at is not None,
            )
        )
        require(allowed=allowed, possible=possible)
        assert actor.person_id is not None and entry.profile.person_id is not None
        selection = Selection.objects.create(
            case_id=shortlist.case_id, shortlist=shortlist, profile=entry.profile, reason=reason.strip(),
            weights=asdict(weights) if weights else shortlist.weights, decided_by_id=actor.person_id, decided_at=at,
        )  # fmt: skip
        _record("decided", selection, actor=actor, at=at, rank=entry.rank, reason=selection.reason,
                engine=shortlist.engine_version, weights=rules.weights_text(selection.weights),
                reweighed=selection.weights != shortlist.weights)  # fmt: skip
        outbox.add("matching.selection_decided", at=at, case_id=selection.case_id, selection_id=selection.pk)
        accounts.notify(
            person_ids=[entry.profile.person_id], facts={"company": task.company.name, "task": task.title}, at=at,
            sentence=N_("{company} would like to work with you on ‘{task}’. Please read the offer and answer."),
            url=selection.get_absolute_url(),
        )  # fmt: skip
    return selection


def withdraw(*, actor: Actor, selection_id: UUID, at: datetime) -> Selection:
    """Take the choice back while the talent has not answered."""
    with transaction.atomic():
        selection = lock(queries.selections_for(actor), selection_id)
        require(allowed=permissions.may_withdraw(actor, selection), possible=rules.can_withdraw(selection))
        selection.move(SelectionState.WITHDRAWN, at=at)
        _record("withdrawn", selection, actor=actor, at=at)
        outbox.add(
            "matching.selection_withdrawn", at=at, case_id=selection.case_id, selection_id=selection.pk
        )
        accounts.notify(
            person_ids=_person_behind(selection), facts={"task": selection.shortlist.task.title}, at=at,
            sentence=N_("The company has withdrawn its offer on ‘{task}’."), url=selection.get_absolute_url(),
        )  # fmt: skip
    return selection


def answer(
    *,
    actor: Actor,
    selection_id: UUID,
    accept: bool,
    at: datetime,
    reason: str = "",
    language: str = "",
    consent_version: str = "",
) -> Selection:
    """The chosen person takes the work and agrees to show name and history to this company, or declines.

    With a yes the person stands in the case, and the consent goes into the ledger (PIPA arts. 15, 17);
    `consent_version` is of the text that was read. Answering the same again changes nothing.
    """
    with transaction.atomic():
        selection = lock(queries.selections_for(actor), selection_id)
        allowed = permissions.may_answer(actor, selection)
        require(allowed=allowed)
        wanted = SelectionState.ACCEPTED if accept else SelectionState.DECLINED
        if selection.state == wanted:
            return selection
        require(allowed=allowed, possible=rules.can_answer(selection))
        selection.answer_reason = reason.strip()[:MAX_ANSWER]
        selection.move(wanted, at=at)
        task = selection.shortlist.task
        if accept:
            accounts.stand(case_id=selection.case_id, side=Side.TALENT, person_id=actor.person_id, at=at)
            given = consent.give(
                actor=actor, purpose=WORK_TOGETHER, recipient_id=task.company_id, case_id=selection.case_id,
                language=language or actor.language, version=consent_version, at=at,
            )  # fmt: skip
            _record(
                "accepted", selection, actor=actor, at=at, recipient=task.company.name, consent=str(given.pk),
                text_version=given.text_version, text_language=given.language,
            )  # fmt: skip
            _tell_the_others(selection, at)
        else:
            _record("declined", selection, actor=actor, at=at)
        outbox.add(
            "matching.selection_answered", at=at, case_id=selection.case_id, selection_id=selection.pk,
            accepted=accept,
        )  # fmt: skip
        accounts.notify(
            person_ids=[selection.decided_by_id], at=at,
            facts={"pseudonym": selection.profile.pseudonym, "task": task.title},
            sentence=N_("{pseudonym} has accepted your offer on ‘{task}’.")
            if accept
            else N_("{pseudonym} has declined your offer on ‘{task}’. You can choose somebody else."),
            url=selection.shortlist.get_absolute_url(),
        )  # fmt: skip
    return selection


def _person_behind(selection: Selection) -> list[UUID]:
    return [selection.profile.person_id] if selection.profile.person_id else []


def _task(actor: Actor, case_id: UUID) -> Task:
    task = demand.tasks_for(actor).filter(case_id=case_id).first()
    if task is None:
        raise Missing
    return task


def _require_search(actor: Actor, task: Task) -> None:
    require(
        allowed=permissions.may_make(actor, task),
        possible=rules.can_search(task.state == TaskState.APPROVED, queries.running_selection(task.case_id))
        & demand.may_staff_overseas(task),
    )


def _entry(result: Result, pool: Ranks, ask: Ask, weights: Weights) -> ShortlistEntry:
    person = pool.candidate(result.candidate_id, ask)
    gains = assess(ask, person, weights, pool.reference).gains if person else ()
    return ShortlistEntry(
        profile_id=result.candidate_id, rank=result.rank, total=result.total, shares=result.shares,
        factors=[asdict(factor) for factor in result.factors], missing=[asdict(each) for each in result.missing],
        gains=[asdict(gain) for gain in gains], kept_for_newcomer=result.kept_for_newcomer,
    )  # fmt: skip


def _tell_the_others(selection: Selection, at: datetime) -> None:
    """Silence is the top grievance: whoever was on the list hears that it was somebody else, why, and what to do.

    The reason is the factor in which they were furthest behind the chosen person.
    """
    entries = list(queries.entries_of(selection.shortlist))
    chosen = next(entry for entry in entries if entry.profile_id == selection.profile_id)
    for entry in entries:
        if entry is chosen or entry.profile.person_id is None:
            continue
        accounts.notify(
            person_ids=[entry.profile.person_id], at=at, url=reverse("matching:why", args=[selection.shortlist_id]),
            facts={"task": selection.shortlist.task.title, "factor": rules.main_difference(entry.factors, chosen.factors)},
            sentence=N_(
                "Someone else was chosen this time for ‘{task}’. The largest difference was in ‘{factor}’. "
                "You can ask for an explanation or a re-review by a person."
            ),
        )  # fmt: skip


def _record(act: str, selection: Selection, *, actor: Actor, at: datetime, **facts: Any) -> None:
    audit.record(
        f"matching.selection.{act}", actor=actor, subject=selection, at=at, pseudonym=selection.profile.pseudonym,
        **facts,
    )  # fmt: skip
