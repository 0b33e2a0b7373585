"""Answering question by question, changing what was agreed, beginning with a template or an earlier task."""

import threading
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from talentbridge.accounts import services as accounts
from talentbridge.audit.models import AuditEvent
from talentbridge.demand import queries, rules, services
from talentbridge.demand.models import ScopeChange, Task, TemplateUse
from talentbridge.demand.rules import diagnosis
from talentbridge.demand.states import ScopeState, TaskState
from talentbridge.demand.web import judging
from talentbridge.kernel.actor import Side
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from talentbridge.kernel.models import OutboxEvent
from tests.factories import demand, people

pytestmark = pytest.mark.django_db
WHY = "The dispatcher works in the mornings only."


def answer(case, question, *, actor=None, **values):
    rows = values.pop("rows", ())
    extra = {name: values.pop(name) for name in ("seen", "reason") if name in values}
    return services.answer_question(
        actor=actor or case.company,
        task_id=case.task_id,
        question=question,
        values=values,
        rows=rows,
        at=now(),
        **extra,
    )


def fixed_case():
    case = demand.approved_case()
    services.when_contract_offered({"case_id": str(case.case_id)}, now())
    return case


def changed(case, **changes):
    return replace(queries.draft_of(case.task), **changes)


def propose(case, *, actor=None, reason=WHY, **changes):
    return services.propose_scope_change(
        actor=actor or case.company,
        task_id=case.task_id,
        form=changed(case, **changes),
        reason=reason,
        at=now(),
    )


def decide(case, number, *, actor=None, yes=True, reason=""):
    return services.answer_scope_change(
        actor=actor or case.coordinator,
        task_id=case.task_id,
        number=number,
        says_yes=yes,
        reason=reason,
        at=now(),
    )


def test_an_answer_is_a_revision_and_the_same_answer_only_confirms():
    case = demand.case()
    answer(case, "overlap", overlap_hours=3, overlap_from="16:00", overlap_to="19:00")
    answer(case, "overlap", overlap_hours=3, overlap_from="16:00", overlap_to="19:00")
    assert (case.task.revision, case.task.overlap_from) == (2, "16:00")
    assert queries.marks_of(case.task) == {"overlap": "answered"}


def test_what_was_read_waits_for_a_person():
    case = demand.case()
    before = judging.standings(case.task, queries.draft_of(case.task))
    assert before["languages"] == "read"
    answer(case, "languages", english="B2")
    assert judging.standings(case.task, queries.draft_of(case.task))["languages"] == "answered"
    assert case.task.revision == 1, "confirming writes nothing"


def test_two_people_answer_different_questions_without_disturbing_each_other():
    case = demand.case()
    seen = {
        key: diagnosis.fingerprint(diagnosis.BY_KEY[key], queries.draft_of(case.task))
        for key in ("overlap", "rights")
    }
    answer(case, "overlap", overlap_hours=4, seen=seen["overlap"])
    answer(case, "rights", actor=case.coordinator, data_class="internal", seen=seen["rights"])
    assert (case.task.overlap_hours, case.task.data_class) == (4, "internal")
    with pytest.raises(Invalid) as refused:
        answer(case, "overlap", actor=case.coordinator, overlap_hours=2, seen=seen["overlap"])
    assert refused.value.fields[""].code == "demand.saved_by_other"
    assert case.task.overlap_hours == 4


def test_an_empty_answer_a_wrong_value_and_an_unknown_question_change_nothing():
    case = demand.case()
    with pytest.raises(Invalid) as refused:
        answer(case, "hand_over", hand_over_ko="")
    assert refused.value.fields["hand_over_ko"].code == "demand.empty_answer"
    with pytest.raises(Invalid) as refused:
        answer(case, "milestones", weeks=500)
    assert list(refused.value.fields) == ["weeks"]
    with pytest.raises(Missing):
        answer(case, "favourite-colour", weeks=5)
    assert (case.task.revision, queries.marks_of(case.task)) == (1, {})


def test_skipping_is_remembered_and_answering_ends_it():
    case = demand.case()
    services.skip_question(actor=case.company, task_id=case.task_id, question="export", at=now())
    assert judging.standings(case.task, queries.draft_of(case.task))["export"] == "skipped"
    answer(case, "export", export_answers=tuple((name, False) for name in rules.EXPORT_QUESTIONS))
    assert judging.standings(case.task, queries.draft_of(case.task))["export"] == "answered"


def test_strangers_answer_nothing():
    case = demand.case()
    for stranger in (people.company_actor(), people.coordinator_actor(), people.talent_actor()):
        with pytest.raises(Missing):
            answer(case, "overlap", actor=stranger, overlap_hours=1)
    with pytest.raises(Denied):
        answer(case, "overlap", actor=people.operator_actor(), overlap_hours=1)


def test_a_contradiction_keeps_the_task_from_approval():
    case = demand.case()
    form = demand.ready_draft(work_mode="on_site", countries=("VN",))
    services.edit_task(actor=case.company, task_id=case.task_id, form=form, at=now())
    with pytest.raises(Refused) as refused:
        services.approve(actor=case.company, task_id=case.task_id, at=now())
    assert refused.value.decision.code == "demand.questions_open"


# what was agreed ---------------------------------------------------------------------------------------------------


