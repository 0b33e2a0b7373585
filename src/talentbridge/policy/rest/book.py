"""Rules and rates as REST: public facts with source, date and certainty; proposing and answering for operators."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django.http import HttpRequest
from ninja import Router, Schema, Status

from talentbridge.kernel.clock import now
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, require
from talentbridge.kernel.pages import BridgeRequest
from talentbridge.kernel.stepup import require_fresh
from talentbridge.kernel.text import N_
from talentbridge.policy import permissions, queries, services
from talentbridge.policy.models import RateImport, RuleParameter, RuleProposal, RuleVersion
from talentbridge.policy.queries.rates import Freshness
from talentbridge.policy.rules.moments import SEOUL, day_of, moment_of
from talentbridge.policy.states import ProposalKind

router = Router(tags=["policy"])
MOST_ROWS = 100


class RowOut(Schema):
    """What a row says, without its place in the table. A statement has no value, its notes are its text."""

    key: str
    country: str
    value: str | None
    unit: str
    title_ko: str
    title_en: str
    valid_from: date
    valid_to: date | None
    source_name: str
    source_url: str
    checked_on: date
    certainty: str
    differs_from: str
    note_ko: str
    note_en: str


class RuleOut(RowOut):
    id: int

    @staticmethod
    def resolve_id(row: RuleParameter | RuleVersion) -> int:
        return row.row_id if isinstance(row, RuleVersion) else row.pk

    @staticmethod
    def resolve_value(row: RuleParameter | RuleVersion) -> str | None:
        return None if row.value is None else format(row.value.normalize(), "f")


class VersionOut(RuleOut):
    """One state of a row: from the product's reviewed files (`release`), or proposed by one operator and approved by
    another."""

    number: int
    change: str
    is_withdrawn: bool
    release: str
    reason: str
    at: datetime


class RateOut(Schema):
    """Won for one major unit. `days` old on the day that was asked for; `is_stale` by the row `fx.stale_days`."""

    currency: str
    on: date
    krw_per: str
    source_name: str
    certainty: str
    days: int
    is_stale: bool


class ProposalIn(Schema):
    """`kind` new, change, end or check. `said` holds a row's columns as text (dates ISO 8601); for end only `valid_to`,
    for check only `checked_on`. `seen` is the number of the version that was looked at."""

    kind: str
    row_id: int | None = None
    said: dict[str, str | None] = {}
    source: str = ""
    reason: str
    seen: int | None = None


class ProposalOut(Schema):
    id: int
    kind: str
    row_id: int | None
    key: str
    country: str
    before: dict[str, str | None] | None
    proposed: dict[str, str | None]
    reason: str
    source: str
    state: str
    seen: int
    proposed_by_name: str
    proposed_at: datetime
    answered_by_name: str
    answered_at: datetime | None
    answer: str


class ApprovalIn(Schema):
    """`seen`: the number of the row's newest version (0 for a new row), so that nobody approves what they did not see."""

    seen: int
    answer: str = ""


class ReasonIn(Schema):
    reason: str


class RateIn(Schema):
    currency: str
    on: date
    krw_per: str
    source: str
    certainty: str = "judgement"
    reason: str


class ImportOut(Schema):
    id: int
    how: str
    source: str
    state: str
    count: int
    taken_at: datetime


@router.get("/rules", response=list[RuleOut], auth=None)
def rules(
    request: HttpRequest, on: str = "", known_at: str = "", country: str | None = None, key: str = ""
) -> list[Any]:
    """The rules valid on a day (today when not given); with `known_at` as the table stood then. `key` is a key or the
    beginning of one that ends in a dot."""
    rows = queries.rows_on(day_of(on) if on else _today(), moment_of(known_at) if known_at else None)
    if country is not None:
        rows = rows.filter(country=country)
    if key:
        rows = rows.filter(key__startswith=key) if key.endswith(".") else rows.filter(key=key)
    return list(rows)


@router.get("/rules/{row_id}", response=RuleOut, auth=None)
def one_rule(request: HttpRequest, row_id: int) -> RuleParameter:
    """One row as it stands."""
    return queries.found_row(row_id)


@router.get("/rules/{row_id}/versions", response=list[VersionOut], auth=None)
def rule_versions(request: HttpRequest, row_id: int) -> list[RuleVersion]:
    """Every state of a row, newest first."""
    queries.found_row(row_id)
    return list(queries.versions_of(row_id))


@router.get("/rates", response=list[RateOut], auth=None)
def rates(request: HttpRequest, on: str = "") -> list[dict[str, Any]]:
    """The rate of each currency that counts on a day (today when not given)."""
    return [_rate(row, fresh) for row, fresh in queries.reference_rates(day_of(on) if on else _today())]


