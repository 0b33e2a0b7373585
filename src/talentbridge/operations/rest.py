"""REST: partners' feeds, under `/api/v1/feeds`. `docs/feeds.md` has examples, the table of refusals and the limits."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Schema, Status
from ninja.pagination import paginate

from talentbridge.accounts import permissions
from talentbridge.accounts.queries import organisations
from talentbridge.accounts.rules.feeds import PACE, SCHEMAS
from talentbridge.accounts.services.feeds import FeedReport
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.api import Problem
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Denied, Missing, Refused, require
from talentbridge.kernel.pages import told
from talentbridge.operations import queries
from talentbridge.operations.services import take_feed

router = Router(tags=["feeds"])


class FieldProblem(Schema):
    """Why a field was refused: a stable code, and a sentence in the caller's language."""

    code: str
    sentence: str


class ItemOut(Schema):
    """What became of one item: created, updated, unchanged, deleted or refused."""

    position: int
    key: str
    outcome: str
    name: str
    possible_duplicates: int
    problems: dict[str, FieldProblem]


class FeedOut(Schema):
    """One call. With `dry_run` nothing was kept."""

    run_id: UUID
    dry_run: bool
    counts: dict[str, int]
    results: list[ItemOut]


class RunOut(Schema):
    """An earlier call, without its items."""

    id: UUID
    kind: str
    how: str
    dry_run: bool
    at: datetime
    items: int
    counts: dict[str, int]


ANSWERS = {200: FeedOut, 403: Problem, 422: Problem, 429: Problem}


@router.post("/profiles", response=ANSWERS)
def profiles(request: HttpRequest, envelope: Body[dict[str, Any]], dry_run: bool = False) -> Any:
    """Bring in up to 500 profiles, each with the proof of its person's consent."""
    return _take(request, "profiles", envelope, dry_run)


@router.post("/tasks", response=ANSWERS)
def tasks(request: HttpRequest, envelope: Body[dict[str, Any]], dry_run: bool = False) -> Any:
    """Bring in up to 500 needs of companies; a coordinator accepts or refuses each."""
    return _take(request, "tasks", envelope, dry_run)


@router.get("/runs", response=list[RunOut])
@paginate
def runs(request: HttpRequest) -> Any:
    """The caller's earlier calls, newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(allowed=permissions.may_see_feeds(actor))
    return organisations.feed_runs_for(actor)


@router.get("/schemas/{kind}")
def schema(request: HttpRequest, kind: str) -> Any:
    """The JSON Schema of a feed: profiles or tasks."""
    if kind not in SCHEMAS:
        raise Missing
    return json.loads(queries.feed_schema(kind))


def _take(request: HttpRequest, kind: str, envelope: dict[str, Any], dry_run: bool) -> Any:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.organisation_id is None:
        raise Denied(permissions.NOT_YOUR_FEED)
    try:
        report = take_feed(
            actor=actor, kind=kind, envelope=envelope, partner_id=actor.organisation_id, how="api", dry_run=dry_run,
            at=now(),
        )  # fmt: skip
    except Refused as refused:
        if refused.decision.code != PACE:
            raise
        return Status(429, {"code": PACE, "sentence": told(refused.decision), "fields": {}})
    return _out(report)


def _out(report: FeedReport) -> dict[str, Any]:
    return {
        "run_id": report.run.pk,
        "dry_run": report.run.dry_run,
        "counts": report.run.counts,
        "results": [
            {
                "position": each.position, "key": each.key, "outcome": each.outcome, "name": each.name,
                "possible_duplicates": each.duplicates,
                "problems": {
                    name: {"code": decision.code, "sentence": told(decision)} for name, decision in each.problems.items()
                },
            }
            for each in report.results
        ],
    }  # fmt: skip
