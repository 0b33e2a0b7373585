"""The pages of coordination: one queue, the pool with who is free, and putting somebody in charge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from talentbridge.coordination import permissions, queries, rules, services
from talentbridge.coordination.rules import GROUP_LABELS, LEVEL_LABELS, Group
from talentbridge.engagements import queries as engagements
from talentbridge.engagements.rules import ACTIONS, StageString, short_string
from talentbridge.engagements.states import STAGE_LABELS, EngagementState, Stage
from talentbridge.kernel import sheet, show
from talentbridge.kernel.actor import Side
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.money import Money
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, told, typed
from talentbridge.kernel.text import N_

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from talentbridge.engagements.models import Engagement

TURNS = {
    Side.COORDINATOR: N_("Coordinator"), Side.COMPANY: N_("Company"), Side.TALENT: N_("Talent"),
    Side.OPERATOR: N_("Operator"), Side.SYSTEM: N_("Bank"),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One engagement of the queue. Sentences are message ids filled with `facts`."""

    engagement: Engagement
    title: str
    string: StageString
    blocked: str
    action: str
    facts: dict[str, object]
    turn: str
    risk: rules.Risk
    is_late: bool
    is_today: bool
    held: Money | None


def row(engagement: Engagement, at: datetime) -> Row:
    """What the queue shows of an engagement, from its stored columns only (no query)."""
    action = ACTIONS.get(engagement.next_action)
    due = engagement.next_due_at
    korean, english = engagement.title_ko, engagement.title_en
    return Row(
        engagement=engagement,
        title=((korean or english) if get_language() == "ko" else (english or korean)) or engagement.number,
        string=short_string(
            Stage(engagement.stage),
            EngagementState(engagement.state),
            frozenset(Stage(stage) for stage in engagement.skipped_stages),
        ),
        blocked=action.short if action else "",
        action=rules.best_action(engagement.next_action, engagement.next_side, due, at) if action else "",
        facts={"number": engagement.next_number or ""},
        turn=engagement.next_side,
        risk=rules.risk(
            rules.Signs(
                due,
                engagement.has_frozen,
                engagement.has_unverified,
                engagement.overlap_minutes,
                engagement.design_level,
            ),
            at,
        ),
        is_late=due is not None and due < at,
        is_today=due is not None and at <= due < rules.group_ends(at)[0],
        held=Money(engagement.held_minor, engagement.currency) if engagement.held_minor else None,
    )


def workbench(request: HttpRequest) -> HttpResponseBase:
    """Everything that needs a hand, most pressing first."""
    actor, at = cast(BridgeRequest, request).actor, now()
    require(allowed=permissions.may_see_workbench(actor))
    everything = queries.workbench_for(actor, at)
    asked = {name: request.GET.get(name, "") for name in ("q", "stage", "turn", "risk")}
    rows: QuerySet[Any] = engagements.filtered(
        everything, text=asked["q"], stage=asked["stage"], turn=asked["turn"]
    )
    rows = queries.by_risk(rows, asked["risk"])
    if request.GET.get("format") == "csv":
        return sheet.csv_response("workbench", *_sheet(rows.order_by("group_order", "urgency", "pk"), at))
    listing = Listing(request.GET, rows, sorts=queries.SORTS, default="urgency")
    is_grouped = listing.sort in {"urgency", "due"}
    return page(
        request,
        "coordination/workbench.html",
        {
            "listing": listing,
            "groups": list(_groups(listing, at, is_grouped)),
            "stats": queries.stats(everything, at),
            "own": queries.load_of(actor.person_id) if actor.person_id else None,
            "asked": asked,
            "stages": STAGE_LABELS,
            "turns": TURNS,
            "levels": LEVEL_LABELS,
            "sorts": {
                "urgency": N_("Due × risk"),
                "due": N_("Due"),
                "last": N_("Last act"),
                "-held": N_("Money in custody"),
            },
            "may_assign": bool(permissions.may_assign(actor)),
            "csv": listing.link(format="csv"),
        },
    )


