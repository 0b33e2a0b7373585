"""Tasks for tests: a draft that leaves no question open, and a task in a case with both sides standing around it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from talentbridge.accounts import services as accounts
from talentbridge.demand import services
from talentbridge.demand.models import Task
from talentbridge.demand.rules import EXPORT_QUESTIONS, DeliverableDraft, SkillWanted, TaskDraft
from talentbridge.kernel.actor import Actor, Side
from talentbridge.kernel.clock import now
from talentbridge.kernel.money import Money
from tests.factories import people

NEED = (
    "발전소 12곳의 센서 데이터를 모으는 파이프라인이 필요합니다. Python과 Airflow가 필수이고 dbt 경험을 우대합니다. "
    "예산 1,800만원, 기간은 3개월입니다. 하루 3시간은 겹치게 일해야 하고 영어 B2 이상이면 됩니다."
)


def ready_draft(
    *, skills: tuple[str, ...] = ("python",), starts_on: date | None = None, **changes: object
) -> TaskDraft:
    """A task that can be approved as it is: three deliverables of 6,000,000 won."""
    starts_on = starts_on or now().date() + timedelta(days=14)
    rows = tuple(
        DeliverableDraft(
            title_ko=f"{number}차 결과물", title_en=f"Deliverable {number}", artefact_format="Git repository",
            language="both",
            acceptance_ko="시험 50개가 통과합니다.", acceptance_en="50 tests pass.",
            due_on=starts_on + timedelta(weeks=4 * number), share_minor=6_000_000, reviewer="문가람",
        )
        for number in (1, 2, 3)
    )  # fmt: skip
    draft = TaskDraft(
        title_ko="발전량 예측 데이터 파이프라인", title_en="Data pipeline for forecasting power output",
        problem_ko="사람이 매일 엑셀을 합칩니다.", problem_en="People merge spreadsheets by hand every day.",
        in_scope_ko="수집, 정제, 적재", in_scope_en="Collecting, cleaning, loading",
        out_of_scope_ko="예측 모델", out_of_scope_en="The forecasting model",
        deliverables=rows, skills=tuple(SkillWanted(skill) for skill in skills), budget=Money(18_000_000, "KRW"),
        overlap_hours=2, english="B1", starts_on=starts_on, weeks=13, engagement_types=("contractor",),
        data_class="internal", hand_over_ko="운영 문서와 접근 권한", hand_over_en="Runbook and access",
        ip_clause="original_acquisition",
        export_answers=tuple((question, False) for question in EXPORT_QUESTIONS),
    )  # fmt: skip
    return replace(draft, **changes)


@dataclass(frozen=True)
class Case:
    """A case with a company and a coordinator; the task is read anew by whoever needs it."""

    case_id: UUID
    company: Actor
    coordinator: Actor
    task_id: UUID

    @property
    def task(self) -> Task:
        return Task.objects.get(pk=self.task_id)


def case(*, need: str = NEED, at: datetime | None = None) -> Case:
    """A company has written a need, and a coordinator stands beside it."""
    at = at or now()
    company, coordinator, case_id = people.company_actor(), people.coordinator_actor(), uuid.uuid4()
    accounts.stand(case_id=case_id, side=Side.COMPANY, organisation_id=company.organisation_id, at=at)
    accounts.stand(case_id=case_id, side=Side.COORDINATOR, person_id=coordinator.person_id, at=at)
    task = services.write_need(actor=company, case_id=case_id, text=need, at=at)
    return Case(case_id, company, coordinator, task.pk)


def approved_case(*, draft: TaskDraft | None = None, **kwargs: object) -> Case:
    """A case whose task both sides have approved."""
    made = case(**kwargs)
    services.edit_task(actor=made.company, task_id=made.task_id, form=draft or ready_draft(), at=now())
    services.approve(actor=made.company, task_id=made.task_id, at=now())
    services.approve(actor=made.coordinator, task_id=made.task_id, at=now())
    return made
