"""Pages of rates of exchange: public to read; operators bring them in, a second one looks at what jumps."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, told, typed
from talentbridge.kernel.stepup import step_up
from talentbridge.kernel.text import N_
from talentbridge.policy import permissions, queries, services
from talentbridge.policy.models import RateImport
from talentbridge.policy.rules import fx
from talentbridge.policy.rules.moments import SEOUL, day_of
from talentbridge.policy.states import IMPORTS, TONES, ImportState
from talentbridge.policy.web import present
from talentbridge.policy.web.forms import ImportForm, RateForm, ReasonForm

SHOWN = 100  # lines of an import that a page shows
HOW = {
    "file": N_("A file"),
    "manual": N_("By hand"),
    "service": N_("Fetched by the platform"),
    "command": N_("From the command line"),
}


@login_not_required
@require_safe
def rates(request: HttpRequest) -> HttpResponse:
    """The rate of each currency that counts on a day, how old it is, and where it comes from."""
    today = now().astimezone(SEOUL).date()
    on, error = today, ""
    asked = request.GET.get("on", "").strip()
    try:
        on = day_of(asked) if asked else today
    except Invalid as invalid:
        error = told(invalid.fields["on"])
    found = queries.reference_rates(on)
    actor = cast(BridgeRequest, request).actor
    may = permissions.may_propose(actor) if actor else None
    listing = None
    if may:
        listing = Listing(
            request.GET, queries.imports_for(actor), sorts={"at": ["taken_at"]}, default="-at", sizes=(20, 50)
        )
    return page(
        request,
        "policy/rates.html",
        {
            "on": on,
            "asked": asked,
            "error": error,
            "rates": [
                {"row": row, "value": present.amount(row.krw_per), "fresh": fresh, "is_sample": row.is_sample}
                for row, fresh in found
            ],
            "limit": found[0][1].limit if found else None,
            "missing": ", ".join(fx.MISSING_AT_ECB),
            "may_propose": may,
            "listing": listing,
            "imports": [_line(each) for each in listing] if listing else [],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: BridgeRequest) -> HttpResponse:
    """One rate by hand."""
    require(allowed=permissions.may_propose(request.actor))
    form = typed(request, RateForm, initial={"on": now().astimezone(SEOUL).date()})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.enter_rate(actor=request.actor, at=now(), **form.cleaned_data)
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, gettext("Entered. It counts when a second operator has approved it."))
            return redirect(made)
    return page(request, "policy/enter_rate.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: BridgeRequest) -> HttpResponse:
    """A file of a published format: read and shown, and only then sent to a second operator."""
    require(allowed=permissions.may_propose(request.actor))
    form = typed(request, ImportForm)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = services.look_at(
                actor=request.actor,
                document=said["document"].read(),
                format=said["format"],
                on=said["on"],
                at=now(),
            )
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            return redirect(made)
    return page(request, "policy/import_rates.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def rate_import(request: BridgeRequest, import_id: int) -> HttpResponse:
    """One import: what it would change, or what it changed; and its answer."""
    require(allowed=permissions.may_propose(request.actor))
    return _import_page(request, import_id)


@require_POST
def send(request: BridgeRequest, import_id: int) -> HttpResponse:
    """Hand a file that was looked at to a second operator."""
    made = services.send_import(actor=request.actor, import_id=import_id, at=now())
    messages.success(request, gettext("Sent. The rates count when a second operator has approved them."))
    return redirect(made)


@step_up(N_("You are about to approve rates of exchange that contracts are calculated with."))
@require_POST
def approve(request: BridgeRequest, import_id: int) -> HttpResponse:
    """A second person lets rates come into use."""
    services.approve_import(actor=request.actor, import_id=import_id, at=now())
    messages.success(request, gettext("The rates are in use."))
    return redirect("policy:rates")


@step_up(N_("You are about to refuse rates of exchange."))
@require_POST
def refuse(request: BridgeRequest, import_id: int) -> HttpResponse:
    """A second person says no, and why."""
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            services.refuse_import(
                actor=request.actor, import_id=import_id, reason=form.cleaned_data["reason"], at=now()
            )
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, gettext("Refused. Whoever entered them reads your reason."))
            return redirect("policy:rates")
    return _import_page(request, import_id, refusal=form)


@require_POST
def withdraw(request: BridgeRequest, import_id: int) -> HttpResponse:
    """Take back what one brought oneself and what is not in use."""
    services.withdraw_import(actor=request.actor, import_id=import_id, at=now())
    messages.success(request, gettext("Taken back."))
    return redirect("policy:rates")


def _import_page(request: BridgeRequest, import_id: int, refusal: ReasonForm | None = None) -> HttpResponse:
    found = queries.imports_for(request.actor).filter(pk=import_id).first()
    if found is None:
        raise Missing
    state = ImportState(found.state)
    would = None
    if state is ImportState.LOOKED_AT:
        would = services.preview(actor=request.actor, import_id=import_id, at=now())
    held = found.rates
    if would:
        held = [
            {
                "currency": flag.rate.currency, "on": flag.rate.on.isoformat(), "krw_per": str(flag.rate.krw_per),
                "against": str(flag.against.krw_per), "against_on": flag.against.on.isoformat(),
                "correction": flag.is_correction, "source": of.source,
            }
            for of, flag in would.flags
        ]  # fmt: skip
    return page(
        request,
        "policy/rate_import.html",
        {
            "made": _line(found),
            "would": would,
            "held": [_held(each) for each in sorted(held, key=_width, reverse=True)[:SHOWN]],
            "held_count": len(held),
            "may_withdraw": permissions.may_withdraw(request.actor, found),
            "may_approve": permissions.may_approve(request.actor, found),
            "refusal": refusal or ReasonForm(),
        },
        status=422 if refusal else 200,
    )


def _line(made: RateImport) -> dict[str, Any]:
    state = ImportState(made.state)
    return {
        "id": made.pk,
        "how": show.said(HOW.get(made.how, made.how)),
        "source": " · ".join(show.said(part) for part in made.source.split(" · ")),
        "state": show.said(IMPORTS[state]),
        "tone": TONES[state],
        "is_waiting": state is ImportState.WAITING,
        "is_looked_at": state is ImportState.LOOKED_AT,
        "count": made.count,
        "waits": len(made.rates),
        "by": made.proposed_by_name if made.proposed_by else "",
        "at": made.taken_at,
        "answered_by": made.answered_by_name,
        "answered_at": made.answered_at,
        "answer": made.answer,
        "reason": made.reason,
        "sha256": made.sha256,
    }


def _width(each: dict[str, Any]) -> tuple[bool, Decimal]:
    """How much a held rate wants looking at: what replaces another one first, then by how far it is off."""
    return each["correction"], abs(Decimal(each["krw_per"]) / Decimal(each["against"]) - 1)


def _held(each: dict[str, Any]) -> dict[str, Any]:
    value, against = Decimal(each["krw_per"]), Decimal(each["against"])
    return {
        "currency": each["currency"],
        "on": date.fromisoformat(each["on"]),
        "value": present.amount(value),
        "against": present.amount(against),
        "against_on": date.fromisoformat(each["against_on"]),
        "share": present.percent_of(value / against - 1),
        "correction": each["correction"],
        "source": each["source"],
    }
