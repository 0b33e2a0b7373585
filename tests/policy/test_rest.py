"""Rules and rates as REST."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from talentbridge.accounts.services import make_token
from talentbridge.kernel.clock import now
from talentbridge.policy import services
from talentbridge.policy.models import RateImport, RuleProposal
from tests.factories import people, policy

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/policy"
JSON = "application/json"


@pytest.fixture
def row():
    return policy.row()


@pytest.fixture
def two():
    return people.operator_actor(), people.operator_actor()


def test_rules_are_read_by_everybody_as_of_a_day_and_a_moment(client: Client, row):
    [found] = client.get(f"{ROOT}/rules").json()
    assert (found["id"], found["value"], found["certainty"]) == (row.pk, "0.2", "official")
    assert client.get(f"{ROOT}/rules?on=2020-01-01").json() == []
    assert client.get(f"{ROOT}/rules?known_at=2020-01-01").json() == []
    [stood] = client.get(f"{ROOT}/rules?known_at=2100-01-01&key=tax.&country=").json()
    assert stood["id"] == row.pk
    for query in ("on=yesterday", "known_at=2026-13-01T00:00"):
        bad = client.get(f"{ROOT}/rules?{query}")
        assert bad.status_code == 422 and "2026-11-30" in bad.json()["sentence"]
    assert client.get(f"{ROOT}/rules/{row.pk}").json()["key"] == "tax.royalty"
    assert client.get(f"{ROOT}/rules/{row.pk + 1}").status_code == 404
    [version] = client.get(f"{ROOT}/rules/{row.pk}/versions").json()
    assert (version["number"], version["change"], version["release"]) == (1, "shipped", "0")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize(
    "url",
    [
        "rules?on={}",
        "rates?on={}",
        "rules?known_at={}",
        "rules?known_at={}T23:59-12:00",
        "rules?known_at={}T00:00%2B14:00",
        "countries?on={}",
        "countries/VN?on={}",
    ],
)
def test_a_day_at_the_end_of_time_is_no_day(client: Client, url, day):
    assert client.get(f"{ROOT}/{url.format(day)}").status_code == 422


@pytest.mark.parametrize("value", ["sNaN", "NaN", "Infinity"])
def test_what_is_no_number_is_refused(client: Client, two, row, value):
    people.sign_in(client, two[0])
    said = {"kind": "change", "row_id": row.pk, "said": {"value": value}, "reason": "r"}
    bad = client.post(f"{ROOT}/proposals", said, content_type=JSON)
    assert bad.status_code == 422 and set(bad.json()["fields"]) == {"value"}


def test_rates_say_how_old_they_are(client: Client):
    services.load_reviewed_rules()
    rates = {each["currency"]: each for each in client.get(f"{ROOT}/rates?on=2026-01-31").json()}
    assert (rates["USD"]["krw_per"], rates["USD"]["days"], rates["USD"]["is_stale"]) == ("1450", 30, True)
    assert client.get(f"{ROOT}/rates?on=x").status_code == 422


def test_operators_propose_by_program_and_approve_in_person(client: Client, two, row):
    people.sign_in(client, two[0])
    bad = client.post(f"{ROOT}/proposals", {"kind": "change", "row_id": row.pk, "said": {"unit": "x"}, "reason": "r"},
                      content_type=JSON)  # fmt: skip
    assert bad.status_code == 422 and set(bad.json()["fields"]) == {"unit"}
    made = client.post(
        f"{ROOT}/proposals",
        {"kind": "change", "row_id": row.pk, "said": {"value": "0.22"}, "reason": "Amended", "seen": 1},
        content_type=JSON,
    )
    assert made.status_code == 201
    address = f"{ROOT}/proposals/{made.json()['id']}"
    assert client.post(f"{address}/approve", {"seen": 1}, content_type=JSON).status_code == 403
    token = make_token(actor=two[1], name="t", scope="write", days=30, at=now())[1]
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
    assert Client().get(f"{ROOT}/proposals", **bearer).json()[0]["proposed"]["value"] == "0.22"
    refused = Client().post(f"{address}/approve", {"seen": 1}, content_type=JSON, **bearer)
    assert refused.status_code == 403 and refused.json()["code"] == "accounts.not_by_token"
    old = people.sign_in(Client(), two[1], proven=False)
    assert (
        old.post(f"{address}/approve", {"seen": 1}, content_type=JSON).json()["code"]
        == "accounts.prove_first"
    )
    second = people.sign_in(Client(), two[1])
    assert second.post(f"{address}/approve", {"seen": 0}, content_type=JSON).status_code == 422
    assert second.post(f"{address}/approve", {"seen": 1}, content_type=JSON).json()["state"] == "approved"
    row.refresh_from_db()
    assert row.value == Decimal("0.22")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "end", "said": {"valid_to": "never"}}, "valid_to"),
        ({"kind": "end", "said": {}}, "valid_to"),
        ({"kind": "end", "said": {"valid_to": "2026-12-31"}}, "source"),
        ({"kind": "check", "said": {"checked_on": "2020-01-01"}}, "checked_on"),
        ({"kind": "change", "said": {"value": "many"}}, "value"),
        ({"kind": "eat", "said": {}}, "kind"),
        ({"kind": "change", "said": {"value": "1"}, "row_id": None}, "row_id"),
        ({"kind": "new", "said": {}}, "key"),
    ],
)
def test_bad_bodies_are_told_by_field(client: Client, two, row, body, field):
    people.sign_in(client, two[0])
    answer = client.post(f"{ROOT}/proposals", {"row_id": row.pk, "reason": "r", **body}, content_type=JSON)
    assert answer.status_code == 422 and field in answer.json()["fields"]
    assert not RuleProposal.objects.exists()


def test_the_other_acts_and_who_may_not(client: Client, two, row):
    made = services.propose_check(
        actor=two[0], row_id=row.pk, checked_on=date(2026, 11, 20), reason="r", at=now()
    )
    address = f"{ROOT}/proposals/{made.pk}"
    people.sign_in(client, people.talent_actor())
    assert client.get(f"{ROOT}/proposals").status_code == 403
    for act in ("approve", "refuse", "withdraw"):
        body = {"seen": 1, "reason": "x"}
        assert client.post(f"{address}/{act}", body, content_type=JSON).status_code in {403, 404}, act
    people.sign_in(client, two[1])
    assert client.post(f"{address}/withdraw", content_type=JSON).status_code == 403
    assert (
        client.post(f"{address}/refuse", {"reason": "Why?"}, content_type=JSON).json()["state"] == "refused"
    )


def test_a_rate_is_entered_by_program_and_waits(client: Client, two):
    body = {"currency": "VND", "on": "2026-11-20", "krw_per": "0.0552", "source": "Bank", "reason": "r"}
    assert client.post(f"{ROOT}/rates/entries", body, content_type=JSON).status_code == 401
    people.sign_in(client, two[0])
    assert client.post(f"{ROOT}/rates/entries", body, content_type=JSON).json()["state"] == "waiting"
    assert client.post(f"{ROOT}/rates/entries", body | {"krw_per": "x"}, content_type=JSON).status_code == 422
    assert RateImport.objects.count() == 1
