"""The same verbs over REST."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from talentbridge.contracts.models import Signature
from talentbridge.kernel.clock import now
from tests.contracts.make import case
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/contracts"


def call(client: Client, method: str, path: str, body: object = None):
    return getattr(client, method)(ROOT + path, json.dumps(body), content_type="application/json")


def test_from_draft_to_force_over_rest():
    here = case()
    contract = here.draft(at=now())
    coordinator = sign_in(Client(), here.coordinator)
    assert call(coordinator, "post", f"/{contract.pk}/offer").json()["state"] == "offered"
    for actor in (here.company, here.talent):
        client = sign_in(Client(), actor)
        read = client.get(f"{ROOT}/{contract.pk}").json()
        assert read["seen_from"] == actor.role and len(read["clauses"]) >= 16
        given = {"terms_hash": read["terms_hash"], "agreed": True, "typed_name": actor.name}
        signed = call(client, "post", f"/{contract.pk}/sign", given)
        assert signed.status_code == 200, signed.json()
    assert signed.json()["state"] == "in_force" and len(signed.json()["signatures"]) == 2
    assert "ip" not in signed.json()["signatures"][0]


def test_signing_needs_a_person_who_has_just_proved_who_they_are():
    here = case()
    contract = here.offered(at=now())
    given = {"terms_hash": contract.terms_hash, "agreed": True, "typed_name": here.talent.name}
    stale = call(sign_in(Client(), here.talent, proven=False), "post", f"/{contract.pk}/sign", given)
    assert (stale.status_code, stale.json()["code"]) == (403, "accounts.prove_first")
    assert not Signature.objects.exists()


def test_other_organisations_get_404_and_strangers_401():
    here, elsewhere = case(), case()
    contract = here.offered(at=now())
    client = sign_in(Client(), elsewhere.company)
    for method, path in (("get", ""), ("get", "/pdf"), ("post", "/offer")):
        assert getattr(client, method)(f"{ROOT}/{contract.pk}{path}").status_code == 404
    assert Client().get(f"{ROOT}/{contract.pk}").status_code == 401
    assert client.get(ROOT).json()["items"] == []


def test_refusals_say_why_by_field():
    here = case()
    contract = here.offered(at=now())
    client = sign_in(Client(), here.talent)
    client.cookies["language"] = "en"
    given = {"terms_hash": contract.terms_hash, "agreed": False, "typed_name": "x"}
    answer = call(client, "post", f"/{contract.pk}/sign", given)
    assert answer.status_code == 422 and set(answer.json()["fields"]) == {"agreed", "typed_name"}
    answer = call(client, "post", f"/{contract.pk}/decline", {"reason": "x"})
    assert answer.status_code == 422 and "reason" in answer.json()["fields"]


def test_terms_are_replaced_by_the_coordinator_and_unusable_ones_refused():
    here = case()
    contract = here.draft(at=now())
    client = sign_in(Client(), here.coordinator)
    terms = here.terms(overlap_hours=5).to_json()
    assert call(client, "put", f"/{contract.pk}/terms", terms).json()["terms"]["overlap_hours"] == 5
    assert call(client, "put", f"/{contract.pk}/terms", {**terms, "currency": "won"}).status_code == 422
    assert call(client, "put", f"/{contract.pk}/terms", {"x": 1}).status_code == 422


def test_a_pdf_is_fetched_and_checked():
    here = case()
    contract = here.draft(at=now())
    client = sign_in(Client(), here.talent)
    pdf = client.get(f"{ROOT}/{contract.pk}/pdf").content
    answer = client.post(f"{ROOT}/verify", {"pdf": SimpleUploadedFile("c.pdf", pdf)})
    assert answer.json() == {"verdict": "unsealed", "terms_hash": "", "sealed_at": None}
