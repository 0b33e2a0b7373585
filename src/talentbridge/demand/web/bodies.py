"""A task as REST takes it. Amounts are minor units of their currency; days are ISO 8601."""

from __future__ import annotations

from datetime import date

from ninja import Field, Schema

from talentbridge.demand import rules
from talentbridge.kernel.money import Money


class Amount(Schema):
    """An amount in minor units of an ISO 4217 currency."""

    minor: int
    currency: str


class DeliverableBody(Schema):
    """One result; `share_minor` is its part of the budget."""

    title_ko: str = ""
    title_en: str = ""
    artefact_format: str = ""
    acceptance_ko: str = ""
    acceptance_en: str = ""
    due_on: date | None = None
    share_minor: int | None = None
    reviewer: str = ""
    language: str = Field("", description="in which it is delivered: ko, en, both")


class SkillBody(Schema):
    """A skill of the graph at a level from 1 to 6; a must filters people out."""

    skill_id: str
    level: int = 3
    is_must: bool = True


class TaskBody(Schema):
    """Everything a task says; what is left out is not said yet."""

    title_ko: str = ""
    title_en: str = ""
    problem_ko: str = ""
    problem_en: str = ""
    in_scope_ko: str = ""
    in_scope_en: str = ""
    out_of_scope_ko: str = ""
    out_of_scope_en: str = ""
    deliverables: list[DeliverableBody] = []
    skills: list[SkillBody] = []
    budget: Amount | None = None
    overlap_hours: int | None = None
    overlap_from: str = Field("", description="HH:MM on Seoul's clock, each working day")
    overlap_to: str = ""
    english: str = ""
    korean: str = ""
    starts_on: date | None = None
    weeks: int | None = None
    engagement_types: list[str] = []
    data_class: str = ""
    ip_clause: str = Field("", description="original_acquisition, licence, co_owned; empty: not decided")
    hand_over_ko: str = ""
    hand_over_en: str = ""
    export_answers: dict[str, bool] = Field(
        default_factory=dict, description="national_core, strategic_goods, defence, state_research"
    )
    roles: list[str] = Field(default_factory=list, description="ids of the skill graph's roles")
    work_mode: str = Field("", description="remote, hybrid, on_site")
    weekly_hours: int | None = None
    pair_hours: int | None = Field(None, description="hours a week of pair work with domestic staff")
    junior_seats: int | None = Field(None, description="domestic juniors who take part")
    growth_ko: str = Field("", description="what the domestic team shall be able to do afterwards")
    growth_en: str = ""
    countries: list[str] = Field(
        default_factory=list, description="where the person has to live, ISO 3166-1; empty: anywhere"
    )

    def draft(self) -> rules.TaskDraft:
        """The same as the verbs take it."""
        plain = self.model_dump(
            exclude={
                "deliverables",
                "skills",
                "budget",
                "engagement_types",
                "export_answers",
                "roles",
                "countries",
            }
        )
        return rules.TaskDraft(
            **plain,
            deliverables=tuple(rules.DeliverableDraft(**row.model_dump()) for row in self.deliverables),
            skills=tuple(rules.SkillWanted(**row.model_dump()) for row in self.skills),
            budget=Money(self.budget.minor, self.budget.currency) if self.budget else None,
            engagement_types=tuple(self.engagement_types),
            export_answers=tuple(self.export_answers.items()),
            roles=tuple(self.roles),
            countries=tuple(self.countries),
        )
