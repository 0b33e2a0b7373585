"""The names of a task's parts, and what differs between two revisions in those names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from talentbridge.demand.rules.task import BILINGUAL, upgraded
from talentbridge.kernel.text import N_

FIELDS = {
    "title": N_("Title"),
    "title_ko": N_("Title in Korean"),
    "title_en": N_("Title in English"),
    "problem": N_("Problem"),
    "problem_ko": N_("Problem (Korean)"),
    "problem_en": N_("Problem (English)"),
    "in_scope": N_("In scope"),
    "in_scope_ko": N_("In scope (Korean)"),
    "in_scope_en": N_("In scope (English)"),
    "out_of_scope": N_("Not in scope"),
    "out_of_scope_ko": N_("Not in scope (Korean)"),
    "out_of_scope_en": N_("Not in scope (English)"),
    "deliverables": N_("Deliverables"),
    "roles": N_("Roles"),
    "skills": N_("Skills"),
    "budget": N_("Budget in all"),
    "overlap_hours": N_("Shared hours a day"),
    "overlap_from": N_("Shared hours begin (Seoul)"),
    "overlap_to": N_("Shared hours end (Seoul)"),
    "english": N_("English"),
    "korean": N_("Korean"),
    "starts_on": N_("Start"),
    "weeks": N_("Weeks"),
    "weekly_hours": N_("Hours a week"),
    "work_mode": N_("Where the work is done"),
    "countries": N_("Where the person lives"),
    "engagement_types": N_("Possible forms of engagement"),
    "data_class": N_("Data"),
    "ip_clause": N_("Who owns the results"),
    "hand_over": N_("Hand-over"),
    "hand_over_ko": N_("Hand-over (Korean)"),
    "hand_over_en": N_("Hand-over (English)"),
    "pair_hours": N_("Pair work, hours a week"),
    "junior_seats": N_("Domestic juniors who take part"),
    "growth": N_("What the domestic team learns"),
    "growth_ko": N_("What the domestic team learns (Korean)"),
    "growth_en": N_("What the domestic team learns (English)"),
    "export_answers": N_("Export control"),
}
DELIVERABLE_FIELDS = {
    "title_ko": N_("Title in Korean"),
    "title_en": N_("Title in English"),
    "artefact_format": N_("What is handed over, in which format"),
    "acceptance_ko": N_("Accepted when (Korean)"),
    "acceptance_en": N_("Accepted when (English)"),
    "due_on": N_("Due"),
    "share_minor": N_("Part of the budget"),
    "reviewer": N_("Who checks it"),
    "language": N_("Language of the artefact"),
}


@dataclass(frozen=True)
class Change:
    """One part that differs: its name (a message id) and both values as they were kept."""

    field: str
    label: str
    before: Any
    after: Any


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What differs between two revisions' contents, in the order of the page; early revisions are read in today's names."""
    before, after = upgraded(before), upgraded(after)
    return [
        Change(name, FIELDS[name], before.get(name), after.get(name))
        for name in FIELDS
        if name not in BILINGUAL and _said(before.get(name)) != _said(after.get(name))
    ]


def _said(value: Any) -> Any:
    """`value`, or None where nothing is said: a revision from before a field was asked for differs from no empty one."""
    if isinstance(value, list):
        return [_said(each) for each in value] or None
    if isinstance(value, dict):
        return {name: said for name, each in value.items() if (said := _said(each)) is not None} or None
    return None if value == "" else value
