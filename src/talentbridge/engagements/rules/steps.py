"""Whose turn it is: what can be done now, by whom, by when, and what comes after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from talentbridge.engagements.rules.actions import ACTIONS, Action
from talentbridge.engagements.rules.facts import Done, Facts, MilestoneFact
from talentbridge.engagements.rules.gates import gates
from talentbridge.engagements.states import EngagementState
from talentbridge.kernel.actor import Side
from talentbridge.kernel.text import N_

SEOUL = ZoneInfo("Asia/Seoul")
CLOSING = time(18)  # deadlines end when the Korean working day ends

TURNS: dict[Side, str] = {
    Side.COMPANY: N_("It is the company's turn"),
    Side.TALENT: N_("It is the talent's turn"),
    Side.COORDINATOR: N_("It is the coordinator's turn"),
    Side.OPERATOR: N_("It is the operator's turn"),
    Side.SYSTEM: N_("It is the bank's turn"),
}


@dataclass(frozen=True)
class Link:
    """A button: a message id and the page's url name with its arguments. `kind`: go (primary), plain or quiet."""

    label: str
    view: str
    args: tuple[UUID, ...] = ()
    kind: str = "go"
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Then:
    """What comes after, and who does it: `who` is a name, empty when nobody stands on `side` yet."""

    who: str
    side: Side
    what: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class NextStep:
    """The panel at the top of an engagement, as one side sees it.

    `turn`, `heading`, `late` and labels are message ids; `facts` fill them. `is_mine`: the reader acts.
    """

    action: str
    side: Side
    turn: str
    heading: str
    who: str
    late: str
    is_mine: bool
    due_at: datetime | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    then: tuple[Then, ...] = ()

    @property
    def number(self) -> int | None:
        """The deliverable that it is about, if any."""
        number = self.facts.get("number")
        return number if isinstance(number, int) else None


@dataclass(frozen=True)
class Step:
    """One step of the rest of the way. `ready`: it can be done now."""

    action: Action
    ready: bool
    due_at: datetime | None = None
    subject: UUID | None = None  # what its page is about, when that is not the case itself
    facts: Mapping[str, object] = field(default_factory=dict)


def working_days(since: datetime, days: int) -> datetime:
    """18:00 in Seoul, `days` working days (Monday to Friday) after `since`."""
    day = since.astimezone(SEOUL).date()
    while days > 0 or day.weekday() > 4:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return closing(day)


def closing(day: date) -> datetime:
    """18:00 in Seoul on `day`, in UTC."""
    return datetime.combine(day, CLOSING, SEOUL).astimezone(UTC)


def way_ahead(facts: Facts) -> tuple[Step, ...]:
    """Every step that is left, those that can be done now first, in the order of the stages."""
    if facts.state is not EngagementState.OPEN:
        return ()
    skipped = {item.key for gate in gates(facts) for item in gate.evidence if item.is_skipped}
    steps = [
        *_prepare(facts),
        *_match(facts),
        *_contract(facts),
        *_deliver(facts),
        *_complete(facts, skipped),
    ]
    return tuple(sorted(steps, key=lambda step: not step.ready))


def _step(key: str, after: Done | None, *, ready: bool = True, subject: UUID | None = None) -> Step:
    """The step `key`, possible since `after`; not ready while that has not happened."""
    action = ACTIONS[key]
    due = working_days(after.at, action.days) if after else None
    return Step(action, ready=ready and after is not None, due_at=due if ready else None, subject=subject)


def _prepare(facts: Facts) -> Iterator[Step]:
    if not facts.assigned:
        yield _step("assign", facts.opened)
    if not facts.approved_by_company:
        yield _step("describe", facts.opened, subject=facts.task_id)
    if not facts.approved_by_coordinator:
        yield _step("approve", facts.approved_by_company, ready=bool(facts.assigned), subject=facts.task_id)


def _match(facts: Facts) -> Iterator[Step]:
    if facts.agreed:
        return
    approvals = (facts.approved_by_company, facts.approved_by_coordinator)
    approved = max((done for done in approvals if done), key=lambda done: done.at) if all(approvals) else None
    if not facts.shortlisted:
        yield _step("shortlist", approved)
    if not facts.decided:
        yield _step("decide", facts.shortlisted, subject=facts.shortlist_id)
    yield _step("answer", facts.decided, subject=facts.selection_id)


