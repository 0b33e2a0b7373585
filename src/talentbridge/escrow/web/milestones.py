"""Reading money: the list, and one milestone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from talentbridge.escrow import queries
from talentbridge.escrow.gateways.custody import custodian
from talentbridge.escrow.models import Milestone
from talentbridge.escrow.states import MILESTONE_NAMES, MilestoneState
from talentbridge.escrow.web import present
from talentbridge.kernel import show
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Missing
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.money import Money
from talentbridge.kernel.pages import BridgeRequest, page
from talentbridge.kernel.sheet import csv_response
from talentbridge.kernel.text import N_

SORTS = {
    "due": ["due_on"],
    "review": ["accept_by"],
    "state": ["state"],
    "amount": ["currency", "amount_minor"],
    "company": ["payer__name"],
    "talent": ["payee__name"],
}
SHEET = (
    N_("Contract"), N_("Number"), N_("Deliverable"), N_("Company"), N_("Talent"), N_("State"), N_("Due"),
    N_("Review until"), N_("Currency"), N_("Gross"), N_("Service fee"), N_("Tax withheld"), N_("Net"),
)  # fmt: skip


def visible(actor: Actor, milestone_id: UUID) -> Milestone:
    """The milestone if the actor may see it, else `Missing`."""
    milestone = queries.milestones_for(actor).filter(pk=milestone_id).first()
    if milestone is None:
        raise Missing
    return milestone


@require_GET
def money(request: BridgeRequest) -> HttpResponseBase:
    """The actor's milestones, filtered, sorted and paged in the database; `?format=csv` takes all of them along."""
    rows = queries.milestones_for(request.actor)
    chosen, text = request.GET.get("state", ""), request.GET.get("q", "").strip()
    if chosen in set(MilestoneState):
        rows = rows.filter(state=chosen)
    if text:
        rows = rows.filter(
            Q(title_ko__icontains=text)
            | Q(title_en__icontains=text)
            | Q(payer__name__icontains=text)
            | Q(names_talent=True, payee__name__icontains=text)
        )
    if request.GET.get("format") == "csv":
        return csv_response("money", [gettext(name) for name in SHEET], _sheet(rows))
    listing = Listing(request.GET, rows, sorts=SORTS, default="due")
    context = {
        "listing": listing,
        "sums": _sums(rows),
        "states": MILESTONE_NAMES.items(),
        "chosen": chosen,
        "q": text,
        "csv": listing.link(format="csv"),
        "bank": custodian(),
        "account": queries.payout_account_for(request.actor),
        "today": now().date(),
    }
    return page(request, "escrow/list.html", context)


@require_GET
def milestone(request: BridgeRequest, milestone_id: UUID) -> HttpResponse:
    """One milestone: its state and clock, what was handed in, both ledgers, where the money is."""
    found = visible(request.actor, milestone_id)
    return page(request, "escrow/milestone.html", present.whole(found, request.actor, now()))


def _sums(rows: QuerySet[Milestone]) -> list[dict[str, Any]]:
    """Per currency: the parts of the bar, the total, how many."""
    found: dict[str, dict[str, Any]] = {}
    for row in (
        rows.order_by().values("currency", "state").annotate(sum=Sum("amount_minor"), count=Count("pk"))
    ):
        each = found.setdefault(
            row["currency"], {"parts": [], "total": Money(0, row["currency"]), "count": 0}
        )
        amount = Money(row["sum"], row["currency"])
        each["parts"].append((row["state"], amount))
        each["total"] += amount
        each["count"] += row["count"]
    return [found[currency] for currency in sorted(found)]


def _sheet(rows: QuerySet[Milestone]) -> Iterator[list[object]]:
    ordered = rows.order_by("contract_id", "number")
    for row in ordered.iterator(chunk_size=500):
        is_final = row.withholding_trace is not None
        yield [
            row.contract.terms["title_ko" if show.reading() == "ko" else "title_en"],
            row.number,
            row.title,
            row.payer.name,
            row.payee.name if row.names_talent else gettext("A talent"),
            gettext(MILESTONE_NAMES[MilestoneState(row.state)]),
            row.due_on.isoformat(),
            row.accept_by.isoformat() if row.accept_by else "",
            row.currency,
            row.gross.amount,
            row.split.fee.amount if row.fee_trace else "",
            row.split.withheld.amount if is_final else "",
            row.split.net.amount if is_final else "",
        ]
