"""Certificates that nobody has looked at yet, and looking at one."""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, typed
from talentbridge.talent import permissions, queries, services
from talentbridge.talent.web.present import stated
from talentbridge.talent.web.rows import level_choices


class AttestForm(forms.Form):
    level = forms.TypedChoiceField(
        label=_("It speaks for level"), coerce=int, choices=level_choices, widget=forms.RadioSelect
    )
    how = forms.CharField(
        label=_("How you checked it"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


def certificates(request: HttpRequest) -> HttpResponse:
    """Certificates in the order in which they were stated, those that nobody looked at first."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_check_certificates(actor))
    rows = queries.certificates_for(actor).filter(attested_at=None)
    listing = Listing(request.GET, rows, sorts={"stated": ["stated_at"]}, default="stated", sizes=(20, 50))
    lines = [(row, stated(row, show.reading(), own=False)) for row in listing]
    return page(request, "talent/certificates.html", {"listing": listing, "lines": lines})


def certificate(request: HttpRequest, number: int) -> HttpResponse:
    """One certificate with its link; the talent sees who opened this page."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_check_certificates(actor))
    found = queries.certificates_for(actor).filter(pk=number).first()
    if found is None:
        raise Missing
    form = typed(request, AttestForm)
    if request.method == "POST" and form.is_valid():
        try:
            services.attest_certificate(
                actor=actor, certificate_id=number, level=form.cleaned_data["level"], how=form.cleaned_data["how"],
                at=now(),
            )  # fmt: skip
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, gettext("Attested. The talent has been told."))
            return redirect("talent:certificates")
    services.look_at_certificate(actor=actor, certificate=found, at=now())
    context = {"row": found, "certificate": stated(found, show.reading(), own=True), "form": form}
    return page(request, "talent/certificate.html", context, status=422 if form.errors else 200)
