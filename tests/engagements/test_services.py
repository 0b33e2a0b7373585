"""Opening, handing over, skipping, taking back, stopping: by the right side, at the right time, kept in the log."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection

from talentbridge.audit.models import AuditEvent
from talentbridge.engagements import queries, rules, services
from talentbridge.engagements.models import Engagement, GateSkip
from talentbridge.engagements.states import EngagementState, Stage
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from talentbridge.matching.models import Selection
from talentbridge.reputation.models import ReviewWindow
from tests.factories import people
from tests.factories.crossing import Crossing, deliver
from tests.factories.demand import NEED

pytestmark = pytest.mark.django_db
WHY = "The parent company pays; its deposit follows on Friday."


def test_an_empty_need_opens_nothing():
    company = people.company_actor()
    with pytest.raises(Invalid) as refused:
        services.open_engagement(actor=company, need_text="   ", at=datetime(2026, 11, 2, tzinfo=UTC))
    assert list(refused.value.fields) == ["need_text"]
    assert Engagement.objects.count() == 0


def test_only_a_company_opens_an_engagement():
    for actor in (people.talent_actor(), people.coordinator_actor(), people.operator_actor()):
        with pytest.raises(Denied):
            services.open_engagement(actor=actor, need_text=NEED, at=datetime(2026, 11, 2, tzinfo=UTC))


def test_numbers_follow_the_year_in_seoul():
    company = people.company_actor()
    new_years_eve = datetime(2026, 12, 31, 14, 59, tzinfo=UTC)  # 23:59 in Seoul
    new_year = datetime(2026, 12, 31, 15, 0, tzinfo=UTC)
    numbers = [
        services.open_engagement(actor=company, need_text=NEED, at=at).number
        for at in (new_years_eve, new_years_eve, new_year)
    ]
    assert numbers == ["E-2026-0001", "E-2026-0002", "E-2027-0001"]


@pytest.mark.django_db(transaction=True)
def test_two_openings_at_once_get_two_numbers():
    company = people.company_actor()
    made: list[str] = []

    def open_one() -> None:
        try:
            at = datetime(2026, 11, 2, tzinfo=UTC)
            made.append(services.open_engagement(actor=company, need_text=NEED, at=at).number)
        finally:
            connection.close()

    threads = [threading.Thread(target=open_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [f"E-2026-000{n}" for n in (1, 2, 3, 4)]


def test_another_company_sees_nothing():
    crossing = Crossing.begin().walk("fund")
    stranger = people.company_actor()
    assert queries.engagements_for(stranger).count() == 0
    with pytest.raises(Missing):
        services.stop(actor=stranger, case_id=crossing.case_id, reason=WHY, at=crossing.now)
    assert queries.engagements_for(people.operator_actor()).get().seen_from == "operator"


def test_a_contract_is_built_only_on_an_agreed_task_and_a_yes():
    crossing = Crossing.begin().walk("decide")
    with pytest.raises(Refused) as refused:
        crossing.build()
    assert refused.value.decision.code == "engagements.nobody_agreed"
    crossing.answer(accept=True)
    with pytest.raises(Denied):
        services.build_contract(
            actor=crossing.company,
            case_id=crossing.case_id,
            choices=crossing.contract_choices(),
            at=crossing.now,
        )


def test_a_refusal_of_the_terms_names_the_field_of_the_form():
    from dataclasses import replace

    crossing = Crossing.begin().walk("agree")
    choices = crossing.contract_choices()
    first = replace(choices.milestones[0], title_en="")
    with pytest.raises(Invalid) as refused:
        services.build_contract(
            actor=crossing.coordinator, case_id=crossing.case_id, at=crossing.now,
            choices=replace(choices, milestones=(first, *choices.milestones[1:])),
        )  # fmt: skip
    assert list(refused.value.fields) == ["milestones-0-title_en"]


def test_a_declined_contract_is_built_anew_and_the_stage_stays():
    from talentbridge.contracts import services as contracts

    crossing = Crossing.begin().walk("offer")
    contracts.decline(
        actor=crossing.talent,
        contract_id=crossing.contract.pk,
        reason="The dates do not fit my holidays.",
        at=crossing.now,
    )
    deliver()
    assert crossing.engagement.next_action == "build"
    assert crossing.engagement.stage == Stage.CONTRACT


def test_the_note_is_written_by_the_talent_and_confirmed_by_the_company():
    crossing = Crossing.begin().walk("fund")
    note = {"what": "Repository, manual and access rights.", "owner": "최도현", "links": ""}
    with pytest.raises(Denied):
        services.write_hand_over(actor=crossing.company, case_id=crossing.case_id, at=crossing.now, **note)
    with pytest.raises(Invalid) as refused:
        services.write_hand_over(
            actor=crossing.talent, case_id=crossing.case_id, at=crossing.now, what="Code", owner=" ", links=""
        )
    assert set(refused.value.fields) == {"what", "owner"}
    with pytest.raises(Refused):
        services.confirm_hand_over(actor=crossing.company, case_id=crossing.case_id, at=crossing.now)
    services.write_hand_over(actor=crossing.talent, case_id=crossing.case_id, at=crossing.now, **note)
    note["owner"] = "문가람"
    services.write_hand_over(actor=crossing.coordinator, case_id=crossing.case_id, at=crossing.now, **note)
    with pytest.raises(Denied):
        services.confirm_hand_over(actor=crossing.talent, case_id=crossing.case_id, at=crossing.now)
    confirmed = services.confirm_hand_over(actor=crossing.company, case_id=crossing.case_id, at=crossing.now)
    assert confirmed.owner == "문가람"
    services.confirm_hand_over(actor=crossing.company, case_id=crossing.case_id, at=crossing.now)
    assert AuditEvent.objects.filter(action="engagements.hand_over.confirmed").count() == 1
    with pytest.raises(Refused):
        services.write_hand_over(actor=crossing.talent, case_id=crossing.case_id, at=crossing.now, **note)


def test_going_on_without_a_proof_takes_a_reason_and_a_second_person():
    crossing = Crossing.begin().walk("sign")
    operator = people.operator_actor()
    ask = {"case_id": crossing.case_id, "evidence": "contract.funded", "at": crossing.now}
    with pytest.raises(Invalid):
        services.ask_skip(actor=crossing.coordinator, reason="because", **ask)
    with pytest.raises(Denied):
        services.ask_skip(actor=crossing.company, reason=WHY, **ask)
    skip = services.ask_skip(actor=crossing.coordinator, reason=WHY, **ask)
    assert crossing.engagement.stage == Stage.CONTRACT
    with pytest.raises(Refused):
        services.ask_skip(actor=crossing.coordinator, reason=WHY, **ask)
    with pytest.raises(Denied):
        services.answer_skip(actor=crossing.coordinator, skip_id=skip.pk, agree=True, at=crossing.now)
    services.answer_skip(actor=operator, skip_id=skip.pk, agree=True, at=crossing.now)
    engagement = crossing.engagement
    assert engagement.stage == Stage.DELIVER
    assert engagement.skipped_stages == ["contract"]
    assert (engagement.next_side, engagement.next_action) == ("company", "fund")
    with pytest.raises(Refused):
        services.answer_skip(actor=operator, skip_id=skip.pk, agree=False, reason=WHY, at=crossing.now)


def test_a_refused_skip_can_be_asked_again():
    crossing = Crossing.begin().walk("sign")
    operator = people.operator_actor()
    ask = {"case_id": crossing.case_id, "evidence": "contract.funded", "at": crossing.now}
    first = services.ask_skip(actor=crossing.coordinator, reason=WHY, **ask)
    with pytest.raises(Invalid):
        services.answer_skip(actor=operator, skip_id=first.pk, agree=False, at=crossing.now)
    services.answer_skip(
        actor=operator,
        skip_id=first.pk,
        agree=False,
        reason="The deposit can wait until Friday.",
        at=crossing.now,
    )
    services.ask_skip(actor=crossing.coordinator, reason=WHY, **ask)
    assert GateSkip.objects.count() == 2
    assert crossing.engagement.stage == Stage.CONTRACT


def test_a_stage_is_taken_back_only_when_its_evidence_is_gone():
    from talentbridge.demand import queries as tasks
    from talentbridge.demand import services as demand
    from tests.factories.demand import ready_draft

    crossing = Crossing.begin().walk("shortlist")
    take = {"actor": crossing.coordinator, "case_id": crossing.case_id, "at": crossing.now}
    with pytest.raises(Refused):
        services.take_back(reason=WHY, **take)
    task = tasks.task_of(crossing.case_id)
    demand.edit_task(actor=crossing.company, task_id=task.pk, form=ready_draft(), at=crossing.now,
                     reason="The third deliverable came back.")  # fmt: skip
    deliver()
    assert crossing.engagement.stage == Stage.MATCH  # it does not go back by itself
    assert crossing.engagement.next_action == "describe"
    with pytest.raises(Invalid):
        services.take_back(reason="changed", **take)
    services.take_back(reason="The company doubled the scope; both sides approve it anew.", **take)
    assert crossing.engagement.stage == Stage.PREPARE
    assert AuditEvent.objects.filter(action="engagements.stage.taken_back").count() == 1


def test_an_engagement_is_stopped_only_while_no_money_is_held():
    crossing = Crossing.begin().walk("fund")
    with pytest.raises(Refused) as refused:
        services.stop(actor=crossing.company, case_id=crossing.case_id, reason=WHY, at=crossing.now)
    assert refused.value.decision.code == "engagements.money_held"

    other = Crossing.begin().walk("sign")
    services.stop(
        actor=other.company, case_id=other.case_id, reason="The budget was cut for this year.", at=other.now
    )
    deliver()
    engagement = other.engagement
    assert (engagement.state, engagement.next_action) == (EngagementState.STOPPED, "")
    assert other.contract.state == "ended"
    assert not ReviewWindow.objects.filter(case_id=other.case_id).exists()
    with pytest.raises(Refused):
        services.stop(actor=other.company, case_id=other.case_id, reason=WHY, at=other.now)


@pytest.mark.parametrize("until", ["decide", "offer"])
def test_nobody_can_take_or_sign_what_was_called_off(until):
    crossing = Crossing.begin().walk(until)
    services.stop(actor=crossing.company, case_id=crossing.case_id, reason=WHY, at=crossing.now)
    deliver()
    running = Selection.objects.get(case_id=crossing.case_id) if until == "decide" else crossing.contract
    assert running.state == "withdrawn"


def test_the_columns_of_a_list_are_those_of_the_facts():
    crossing = Crossing.begin().walk("submit")
    engagement = crossing.engagement
    step = rules.next_step(queries.facts_of(engagement))
    assert (engagement.next_side, engagement.next_action, engagement.next_due_at) == (
        step.side,
        step.action,
        step.due_at,
    )
    assert engagement.title_ko == "발전량 예측 데이터 파이프라인"
    assert (engagement.talent_country, engagement.overlap_minutes) == ("IN", 330)
    assert not engagement.has_frozen


def test_obstacles_are_noted_by_the_coordinator_and_hidden_from_both_sides():
    crossing = Crossing.begin().walk("fund")
    note = {
        "case_id": crossing.case_id,
        "tag": "payment",
        "note": "The transfer took nine working days.",
        "at": crossing.now,
    }
    with pytest.raises(Denied):
        services.note_obstacle(actor=crossing.company, **note)
    with pytest.raises(Missing):
        services.note_obstacle(actor=people.coordinator_actor(), **note)
    with pytest.raises(Invalid):
        services.note_obstacle(actor=crossing.coordinator, **(note | {"tag": "weather"}))
    obstacle = services.note_obstacle(actor=crossing.coordinator, **note)
    assert obstacle.stage == Stage.DELIVER
    assert queries.obstacles_for(crossing.coordinator).count() == 1
    assert queries.obstacles_for(people.operator_actor()).count() == 1
    for actor in (crossing.company, crossing.talent, people.coordinator_actor()):
        assert queries.obstacles_for(actor).count() == 0


def test_people_are_told_when_something_waits_for_them():
    from talentbridge.accounts.models import Notification

    crossing = Crossing.begin(deliverables=1).walk("pay")
    told = Notification.objects.filter(sentence__startswith="All money of")
    assert {row.person_id for row in told} == {crossing.company.person_id, crossing.talent.person_id}
    crossing.hand_over()
    assert (
        Notification.objects.get(sentence__startswith="The hand-over note").person_id
        == crossing.company.person_id
    )
    crossing.review()
    assert Notification.objects.filter(sentence__contains="is complete").count() == 3
