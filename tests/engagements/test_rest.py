"""REST: the same verbs as the pages, the same refusals, for engagements, coordinators and reviews."""

from __future__ import annotations

import json
import uuid

import pytest
from django.http import HttpResponse
from django.test import Client

from talentbridge.coordination import services as coordination
from tests.factories import people
from tests.factories.crossing import Crossing, deliver
from tests.factories.demand import NEED
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"


def call(who: object, method: str, path: str, data: object = None) -> HttpResponse:
    client = sign_in(Client(headers={"accept-language": "en"}), who)
    body = json.dumps(data) if data is not None else ""
    return client.generic(method, ROOT + path, data=body, content_type="application/json")


def test_a_company_opens_an_engagement_and_finds_it():
    company = people.company_actor()
    made = call(company, "POST", "/engagements", {"need_text": NEED})
    assert made.status_code == 201
    listed = call(company, "GET", "/engagements?stage=prepare").json()
    assert [row["id"] for row in listed["items"]] == [made.json()["id"]]
    assert call(people.company_actor(), "GET", "/engagements").json()["count"] == 0


def test_a_need_that_cannot_be_used_is_refused_beside_its_field():
    answer = call(people.company_actor(), "POST", "/engagements", {"need_text": "API"})
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == {"need_text"}
    assert call(people.talent_actor(), "POST", "/engagements", {"need_text": NEED}).status_code == 403


def test_one_engagement_shows_its_beads_and_the_callers_next_step():
    crossing = Crossing.begin().walk("submit")
    path = f"/engagements/{crossing.case_id}"
    seen = call(crossing.company, "GET", path).json()
    assert [bead["state"] for bead in seen["string"]] == ["done", "done", "done", "now", "later"]
    assert (seen["next"]["action"], seen["next"]["is_mine"]) == ("review", True)
    assert call(crossing.talent, "GET", path).json()["next"]["is_mine"] is False
    assert call(people.company_actor(), "GET", path).status_code == 404


def test_the_name_stays_a_pseudonym_until_consent():
    crossing = Crossing.begin().walk("decide")
    assert "Aarav" not in call(crossing.company, "GET", f"/engagements/{crossing.case_id}").content.decode()


def test_the_coordinator_builds_the_contract():
    crossing = Crossing.begin().walk("agree")
    choices = crossing.contract_choices()
    body = {
        name: getattr(choices, name)
        for name in ("title_ko", "title_en", "engagement_type", "work_mode", "place_of_work", "ip_clause",
                     "overlap_hours", "prevailing_language", "currency")
    }  # fmt: skip
    body |= {"starts_on": str(choices.starts_on), "ends_on": str(choices.ends_on)}
    body["milestones"] = [
        {"title_ko": each.title_ko, "title_en": each.title_en, "acceptance_ko": each.acceptance_ko,
         "acceptance_en": each.acceptance_en, "amount_minor": each.amount_minor, "due_on": str(each.due_on)}
        for each in choices.milestones
    ]  # fmt: skip
    path = f"/engagements/{crossing.case_id}/contract"
    assert call(crossing.company, "POST", path, body).status_code == 403
    made = call(crossing.coordinator, "POST", path, body)
    assert (made.status_code, made.json()["state"]) == (201, "draft")


def test_hand_over_and_reviews_by_rest():
    crossing = Crossing.begin(deliverables=1).walk("pay")
    path = f"/engagements/{crossing.case_id}/hand-over"
    note = {"what": "Repository, manual and access rights.", "owner": "최도현"}
    assert call(crossing.company, "POST", path + "/confirm").status_code == 409
    assert call(crossing.talent, "POST", path, note).json()["confirmed_at"] is None
    assert call(crossing.company, "POST", path + "/confirm").json()["confirmed_at"]

    reviews = f"/reputation/cases/{crossing.case_id}/reviews"
    body = {"ratings": {"quality": 5, "communication": 4, "punctuality": 5}, "again": True,
            "text": "Clear words, good work, and no surprises."}  # fmt: skip
    assert call(crossing.company, "POST", reviews, body | {"text": "short"}).status_code == 422
    made = call(crossing.company, "POST", reviews, body)
    assert made.json()["ratings"]["communication"] == 4
    assert call(crossing.talent, "GET", reviews).json() == []
    crossing.review_by(crossing.talent)
    assert len(call(crossing.talent, "GET", reviews).json()) == 2
    reply = f"/reputation/reviews/{made.json()['id']}/reply"
    assert call(crossing.talent, "POST", reply, {"text": "Thank you."}).json()["reply"] == "Thank you."


