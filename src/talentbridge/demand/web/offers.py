"""Needs that partners brought: the list, one of them, and the answer to it."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from talentbridge.accounts.queries import organisations
from talentbridge.demand import permissions, queries, services
from talentbridge.demand.services.offers import NOT_HERE
from talentbridge.demand.states import OFFER_LABELS, OFFER_TONES, OfferState
from talentbridge.kernel.clock import now
from talentbridge.kernel.decision import YES
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, typed

SORTS = {
    "changed": ["changed_at"],
    "partner": ["partner__name"],
    "company": ["company_name"],
    "state": ["state"],
}


class RefusalForm(forms.Form):
    """Why a need is not taken; the partner reads it."""

    reason = forms.CharField(
        label=_("Why not"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("10 characters or more. The partner reads it."),
    )  # fmt: skip


@require_GET
def offers(request: HttpRequest) -> HttpResponse:
    """What partners brought, what waits first."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_see_offers(actor))
    state = request.GET.get("state", "")
    rows = queries.offers_for(actor)
    if state in set(OfferState):
        rows = rows.filter(state=state)
    listing = Listing(request.GET, rows, sorts=SORTS, default="-changed")
    for row in listing:
        row.label, row.tone = OFFER_LABELS[OfferState(row.state)], OFFER_TONES[OfferState(row.state)]
    context = {"listing": listing, "states": OFFER_LABELS.items(), "chosen": state}
    return page(request, "demand/offers.html", context)


@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """One need with where it comes from; accept it, or say why not."""
    actor = cast(BridgeRequest, request).actor
    found = queries.offers_for(actor).filter(pk=need_id).first()
    if found is None:
        raise Missing
    form = typed(request, RefusalForm)
    if request.method == "POST" and form.is_valid():
        try:
            services.refuse_offered(
                actor=actor, need_id=need_id, reason=form.cleaned_data["reason"], at=now()
            )
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, gettext("Refused. The partner has been told why."))
            return redirect("demand:offers")
    company = organisations.company_by_number(found.registration_number)
    context = {
        "offer": found, "form": form, "company": company,
        "label": OFFER_LABELS[OfferState(found.state)], "tone": OFFER_TONES[OfferState(found.state)],
        "may_answer": permissions.may_answer_offer(actor), "is_open": found.state == OfferState.WAITING,
        "can_accept": YES if company else NOT_HERE,
    }  # fmt: skip
    return page(request, "demand/offer.html", context, status=422 if form.errors else 200)
