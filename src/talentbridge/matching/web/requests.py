"""Requests about automated matching: a talent asks and follows the clock; coordinators and operators answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talentbridge.kernel import show
from talentbridge.kernel.actor import Actor, Role
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, Missing, Refused, require
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, told, typed
from talentbridge.matching import permissions
from talentbridge.matching.models import Request
from talentbridge.matching.queries import mine
from talentbridge.matching.queries import requests as queries
from talentbridge.matching.rules import requests as rules
from talentbridge.matching.services import explaining
from talentbridge.matching.services import requests as services
from talentbridge.matching.states import (
    OUTCOMES,
    REQUEST_KINDS,
    REQUEST_LABELS,
    REQUEST_TONES,
    Outcome,
    RequestKind,
    RequestState,
)
from talentbridge.matching.web import mine as mine_pages
from talentbridge.matching.web.forms import AnswerRequestForm, AskForm, PutOffForm
from talentbridge.policy.rules import rule_from_json
from talentbridge.talent import services as talent

_SORTS = {"due": ("is_closed", "due_on"), "asked": ("asked_at",), "kind": ("kind", "due_on")}
LISTS_OFFERED = 50
SHOWN = ("headline", "skills", "languages", "rate", "availability")


def found(actor: Actor, request_id: UUID) -> Request:
    """The request if the actor may see it, else `Missing`."""
    one = queries.requests_for(actor).filter(pk=request_id).first()
    if one is None:
        raise Missing
    return one


def described(one: Request) -> dict[str, Any]:
    """A request in the reader's words: what, where it stands, how many days are left."""
    state = RequestState(one.state)
    return {
        "row": one,
        "kind": REQUEST_KINDS[RequestKind(one.kind)],
        "label": OUTCOMES[Outcome(one.outcome)] if one.outcome else REQUEST_LABELS[state],
        "tone": REQUEST_TONES[state],
        "is_open": state in (RequestState.ASKED, RequestState.IN_WORK),
        "left": rules.days_left(one.due_on, now().astimezone(rules.SEOUL).date()),
        "title": one.shortlist.task.title_in(show.reading()) if one.shortlist else "",
    }


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """A talent's own requests and rights; for those who answer, the queue, what is due first on top."""
    actor = cast(BridgeRequest, request).actor
    if actor.role is not Role.TALENT:
        require(allowed=permissions.may_answer_requests(actor))
    rows = queries.by_urgency(queries.requests_for(actor))
    listing = Listing(
        request.GET, rows, sorts=_SORTS, default="due" if actor.role is not Role.TALENT else "-asked"
    )
    context = {"listing": listing, "rows": [described(each) for each in listing]}
    if actor.role is Role.TALENT:
        _actor, profile = mine_pages.asker(request)
        return page(request, "matching/requests_mine.html", context | {"profile": profile})
    return page(request, "matching/requests.html", context)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for an explanation or a second look, of one list or of matching as such."""
    actor, profile = mine_pages.asker(request)
    if profile is None:
        return redirect("talent:profile")
    lists = [
        (str(each.pk), _list_name(each))
        for each in mine.lists_about(profile).order_by("-made_at")[:LISTS_OFFERED]
    ]
    initial = {"kind": request.GET.get("kind", ""), "shortlist": request.GET.get("list", "")}
    form = typed(request, AskForm, lists=lists, initial=initial)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            made = services.ask(
                actor=actor, kind=asked["kind"], at=now(), words=asked["words"], language=show.reading(),
                shortlist_id=UUID(asked["shortlist"]) if asked["shortlist"] else None,
            )  # fmt: skip
        except Invalid as invalid:
            show_errors(form, invalid)
        except Refused as refused:
            form.add_error("shortlist", told(refused.decision))
        else:
            messages.success(request, _("Asked. You see here how far it is, and by when it is answered."))
            return redirect(made)
    rule = queries.clock_rule(now().astimezone(rules.SEOUL).date())
    return page(
        request, "matching/ask.html", {"form": form, "rule": rule}, status=422 if form.errors else 200
    )


def _list_name(shortlist: Any) -> str:
    made = show.day(shortlist.made_at.astimezone(rules.SEOUL).date())
    return f"{shortlist.task.title_in(show.reading())} ({made})"


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Be left out of automated matching: what it means, and the button that does it at once."""
    actor, profile = mine_pages.asker(request)
    if profile is None:
        return redirect("talent:profile")
    if request.method == "POST":
        made = services.ask(actor=actor, kind=RequestKind.LEFT_OUT, at=now(), language=show.reading())
        messages.success(request, _("Done. No list is made with your profile from now on."))
        return redirect(made)
    return page(request, "matching/leave.html", {"profile": profile})


