"""Verbs on requests about automated matching (PIPA art. 37-2): ask, take, give back, put off, answer, withdraw, remind.

The company of a list is never told who asked. A re-review changes nothing by itself: it confirms, or recommends another
look to the coordinator and the company, who decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from talentbridge.accounts import queries as people
from talentbridge.accounts import services as accounts
from talentbridge.audit import services as audit
from talentbridge.kernel.actor import SYSTEM, Actor, Role, Side
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, Missing, Refused, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_
from talentbridge.matching import permissions
from talentbridge.matching.models import EndedSearch, Request
from talentbridge.matching.queries import mine
from talentbridge.matching.queries import requests as queries
from talentbridge.matching.rules import requests as rules
from talentbridge.matching.services.explaining import prepare
from talentbridge.matching.states import OPEN, REQUEST_KINDS, Outcome, RequestKind, RequestState
from talentbridge.policy import queries as policy
from talentbridge.policy.rules import NotKnown, Rule, rule_to_json
from talentbridge.talent import queries as talents
from talentbridge.talent import services as talent

ANSWERING = N_("Answering what you asked about matching")


def ask(
    *,
    actor: Actor,
    kind: str,
    at: datetime,
    shortlist_id: UUID | None = None,
    words: str = "",
    language: str = "",
) -> Request:
    """A talent asks for an explanation, a re-review by a person, or to be left out; the clock begins.

    Being left out takes effect with this call: no list is made with the profile from now on. The same asked again while
    it is open is the same request.
    """
    require(allowed=permissions.may_ask(actor))
    assert actor.person_id is not None
    profile = talents.profile_of(actor.person_id)
    if profile is None:
        raise Missing
    shortlist = mine.lists_about(profile).filter(pk=shortlist_id).first() if shortlist_id else None
    if shortlist_id and shortlist is None:
        raise Missing
    if not (fits := rules.words_fit(words.strip())):
        raise Invalid({"words": fits})
    with transaction.atomic():
        profile = lock(talents.profiles_for(actor), profile.pk)  # two clicks are one request
        running = Request.objects.filter(
            person_id=actor.person_id, kind=kind, shortlist=shortlist, state__in=OPEN
        ).first()
        if running is not None:
            return running
        can = rules.can_ask(
            kind, has_list=shortlist is not None, is_left_out=profile.opted_out_at is not None
        )
        require(allowed=permissions.may_ask(actor), possible=can)
        rule = _rule(rules.CLOCK, at)
        request = Request.objects.create(
            person_id=actor.person_id, profile=profile, kind=kind, shortlist=shortlist, words=words.strip(),
            language="ko" if (language or actor.language) == "ko" else "en", asked_at=at,
            due_on=rules.due_on(at, int(rule.value)), rule=rule_to_json(rule),
        )  # fmt: skip
        _record("asked", request, actor, at, kind=REQUEST_KINDS[RequestKind(kind)])
        if kind == RequestKind.LEFT_OUT:
            talent.opt_out(actor=actor, at=at)
            _close(request, Outcome.LEFT_OUT, actor=SYSTEM, at=at)
        else:
            accounts.notify(
                person_ids=queries.answerers(kind, shortlist), url=request.get_absolute_url(), at=at,
                facts={"kind": REQUEST_KINDS[RequestKind(kind)], "due_on": request.due_on},
                sentence=N_("Somebody asks about matching: {kind}. The answer is due by {due_on}."),
            )  # fmt: skip
    return request


def take(*, actor: Actor, request_id: UUID, at: datetime) -> Request:
    """Begin to work on a request. Of two who take it at once, the second is refused."""
    with transaction.atomic():
        request = lock(queries.requests_for(actor), request_id)
        allowed = permissions.may_handle(actor, request, queries.involved(request))
        if allowed and request.state == RequestState.IN_WORK and request.handler_id == actor.person_id:
            return request
        require(allowed=allowed, possible=rules.can_take(request))
        request.handler_id, request.taken_at = actor.person_id, at
        request.move(RequestState.IN_WORK)
        request.save(update_fields=["handler", "taken_at", "state"])
        _record("taken", request, actor, at)
        _tell_the_asker(request, at, N_("A person is looking at what you asked: {kind}."), mail=False)
    return request


def give_back(*, actor: Actor, request_id: UUID, at: datetime) -> Request:
    """Put a request back into the queue: who works on it, or an operator when they cannot."""
    with transaction.atomic():
        request = lock(queries.requests_for(actor), request_id)
        require(allowed=permissions.may_give_back(actor, request), possible=rules.can_give_back(request))
        request.handler_id = request.taken_at = None
        request.move(RequestState.ASKED)
        request.save(update_fields=["handler", "taken_at", "state"])
        _record("given_back", request, actor, at)
    return request


def put_off(*, actor: Actor, request_id: UUID, reason: str, at: datetime) -> Request:
    """Put the last day off, once, with a reason that the asker is told."""
    on = at.astimezone(rules.SEOUL).date()
    with transaction.atomic():
        request = lock(queries.requests_for(actor), request_id)
        require(
            allowed=permissions.may_answer_as_handler(actor, request, queries.involved(request)),
            possible=rules.can_extend(request, on),
        )
        if not (fits := rules.reason_fits(reason)):
            raise Invalid({"reason": fits})
        request.due_on += timedelta(days=int(_rule(rules.EXTENSION, at).value))
        request.extended_at, request.extension_reason, request.reminded_left = at, reason.strip(), None
        request.save(update_fields=["due_on", "extended_at", "extension_reason", "reminded_left"])
        _record("put_off", request, actor, at, due_on=request.due_on.isoformat(), reason=reason.strip())
        _tell_the_asker(
            request, at, N_("The answer to what you asked ({kind}) will take until {due_on}. The reason: {reason}"),
            due_on=request.due_on, reason=reason.strip(),
        )  # fmt: skip
    return request


def answer(*, actor: Actor, request_id: UUID, outcome: str, text: str, at: datetime) -> Request:
    """Send the answer that a person wrote; what the bridge had prepared is kept beside it.

    The facts are calculated before anything is locked. Raises `Invalid` (``outcome``, ``answer``).
    """
    shown = queries.requests_for(actor).filter(pk=request_id).first()
    if shown is None:
        raise Missing
    require(allowed=permissions.may_answer_as_handler(actor, shown, queries.involved(shown)))
    prepared = prepare(shown, at.astimezone(rules.SEOUL).date())
    with transaction.atomic():
        request = lock(queries.requests_for(actor), request_id)
        require(
            allowed=permissions.may_answer_as_handler(actor, request, queries.involved(request)),
            possible=rules.can_be_answered(request),
        )
        if problems := rules.answer_fits(request.kind, outcome, text, prepared.text):
            raise Invalid(problems)
        request.answer, request.facts = text.strip(), prepared.facts
        _close(request, Outcome(outcome), actor=actor, at=at)
        _tell_the_asker(request, at, N_("What you asked has been answered: {kind}."))
        if outcome == Outcome.LOOK_AGAIN:
            _recommend(request, at)
    return request


def withdraw(*, actor: Actor, request_id: UUID, at: datetime) -> Request:
    """Who asked takes the request back."""
    with transaction.atomic():
        request = lock(queries.requests_for(actor), request_id)
        require(allowed=permissions.may_take_back(actor, request), possible=rules.can_withdraw(request))
        handler = request.handler_id
        request.withdrawn_at = at
        request.move(RequestState.WITHDRAWN)
        request.save(update_fields=["withdrawn_at", "state"])
        _record("withdrawn", request, actor, at)
        accounts.notify(
            person_ids=[handler], url=request.get_absolute_url(), at=at, facts={},
            sentence=N_("A request about matching that you were working on has been withdrawn."),
        )  # fmt: skip
    return request


def remind(*, at: datetime) -> int:
    """Remind whoever answers on the days of `rules.REMIND_LEFT`, operators also when a request is overdue; returns how many
    requests were reminded of. May run twice."""
    on = at.astimezone(rules.SEOUL).date()
    count = 0
    for pk in list(queries.to_remind(on).values_list("pk", flat=True)):
        with transaction.atomic():
            rows = Request.objects.select_for_update(of=("self",), skip_locked=True)
            request = rows.filter(pk=pk, state__in=OPEN).first()
            if request is not None and _remind(request, on, at):
                count += 1
    return count


def when_stopped(payload: Mapping[str, Any], at: datetime) -> None:
    """An engagement was stopped: its task looks for nobody any more."""
    EndedSearch.objects.get_or_create(case_id=payload["case_id"], defaults={"at": at})


def _remind(request: Request, on: date, at: datetime) -> bool:
    step = rules.reminder(rules.days_left(request.due_on, on), request.reminded_left)
    if step is None:
        return False
    is_late = step < 0
    told = [request.handler_id] if request.handler_id else queries.answerers(request.kind, request.shortlist)
    if is_late:
        told = [*told, *people.people_in(Role.OPERATOR)]
    request.reminded_left = step
    request.save(update_fields=["reminded_left"])
    accounts.notify(
        person_ids=told, url=request.get_absolute_url(), at=at,
        facts={"kind": REQUEST_KINDS[RequestKind(request.kind)], "due_on": request.due_on},
        sentence=N_("Overdue: a request about matching ({kind}) had to be answered by {due_on}.")
        if is_late
        else N_("A request about matching ({kind}) has to be answered by {due_on}."),
    )  # fmt: skip
    return True


def _rule(key: str, at: datetime) -> Rule:
    try:
        return policy.rule(key, on=at.astimezone(rules.SEOUL).date())
    except NotKnown as unknown:
        raise Refused(
            no("matching.no_clock", N_("The rule {key} is not known here. Please tell an operator."), key=key)
        ) from unknown


def _close(request: Request, outcome: Outcome, *, actor: Actor, at: datetime) -> None:
    request.outcome, request.answered_at, request.answered_by_id = outcome, at, actor.person_id
    request.move(RequestState.ANSWERED)
    request.save()
    _record("answered", request, actor, at, outcome=outcome)


def _recommend(request: Request, at: datetime) -> None:
    """Tell the coordinator and the company of the list that a person recommends another look; not who asked."""
    assert request.shortlist is not None
    sides = (Side.COORDINATOR, Side.COMPANY)
    accounts.notify(
        person_ids=[id for side in sides for id in people.people_on(request.shortlist.case_id, side)], at=at,
        facts={"task": request.shortlist.task.title}, url=request.shortlist.get_absolute_url(),
        sentence=N_(
            "A person who looked again at the list for ‘{task}’ recommends another look. Nothing changes by itself."
        ),
    )  # fmt: skip


def _tell_the_asker(
    request: Request, at: datetime, sentence: str, *, mail: bool = True, **facts: Any
) -> None:
    accounts.notify(
        person_ids=[request.person_id], url=request.get_absolute_url(), at=at, mail=mail, sentence=sentence,
        facts={"kind": REQUEST_KINDS[RequestKind(request.kind)], **facts},
    )  # fmt: skip


def _record(act: str, request: Request, actor: Actor, at: datetime, **facts: Any) -> None:
    audit.record(f"matching.request.{act}", actor=actor, subject=request, at=at, **facts)
