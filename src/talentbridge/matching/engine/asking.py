"""From a task, or a need as read, to what the engine is asked and how the factors weigh by default."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from talentbridge.demand.rules import TaskDraft
from talentbridge.kernel.money import Money
from talentbridge.kernel.text import N_
from talentbridge.matching.engine.values import Ask, SkillWish, Weights

WEEKS_A_MONTH = Decimal(52) / 12  # as demand.rules reads "월 800만원, 13주"


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of work, the weights that it begins with, and why they differ. `kinds` are kinds of skills of the graph."""

    name: str
    why: str
    weights: Weights
    kinds: frozenset[str] = frozenset()


# The company may move every slider; these are only where they stand at first. Judgement of the platform, not law.
SERVICES: Mapping[str, Service] = {
    "build": Service(
        N_("Building something new"), N_("The skills asked for decide; everything else counts in measure."), Weights()
    ),
    "care": Service(
        N_("Operation and maintenance"),
        N_("Somebody has to be reachable and understood when it breaks: shared hours and language count more."),
        Weights(skills=25, evidence=15, role=5, language=15, overlap=20, price=10, reputation=5, freshness=5),
        frozenset({"devops", "cloud", "network", "infrastructure", "security"}),
    ),
    "data": Service(
        N_("Data and AI"),
        N_("Claims are cheap in this field: evidence counts more, shared hours less."),
        Weights(skills=30, evidence=25, role=10, language=10, overlap=5, price=5, reputation=10, freshness=5),
        frozenset({"data", "ai", "database", "science"}),
    ),
    "design": Service(
        N_("Design and content"),
        N_("Work is talked about as it is made: language and role count more."),
        Weights(skills=25, evidence=10, role=15, language=20, overlap=10, price=10, reputation=5, freshness=5),
        frozenset({"design", "media", "game"}),
    ),
    "check": Service(
        N_("Testing and quality"),
        N_("Findings go back and forth every day: shared hours and language count more."),
        Weights(skills=25, evidence=15, role=10, language=15, overlap=15, price=10, reputation=5, freshness=5),
        frozenset({"quality"}),
    ),
    "lead": Service(
        N_("Planning and leading"),
        N_("The work is mostly understanding people: language, role and reputation count more."),
        Weights(skills=20, evidence=15, role=15, language=20, overlap=10, price=5, reputation=10, freshness=5),
        frozenset({"management", "business", "collaboration"}),
    ),
}  # fmt: skip


def service_of(ask: Ask, kinds: Mapping[str, str]) -> str:
    """The service whose kinds of skills (id → kind) are asked for most, musts twice; ``build`` when none is."""
    counts: Counter[str] = Counter()
    for wish in ask.skills:
        for key, service in SERVICES.items():
            if kinds.get(wish.skill_id) in service.kinds:
                counts[key] += 2 if wish.is_must else 1
    asked = sum(2 if wish.is_must else 1 for wish in ask.skills)
    [(key, most)] = counts.most_common(1) or [("build", 0)]
    return key if 2 * most > asked else "build"


def weights_for(ask: Ask, kinds: Mapping[str, str]) -> Weights:
    """The weights with which a search for `ask` begins."""
    return SERVICES[service_of(ask, kinds)].weights


def ask_of(task: TaskDraft, *, on: date, krw_per: Mapping[str, Decimal]) -> Ask:
    """What `task` asks of a person. Overlap is calculated for its start, or for `on` when that is later or not named.

    Its budget is spread over its weeks as full-time months, in won; without a length, or without a reference rate
    for its currency, the rate is not constrained.
    """
    ends_on = task.starts_on + timedelta(weeks=task.weeks or 0) if task.starts_on else None
    return Ask(
        on=max(task.starts_on or on, on),
        skills=tuple(SkillWish(wish.skill_id, wish.level, wish.is_must) for wish in task.skills),
        budget_krw_month=_monthly(task.budget, task.weeks, krw_per),
        overlap_hours=task.overlap_hours,
        english=task.english,
        korean=task.korean,
        engagement_types=task.engagement_types,
        starts_on=task.starts_on,
        weekly_hours=task.weekly_hours,
        roles=task.roles,
        work_mode=task.work_mode,
        countries=task.countries,
        data_class=task.data_class,
        ends_on=ends_on,
        asked_on=on,
    )


def _monthly(budget: Money | None, weeks: int | None, krw_per: Mapping[str, Decimal]) -> int | None:
    if budget is None or not weeks:
        return None
    rate = Decimal(1) if budget.currency == "KRW" else krw_per.get(budget.currency)
    return None if rate is None else int(budget.amount * rate / max(Decimal(1), weeks / WEEKS_A_MONTH))
