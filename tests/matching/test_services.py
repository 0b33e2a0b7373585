"""From an approved task to a person who takes the work."""

import uuid
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from talentbridge.accounts import queries as accounts
from talentbridge.accounts.models import Notification
from talentbridge.accounts.queries import consent
from talentbridge.audit.models import AuditEvent
from talentbridge.demand import queries as demand_queries
from talentbridge.demand import services as demand_services
from talentbridge.kernel.actor import Side
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from talentbridge.kernel.models import OutboxEvent
from talentbridge.matching import queries, services
from talentbridge.matching.engine import Weights
from talentbridge.matching.engine.values import FACTORS
from talentbridge.matching.models import Selection, Shortlist
from talentbridge.matching.states import SelectionState
from tests.factories import demand, matching, people

pytestmark = pytest.mark.django_db


def decide(made, profile, **kwargs):
    kwargs = {"actor": made.case.company, "reason": matching.REASON, "at": now()} | kwargs
    return services.decide(shortlist_id=made.shortlist.pk, profile_id=profile.pk, **kwargs)


def test_a_shortlist_is_kept_with_everything_that_explains_it():
    made = matching.listed()
    matching.anonymous_profile(skills={"java": 6})
    entries = list(queries.entries_of(made.shortlist))
    assert {entry.profile_id for entry in entries} == {made.profile.pk, made.anonymous.pk}
    assert [entry.rank for entry in entries] == [1, 2]
    assert made.shortlist.task_revision == made.case.task.revision
    assert made.shortlist.ask["skills"][0]["skill_id"] == "python"
    assert made.shortlist.weights["skills"] == Weights().skills
    assert sum(factor["points"] for factor in entries[0].factors) == pytest.approx(float(entries[0].total))
    assert OutboxEvent.objects.get(topic="matching.shortlist_made").payload["case_id"] == str(
        made.case.case_id
    )


def test_who_fails_a_condition_is_counted_under_it():
    case = demand.approved_case()
    matching.anonymous_profile(skills={"java": 6})
    matching.anonymous_profile(time_zone="America/New_York")
    shortlist = services.make_shortlist(actor=case.coordinator, case_id=case.case_id, at=now())
    assert dict(shortlist.excluded) == {"skill:python": 1, "overlap": 1}
    assert (shortlist.pool, shortlist.passed) == (2, 0)
    assert {each["constraint"] for each in shortlist.relaxations} == {"skill:python", "overlap"}
    assert (shortlist.let_go, shortlist.let_in) == (["skill:python"], 1)


def test_only_the_coordinator_makes_a_shortlist_and_only_of_an_approved_task():
    case = demand.case()
    with pytest.raises(Denied):
        services.make_shortlist(actor=case.company, case_id=case.case_id, at=now())
    with pytest.raises(Refused) as refused:
        services.make_shortlist(actor=case.coordinator, case_id=case.case_id, at=now())
    assert refused.value.decision.code == "matching.task_not_approved"
    with pytest.raises(Missing):
        services.make_shortlist(actor=people.coordinator_actor(), case_id=case.case_id, at=now())
    assert not Shortlist.objects.exists()


def test_controlled_technology_is_not_searched_abroad():
    answers = tuple({**dict(demand.ready_draft().export_answers), "national_core": True}.items())
    case = demand.approved_case(draft=demand.ready_draft(export_answers=answers))
    with pytest.raises(Refused) as refused:
        services.make_shortlist(actor=case.coordinator, case_id=case.case_id, at=now())
    assert refused.value.decision.code == "demand.export_blocked"


def test_weights_that_sum_to_nothing_are_refused():
    case = demand.approved_case()
    nothing = Weights(**dict.fromkeys(FACTORS, 0))
    with pytest.raises(Invalid):
        services.make_shortlist(actor=case.coordinator, case_id=case.case_id, at=now(), weights=nothing)


