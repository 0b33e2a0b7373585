"""Pages on which operators keep the graph."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, require
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, told, typed
from talentbridge.skills import permissions, queries, rules, services
from talentbridge.skills.states import ProposalState
from talentbridge.skills.web import present
from talentbridge.skills.web.forms import (
    ELSEWHERE,
    EntryForm,
    NameForm,
    NewEntryForm,
    RejectForm,
    RetireForm,
    initial_of,
)
from talentbridge.skills.web.reading import found


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new entry; ``?sort=role`` for a role."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_edit(actor))
    is_role = request.GET.get("sort") == "role"
    form = cast(NewEntryForm, typed(request, NewEntryForm, is_role=is_role))
    if request.method == "POST" and form.is_valid():
        try:
            entry = services.add_entry(
                actor=actor, skill=form.skill(form.cleaned_data["id"].strip()),
                reason=form.cleaned_data["reason"], at=now(),
            )  # fmt: skip
        except Invalid as invalid:
            show_errors(form, _beside(invalid))
        else:
            messages.success(request, gettext("Added. Whoever reads with the graph knows it from now on."))
            return redirect("skills:detail", entry.pk)
    return _form_page(request, "skills/add.html", form, {"is_role": is_role})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, skill_id: str) -> HttpResponse:
    """Change an entry, with a reason."""
    actor = cast(BridgeRequest, request).actor
    entry = found(request, skill_id)
    require(allowed=permissions.may_edit(actor), possible=rules.can_change(is_retired=entry.is_retired))
    initial = initial_of(entry.value, queries.last_revision(skill_id))
    form = cast(EntryForm, typed(request, EntryForm, is_role=entry.value.is_role, initial=initial))
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_entry(
                actor=actor, skill=form.skill(skill_id), reason=form.cleaned_data["reason"], at=now(),
                seen=form.cleaned_data["seen"],
            )  # fmt: skip
        except Invalid as invalid:
            show_errors(form, _beside(invalid))
        else:
            messages.success(request, gettext("Saved. Whoever reads with the graph knows it from now on."))
            return redirect("skills:detail", skill_id)
    return _form_page(request, "skills/edit.html", form, {"entry": present.row(entry)})


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, skill_id: str) -> HttpResponse:
    """Let another entry stand for this one."""
    actor = cast(BridgeRequest, request).actor
    entry = found(request, skill_id)
    require(allowed=permissions.may_edit(actor), possible=rules.can_change(is_retired=entry.is_retired))
    form = typed(
        request, RetireForm, is_role=entry.value.is_role, initial={"seen": queries.last_revision(skill_id)}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.retire(
                actor=actor, entry_id=skill_id, successor=said["successor"], reason=said["reason"], at=now(),
                seen=said["seen"],
            )  # fmt: skip
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, gettext("Retired. Its names are read as its successor's from now on."))
            return redirect("skills:detail", skill_id)
    return _form_page(request, "skills/retire.html", form, {"entry": present.row(entry)})


@require_POST
def restore(request: HttpRequest, skill_id: str) -> HttpResponse:
    """Take a retired entry back into use."""
    actor = cast(BridgeRequest, request).actor
    found(request, skill_id)
    try:
        services.restore(actor=actor, entry_id=skill_id, reason=request.POST.get("reason", ""), at=now())
    except Invalid as invalid:
        messages.error(request, told(invalid.fields["reason"]))
    else:
        messages.success(request, gettext("It is in use again."))
    return redirect("skills:detail", skill_id)


def differences(request: HttpRequest) -> HttpResponse:
    """What the product ships now where entries were edited here, and what no longer fits together."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_edit(actor))
    listing = Listing(
        request.GET, queries.offered_for(actor), sorts={"name": ["en"]}, default="name", sizes=(20, 50)
    )
    return page(
        request,
        "skills/differences.html",
        {
            "listing": listing,
            "rows": [present.offered(entry) for entry in listing],
            "dropped": present.named(queries.dropped_for(actor).values_list("pk", flat=True)),
            "problems": present.problems(),
        },
    )


