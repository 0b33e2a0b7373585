"""Talents as REST."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from talentbridge.kernel.clock import now
from talentbridge.talent import services
from talentbridge.talent.models import Certificate, DuplicatePair, Profile
from talentbridge.talent.rules import Certification, ProfileDraft, Sample
from tests.factories import people
from tests.talent.files import RESUME

pytestmark = pytest.mark.django_db

BODY = {"headline_en": "Developer", "skills": {"react": 4}, "rate_minor": 260_000, "rate_currency": "USD"}
FULL = BODY | {
    "practice": {"react": {"years": 4.5, "last_used": 2026}}, "languages": {"vi": "C2"}, "roles": ["frontend-developer"],
    "rates": {"eor": {"minor": 240_000, "currency": "USD"}}, "work_modes": ["remote"], "work_in": ["VN"],
    "available_from": "2026-12-01", "available_until": "2027-12-01", "notice_days": 14, "data_class": "personal",
    "samples": [{"title": "Shop", "url": "https://code.example.org/shop", "skills": ["react"], "year": 2025}],
    "certificates": [{"name": "Exam", "url": "https://proof.example.org/1", "skill_id": "react"}],
}  # fmt: skip
ROOT = "/api/v1/talent"


def put(client: Client, body: dict[str, object]):
    return client.put(f"{ROOT}/me", body, content_type="application/json")


def post(client: Client, address: str, body: dict[str, object] | None = None):
    return client.post(f"{ROOT}{address}", body or {}, content_type="application/json")


def test_a_talent_keeps_a_profile_by_program(client: Client):
    people.sign_in(client, people.talent_actor())
    assert client.get(f"{ROOT}/me").status_code == 404
    answer = put(client, FULL)
    assert answer.status_code == 200, answer.content
    told = client.get(f"{ROOT}/me").json()
    assert told == answer.json()
    assert told["code"] == Profile.objects.get().code
    assert told["skills"] == [
        {"skill_id": "react", "level": 4, "evidence": "claimed", "years": "4.5", "last_used": 2026}
    ]
    assert told["rates"] == {"eor": {"minor": 240_000, "currency": "USD", "unit": "month"}}
    assert told["samples"][0]["url"] == "https://code.example.org/shop"
    assert (told["languages"], told["notice_days"]) == ({"vi": "C2"}, 14)
    assert post(client, "/me/still-true").status_code == 200


def test_a_put_replaces_the_whole_profile(client: Client):
    people.sign_in(client, people.talent_actor())
    put(client, FULL)
    told = put(client, BODY).json()
    assert (told["languages"], told["samples"], told["roles"], told["notice_days"]) == ({}, [], [], None)


def test_what_cannot_be_is_told_by_field(client: Client):
    people.sign_in(client, people.talent_actor())
    answer = put(
        client, BODY | {"time_zone": "Moon", "rate_minor": -1, "samples": [{"title": "", "url": "x"}]}
    )
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == {"time_zone", "rate", "samples.0.title", "samples.0.url"}
    assert put(client, BODY | {"rate_minor": 10**12}).status_code == 422
    assert put(client, BODY | {"rate_minor": 10**60}).status_code == 422
    assert put(client, BODY | {"headline_en": "a\x00b"}).status_code == 400
    assert client.get(f"{ROOT}/me%00").status_code == 400
    assert not Profile.objects.exists()


def test_a_cv_is_read_and_confirmed_by_program(client: Client):
    people.sign_in(client, people.talent_actor())
    read = post(client, "/me/reading", {"text": RESUME}).json()
    assert not Profile.objects.exists()
    assert "Quantum knitting" in read["unknown"]
    numbers = {item["value"]: number for number, item in enumerate(read["items"])}
    taken = [numbers["Data engineer"], numbers["python"]]
    confirmed = {"sealed": read["sealed"], "taken": taken, "levels": {str(numbers["python"]): 2}}
    told = post(client, "/me/reading/confirm", confirmed).json()
    assert [(row["skill_id"], row["level"]) for row in told["skills"]] == [("python", 2)]
    assert post(client, "/me/reading/confirm", confirmed | {"sealed": "x"}).status_code == 422
    assert post(client, "/me/reading/confirm", confirmed | {"taken": [999, -1]}).status_code == 422
    assert post(client, "/me/reading", {"text": "<!DOCTYPE a>"}).json()["fields"].keys() == {"resume"}


def test_hints_by_program(client: Client):
    people.sign_in(client, people.talent_actor())
    put(client, BODY)
    keys = [hint["key"] for hint in client.get(f"{ROOT}/me/hints").json()]
    assert "overlap" in keys
    assert "rate" not in keys


def test_coordinators_search_and_companies_may_not(client: Client):
    for skills in ({"react": 4}, {"react": 4, "python": 3}):
        services.save_profile(
            actor=people.talent_actor(), draft=ProfileDraft(headline_en="x", skills=skills), at=now()
        )
    people.sign_in(client, people.coordinator_actor())
    found = client.get(f"{ROOT}/profiles?skill=react&skill=python&level=3").json()
    assert found["count"] == 1
    code = found["profiles"][0]["code"]
    assert client.get(f"{ROOT}/profiles?limit=1").json()["count"] == 2
    assert client.get(f"{ROOT}/profiles?language=fr&most_krw_month=1&free_on=2026-12-01").json()["count"] == 0
    assert client.get(f"{ROOT}/profiles/{code}").json()["code"] == code
    people.sign_in(client, people.company_actor())
    assert client.get(f"{ROOT}/profiles").status_code == 403
    assert client.get(f"{ROOT}/profiles/{code}").status_code == 404
    assert client.get(f"{ROOT}/duplicates").status_code == 403


def test_links_that_may_tell_who_it_is_stay_with_their_owner(client: Client):
    talent = people.talent_actor()
    people.sign_in(client, talent)
    code = put(client, FULL).json()["code"]
    people.sign_in(client, people.coordinator_actor())
    told = client.get(f"{ROOT}/profiles/{code}").json()
    assert told["samples"][0]["url"] == "code.example.org"
    assert told["certificates"][0]["url"] == "proof.example.org"


def test_the_list_takes_as_many_queries_for_ten_as_for_one(client: Client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{ROOT}/profiles").status_code == 200
        return len(captured)

    draft = ProfileDraft(headline_en="x", skills={"react": 4}, languages={"vi": "C2"})
    people.sign_in(client, people.coordinator_actor())
    services.save_profile(actor=people.talent_actor(), draft=draft, at=now())
    one = queries()
    for _ in range(9):
        services.save_profile(actor=people.talent_actor(), draft=draft, at=now())
    assert queries() == one


def test_a_coordinator_decides_and_attests_by_program(client: Client):
    sample = Sample("Repo", "https://github.com/shared/thing")
    for _ in range(2):
        services.save_profile(
            actor=people.talent_actor(), at=now(),
            draft=ProfileDraft(
                headline_en="x", skills={"react": 4}, samples=(sample,),
                certificates=(Certification("Exam", skill_id="react"),),
            ),
        )  # fmt: skip
    pair, certificate = DuplicatePair.objects.get(), Certificate.objects.first()
    people.sign_in(client, people.coordinator_actor())
    assert [row["id"] for row in client.get(f"{ROOT}/duplicates").json()] == [pair.pk]
    note = "I compared both, they work in different cities."
    assert post(client, f"/duplicates/{pair.pk}", {"decision": "merge", "note": note}).status_code == 409
    assert (
        post(client, f"/duplicates/{pair.pk}", {"decision": "apart", "note": note}).json()["state"]
        == "distinct"
    )
    assert client.get(f"{ROOT}/duplicates").json() == []
    attested = post(
        client, f"/certificates/{certificate.pk}", {"level": 4, "how": "I opened the link and read it."}
    )
    assert attested.json()["attested_level"] == 4