def _groups(listing: Listing, at: datetime, is_grouped: bool) -> Iterator[dict[str, Any]]:
    if not is_grouped:
        yield {"label": "", "rows": [row(engagement, at) for engagement in listing]}
        return
    for group, members in groupby(listing, key=lambda engagement: engagement.group):
        rows = [row(engagement, at) for engagement in members]
        late = sum(each.is_late for each in rows)
        yield {"label": GROUP_LABELS[Group(group)], "rows": rows, "late": late}


def _sheet(rows: QuerySet[Any], at: datetime) -> tuple[list[str], Iterator[list[object]]]:
    head = [
        gettext("Number"), gettext("Title"), gettext("Company"), gettext("Talent"), gettext("Stage"),
        gettext("Blocked by"), gettext("Next step"), gettext("Whose turn"), gettext("Due"), gettext("Risk"),
        gettext("Reason"), gettext("Money in custody"), gettext("Currency"), gettext("Last act"),
        gettext("Paper until"),
    ]  # fmt: skip

    def lines() -> Iterator[list[object]]:
        for engagement in rows.iterator(chunk_size=500):
            shown = row(engagement, at)
            yield [
                engagement.number, shown.title, engagement.company.name, engagement.talent or engagement.alias,
                gettext(STAGE_LABELS[Stage(engagement.stage)]), _filled(shown.blocked, shown.facts),
                _filled(shown.action, shown.facts), show.role(shown.turn) if shown.turn else "",
                engagement.next_due_at.isoformat() if engagement.next_due_at else "",
                gettext(LEVEL_LABELS[shown.risk.level]) if shown.risk.level else "",
                show.said(shown.risk.reason), shown.held.amount if shown.held else "",
                engagement.currency if shown.held else "",
                engagement.last_act_at.isoformat() if engagement.last_act_at else "",
                engagement.paper_expires_on.isoformat() if engagement.paper_expires_on else "",
            ]  # fmt: skip

    return head, lines()


def _filled(sentence: str, facts: dict[str, object]) -> str:
    return show.said(sentence).format_map(facts) if sentence else ""


