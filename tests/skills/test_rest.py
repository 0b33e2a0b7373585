"""The graph as REST."""

from __future__ import annotations

import pytest
from django.test import Client

from talentbridge.kernel.clock import now
from talentbridge.skills import queries, services
from talentbridge.skills.models import Proposal
from tests.factories import people
from tests.skills.test_services import GRAPH, said, write

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/skills"
JSON = "application/json"


@pytest.fixture(autouse=True)
def files(tmp_path):
    write(tmp_path)
    services.load_reviewed_graph(tmp_path, at=now())
    return tmp_path


@pytest.fixture
def talent(client: Client):
    return people.sign_in(client, people.talent_actor())


@pytest.fixture
def operator(client: Client):
    return people.sign_in(client, people.operator_actor())


def test_a_half_typed_name_finds_entries(talent: Client):
    found = talent.get(f"{ROOT}?q=리애&limit=5").json()
    assert found[0] == {"id": "react", "kind": "frontend", "ko": "리액트", "en": "React", "said": "리액트"}
    assert [hit["id"] for hit in talent.get(f"{ROOT}?q=web&sort=role").json()] == ["web-developer"]
    assert talent.get(f"{ROOT}?q=").json() == []
    assert talent.get(f"{ROOT}?q=web&limit=-5").status_code == 200
    assert talent.get(f"{ROOT}?q=web&limit=x").status_code == 422


def test_a_stranger_is_asked_who_is_calling(client: Client):
    assert client.get(f"{ROOT}?q=web").status_code == 401


def test_one_entry_and_its_history(talent: Client):
    entry = talent.get(f"{ROOT}/entries/react").json()
    assert (entry["broader"], entry["near"]) == (["web"], {"vue": 0.6, "web": 0.3})
    assert entry["links"] == {"stackoverflow": "reactjs"}
    assert entry["revision"] == queries.last_revision("react")
    history = talent.get(f"{ROOT}/entries/react/revisions").json()
    assert [row["change"] for row in history] == ["shipped"]
    assert talent.get(f"{ROOT}/entries/nothing").status_code == 404
    assert talent.get(f"{ROOT}/entries/nothing/revisions").status_code == 404


def test_an_operator_keeps_the_graph_by_program(operator: Client):
    entry = operator.get(f"{ROOT}/entries/react").json()
    body = entry | {"also": ["ReactJS", "React 19"], "reason": "새 판", "seen": entry["revision"]}
    answer = operator.put(f"{ROOT}/entries/react", body, content_type=JSON)
    assert answer.status_code == 200, answer.content
    assert answer.json()["also"] == ["ReactJS", "React 19"]
    late = operator.put(f"{ROOT}/entries/react", body | {"also": []}, content_type=JSON)
    assert (late.status_code, set(late.json()["fields"])) == (422, {""})
    wrong = operator.put(
        f"{ROOT}/entries/react", body | {"seen": None, "related": {"vue": 7}, "ko": ""}, content_type=JSON
    )
    assert set(wrong.json()["fields"]) == {"related", "ko"}

    new = {"id": "htmx", "kind": "frontend", "ko": "에이치티엠엑스", "en": "htmx", "reason": "요청"}
    assert operator.post(f"{ROOT}/entries", new, content_type=JSON).status_code == 201
    gone = operator.post(
        f"{ROOT}/entries/htmx/retire", {"successor": "react", "reason": "합침"}, content_type=JSON
    )
    assert gone.json()["successor"] == "react"
    back = operator.post(f"{ROOT}/entries/htmx/restore", {"reason": "나눔"}, content_type=JSON)
    assert back.json()["successor"] == ""


def test_what_the_product_ships_now_is_decided_by_program(operator: Client, files):
    for name in ("react", "vue"):
        entry = operator.get(f"{ROOT}/entries/{name}").json()
        operator.put(f"{ROOT}/entries/{name}", entry | {"also": ["여기"], "reason": "x"} | (
            {"also": ["저기"]} if name == "vue" else {}), content_type=JSON)  # fmt: skip
    write(files, GRAPH.replace('"ReactJS"', '"React 19"').replace('"Vue.js"', '"Vue"'))
    services.load_reviewed_graph(files, at=now())
    assert set(operator.get(f"{ROOT}/offered").json()) == {"react", "vue"}
    assert operator.post(f"{ROOT}/offered/react/accept", {}, content_type=JSON).json()["also"] == ["React 19"]
    assert operator.post(f"{ROOT}/offered/vue/keep", {}, content_type=JSON).json()["also"] == ["저기"]
    assert operator.post(f"{ROOT}/offered/vue/keep", {}, content_type=JSON).status_code == 409


def test_a_term_is_proposed_by_anybody_and_answered_by_an_operator(client: Client, talent: Client):
    assert (
        talent.post(f"{ROOT}/proposals", {"term": "Quantum knitting"}, content_type=JSON).status_code == 202
    )
    known = talent.post(f"{ROOT}/proposals", {"term": "React"}, content_type=JSON)
    assert (known.status_code, set(known.json()["fields"])) == (422, {"term"})
    proposal = Proposal.objects.get()
    assert talent.get(f"{ROOT}/proposals").status_code == 403
    answer = f"{ROOT}/proposals/{proposal.pk}/answer"
    assert talent.post(answer, {"reason": "x"}, content_type=JSON).status_code == 403
    people.sign_in(client, people.operator_actor())
    assert [row["term"] for row in client.get(f"{ROOT}/proposals").json()] == ["Quantum knitting"]
    assert client.post(answer, {}, content_type=JSON).status_code == 422
    taken = client.post(answer, {"entry_id": "react", "needs_context": True}, content_type=JSON)
    assert taken.json()["state"] == "alias"
    assert said("react").unsure == {"Quantum knitting"}
    assert client.post(answer, {"reason": "x"}, content_type=JSON).status_code == 409
    assert (
        client.post(f"{ROOT}/proposals/999999/answer", {"reason": "x"}, content_type=JSON).status_code == 404
    )


def test_a_term_becomes_an_entry_by_program(operator: Client):
    proposal = services.propose(term="에이치티엠엑스", language="ko", seen_in="talent.profile", at=now())
    body = {"entry": {"id": "htmx", "kind": "frontend", "ko": "에이치티엠엑스", "en": "htmx", "reason": ""}}
    answer = operator.post(f"{ROOT}/proposals/{proposal.pk}/answer", body, content_type=JSON)
    assert (answer.json()["state"], answer.json()["entry_id"]) == ("new", "htmx")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("put", "/entries/react"),
        ("post", "/entries"),
        ("post", "/entries/react/retire"),
        ("post", "/entries/react/restore"),
        ("post", "/offered/react/accept"),
        ("get", "/offered"),
    ],
)
def test_only_operators_change_the_graph(talent: Client, method: str, path: str):
    body = {"id": "x", "kind": "frontend", "ko": "가", "en": "x", "reason": "x", "successor": "vue"}
    answer = (
        getattr(talent, method)(f"{ROOT}{path}", body, content_type=JSON)
        if method != "get"
        else talent.get(f"{ROOT}{path}")
    )
    assert answer.status_code == 403
