"""REST for whoever is judged: the tasks that fit, why (not) me, requests about matching; and the fairness figures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema
from ninja.pagination import paginate

from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Missing, require
from talentbridge.kernel.pages import BridgeRequest
from talentbridge.matching import permissions
from talentbridge.matching.engine import VERSION
from talentbridge.matching.models import Request, Shortlist
from talentbridge.matching.queries import mine, told
from talentbridge.matching.queries import requests as queries
from talentbridge.matching.rules import requests as rules
from talentbridge.matching.rules.requests import SEOUL
from talentbridge.matching.services import explaining
from talentbridge.matching.services import requests as services
from talentbridge.matching.web import fairness
from talentbridge.matching.web import mine as mine_pages
from talentbridge.matching.web import requests as request_pages

router = Router(tags=["matching"])

# The other direction -----------------------------------------------------------------------------------------


class StandingOut(Schema):
    """How the caller stands to a task: conditions not met, points if all were met, what would bring more.

    Sentences are in the language of the request.
    """

    failed: list[dict[str, str]]
    total: float
    factors: list[dict[str, Any]]
    missing: list[str]
    gains: list[dict[str, str]]


class FitOut(StandingOut):
    """An open task that the caller may know of, published or with them on its shortlist."""

    title: str
    company: str
    public_task_id: UUID | None
    shortlist_id: UUID | None


class TasksOut(Schema):
    """Every open task as the caller may know it; of the others only counts."""

    engine_version: str
    tasks: list[FitOut]
    others: int
    others_fit: int
    in_the_way: dict[str, int]


class ListAboutMeOut(Schema):
    """A list that has considered the caller."""

    id: UUID
    title: str
    made_at: datetime
    engine_version: str
    is_listed: bool

    @staticmethod
    def resolve_title(shortlist: Shortlist) -> str:
        return shortlist.task.title_in(show.reading())


class WhyOut(Schema):
    """What a list recorded about the caller, and how they stand to it calculated on `calculated_on`."""

    id: UUID
    made_at: datetime
    engine_version: str
    weights: dict[str, int]
    rank: int | None
    recorded_total: float | None
    calculated_on: date
    calculated_with: str
    now: StandingOut | None
    place: int | None
    passed: int
    behind: dict[str, Any] | None


def _standing(found: told.Explained) -> dict[str, Any]:
    return {
        "failed": [
            {"condition": each.key, "words": each.words, "instead": each.instead} for each in found.failed
        ],
        "total": found.total,
        "factors": [
            {"key": each.key, "points": each.points, "weight": each.weight} for each in found.factors
        ],
        "missing": list(found.missing),
        "gains": [{"what": what, "points": points} for what, points in found.gains],
    }


def _profile(request: BridgeRequest) -> Any:
    _actor, profile = mine_pages.asker(request)
    if profile is None:
        raise Missing
    return profile


@router.get("/mine/tasks", response=TasksOut)
def my_tasks(request: BridgeRequest) -> Any:
    """The open tasks that fit the caller, best first. Nothing of it is stored."""
    found = mine.tasks_for(_profile(request), now().astimezone(SEOUL).date())
    return {
        "engine_version": VERSION,
        "tasks": [
            {
                "title": each["title"], "company": each["company"], "shortlist_id": each["shortlist_id"],
                "public_task_id": each["publication"].pk if each["publication"] else None,
                **_standing(each["explained"]),
            }
            for each in map(mine_pages.fit, found.shown)
        ],
        "others": found.others, "others_fit": found.others_fit, "in_the_way": dict(found.in_the_way),
    }  # fmt: skip


@router.get("/mine/lists", response=list[ListAboutMeOut])
@paginate
def my_lists(request: BridgeRequest) -> Any:
    """The lists that have considered the caller and that they may know of, newest first."""
    return mine.lists_about(_profile(request)).order_by("-made_at", "pk")


@router.get("/mine/lists/{uuid:shortlist_id}", response=WhyOut)
def why(request: BridgeRequest, shortlist_id: UUID) -> Any:
    """Why (not) me."""
    profile, today = _profile(request), now().astimezone(SEOUL).date()
    shown = mine.lists_about(profile).filter(pk=shortlist_id).first()
    if shown is None:
        raise Missing
    found = mine.standing(profile, shown, today)
    return {
        "id": shown.pk, "made_at": shown.made_at, "engine_version": shown.engine_version, "weights": shown.weights,
        "rank": found.entry.rank if found.entry else None,
        "recorded_total": found.entry.total if found.entry else None,
        "calculated_on": today, "calculated_with": VERSION,
        "now": _standing(told.explained(found.ask, found.now)) if found.now else None,
        "place": found.place, "passed": found.passed,
        "behind": {"factor": found.behind[0], "points": found.behind[1]} if found.behind else None,
    }  # fmt: skip


# Requests about matching --------------------------------------------------------------------------------------


class AskIn(Schema):
    """``explanation``, ``review`` (of one list) or ``left_out`` (at once)."""

    kind: str
    shortlist_id: UUID | None = None
    words: str = ""


class PutOffIn(Schema):
    """Why it takes longer; the asker reads it."""

    reason: str


class AnswerRequestIn(Schema):
    """What came of it (``explained``, ``confirmed``, ``look_again``) and the answer in the asker's language."""

    outcome: str
    answer: str


