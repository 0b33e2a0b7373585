"""A gate is opened by evidence, not by a click: what each stage needs before the next bead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from talentbridge.engagements.rules.facts import Done, Facts, Skip
from talentbridge.engagements.states import STAGE_LABELS, EngagementState, Stage
from talentbridge.kernel.actor import Side
from talentbridge.kernel.text import N_


@dataclass(frozen=True)
class Evidence:
    """One thing a gate asks for. `label` is a message id filled with `facts`; `owner` owes it while not `done`."""

    key: str
    label: str
    owner: Side
    done: Done | None
    facts: Mapping[str, object] = field(default_factory=dict)
    skip: Skip | None = None

    @property
    def is_skipped(self) -> bool:
        return self.done is None and self.skip is not None and self.skip.confirmed is not None

    @property
    def is_open(self) -> bool:
        """Still keeps the gate shut."""
        return self.done is None and not self.is_skipped

    @property
    def closed_at(self) -> datetime | None:
        """When it came in, or was skipped."""
        if self.done:
            return self.done.at
        return self.skip.confirmed.at if self.skip and self.skip.confirmed else None


@dataclass(frozen=True)
class Gate:
    """What `stage` needs before the next bead."""

    stage: Stage
    evidence: tuple[Evidence, ...]

    @property
    def done_count(self) -> int:
        return sum(not item.is_open for item in self.evidence)

    @property
    def is_passed(self) -> bool:
        """Every piece of evidence is there, or was skipped by two people."""
        return bool(self.evidence) and self.done_count == len(self.evidence)

    @property
    def has_skips(self) -> bool:
        return any(item.is_skipped for item in self.evidence)

    @property
    def passed_at(self) -> datetime | None:
        """When the last piece came in; None while the gate is shut."""
        moments = [item.closed_at for item in self.evidence if item.closed_at]
        return max(moments) if self.is_passed else None


SEOUL = ZoneInfo("Asia/Seoul")  # a bead's date is that of the company's calendar

_Row = tuple[str, str, Side, Done | None]  # key within its stage, label, owner, done


def gates(facts: Facts) -> tuple[Gate, ...]:
    """The five gates of the case, in order."""
    skips = {skip.evidence: skip for skip in facts.skips}

    def gate(stage: Stage, rows: list[_Row]) -> Gate:
        keys = [f"{stage}.{key}" for key, *_ in rows]
        return Gate(
            stage,
            tuple(
                Evidence(key, label, owner, done, skip=skips.get(key))
                for key, (_, label, owner, done) in zip(keys, rows, strict=True)
            ),
        )

    return (
        gate(Stage.PREPARE, _prepare(facts)),
        gate(Stage.MATCH, _match(facts)),
        gate(Stage.CONTRACT, _contract(facts)),
        _deliver(facts),
        gate(Stage.COMPLETE, _complete(facts)),
    )


def _prepare(facts: Facts) -> list[_Row]:
    return [
        ("need", N_("Need in plain words"), Side.COMPANY, facts.opened),
        ("coordinator", N_("Coordinator assigned"), Side.OPERATOR, facts.assigned),
        ("company", N_("Task approved by the company"), Side.COMPANY, facts.approved_by_company),
        ("approved", N_("Task approved by the coordinator"), Side.COORDINATOR, facts.approved_by_coordinator),
    ]


def _match(facts: Facts) -> list[_Row]:
    return [
        ("shortlist", N_("Shortlist with reasons"), Side.COORDINATOR, facts.shortlisted),
        ("decision", N_("Decision with a written reason"), Side.COMPANY, facts.decided),
        ("consent", N_("Agreement of the talent"), Side.TALENT, facts.agreed),
    ]


def _contract(facts: Facts) -> list[_Row]:
    first = min(facts.milestones, key=lambda milestone: milestone.number, default=None)
    return [
        ("drafted", N_("Contract in both languages"), Side.COORDINATOR, facts.offered),
        ("company", N_("Signature of the company"), Side.COMPANY, facts.signed_by_company),
        ("talent", N_("Signature of the talent"), Side.TALENT, facts.signed_by_talent),
        ("funded", N_("First milestone funded"), Side.COMPANY, first.funded if first else None),
    ]


def _deliver(facts: Facts) -> Gate:
    return Gate(
        Stage.DELIVER,
        tuple(
            Evidence(
                f"{Stage.DELIVER}.milestone-{milestone.number}",
                N_("Deliverable {number} accepted"),
                Side.COMPANY if milestone.state == "submitted" else Side.TALENT,
                milestone.accepted or milestone.settled,
                {"number": milestone.number},
            )
            for milestone in sorted(facts.milestones, key=lambda milestone: milestone.number)
        ),
    )


def _complete(facts: Facts) -> list[_Row]:
    paid = Done(facts.settled_at) if facts.settled_at else None
    company = facts.reviewed_by_company or facts.reviews_closed
    talent = facts.reviewed_by_talent or facts.reviews_closed
    return [
        ("paid", N_("Every milestone paid out or refunded"), Side.SYSTEM, paid),
        ("written", N_("Hand-over note with a domestic owner"), Side.TALENT, facts.handed_over),
        ("confirmed", N_("Hand-over confirmed by the company"), Side.COMPANY, facts.handover_confirmed),
        ("company", N_("Review by the company"), Side.COMPANY, company),
        ("talent", N_("Review by the talent"), Side.TALENT, talent),
    ]


def stage_of(facts: Facts) -> Stage:
    """Where the case stands: the first stage whose gate is shut, but never before what was once `reached`.

    A case that falls back on evidence (a contract declined after all) stays where it is until somebody takes it
    back with a reason (`engagements.services.take_back`).
    """
    proven = proven_stage(facts)
    return proven if proven.position > facts.reached.position else facts.reached


def proven_stage(facts: Facts) -> Stage:
    """The first stage whose gate is shut, by evidence alone."""
    return next((gate.stage for gate in gates(facts) if not gate.is_passed), Stage.COMPLETE)


def is_reviewable(facts: Facts) -> bool:
    """All money is settled and some work was accepted: only then do both sides review each other."""
    return facts.settled_at is not None and any(milestone.accepted for milestone in facts.milestones)


def is_complete(facts: Facts) -> bool:
    """All five gates are passed: everything settled, handed over and reviewed (or 14 days gone by)."""
    return all(gate.is_passed for gate in gates(facts))


@dataclass(frozen=True)
class Bead:
    """One bead of the stage string. `note` is a message id; `at` its date. Counts are evidence in hand and asked for."""

    stage: Stage
    label: str
    state: str  # done | now | later | skipped
    note: str = ""
    at: datetime | None = None
    done_count: int = 0
    total_count: int = 0
    reason: str = ""  # why evidence was skipped


@dataclass(frozen=True)
class StageString:
    """The five beads on their thread."""

    beads: tuple[Bead, ...]

    @property
    def now(self) -> Stage | None:
        """The stage in progress; None when all are done."""
        return next((bead.stage for bead in self.beads if bead.state == "now"), None)

    @property
    def position(self) -> int:
        """1 to 5: how far the case has come."""
        now = self.now
        return now.position + 1 if now else len(self.beads)


DONE_NOTES: dict[Stage, str] = {
    Stage.PREPARE: N_("Approved {date}"),
    Stage.MATCH: N_("Agreed {date}"),
    Stage.CONTRACT: N_("In force {date}"),
    Stage.DELIVER: N_("Accepted {date}"),
    Stage.COMPLETE: N_("Completed {date}"),
}


def stage_string(facts: Facts) -> StageString:
    """The beads of a case with their evidence, for its own page."""
    here = stage_of(facts)
    finished = facts.state is EngagementState.COMPLETED
    beads = []
    for gate in gates(facts):
        passed = gate.stage.position < here.position or finished
        state = (
            "skipped"
            if passed and gate.has_skips
            else "done"
            if passed
            else "now"
            if gate.stage is here
            else "later"
        )
        moments = [item.closed_at for item in gate.evidence if item.closed_at]
        if (
            gate.stage is Stage.CONTRACT and facts.in_force
        ):  # the note says "in force", not when money followed
            moments = [facts.in_force.at]
        beads.append(
            Bead(
                stage=gate.stage,
                label=STAGE_LABELS[gate.stage],
                state=state,
                note=DONE_NOTES[gate.stage] if passed else "",
                at=max(moments).astimezone(SEOUL) if passed and moments else None,
                done_count=gate.done_count,
                total_count=len(gate.evidence),
                reason=" ".join(item.skip.reason for item in gate.evidence if item.is_skipped and item.skip),
            )
        )
    return StageString(tuple(beads))


def short_string(
    stage: Stage, state: EngagementState, skipped: frozenset[Stage] = frozenset()
) -> StageString:
    """The beads of a list's row, from what its row stores."""
    finished = state is EngagementState.COMPLETED

    def bead_state(each: Stage) -> str:
        if each.position < stage.position or finished:
            return "skipped" if each in skipped else "done"
        return "now" if each is stage else "later"

    return StageString(tuple(Bead(each, STAGE_LABELS[each], bead_state(each)) for each in Stage))
