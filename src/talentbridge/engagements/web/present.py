"""From facts to what a page shows: rows of lists, gates with names and dates, timelines that name nobody too early."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext
from pydantic import ValidationError

from talentbridge.audit import queries as audit
from talentbridge.designer.rules import Option, option_from_json
from talentbridge.engagements import rules
from talentbridge.engagements.states import DESIGN_CAUSES, STAGE_LABELS, EngagementState, Stage
from talentbridge.kernel import show
from talentbridge.kernel.actor import Actor, Role, Side
from talentbridge.kernel.money import Money

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from talentbridge.audit.models import AuditEvent
    from talentbridge.engagements.models import Design, Engagement

_log = logging.getLogger(__name__)

# What concerns the operator's staff only: companies and talents read the same timeline without it.
_INTERNAL = (
    "coordination.coordinator.handed_back",
    "coordination.coordinator.missing",
    "engagements.gate.skip_refused",
    "engagements.obstacle.noted",
)
# What company and coordinator decide between them: costs, risk and reasons of the design, scope not agreed on yet.
_NOT_FOR_TALENTS = (
    "demand.scope.approved",
    "demand.scope.changed",
    "demand.scope.proposed",
    "demand.scope.refused",
    "demand.scope.withdrawn",
    "engagements.design.checked",
    "engagements.design.chosen",
    "engagements.design.followed",
    "engagements.design.risk_rose",
)


def title(engagement: Engagement) -> str:
    """The title in the reader's language, else the other, else the number."""
    first, second = engagement.title_ko, engagement.title_en
    if get_language() != "ko":
        first, second = second, first
    return first or second or engagement.number


def person(engagement: Engagement) -> Any:
    """The talent as the page may name them: the person while a consent is in force, else the pseudonym, if any yet."""
    return (engagement.talent if engagement.names_talent else None) or engagement.alias


@dataclass(frozen=True)
class Row:
    """One engagement in a list. Sentences are message ids filled with `facts`."""

    engagement: Engagement
    title: str
    string: rules.StageString
    next: str
    facts: dict[str, object]
    turn: str
    is_mine: bool
    is_late: bool
    held: Money | None


def row(engagement: Engagement, at: datetime) -> Row:
    """What a list shows of an engagement, from its stored columns only (no query)."""
    action = rules.ACTIONS.get(engagement.next_action)
    mine = bool(action) and engagement.next_side == engagement.seen_from
    due = engagement.next_due_at
    return Row(
        engagement=engagement,
        title=title(engagement),
        string=rules.short_string(
            Stage(engagement.stage),
            EngagementState(engagement.state),
            frozenset(Stage(stage) for stage in engagement.skipped_stages),
        ),
        next=(action.heading if mine else action.short) if action else "",
        facts={"number": engagement.next_number or ""},
        turn=engagement.next_side,
        is_mine=mine,
        is_late=due is not None and due < at and engagement.state == EngagementState.OPEN,
        held=Money(engagement.held_minor, engagement.currency) if engagement.held_minor else None,
    )


def sheet(engagements: QuerySet[Engagement], at: datetime) -> tuple[list[str], Iterator[list[object]]]:
    """The head and the lines of the list as a file."""
    head = [
        gettext("Number"), gettext("Title"), gettext("Company"), gettext("Talent"), gettext("Stage"), gettext("State"),
        gettext("Next step"), gettext("Whose turn"), gettext("Due"), gettext("Money in custody"), gettext("Currency"),
    ]  # fmt: skip

    def lines() -> Iterator[list[object]]:
        for engagement in engagements.iterator(chunk_size=500):
            shown = row(engagement, at)
            held = shown.held
            yield [
                engagement.number, shown.title, engagement.company.name, person(engagement),
                gettext(STAGE_LABELS[Stage(engagement.stage)]), gettext(engagement.get_state_display()),
                gettext(shown.next).format_map(shown.facts) if shown.next else "",
                show.role(shown.turn) if shown.turn else "",
                engagement.next_due_at.isoformat() if engagement.next_due_at else "", held.amount if held else "",
                engagement.currency if held else "",
            ]  # fmt: skip

    return head, lines()


