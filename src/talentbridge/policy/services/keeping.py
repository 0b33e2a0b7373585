"""What every change of the table shares: one at a time, written down, told."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection

from talentbridge.kernel import outbox
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.text import N_
from talentbridge.policy.models import RuleParameter, RuleProposal, RuleVersion
from talentbridge.policy.rules import content
from talentbridge.policy.rules.moments import SEOUL
from talentbridge.policy.states import Change


def today(at: datetime) -> date:
    """The day in Seoul, where operators check their sources."""
    return at.astimezone(SEOUL).date()


def alone() -> None:
    """Let nobody else change the rows until this transaction ends; readers go on.

    It also lets the numbers of versions become visible in their order, on which `queries.book` relies.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE policy_ruleparameter IN SHARE ROW EXCLUSIVE MODE")


def alone_with_rates() -> None:
    """Let nobody else bring rates in until this transaction ends; readers go on."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE policy_fxrate IN SHARE ROW EXCLUSIVE MODE")


def reason_of(reason: str, field: str = "reason") -> str:
    """The reason, tidied. Raises `Invalid` when there is none or too much of it."""
    plain = reason.strip()
    if not plain or len(plain) > content.LONGEST_REASON:
        raise Invalid(
            {
                field: no(
                    "policy.reason",
                    N_("Say why, in at most {most} characters. It stays in the history."),
                    most=content.LONGEST_REASON,
                )
            }
        )
    return plain


def version(
    row: RuleParameter,
    change: Change,
    *,
    number: int,
    at: datetime,
    release: str = "",
    proposal: RuleProposal | None = None,
) -> RuleVersion:
    """The state of `row` as its next version, not saved yet."""
    made = RuleVersion(
        row=row, number=number, change=change, is_withdrawn=row.is_withdrawn, release=release, at=at
    )
    made.take(row.content)
    if proposal is not None:
        made.proposal, made.reason = proposal, proposal.reason
        made.proposed_by, made.proposed_by_name = proposal.proposed_by, proposal.proposed_by_name
        made.approved_by, made.approved_by_name = proposal.answered_by, proposal.answered_by_name
    return made


def tell(newest: int, at: datetime, *, key: str = "", country: str = "") -> None:
    """News for whoever calculates with rules: a row changed (or, without a key, many did)."""
    outbox.add("policy.rule_changed", at=at, version=newest, key=key, country=country)
