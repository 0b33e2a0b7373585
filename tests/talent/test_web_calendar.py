"""When a talent is free: kept on a page, read under a secret address or beside a case, free and busy only."""

from __future__ import annotations

import hashlib
import uuid
from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from talentbridge.accounts.services import stand
from talentbridge.audit.models import PersonalDataAccess
from talentbridge.kernel.actor import Side
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from talentbridge.talent.models import CalendarLink, DaysOff, WorkWeek
from talentbridge.talent.services import calendar as services
from tests.factories import matching, people

pytestmark = pytest.mark.django_db
SOON = now().date() + timedelta(days=20)


def client_of(actor, language: str = "en") -> Client:
    client = people.sign_in(Client(), actor)
    client.cookies["language"] = language
    return client


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_talent_states_a_week_and_days_off_on_the_page(language):
    actor, profile = matching.talent_with_profile()
    client, address = client_of(actor, language), reverse("talent:calendar")
    assert client.get(address).status_code == 200
    client.post(address, {"act": "week", "days": ["1", "2"], "begins": "10:00", "ends": "15:30"})
    week = WorkWeek.objects.get(profile=profile)
    assert (week.days, week.begins, week.ends) == ([1, 2], time(10), time(15, 30))
    for _ in range(2):
        client.post(address, {"act": "off", "first": str(SOON), "last": str(SOON + timedelta(days=2))})
    [off] = DaysOff.objects.all()
    client.post(reverse("talent:remove-days-off", args=[off.pk]))
    assert not DaysOff.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"act": "week", "days": [], "begins": "10:00", "ends": "11:00"},
        {"act": "week", "days": ["1"], "begins": "11:00", "ends": "10:00"},
        {"act": "week", "days": ["9"], "begins": "noon", "ends": "10:00"},
        {"act": "off", "first": str(SOON), "last": str(SOON - timedelta(days=1))},
        {"act": "off", "first": "soon", "last": ""},
        {"act": "link", "name": ""},
    ],
)
def test_what_cannot_be_kept_comes_back_with_its_reason(said):
    actor, _ = matching.talent_with_profile()
    assert client_of(actor).post(reverse("talent:calendar"), said).status_code == 422
    assert not any(table.objects.exists() for table in (WorkWeek, DaysOff, CalendarLink))


def test_the_address_is_shown_once_kept_as_a_hash_and_read_without_a_sign_in():
    actor, profile = matching.talent_with_profile(name="Linh Tran")
    services.add_days_off(actor=actor, first=SOON, last=SOON, at=now())
    page = (
        client_of(actor)
        .post(reverse("talent:calendar"), {"act": "link", "name": "My phone"})
        .content.decode()
    )
    token = page.split("/talent/calendars/")[1].split(".ics")[0]
    link = CalendarLink.objects.get()
    assert bytes(link.hash) == hashlib.sha256(token.encode()).digest()
    assert token not in client_of(actor).get(reverse("talent:calendar")).content.decode()
    answer = Client().get(reverse("talent:calendar-feed", args=[token]))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "Linh" not in answer.content.decode()
    assert profile.pseudonym not in answer.content.decode()
    assert profile.code not in answer.content.decode()
    busy = [each for each in Calendar.from_ical(answer.content).walk("VEVENT") if each["transp"] == "OPAQUE"]
    assert SOON in {event.decoded("dtstart") for event in busy}
    link.refresh_from_db()
    assert link.last_used_at is not None


def test_a_revoked_or_guessed_address_is_not_there():
    actor, _ = matching.talent_with_profile()
    link, token = services.make_link(actor=actor, name="x", at=now())
    address = reverse("talent:calendar-feed", args=[token])
    assert Client().get(address).status_code == 200
    client_of(actor).post(reverse("talent:revoke-calendar", args=[link.pk]))
    assert Client().get(address).status_code == 404
    assert Client().get(reverse("talent:calendar-feed", args=["guess"])).status_code == 404


def test_links_have_a_limit_and_are_not_made_by_a_helper_or_for_somebody_else():
    from dataclasses import replace

    actor, _ = matching.talent_with_profile()
    for number in range(5):
        link, _token = services.make_link(actor=actor, name=f"n{number}", at=now())
    with pytest.raises(Refused):
        services.make_link(actor=actor, name="six", at=now())
    with pytest.raises(Denied):
        services.make_link(actor=replace(actor, borrowed_from=actor.person_id), name="x", at=now())
    with pytest.raises(Missing):
        services.revoke_link(actor=people.talent_actor(), link_id=link.pk, at=now())
    with pytest.raises(Invalid):
        services.make_link(actor=matching.talent_with_profile()[0], name="", at=now())


def around() -> tuple:
    talent, profile = matching.talent_with_profile()
    company, coordinator, case_id = people.company_actor(), people.coordinator_actor(), uuid.uuid4()
    stand(case_id=case_id, side=Side.COMPANY, organisation_id=company.organisation_id, at=now())
    stand(case_id=case_id, side=Side.COORDINATOR, person_id=coordinator.person_id, at=now())
    stand(case_id=case_id, side=Side.TALENT, person_id=talent.person_id, at=now())
    return talent, profile, company, coordinator, case_id


@pytest.mark.parametrize("language", ["ko", "en"])
def test_those_around_a_case_see_free_and_busy_and_the_talent_sees_the_look(language):
    talent, profile, company, coordinator, case_id = around()
    services.set_week(actor=talent, days=(0, 1, 2, 3, 4, 5, 6), begins=time(9), ends=time(17), at=now())
    for number, reader in enumerate((company, coordinator), start=1):
        page = client_of(reader, language).get(reverse("talent:availability", args=[case_id]))
        assert page.status_code == 200
        assert "11:00–19:00" in page.content.decode()  # Ho Chi Minh City is two hours behind Seoul
        assert talent.name not in page.content.decode()
        looks = PersonalDataAccess.objects.filter(subject_person_id=talent.person_id)
        assert looks.count() == number
        assert {look.case_id for look in looks} == {case_id}
    calendar = client_of(company).get(reverse("talent:availability-ics", args=[case_id]))
    assert Calendar.from_ical(calendar.content).walk("VEVENT")
    assert profile.pseudonym not in calendar.content.decode()


def test_a_stranger_to_the_case_sees_nothing_and_leaves_no_trace():
    talent, _, _, _, case_id = around()
    for stranger in (people.company_actor(), people.coordinator_actor(), people.talent_actor()):
        for name in ("talent:availability", "talent:availability-ics"):
            assert client_of(stranger).get(reverse(name, args=[case_id])).status_code == 404
    assert not PersonalDataAccess.objects.filter(subject_person_id=talent.person_id).exists()


def test_before_somebody_has_taken_the_work_there_is_nobody_to_ask_for():
    made = matching.listed()
    address = reverse("talent:availability", args=[made.case.case_id])
    assert client_of(made.case.company).get(address).status_code == 404
