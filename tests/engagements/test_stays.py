"""Stays in Korea through the verbs and the pages: who enters, who reads what, who is told, and two at once."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from talentbridge.accounts import queries as accounts
from talentbridge.accounts.models import Notification
from talentbridge.audit.models import AuditEvent
from talentbridge.engagements import queries, services
from talentbridge.engagements.models import Stay, StayAlarm, StayPaper
from talentbridge.engagements.rules.stays import StayDraft
from talentbridge.engagements.web import stays as pages
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from tests.factories import people
from tests.factories.crossing import Crossing
from tests.factories.policy import nothing_known_about, row

pytestmark = pytest.mark.django_db
DRAFT = StayDraft(
    "visit", "short", date(2026, 12, 7), date(2026, 12, 20),
    {"passport": date(2027, 1, 29), "insurance": date(2027, 12, 31)},
)  # fmt: skip
TYPED = {
    "purpose": "visit", "status": "short", "begins_on": "2026-12-07", "ends_on": "2026-12-20", "passport": "2027-01-29",
}  # fmt: skip


@pytest.fixture
def crossing() -> Crossing:
    return Crossing.begin().walk("agree")


def planned(crossing: Crossing, actor=None, draft: StayDraft = DRAFT) -> Stay:
    return services.plan_stay(
        actor=actor or crossing.coordinator, case_id=crossing.case_id, draft=draft, at=crossing.now
    )


def reader(actor, language: str = "en") -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return people.sign_in(client, actor)


# Verbs -----------------------------------------------------------------------------------------------------------


def test_traveller_or_coordinator_enter_a_stay_and_nobody_else(crossing):
    assert planned(crossing, crossing.talent).person_id == crossing.talent.person_id
    later = replace(DRAFT, begins_on=date(2027, 2, 1), ends_on=date(2027, 2, 5))
    assert planned(crossing, crossing.coordinator, later).person_id == crossing.talent.person_id
    for actor in (crossing.company, people.operator_actor()):
        with pytest.raises(Denied):
            planned(crossing, actor)
    for actor in (people.company_actor(), people.talent_actor(), people.coordinator_actor()):
        with pytest.raises(Missing):
            planned(crossing, actor)
    assert Stay.objects.count() == 2
    assert AuditEvent.objects.filter(action="engagements.stay.planned", case_id=crossing.case_id).count() == 2


def test_nobody_travels_before_somebody_has_agreed():
    crossing = Crossing.begin().walk("decide")
    with pytest.raises(Refused):
        planned(crossing)


def test_workation_is_refused_and_nothing_is_kept(crossing):
    with pytest.raises(Invalid) as refused:
        planned(crossing, draft=replace(DRAFT, status="f-1-d"))
    assert refused.value.fields["status"].code == "engagements.workation"
    assert not Stay.objects.exists()
    stay = planned(crossing)
    stay.status = "f-1-d"
    with pytest.raises(IntegrityError), transaction.atomic():  # the database refuses it too
        stay.save()


def test_changing_needs_the_revision_that_was_shown(crossing):
    stay = planned(crossing)
    longer = replace(DRAFT, ends_on=date(2026, 12, 22), expires={"visa": date(2027, 3, 1)})
    changed = services.change_stay(
        actor=crossing.talent, stay_id=stay.pk, draft=longer, seen_revision=1, at=crossing.now
    )
    assert (changed.ends_on, changed.revision) == (date(2026, 12, 22), 2)
    assert list(changed.papers.values_list("kind", flat=True)) == ["visa"]
    with pytest.raises(Refused) as refused:
        services.change_stay(
            actor=crossing.coordinator, stay_id=stay.pk, draft=DRAFT, seen_revision=1, at=crossing.now
        )
    assert refused.value.decision.code == "engagements.stay_moved_on"
    with pytest.raises(Denied):
        services.change_stay(
            actor=crossing.company, stay_id=stay.pk, draft=DRAFT, seen_revision=2, at=crossing.now
        )


def test_calling_off_twice_is_calling_off_once(crossing):
    stay = planned(crossing)
    for _ in range(2):
        services.cancel_stay(actor=crossing.talent, stay_id=stay.pk, at=crossing.now)
    assert AuditEvent.objects.filter(action="engagements.stay.cancelled").count() == 1
    assert not StayPaper.objects.exists()
    assert queries.days_in_korea(crossing.case_id, date(2026, 12, 31)).in_year == 0
    assert planned(crossing).pk != stay.pk  # the same days may be entered again


@pytest.mark.django_db(transaction=True)
def test_two_who_enter_the_same_days_at_once_make_one_stay():
    crossing = Crossing.begin().walk("agree")
    outcomes: list[str] = []

    def enter(actor) -> None:
        try:
            planned(crossing, actor)
            outcomes.append("entered")
        except Invalid as refused:
            outcomes.append(refused.fields["begins_on"].code)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=enter, args=[actor]) for actor in (crossing.talent, crossing.coordinator)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["engagements.stays_overlap", "entered"]
    assert Stay.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_jobs_at_once_tell_once():
    crossing = Crossing.begin().walk("agree")
    planned(crossing)
    at = crossing.now.replace(year=2026, month=12, day=1)
    Notification.objects.all().delete()
    threads = [
        threading.Thread(target=lambda: (services.tell_of_papers(at), connection.close())) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Notification.objects.filter(sentence__contains="is valid until").count() == 2
    assert StayAlarm.objects.count() == 2  # 90 and 60 days before


# Alarms ----------------------------------------------------------------------------------------------------------


def test_the_end_of_a_paper_is_told_once_each_and_the_company_learns_little(crossing):
    """The passport ends on 29 January 2027: 60 days before is 30 November, 30 days before 30 December."""
    stay = planned(crossing, draft=replace(DRAFT, ends_on=date(2027, 2, 10)))
    Notification.objects.all().delete()
    day = crossing.now.replace(year=2026, month=11, day=30)
    heard = []
    for number in range(70):
        heard.append(services.tell_of_papers(day + timedelta(days=number)))
        assert (
            services.tell_of_papers(day + timedelta(days=number)) == 0
        )  # again on the same day: nothing new
    assert sum(heard) == 4 - 1  # 90 and 60 fall together, then 30, then 7
    told = Notification.objects.filter(sentence__contains="is valid until")
    assert {row.person_id for row in told} == {crossing.talent.person_id, crossing.coordinator.person_id}
    assert told.count() == 6
    company = Notification.objects.filter(person_id=crossing.company.person_id)
    assert [row.sentence for row in company] == ["‘{title}’: a paper of the stay needs renewal."] * 2
    assert all("paper" not in row.facts and "expires_on" not in row.facts for row in company)
    assert StayAlarm.objects.filter(paper__stay=stay).count() == 4


def test_another_end_is_told_anew_and_a_stay_that_is_over_is_not(crossing):
    stay = planned(crossing, draft=replace(DRAFT, ends_on=date(2027, 2, 10)))
    at = crossing.now.replace(year=2027, month=1, day=2)
    assert services.tell_of_papers(at) == 1
    renewed = replace(DRAFT, ends_on=date(2027, 2, 10), expires={"passport": date(2027, 3, 1)})
    services.change_stay(actor=crossing.talent, stay_id=stay.pk, draft=renewed, seen_revision=1, at=at)
    assert services.tell_of_papers(at) == 1
    assert services.tell_of_papers(at + timedelta(days=60)) == 0


def test_the_papers_are_forgotten_30_days_after_the_stay_and_the_days_are_kept(crossing):
    planned(crossing)
    at = crossing.now.replace(year=2027, month=1, day=19, hour=3)
    assert services.forget_papers(at) == 0  # 30 days after 20 December
    assert services.forget_papers(at + timedelta(days=1)) == 2
    assert queries.days_in_korea(crossing.case_id, date(2026, 12, 31)).in_year == 14


# Reads -----------------------------------------------------------------------------------------------------------


def test_the_mark_of_183_days_comes_from_the_treatys_row_or_is_not_known(crossing):
    planned(crossing)
    nothing_known_about("treaty.services_days")
    assert queries.days_in_korea(crossing.case_id, date(2026, 12, 10)).mark is None
    row(
        key="treaty.services_days", country="IN", value=183, unit="days", valid_from=date(2020, 1, 1),
        source_name="treaty", checked_on=date(2026, 11, 22), certainty="judgement",
    )  # fmt: skip
    found = queries.days_in_korea(crossing.case_id, date(2026, 12, 10))
    assert (found.mark.value, found.so_far, found.in_year, found.is_over) == (183, 4, 14, False)


def test_a_talent_who_came_later_does_not_see_an_earlier_persons_stay(crossing):
    planned(crossing)
    assert queries.stays_for(crossing.talent).count() == 1
    Stay.objects.update(person_id=people.person().pk)
    assert queries.stays_for(crossing.talent).count() == 0
    assert queries.stays_for(people.operator_actor()).get().seen_from == "operator"


def test_the_nearest_end_stands_in_the_column_of_the_workbench(crossing):
    planned(crossing)
    assert crossing.engagement.paper_expires_on == date(2027, 1, 29)
    services.refresh(crossing.case_id, crossing.now.replace(year=2026, month=12, day=25))
    assert crossing.engagement.paper_expires_on is None  # the stay is over
    services.refresh(crossing.case_id, crossing.now)
    page = reader(crossing.coordinator).get(reverse("coordination:workbench")).content.decode()
    assert "Paper until" in page


def test_the_export_of_a_persons_data_has_their_stays(crossing):
    planned(crossing)
    about = accounts.everything_about(crossing.talent.person_id, at=crossing.now)["stays"]
    assert about[0]["papers"] == {"passport": "2027-01-29", "insurance": "2027-12-31"}
    assert accounts.everything_about(crossing.company.person_id, at=crossing.now)["stays"] == []


# Pages -----------------------------------------------------------------------------------------------------------


def test_the_company_reads_the_days_but_neither_status_nor_papers(crossing):
    planned(crossing, draft=replace(DRAFT, status="d-10-t"))
    url = reverse("engagements:stays", args=[crossing.case_id])
    mine = reader(crossing.talent).get(url).content.decode()
    assert "D-10-T" in mine and "Passport" in mine and "Most in any 365 days" in mine
    theirs = reader(crossing.company).get(url).content.decode()
    assert "14 days" in theirs
    for word in ("D-10-T", "<b>Passport", "Most in any 365 days", "Enter a stay</a>"):
        assert word not in theirs
    detail = (
        reader(crossing.company).get(reverse("engagements:detail", args=[crossing.case_id])).content.decode()
    )
    assert "Stays in Korea" in detail and "D-10-T" not in detail


def test_remote_work_shows_nothing_of_stays_to_the_company(crossing):
    detail = reverse("engagements:detail", args=[crossing.case_id])
    assert "Stays in Korea" not in reader(crossing.company).get(detail).content.decode()
    assert "remote work needs no visa" in reader(crossing.talent).get(detail).content.decode()


def test_another_organisation_finds_no_stay(crossing):
    stay = planned(crossing)
    for stranger in (people.company_actor(), people.talent_actor(), people.coordinator_actor()):
        client = reader(stranger)
        for name in ("stays", "plan-stay"):
            assert client.get(reverse(f"engagements:{name}", args=[crossing.case_id])).status_code == 404
        assert client.get(reverse("engagements:stay", args=[stay.pk])).status_code == 404
        assert client.post(reverse("engagements:stay", args=[stay.pk]), TYPED).status_code == 404
        assert client.post(reverse("engagements:cancel-stay", args=[stay.pk])).status_code == 404
    company = reader(crossing.company)
    assert company.get(reverse("engagements:stay", args=[stay.pk])).status_code == 403
    assert company.get(reverse("engagements:plan-stay", args=[crossing.case_id])).status_code == 403
    assert company.post(reverse("engagements:cancel-stay", args=[stay.pk])).status_code == 403
    assert Stay.objects.get().state == "planned"


def test_a_stay_is_entered_changed_and_called_off_on_the_page(crossing, monkeypatch):
    monkeypatch.setattr(pages, "now", lambda: crossing.now)
    client = reader(crossing.talent)
    new = reverse("engagements:plan-stay", args=[crossing.case_id])
    assert client.post(new, TYPED).status_code == 302
    stay = Stay.objects.get()
    url = reverse("engagements:stay", args=[stay.pk])
    assert 'value="2027-01-29"' in client.get(url).content.decode()
    assert client.post(url, TYPED | {"ends_on": "2026-12-18", "revision": "1"}).status_code == 302
    stale = client.post(url, TYPED | {"ends_on": "2026-12-19", "revision": "1"})
    assert stale.status_code == 422
    assert "Someone else saved this stay first" in stale.content.decode()
    assert 'value="2026-12-19"' in stale.content.decode()
    assert Stay.objects.get().ends_on == date(2026, 12, 18)
    assert client.post(url, TYPED | {"ends_on": "2026-12-19", "revision": "2"}).status_code == 302
    assert client.post(reverse("engagements:cancel-stay", args=[stay.pk])).status_code == 302
    assert Stay.objects.get().state == "cancelled"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"status": "f-1-d"}, "F-1-D cannot be used for an engagement with a Korean company"),
        ({"ends_on": "2026-12-01"}, "The stay ends before it begins."),
        ({"begins_on": "soon"}, "Write the day as"),
        ({"begins_on": ""}, "Choose the day."),
        ({"purpose": "fun"}, "fun is not one of the available choices"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_kept(crossing, typed, told):
    answer = reader(crossing.coordinator).post(
        reverse("engagements:plan-stay", args=[crossing.case_id]), TYPED | typed
    )
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert 'value="2027-01-29"' in answer.content.decode()
    assert not Stay.objects.exists()


def test_the_page_of_stays_takes_the_same_queries_for_many(crossing, django_assert_max_num_queries):
    url = reverse("engagements:stays", args=[crossing.case_id])
    client = reader(crossing.coordinator)
    client.get(url)
    for month in range(1, 9):
        planned(crossing, draft=replace(DRAFT, begins_on=date(2027, month, 1), ends_on=date(2027, month, 3)))
    with django_assert_max_num_queries(45):
        assert client.get(url).status_code == 200