class RequestOut(Schema):
    """A request about matching and its clock. Who asked is known by pseudonym."""

    id: UUID
    kind: str
    state: str
    pseudonym: str
    shortlist_id: UUID | None
    words: str
    language: str
    asked_at: datetime
    due_on: date
    extended_at: datetime | None
    extension_reason: str
    taken_at: datetime | None
    answered_at: datetime | None
    outcome: str
    answer: str

    @staticmethod
    def resolve_pseudonym(row: Request) -> str:
        return row.profile.pseudonym


class PreparedOut(Schema):
    """What the bridge has prepared for who answers: facts, and a first text. A person writes the answer."""

    facts: dict[str, Any]
    text: str


@router.get("/requests", response=list[RequestOut])
@paginate
def list_requests(request: BridgeRequest) -> Any:
    """One's own requests; for coordinators and operators the queue, due first."""
    rows = queries.by_urgency(queries.requests_for(request.actor))
    return rows.order_by("is_closed", "due_on", "pk")


@router.post("/requests", response=RequestOut)
def ask(request: BridgeRequest, asked: AskIn) -> Any:
    """Ask for an explanation or a re-review, or be left out of automated matching."""
    return services.ask(
        actor=request.actor, kind=asked.kind, shortlist_id=asked.shortlist_id, words=asked.words,
        language=show.reading(), at=now(),
    )  # fmt: skip


@router.get("/requests/{uuid:request_id}", response=RequestOut)
def one_request(request: BridgeRequest, request_id: UUID) -> Any:
    """One request."""
    return request_pages.found(request.actor, request_id)


@router.get("/requests/{uuid:request_id}/prepared", response=PreparedOut)
def prepared(request: BridgeRequest, request_id: UUID) -> Any:
    """The facts of a request, for who has taken it."""
    one = request_pages.found(request.actor, request_id)
    require(
        allowed=permissions.may_answer_as_handler(request.actor, one, queries.involved(one)),
        possible=rules.can_be_answered(one),
    )
    return explaining.prepare(one, now().astimezone(SEOUL).date())


@router.post("/requests/{uuid:request_id}/take", response=RequestOut)
def take(request: BridgeRequest, request_id: UUID) -> Any:
    """Begin to work on a request."""
    return services.take(actor=request.actor, request_id=request_id, at=now())


@router.post("/requests/{uuid:request_id}/give-back", response=RequestOut)
def give_back(request: BridgeRequest, request_id: UUID) -> Any:
    """Put a request back into the queue."""
    return services.give_back(actor=request.actor, request_id=request_id, at=now())


@router.post("/requests/{uuid:request_id}/put-off", response=RequestOut)
def put_off(request: BridgeRequest, request_id: UUID, given: PutOffIn) -> Any:
    """Put the last day off, once."""
    return services.put_off(actor=request.actor, request_id=request_id, reason=given.reason, at=now())


@router.post("/requests/{uuid:request_id}/answer", response=RequestOut)
def answer_request(request: BridgeRequest, request_id: UUID, given: AnswerRequestIn) -> Any:
    """Send the answer. Only a person in the browser session; a token does not reach this."""
    return services.answer(
        actor=request.actor, request_id=request_id, outcome=given.outcome, text=given.answer, at=now()
    )


@router.post("/requests/{uuid:request_id}/withdraw", response=RequestOut)
def withdraw_request(request: BridgeRequest, request_id: UUID) -> Any:
    """Take one's own request back."""
    return services.withdraw(actor=request.actor, request_id=request_id, at=now())


# Fairness figures ----------------------------------------------------------------------------------------------


class FairnessOut(Schema):
    """One quarter: rows of quarter, axis, group, stage, count, rate, impact ratio, below the threshold; empty is hidden."""

    quarters: list[str]
    quarter: str
    columns: list[str]
    rows: list[list[Any]]


@router.get("/fairness", response=FairnessOut)
def fairness_figures(request: BridgeRequest, quarter: str = "") -> Any:
    """Selection rates by group and their ratios, without small counts."""
    periods, found, _rule = fairness.read(request.actor, quarter)
    return {
        "quarters": [each.key for each in periods],
        "quarter": found.period.key if found else "",
        "columns": list(fairness.HEAD),
        "rows": [list(row) for row in fairness.rows_of(found)] if found else [],
    }
