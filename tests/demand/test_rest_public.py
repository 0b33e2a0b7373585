"""Publishing, and what partners brought, over REST."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from talentbridge.accounts import services as accounts
from talentbridge.demand import services
from talentbridge.demand.models import OfferedNeed, PublicTask
from talentbridge.kernel.clock import now
from tests.factories import demand, feeds, people

pytestmark = pytest.mark.django_db
CHOICES = {
    "names_company": False, "sector": "energy", "description_en": "Sensors of twelve power plants send their data. " * 3,
    "countries": ["VN"], "valid_through": str((now() + timedelta(days=20)).date()),
}  # fmt: skip


def post(actor, path: str, body: object):
    client = people.sign_in(Client(), actor)
    return client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")


def test_shown_then_published_then_read_by_everybody_then_taken_back():
    made = demand.approved_case()
    base = f"demand/tasks/{made.task_id}"
    seen = post(made.company, f"{base}/posting", CHOICES).json()["seen"]
    assert post(made.company, f"{base}/publish", CHOICES | {"seen": "0" * 64}).status_code == 422
    assert post(made.coordinator, f"{base}/publish", CHOICES | {"seen": seen}).status_code == 403
    out = post(made.company, f"{base}/publish", CHOICES | {"seen": seen})
    assert (out.status_code, out.json()["job_posting"]["@type"]) == (201, "JobPosting")
    [row] = Client().get("/api/v1/demand/public?skill=python&country=VN").json()["items"]
    assert row["id"] == out.json()["id"]
    assert made.company.organisation_name not in str(row)
    assert not Client().get("/api/v1/demand/public?country=US").json()["items"]
    assert people.sign_in(Client(), made.company).delete(f"/api/v1/{base}/publication").status_code == 204
    assert not Client().get("/api/v1/demand/public").json()["items"]


def test_an_access_token_publishes_nothing():
    made = demand.approved_case()
    _, text = accounts.make_token(actor=made.company, name="x", scope="write", days=7, at=now())
    answer = Client().post(
        f"/api/v1/demand/tasks/{made.task_id}/posting", json.dumps(CHOICES), content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {text}",
    )  # fmt: skip
    assert answer.status_code == 403
    assert not PublicTask.objects.exists()


def test_offers_are_listed_refused_and_accepted():
    people.company_actor(where=people.organisation(name="햇빛에너지", registration_number="123-45-67891"))
    partner, coordinator = feeds.partner(), people.coordinator_actor()
    services.take_tasks(
        actor=partner, envelope=feeds.envelope("tasks", feeds.task(), feeds.task("t-2")),
        partner_id=partner.organisation_id, at=now(),
    )  # fmt: skip
    first, second = OfferedNeed.objects.order_by("pk")
    rows = people.sign_in(Client(), partner).get("/api/v1/demand/offers").json()["items"]
    assert {row["id"] for row in rows} == {str(first.pk), str(second.pk)}
    assert post(coordinator, f"demand/offers/{first.pk}/refuse", {"reason": "no"}).status_code == 422
    assert (
        post(coordinator, f"demand/offers/{first.pk}/refuse", {"reason": "No budget is named."}).json()[
            "state"
        ]
        == "refused"
    )
    opened = post(coordinator, f"engagements/offered/{second.pk}/accept", {})
    assert (opened.status_code, opened.json()["number"][:2]) == (201, "E-")
    assert people.sign_in(Client(), people.talent_actor()).get("/api/v1/demand/offers").status_code == 403
    assert post(people.talent_actor(), f"engagements/offered/{second.pk}/accept", {}).status_code == 404
