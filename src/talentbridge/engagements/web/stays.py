"""Stays in Korea on the page: what each side may know of them, and entering one when somebody travels."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from talentbridge.engagements import permissions, queries, services
from talentbridge.engagements.models import Stay
from talentbridge.engagements.rules import stays as stay_rules
from talentbridge.engagements.rules.stays import PAPERS, PURPOSES, STATUSES, StayDraft
from talentbridge.engagements.web import present
from talentbridge.engagements.web.days import seen
from talentbridge.engagements.web.pages import found
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, Missing, Refused, require
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, told, typed


def _day(label: Any, *, required: bool = False, hint: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, required=required, help_text=hint, widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Choose the day."), "invalid": _("Write the day as 2026-11-30.")},
    )  # fmt: skip


def _choices(labels: dict[str, str]) -> Any:
    return lambda: [(key, gettext(label)) for key, label in labels.items()]


class StayForm(forms.Form):
    """Days and ends of papers; never a number of a passport, visa or permit."""

    purpose = forms.ChoiceField(label=_("What the stay is for"), choices=_choices(PURPOSES))
    status = forms.ChoiceField(
        label=_("Status of stay"), choices=_choices(STATUSES),
        help_text=_("As the authority or the Korean mission says. The bridge decides nothing and files nothing."),
    )  # fmt: skip
    begins_on = _day(_("First day in Korea"), required=True)
    ends_on = _day(_("Last day in Korea"), required=True)
    passport = _day(_("Passport valid until"))
    visa = _day(_("Visa or permit valid until"), hint=_("Only the day. Its number is not stored."))
    insurance = _day(_("Insurance valid until"))
    residence_certificate = _day(
        _("Certificate of tax residence valid until"), hint=_("Treaty relief needs one before payment.")
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def draft(self) -> StayDraft:
        """What was typed, for the verb."""
        typed_in = self.cleaned_data
        return StayDraft(
            **{name: typed_in[name] for name in ("purpose", "status", "begins_on", "ends_on")},
            expires={kind: typed_in[kind] for kind in PAPERS if typed_in[kind]},
        )


def stays(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The stays of an engagement: for traveller and coordinator with papers, for the company the days."""
    actor, at = cast(BridgeRequest, request).actor, now()
    engagement = found(actor, case_id)
    context = {
        "engagement": engagement, "title": present.title(engagement), **seen(actor, engagement, at),
        "may_note": permissions.may_note_stay(actor, engagement),
        "can_plan": stay_rules.can_plan_stay(queries.facts_of(engagement)),
    }  # fmt: skip
    return page(request, "engagements/stays.html", context)


def plan(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Enter a stay."""
    actor = cast(BridgeRequest, request).actor
    engagement = found(actor, case_id)
    require(
        allowed=permissions.may_note_stay(actor, engagement),
        possible=stay_rules.can_plan_stay(queries.facts_of(engagement)),
    )
    form = typed(request, StayForm, initial={"purpose": "visit", "status": "unclear"})
    if request.method == "POST" and form.is_valid():
        try:
            services.plan_stay(actor=actor, case_id=case_id, draft=cast(StayForm, form).draft(), at=now())
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(
                request,
                gettext("The stay is entered. Alarms come 90, 60, 30 and 7 days before a paper ends."),
            )
            return redirect("engagements:stays", case_id)
    context = {"form": form, "engagement": engagement, "title": present.title(engagement), "stay": None}
    return page(request, "engagements/stay.html", context, status=422 if form.errors else 200)


def change(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """Change a stay, or call it off."""
    actor = cast(BridgeRequest, request).actor
    stay = queries.stays_for(actor).filter(pk=stay_id).first() if actor else None
    if stay is None:
        raise Missing
    require(allowed=permissions.may_note_stay(actor, stay))
    engagement = found(actor, stay.engagement_id)
    form = typed(request, StayForm, initial=_initial(stay))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_stay(
                actor=actor, stay_id=stay_id, draft=cast(StayForm, form).draft(),
                seen_revision=form.cleaned_data["revision"], at=now(),
            )  # fmt: skip
        except Invalid as invalid:
            show_errors(form, invalid)
        except Refused as refused:
            again = request.POST.copy()
            again["revision"] = str(queries.stays_for(actor).get(pk=stay_id).revision)
            form = StayForm(again)
            form.is_valid()
            form.add_error(None, told(refused.decision))
        else:
            messages.success(request, gettext("The stay is changed."))
            return redirect("engagements:stays", stay.engagement_id)
    context = {"form": form, "engagement": engagement, "title": present.title(engagement), "stay": stay}
    return page(request, "engagements/stay.html", context, status=422 if form.errors else 200)


@require_POST
def cancel(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """Call a stay off."""
    stay = services.cancel_stay(actor=cast(BridgeRequest, request).actor, stay_id=stay_id, at=now())
    messages.success(request, gettext("The stay is called off. Its days no longer count."))
    return redirect("engagements:stays", stay.engagement_id)


def _initial(stay: Stay) -> dict[str, Any]:
    kept = {name: getattr(stay, name) for name in ("purpose", "status", "begins_on", "ends_on", "revision")}
    return kept | {paper.kind: paper.expires_on for paper in stay.papers.all()}
