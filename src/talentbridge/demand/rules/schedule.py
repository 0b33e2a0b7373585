"""When results are due: short steps of two to four weeks, and a proposal that has them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from talentbridge.demand.rules.task import TaskDraft
from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.text import N_

LONGEST_STEP, SHORTEST_STEP = timedelta(days=28), timedelta(days=7)
_WEEKS_A_STEP = 4
_SATURDAY = 5


def ends_on(draft: TaskDraft) -> date | None:
    """The day on which the work ends, when start and length are said."""
    return draft.starts_on + timedelta(weeks=draft.weeks) if draft.starts_on and draft.weeks else None


def steps_for(weeks: int) -> int:
    """How many results a task of so many weeks needs at least, so that none is more than four weeks away."""
    return max(1, -(-weeks // _WEEKS_A_STEP))


def spread_due_dates(starts_on: date, weeks: int, count: int) -> tuple[date, ...]:
    """Due dates for `count` results, evenly from the start to the end; a weekend becomes the Friday before it."""
    if count < 1 or weeks < 1:
        return ()
    days = [starts_on + timedelta(days=round(weeks * 7 * number / count)) for number in range(1, count + 1)]
    return tuple(max(_workday(day), starts_on) for day in days)


def _workday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))


def step_warnings(draft: TaskDraft) -> dict[str, Decision]:
    """Results that come more than four weeks, or less than one, after the one before (or the start), by field."""
    found: dict[str, Decision] = {}
    before = draft.starts_on
    for number, due_on in _in_order([row.due_on for row in draft.deliverables]):
        if before is not None and due_on >= before:
            gap = due_on - before
            if gap > LONGEST_STEP:
                found[f"deliverables-{number}-due_on"] = no(
                    "demand.step_long",
                    N_("{days} days without a result. Steps of two to four weeks show early when something goes wrong."),
                    days=gap.days,
                )  # fmt: skip
            elif gap < SHORTEST_STEP:
                found[f"deliverables-{number}-due_on"] = no(
                    "demand.step_short",
                    N_("Only {days} days after the one before. Checking takes time on both sides; a week is little."),
                    days=gap.days,
                )  # fmt: skip
        before = due_on
    return found


def _in_order(days: Sequence[date | None]) -> list[tuple[int, date]]:
    dated = [(number, day) for number, day in enumerate(days) if day is not None]
    return sorted(dated, key=lambda each: each[1])
