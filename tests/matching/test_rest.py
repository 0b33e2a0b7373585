"""The same verbs over REST; no name before the consent."""

import json

import pytest
from django.test import Client

from talentbridge.audit.models import PersonalDataAccess
from talentbridge.matching.models import Selection
from tests.factories import demand, matching, people

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/matching"


def call(client, method, path, body=None):
    return getattr(client, method)(ROOT + path, json.dumps(body), content_type="application/json")


def test_from_shortlist_to_consent_over_rest():
    case = demand.approved_case()
    talent, profile = matching.talent_with_profile(name="Nguyễn Thị Minh Khai")
    clients = {
        actor.role: people.sign_in(Client(), actor) for actor in (case.company, case.coordinator, talent)
    }
    made = call(clients["coordinator"], "post", "/shortlists", {"case_id": str(case.case_id)})
    assert made.status_code == 200
    listed = clients["company"].get(f"{ROOT}/shortlists/{made.json()['id']}")
    assert "Nguyễn" not in listed.content.decode()
    assert PersonalDataAccess.objects.filter(subject_person_id=talent.person_id).exists()
    [person] = listed.json()["people"]
    assert (person["code"], person["has_account"]) == (profile.code, True)

    choice = {"profile_id": profile.pk, "reason": matching.REASON}
    decided = call(clients["company"], "post", f"/shortlists/{made.json()['id']}/decide", choice).json()
    assert (decided["state"], decided["name"]) == ("offered", "")
    answered = call(clients["talent"], "post", f"/selections/{decided['id']}/answer", {"accept": True}).json()
    assert answered["state"] == "accepted"
    seen = clients["company"].get(f"{ROOT}/selections/{decided['id']}").json()
    assert seen["name"] == "Nguyễn Thị Minh Khai"


def test_consent_needs_a_person_who_has_just_proved_who_they_are():
    made = matching.listed()
    selection = matching.chosen(made)
    stale = call(
        people.sign_in(Client(), made.talent, proven=False),
        "post",
        f"/selections/{selection.pk}/answer",
        {"accept": True},
    )
    assert (stale.status_code, stale.json()["code"]) == (403, "accounts.prove_first")
    assert Selection.objects.get().accepted is None


def test_refusals_are_told():
    made = matching.listed()
    company = people.sign_in(Client(), made.case.company)
    short = call(
        company,
        "post",
        f"/shortlists/{made.shortlist.pk}/decide",
        {"profile_id": made.profile.pk, "reason": "좋음"},
    )
    assert (short.status_code, list(short.json()["fields"])) == (422, ["reason"])
    nobody = call(
        company, "post", f"/shortlists/{made.shortlist.pk}/decide",
        {"profile_id": made.anonymous.pk, "reason": matching.REASON},
    )  # fmt: skip
    assert (nobody.status_code, nobody.json()["code"]) == (409, "matching.no_account")


def test_strangers_find_nothing_and_the_company_withdraws():
    made = matching.listed()
    selection = matching.chosen(made)
    stranger = people.sign_in(Client(), people.company_actor())
    assert stranger.get(f"{ROOT}/shortlists/{made.shortlist.pk}").status_code == 404
    assert stranger.get(f"{ROOT}/shortlists").json()["items"] == []
    assert call(stranger, "post", f"/selections/{selection.pk}/withdraw").status_code == 404
    company = people.sign_in(Client(), made.case.company)
    assert call(company, "post", f"/selections/{selection.pk}/withdraw").json()["state"] == "withdrawn"
    assert company.get(f"{ROOT}/selections").json()["items"][0]["state"] == "withdrawn"
