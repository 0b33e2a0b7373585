"""The same over REST: searches, the map, when somebody is free."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client

from talentbridge.accounts import services as accounts
from talentbridge.accounts.queries import consent
from talentbridge.accounts.rules import TALENT_MAP
from talentbridge.accounts.services import stand
from talentbridge.kernel.actor import Side
from talentbridge.kernel.clock import now
from talentbridge.talent import queries
from talentbridge.talent.models import DaysOff, SavedSearch
from tests.factories import matching, people

pytestmark = pytest.mark.django_db
BASE = "/api/v1/talent"
PLACE = {"field": "vision", "country": "US", "version": consent.text(TALENT_MAP).version}


def call(actor, method: str, path: str, body: object = None):
    client = people.sign_in(Client(), actor)
    send = getattr(client, method)
    return (
        send(f"{BASE}{path}", json.dumps(body), content_type="application/json")
        if body is not None
        else send(f"{BASE}{path}")
    )


def test_a_search_lives_over_rest():
    actor = people.coordinator_actor()
    made = call(actor, "post", "/searches", {"name": "A", "filters": {"skill": "python", "country": "VN"}})
    assert (made.status_code, made.json()["query"]) == (201, "skill=python&country=VN")
    path = f"/searches/{made.json()['id']}"
    assert call(actor, "patch", path, {"name": "B", "is_watched": True}).json()["is_watched"]
    assert [row["name"] for row in call(actor, "get", "/searches").json()] == ["B"]
    assert call(people.coordinator_actor(), "patch", path, {"name": "C"}).status_code == 404
    assert call(actor, "post", "/searches", {"name": "A", "filters": {"country": "VN"}}).status_code == 422
    assert call(people.talent_actor(), "get", "/searches").status_code == 403
    assert call(actor, "delete", path).status_code == 204
    assert not SavedSearch.objects.exists()


def test_the_map_is_for_everybody_and_its_place_for_the_person_alone():
    actor = people.talent_actor()
    assert call(actor, "put", "/me/map", PLACE).json() == {"field": "vision", "country": "US", "region": ""}
    assert call(actor, "put", "/me/map", PLACE | {"country": "KR"}).status_code == 422
    public = Client().get(f"{BASE}/map")
    assert public.status_code == 200
    assert all(cell["count"] is None for cell in public.json()["cells"])
    assert call(people.company_actor(), "put", "/me/map", PLACE).status_code == 403
    _, text = accounts.make_token(actor=people.talent_actor(), name="x", scope="write", days=7, at=now())
    token = {"HTTP_AUTHORIZATION": f"Bearer {text}"}
    assert (
        Client()
        .put(f"{BASE}/me/map", json.dumps(PLACE), content_type="application/json", **token)
        .status_code
        == 403
    )
    assert call(actor, "delete", "/me/map").status_code == 204
    assert queries.my_map_entry(actor) is None


def test_a_week_is_stated_and_read_by_those_around_the_case():
    talent, _ = matching.talent_with_profile()
    company, case_id = people.company_actor(), uuid.uuid4()
    stand(case_id=case_id, side=Side.COMPANY, organisation_id=company.organisation_id, at=now())
    stand(case_id=case_id, side=Side.TALENT, person_id=talent.person_id, at=now())
    week = {"days": [0, 1, 2, 3, 4, 5, 6], "begins": "08:00:00", "ends": "12:00:00"}
    assert call(talent, "put", "/me/week", week).status_code == 200
    assert call(talent, "put", "/me/week", week | {"ends": "07:00:00"}).status_code == 422
    day = (now() + timedelta(days=3)).date().isoformat()
    off = call(talent, "post", "/me/days-off", {"first": day, "last": day})
    free = call(company, "get", f"/availability/{case_id}").json()
    days = {each["day"]: each for each in free["days"]}
    assert (free["zone"], free["is_stated"], days[day]["is_free"]) == ("Asia/Ho_Chi_Minh", True, False)
    assert "10:00–14:00" in {each["hours"] for each in free["days"]}
    assert call(people.company_actor(), "get", f"/availability/{case_id}").status_code == 404
    assert call(talent, "delete", f"/me/days-off/{off.json()['id']}").status_code == 204
    assert not DaysOff.objects.exists()
