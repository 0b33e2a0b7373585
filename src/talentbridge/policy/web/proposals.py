"""Pages on which operators propose changes of rules, and others approve them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, told, typed
from talentbridge.kernel.stepup import step_up
from talentbridge.kernel.text import N_
from talentbridge.policy import permissions, queries, services
from talentbridge.policy.models import RuleParameter, RuleProposal
from talentbridge.policy.rules import content
from talentbridge.policy.rules.moments import SEOUL
from talentbridge.policy.states import PROPOSALS, OfferState, ProposalState
from talentbridge.policy.web import present
from talentbridge.policy.web.forms import ApproveForm, ChangeForm, CheckForm, EndForm, NewForm, ReasonForm

SENT = N_("Proposed. It counts when a second operator has approved it.")
Verb = Callable[[], RuleProposal]


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: BridgeRequest) -> HttpResponse:
    """Propose a row that is not there yet."""
    require(allowed=permissions.may_propose(request.actor))
    today = now().astimezone(SEOUL).date()
    form = cast(NewForm, typed(request, NewForm, initial={"checked_on": today, "valid_from": today}))
    return _proposed(
        request, form, None, "new",
        lambda: services.propose_row(
            actor=request.actor, said=form.said(), reason=form.cleaned_data["reason"], at=now()
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: BridgeRequest, row_id: int) -> HttpResponse:
    """Propose that a row says something else."""
    require(allowed=permissions.may_propose(request.actor))
    row = queries.found_row(row_id)
    initial = row.content | {"seen": queries.number_of(row_id), "value": _plain(row)}
    form = cast(ChangeForm, typed(request, ChangeForm, initial=initial))
    return _proposed(
        request, form, row, "change",
        lambda: services.propose_change(
            actor=request.actor, row_id=row_id, said=form.said(), reason=form.cleaned_data["reason"], at=now(),
            seen=form.cleaned_data["seen"],
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: BridgeRequest, row_id: int) -> HttpResponse:
    """Propose a row's last day."""
    require(allowed=permissions.may_propose(request.actor))
    row = queries.found_row(row_id)
    form = typed(request, EndForm, initial={"seen": queries.number_of(row_id), "valid_to": row.valid_to})
    return _proposed(
        request, form, row, "end",
        lambda: services.propose_end(
            actor=request.actor, row_id=row_id, last_day=form.cleaned_data["valid_to"],
            source=form.cleaned_data["source"], reason=form.cleaned_data["reason"], at=now(),
            seen=form.cleaned_data["seen"],
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: BridgeRequest, row_id: int) -> HttpResponse:
    """Propose to note that a row was checked again and is unchanged."""
    require(allowed=permissions.may_propose(request.actor))
    row = queries.found_row(row_id)
    initial = {"seen": queries.number_of(row_id), "checked_on": now().astimezone(SEOUL).date()}
    form = typed(request, CheckForm, initial=initial)
    return _proposed(
        request, form, row, "check",
        lambda: services.propose_check(
            actor=request.actor, row_id=row_id, checked_on=form.cleaned_data["checked_on"],
            reason=form.cleaned_data["reason"], at=now(), seen=form.cleaned_data["seen"],
        ),
    )  # fmt: skip


def _proposed(
    request: BridgeRequest, form: Form, row: RuleParameter | None, kind: str, propose: Verb
) -> HttpResponse:
    """Send what was typed, or show the form with what is wrong about it."""
    if request.method == "POST" and form.is_valid():
        try:
            made = propose()
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, gettext(SENT))
            return redirect(made)
    context = {"form": form, "kind": kind, "row": present.detail(row) if row else None}
    return page(request, "policy/propose.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD"])
def proposals(request: BridgeRequest) -> HttpResponse:
    """What waits for a second person, the oldest first; and what was answered."""
    require(allowed=permissions.may_propose(request.actor))
    asked = request.GET.get("state", ProposalState.PROPOSED)
    rows = queries.proposals_for(request.actor)
    if asked in set(ProposalState):
        rows = rows.filter(state=asked)
    listing = Listing(
        request.GET,
        rows,
        sorts={"at": ["proposed_at"], "key": ["key", "country"], "by": ["proposed_by_name"]},
        default="at" if asked == ProposalState.PROPOSED else "-at",
        sizes=(50, 20, 100),
    )
    return page(
        request,
        "policy/proposals.html",
        {
            "listing": listing,
            "rows": [present.proposal(each) for each in listing],
            "asked": asked,
            "states": [(state.value, PROPOSALS[state]) for state in ProposalState],
            "waiting": queries.waiting_for(request.actor),
        },
    )


@require_http_methods(["GET", "HEAD"])
def proposal(request: BridgeRequest, proposal_id: int) -> HttpResponse:
    """One proposal, side by side with the row as it stands now."""
    require(allowed=permissions.may_propose(request.actor))
    return _proposal_page(request, _found(request, proposal_id))


