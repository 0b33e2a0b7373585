"""From a need in plain words to a task that both sides stand behind."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from talentbridge.audit.models import AuditEvent
from talentbridge.demand import queries, services
from talentbridge.demand.models import Task, TaskRevision
from talentbridge.demand.states import TaskState
from talentbridge.kernel import outbox
from talentbridge.kernel.actor import Side
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from talentbridge.kernel.models import OutboxEvent
from talentbridge.kernel.money import Money
from tests.factories import demand, people

pytestmark = pytest.mark.django_db


def test_a_need_becomes_a_draft_task_that_keeps_the_words():
    case = demand.case()
    task = case.task
    assert task.need_text == demand.NEED
    assert (task.state, task.revision, task.need_language) == (TaskState.DRAFT, 1, "ko")
    assert task.budget == Money(18_000_000, "KRW")
    assert (task.weeks, task.overlap_hours, task.english) == (13, 3, "B2")
    assert {found["field"] for found in task.evidence} >= {
        "title",
        "budget",
        "weeks",
        "overlap_hours",
        "english",
    }


def test_writing_the_same_need_twice_makes_one_task():
    case = demand.case()
    again = services.write_need(actor=case.company, case_id=case.case_id, text=demand.NEED, at=now())
    assert again.pk == case.task_id
    assert Task.objects.count() == 1


def test_an_unreadable_need_leaves_nothing_behind():
    company = people.company_actor()
    with pytest.raises(Invalid) as refused:
        services.write_need(actor=company, case_id=uuid.uuid4(), text="   ", at=now())
    assert refused.value.fields["need_text"].code == "demand.need_empty"
    assert not Task.objects.exists()


def test_a_talent_cannot_write_a_need():
    with pytest.raises(Denied):
        services.write_need(actor=people.talent_actor(), case_id=uuid.uuid4(), text=demand.NEED, at=now())


def test_both_sides_approve_the_same_revision():
    case = demand.case()
    services.edit_task(actor=case.company, task_id=case.task_id, form=demand.ready_draft(), at=now())
    services.approve(actor=case.company, task_id=case.task_id, at=now())
    assert case.task.state == TaskState.PROPOSED
    services.approve(actor=case.company, task_id=case.task_id, at=now())
    assert case.task.state == TaskState.PROPOSED, "one side twice is still one side"
    services.approve(actor=case.coordinator, task_id=case.task_id, at=now())
    assert case.task.state == TaskState.APPROVED
    news = OutboxEvent.objects.get(topic="demand.task_approved")
    assert news.payload == {"case_id": str(case.case_id), "task_id": str(case.task_id)}
    services.approve(actor=case.coordinator, task_id=case.task_id, at=now())
    assert OutboxEvent.objects.filter(topic="demand.task_approved").count() == 1


def test_an_edit_voids_both_approvals():
    case = demand.approved_case()
    changed = replace(queries.draft_of(case.task), weeks=10)
    services.edit_task(actor=case.company, task_id=case.task_id, form=changed, reason="Ten weeks are enough.",
                       at=now())  # fmt: skip
    assert case.task.state == TaskState.DRAFT
    assert case.task.approved_at is None
    assert queries.approvals_of(case.task) == {}
    assert [
        r.approvals.count() for r in TaskRevision.objects.filter(task=case.task_id).order_by("number")
    ] == [0, 2, 0]


def test_saving_the_same_again_keeps_the_approvals():
    case = demand.approved_case()
    services.edit_task(actor=case.company, task_id=case.task_id, form=queries.draft_of(case.task), at=now())
    assert (case.task.state, case.task.revision) == (TaskState.APPROVED, 2)


def test_a_task_with_open_questions_is_not_approved():
    case = demand.case()
    with pytest.raises(Refused) as refused:
        services.approve(actor=case.company, task_id=case.task_id, at=now())
    assert refused.value.decision.code == "demand.questions_open"


def test_nobody_approves_what_they_have_not_seen():
    case = demand.case()
    services.edit_task(actor=case.company, task_id=case.task_id, form=demand.ready_draft(), at=now())
    with pytest.raises(Invalid):
        services.approve(actor=case.coordinator, task_id=case.task_id, seen_revision=1, at=now())
    assert case.task.state == TaskState.DRAFT


def test_two_writers_do_not_overwrite_each_other():
    case = demand.case()
    services.edit_task(
        actor=case.company, task_id=case.task_id, form=demand.ready_draft(), seen_revision=1, at=now()
    )
    with pytest.raises(Invalid):
        services.edit_task(
            actor=case.coordinator,
            task_id=case.task_id,
            form=demand.ready_draft(weeks=8),
            seen_revision=1,
            at=now(),
        )
    assert case.task.weeks == 13


def test_a_stranger_finds_no_task():
    case = demand.case()
    for stranger in (people.company_actor(), people.coordinator_actor(), people.talent_actor()):
        with pytest.raises(Missing):
            services.edit_task(actor=stranger, task_id=case.task_id, form=demand.ready_draft(), at=now())


def test_an_operator_sees_but_does_not_write():
    case = demand.case()
    operator = people.operator_actor()
    assert queries.tasks_for(operator).count() == 1
    with pytest.raises(Denied):
        services.edit_task(actor=operator, task_id=case.task_id, form=demand.ready_draft(), at=now())


def test_a_wrong_value_saves_nothing():
    case = demand.case()
    with pytest.raises(Invalid) as refused:
        services.edit_task(
            actor=case.company,
            task_id=case.task_id,
            form=demand.ready_draft(weeks=500, overlap_hours=20),
            at=now(),
        )
    assert set(refused.value.fields) == {"weeks", "overlap_hours"}
    assert case.task.revision == 1


def test_controlled_technology_waits_for_a_permit():
    answers = tuple({**dict(demand.ready_draft().export_answers), "defence": True}.items())
    case = demand.approved_case(draft=demand.ready_draft(export_answers=answers))
    assert queries.may_staff_overseas(case.task).code == "demand.export_blocked"
    permit = {
        "authority": "방위사업청",
        "reference": "2026-117",
        "granted_on": now().date() - timedelta(days=3),
    }
    with pytest.raises(Denied):
        services.record_permit(
            actor=case.company, task_id=case.task_id, covers=frozenset({"defence"}), at=now(), **permit
        )
    services.record_permit(
        actor=case.coordinator, task_id=case.task_id, covers=frozenset({"defence"}), at=now(), **permit
    )
    assert queries.may_staff_overseas(case.task)
    assert AuditEvent.objects.filter(action="demand.permit.recorded", case_id=case.case_id).count() == 1


def test_a_permit_without_its_number_is_not_recorded():
    case = demand.approved_case()
    with pytest.raises(Invalid) as refused:
        services.record_permit(
            actor=case.coordinator, task_id=case.task_id, covers=frozenset(), authority=" ", reference="",
            granted_on=now().date() + timedelta(days=5), at=now(),
        )  # fmt: skip
    assert set(refused.value.fields) == {"covers", "authority", "reference", "granted_on"}


def test_an_offered_contract_fixes_the_task():
    case = demand.approved_case()
    services.when_contract_offered({"case_id": str(case.case_id), "contract_id": "x"}, now())
    services.when_contract_offered({"case_id": str(case.case_id), "contract_id": "x"}, now())
    assert case.task.state == TaskState.FIXED
    with pytest.raises(Refused):
        services.edit_task(
            actor=case.company, task_id=case.task_id, form=demand.ready_draft(weeks=8), at=now()
        )
    assert "contracts.offered" in outbox._listeners


def test_a_revision_and_an_approval_are_never_changed():
    case = demand.approved_case()
    for table in ("demand_taskrevision", "demand_approval"):
        with pytest.raises(DatabaseError), transaction.atomic():
            from django.db import connection

            connection.cursor().execute(f"delete from {table}")
    assert case.task.revisions.count() == 2


def test_a_talent_in_the_case_reads_the_task():
    from talentbridge.accounts import services as accounts

    case = demand.approved_case()
    talent = people.talent_actor()
    accounts.stand(case_id=case.case_id, side=Side.TALENT, person_id=talent.person_id, at=now())
    assert queries.tasks_for(talent).get().seen_from == "talent"
    with pytest.raises(Denied):
        services.approve(actor=talent, task_id=case.task_id, at=now())
