"""Somebody is always in charge: chosen with a reason, relieved, replaced, never in conflict, never over the limit."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from talentbridge.accounts.models import Membership, Party
from talentbridge.coordination import queries, rules, services
from talentbridge.coordination.models import Assignment
from talentbridge.coordination.states import AssignmentState
from talentbridge.engagements import queries as engagements
from talentbridge.engagements import services as opening
from talentbridge.engagements.models import Engagement
from talentbridge.kernel.actor import SYSTEM, Actor
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from tests.factories import people
from tests.factories.crossing import T0, deliver
from tests.factories.demand import NEED

pytestmark = pytest.mark.django_db
WHY = "Knows the company from the last engagement."


def coordinator(name: str, *, capacity: int = 5, languages: tuple[str, ...] = ("ko",)) -> Actor:
    actor = people.coordinator_actor(who=people.person(name))
    services.join_pool(person_id=actor.person_id, languages=languages, capacity=capacity)
    return actor


def opened(company: Actor | None = None) -> Engagement:
    engagement = opening.open_engagement(actor=company or people.company_actor(), need_text=NEED, at=T0)
    deliver()
    return Engagement.objects.get(pk=engagement.pk)


def test_new_engagements_go_to_whoever_has_room():
    first, second = coordinator("가온"), coordinator("나래")
    people_in_charge = [opened().coordinator_id for _ in range(4)]
    assert people_in_charge.count(first.person_id) == 2
    assert people_in_charge.count(second.person_id) == 2
    assert Assignment.objects.first().reason_facts["able"] == 2


def test_nobody_free_leaves_it_to_the_operator():
    coordinator("가온", capacity=1)
    opened()
    second = opened()
    assert second.coordinator is None
    assert second.next_action == "assign"
    waiting = queries.waiting_for_somebody(people.operator_actor())
    assert [each.pk for each in waiting] == [second.pk]


def test_a_coordinator_of_the_same_organisation_never_takes_it():
    actor = coordinator("가온")
    company = people.company_actor()
    Membership.objects.create(
        person_id=actor.person_id, organisation_id=company.organisation_id, role="company"
    )
    assert opened(company).coordinator is None


def test_a_recorded_conflict_is_a_stop_for_the_operator_too():
    actor, operator, company = coordinator("가온"), people.operator_actor(), people.company_actor()
    services.record_conflict(
        actor=operator, person_id=actor.person_id, organisation_id=company.organisation_id,
        reason="The brother of the managing director.", at=T0,
    )  # fmt: skip
    engagement = opened(company)
    with pytest.raises(Invalid) as refused:
        services.reassign(actor=operator, case_id=engagement.pk, person_id=actor.person_id, reason=WHY, at=T0)
    assert refused.value.fields["person"].code == "coordination.conflict"


def test_the_operator_reassigns_with_a_reason_and_the_earlier_one_sees_it_no_more():
    first = coordinator("가온")
    engagement = opened()
    second, operator = coordinator("나래"), people.operator_actor()
    change = {"case_id": engagement.pk, "person_id": second.person_id, "at": T0 + timedelta(days=1)}
    with pytest.raises(Denied):
        services.reassign(actor=first, reason=WHY, **change)
    with pytest.raises(Invalid) as refused:
        services.reassign(actor=operator, reason="so", **change)
    assert "reason" in refused.value.fields
    services.reassign(actor=operator, reason=WHY, note="Call the company on Mondays.", **change)
    deliver()
    assert engagements.engagements_for(first).count() == 0
    assert engagements.engagements_for(second).get().coordinator_id == second.person_id
    assert Party.objects.filter(case_id=engagement.pk, side="coordinator", until=None).count() == 1
    assert [each.state for each in queries.history_of(engagement.pk)] == [
        AssignmentState.RUNNING,
        AssignmentState.REPLACED,
    ]
    with pytest.raises(Refused):
        services.reassign(actor=operator, reason=WHY, **change)


def test_a_full_coordinator_is_refused():
    full = coordinator("가온", capacity=1)
    opened()
    second = opened()
    with pytest.raises(Invalid) as refused:
        services.reassign(
            actor=people.operator_actor(), case_id=second.pk, person_id=full.person_id, reason=WHY, at=T0
        )
    assert refused.value.fields["person"].code == "coordination.full"


def test_handing_back_gives_it_to_the_next_one():
    first = coordinator("가온")
    engagement = opened()
    second = coordinator("나래")
    with pytest.raises(Missing):
        services.hand_back(actor=second, case_id=engagement.pk, reason=WHY, at=T0)
    services.hand_back(
        actor=first, case_id=engagement.pk, reason="I am on parental leave from Monday.", at=T0
    )
    deliver()
    assert Engagement.objects.get().coordinator_id == second.person_id


def test_whoever_hands_back_stays_in_charge_while_nobody_is_free():
    first = coordinator("가온")
    engagement = opened()
    services.hand_back(
        actor=first, case_id=engagement.pk, reason="I am on parental leave from Monday.", at=T0
    )
    deliver()
    assert Engagement.objects.get().coordinator_id == first.person_id
    waiting = queries.waiting_for_somebody(people.operator_actor()).get()
    assert waiting.left_reason == "I am on parental leave from Monday."
    with pytest.raises(Missing):
        services.hand_back(actor=first, case_id=engagement.pk, reason=WHY, at=T0)


def test_somebody_who_is_away_gets_nothing_new():
    actor = coordinator("가온")
    with pytest.raises(Invalid):
        services.set_away(actor=actor, until=date(2026, 11, 1), at=T0)
    services.set_away(actor=actor, until=date(2026, 11, 9), at=T0)
    assert opened().coordinator is None
    services.set_away(actor=actor, until=None, at=T0)
    assert opened().coordinator_id == actor.person_id


def test_a_closed_engagement_makes_room():
    actor = coordinator("가온", capacity=1)
    company = people.company_actor()
    engagement = opened(company)
    opening.stop(actor=company, case_id=engagement.pk, reason="The budget was cut for this year.", at=T0)
    deliver()
    assert queries.load_of(actor.person_id).load == 0
    assert opened().coordinator_id == actor.person_id


def test_the_news_twice_assigns_once():
    coordinator("가온")
    engagement = opened()
    services.assign_freely(case_id=engagement.pk, at=T0)
    assert Assignment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_openings_at_once_do_not_go_over_the_limit():
    coordinator("가온", capacity=1)
    companies = [people.company_actor() for _ in range(3)]

    def open_one(company: Actor) -> None:
        try:
            opening.open_engagement(actor=company, need_text=NEED, at=T0)
        finally:
            connection.close()

    threads = [threading.Thread(target=open_one, args=[company]) for company in companies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    deliver()
    assert Assignment.objects.filter(state="running").count() == 1


@pytest.mark.parametrize("frozen", [True, False])
@pytest.mark.parametrize("days", [None, -9, -1, 0, 5])
@pytest.mark.parametrize("overlap", [None, 60, 300])
@pytest.mark.parametrize("unverified", [True, False])
def test_the_database_judges_risk_as_the_rule_does(frozen, days, overlap, unverified):
    due = None if days is None else T0 + timedelta(days=days, hours=1)
    company = people.organisation()
    Engagement.objects.create(
        number="E-2026-9999", company=company, opened_at=T0, next_due_at=due, has_frozen=frozen,
        has_unverified=unverified, overlap_minutes=overlap,
    )  # fmt: skip
    row = queries.workbench_for(SYSTEM, T0).get()
    assert row.risk == rules.risk(rules.Signs(due, frozen, unverified, overlap), T0).level


def test_when_somebody_leaves_everything_is_handed_on_at_once():
    first = coordinator("가온")
    cases = [opened() for _ in range(3)]
    second, operator = coordinator("나래", capacity=2), people.operator_actor()
    leave = {
        "person_id": first.person_id,
        "reason": "Leaves the institution at the end of the month.",
        "at": T0,
    }
    with pytest.raises(Denied):
        services.clear_out(actor=first, **leave)
    with pytest.raises(Invalid):
        services.clear_out(actor=operator, **(leave | {"reason": "left"}))
    assert services.clear_out(actor=operator, **leave) == (2, 1)
    deliver()
    in_charge = [Engagement.objects.get(pk=each.pk).coordinator_id for each in cases]
    assert sorted(map(str, in_charge)) == sorted(
        map(str, [first.person_id, second.person_id, second.person_id])
    )
    assert queries.waiting_for_somebody(operator).count() == 1
    assert [profile.person_id for profile in queries.pool()] == [second.person_id]