def test_the_company_decides_with_a_reason_and_the_talent_hears_of_it():
    made = matching.listed()
    weights = Weights(price=0)
    selection = decide(made, made.profile, weights=weights)
    assert selection.accepted is None
    assert selection.weights["price"] == 0
    assert queries.selection_of(made.case.case_id) == selection
    assert Notification.objects.filter(person_id=made.talent.person_id).count() == 1
    event = AuditEvent.objects.get(action="matching.selection.decided")
    assert event.facts["reason"] == matching.REASON
    assert event.facts["pseudonym"] == made.profile.pseudonym


@pytest.mark.parametrize("reason", ["", "  ", "기술이 좋아서요", " " * 40])
def test_a_reason_that_says_nothing_decides_nothing(reason):
    made = matching.listed()
    with pytest.raises(Invalid) as refused:
        decide(made, made.profile, reason=reason)
    assert refused.value.fields["reason"].facts["count"] == len(reason.strip())
    assert not Selection.objects.exists()


def test_only_the_company_of_the_case_decides():
    made = matching.listed()
    with pytest.raises(Denied):
        decide(made, made.profile, actor=made.case.coordinator)
    for stranger in (people.company_actor(), made.talent):
        with pytest.raises(Missing):
            decide(made, made.profile, actor=stranger)


def test_nobody_behind_a_profile_nobody_to_choose():
    made = matching.listed()
    with pytest.raises(Refused) as refused:
        decide(made, made.anonymous)
    assert refused.value.decision.code == "matching.no_account"


def test_one_running_choice_a_case():
    made = matching.listed()
    other, profile = matching.talent_with_profile()
    again = services.make_shortlist(actor=made.case.coordinator, case_id=made.case.case_id, at=now())
    services.decide(
        actor=made.case.company,
        shortlist_id=again.pk,
        profile_id=profile.pk,
        reason=matching.REASON,
        at=now(),
    )
    with pytest.raises(Refused) as refused:
        services.decide(
            actor=made.case.company,
            shortlist_id=again.pk,
            profile_id=made.profile.pk,
            reason=matching.REASON,
            at=now(),
        )
    assert refused.value.decision.code == "matching.already_chosen"
    with pytest.raises(Refused):
        services.make_shortlist(actor=made.case.coordinator, case_id=made.case.case_id, at=now())


def test_a_decision_rests_on_the_newest_list_of_the_present_task():
    made = matching.listed()
    services.make_shortlist(actor=made.case.coordinator, case_id=made.case.case_id, at=now())
    with pytest.raises(Refused) as refused:
        decide(made, made.profile)
    assert refused.value.decision.code == "matching.shortlist_old"


def test_a_changed_task_makes_the_list_old():
    made = matching.listed()
    changed = replace(demand_queries.draft_of(made.case.task), weeks=9)
    demand_services.edit_task(actor=made.case.company, task_id=made.case.task_id, form=changed, at=now(),
                             reason="The search asked for something else.")  # fmt: skip
    with pytest.raises(Refused) as refused:
        decide(made, made.profile)
    assert refused.value.decision.code == "matching.shortlist_old"


def test_whoever_accepts_stands_in_the_case_and_the_consent_says_to_what():
    made = matching.listed()
    selection = matching.chosen(made)
    services.answer(actor=made.talent, selection_id=selection.pk, accept=True, language="en", at=now())
    assert accounts.party(made.case.case_id, Side.TALENT).person_id == made.talent.person_id
    facts = AuditEvent.objects.get(action="matching.selection.accepted").facts
    assert facts["recipient"] == made.case.task.company.name
    given = consent.consents_for(made.talent).get()
    assert (str(given.pk), given.case_id) == (facts["consent"], made.case.case_id)
    assert (given.recipient_name, given.recipient_country) == (made.case.task.company.name, "KR")
    assert (given.text_version, given.language) == (consent.text("work_together").version, "en")
    news = OutboxEvent.objects.get(topic="matching.selection_answered").payload
    assert news == {"case_id": str(made.case.case_id), "selection_id": str(selection.pk), "accepted": True}


