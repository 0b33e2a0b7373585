"""What a talent may ask about matching, who answers it, and the clock (PIPA art. 37-2)."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from talentbridge.accounts.models import Notification
from talentbridge.accounts.queries import everything_about
from talentbridge.audit import queries as audit
from talentbridge.kernel.actor import Role
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from talentbridge.matching import queries as lists
from talentbridge.matching import services as choosing
from talentbridge.matching.models import Request, Selection
from talentbridge.matching.queries import requests as queries
from talentbridge.matching.services import requests as services
from talentbridge.matching.services.explaining import prepare
from talentbridge.matching.states import Outcome, RequestKind, RequestState
from talentbridge.policy.services import load_reviewed_rules
from talentbridge.talent import queries as talent
from talentbridge.talent import services as keeping
from tests.factories import demand, matching, people
from tests.factories.policy import nothing_known_about

pytestmark = pytest.mark.django_db

FOUND = "I read the evidence behind the first places and the certificate that the list does not know of."


@pytest.fixture(autouse=True)
def _rules_of_law(db):
    load_reviewed_rules()


def asked(made, kind=RequestKind.EXPLANATION, **more):
    return services.ask(actor=made.talent, kind=kind, shortlist_id=made.shortlist.pk, at=now(), **more)


def told(person_id) -> list[str]:
    return list(
        Notification.objects.filter(person_id=person_id).order_by("pk").values_list("sentence", flat=True)
    )


# Asking ------------------------------------------------------------------------------------------------------


def test_the_coordinator_is_told_and_the_company_is_not():
    made = matching.listed()
    before = told(made.case.company.person_id)
    request = asked(made, words="I work from seven.")
    assert (request.state, request.language) == (RequestState.ASKED, "ko")
    assert request.due_on == queries.clock.due_on(request.asked_at, 30)
    assert request.rule["key"] == "privacy.automated.days"
    assert request.rule["certainty"] == "judgement"
    assert "{kind}" in told(made.case.coordinator.person_id)[-1]
    assert told(made.case.company.person_id) == before


def test_nothing_of_it_stands_on_the_cases_timeline():
    made = matching.listed()
    before = audit.of_case(made.case.case_id).count()
    request = asked(made)
    services.take(actor=made.case.coordinator, request_id=request.pk, at=now())
    assert audit.of_case(made.case.case_id).count() == before
    assert {event.action for event in audit.events_for(people.operator_actor())} >= {
        "matching.request.asked",
        "matching.request.taken",
    }


def test_the_same_asked_twice_is_one_request():
    made = matching.listed()
    assert asked(made) == asked(made)
    assert asked(made, RequestKind.REVIEW) != asked(made)


def test_a_list_that_one_may_not_know_of_cannot_be_asked_about():
    made = matching.listed()
    stranger, _ = matching.talent_with_profile()
    for shortlist_id in (made.shortlist.pk, uuid.uuid4()):
        with pytest.raises(Missing):
            services.ask(actor=stranger, kind="explanation", shortlist_id=shortlist_id, at=now())
    assert services.ask(actor=stranger, kind="explanation", at=now()).shortlist is None
    with pytest.raises(Missing):
        services.ask(actor=people.talent_actor(), kind="explanation", at=now())


@pytest.mark.parametrize("role", [Role.COMPANY, Role.COORDINATOR, Role.OPERATOR, Role.RESEARCHER], ids=str)
def test_only_talents_ask(role):
    with pytest.raises(Denied):
        services.ask(actor=people.actor(role), kind="explanation", at=now())


def test_too_many_words_and_unknown_kinds_are_said():
    made = matching.listed()
    with pytest.raises(Invalid):
        asked(made, words="x" * 2_001)
    with pytest.raises(Refused):
        asked(made, kind="bribe")
    assert not Request.objects.exists()


def test_without_the_row_of_law_no_clock_is_made_up():
    made = matching.listed()
    nothing_known_about("privacy.automated.days")
    with pytest.raises(Refused) as refused:
        asked(made)
    assert refused.value.decision.code == "matching.no_clock"


# Being left out ------------------------------------------------------------------------------------------------


def test_being_left_out_takes_effect_with_the_next_list():
    made = matching.listed()
    request = services.ask(actor=made.talent, kind="left_out", at=now())
    assert (request.state, request.outcome) == (RequestState.ANSWERED, Outcome.LEFT_OUT)
    assert made.profile.pk not in talent.bulk_profiles().ids
    anew = choosing.make_shortlist(actor=made.case.coordinator, case_id=made.case.case_id, at=now())
    assert made.profile.pk not in {entry.profile_id for entry in lists.entries_of(anew)}
    with pytest.raises(Refused):
        services.ask(actor=made.talent, kind="left_out", at=now())
    keeping.opt_in(actor=made.talent, at=now())
    again = choosing.make_shortlist(actor=made.case.coordinator, case_id=made.case.case_id, at=now())
    assert made.profile.pk in {entry.profile_id for entry in lists.entries_of(again)}


def test_who_is_left_out_is_marked_on_earlier_lists_and_cannot_be_chosen_from_them():
    made = matching.listed()
    services.ask(actor=made.talent, kind="left_out", at=now())
    with pytest.raises(Refused) as refused:
        matching.chosen(made)
    assert refused.value.decision.code == "matching.left_out"
    client = people.sign_in(Client(), made.case.company)
    client.cookies["language"] = "en"
    page = client.get(made.shortlist.get_absolute_url()).content.decode()
    assert "has asked to be left out of automated matching" in page


# Answering -----------------------------------------------------------------------------------------------------


def test_an_explanation_is_written_by_a_person_in_the_askers_language():
    made = matching.listed(language="en")
    matching.chosen(made)
    request = services.ask(
        actor=made.talent, kind="explanation", shortlist_id=made.shortlist.pk, language="en", at=now()
    )
    prepared = prepare(request, now().date())
    assert "You stand on it at place" in prepared.text
    assert matching.REASON in prepared.text
    assert prepared.facts["list"]["engine"] == made.shortlist.engine_version
    coordinator = made.case.coordinator
    services.take(actor=coordinator, request_id=request.pk, at=now())
    services.answer(
        actor=coordinator,
        request_id=request.pk,
        outcome="explained",
        text=f"{prepared.text}\n{FOUND}",
        at=now(),
    )
    request.refresh_from_db()
    assert (request.state, request.answered_by_id) == (RequestState.ANSWERED, coordinator.person_id)
    assert request.facts["decision"]["reason"] == matching.REASON
    assert told(made.talent.person_id)[-1].startswith("What you asked has been answered")


def test_who_made_the_list_does_not_look_at_it_again():
    made = matching.listed()
    request = asked(made, RequestKind.REVIEW)
    with pytest.raises(Denied) as denied:
        services.take(actor=made.case.coordinator, request_id=request.pk, at=now())
    assert denied.value.decision.code == "matching.decided_it"
    operator = people.operator_actor()
    services.take(actor=operator, request_id=request.pk, at=now())
    with pytest.raises(Invalid):
        services.answer(
            actor=operator, request_id=request.pk, outcome="confirmed", at=now(),
            text=prepare(request, now().date()).text,
        )  # fmt: skip


def test_a_review_that_recommends_another_look_changes_nothing_and_does_not_say_who_asked():
    made = matching.listed()
    selection = matching.chosen(made)
    request = asked(made, RequestKind.REVIEW)
    operator = people.operator_actor()
    services.take(actor=operator, request_id=request.pk, at=now())
    services.answer(actor=operator, request_id=request.pk, outcome="look_again", text=FOUND, at=now())
    assert Selection.objects.get(pk=selection.pk).state == selection.state
    for person in (made.case.company.person_id, made.case.coordinator.person_id):
        notification = Notification.objects.filter(person_id=person).latest("pk")
        assert "recommends another look" in notification.sentence
        assert made.profile.pseudonym not in str(notification.facts)
    client = people.sign_in(Client(), made.case.company)
    client.cookies["language"] = "en"
    page = client.get(made.shortlist.get_absolute_url()).content.decode()
    assert "Another look is recommended" in page
    assert FOUND not in page


def test_who_decided_does_not_explain_the_decision_either():
    made = matching.listed()
    matching.chosen(made)
    decider = people.actor(Role.OPERATOR, who=people.Person.objects.get(pk=made.case.company.person_id))
    request = asked(made)
    with pytest.raises(Denied):
        services.take(actor=decider, request_id=request.pk, at=now())


def test_somebody_elses_request_is_not_answered_and_not_withdrawn():
    made = matching.listed()
    request = asked(made)
    services.take(actor=made.case.coordinator, request_id=request.pk, at=now())
    operator = people.operator_actor()
    for act in (
        lambda: services.answer(
            actor=operator, request_id=request.pk, outcome="explained", text=FOUND, at=now()
        ),
        lambda: services.put_off(actor=operator, request_id=request.pk, reason=FOUND, at=now()),
        lambda: services.withdraw(actor=operator, request_id=request.pk, at=now()),
    ):
        with pytest.raises(Denied):
            act()
    services.give_back(actor=operator, request_id=request.pk, at=now())
    services.take(actor=operator, request_id=request.pk, at=now())
    services.withdraw(actor=made.talent, request_id=request.pk, at=now())
    assert told(operator.person_id)[-1].startswith("A request about matching that you were working on")
    with pytest.raises(Refused):
        services.withdraw(actor=made.talent, request_id=request.pk, at=now())


def test_it_is_put_off_once_and_the_person_is_told_why_and_until_when():
    made = matching.listed()
    request = asked(made)
    due = request.due_on
    coordinator = made.case.coordinator
    services.take(actor=coordinator, request_id=request.pk, at=now())
    with pytest.raises(Invalid):
        services.put_off(actor=coordinator, request_id=request.pk, reason="busy", at=now())
    services.put_off(actor=coordinator, request_id=request.pk, reason=FOUND, at=now())
    request.refresh_from_db()
    assert request.due_on == due + timedelta(days=30)
    told_facts = Notification.objects.filter(person_id=made.talent.person_id).latest("pk").facts
    assert (told_facts["reason"], told_facts["due_on"]) == (FOUND, request.due_on.isoformat())
    with pytest.raises(Refused):
        services.put_off(actor=coordinator, request_id=request.pk, reason=FOUND, at=now())


def test_reminders_go_to_who_works_on_it_and_operators_hear_when_it_is_overdue():
    made = matching.listed()
    operator = people.operator_actor()
    request = asked(made)
    services.take(actor=made.case.coordinator, request_id=request.pk, at=now())
    begun = request.asked_at
    heard = {day: services.remind(at=begun + timedelta(days=day)) for day in (19, 20, 21, 27, 30, 31, 32)}
    assert heard == {19: 0, 20: 1, 21: 0, 27: 1, 30: 0, 31: 1, 32: 0}
    assert told(operator.person_id) == [
        "Overdue: a request about matching ({kind}) had to be answered by {due_on}."
    ]
    assert len(told(made.case.coordinator.person_id)) == 1 + 3


# Who sees what ---------------------------------------------------------------------------------------------------


def test_a_company_another_coordinator_and_another_talent_find_nothing():
    made = matching.listed()
    request = asked(made)
    address = reverse("matching:request", args=[request.pk])
    others = [
        made.case.company, people.company_actor(), people.coordinator_actor(), people.talent_actor(),
        people.actor(Role.RESEARCHER), people.actor(Role.GOVERNMENT), people.actor(Role.PARTNER),
    ]  # fmt: skip
    for actor in others:
        client = people.sign_in(Client(), actor)
        assert client.get(address).status_code == 404, actor.role
        for act in ("take", "give-back", "put-off", "withdraw-request", "answer-request"):
            posted = client.post(reverse(f"matching:{act}", args=[request.pk]), {"reason": FOUND})
            assert posted.status_code == 404, (actor.role, act)
    for actor in (made.talent, made.case.coordinator, people.operator_actor()):
        assert people.sign_in(Client(), actor).get(address).status_code == 200, actor.role


def test_the_queue_shows_what_is_due_first_on_top():
    made = matching.listed()
    other, _ = matching.talent_with_profile()
    late = asked(made)
    early = services.ask(actor=other, kind="explanation", at=now() - timedelta(days=28))
    services.ask(actor=other, kind="left_out", at=now() - timedelta(days=29))
    client = people.sign_in(Client(), people.operator_actor())
    rows = client.get(reverse("matching:requests")).context["rows"]
    assert [each["row"].pk for each in rows][:2] == [early.pk, late.pk]
    assert rows[0]["left"] == 2
    assert not rows[2]["is_open"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_asked_and_answered_on_the_pages(language):
    made = matching.listed()
    client = people.sign_in(Client(), made.talent)
    client.cookies["language"] = language
    form = client.get(reverse("matching:ask"), {"kind": "explanation", "list": made.shortlist.pk})
    assert str(made.shortlist.pk) in form.content.decode()
    nothing = client.post(reverse("matching:ask"), {"kind": "review"})
    assert nothing.status_code == 422
    posted = client.post(
        reverse("matching:ask"),
        {"kind": "explanation", "shortlist": made.shortlist.pk, "words": "<b>why</b>"},
    )
    request = Request.objects.get()
    assert posted.url == request.get_absolute_url()
    assert "&lt;b&gt;why" in client.get(posted.url).content.decode()

    coordinator = people.sign_in(Client(), made.case.coordinator)
    coordinator.cookies["language"] = language
    assert coordinator.post(reverse("matching:take", args=[request.pk])).status_code == 302
    page = coordinator.get(request.get_absolute_url())
    draft = page.context["form"]["answer"].value()
    assert ("이 후보에서" if language == "ko" else "You stand on it") in draft
    short = coordinator.post(
        reverse("matching:answer-request", args=[request.pk]), {"answer": "ok", "outcome": "explained"}
    )
    assert short.status_code == 422
    sent = coordinator.post(
        reverse("matching:answer-request", args=[request.pk]),
        {"answer": f"{draft} {FOUND}", "outcome": "explained"},
    )
    assert sent.status_code == 302
    assert FOUND in client.get(request.get_absolute_url()).content.decode()


def test_reading_a_request_is_a_recorded_look_at_the_person():
    made = matching.listed()
    request = asked(made)
    before = audit.reads_of(made.talent).count()
    people.sign_in(Client(), made.case.coordinator).get(request.get_absolute_url())
    assert audit.reads_of(made.talent).count() == before + 1


def test_everything_is_in_the_persons_export():
    made = matching.listed()
    matching.chosen(made)
    asked(made, words="I work from seven.")
    kept = everything_about(made.talent.person_id, at=now())["matching"]
    assert kept["requests"][0]["words"] == "I work from seven."
    assert kept["offers"][0]["reason"] == matching.REASON
    assert kept["lists"][0]["shortlist__engine_version"] == made.shortlist.engine_version


# Programs ----------------------------------------------------------------------------------------------------------


def test_the_same_through_the_interface():
    made = matching.listed()
    talents = people.sign_in(Client(), made.talent)
    address = "/api/v1/matching/requests"
    body = {"kind": "explanation", "shortlist_id": str(made.shortlist.pk)}
    request_id = talents.post(address, body, content_type="application/json").json()["id"]
    coordinator = people.sign_in(Client(), made.case.coordinator)
    assert coordinator.get(f"{address}/{request_id}/prepared").status_code == 409
    assert coordinator.post(f"{address}/{request_id}/take").json()["state"] == "in_work"
    assert "list" in coordinator.get(f"{address}/{request_id}/prepared").json()["facts"]
    sent = coordinator.post(
        f"{address}/{request_id}/answer",
        {"outcome": "explained", "answer": FOUND},
        content_type="application/json",
    )
    assert sent.json()["state"] == "answered"
    assert talents.get(f"{address}/{request_id}").json()["answer"] == FOUND
    assert people.sign_in(Client(), made.case.company).get(f"{address}/{request_id}").status_code == 404
    nonsense = talents.post(address, {"kind": "x" * 300}, content_type="application/json")
    assert nonsense.status_code == 409


def test_a_borrowed_session_and_a_token_answer_nothing():
    from talentbridge.accounts.roles import IN_PERSON

    assert "matching.request.answer" in IN_PERSON


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_of_two_who_take_it_at_once_one_has_it():
    made = matching.listed()
    request = asked(made)
    operators = [people.operator_actor(), people.operator_actor()]

    def take(actor):
        try:
            services.take(actor=actor, request_id=request.pk, at=now())
        except Refused as refused:
            return refused.decision.code
        else:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        said = sorted(both.map(take, operators))
    assert said == ["", "matching.taken"]


def test_an_approved_task_of_a_stopped_engagement_looks_for_nobody():
    from talentbridge.matching.queries import mine

    case = demand.approved_case()
    _, profile = matching.talent_with_profile()
    assert mine.tasks_for(profile, now().date()).others == 1
    services.when_stopped({"case_id": str(case.case_id)}, now())
    services.when_stopped({"case_id": str(case.case_id)}, now())
    assert mine.tasks_for(profile, now().date()).others == 0
