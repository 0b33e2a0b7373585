"""How the person is engaged: what was chosen and why, the choice, the checks while work runs.

The comparison itself is the designer's page; it is opened with what the case says and leads back here to be chosen.
"""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talentbridge.designer import queries as designer
from talentbridge.designer.rules import OPTIONS
from talentbridge.engagements import permissions, queries, rules, services
from talentbridge.engagements.models import Engagement
from talentbridge.engagements.web import forms, present
from talentbridge.engagements.web.pages import found
from talentbridge.kernel.actor import Actor, Side
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Denied, Invalid, require
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, typed


def _seen(actor: Actor, case_id: UUID) -> Engagement:
    """The engagement, for those who choose its form and whoever oversees: not for the talent, whose pay is compared."""
    engagement = found(actor, case_id)
    if engagement.seen_from == Side.TALENT:
        raise Denied(permissions.may_choose_design(actor, engagement))
    return engagement


def designer_link(engagement: Engagement, said: dict[str, str]) -> str:
    """The designer's page with a question of this case, from which a choice leads back."""
    return f"{reverse('designer:designer')}?{urlencode(said | {'for': str(engagement.pk)})}"


@require_GET
def design(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What was chosen with every number and its source, the history, and the way to the comparison."""
    actor = cast(BridgeRequest, request).actor
    engagement = _seen(actor, case_id)
    at, row = now(), queries.design_of(engagement)
    newest = present.design(row)
    context = {
        "engagement": engagement,
        "title": present.title(engagement),
        "person": present.person(engagement),
        "design": newest,
        "chosen": newest.option if newest else None,
        "ask": {"months": newest.row.question.get("months", "6")} if newest else None,
        "chosen_name": newest.form_name if newest else "",
        "not_followed": queries.not_followed(engagement, row, at.astimezone(rules.SEOUL).date()),
        "history": [present.design(row) for row in queries.designs_of(engagement)],
        "compare": designer_link(engagement, queries.question_of(engagement)),
        "can_choose": rules.can_choose_design(queries.facts_of(engagement)),
        "may_choose": permissions.may_choose_design(actor, engagement),
        "may_check": bool(permissions.may_check_design(actor, engagement)),
    }
    return page(request, "engagements/design.html", context)


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Choose one option of the comparison, with a reason."""
    actor, at = cast(BridgeRequest, request).actor, now()
    engagement = _seen(actor, case_id)
    require(
        allowed=permissions.may_choose_design(actor, engagement),
        possible=rules.can_choose_design(queries.facts_of(engagement)),
    )
    asked = request.POST if request.method == "POST" else request.GET
    said = {name: value for name, value in parse_qsl(asked.get("question", "")[:4000]) if name in OPTIONS}
    country, _dot, kind = asked.get("option", "").partition(".")
    answer = designer.answer(said, today=at.astimezone(rules.SEOUL).date())
    option = answer.table.option(country, kind)
    form = typed(request, forms.ChooseForm)
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_design(
                actor=actor, case_id=case_id, said=said, country=country, form=kind,
                reason=form.cleaned_data["reason"], at=at,
            )  # fmt: skip
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, _("The choice is kept with its reasons. The other side has been told."))
            return redirect("engagements:detail", case_id)
    context = {
        "engagement": engagement, "title": present.title(engagement), "person": present.person(engagement),
        "form": form, "question": urlencode(said), "option": option, "can_choose": rules.can_choose_option(option),
        "form_name": rules.form_name(option.form) if option else "", "compare": designer_link(engagement, said),
    }  # fmt: skip
    return page(request, "engagements/choose_design.html", context, status=422 if form.errors else 200)


@require_POST
def confirm(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """The coordinator stands behind the choice."""
    services.confirm_design(
        actor=cast(BridgeRequest, request).actor, case_id=case_id, number=number, at=now()
    )
    messages.success(request, _("Confirmed. The contract begins with it."))
    return redirect("engagements:detail", case_id)


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Go through how the work is really done now."""
    actor = cast(BridgeRequest, request).actor
    engagement = _seen(actor, case_id)
    newest = queries.design_of(engagement)
    require(
        allowed=permissions.may_check_design(actor, engagement),
        possible=rules.can_check_design(queries.facts_of(engagement), newest is not None),
    )
    assert newest is not None
    initial: dict[str, Any] = {
        name: newest.question.get(name, "").split(",") for name in ("factor", "establishment")
    }
    form = typed(request, forms.StatusForm, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.check_design(
                actor=actor, case_id=case_id, factors=given["factor"], establishment=given["establishment"],
                note=given["reason"], at=now(),
            )  # fmt: skip
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            if rules.has_risen(newest.level, made.level):
                messages.warning(request, _("Kept. The risk level has risen: both sides have been told."))
            else:
                messages.success(request, _("Kept. The risk level has not risen."))
            return redirect("engagements:design", case_id)
    context = {
        "form": form, "engagement": engagement, "title": present.title(engagement), "design": present.design(newest),
    }  # fmt: skip
    return page(request, "engagements/check_design.html", context, status=422 if form.errors else 200)


@require_POST
def step(request: HttpRequest, case_id: UUID, key: str) -> HttpResponse:
    """Mark a step of the checklist as done."""
    form = forms.StepForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    services.do_step(actor=cast(BridgeRequest, request).actor, case_id=case_id, key=key, note=note, at=now())
    messages.success(request, _("Marked as done."))
    return redirect("engagements:detail", case_id)
