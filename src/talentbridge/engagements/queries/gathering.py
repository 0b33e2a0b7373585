"""Gathering the facts of one case from the apps below, each through its own queries."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from talentbridge.accounts import queries as accounts
from talentbridge.audit import queries as audit
from talentbridge.contracts import queries as contracts
from talentbridge.contracts.states import LIVE, ContractState
from talentbridge.demand import queries as demand
from talentbridge.engagements import rules
from talentbridge.engagements.models import Engagement, GateSkip, HandOver
from talentbridge.engagements.queries.stays import nearest_expiry
from talentbridge.engagements.rules import Done, Facts, MilestoneFact, Skip
from talentbridge.engagements.states import EngagementState, Stage
from talentbridge.escrow import queries as escrow
from talentbridge.escrow.states import HOLDS_MONEY, IS_SETTLED, MilestoneState
from talentbridge.kernel.actor import Side
from talentbridge.matching import queries as matching
from talentbridge.policy.rules import Certainty, NotKnown
from talentbridge.reputation import queries as reputation

if TYPE_CHECKING:
    from talentbridge.accounts.models import Person
    from talentbridge.escrow.models import Milestone


def facts_of(engagement: Engagement) -> Facts:
    """Everything that is known about the case now. The caller has proven that its reader may see the case."""
    case_id = engagement.pk
    names = {Side.COMPANY: engagement.company.name_here}
    known: dict[str, Any] = {}
    for gather in (_task, _selection, _contract, _reviews):
        known |= gather(case_id)
    if known.get("talent") and not getattr(engagement, "names_talent", True):  # a withdrawn consent
        known = _unnamed(known, engagement.alias)
    coordinator = accounts.party(case_id, Side.COORDINATOR)
    if coordinator and coordinator.person:
        names[Side.COORDINATOR] = coordinator.person.name
        known["assigned"] = Done(coordinator.since, coordinator.person.name)
    if standing := accounts.party(case_id, Side.TALENT):
        known["talent_has_account"] = standing.person_id and escrow.account_of(standing.person_id) is not None
    if talent := known.pop("talent", ""):
        names[Side.TALENT] = talent
    opener = engagement.opened_by.name if engagement.opened_by else ""
    return Facts(
        case_id=case_id,
        opened=Done(engagement.opened_at, opener),
        names=names,
        state=EngagementState(engagement.state),
        reached=Stage(engagement.stage),
        milestones=tuple(_milestone(row) for row in milestones_of(case_id, known.get("contract_id"))),
        skips=tuple(
            _skip(row)
            for row in engagement.skips.exclude(confirmed=False).select_related("asked_by", "answered_by")
        ),
        **_hand_over(engagement),
        **known,
    )


def _unnamed(known: dict[str, Any], alias: str) -> dict[str, Any]:
    """What is known, with the pseudonym wherever the talent's name would stand."""
    name = known["talent"]
    return {
        key: Done(value.at, alias) if isinstance(value, Done) and value.by == name else value
        for key, value in known.items()
    } | {"talent": alias}


def _task(case_id: UUID) -> dict[str, Any]:
    task = demand.task_of(case_id)
    if task is None:
        return {}
    approvals = {side: Done(each.at, each.person.name) for side, each in demand.approvals_of(task).items()}
    return {
        "task_id": task.pk,
        "approved_by_company": approvals.get(Side.COMPANY),
        "approved_by_coordinator": approvals.get(Side.COORDINATOR),
    }


def _selection(case_id: UUID) -> dict[str, Any]:
    known: dict[str, Any] = {}
    if shortlist := matching.shortlist_of(case_id):
        known |= {"shortlist_id": shortlist.pk, "shortlisted": Done(shortlist.made_at)}
    selection = matching.selection_of(case_id)
    if selection is None or selection.accepted is False:  # a no: the company chooses again
        return known
    profile = selection.profile
    agreed = selection.accepted is True
    name = profile.person.name if agreed and profile.person else profile.pseudonym
    return known | {
        "selection_id": selection.pk,
        "talent": name,
        "decided": Done(selection.decided_at, selection.decided_by.name),
        "agreed": Done(selection.answered_at, name) if agreed and selection.answered_at else None,
    }


def _contract(case_id: UUID) -> dict[str, Any]:
    contract = contracts.contract_of(case_id)
    if contract is None or contract.state not in {*LIVE, ContractState.ENDED}:
        return {}
    signed = {row.side: Done(row.at, row.person.name) for row in contract.signatures.select_related("person")}
    return {
        "contract_id": contract.pk,
        "drafted": Done(contract.drafted_at),
        "offered": Done(contract.offered_at) if contract.offered_at else None,
        "signed_by_company": signed.get(Side.COMPANY),
        "signed_by_talent": signed.get(Side.TALENT),
        "in_force": Done(contract.in_force_at) if contract.in_force_at else None,
    }


def _reviews(case_id: UUID) -> dict[str, Any]:
    written = {row.side: Done(row.written_at, row.author.name) for row in reputation.reviews_of(case_id)}
    window = reputation.window_of(case_id)
    return {
        "reviewed_by_company": written.get(Side.COMPANY),
        "reviewed_by_talent": written.get(Side.TALENT),
        "reviews_closed": Done(window.shown_at) if window and window.shown_at else None,
    }


