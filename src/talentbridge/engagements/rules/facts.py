"""What is known about one engagement, gathered from the apps below. Everything else is derived from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from talentbridge.engagements.states import EngagementState, Stage
from talentbridge.kernel.actor import Side


@dataclass(frozen=True)
class Done:
    """Something that has happened: when, and by whom (a name, or empty when nobody in particular)."""

    at: datetime
    by: str = ""


@dataclass(frozen=True)
class MilestoneFact:
    """One milestone of the escrow app. `since` is when it entered its present `state`."""

    id: UUID
    number: int
    state: str  # escrow.states.MilestoneState
    since: datetime
    holds_money: bool = False
    due_on: date | None = None
    accept_by: datetime | None = None
    funded: Done | None = None
    accepted: Done | None = None
    settled: Done | None = None


@dataclass(frozen=True)
class Skip:
    """Evidence that a coordinator asked to go on without; `confirmed` by a second person or not yet."""

    evidence: str
    reason: str
    asked: Done
    confirmed: Done | None = None


@dataclass(frozen=True)
class Facts:
    """The facts of one case. Times are aware. A field that is None has not happened.

    `reached` is the furthest stage that was ever reached: the string never runs backwards by itself.
    """

    case_id: UUID
    opened: Done
    names: Mapping[Side, str] = field(default_factory=dict)
    state: EngagementState = EngagementState.OPEN
    reached: Stage = Stage.PREPARE
    assigned: Done | None = None
    task_id: UUID | None = None
    task_is_ready: bool = False  # complete enough to approve
    approved_by_company: Done | None = None
    approved_by_coordinator: Done | None = None
    shortlist_id: UUID | None = None
    shortlisted: Done | None = None
    selection_id: UUID | None = None
    decided: Done | None = None
    agreed: Done | None = None
    contract_id: UUID | None = None
    drafted: Done | None = None
    offered: Done | None = None
    signed_by_company: Done | None = None
    signed_by_talent: Done | None = None
    in_force: Done | None = None
    milestones: tuple[MilestoneFact, ...] = ()
    talent_has_account: bool = True  # where to be paid
    handed_over: Done | None = None
    handover_confirmed: Done | None = None
    reviewed_by_company: Done | None = None
    reviewed_by_talent: Done | None = None
    reviews_closed: Done | None = None  # 14 days passed: nobody is forced to review
    skips: tuple[Skip, ...] = ()

    def name(self, side: Side) -> str:
        """Who stands on `side`; empty while nobody does."""
        return self.names.get(side, "")

    @property
    def settled_at(self) -> datetime | None:
        """When the last milestone was settled; None while any is not, or there is none."""
        moments = [milestone.settled.at if milestone.settled else None for milestone in self.milestones]
        return max(moment for moment in moments if moment) if moments and all(moments) else None