@require_GET
def detail(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request: its clock for both sides, what was answered; for who answers, the facts and the draft."""
    one = found(cast(BridgeRequest, request).actor, request_id)
    return _detail(request, one)


def _detail(
    request: HttpRequest,
    one: Request,
    *,
    form: Form | None = None,
    off: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, at = cast(BridgeRequest, request).actor, now()
    today = at.astimezone(rules.SEOUL).date()
    context: dict[str, Any] = {
        **described(one), "rule": rule_from_json(one.rule) if one.rule else None,
        "is_mine": actor.person_id == one.person_id and actor.role is Role.TALENT,
        "may_take_back": permissions.may_take_back(actor, one) & rules.can_withdraw(one),
    }  # fmt: skip
    if context["is_mine"]:
        return page(request, "matching/request_mine.html", context)
    barred = queries.involved(one)
    talent.show_card(
        actor=actor, profile=one.profile, at=at, purpose=services.ANSWERING, items=SHOWN,
        case_id=one.shortlist.case_id if one.shortlist else None,
    )  # fmt: skip
    may_handle = permissions.may_answer_as_handler(actor, one, barred)
    context |= {
        "may_take": permissions.may_handle(actor, one, barred) & rules.can_take(one),
        "may_give_back": permissions.may_give_back(actor, one) & rules.can_give_back(one),
        "may_put_off": may_handle & rules.can_extend(one, today),
        "may_answer": may_handle & rules.can_be_answered(one),
        "language": show.language_name(one.language),
    }
    if context["is_open"] and one.shortlist:
        context |= mine_pages.standing(one.profile, one.shortlist)
    if context["may_answer"]:
        prepared = explaining.prepare(one, today)
        context["form"] = form or typed(
            request, AnswerRequestForm, kind=one.kind, initial={"answer": prepared.text}
        )
        context["off"] = off or PutOffForm()
    return page(request, "matching/request.html", context, status=status)


def _act(
    verb: Callable[..., Request], done: Callable[[], str]
) -> Callable[[HttpRequest, UUID], HttpResponse]:
    """A button on a request: one verb without typed input."""

    @require_POST
    def view(request: HttpRequest, request_id: UUID) -> HttpResponse:
        one = verb(actor=cast(BridgeRequest, request).actor, request_id=request_id, at=now())
        messages.success(request, done())
        return redirect(one)

    return view


take = _act(services.take, lambda: _("It is yours. Nobody else answers it now."))
give_back = _act(services.give_back, lambda: _("It is back in the queue."))
withdraw = _act(services.withdraw, lambda: _("The request is withdrawn."))


@require_POST
def put_off(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Put the last day off once, with a reason."""
    actor = cast(BridgeRequest, request).actor
    one, form = found(actor, request_id), PutOffForm(request.POST)
    if form.is_valid():
        try:
            services.put_off(actor=actor, request_id=request_id, reason=form.cleaned_data["reason"], at=now())
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, _("Put off. The person has been told the reason and the new day."))
            return redirect(one)
    return _detail(request, one, off=form, status=422)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Send the answer. What cannot be sent comes back on the request's page, with what was typed."""
    actor = cast(BridgeRequest, request).actor
    one = found(actor, request_id)
    form = typed(request, AnswerRequestForm, kind=one.kind)
    if request.method != "POST":
        return redirect(one)
    if form.is_valid():
        try:
            services.answer(
                actor=actor, request_id=request_id, outcome=form.cleaned_data["outcome"],
                text=form.cleaned_data["answer"], at=now(),
            )  # fmt: skip
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, _("Sent. The person has been told."))
            return redirect(one)
    return _detail(request, one, form=form, status=422)
