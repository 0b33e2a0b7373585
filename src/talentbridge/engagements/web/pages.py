"""Looking at engagements: the list, one engagement, its whole log."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from talentbridge.contracts import queries as contracts
from talentbridge.contracts.rules import ENGAGEMENT_TYPES, WORK_MODES
from talentbridge.demand import queries as demand
from talentbridge.engagements import permissions, queries, rules
from talentbridge.engagements.models import Engagement
from talentbridge.engagements.states import STAGE_LABELS, STATE_LABELS, EngagementState
from talentbridge.engagements.web import clocks, days, present
from talentbridge.engagements.web.forms import AnswerForm
from talentbridge.escrow import queries as escrow
from talentbridge.escrow.states import MILESTONE_NAMES, TONES, MilestoneState
from talentbridge.kernel import sheet
from talentbridge.kernel.actor import Actor, Role, Side
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Missing
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import BridgeRequest, page
from talentbridge.kernel.text import N_
from talentbridge.reputation import queries as reputation
from talentbridge.reputation.rules import ASPECTS, other

HOME = "Asia/Seoul"
EVENTS_AT_FIRST, EVENTS_A_PAGE = 8, 50
TURNS = {
    Side.COMPANY: N_("Company"), Side.TALENT: N_("Talent"), Side.COORDINATOR: N_("Coordinator"),
    Side.OPERATOR: N_("Operator"), Side.SYSTEM: N_("Bank"),
}  # fmt: skip


def engagement_list(request: HttpRequest) -> HttpResponseBase:
    """The engagements that the reader takes part in."""
    actor, at = cast(BridgeRequest, request).actor, now()
    if actor is None:
        raise Missing
    asked = {name: request.GET.get(name, "") for name in ("q", "stage", "turn", "state")}
    rows = queries.filtered(
        queries.engagements_for(actor),
        text=asked["q"],
        stage=asked["stage"],
        turn=asked["turn"],
        state=asked["state"] or (EngagementState.OPEN if "state" not in request.GET else ""),
    )
    if request.GET.get("format") == "csv":
        return sheet.csv_response("engagements", *present.sheet(rows.order_by("number"), at))
    listing = Listing(request.GET, rows, sorts=queries.SORTS, default="due")
    return page(
        request,
        "engagements/list.html",
        {
            "listing": listing,
            "rows": [present.row(engagement, at) for engagement in listing],
            "asked": asked | {"state": asked["state"] if "state" in request.GET else EngagementState.OPEN},
            "stages": STAGE_LABELS,
            "turns": TURNS,
            "states": STATE_LABELS,
            "may_open": permissions.may_open(actor),
            "csv": listing.link(format="csv"),
        },
    )


def detail(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One engagement: what is next, money, evidence, log, two clocks, documents, reviews."""
    actor, at = cast(BridgeRequest, request).actor, now()
    engagement = found(actor, case_id)
    facts = queries.facts_of(engagement)
    viewer = Side(engagement.seen_from)
    gate = present.current_gate(facts)
    designed = queries.design_of(engagement)
    events = present.events_of(engagement, actor)
    total = events.count()
    other_zone = engagement.talent_zone if actor.time_zone == HOME else HOME
    return page(
        request,
        "engagements/detail.html",
        {
            "engagement": engagement,
            "title": present.title(engagement),
            "person": present.person(engagement),
            "string": rules.stage_string(facts),
            "step": rules.next_step(facts, viewer),
            "other_zone": other_zone,
            "gate": gate,
            "gate_label": present.following(gate.stage),
            "checks": present.checks(gate, facts),
            "passed": [
                {"label": STAGE_LABELS[each.stage], "checks": present.checks(each, facts)}
                for each in rules.gates(facts)
                if each.stage.position < gate.stage.position and each.evidence
            ],
            "events": list(present.told(events[:EVENTS_AT_FIRST], engagement, actor)),
            "events_more": max(total - EVENTS_AT_FIRST, 0),
            "clocks": clocks.picture(at, HOME, engagement.talent_zone, ("KR", engagement.talent_country))
            if engagement.talent_zone
            else None,
            "design": present.design(designed),
            "design_not_followed": viewer != Side.TALENT
            and queries.not_followed(engagement, designed, at.astimezone(rules.SEOUL).date()),
            "design_steps": queries.steps_of(engagement),
            "may_choose_design": bool(permissions.may_choose_design(actor, engagement)),
            "may_ask_skip": bool(permissions.may_ask_skip(actor, engagement)),
            "may_stop": bool(permissions.may_stop(actor, engagement)),
            "can_stop": rules.can_stop(facts),
            "can_take_back": bool(
                permissions.may_take_back(actor, engagement) and rules.can_take_back(facts)
            ),
            "obstacles": queries.obstacles_for(actor).filter(engagement=engagement),
            "may_note": bool(permissions.may_note_obstacle(actor, engagement)),
            "skips": _skips(actor, engagement, facts),
            **_money(actor, engagement),
            **_documents(actor, engagement, facts),
            **_reviews(actor, engagement),
            **days.seen(actor, engagement, at),
            "may_note_stay": bool(permissions.may_note_stay(actor, engagement)),
        },
    )


