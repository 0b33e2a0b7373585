"""The same verbs over REST."""

import json

import pytest
from django.test import Client

from talentbridge.demand.states import TaskState
from tests.factories import demand, people

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/demand"


def call(client, method, path, body=None):
    return getattr(client, method)(ROOT + path, json.dumps(body), content_type="application/json")


def test_a_need_is_read_without_being_kept():
    client = people.sign_in(Client(), people.company_actor())
    read = call(client, "post", "/read", {"text": demand.NEED}).json()
    assert read["content"]["budget"] == {"minor": 18_000_000, "currency": "KRW"}
    assert "title_en" in read["open_questions"]
    assert {each["field"] for each in read["evidence"]} >= {"budget", "weeks"}
    refused = call(client, "post", "/read", {"text": "Нам нужен разработчик приложения"})
    assert refused.status_code == 422
    assert list(refused.json()["fields"]) == ["text"]


def test_from_need_to_agreement_over_rest():
    case = demand.case()
    company, coordinator = (people.sign_in(Client(), actor) for actor in (case.company, case.coordinator))
    content = demand.ready_draft(
        roles=("backend-developer",), work_mode="remote", weekly_hours=20, countries=("VN", "IN")
    ).to_json()
    saved = call(company, "put", f"/tasks/{case.task_id}?seen_revision=1", content).json()
    assert (saved["revision"], saved["open_questions"]) == (2, {})
    assert saved["content"] == content
    call(company, "post", f"/tasks/{case.task_id}/approve", {"revision": 2})
    agreed = call(coordinator, "post", f"/tasks/{case.task_id}/approve", {"revision": 2}).json()
    assert (agreed["state"], agreed["approved_by"]) == (TaskState.APPROVED, ["company", "coordinator"])
    assert agreed["may_staff_overseas"]


def test_refusals_are_told_by_field():
    case = demand.case()
    wrong = {"weeks": 500, "countries": ["Vietnam"], "skills": [{"skill_id": "juggling"}]}
    content = demand.ready_draft().to_json() | wrong
    refused = call(people.sign_in(Client(), case.company), "put", f"/tasks/{case.task_id}", content)
    assert refused.status_code == 422
    assert list(refused.json()["fields"]) == ["weeks", "countries", "skills-0-skill_id"]


def test_an_unfinished_task_is_not_approved():
    case = demand.case()
    refused = call(
        people.sign_in(Client(), case.company), "post", f"/tasks/{case.task_id}/approve", {"revision": 1}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "demand.questions_open")


def test_strangers_find_nothing():
    case = demand.case()
    client = people.sign_in(Client(), people.company_actor())
    assert client.get(f"{ROOT}/tasks/{case.task_id}").status_code == 404
    assert client.get(f"{ROOT}/tasks").json()["items"] == []
    assert Client().get(f"{ROOT}/tasks").status_code == 401


def test_a_permit_over_rest():
    answers = tuple({**dict(demand.ready_draft().export_answers), "strategic_goods": True}.items())
    case = demand.approved_case(draft=demand.ready_draft(export_answers=answers))
    permit = {
        "covers": ["strategic_goods"],
        "authority": "산업부",
        "reference": "S-1",
        "granted_on": "2026-02-01",
    }
    company, coordinator = (people.sign_in(Client(), actor) for actor in (case.company, case.coordinator))
    assert call(company, "post", f"/tasks/{case.task_id}/permits", permit).status_code == 403
    assert call(coordinator, "post", f"/tasks/{case.task_id}/permits", permit).json()["may_staff_overseas"]
