"""The books are open to operators, and to nobody else."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from talentbridge.ledger.models import Entry
from tests.factories import escrow as money
from tests.factories import people
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db


def reader(actor, language: str = "en") -> Client:
    client = sign_in(Client(), actor)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_operator_reads_entries_accounts_and_one_entry(language):
    money.released()
    client = reader(people.operator_actor(), language)
    assert "₩6,180,000" in client.get(reverse("ledger:entries")).content.decode()
    release = Entry.objects.get(kind="release")
    page = client.get(reverse("ledger:entry", args=[release.pk])).content.decode()
    assert "₩198,000" in page and "withholding:kr:KRW" in page
    assert "₩5,802,000" in client.get(reverse("ledger:accounts")).content.decode()


def test_filters_and_paging_are_in_the_address():
    money.released()
    client = reader(people.operator_actor())
    assert client.get(reverse("ledger:entries"), {"kind": "release"}).context["listing"].count == 1
    assert client.get(reverse("ledger:entries"), {"q": "custody:"}).context["listing"].count == 1
    assert client.get(reverse("ledger:entries"), {"q": "nothing like it", "sort": "-kind"}).status_code == 200
    sheet = b"".join(client.get(reverse("ledger:accounts"), {"format": "csv"}).streaming_content).decode(
        "utf-8-sig"
    )
    assert "fee:service:KRW" in sheet


@pytest.mark.parametrize("role", ["company", "talent", "coordinator"])
def test_others_are_told_where_their_own_money_is(role):
    deal = money.released()
    client = reader(getattr(deal, role))
    entry = Entry.objects.first()
    for url in (
        reverse("ledger:entries"),
        reverse("ledger:accounts"),
        reverse("ledger:entry", args=[entry.pk]),
    ):
        response = client.get(url)
        assert response.status_code == 403
        assert "Your own money" in response.content.decode()


def test_by_rest_a_side_reads_its_own_case_and_an_operator_everything():
    deal = money.released()
    other = money.deal()
    assert len(reader(deal.company).get("/api/v1/ledger/entries").json()) == 2
    assert reader(other.company).get("/api/v1/ledger/entries").json() == []
    assert reader(deal.company).get("/api/v1/ledger/balances").status_code == 403
    balances = reader(people.operator_actor()).get("/api/v1/ledger/balances").json()
    assert sum(each["signed"] for each in balances) == 0
    entries = reader(people.operator_actor()).get(f"/api/v1/ledger/entries?case_id={deal.case_id}").json()
    assert {len(each["legs"]) for each in entries} == {2, 4}
