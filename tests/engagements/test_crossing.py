"""The whole crossing through the verbs of every app, with stage, next step and ledger at each point."""

from __future__ import annotations

import pytest

from talentbridge.accounts.models import Notification
from talentbridge.audit.models import AuditEvent
from talentbridge.coordination.models import Assignment
from talentbridge.engagements import queries, rules
from talentbridge.engagements.states import EngagementState, Stage
from talentbridge.escrow import queries as escrow
from talentbridge.kernel.actor import Side
from talentbridge.kernel.money import Money
from talentbridge.ledger import queries as ledger
from tests.factories.crossing import Crossing

pytestmark = pytest.mark.django_db


def stands(crossing: Crossing) -> tuple[str, str, str]:
    engagement = crossing.engagement
    return engagement.stage, engagement.next_side, engagement.next_action


def test_one_need_crosses_the_bridge():
    crossing = Crossing.begin()

    crossing.open()
    assert crossing.engagement.number == "E-2026-0001"
    assert crossing.engagement.coordinator_id == crossing.coordinator.person_id
    assert stands(crossing) == ("prepare", "company", "describe")

    crossing.approve()
    assert stands(crossing) == ("match", "coordinator", "shortlist")
    crossing.shortlist()
    assert stands(crossing) == ("match", "company", "decide")
    crossing.decide()
    assert stands(crossing) == ("match", "talent", "answer")
    assert crossing.engagement.talent is None
    assert crossing.engagement.alias
    assert (
        queries.engagements_for(crossing.talent).count() == 0
    )  # a person who has not agreed is not in the case
    crossing.agree()
    assert stands(crossing) == ("contract", "coordinator", "build")
    assert crossing.engagement.talent_id == crossing.talent.person_id

    crossing.build()
    assert stands(crossing) == ("contract", "coordinator", "offer")
    crossing.offer()
    assert stands(crossing) == ("contract", "talent", "sign_talent")
    crossing.sign()
    assert stands(crossing) == ("contract", "company", "fund")
    crossing.fund()
    assert stands(crossing) == ("deliver", "talent", "submit")
    assert crossing.engagement.held_minor == 6_000_000

    crossing.submit()
    assert stands(crossing) == ("deliver", "company", "review")
    assert crossing.engagement.next_due_at == crossing.milestones[0].accept_by
    crossing.accept()
    assert stands(crossing) == ("deliver", "company", "fund")
    assert crossing.engagement.next_number == 2
    crossing.pay()
    assert stands(crossing) == ("complete", "talent", "hand_over")
    assert crossing.engagement.held_minor == 0

    crossing.hand_over()
    assert stands(crossing) == ("complete", "company", "review_company")
    crossing.review_by(crossing.company)
    assert stands(crossing) == ("complete", "talent", "review_talent")
    crossing.review_by(crossing.talent)
    engagement = crossing.engagement
    assert (engagement.state, engagement.next_side, engagement.next_action) == ("completed", "", "")
    assert crossing.contract.state == "ended"
    assert Assignment.objects.get(case_id=crossing.case_id).state == "closed"

    assert escrow.self_check() == []
    assert all(money.minor == 0 for money in ledger.balances("escrow:").values())
    talent = ledger.balances(f"talent:{crossing.talent.person_id}")
    assert sum(money.minor for money in talent.values()) == 0  # everything that was owed has been paid out
    fee = ledger.balance("fee:service:KRW", "KRW")
    assert fee == Money(sum(milestone.fee_minor for milestone in crossing.milestones), "KRW")
    assert fee > Money(0, "KRW")  # the company paid it on top


def test_the_page_tells_who_acts_after_whom():
    crossing = Crossing.begin().walk("fund")
    facts = queries.facts_of(crossing.engagement)
    step = rules.next_step(facts, Side.COMPANY)
    assert (step.action, step.is_mine) == ("submit", False)
    assert step.who == "Aarav Deshpande"
    assert [then.side for then in step.then][:2] == ["company", "talent"]
    mine = rules.next_step(facts, Side.TALENT)
    assert mine.is_mine
    assert mine.links[0].args == (crossing.milestones[0].pk,)


