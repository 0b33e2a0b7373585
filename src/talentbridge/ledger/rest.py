"""The books for machines: reading only. What moves money are the verbs of the apps above."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from talentbridge.kernel.api import Problem
from talentbridge.kernel.errors import require
from talentbridge.kernel.pages import BridgeRequest
from talentbridge.ledger import permissions, queries, rules

router = Router(tags=["ledger"])
PAGE = 100


class LegOut(Schema):
    """`minor` units of `currency`: a debit is positive, a credit negative."""

    account: str
    currency: str
    minor: int


class EntryOut(Schema):
    id: UUID
    key: str
    kind: str
    posted_at: datetime
    case_id: UUID | None
    actor_name: str
    legs: list[LegOut]


class BalanceOut(Schema):
    """`minor` is what the account holds in its own direction; `signed` is debit minus credit."""

    account: str
    kind: str
    currency: str
    signed: int
    minor: int


@router.get("/entries", response={200: list[EntryOut], 403: Problem})
def entries(request: BridgeRequest, case_id: UUID | None = None, page: int = 1) -> list[dict[str, Any]]:
    """Entries, newest first, a hundred to a page: all for operators, those of their cases for everybody else."""
    rows = queries.entries_for(request.actor).order_by("-posted_at", "pk").prefetch_related("legs__account")
    if case_id:
        rows = rows.filter(case_id=case_id)
    start = (max(page, 1) - 1) * PAGE
    return [
        {
            "id": row.pk, "key": row.key, "kind": row.kind, "posted_at": row.posted_at, "case_id": row.case_id,
            "actor_name": row.actor_name,
            "legs": [
                {"account": leg.account.code, "currency": leg.currency, "minor": leg.minor} for leg in row.legs.all()
            ],
        }
        for row in rows[start : start + PAGE]
    ]  # fmt: skip


@router.get("/balances", response={200: list[BalanceOut], 403: Problem})
def balances(request: BridgeRequest) -> list[dict[str, Any]]:
    """The trial balance, for operators."""
    require(allowed=permissions.may_read_books(request.actor))
    return [
        {
            "account": row["code"], "kind": row["kind"], "currency": row["currency"], "signed": row["signed"],
            "minor": rules.own_direction(row["kind"], row["signed"]),
        }
        for row in queries.trial_balance()
    ]  # fmt: skip
