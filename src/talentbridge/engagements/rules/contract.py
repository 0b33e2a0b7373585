"""From an agreed task and a chosen person to the terms of a contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from talentbridge.contracts.rules import ContractTerms, MilestoneTerms, PartyTerms
from talentbridge.demand.rules import TaskDraft

LAST_REVIEW = timedelta(
    days=28
)  # the last deliverable can be reviewed, changed and reviewed again before the end


@dataclass(frozen=True)
class ContractChoices:
    """What the coordinator settles beyond what the task says. Usable or not is for `ContractTerms` to say."""

    title_ko: str
    title_en: str
    engagement_type: str
    work_mode: str
    place_of_work: str
    ip_clause: str
    starts_on: date
    ends_on: date
    overlap_hours: int
    prevailing_language: str
    currency: str
    milestones: tuple[MilestoneTerms, ...]

    def terms(self, *, company: PartyTerms, talent: PartyTerms) -> ContractTerms:
        """The terms between these two. Raises `Invalid`, keyed by field name."""
        return ContractTerms(
            title_ko=self.title_ko, title_en=self.title_en, company=company, talent=talent,
            engagement_type=self.engagement_type, work_mode=self.work_mode, place_of_work=self.place_of_work,
            talent_country=talent.country, ip_clause=self.ip_clause, starts_on=self.starts_on, ends_on=self.ends_on,
            currency=self.currency, milestones=self.milestones, overlap_hours=self.overlap_hours,
            prevailing_language=self.prevailing_language,
        )  # fmt: skip


def propose(task: TaskDraft, today: date) -> dict[str, object]:
    """Values for the contract's form out of the agreed task: what it does not say stays empty for the coordinator.

    A deliverable's fields are named as `ContractTerms` names them in refusals: ``milestones-0-amount_minor``.
    """
    starts_on = max(task.starts_on or today, today)
    last = max((row.due_on for row in task.deliverables if row.due_on), default=starts_on)
    proposal: dict[str, object] = {
        "title_ko": task.title_ko, "title_en": task.title_en,
        "engagement_type": next(iter(task.engagement_types), "contractor"),
        "work_mode": "remote", "place_of_work": "abroad", "ip_clause": task.ip_clause or "original_acquisition",
        "starts_on": starts_on, "ends_on": max(last, starts_on) + LAST_REVIEW,
        "overlap_hours": task.overlap_hours or 0, "prevailing_language": "ko",
    }  # fmt: skip
    for index, row in enumerate(task.deliverables):
        for name in ("title_ko", "title_en", "acceptance_ko", "acceptance_en", "due_on"):
            proposal[f"milestones-{index}-{name}"] = getattr(row, name)
        proposal[f"milestones-{index}-amount_minor"] = row.share_minor
    return proposal