def test_a_no_gives_the_turn_back_to_the_company_and_names_nobody():
    crossing = Crossing.begin().walk("decide")
    crossing.answer(accept=False)
    assert stands(crossing) == ("match", "company", "decide")
    engagement = crossing.engagement
    assert (engagement.alias, engagement.talent) == ("", None)


def test_the_log_of_the_case_tells_every_step_once():
    crossing = Crossing.begin().walk("review")
    actions = list(
        AuditEvent.objects.filter(case_id=crossing.case_id).order_by("id").values_list("action", flat=True)
    )
    reached = [action for action in actions if action == "engagements.stage.reached"]
    assert len(reached) == 4
    assert actions.count("engagements.engagement.completed") == 1
    assert actions.index("engagements.engagement.opened") < actions.index("engagements.engagement.completed")


def test_a_refresh_changes_nothing_that_is_true_already():
    from talentbridge.engagements import services

    crossing = Crossing.begin().walk("submit")
    before = AuditEvent.objects.count()
    row = crossing.engagement.__dict__.copy()
    services.refresh(crossing.case_id, crossing.now)
    services.refresh_open(crossing.now)
    row.pop("_state")
    again = crossing.engagement.__dict__.copy()
    again.pop("_state")
    assert again == row
    assert AuditEvent.objects.count() == before


def test_a_lost_event_heals_with_the_next_refresh():
    from talentbridge.engagements import services
    from talentbridge.engagements.models import Engagement

    crossing = Crossing.begin().walk("submit")
    Engagement.objects.filter(pk=crossing.case_id).update(
        stage=Stage.CONTRACT, next_action="fund", held_minor=0
    )
    assert services.refresh_open(crossing.now) == 1
    assert stands(crossing) == ("deliver", "company", "review")
    assert crossing.engagement.held_minor == 6_000_000


def test_nobody_is_made_to_review_after_fourteen_days():
    from talentbridge.reputation import services as reputation
    from tests.factories.crossing import deliver

    crossing = Crossing.begin().walk("hand_over")
    crossing.review_by(crossing.talent)
    assert crossing.engagement.state == EngagementState.OPEN
    assert reputation.show_due(crossing.after(days=14)) == 1
    deliver()
    assert crossing.engagement.state == EngagementState.COMPLETED


def test_the_coordinator_is_told_of_the_new_engagement():
    crossing = Crossing.begin().walk("open")
    note = Notification.objects.get(person_id=crossing.coordinator.person_id)
    assert str(crossing.case_id) in note.url


def test_a_changed_scope_is_asked_for_agreed_on_and_told():
    from dataclasses import replace

    from talentbridge.demand import queries as tasks
    from talentbridge.demand import services as demand
    from tests.factories.crossing import deliver

    crossing = Crossing.begin().walk("sign")
    task = tasks.task_of(crossing.case_id)
    change = demand.propose_scope_change(
        actor=crossing.company, task_id=task.pk, form=replace(tasks.draft_of(task), weeks=16), at=crossing.now,
        reason="The fourth warehouse opens in spring.",
    )  # fmt: skip
    deliver()
    asked = Notification.objects.get(sentence__startswith="A change of the scope")
    assert asked.person_id == crossing.coordinator.person_id
    demand.answer_scope_change(
        actor=crossing.coordinator,
        task_id=task.pk,
        number=change.number,
        says_yes=True,
        at=crossing.after(hours=1),
    )
    deliver()
    told = Notification.objects.filter(sentence__startswith="The scope of")
    assert {each.person_id for each in told} == {crossing.coordinator.person_id, crossing.company.person_id}
    assert tasks.task_of(crossing.case_id).state == "fixed"
    assert crossing.engagement.stage == "contract"
