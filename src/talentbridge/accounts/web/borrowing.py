"""Acting for somebody, and the list of when somebody did."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talentbridge.accounts import permissions, queries, rules, services
from talentbridge.accounts.forms import BorrowForm
from talentbridge.accounts.middleware import BORROWED, signed_in
from talentbridge.accounts.roles import ROLES
from talentbridge.kernel.actor import Role
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import page, show_errors, typed
from talentbridge.kernel.stepup import step_up
from talentbridge.kernel.text import N_


@require_GET
def lendable(request: HttpRequest) -> HttpResponse:
    """Whom the reader may act for: searched by name or organisation."""
    actor = request.actor  # type: ignore[attr-defined]
    require(allowed=permissions.may_look_for_others(actor))
    listing = Listing(
        request.GET,
        queries.search(queries.lendable_for(actor), request.GET.get("q", "")),
        sorts={"name": ["person__name"], "organisation": ["organisation__name"], "role": ["role"]},
        default="name",
        sizes=(20, 50, 100),
    )
    return page(request, "accounts/lendable.html", {"listing": listing, "q": request.GET.get("q", "")})


@step_up(N_("Act for another person"))
@require_http_methods(["GET", "POST"])
def borrow(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Begin to act for a person: with a reason, for 30 minutes, and they are told."""
    actor = request.actor  # type: ignore[attr-defined]
    membership = queries.lendable_for(actor).filter(pk=membership_id).first()
    if membership is None:
        raise Missing
    shares = queries.shares_case(actor, membership.organisation_id)
    require(allowed=permissions.may_borrow(actor, membership, shares_case=shares))
    form = typed(request, BorrowForm)
    if request.method == "POST" and form.is_valid():
        try:
            session = services.borrow(
                actor=actor, membership_id=membership.pk, reason=form.cleaned_data["reason"], at=now()
            )
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            request.session[BORROWED] = str(session.pk)
            return redirect("operations:start")
    context = {
        "form": form,
        "membership": membership,
        "role": ROLES[Role(membership.role)],
        "life": rules.BORROWED_LIFE,
    }
    return page(request, "accounts/borrow.html", context, status=422 if form.errors else 200)


@require_GET
def borrowed(request: HttpRequest) -> HttpResponse:
    """When somebody acted for the reader, or the reader for somebody: who, when, why, what was done."""
    actor = request.actor  # type: ignore[attr-defined]
    at = now()
    listing = Listing(
        request.GET,
        queries.borrowed_for(actor),
        sorts={"began": ["started_at"]},
        default="-began",
        sizes=(20, 50),
    )
    rows = [
        {
            "session": row,
            "running": rules.is_running(ends_at=row.ends_at, ended_at=row.ended_at, at=at),
        }
        for row in listing
    ]
    return page(request, "accounts/borrowed.html", {"rows": rows, "listing": listing})


@require_POST
def give_back(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """End a borrowed session."""
    services.give_back(session_id=session_id, person_id=signed_in(request).pk, at=now())
    if request.session.get(BORROWED) == str(session_id):
        del request.session[BORROWED]
    messages.success(request, _("The session has ended. You act for yourself again."))
    return redirect("accounts:borrowed")
