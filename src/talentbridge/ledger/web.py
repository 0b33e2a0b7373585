"""The books as pages for operators: entries, one entry, and every account with its balance."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.urls import path
from django.views.decorators.http import require_GET

from talentbridge.kernel.errors import Missing, require
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.money import Money
from talentbridge.kernel.pages import BridgeRequest, page
from talentbridge.kernel.sheet import csv_response
from talentbridge.ledger import permissions, queries, rules
from talentbridge.ledger.rules import ENTRY_KINDS


@require_GET
def entries(request: BridgeRequest) -> HttpResponse:
    """Every entry, newest first; filtered by kind and by text in its key or its accounts."""
    require(allowed=permissions.may_read_books(request.actor))
    rows = queries.entries_for(request.actor)
    kind, text = request.GET.get("kind", ""), request.GET.get("q", "").strip()
    if kind in ENTRY_KINDS:
        rows = rows.filter(kind=kind)
    if text:
        named = (
            Q(legs__account__code__icontains=text) | Q(key__icontains=text) | Q(actor_name__icontains=text)
        )
        rows = rows.filter(named).distinct()
    listing = Listing(
        request.GET,
        rows.prefetch_related("legs__account"),
        sorts={"at": ["posted_at"], "kind": ["kind"]},
        default="-at",
    )
    for row in listing:
        row.moved = [Money(leg.minor, leg.currency) for leg in row.legs.all() if leg.minor > 0]
    context = {"listing": listing, "kinds": ENTRY_KINDS.items(), "kind": kind, "q": text}
    return page(request, "ledger/entries.html", context)


@require_GET
def entry(request: BridgeRequest, entry_id: UUID) -> HttpResponse:
    """One entry with all its legs."""
    require(allowed=permissions.may_read_books(request.actor))
    found = queries.entries_for(request.actor).filter(pk=entry_id)
    row = found.first()
    if row is None:
        raise Missing
    legs = list(queries.legs_of(found))
    context = {"entry": row, "legs": legs}
    return page(request, "ledger/entry.html", context)


@require_GET
def accounts(request: BridgeRequest) -> HttpResponseBase:
    """The trial balance: every account; the sums of each currency are zero. `?format=csv` takes it along."""
    require(allowed=permissions.may_read_books(request.actor))
    rows = queries.trial_balance()
    if text := request.GET.get("q", "").strip():
        rows = rows.filter(code__icontains=text)
    if request.GET.get("format") == "csv":
        head = ("account", "kind", "currency", "debit minus credit, minor units", "legs")
        return csv_response(
            "trial-balance",
            head,
            ((r["code"], r["kind"], r["currency"], r["signed"], r["moves"]) for r in rows),
        )
    listing = Listing(
        request.GET,
        rows,
        sorts={"code": ["code"], "balance": ["currency", "signed"], "moves": ["moves"]},
        default="code",
    )
    for row in listing:
        row["family"] = rules.family_title(row["code"])
        row["balance"] = Money(rules.own_direction(row["kind"], row["signed"]), row["currency"])
    context = {
        "listing": listing,
        "faults": queries.self_check(),
        "q": text,
        "csv": listing.link(format="csv"),
    }
    return page(request, "ledger/accounts.html", context)


app_name = "ledger"
urlpatterns = [
    path("", entries, name="entries"),
    path("accounts/", accounts, name="accounts"),
    path("<uuid:entry_id>/", entry, name="entry"),
]