class AssignForm(forms.Form):
    person = forms.ChoiceField(label=_("Coordinator"))
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Both sides read it on the timeline."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason first.")},
    )
    note = forms.CharField(
        label=_("Note from whoever was in charge before"),
        help_text=_("What is agreed, what is open, whom to call first."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    def __init__(self, *args: Any, candidates: list[rules.Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(str(each.person_id), _offer(each)) for each in candidates]  # type: ignore[attr-defined]


def _offer(candidate: rules.Candidate) -> str:
    """A coordinator in the list of choices: the name, the load, and why not, if not."""
    text = gettext("{name} · {load} of {capacity}").format(
        name=candidate.name, load=candidate.load, capacity=candidate.capacity
    )
    decision = rules.can_take(candidate)
    return text if decision else f"{text} · {told(decision)}"


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason first.")},
    )


class HandBackForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason first.")},
    )
    note = forms.CharField(
        label=_("Note for the next coordinator"), widget=forms.Textarea(attrs={"rows": 5}), required=False
    )


class AwayForm(forms.Form):
    until = forms.DateField(
        label=_("Away until"), widget=forms.DateInput(attrs={"type": "date"}), required=False,
        help_text=_("Nothing new is given to you until then. Empty: you are here."),
    )  # fmt: skip


def pool(request: HttpRequest) -> HttpResponse:
    """Who waits for a coordinator, and how loaded everybody is."""
    actor, at = cast(BridgeRequest, request).actor, now()
    require(allowed=permissions.may_assign(actor))
    listing = Listing(
        request.GET, queries.waiting_for_somebody(actor), sorts={"opened": ("opened_at",)}, default="opened"
    )
    today = at.astimezone(rules.SEOUL).date()
    return page(
        request,
        "coordination/pool.html",
        {
            "listing": listing,
            "rows": [(row(engagement, at), engagement) for engagement in listing],
            "skips": engagements.skips_for(actor).filter(answered_at=None)[:50],
            "pool": [
                (
                    profile,
                    profile.is_away(today),
                    [show.language_name(code) for code in profile.languages],
                    [show.said(rules.SECTOR_LABELS.get(sector, sector)) for sector in profile.sectors],
                )
                for profile in queries.pool()
            ],
        },
    )


def clear_out(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A coordinator leaves: hand on everything at once."""
    actor, at = cast(BridgeRequest, request).actor, now()
    require(allowed=permissions.may_assign(actor))
    profile = queries.load_of(person_id)
    if profile is None:
        raise Missing
    form = typed(request, ReasonForm)
    if request.method == "POST" and form.is_valid():
        try:
            gone, stay = services.clear_out(
                actor=actor, person_id=person_id, reason=form.cleaned_data["reason"], at=at
            )
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            text = gettext("{gone} engagements were handed on; {stay} wait for somebody.")
            messages.success(request, text.format(gone=gone, stay=stay))
            return redirect("coordination:pool")
    context = {"form": form, "profile": profile}
    return page(request, "coordination/clear_out.html", context, status=422 if form.errors else 200)


def assign(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Put somebody in charge of one engagement."""
    actor, at = cast(BridgeRequest, request).actor, now()
    require(allowed=permissions.may_assign(actor))
    engagement = engagements.engagements_for(actor).filter(pk=case_id).first()
    if engagement is None:
        raise Missing
    candidates = queries.candidates(case_id, engagement.company_id, at)
    form = typed(request, AssignForm, candidates=candidates)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.reassign(
                actor=actor, case_id=case_id, person_id=UUID(data["person"]), reason=data["reason"], note=data["note"],
                at=at,
            )  # fmt: skip
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, gettext("The coordinator is assigned and told."))
            return redirect("engagements:detail", case_id)
    context = {
        "form": form, "engagement": engagement, "row": row(engagement, at), "history": queries.history_of(case_id),
    }  # fmt: skip
    return page(request, "coordination/assign.html", context, status=422 if form.errors else 200)


def hand_back(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask to be relieved of one engagement."""
    actor, at = cast(BridgeRequest, request).actor, now()
    assignment = queries.in_charge(case_id)
    engagement = engagements.engagements_for(actor).filter(pk=case_id).first()
    if engagement is None or assignment is None:
        raise Missing
    require(
        allowed=permissions.may_hand_back(actor, assignment), possible=rules.can_hand_back(assignment.state)
    )
    form = typed(request, HandBackForm)
    if request.method == "POST" and form.is_valid():
        try:
            services.hand_back(actor=actor, case_id=case_id, at=at, **form.cleaned_data)
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(
                request,
                gettext("Handed back. If nobody is free, you stay in charge until the operator decides."),
            )
            return redirect("coordination:workbench")
    context = {"form": form, "engagement": engagement, "row": row(engagement, at)}
    return page(request, "coordination/hand_back.html", context, status=422 if form.errors else 200)


def away(request: HttpRequest) -> HttpResponse:
    """Say until when one takes nothing new."""
    actor = cast(BridgeRequest, request).actor
    profile = queries.load_of(actor.person_id) if actor and actor.person_id else None
    if profile is None:
        raise Missing
    form = typed(request, AwayForm, initial={"until": profile.away_until})
    if request.method == "POST" and form.is_valid():
        try:
            services.set_away(actor=actor, until=form.cleaned_data["until"], at=now())
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("coordination:workbench")
    return page(
        request,
        "coordination/away.html",
        {"form": form, "profile": profile},
        status=422 if form.errors else 200,
    )


app_name = "coordination"
urlpatterns = [
    path("", workbench, name="workbench"),
    path("pool/", pool, name="pool"),
    path("pool/<uuid:person_id>/clear-out/", clear_out, name="clear-out"),
    path("away/", away, name="away"),
    path("<uuid:case_id>/assign/", assign, name="assign"),
    path("<uuid:case_id>/hand-back/", hand_back, name="hand-back"),
]
