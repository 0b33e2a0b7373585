"""Whether a budget is of the order of what such work costs in Korea: KOSA's average wages, dated and sourced rows.

A comparison, not a price: the wages are labour cost in Korea (base pay, allowances, bonus, severance reserve and the
employer's insurance), bind nobody, and say little about pay abroad. It warns of a slip of the finger or of a hope.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from talentbridge.demand.rules.task import TaskDraft
from talentbridge.kernel.money import Money
from talentbridge.policy.rules import Book, Rule

# The 17 jobs of KOSA's table as ITSQF names them, and the keys of their rows.
JOBS = {
    "IT기획자": "it-planner", "IT컨설턴트": "it-consultant", "업무분석가": "business-analyst",
    "데이터분석가": "data-analyst", "IT PM": "it-pm", "IT아키텍트": "it-architect",
    "UI/UX기획/개발자": "ui-ux-developer", "UI/UX디자이너": "ui-ux-designer", "응용SW개발자": "app-sw-developer",
    "시스템SW개발자": "system-sw-developer", "정보시스템운용자": "is-operator", "IT지원기술자": "it-support",
    "IT마케터": "it-marketer", "IT품질관리자": "qa-manager", "IT테스터": "tester", "IT감리": "it-auditor",
    "정보보안전문가": "security-expert",
}  # fmt: skip
FULL_WEEK = 40  # hours (Labor Standards Act art. 50)
_WEEKS_A_MONTH = Decimal(52) / 12
LOW, HIGH = (
    Decimal("0.25"),
    Decimal("2"),
)  # the platform's judgement: outside of it somebody should look again


@dataclass(frozen=True)
class Compared:
    """A full-time month of the budget (in won) beside the average wage of the job that a role is counted under."""

    role: str
    month: Money
    rule: Rule

    @property
    def ratio(self) -> Decimal:
        return Decimal(self.month.minor) / self.rule.value

    @property
    def is_odd(self) -> bool:
        return not LOW <= self.ratio <= HIGH


def compare(
    draft: TaskDraft, jobs: Mapping[str, str], book: Book, krw_per: Mapping[str, Decimal]
) -> tuple[Compared, ...]:
    """The budget beside the wages of the task's roles (`jobs`: ITSQF's names by role); empty where something is missing."""
    if not draft.budget or not draft.weeks or draft.budget.currency not in krw_per:
        return ()
    won = draft.budget.amount * krw_per[draft.budget.currency]
    months = draft.weeks / _WEEKS_A_MONTH * (draft.weekly_hours or FULL_WEEK) / FULL_WEEK
    month = Money(int(won / months), "KRW")
    rows = {role: book.get(f"rate.kosa.{JOBS.get(jobs.get(role, ''), '')}") for role in draft.roles}
    return tuple(Compared(role, month, rule) for role, rule in rows.items() if rule is not None)
