"""Where money comes from and goes to: the talent's account, the sandbox bank, the custodian's statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talentbridge.escrow import permissions, queries, services
from talentbridge.escrow.gateways.custody import custodian
from talentbridge.escrow.rules import UNMATCHED
from talentbridge.escrow.states import InstructionKind, InstructionState
from talentbridge.escrow.web import forms
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.money import Money
from talentbridge.kernel.pages import BridgeRequest, local_path, page, show_errors, typed
from talentbridge.kernel.stepup import step_up
from talentbridge.kernel.text import N_


@require_http_methods(["GET", "HEAD", "POST"])
def payout_account(request: BridgeRequest) -> HttpResponse:
    """Where the talent is paid."""
    require(allowed=permissions.may_edit_payout_account(request.actor))
    if request.method == "POST":
        return _account_saved(request)
    form = typed(request, forms.PayoutAccountForm, initial={"holder_name": request.actor.name})
    return _account_page(request, form)


@step_up(N_("You are about to change where you are paid."))
def _account_saved(request: BridgeRequest) -> HttpResponse:
    form = typed(request, forms.PayoutAccountForm)
    if form.is_valid():
        try:
            services.save_payout_account(actor=request.actor, at=now(), **form.cleaned_data)
            messages.success(request, gettext("Saved. Payments to this account begin in 24 hours."))
            return redirect("escrow:payout-account")
        except Invalid as invalid:
            show_errors(form, invalid)
    return _account_page(request, form)


def _account_page(request: BridgeRequest, form: Any) -> HttpResponse:
    account = queries.payout_account_for(request.actor)
    return page(request, "escrow/payout_account.html", {"form": form, "account": account, "at": now()})


# The sandbox bank -------------------------------------------------------------------------------------------------------


@require_GET
def sandbox_bank(request: BridgeRequest) -> HttpResponse:
    """The stand-in custodian's desk: what it was told, and what it may do next."""
    bank = custodian()
    require(allowed=permissions.may_play_bank(is_sandbox=bank.is_sandbox))
    rows = queries.instructions_for(request.actor).filter(provider=bank.provider)
    listing = Listing(
        request.GET,
        rows,
        sorts={"prepared": ["prepared_at"], "amount": ["currency", "amount_minor"], "state": ["state"]},
        default="-prepared",
    )
    for row in listing:
        row.is_collect = row.kind == InstructionKind.COLLECT
        row.is_open = row.state in {InstructionState.PREPARED, InstructionState.SENT}
        row.waits = services.waits_because(row, now()) if row.state == InstructionState.PREPARED else None
        row.form = forms.TransferForm(initial={"amount": row.amount.amount}, auto_id=f"{row.reference}_%s")
    return page(request, "escrow/sandbox_bank.html", {"listing": listing, "bank": bank})


@require_POST
def play(request: BridgeRequest, instruction_id: UUID, act: str) -> HttpResponse:
    """One act of the stand-in: `transfer`, `book` or `return`."""
    acts: dict[str, Callable[..., None]] = {"book": services.bank_books, "return": services.bank_returns}
    if act == "transfer":
        services.company_transfers(
            actor=request.actor,
            instruction_id=instruction_id,
            amount_minor=_typed_amount(request, instruction_id),
            at=now(),
        )
    elif act in acts:
        acts[act](actor=request.actor, instruction_id=instruction_id, at=now())
    else:
        raise Missing
    messages.success(request, gettext("The sandbox bank wrote a statement (camt.053), and it has been read."))
    return redirect(local_path(request, request.POST.get("next"), reverse("escrow:sandbox-bank")))


def _typed_amount(request: BridgeRequest, instruction_id: UUID) -> int | None:
    """Another amount than the one asked for; None for exactly that."""
    instruction = queries.instructions_for(request.actor).filter(pk=instruction_id).first()
    form = forms.TransferForm(request.POST)
    if instruction is None or not form.is_valid():
        return None
    try:
        return Money.of(form.cleaned_data["amount"], instruction.currency).minor
    except ValueError:
        return None


# Statements -------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def statements(request: BridgeRequest) -> HttpResponse:
    """Operators: bring a statement in, and see what nothing explains."""
    require(allowed=permissions.may_reconcile(request.actor))
    if request.method == "POST":
        return _statement_read(request)
    return _statements_page(request, typed(request, forms.StatementForm))


@step_up(N_("You are about to bring in a statement, which settles payments."))
def _statement_read(request: BridgeRequest) -> HttpResponse:
    form = typed(request, forms.StatementForm)
    if form.is_valid():
        try:
            done = services.import_upload(
                actor=request.actor, document=form.cleaned_data["document"].read(), at=now()
            )
            messages.success(
                request,
                gettext("Read: {applied} applied, {unmatched} unexplained, {repeated} known already.").format(
                    applied=done["applied"], unmatched=done["unmatched"], repeated=done["repeated"]
                ),
            )
            return redirect("escrow:statements")
        except Invalid as invalid:
            show_errors(form, invalid)
    return _statements_page(request, form)


def _statements_page(request: BridgeRequest, form: Any) -> HttpResponse:
    listing = Listing(
        request.GET,
        queries.unmatched_for(request.actor),
        sorts={"received": ["received_at"], "amount": ["currency", "amount_minor"], "why": ["unmatched"]},
        default="-received",
    )
    for row in listing:
        row.why = UNMATCHED[row.unmatched]
    returned = queries.instructions_for(request.actor).filter(
        state=InstructionState.RETURNED, kind=InstructionKind.REFUND
    )
    context = {"form": form, "listing": listing, "returned": returned, "bank": custodian()}
    return page(request, "escrow/statements.html", context)


@step_up(N_("You are about to send money back to where it came from."))
@require_POST
def send_back(request: BridgeRequest, line_id: int) -> HttpResponse:
    """Send unexplained money back."""
    services.send_back(actor=request.actor, line_id=line_id, at=now())
    messages.success(request, gettext("The return is ordered."))
    return redirect("escrow:statements")


@step_up(N_("You are about to order a payment again."))
@require_POST
def send_again(request: BridgeRequest, instruction_id: UUID) -> HttpResponse:
    """Order a returned payment once more."""
    instruction = services.send_again(actor=request.actor, instruction_id=instruction_id, at=now())
    messages.success(request, gettext("The payment is ordered again."))
    return redirect(instruction.milestone) if instruction.milestone else redirect("escrow:statements")
