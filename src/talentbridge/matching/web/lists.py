"""The lists: shortlists for those who decide, offers for those who are asked."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from talentbridge.kernel.actor import Role
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import BridgeRequest, page
from talentbridge.matching import permissions, queries
from talentbridge.matching.queries import requests
from talentbridge.matching.states import LABELS, TONES, SelectionState

_SHORTLISTS = {"made": ("made_at",), "people": ("people",), "task": ("task__title_ko", "task__title_en")}
_OFFERS = {"decided": ("decided_at",), "state": ("state",)}


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """A talent's offers; everybody else's shortlists."""
    actor = cast(BridgeRequest, request).actor
    if actor.role is Role.TALENT:
        offers = Listing(request.GET, queries.selections_for(actor), sorts=_OFFERS, default="-decided")
        for row in offers:
            row.label, row.tone = LABELS[SelectionState(row.state)], TONES[SelectionState(row.state)]
        return page(request, "matching/offers.html", {"listing": offers})
    rows = queries.counted(queries.shortlists_for(actor))
    listing = Listing(request.GET, rows, sorts=_SHORTLISTS, default="-made")
    for row in listing:
        if row.chosen:
            row.label, row.tone = LABELS[SelectionState(row.chosen)], TONES[SelectionState(row.chosen)]
    waiting = requests.open_for(actor) if permissions.may_answer_requests(actor) else None
    return page(request, "matching/list.html", {"listing": listing, "waiting": waiting})
