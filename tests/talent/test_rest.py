"""Talents as REST."""

from __future__ import annotations

import pytest
from django.test import Client

from talentbridge.kernel.clock import now
from talentbridge.talent import services
from talentbridge.talent.models import Profile
from talentbridge.talent.rules import ProfileDraft
from tests.factories import people

pytestmark = pytest.mark.django_db

BODY = {"headline_en": "Developer", "skills": {"react": 4}, "rate_minor": 260_000, "rate_currency": "USD"}
ROOT = "/api/v1/talent"


def put(client: Client, body: dict[str, object]):
    return client.put(f"{ROOT}/me", body, content_type="application/json")


def test_a_talent_keeps_a_profile_by_program(client: Client):
    people.sign_in(client, people.talent_actor())
    assert client.get(f"{ROOT}/me").status_code == 404
    answer = put(client, BODY)
    assert answer.status_code == 200, answer.content
    assert answer.json()["skills"] == [{"skill_id": "react", "level": 4, "evidence": "claimed"}]
    assert client.get(f"{ROOT}/me").json()["code"] == Profile.objects.get().code


def test_what_cannot_be_is_told_by_field(client: Client):
    people.sign_in(client, people.talent_actor())
    answer = put(client, BODY | {"time_zone": "Moon", "rate_minor": -1})
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == {"time_zone", "rate"}


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
    assert client.get(f"{ROOT}/profiles/{code}").json()["code"] == code
    people.sign_in(client, people.company_actor())
    assert client.get(f"{ROOT}/profiles").status_code == 403
    assert client.get(f"{ROOT}/profiles/{code}").status_code == 404