@step_up(N_("You are about to approve a rule that contracts are calculated with."))
@require_POST
def approve(request: BridgeRequest, proposal_id: int) -> HttpResponse:
    """Let it come true."""
    found = _found(request, proposal_id)
    form = ApproveForm(request.POST)
    if form.is_valid():
        try:
            services.approve(
                actor=request.actor, proposal_id=proposal_id, seen=form.cleaned_data["seen"],
                answer=form.cleaned_data["answer"], at=now(),
            )  # fmt: skip
        except Invalid as invalid:
            return _proposal_page(request, found, problems=[told(each) for each in invalid.fields.values()])
        messages.success(request, gettext("Approved. It counts from now on."))
        return redirect("policy:rule", queries.proposals_for(request.actor).get(pk=proposal_id).row_id)
    return _proposal_page(request, found, problems=[gettext("Open the page again before you approve.")])


@step_up(N_("You are about to refuse a proposed change of a rule."))
@require_POST
def refuse(request: BridgeRequest, proposal_id: int) -> HttpResponse:
    """Say no, and why."""
    found = _found(request, proposal_id)
    form = ReasonForm(request.POST, auto_id="refuse_%s")
    if form.is_valid():
        try:
            services.refuse(
                actor=request.actor, proposal_id=proposal_id, reason=form.cleaned_data["reason"], at=now()
            )
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, gettext("Refused. Whoever proposed it reads your reason."))
            return redirect("policy:proposals")
    return _proposal_page(request, found, refusal=form)


@require_POST
def withdraw(request: BridgeRequest, proposal_id: int) -> HttpResponse:
    """Take back one's own proposal."""
    services.withdraw(actor=request.actor, proposal_id=proposal_id, at=now())
    messages.success(request, gettext("Taken back."))
    return redirect("policy:proposals")


def _found(request: BridgeRequest, proposal_id: int) -> RuleProposal:
    found = queries.proposals_for(request.actor).filter(pk=proposal_id).select_related("row").first()
    if found is None:
        raise Missing
    return found


def _proposal_page(
    request: BridgeRequest,
    found: RuleProposal,
    *,
    problems: list[str] | None = None,
    refusal: ReasonForm | None = None,
) -> HttpResponse:
    number = queries.number_of(found.row_id) if found.row_id else 0
    is_open = found.state == ProposalState.PROPOSED
    now_says = found.row.content if found.row and is_open else None
    before = now_says or (content.from_json(found.before) if found.before else None)
    after = services.result_of(found, found.row if is_open else None)
    has_moved = is_open and found.row_id is not None and number != found.seen
    return page(
        request,
        "policy/proposal.html",
        {
            "proposal": present.proposal(found),
            "differences": present.differences(before, after),
            "moved": present.differences(content.from_json(found.before or {}), now_says)
            if has_moved and now_says and found.before
            else [],
            "has_moved": has_moved,
            "may_approve": permissions.may_approve(request.actor, found),
            "may_withdraw": permissions.may_withdraw(request.actor, found),
            "approval": ApproveForm(initial={"seen": number}),
            "refusal": refusal or ReasonForm(auto_id="refuse_%s"),
            "problems": problems or [],
            "unverified": after["certainty"] == "unverified",
        },
        status=422 if problems or refusal else 200,
    )


@require_http_methods(["GET", "HEAD"])
def offers(request: BridgeRequest) -> HttpResponse:
    """What the product's files say now about rows that were changed here."""
    require(allowed=permissions.may_propose(request.actor))
    rows = queries.offers_for(request.actor).filter(state=OfferState.WAITING).select_related("row")
    listing = Listing(request.GET, rows, sorts={"key": ["key", "country"]}, default="key", sizes=(20, 50))
    shown = [
        {
            "id": each.pk,
            "key": each.key,
            "country": each.country,
            "row_id": each.row_id,
            "release": each.release,
            "differences": present.differences(each.row.content if each.row else None, each.content),
            "form": ReasonForm(auto_id=f"offer{each.pk}_%s"),
        }
        for each in listing
    ]
    return page(request, "policy/offers.html", {"listing": listing, "rows": shown})


@require_POST
def decide_offer(request: BridgeRequest, offer_id: int) -> HttpResponse:
    """Propose to take it over (``answer=take``), or keep what stands here."""
    reason = request.POST.get("reason", "")
    try:
        if request.POST.get("answer") == "take":
            made = services.propose_offered(actor=request.actor, offer_id=offer_id, reason=reason, at=now())
            messages.success(request, gettext(SENT))
            return redirect(made)
        services.keep_own(actor=request.actor, offer_id=offer_id, reason=reason, at=now())
        messages.success(request, gettext("Kept as it is here."))
    except Invalid as invalid:
        for each in invalid.fields.values():
            messages.error(request, told(each))
    return redirect("policy:offers")


def _plain(row: RuleParameter) -> Any:
    """The value without the zeros of its column."""
    return None if row.value is None else format(row.value.normalize(), "f")