def test_an_edit_after_both_approvals_needs_a_reason_and_gets_a_number():
    case = demand.approved_case()
    for reason in ("", "   ", "why not"):
        with pytest.raises(Invalid) as refused:
            services.edit_task(
                actor=case.company,
                task_id=case.task_id,
                form=changed(case, weeks=14),
                reason=reason,
                at=now(),
            )
        assert list(refused.value.fields) == ["reason"]
    assert case.task.state == TaskState.APPROVED
    services.edit_task(
        actor=case.company, task_id=case.task_id, form=changed(case, weeks=14), reason=WHY, at=now()
    )
    services.edit_task(actor=case.company, task_id=case.task_id, form=changed(case, weeks=15), at=now())
    [change] = queries.scope_changes_of(case.task)
    assert (change.number, change.from_revision, change.reason) == (1, 2, WHY)
    assert [revision.number for revision in change.revisions.all()] == [4, 3], (
        "until both agree again it is one change"
    )
    assert change.state_now is ScopeState.WAITING
    for actor in (case.company, case.coordinator):
        services.approve(actor=actor, task_id=case.task_id, at=now())
    assert queries.scope_changes_of(case.task)[0].state_now is ScopeState.AGREED


def test_a_contracted_task_changes_when_both_sides_say_yes_and_stays_fixed():
    case = fixed_case()
    change = propose(case, weeks=14)
    assert (case.task.revision, case.task.weeks) == (2, 13), "a proposal changes nothing"
    assert propose(case, weeks=14).pk == change.pk, "the same again is the same"
    decide(case, 1)
    decide(case, 1)
    task = case.task
    assert (task.state, task.revision, task.weeks) == (TaskState.FIXED, 3, 14)
    assert set(queries.approvals_of(task)) == {"company", "coordinator"}
    news = OutboxEvent.objects.get(topic="demand.scope_changed")
    assert news.payload == {
        "case_id": str(case.case_id),
        "task_id": str(case.task_id),
        "number": 1,
        "revision": 3,
    }
    assert AuditEvent.objects.filter(action="demand.scope.agreed", case_id=case.case_id).count() == 1


def test_a_refused_or_withdrawn_change_leaves_the_task_as_it_is():
    case = fixed_case()
    propose(case, weeks=14)
    with pytest.raises(Invalid) as refused:
        decide(case, 1, yes=False, reason="no")
    assert list(refused.value.fields) == ["reason"]
    decide(case, 1, yes=False, reason="The budget does not allow it.")
    propose(case, weeks=15)
    decide(case, 2, actor=case.company, yes=False, reason="We have thought again.")
    assert [each.state_now for each in queries.scope_changes_of(case.task)] == [
        ScopeState.WITHDRAWN,
        ScopeState.REFUSED,
    ]
    with pytest.raises(Refused):
        decide(case, 1)
    assert (case.task.revision, case.task.weeks) == (2, 13)


def test_a_proposal_is_refused_where_it_makes_no_sense():
    case = demand.approved_case()
    with pytest.raises(Refused) as refused:
        propose(case, weeks=14)
    assert refused.value.decision.code == "demand.not_fixed"
    case = fixed_case()
    with pytest.raises(Invalid) as invalid:
        propose(case)
    assert invalid.value.fields[""].code == "demand.nothing_changed"
    with pytest.raises(Refused) as refused:
        propose(case, title_en="")
    assert refused.value.decision.code == "demand.questions_open"
    propose(case, weeks=14)
    with pytest.raises(Refused) as refused:
        propose(case, actor=case.coordinator, weeks=20)
    assert refused.value.decision.code == "demand.change_waiting"
    with pytest.raises(Missing):
        decide(case, 7)
    talent = people.talent_actor()
    accounts.stand(case_id=case.case_id, side=Side.TALENT, person_id=talent.person_id, at=now())
    with pytest.raises(Denied):
        decide(case, 1, actor=talent)


def test_changes_and_answers_are_never_written_over():
    case = fixed_case()
    propose(case, weeks=14)
    for table in ("demand_scopechange", "demand_scopeanswer"):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(f"delete from {table}")
    assert ScopeChange.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_both_sides_answering_at_once_make_one_revision():
    case = fixed_case()
    propose(case, weeks=14)
    errors = []

    def press():
        try:
            decide(case, 1)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert (case.task.revision, OutboxEvent.objects.filter(topic="demand.scope_changed").count()) == (3, 1)


# quicker than writing ----------------------------------------------------------------------------------------------


def test_a_template_is_counted_once_and_waits_for_a_person():
    case = demand.case()
    for _ in range(2):
        services.begin_from_template(
            actor=case.company, task_id=case.task_id, template="data-pipeline", at=now()
        )
    task = case.task
    assert (task.revision, task.weeks) == (2, 13), "the need said thirteen weeks"
    assert (queries.template_uses(), TemplateUse.objects.get().version) == ({"data-pipeline": 1}, "1")
    standings = judging.standings(task, queries.draft_of(task))
    assert standings["results"] == "read"
    with pytest.raises(Missing):
        services.begin_from_template(
            actor=case.company, task_id=case.task_id, template="../secrets", at=now()
        )


def test_an_agreed_task_is_not_filled():
    case = demand.approved_case()
    with pytest.raises(Refused):
        services.begin_from_template(actor=case.company, task_id=case.task_id, template="web-shop", at=now())


def test_an_earlier_task_of_the_same_company_is_copied_without_dates_and_of_another_it_is_not():
    old, new, other = demand.approved_case(), demand.case(), demand.approved_case()
    Task.objects.filter(pk=new.task_id).update(company_id=old.task.company_id)
    accounts.stand(
        case_id=new.case_id, side=Side.COMPANY, organisation_id=old.company.organisation_id, at=now()
    )
    begin = {"actor": old.company, "task_id": new.task_id, "at": now()}
    services.begin_from_task(source_id=old.task_id, **begin)
    task = new.task
    assert [row.acceptance_en for row in task.deliverables.all()] == ["50 tests pass."] * 3
    assert [row.due_on for row in task.deliverables.all()] == [None] * 3
    assert (task.export_answers, task.state) == ({}, TaskState.DRAFT)
    with pytest.raises(Missing):
        services.begin_from_task(source_id=other.task_id, **begin)
