"""The map: everybody reads it, only who agreed is counted, and a withdrawal counts at once."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from talentbridge.accounts.models import Consent
from talentbridge.accounts.queries import consent
from talentbridge.accounts.rules import TALENT_MAP
from talentbridge.accounts.services import consent as ledger
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Denied, Invalid
from talentbridge.talent import queries
from talentbridge.talent.models import MapEntry
from talentbridge.talent.services import mapping as services
from tests.factories import people
from tests.factories.crossing import deliver

pytestmark = pytest.mark.django_db
VERSION = consent.text(TALENT_MAP).version


def join(field: str = "vision", country: str = "US", region: str = "", actor=None):
    actor = actor or people.talent_actor()
    services.join_map(
        actor=actor, field=field, country=country, region=region, version=VERSION, language="ko", at=now()
    )
    return actor


def crowd() -> list:
    sizes = {("vision", "US"): 12, ("vision", "JP"): 6, ("language", "US"): 6, ("language", "JP"): 9}
    return [join(*place) for place, size in sizes.items() for _ in range(size)]


def shown(client: Client | None = None) -> dict[tuple[str, str], str]:
    answer = (client or Client()).get(
        reverse("talent:map"), {"format": "csv"}, headers={"Accept-Language": "en"}
    )
    rows = csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig")))
    return {(row["Field of AI work"], row["Country code"]): row["People, at least"] for row in rows}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_stranger_reads_tiles_table_and_file(language):
    crowd()
    client = Client()
    client.cookies["language"] = language
    page = client.get(reverse("talent:map"))
    assert page.status_code == 200
    text = page.content.decode()
    assert "<svg" in text
    assert "<table" in text
    assert "style=" not in text
    table = shown()
    assert table["Computer vision", "US"] == "10"
    assert table["All fields", ""] == "30"


def test_one_more_person_changes_nothing_that_is_shown():
    crowd()
    before = shown()
    join("vision", "US")
    assert shown() == before


def test_few_people_are_nowhere_on_the_page():
    for _ in range(4):
        join("robotics", "SE")
    page = Client().get(reverse("talent:map")).content.decode()
    assert "SE" not in page.split("<main")[1].split("</main>")[0]
    assert '<svg class="tiles"' not in page


def test_a_withdrawal_counts_at_once_wherever_it_is_pressed():
    people_there = crowd()
    first, second = people_there[0], people_there[1]
    assert queries.map_counts()[0]["vision", "US"] == 12
    services.leave_map(actor=first, at=now())
    assert queries.map_counts()[0]["vision", "US"] == 11
    given = consent.consents_for(second).get()
    people.sign_in(Client(), second).post(reverse("accounts:consent", args=[given.pk]))
    assert queries.map_counts()[0]["vision", "US"] == 10
    deliver()
    assert not MapEntry.objects.filter(person_id__in=[first.person_id, second.person_id]).exists()
    services.leave_map(actor=first, at=now())


def test_somebody_who_agrees_again_is_counted_again_once():
    actor = join()
    services.leave_map(actor=actor, at=now())
    deliver()
    join(actor=actor, field="speech", country="DE", region="de-berlin")
    assert Consent.objects.filter(person_id=actor.person_id).count() == 2
    assert queries.map_counts()[0] == {("speech", "DE"): 1}


def test_changing_the_place_is_the_same_consent():
    actor = join()
    join(actor=actor, field="safety", country="CA")
    assert Consent.objects.count() == 1
    assert queries.map_counts()[0] == {("safety", "CA"): 1}


@pytest.mark.parametrize(
    ("field", "country", "region"),
    [
        ("magic", "US", ""),
        ("vision", "KR", ""),
        ("vision", "", ""),
        ("vision", "XX", ""),
        ("vision", "JP", "us-bay"),
    ],
)
def test_what_is_not_on_the_lists_is_refused_and_no_consent_is_written(field, country, region):
    with pytest.raises(Invalid):
        join(field, country, region)
    assert not Consent.objects.exists()


def test_an_old_text_a_company_and_a_helper_join_nothing():
    from dataclasses import replace

    talent = people.talent_actor()
    with pytest.raises(Invalid):
        services.join_map(
            actor=talent, field="vision", country="US", region="", version="1999", language="ko", at=now()
        )
    for actor in (people.company_actor(), replace(talent, borrowed_from=talent.person_id)):
        with pytest.raises(Denied):
            join(actor=actor)
    assert not MapEntry.objects.exists()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_talent_joins_and_leaves_on_the_page(language):
    actor = people.talent_actor()
    client = people.sign_in(Client(), actor)
    client.cookies["language"] = language
    address = reverse("talent:my-map")
    page = client.get(address).content.decode()
    for reading in ("ko", "en"):
        assert consent.text(TALENT_MAP).shown(reading, "").text in page
    said = {"field": "platform", "country": "SG", "region": "", "version": VERSION}
    assert client.post(address, said).status_code == 422  # not agreed
    assert client.post(address, said | {"agreed": "on"}).status_code == 302
    entry = queries.my_map_entry(actor)
    assert (entry.field, entry.country, entry.consent.language) == ("platform", "SG", language)
    client.post(address, {"leave": "1"})
    assert queries.my_map_entry(actor) is None


def test_a_consent_without_an_entry_counts_nobody():
    ledger.give(actor=people.talent_actor(), purpose=TALENT_MAP, language="ko", at=now())
    assert not queries.map_counts()[0]


def test_regions_are_shown_only_where_they_tell_nobody():
    for region in ("us-bay",) * 7 + ("us-seattle",) * 6 + ("",) * 8:
        join("vision", "US", region)
    page = Client().get(reverse("talent:map"), headers={"Accept-Language": "en"}).content.decode()
    assert "San Francisco Bay Area <b>5</b>" in page
    join("vision", "US", "us-ny")
    page = Client().get(reverse("talent:map"), headers={"Accept-Language": "en"}).content.decode()
    assert "New York" not in page
    assert "Seattle" not in page