@router.post("/rates/entries", response={201: ImportOut})
def enter_rate(request: HttpRequest, body: RateIn) -> Status[RateImport]:
    """Enter one rate by hand; it counts when a second operator has approved it in the browser."""
    said = body.dict() | {"krw_per": _number(body.krw_per, "krw_per")}
    return Status(201, services.enter_rate(actor=_actor(request), at=now(), **said))


@router.get("/proposals", response=list[ProposalOut])
def proposals(request: HttpRequest, state: str = "", limit: int = MOST_ROWS) -> list[RuleProposal]:
    """What operators proposed, newest first."""
    actor = _actor(request)
    require(allowed=permissions.may_propose(actor))
    rows = queries.proposals_for(actor)
    if state:
        rows = rows.filter(state=state)
    return list(rows.order_by("-id")[: max(0, min(limit, MOST_ROWS))])


@router.post("/proposals", response={201: ProposalOut})
def propose(request: HttpRequest, body: ProposalIn) -> Status[RuleProposal]:
    """Propose a new row, a change, an end, or that a row was checked again."""
    actor, at = _actor(request), now()
    require(allowed=permissions.may_propose(actor))
    said = _said(body.said)
    if body.kind == ProposalKind.NEW:
        return Status(201, services.propose_row(actor=actor, said=said, reason=body.reason, at=at))
    if body.row_id is None:
        raise Invalid({"row_id": no("policy.which_row", N_("Say which row it is about."))})
    about: dict[str, Any] = {
        "actor": actor, "row_id": body.row_id, "reason": body.reason, "at": at, "seen": body.seen
    }  # fmt: skip
    if body.kind == ProposalKind.CHANGE:
        row = queries.found_row(body.row_id)
        made = services.propose_change(said=row.content | said, **about)
    elif body.kind == ProposalKind.END:
        made = services.propose_end(last_day=_needed(said, "valid_to"), source=body.source, **about)
    elif body.kind == ProposalKind.CHECK:
        made = services.propose_check(checked_on=_needed(said, "checked_on"), **about)
    else:
        raise Invalid(
            {"kind": no("policy.kind", N_("Choose one of: {kinds}."), kinds="new, change, end, check")}
        )
    return Status(201, made)


@router.post("/proposals/{proposal_id}/approve", response=ProposalOut)
def approve(request: HttpRequest, proposal_id: int, body: ApprovalIn) -> RuleProposal:
    """A second operator, in person, lets it come true."""
    require_fresh(request)
    return services.approve(actor=_actor(request), proposal_id=proposal_id, at=now(), **body.dict())


@router.post("/proposals/{proposal_id}/refuse", response=ProposalOut)
def refuse(request: HttpRequest, proposal_id: int, body: ReasonIn) -> RuleProposal:
    """A second operator, in person, says no."""
    require_fresh(request)
    return services.refuse(actor=_actor(request), proposal_id=proposal_id, reason=body.reason, at=now())


@router.post("/proposals/{proposal_id}/withdraw", response=ProposalOut)
def withdraw(request: HttpRequest, proposal_id: int) -> RuleProposal:
    """Take back one's own proposal."""
    return services.withdraw(actor=_actor(request), proposal_id=proposal_id, at=now())


def _actor(request: HttpRequest) -> Any:
    return cast(BridgeRequest, request).actor


def _today() -> date:
    return now().astimezone(SEOUL).date()


def _said(typed: dict[str, str | None]) -> dict[str, Any]:
    """Columns as a verb takes them. Raises `Invalid` by column."""
    said: dict[str, Any] = dict(typed)
    for name in ("valid_from", "valid_to", "checked_on"):
        if text := typed.get(name):
            said[name] = day_of(text, name)
        elif name in said:
            said[name] = None
    if "value" in typed:
        said["value"] = _number(typed["value"], "value") if typed["value"] else None
    return said


def _number(text: str | None, field: str) -> Decimal:
    try:
        number = Decimal(str(text).strip())
        if not number.is_finite():  # a signalling NaN cannot even be compared
            raise InvalidOperation
    except InvalidOperation:
        raise Invalid(
            {field: no("policy.number", N_("“{text}” is no number."), text=str(text)[:40])}
        ) from None
    return number


def _needed(said: dict[str, Any], name: str) -> date:
    if not isinstance(said.get(name), date):
        raise Invalid({name: no("policy.day_missing", N_("Say the day."))})
    found: date = said[name]
    return found


def _rate(row: Any, fresh: Freshness) -> dict[str, Any]:
    return {
        "currency": row.currency, "on": row.on, "krw_per": format(row.krw_per.normalize(), "f"),
        "source_name": row.source_name, "certainty": row.certainty, "days": fresh.days, "is_stale": fresh.is_stale,
    }  # fmt: skip