def log(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Everything that has happened, page by page."""
    actor = cast(BridgeRequest, request).actor
    engagement = found(actor, case_id)
    listing = Listing(
        request.GET, present.events_of(engagement, actor), sorts={"at": ("at", "id")}, default="-at",
        sizes=(EVENTS_A_PAGE,),
    )  # fmt: skip
    return page(
        request,
        "engagements/log.html",
        {
            "engagement": engagement,
            "title": present.title(engagement),
            "listing": listing,
            "events": list(present.told(listing, engagement, actor)),
            "other_zone": engagement.talent_zone if actor.time_zone == HOME else HOME,
        },
    )


def found(actor: Actor | None, case_id: UUID) -> Engagement:
    """The engagement, when `actor` may see it; `Missing` otherwise."""
    engagement = queries.engagements_for(actor).filter(pk=case_id).first() if actor else None
    if engagement is None:
        raise Missing
    return engagement


def _money(actor: Actor, engagement: Engagement) -> dict[str, Any]:
    milestones = list(escrow.milestones_for(actor).filter(case_id=engagement.pk).order_by("number"))
    return {
        "milestones": [
            {
                "milestone": milestone,
                "state": MILESTONE_NAMES[MilestoneState(milestone.state)],
                "tone": TONES.get(MilestoneState(milestone.state), ""),
                "day": milestone.paid_at
                or milestone.decided_at
                or milestone.submitted_at
                or milestone.due_on,
                "due": milestone.state
                in {MilestoneState.FUNDED, MilestoneState.PLANNED, MilestoneState.AWAITING_FUNDS},
            }
            for milestone in milestones
        ],
        "money": escrow.money_of(engagement.pk) if milestones else None,
        "parts": [(milestone.state, milestone.gross) for milestone in milestones],
    }


def _documents(actor: Actor, engagement: Engagement, facts: rules.Facts) -> dict[str, Any]:
    contract = (
        contracts.contracts_for(actor).filter(pk=facts.contract_id).first() if facts.contract_id else None
    )
    terms = contracts.terms_of(contract.pk) if contract else None
    return {
        "task": demand.tasks_for(actor).filter(case_id=engagement.pk).first(),
        "contract": contract,
        "kind": ENGAGEMENT_TYPES[terms.engagement_type] if terms else "",
        "mode": WORK_MODES[terms.work_mode] if terms else "",
        "hand_over": queries.hand_over_of(engagement),
        "shortlist_id": facts.shortlist_id if actor.role in {Role.COMPANY, Role.COORDINATOR} else None,
    }


def _reviews(actor: Actor, engagement: Engagement) -> dict[str, Any]:
    window = reputation.windows_for(actor).filter(case_id=engagement.pk).first()
    shown = reputation.reviews_for(actor).filter(case_id=engagement.pk) if window else []
    return {
        "window": window,
        "reviews": [
            {
                "review": review,
                "points": [
                    (ASPECTS[Side(review.side)][point.aspect], point.points) for point in review.points.all()
                ],
                "may_reply": not review.reply and review.seen_from == other(Side(review.side)),
            }
            for review in shown
        ],
    }


def _skips(actor: Actor, engagement: Engagement, facts: rules.Facts) -> list[dict[str, Any]]:
    labels = {item.key: item.label for gate in rules.gates(facts) for item in gate.evidence}
    return [
        {
            "skip": skip,
            "label": labels.get(skip.evidence, skip.evidence),
            "form": AnswerForm() if permissions.may_answer_skip(actor, skip.asked_by_id) else None,
        }
        for skip in queries.skips_for(actor).filter(engagement=engagement, answered_at=None)
    ]
