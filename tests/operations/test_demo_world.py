"""The demo world: walked by the real verbs, whole, repeatable, and a house in which every door holds.

It is loaded once for this module (real commits), because everything here only reads it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talentbridge.accounts import queries as accounts
from talentbridge.engagements import queries as engagements
from talentbridge.escrow import queries as escrow
from talentbridge.kernel.actor import SYSTEM, Role
from talentbridge.kernel.clock import now
from talentbridge.ledger import queries as ledger
from talentbridge.operations.services import load_demo_world
from talentbridge.policy.services import load_reviewed_rules
from talentbridge.skills import queries as skills
from talentbridge.skills.services import load_reviewed_graph
from tests.architecture.test_routes import ROUTES, SAMPLES
from tests.factories import people

pytestmark = pytest.mark.django_db
BUDGETS = json.loads((Path(__file__).parents[1] / "budgets.json").read_text(encoding="utf-8"))
STAGES = {
    "발전량 자료 파이프라인": ("complete", "completed"),
    "게임 상점 접근성 개선": ("complete", "open"),
    "창고 물동량 예측 API": ("deliver", "open"),
    "병원 예약 화면 개편": ("deliver", "open"),
    "설비 진동 신호 수집기": ("contract", "open"),
    "수업 영상 자막 자동화": ("match", "open"),
    "약관 비교 도구": ("prepare", "open"),
}


@pytest.fixture(scope="module", autouse=True)
def world(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        load_reviewed_rules()
        load_reviewed_graph(at=now())
        load_demo_world(now())
        yield
        with connection.cursor() as cursor:
            cursor.execute("select set_config('talentbridge.allow_truncate', 'on', false)")
        call_command("flush", interactive=False, verbosity=0)
        connection.close()


def actor(signin: str):
    membership = accounts.demo_memberships().get(person__email=f"{signin}@demo.example")
    return accounts.actor_in(membership)


def client_of(signin: str, language: str = "ko") -> Client:
    client = Client()
    people.sign_in(client, actor(signin))
    client.cookies["language"] = language
    return client


def test_there_are_people_of_every_kind():
    memberships = accounts.demo_memberships()
    countries = {m.person.country for m in memberships if m.role == Role.TALENT}
    assert sum(m.role == Role.TALENT for m in memberships) >= 40
    assert len(countries) >= 12
    assert sum(m.role == Role.COORDINATOR for m in memberships) == 4
    assert {m.role for m in memberships} == {role.value for role in Role if role is not Role.SYSTEM}


def test_each_case_stands_where_it_should():
    found = {e.title_ko: (e.stage, e.state) for e in engagements.engagements_for(SYSTEM)}
    assert len(found) == 18
    assert {title: found[title] for title in STAGES} == STAGES


def test_the_ledger_agrees_with_itself():
    assert ledger.self_check() == []


def test_words_wait_that_the_skill_graph_does_not_know():
    operator = actor("sua.bae")
    assert skills.waiting_for(operator) >= 3
    assert {each.state for each in skills.proposals_for(operator)} == {"waiting", "alias", "rejected"}


def test_loading_again_adds_nothing():
    before = engagements.engagements_for(SYSTEM).count(), accounts.demo_memberships().count()
    assert load_demo_world(now()) == 0
    assert (engagements.engagements_for(SYSTEM).count(), accounts.demo_memberships().count()) == before


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    "signin",
    [
        "seojin.yoon",
        "aarav",
        "daeun.jeong",
        "sua.bae",
        "eunbyeol.noh",
        "bonseo.koo",
        "haneul.ryu",
        "ha.trinh",
    ],
)
def test_every_page_without_arguments_answers(signin: str, language: str):
    client = client_of(signin, language)
    for name, address in ROUTES:
        if any(sample in address for sample in SAMPLES.values()) or "logout" in name:
            continue
        answer = client.get(address)
        assert answer.status_code in {200, 301, 302, 403, 404, 405}, (name, answer.status_code)


def test_a_party_reads_its_case_and_a_stranger_finds_nothing():
    case = engagements.engagements_for(SYSTEM).get(title_ko="창고 물동량 예측 API").pk
    milestone = escrow.milestones_of(case).get(number=3).pk
    addresses = [
        reverse("engagements:detail", args=[case]),
        reverse("escrow:milestone", args=[milestone]),
    ]
    for address in addresses:
        for signin in ("seojin.yoon", "dohyun.choi", "aarav", "sua.bae"):
            assert client_of(signin).get(address).status_code == 200, (address, signin)
        for signin in ("jiwoo.baek", "thanhha", "bonseo.koo", "haneul.ryu", "eunbyeol.noh"):
            assert client_of(signin).get(address).status_code == 404, (address, signin)


@pytest.mark.parametrize(("name", "budget"), BUDGETS.items(), ids=list(BUDGETS))
def test_a_page_keeps_its_query_budget(name: str, budget: dict):
    client = client_of(budget["as"])
    address = reverse(name, args=[_argument(budget)] if "case" in budget else [])
    client.get(address)  # caches of the process, not of the page
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) <= budget["queries"], f"{len(queries)} queries"


def _argument(budget: dict):
    case = engagements.engagements_for(SYSTEM).get(title_ko=budget["case"]).pk
    return escrow.milestones_of(case).get(number=budget["milestone"]).pk if "milestone" in budget else case
