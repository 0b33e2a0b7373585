"""Reading contracts: the list, one of them, its PDF."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from talentbridge.contracts import queries, rules, services
from talentbridge.contracts.gateways.sealing import has_outside_clock
from talentbridge.contracts.states import LABELS, TONES, ContractState
from talentbridge.contracts.web import present
from talentbridge.kernel.clock import now
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import BridgeRequest, page

SORTS = {
    "title": ["terms__title_en"],
    "company": ["company__name"],
    "talent": ["talent__name"],
    "state": ["state"],
    "drafted": ["drafted_at"],
    "until": ["expires_at"],
}


@require_GET
def contracts(request: BridgeRequest) -> HttpResponse:
    """The actor's contracts, newest first; filtered by state, sorted and paged in the database."""
    rows = queries.contracts_for(request.actor).prefetch_related("signatures")
    chosen = request.GET.get("state", "")
    if chosen in set(ContractState):
        rows = rows.filter(state=chosen)
    listing = Listing(request.GET, rows, sorts=SORTS, default="-drafted")
    for row in listing:
        row.label = LABELS[ContractState(row.state)]
        row.tone = TONES.get(ContractState(row.state), "")
        row.signed = {signature.side for signature in row.signatures.all()}
        row.waits_for_reader = (
            row.state == ContractState.OFFERED
            and row.seen_from in rules.SIGNING_SIDES
            and row.seen_from not in row.signed
        )
    context = {"listing": listing, "states": LABELS.items(), "chosen": chosen}
    return page(request, "contracts/list.html", context)


@require_GET
def detail(request: BridgeRequest, contract_id: UUID) -> HttpResponse:
    """One version, both languages side by side; `?compare=1` marks what changed since the version before."""
    contract = queries.contract_for(request.actor, contract_id)
    services.note_reading(actor=request.actor, contract=contract, at=now())
    compare = request.GET.get("compare") == "1"
    context = present.whole(contract, request.actor, compare=compare)
    context |= {
        "compare": compare,
        "previous": queries.version_before(contract),
        "document": queries.document_of(contract),
        "outside_clock": has_outside_clock(),
        "here": reverse("contracts:detail", args=[contract.pk]),
    }
    return page(request, "contracts/detail.html", context)


@require_GET
def pdf(request: BridgeRequest, contract_id: UUID) -> HttpResponse:
    """The sealed PDF once it exists, before that a draft that says so on every page."""
    contract = queries.contract_for(request.actor, contract_id)
    services.note_reading(actor=request.actor, contract=contract, at=now())
    document = queries.document_of(contract)
    content = services.sealed_pdf(document) if document else services.draft_pdf(contract)
    kind = "contract" if document else "draft"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{kind}-{contract.terms_hash[:12]}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
