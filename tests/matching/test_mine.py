"""The other direction: tasks for a talent, why (not) me, and what a talent may not learn that way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talentbridge.demand import services as demand_services
from talentbridge.demand.rules import SkillWanted
from talentbridge.demand.rules.public import Choices
from talentbridge.kernel.clock import now
from talentbridge.matching import queries, services
from talentbridge.matching.engine import Weights
from talentbridge.matching.models import Look, ShortlistEntry
from talentbridge.matching.queries import mine, told
from talentbridge.talent import services as keeping
from tests.factories import demand, matching, people

pytestmark = pytest.mark.django_db

SECTOR = "energy"
TITLE = "Data pipeline for forecasting power output"


def published(case: demand.Case, *, names_company: bool = False) -> None:
    """The company publishes its task, by default without its name."""
    choices = Choices(
        names_company=names_company, sector="" if names_company else SECTOR, countries=("VN",),
        description_ko="", description_en="A pipeline that collects and cleans readings of plants. " * 3,
        valid_through=now().date() + timedelta(days=30),
    )  # fmt: skip
    posting = demand_services.posting_of(actor=case.company, task=_task(case), choices=choices, at=now())
    demand_services.publish(
        actor=case.company, task_id=case.task_id, choices=choices, seen=posting.fingerprint(), at=now()
    )


def _task(case: demand.Case):
    from talentbridge.demand import queries as reads

    return reads.tasks_for(case.company).select_related("company").get(pk=case.task_id)


def page(actor, name="mine", *args, language="en"):
    client = people.sign_in(Client(), actor)
    client.cookies["language"] = language
    return client.get(reverse(f"matching:{name}", args=args))


def test_of_a_task_that_nobody_published_there_is_only_a_count():
    case = demand.approved_case()
    actor, profile = matching.talent_with_profile()
    found = mine.tasks_for(profile, now().date())
    assert (found.shown, found.others, found.others_fit) == ((), 1, 1)
    text = page(actor).content.decode()
    assert TITLE not in text
    assert case.company.organisation_name not in text
    assert "1 more task looks for somebody" in text


def test_a_published_task_is_shown_without_more_of_the_company_than_it_published():
    case = demand.approved_case()
    published(case)
    actor, _ = matching.talent_with_profile()
    text = page(actor).content.decode()
    assert TITLE in text
    assert "A Korean company in energy" in text
    assert case.company.organisation_name not in text


def test_on_whose_list_one_stands_is_shown_but_not_whose_it_is():
    made = matching.listed()
    text = page(made.talent).content.decode()
    assert TITLE in text
    assert "you are on its shortlist" in text
    assert made.case.company.organisation_name not in text


def test_conditions_that_are_not_met_say_what_one_has_instead():
    case = demand.approved_case(draft=demand.ready_draft(skills=("python",), overlap_hours=8, english="C2"))
    published(case)
    actor, profile = matching.talent_with_profile()
    [fit] = mine.tasks_for(profile, now().date()).shown
    instead = {check.key: check.instead for check in told.explained(fit.open.ask, fit.assessment).failed}
    assert instead.keys() == {"overlap", "english"}
    assert "C1" in instead["english"]
    assert "7" in instead["overlap"]
    text = page(actor).content.decode()
    assert "2 conditions not met" in text
    assert "7 hours a day overlap" in text


def test_tasks_whose_every_condition_is_met_come_first():
    far = demand.approved_case(draft=demand.ready_draft(english="C2"))
    near = demand.approved_case(draft=demand.ready_draft(skills=("python", "airflow")))
    published(far)
    published(near)
    _, profile = matching.talent_with_profile()
    shown = mine.tasks_for(profile, now().date()).shown
    assert [each.open.task.pk for each in shown] == [near.task_id, far.task_id]


def test_what_brings_points_brings_as_many():
    draft = demand.ready_draft()
    draft = type(draft)(
        **{**vars(draft), "skills": (SkillWanted("python", 4), SkillWanted("airflow", 4, False))}
    )
    case = demand.approved_case(draft=draft)
    published(case)
    actor, profile = matching.talent_with_profile()
    [before] = mine.tasks_for(profile, now().date()).shown
    gain = next(each for each in before.assessment.gains if each.facts.get("skill") == "airflow")
    better = {**matching.FITTING.skills, "airflow": 4}
    keeping.save_profile(
        actor=actor, draft=type(matching.FITTING)(**{**vars(matching.FITTING), "skills": better}), at=now()
    )
    [after] = mine.tasks_for(profile, now().date()).shown
    assert after.assessment.total - before.assessment.total == pytest.approx(gain.points)


def test_chosen_tasks_are_not_open():
    made = matching.listed()
    _, profile = matching.talent_with_profile()
    matching.chosen(made)
    assert mine.tasks_for(profile, now().date()).others == 0


def test_controlled_technology_is_not_counted_as_open_to_people_abroad():
    answers = demand.ready_draft().export_answers
    controlled = tuple((name, place == 0) for place, (name, _) in enumerate(answers))
    demand.approved_case(draft=demand.ready_draft(export_answers=controlled))
    _, profile = matching.talent_with_profile()
    assert mine.tasks_for(profile, now().date()).others == 0


def test_more_tasks_do_not_ask_more_queries():
    actor, _ = matching.talent_with_profile()
    client = people.sign_in(Client(), actor)
    counts = []
    for _round in range(4):
        for names in (True, False):
            published(demand.approved_case(), names_company=names)
        client.get(reverse("matching:mine"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("matching:mine")).status_code == 200
        counts.append(len(captured))
    assert len(set(counts[1:])) == 1  # the first also fills what this process keeps
    assert counts[0] <= 30


# Why (not) me ------------------------------------------------------------------------------------------------


def test_on_the_list_the_record_stands_beside_what_is_calculated_today():
    made = matching.listed()
    entry = ShortlistEntry.objects.get(shortlist=made.shortlist, profile=made.profile)
    found = mine.standing(made.profile, made.shortlist, now().date())
    assert found.entry == entry
    assert found.now.total == pytest.approx(float(entry.total))
    assert found.place == entry.rank
    assert found.passed == 2
    shown = page(made.talent, "why", made.shortlist.pk)
    text = shown.content.decode()
    assert f"formula {made.shortlist.engine_version}" in text
    assert "Calculated today" in text


def test_off_the_list_nothing_is_stored_and_the_difference_to_its_last_place_is_named():
    case = demand.approved_case()
    published(case)
    for _number in range(3):
        matching.talent_with_profile()
    shortlist = services.make_shortlist(
        actor=case.coordinator, case_id=case.case_id, at=now(), weights=Weights(skills=50)
    )
    late, profile = matching.talent_with_profile(
        draft=type(matching.FITTING)(**{**vars(matching.FITTING), "english": "B1", "rate_minor": 5_900_000})
    )
    type(profile).objects.filter(pk=profile.pk).update(registered_at=shortlist.made_at - timedelta(days=1))
    profile.refresh_from_db()
    rows = ShortlistEntry.objects.count()
    shown = page(late, "why", shortlist.pk)
    assert shown.status_code == 200
    found = shown.context["standing"]
    assert (found.entry, found.place, found.passed) == (None, 4, 4)
    assert found.weights.skills == 50
    assert found.behind[0] in {"language", "price"}
    assert found.behind[1] > 0
    assert ShortlistEntry.objects.count() == rows
    assert not Look.objects.exists()


def test_a_list_of_an_unpublished_task_says_nothing_to_who_is_not_on_it():
    made = matching.listed()
    stranger, profile = matching.talent_with_profile()
    assert page(stranger, "why", made.shortlist.pk).status_code == 404
    assert mine.lists_in_all(profile) == 0
    published(made.case)
    assert page(stranger, "why", made.shortlist.pk).status_code == 404  # it was made before they came
    assert page(made.case.company, "why", made.shortlist.pk).status_code == 403


def test_who_is_left_out_is_not_calculated_here_either():
    made = matching.listed()
    keeping.opt_out(actor=made.talent, at=now())
    assert "Take part again" in page(made.talent).content.decode()
    text = page(made.talent, "why", made.shortlist.pk).content.decode()
    assert "Nothing is calculated about people who take no part" in text
    assert "Place 1" in text or "Place 2" in text  # what the list recorded stays readable


def test_the_record_of_an_older_version_can_still_be_read():
    made = matching.listed()
    stored = dict(made.shortlist.ask)
    for young in ("weekly_hours", "roles", "work_mode", "countries", "data_class", "ends_on", "asked_on"):
        stored.pop(young)
    made.shortlist.ask = stored | {"of_a_version_to_come": 1}
    made.shortlist.weights = {"skills": 40, "gone": 60}
    found = mine.standing(made.profile, made.shortlist, now().date())
    assert found.weights == Weights(skills=40)
    assert found.now.passes


@pytest.mark.parametrize("language", ["ko", "en"])
def test_without_a_profile_the_page_says_what_to_do(language):
    assert page(people.talent_actor(), language=language).status_code == 200
    assert page(people.company_actor(), language=language).status_code == 403


def test_hints_say_how_many_open_tasks_look_at_what_is_missing():
    demand.approved_case(draft=demand.ready_draft(roles=("data-engineer",)))
    demand.approved_case()
    bare = type(matching.FITTING)(headline_en="Somebody new", skills={"python": 3})
    actor, _ = matching.talent_with_profile(draft=bare)
    text = page(actor, "hint_counts").content.decode()
    assert "1 of 2 open tasks are for a role" in text
    assert "2 of 2 open tasks ask for overlapping hours" in text


def test_the_same_through_the_interface():
    made = matching.listed()
    client = people.sign_in(Client(), made.talent)
    tasks = client.get("/api/v1/matching/mine/tasks").json()
    assert tasks["tasks"][0]["shortlist_id"] == str(made.shortlist.pk)
    assert client.get("/api/v1/matching/mine/lists").json()["items"][0]["is_listed"]
    why = client.get(f"/api/v1/matching/mine/lists/{made.shortlist.pk}").json()
    assert why["engine_version"] == made.shortlist.engine_version
    assert why["now"]["total"] == pytest.approx(why["recorded_total"])
    stranger = people.sign_in(Client(), matching.talent_with_profile()[0])
    assert stranger.get(f"/api/v1/matching/mine/lists/{made.shortlist.pk}").status_code == 404
    company = people.sign_in(Client(), made.case.company)
    assert company.get("/api/v1/matching/mine/tasks").status_code == 403


# On the list itself --------------------------------------------------------------------------------------------


def test_who_was_asked_before_is_marked_for_this_company_only():
    made = matching.listed()
    selection = matching.chosen(made)
    services.answer(actor=made.talent, selection_id=selection.pk, accept=False, at=now())
    anew = services.make_shortlist(actor=made.case.coordinator, case_id=made.case.case_id, at=now())
    client = people.sign_in(Client(), made.case.company)
    client.cookies["language"] = "en"
    assert "Asked for this work on" in client.get(anew.get_absolute_url()).content.decode()
    elsewhere = demand.approved_case()
    theirs = services.make_shortlist(actor=elsewhere.coordinator, case_id=elsewhere.case_id, at=now())
    assert queries.contacts_of(theirs, [made.profile.pk]) == {}
    other = people.sign_in(Client(), elsewhere.company)
    other.cookies["language"] = "en"
    assert "Asked " not in other.get(theirs.get_absolute_url()).content.decode()


def test_where_people_live_is_told_of_a_whole_list_only():
    from talentbridge.matching.web import present

    made = matching.listed()
    assert present.mix(list(queries.entries_of(made.shortlist))) == []
    for country in ("VN", "VN", "VN", "IN", "IN", "PL"):
        matching.talent_with_profile(
            draft=type(matching.FITTING)(**{**vars(matching.FITTING), "country": country})
        )
    anew = services.make_shortlist(actor=made.case.coordinator, case_id=made.case.case_id, at=now())
    mixed = present.mix(list(queries.entries_of(anew)))
    assert [count for _, count in mixed] == [5, 2, 1]
    assert mixed[2][0] not in {"Poland", "폴란드"}


def test_every_look_keeps_the_version_and_the_weights_under_which_it_was():
    made = matching.listed()
    client = people.sign_in(Client(), made.case.company)
    client.get(made.shortlist.get_absolute_url())
    client.get(made.shortlist.get_absolute_url(), {"w_price": "50"})
    first, second = Look.objects.order_by("pk")
    assert (first.engine_version, first.is_reweighed) == (made.shortlist.engine_version, False)
    assert (second.weights["price"], second.is_reweighed) == (50, True)
    coordinator = people.sign_in(Client(), made.case.coordinator)
    coordinator.cookies["language"] = "en"
    assert "Who looked at this list" in coordinator.get(made.shortlist.get_absolute_url()).content.decode()
    client.cookies["language"] = "en"
    assert "Who looked at this list" not in client.get(made.shortlist.get_absolute_url()).content.decode()