def _contract(facts: Facts) -> Iterator[Step]:
    if facts.in_force:
        return
    if not facts.drafted:
        yield _step("build", facts.agreed)
    if not facts.offered:
        yield _step("offer", facts.drafted, subject=facts.contract_id)
    if not facts.signed_by_talent:
        yield _step("sign_talent", facts.offered, subject=facts.contract_id)
    if not facts.signed_by_company:
        yield _step("sign_company", facts.offered, subject=facts.contract_id)


# What a milestone's state asks for, the most urgent first.
_BY_STATE = {
    "frozen": "resolve",
    "submitted": "review",
    "changes_requested": "resubmit",
    "funded": "submit",
    "awaiting_funds": "transfer",
    "planned": "fund",
    "released": "payout",
}


def _deliver(facts: Facts) -> Iterator[Step]:
    if not facts.milestones and not facts.in_force:
        fund, submit, review = (ACTIONS[key] for key in ("fund", "submit", "review"))
        yield from (Step(action, ready=False, facts={"number": 1}) for action in (fund, submit, review))
    urgency = list(_BY_STATE)
    unsettled = [milestone for milestone in facts.milestones if milestone.state in _BY_STATE]
    for milestone in sorted(unsettled, key=lambda m: (urgency.index(m.state), m.number)):
        earlier = [other for other in facts.milestones if other.number < milestone.number]
        ready = milestone.state != "planned" or all(other.accepted or other.settled for other in earlier)
        key = _BY_STATE[milestone.state]
        if key == "payout" and not facts.talent_has_account:
            key = "account"
        yield _milestone_step(milestone, key, ready=ready)


def _milestone_step(milestone: MilestoneFact, key: str, *, ready: bool) -> Step:
    action = ACTIONS[key]
    due = working_days(milestone.since, action.days) if ready else None
    if key == "submit":
        due = closing(milestone.due_on) if milestone.due_on else None
    elif key == "review":
        due = milestone.accept_by
    elif key == "resubmit":
        due = working_days(milestone.since, 5)
    return Step(action, ready=ready, due_at=due, subject=milestone.id, facts={"number": milestone.number})


def _complete(facts: Facts, skipped: set[str]) -> Iterator[Step]:
    accepted = [milestone.accepted or milestone.settled for milestone in facts.milestones]
    delivered = (
        max((done for done in accepted if done), key=lambda done: done.at)
        if accepted and all(accepted)
        else None
    )
    settled = Done(facts.settled_at) if facts.settled_at else None
    if not facts.handed_over and "complete.written" not in skipped:
        yield _step("hand_over", delivered)
    if not facts.handover_confirmed and "complete.confirmed" not in skipped:
        yield _step("confirm_hand_over", facts.handed_over)
    if facts.reviews_closed:
        return
    if not facts.reviewed_by_company and "complete.company" not in skipped:
        yield _step("review_company", settled)
    if not facts.reviewed_by_talent and "complete.talent" not in skipped:
        yield _step("review_talent", settled)


def next_step(facts: Facts, viewer: Side | None = None) -> NextStep | None:
    """What is next, seen from `viewer`'s side: the viewer's own first step if there is one now, else the case's.

    None when nothing is left to do.
    """
    steps = way_ahead(facts)
    ready = [step for step in steps if step.ready]
    step = next((step for step in ready if step.action.side is viewer), ready[0] if ready else None)
    if step is None:
        return None
    mine = step.action.side is viewer
    action = step.action
    others = [other for other in steps if other is not step]
    return NextStep(
        action=action.key,
        side=action.side,
        turn=TURNS[action.side],
        heading=action.heading if mine else action.told,
        who=facts.name(action.side),
        late=action.late,
        is_mine=mine,
        due_at=step.due_at,
        facts=step.facts,
        links=_links(facts, step) if mine else (),
        then=tuple(
            Then(facts.name(other.action.side), other.action.side, other.action.told, other.facts)
            for other in others[:4]
        ),
    )


def _links(facts: Facts, step: Step) -> tuple[Link, ...]:
    action = step.action
    args = (step.subject or facts.case_id,) if action.is_about else ()
    primary = Link(action.button, action.view, args, "go", step.facts)
    if action.key == "review":
        return (
            primary,
            Link(N_("Ask for changes"), "escrow:request-changes", args, "plain"),
            Link(N_("Raise a concern"), "escrow:concern", args, "quiet"),
        )
    return (primary,)