def _done(at: datetime | None, by: Person | None) -> Done | None:
    return Done(at, by.name if by else "") if at else None


def _hand_over(engagement: Engagement) -> dict[str, Any]:
    note = HandOver.objects.select_related("written_by", "confirmed_by").filter(engagement=engagement).first()
    if note is None:
        return {}
    confirmed = _done(note.confirmed_at, note.confirmed_by)
    return {"handed_over": Done(note.written_at, note.written_by.name), "handover_confirmed": confirmed}


def _skip(row: GateSkip) -> Skip:
    answered = _done(row.answered_at, row.answered_by) if row.confirmed else None
    return Skip(row.evidence, row.reason, Done(row.asked_at, row.asked_by.name), answered)


def milestones_of(case_id: UUID, contract_id: UUID | None) -> list[Milestone]:
    """The milestones of the contract that counts now, each with what its facts ask for."""
    if contract_id is None:
        return []
    rows = escrow.milestones_of(case_id).filter(contract_id=contract_id)
    return list(rows.select_related("contract", "decided_by").prefetch_related("change_requests"))


def _milestone(row: Milestone) -> MilestoneFact:
    state = MilestoneState(row.state)
    changes = row.change_requests.all() if state is MilestoneState.CHANGES_REQUESTED else ()
    since = {
        MilestoneState.PLANNED: row.contract.in_force_at,
        MilestoneState.AWAITING_FUNDS: row.requested_at,
        MilestoneState.FUNDED: row.funded_at,
        MilestoneState.SUBMITTED: row.submitted_at,
        MilestoneState.CHANGES_REQUESTED: max((change.at for change in changes), default=None),
        MilestoneState.FROZEN: row.frozen_at,
        MilestoneState.PAID: row.paid_at,
    }.get(state, row.decided_at)
    decided = _done(row.decided_at, row.decided_by)
    settled_at = row.paid_at or row.decided_at or row.funded_at
    return MilestoneFact(
        id=row.pk,
        number=row.number,
        state=state,
        since=since or row.contract.in_force_at or row.contract.drafted_at,
        holds_money=state in HOLDS_MONEY,
        due_on=row.due_on,
        accept_by=row.accept_by,
        funded=Done(row.funded_at) if row.funded_at else None,
        accepted=decided if state is not MilestoneState.REFUNDED else None,
        settled=Done(settled_at) if state in IS_SETTLED and settled_at else None,
    )


def fill_columns(engagement: Engagement, at: datetime) -> None:
    """Copy onto the row what lists show and sort by. Nothing is decided here."""
    task = demand.task_of(engagement.pk)
    if task is not None:
        engagement.title_ko = task.title_ko or task.title
        engagement.title_en = task.title_en or task.title
        engagement.currency = task.budget_currency or engagement.currency
    coordinator = accounts.party(engagement.pk, Side.COORDINATOR)
    engagement.coordinator_id = coordinator.person_id if coordinator else None
    talent = accounts.party(engagement.pk, Side.TALENT)
    engagement.talent_id = talent.person_id if talent else None
    _fill_talent(engagement, at)
    contract = contracts.contract_of(engagement.pk)
    milestones = milestones_of(engagement.pk, contract.pk if contract else None)
    held = [row for row in milestones if row.state in HOLDS_MONEY]
    engagement.held_minor = sum(row.amount_minor for row in held)
    engagement.currency = milestones[0].currency if milestones else engagement.currency
    engagement.has_frozen = any(row.state == MilestoneState.FROZEN for row in milestones)
    engagement.has_unverified = _rests_on_unverified(milestones, at)
    engagement.paper_expires_on = nearest_expiry(engagement.pk, at.astimezone(rules.SEOUL).date())
    latest = audit.of_case(engagement.pk).exclude(actor_role="system").first()
    engagement.last_act_at = latest.at if latest else engagement.opened_at


def _fill_talent(engagement: Engagement, at: datetime) -> None:
    selection = matching.selection_of(engagement.pk)
    if selection is None or selection.accepted is False:
        engagement.alias = engagement.talent_country = engagement.talent_zone = ""
        engagement.overlap_minutes = None
        return
    profile = selection.profile
    engagement.alias = f"{profile.pseudonym} · {profile.code}"
    engagement.talent_country, engagement.talent_zone = profile.country, profile.time_zone
    today = at.astimezone(rules.SEOUL).date()
    engagement.overlap_minutes = (
        rules.overlap(today, "Asia/Seoul", profile.time_zone).minutes if profile.time_zone else None
    )


def _rests_on_unverified(milestones: list[Milestone], at: datetime) -> bool:
    """Whether a rule of the withholding is not verified, or not known: it warns, it never blocks.

    What is settled keeps the trace of its day; what is not is judged by the rules of `at`.
    """
    traces = [row.withholding_trace for row in milestones if row.withholding_trace]
    if any(trace["certainty"] == Certainty.UNVERIFIED for trace in traces):
        return True
    ahead = next((row for row in milestones if not row.withholding_trace), None)
    if ahead is None:
        return False
    try:
        trace = escrow.withholding_on(ahead, at.astimezone(rules.SEOUL).date())
    except NotKnown:
        return True
    return trace.certainty is Certainty.UNVERIFIED