def test_the_queue_the_pool_and_an_assignment():
    crossing = Crossing.begin().walk("open")
    operator, second = people.operator_actor(), people.coordinator_actor()
    coordination.join_pool(person_id=second.person_id, languages=["ko"])
    assert call(crossing.coordinator, "GET", "/coordination/queue").json()["count"] == 1
    assert call(crossing.company, "GET", "/coordination/queue").status_code == 403
    assert {row["load"] for row in call(operator, "GET", "/coordination/pool").json()} == {0, 1}
    path = f"/coordination/cases/{crossing.case_id}/assignment"
    body = {"person_id": str(second.person_id), "reason": "Speaks the language of the second site."}
    assert call(crossing.coordinator, "POST", path, body).status_code == 403
    assert call(operator, "POST", path, body | {"person_id": str(uuid.uuid4())}).status_code == 422
    assert call(operator, "POST", path, body).json()["person_id"] == str(second.person_id)
    deliver()
    assert call(crossing.coordinator, "GET", "/coordination/queue").json()["count"] == 0
    back = f"/coordination/cases/{crossing.case_id}/hand-back"
    assert call(second, "POST", back, {"reason": "I am on parental leave from Monday."}).status_code == 200


def test_a_design_is_chosen_confirmed_and_checked_by_rest():
    crossing = Crossing.begin().walk("agree")
    path = f"/engagements/{crossing.case_id}/designs"
    body = {"question": {"country": "IN", "gross": "6000000", "months": "2", "export": "no"}, "country": "IN",
            "type": "contractor", "reason": "Results are paid, nobody sets the hours."}  # fmt: skip
    assert call(crossing.talent, "POST", path, body).status_code == 403
    assert call(people.company_actor(), "POST", path, body).status_code == 404
    refused = call(crossing.company, "POST", path, body | {"type": "employment"})
    assert (refused.status_code, set(refused.json()["fields"])) == (422, {"option"})
    unknown = call(crossing.company, "POST", path, body | {"question": {"pay": "6000000"}})
    assert unknown.status_code == 422
    assert "country" in str(unknown.json()["fields"]["pay"])
    made = call(crossing.company, "POST", path, body)
    assert (made.status_code, made.json()["number"], made.json()["confirmed_at"]) == (201, 1, None)
    assert call(crossing.company, "POST", f"{path}/1/confirm").status_code == 403
    assert call(crossing.coordinator, "POST", f"{path}/2/confirm").status_code == 409
    assert call(crossing.coordinator, "POST", f"{path}/1/confirm").json()["confirmed_at"]
    checked = call(crossing.coordinator, "POST", f"{path}/check",
                   {"factors": ["direction", "fixed_hours", "sets_work", "pay_for_time"],
                    "reason": "Read the messages of two weeks with both."})  # fmt: skip
    assert (checked.status_code, checked.json()["level"]) == (201, "high")
    luck = {"factors": ["luck"], "reason": "Read the messages of two weeks with both."}
    assert set(call(crossing.coordinator, "POST", f"{path}/check", luck).json()["fields"]) == {"factor"}

    seen = call(crossing.company, "GET", path).json()
    assert [each["cause"] for each in seen["designs"]] == ["checked", "chosen"]
    # 6,000,000 x 3 % = 180,000; a tenth of it 18,000
    withheld = next(line for line in seen["designs"][1]["option"]["lines"] if line["kind"] == "withheld")
    assert withheld["won"]["high"]["minor"] == 198_000
    assert seen["not_followed"] == []
    assert call(crossing.talent, "GET", path).status_code == 403
    step = f"/engagements/{crossing.case_id}/steps/papers/done"
    assert "papers" in {each["key"] for each in seen["steps"]}
    assert call(crossing.company, "POST", step, {}).status_code == 403
    assert call(crossing.talent, "POST", step, {"note": "sent"}).json()["note"] == "sent"


def test_stays_by_rest_tell_the_company_the_days_and_no_more():
    crossing = Crossing.begin().walk("agree")
    path = f"/engagements/{crossing.case_id}/stays"
    body = {"purpose": "visit", "status": "short", "begins_on": "2027-01-11", "ends_on": "2027-01-15",
            "papers": {"passport": "2030-01-01"}}  # fmt: skip
    assert call(crossing.company, "POST", path, body).status_code == 403
    assert call(people.talent_actor(), "POST", path, body).status_code == 404
    workation = call(crossing.talent, "POST", path, body | {"status": "f-1-d"})
    assert (workation.status_code, set(workation.json()["fields"])) == (422, {"status"})
    assert call(crossing.talent, "POST", path, body | {"ends_on": "soon"}).status_code == 422
    made = call(crossing.talent, "POST", path, body)
    assert (made.status_code, made.json()["papers"]) == (201, {"passport": "2030-01-01"})

    seen = call(crossing.company, "GET", path).json()
    assert (seen["stays"][0]["begins_on"], seen["stays"][0]["status"]) == ("2027-01-11", "")
    assert (seen["stays"][0]["papers"], seen["days"]) == ({}, None)
    assert call(crossing.coordinator, "GET", path).json()["days"]["most_in_365"] == 5

    one = f"/engagements/stays/{made.json()['id']}"
    longer = body | {"ends_on": "2027-01-16", "revision": made.json()["revision"]}
    assert call(crossing.company, "PUT", one, longer).status_code == 403
    assert call(crossing.coordinator, "PUT", one, longer).json()["ends_on"] == "2027-01-16"
    assert (
        call(crossing.talent, "PUT", one, longer).status_code == 409
    )  # as it was read before the coordinator
    assert call(crossing.talent, "POST", f"{one}/cancel").json()["state"] == "cancelled"
    assert call(crossing.talent, "GET", path).json()["days"] is None