@dataclass(frozen=True)
class Designed:
    """A design with its option as it was kept, ready for the page; without one where this version cannot read it."""

    row: Design
    option: Option | None
    form_name: str
    cause: str


def design(row: Design | None) -> Designed | None:
    """The design that counts, with the rows of its day."""
    if row is None:
        return None
    try:
        option = option_from_json(row.option)
    except ValidationError:  # a page about pay and evidence must not fall with a column of old figures
        _log.exception("the option of design %s cannot be read", row.pk)
        option = None
    return Designed(row, option, rules.form_name(row.form), DESIGN_CAUSES[row.cause])


@dataclass(frozen=True)
class Check:
    """One piece of evidence on the page: done by whom and when, or owed by whom until when."""

    evidence: rules.Evidence
    who: str
    side: Side
    due_at: datetime | None
    can_skip: bool


# Which step brings which evidence; a deliverable's steps are found by its number.
_STEPS = {
    "prepare.coordinator": {"assign"}, "prepare.company": {"describe"}, "prepare.approved": {"approve"},
    "match.shortlist": {"shortlist"}, "match.decision": {"decide"}, "match.consent": {"answer"},
    "contract.drafted": {"build", "offer"}, "contract.company": {"sign_company"},
    "contract.talent": {"sign_talent"}, "contract.funded": {"fund", "transfer"}, "complete.paid": {"payout", "account"},
    "complete.written": {"hand_over"}, "complete.confirmed": {"confirm_hand_over"},
    "complete.company": {"review_company"}, "complete.talent": {"review_talent"},
}  # fmt: skip
_MILESTONE_STEPS = {"fund", "transfer", "submit", "review", "resubmit", "resolve"}


def checks(gate: rules.Gate, facts: rules.Facts) -> list[Check]:
    """The evidence of a gate with names and dates."""
    return [_check(item, facts) for item in gate.evidence]


def _check(item: rules.Evidence, facts: rules.Facts) -> Check:
    number = item.facts.get("number")
    keys = _MILESTONE_STEPS if number else _STEPS.get(item.key, set())
    step = next(
        (
            step
            for step in rules.way_ahead(facts)
            if step.action.key in keys and (not number or step.facts.get("number") == number)
        ),
        None,
    )
    side = step.action.side if step and item.is_open else item.owner
    return Check(
        evidence=item,
        who=item.done.by if item.done else facts.name(side),
        side=side,
        due_at=step.due_at if step else None,
        can_skip=bool(rules.can_skip(item)),
    )


def current_gate(facts: rules.Facts) -> rules.Gate:
    """The gate of the stage in progress."""
    here = rules.stage_of(facts)
    return next(gate for gate in rules.gates(facts) if gate.stage is here)


def following(stage: Stage) -> str:
    """The label of the bead after `stage`; empty after the last."""
    stages = list(Stage)
    return STAGE_LABELS[stages[stage.position + 1]] if stage.position + 1 < len(stages) else ""


def events_of(engagement: Engagement, actor: Actor) -> QuerySet[AuditEvent]:
    """The events of the engagement that `actor` may read on its timeline, newest first."""
    events = audit.of_case(engagement.pk)
    if actor.role in {Role.COMPANY, Role.TALENT}:
        events = events.exclude(action__in=_INTERNAL)
    if engagement.seen_from == Side.TALENT:
        events = events.exclude(action__in=_NOT_FOR_TALENTS)
    return events


def told(events: Iterable[AuditEvent], engagement: Engagement, actor: Actor) -> Iterator[AuditEvent]:
    """The events ready for the timeline. A talent who has not agreed to show the name stays unnamed for others."""
    for event in events:
        is_other = event.actor_role == Role.TALENT and event.actor_id not in {
            engagement.talent_id,
            actor.person_id,
        }
        if is_other and actor.role in {Role.COMPANY, Role.TALENT}:
            event.actor_name = gettext("A talent")
        elif event.actor_role == Role.TALENT and not engagement.names_talent:
            event.actor_name = engagement.alias
        yield event
