"""From a task, or a need as read, to what the engine is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from talentbridge.demand.rules import TaskDraft
from talentbridge.kernel.money import Money
from talentbridge.matching.engine.values import Ask, SkillWish

WEEKS_A_MONTH = Decimal(52) / 12  # as demand.rules reads "월 800만원, 13주"


def ask_of(task: TaskDraft, *, on: date, krw_per: Mapping[str, Decimal]) -> Ask:
    """What `task` asks of a person. Overlap is calculated for its start, or for `on` when that is later or not named.

    Its budget is spread over its weeks as full-time months, in won; without a length, or without a reference rate
    for its currency, the rate is not constrained.
    """
    return Ask(
        on=max(task.starts_on or on, on),
        skills=tuple(SkillWish(wish.skill_id, wish.level, wish.is_must) for wish in task.skills),
        budget_krw_month=_monthly(task.budget, task.weeks, krw_per),
        overlap_hours=task.overlap_hours,
        english=task.english,
        korean=task.korean,
        engagement_types=task.engagement_types,
        starts_on=task.starts_on,
    )


def _monthly(budget: Money | None, weeks: int | None, krw_per: Mapping[str, Decimal]) -> int | None:
    if budget is None or not weeks:
        return None
    rate = Decimal(1) if budget.currency == "KRW" else krw_per.get(budget.currency)
    return None if rate is None else int(budget.amount * rate / max(Decimal(1), weeks / WEEKS_A_MONTH))