@require_POST
def decide(request: HttpRequest, skill_id: str) -> HttpResponse:
    """Take over what the product ships (``answer=accept``), or keep what stands here."""
    actor = cast(BridgeRequest, request).actor
    reason = request.POST.get("reason", "")
    if request.POST.get("answer") == "accept":
        services.accept_offered(actor=actor, entry_id=skill_id, at=now(), reason=reason)
        messages.success(request, gettext("Taken over. The entry follows the product again."))
    else:
        services.keep_own(actor=actor, entry_id=skill_id, at=now(), reason=reason)
        messages.success(request, gettext("Kept as it is here."))
    return redirect("skills:differences")


def proposals(request: HttpRequest) -> HttpResponse:
    """Terms that people use and the graph does not know, the most used first."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_answer(actor))
    asked = request.GET.get("state", ProposalState.WAITING)
    rows = queries.proposals_for(actor).select_related("entry")
    if asked in set(ProposalState):
        rows = rows.filter(state=asked)
    listing = Listing(
        request.GET,
        rows,
        sorts={"times": ["times"], "term": ["term"], "last": ["last_seen_at"]},
        default="-times",
        sizes=(50, 20, 100),
    )
    return page(
        request,
        "skills/proposals.html",
        {
            "listing": listing,
            "rows": [present.proposal(each) for each in listing],
            "asked": asked,
            "states": present.proposal_states(),
        },
    )


@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """One proposed term and its three answers: another name, an entry of its own, or no."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_answer(actor))
    term = queries.found_proposal(actor, proposal_id)
    answer = request.POST.get("answer", "")
    near = present.near_terms(term.term)
    first = {"entry": near[0].name} if near else {}
    is_role = request.GET.get("sort") == "role"
    forms: dict[str, Any] = {
        "alias": NameForm(request.POST if answer == "alias" else None, initial=first),
        "new": NewEntryForm(
            request.POST if answer == "new" else None,
            auto_id="new_%s",
            is_role=is_role,
            initial=_new_from(term.term, is_role),
        ),
        "reject": RejectForm(request.POST if answer == "reject" else None, auto_id="reject_%s"),
    }
    if answer in forms and forms[answer].is_valid():
        try:
            _answer(actor, proposal_id, answer, forms[answer])
        except Invalid as invalid:
            show_errors(forms[answer], _beside(invalid))
        else:
            messages.success(request, gettext("“{term}” is answered.").format(term=term.term))
            return redirect("skills:proposals")
    return page(
        request,
        "skills/proposal.html",
        {
            "proposal": present.proposal(term),
            "near": near,
            "forms": forms,
            "answer": answer,
            "is_role": is_role,
        }
        | _names(),
        status=422 if answer else 200,
    )


def _answer(actor: Any, proposal_id: int, answer: str, form: Any) -> None:
    said = form.cleaned_data
    if answer == "alias":
        services.take_as_name(
            actor=actor, proposal_id=proposal_id, entry_id=said["entry"], at=now(),
            needs_context=said["needs_context"],
        )  # fmt: skip
    elif answer == "new":
        services.take_as_entry(
            actor=actor, proposal_id=proposal_id, skill=form.skill(said["id"].strip()), at=now()
        )
    else:
        services.reject(actor=actor, proposal_id=proposal_id, reason=said["reason"], at=now())


def _new_from(term: str, is_role: bool) -> dict[str, Any]:
    """A new entry as far as its term says it."""
    id = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in term.casefold()).split())
    return {"id": id, "ko": term, "en": term, "kind": rules.ROLE if is_role else "software"}


def _beside(invalid: Invalid) -> Invalid:
    """A verb's refusals under the names of the form's fields."""
    return Invalid({ELSEWHERE.get(field, field): decision for field, decision in invalid.fields.items()})


def _names() -> dict[str, Any]:
    """What the shared list of names offers while one types."""
    language = show.reading()
    return {"skill_names": queries.choices(language), "role_names": queries.role_choices(language)}


def _form_page(request: HttpRequest, template: str, form: Any, context: dict[str, Any]) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return page(request, template, {"form": form} | _names() | context, status=status)
