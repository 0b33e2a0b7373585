"""Profiles that may be one person: the pairs, and one of them side by side with the reasons."""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, typed
from talentbridge.kernel.text import N_
from talentbridge.talent import permissions, queries, rules, services
from talentbridge.talent.models import Profile
from talentbridge.talent.states import PairState
from talentbridge.talent.web.present import card, reason_texts

COMPARING = N_("Deciding whether two profiles are one person")
STATES = {
    PairState.OPEN: N_("To decide"),
    PairState.MERGED: N_("One person"),
    PairState.DISTINCT: N_("Two people"),
}


class DecisionForm(forms.Form):
    note = forms.CharField(
        label=_("What you looked at to be sure"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


def pairs(request: HttpRequest) -> HttpResponse:
    """Pairs that wait, or those that were decided."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_resolve_duplicates(actor))
    asked = request.GET.get("state", PairState.OPEN)
    rows = queries.pairs_for(actor)
    rows = (
        rows.filter(state=asked)
        if asked in {PairState.MERGED, PairState.DISTINCT}
        else queries.undecided(rows)
    )
    listing = Listing(request.GET, rows, sorts={"found": ["found_at"]}, default="-found", sizes=(20, 50))
    for pair in listing:
        pair.why = reason_texts(pair.reasons)
    states = [(state, gettext(name)) for state, name in STATES.items()]
    return page(request, "talent/pairs.html", {"listing": listing, "states": states, "asked": asked})


def pair(request: HttpRequest, number: int) -> HttpResponse:
    """Both cards side by side; one decision with what it rests on."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_resolve_duplicates(actor))
    found = queries.pairs_for(actor).filter(pk=number).first()
    if found is None:
        raise Missing
    form = typed(request, DecisionForm)
    if request.method == "POST" and form.is_valid():
        decide = services.merge_pair if "merge" in request.POST else services.keep_apart
        try:
            decide(actor=actor, pair_id=number, note=form.cleaned_data["note"], at=now())
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(
                request, gettext("Decided. It is in the log, and nobody is asked about it again.")
            )
            return redirect("talent:pairs")
    both = queries.profiles_whole([found.first_id, found.second_id])
    at = now()
    for profile in both:
        services.show_card(actor=actor, profile=profile, at=at, purpose=COMPARING)
    context = {
        "pair": found,
        "reasons": reason_texts(found.reasons),
        "cards": [card(profile, at.date(), whole=True) for profile in both],
        "kept": _kept(both),
        "may_merge": rules.can_merge(*(profile.person_id is not None for profile in both)),
        "is_open": found.state == PairState.OPEN and not any(profile.retired_at for profile in both),
        "form": form,
    }
    return page(request, "talent/pair.html", context, status=422 if form.errors else 200)


def _kept(both: list[Profile]) -> str:
    """The code of the profile that a merge keeps."""
    return rules.kept_of(
        [(profile.person_id is not None, profile.refreshed_at, profile.code) for profile in both]
    )