def test_answering_twice_is_answering_once():
    made = matching.listed()
    selection = matching.chosen(made)
    for _ in range(2):
        services.answer(actor=made.talent, selection_id=selection.pk, accept=True, at=now())
    assert OutboxEvent.objects.filter(topic="matching.selection_answered").count() == 1
    with pytest.raises(Refused):
        services.answer(actor=made.talent, selection_id=selection.pk, accept=False, at=now())


def test_after_a_no_the_company_chooses_somebody_else():
    made = matching.listed()
    matching.talent_with_profile()
    selection = matching.chosen(made)
    services.answer(
        actor=made.talent, selection_id=selection.pk, accept=False, reason="다른 일을 맡았습니다.", at=now()
    )
    assert accounts.party(made.case.case_id, Side.TALENT) is None
    with pytest.raises(Refused) as refused:
        decide(made, made.profile)
    assert refused.value.decision.code == "matching.has_declined"
    again = services.make_shortlist(actor=made.case.coordinator, case_id=made.case.case_id, at=now())
    other = queries.entries_of(again).exclude(profile=made.profile).exclude(profile__person=None).get()
    services.decide(
        actor=made.case.company,
        shortlist_id=again.pk,
        profile_id=other.profile_id,
        reason=matching.REASON,
        at=now(),
    )
    assert Selection.objects.count() == 2


def test_the_company_may_withdraw_until_there_is_an_answer():
    made = matching.listed()
    selection = matching.chosen(made)
    with pytest.raises(Denied):
        services.withdraw(actor=made.case.coordinator, selection_id=selection.pk, at=now())
    services.withdraw(actor=made.case.company, selection_id=selection.pk, at=now())
    assert Selection.objects.get().state == SelectionState.WITHDRAWN
    with pytest.raises(Refused):
        services.answer(actor=made.talent, selection_id=selection.pk, accept=True, at=now())
    decide(made, made.profile)


def test_nobody_answers_for_somebody_else():
    made = matching.listed()
    selection = matching.chosen(made)
    for other in (people.talent_actor(), people.company_actor()):
        with pytest.raises(Missing):
            services.answer(actor=other, selection_id=selection.pk, accept=True, at=now())
    with pytest.raises(Denied):
        services.answer(actor=made.case.company, selection_id=selection.pk, accept=True, at=now())
    borrowed = replace(made.talent, borrowed_from=uuid.uuid4())
    with pytest.raises(Denied) as denied:
        services.answer(actor=borrowed, selection_id=selection.pk, accept=True, at=now())
    assert denied.value.decision.code == "accounts.borrowed"


def test_the_others_hear_kindly_and_with_the_main_reason():
    made = matching.listed()
    behind = replace(matching.FITTING, english="B1", korean="")
    other, _ = matching.talent_with_profile(draft=behind)
    again = services.make_shortlist(actor=made.case.coordinator, case_id=made.case.case_id, at=now())
    selection = services.decide(
        actor=made.case.company,
        shortlist_id=again.pk,
        profile_id=made.profile.pk,
        reason=matching.REASON,
        at=now(),
    )
    assert not Notification.objects.filter(person_id=other.person_id).exists(), "not before the answer"
    services.answer(actor=made.talent, selection_id=selection.pk, accept=True, at=now())
    notice = Notification.objects.get(person_id=other.person_id)
    assert notice.facts["factor"] == "Languages"
    assert "re-review" in notice.sentence


def test_a_talent_never_sees_a_shortlist():
    made = matching.listed()
    selection = matching.chosen(made)
    services.answer(actor=made.talent, selection_id=selection.pk, accept=True, at=now())
    assert not queries.shortlists_for(made.talent).exists()
    assert queries.shortlists_for(made.case.company).exists()
    assert queries.selections_for(made.talent).get() == selection


def test_a_kept_shortlist_is_never_changed():
    matching.listed()
    for table in ("matching_shortlist", "matching_shortlistentry"):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(f"delete from {table}")
