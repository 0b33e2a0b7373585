"""Saved searches: at least two filters, told once a day of who is new, and only while one may look at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from talentbridge.accounts.models import Membership, Notification
from talentbridge.audit.models import PersonalDataAccess
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from talentbridge.talent import queries, tasks
from talentbridge.talent.models import SavedSearch
from talentbridge.talent.queries import Wanted
from talentbridge.talent.rules import searches as rules
from talentbridge.talent.services import searches as services
from tests.factories import matching, people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 21, 30, tzinfo=UTC)
ASKED = {"skill": "python", "level": "4", "country": "VN", "nonsense": "x", "most": ""}
WANTED = Wanted(skill_ids=("python",), level=4, country="VN")


def saved(actor, name: str = "Python in Vietnam") -> SavedSearch:
    return services.save_search(actor=actor, name=name, asked=ASKED, at=AT)


def test_only_filters_that_the_list_knows_are_kept():
    search = saved(people.coordinator_actor())
    assert search.query == "skill=python&level=4&country=VN"


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"country": "VN"},
        {"skill": "python", "level": "4"},
        {"level": "4", "language_level": "B2"},
        {"x": "1", "y": "2"},
    ],
)
def test_fewer_than_two_filters_are_no_search(asked):
    with pytest.raises(Invalid):
        services.save_search(actor=people.coordinator_actor(), name="x", asked=asked, at=AT)


def test_two_skills_are_two_filters():
    assert rules.filters_in({"skill": "python, airflow"}) == 2
    assert services.save_search(
        actor=people.operator_actor(), name="x", asked={"skill": "python, airflow"}, at=AT
    )


def test_a_name_is_given_and_given_once():
    actor = people.coordinator_actor()
    saved(actor)
    for name in ("", "  ", "x" * 81, "Python  in Vietnam"):
        with pytest.raises(Invalid):
            saved(actor, name)
    assert saved(people.coordinator_actor())


def test_thirty_are_enough():
    actor = people.coordinator_actor()
    for number in range(rules.MOST_SEARCHES):
        saved(actor, f"n{number}")
    with pytest.raises(Refused):
        saved(actor, "one more")


def test_a_search_is_its_owners_alone():
    search, other = saved(people.coordinator_actor()), people.coordinator_actor()
    for act in (
        lambda: services.rename_search(actor=other, search_id=search.pk, name="x"),
        lambda: services.delete_search(actor=other, search_id=search.pk),
        lambda: services.watch_search(actor=other, search_id=search.pk, wanted=WANTED, at=AT),
    ):
        with pytest.raises(Missing):
            act()


@pytest.mark.parametrize("actor", [people.talent_actor, people.company_actor])
def test_who_may_not_look_for_people_keeps_no_search(actor):
    with pytest.raises(Denied):
        saved(actor())


def watched():
    actor = people.coordinator_actor()
    search = saved(actor)
    services.watch_search(actor=actor, search_id=search.pk, wanted=WANTED, at=AT)
    return actor, search


def look(search, days: int = 1) -> int:
    return services.look_again(search_id=search.pk, wanted=WANTED, at=AT + timedelta(days=days))


def test_the_owner_is_told_once_of_whoever_is_new():
    matching.talent_with_profile()
    actor, search = watched()
    assert look(search) == 0
    matching.talent_with_profile()
    matching.talent_with_profile()
    assert look(search, 1) == 0  # the same day: once is enough
    assert look(search, 2) == 2
    assert look(search, 2) == 0
    told = Notification.objects.get(person_id=actor.person_id)
    assert (told.facts["count"], told.facts["name"]) == (2, "Python in Vietnam")
    assert told.url == "/talent/?skill=python&level=4&country=VN"


def test_the_job_looks_at_every_watched_search_once_a_day_and_reads_nobodys_card(monkeypatch):
    actor, _ = watched()
    matching.talent_with_profile()
    monkeypatch.setattr(tasks, "now", lambda: AT + timedelta(days=1))
    for _ in range(3):
        tasks.look_at_searches.func(timestamp=0)
    assert Notification.objects.filter(person_id=actor.person_id).count() == 1
    assert not PersonalDataAccess.objects.exists()
    assert queries.searches_to_look((AT + timedelta(days=1)).date()) != queries.searches_to_look(
        (AT + timedelta(days=1, hours=3)).date()
    )


def test_somebody_who_left_the_role_is_told_nothing():
    actor, search = watched()
    Membership.objects.filter(person_id=actor.person_id).update(ended_at=AT)
    matching.talent_with_profile()
    assert look(search) == 0
    assert not Notification.objects.exists()
    assert not SavedSearch.objects.get().is_watched


def test_a_search_that_finds_too_many_is_not_watched(monkeypatch):
    monkeypatch.setattr(rules, "MOST_WATCHED", 1)
    matching.talent_with_profile()
    actor, search = watched()
    matching.talent_with_profile()
    assert look(search) == 0
    assert not SavedSearch.objects.get().is_watched
    assert "not watched any more" in Notification.objects.get().sentence
    with pytest.raises(Refused):
        services.watch_search(actor=actor, search_id=search.pk, wanted=WANTED, at=AT)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_on_pages_a_search_is_kept_watched_renamed_and_deleted(language):
    matching.talent_with_profile()
    client = people.sign_in(Client(), people.coordinator_actor())
    client.cookies["language"] = language
    address = reverse("talent:list") + "?skill=python&country=VN"
    assert reverse("talent:save-search") in client.get(address).content.decode()
    assert (
        reverse("talent:save-search")
        not in client.get(reverse("talent:list") + "?country=VN").content.decode()
    )
    client.post(
        reverse("talent:save-search"), {"name": "<b>Mine</b>", "query": "skill=python&country=VN&page=9"}
    )
    search = SavedSearch.objects.get()
    page = client.get(reverse("talent:searches")).content.decode()
    assert "&lt;b&gt;Mine&lt;/b&gt;" in page
    change = reverse("talent:search", args=[search.pk])
    client.post(change, {"act": "watch"})
    client.post(change, {"act": "rename", "name": "Theirs"})
    search.refresh_from_db()
    assert (search.name, search.is_watched, search.query) == ("Theirs", True, "skill=python&country=VN")
    client.post(change, {"act": "unwatch"})
    client.post(change, {"act": "delete"})
    assert not SavedSearch.objects.exists()
    assert client.post(change, {"act": "delete"}).status_code == 404


def test_a_search_that_cannot_be_kept_says_why_on_the_list():
    client = people.sign_in(Client(), people.coordinator_actor())
    client.cookies["language"] = "en"
    answer = client.post(reverse("talent:save-search"), {"name": "", "query": "country=VN"}, follow=True)
    assert "Give the search a name" in answer.content.decode()
    assert not SavedSearch.objects.exists()
