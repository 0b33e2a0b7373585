"""Home, choices, explanations, health."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from talentbridge.accounts.models import Person
from talentbridge.kernel import outbox
from talentbridge.operations.web.public import friday_evening
from tests.factories import people

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/gallery/",
    *[f"/about/{name}/" for name in ("companies", "talents", "privacy", "accessibility", "scores", "data")],
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_stranger_reads_every_public_page_in_both_languages(client: Client, path, language):
    client.cookies["language"] = language
    answer = client.get(path)
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_pages_need_no_inline_script_or_style(client: Client, path):
    answer = client.get(path)
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert " style=" not in answer.text
    assert "onclick" not in answer.text


def test_every_page_says_that_the_demo_is_invented(client: Client, settings):
    settings.DEMO = True
    assert "실제 은행이나 정부 기관과 연결되어 있지 않습니다" in client.get("/about/data/").text
    settings.DEMO = False
    assert "실제 은행이나 정부 기관과 연결되어 있지 않습니다" not in client.get("/about/data/").text


def test_an_empty_bridge_says_so_and_says_what_to_do(client: Client):
    assert "아직 브리지에 아무도 없습니다" in client.get("/").text


def test_the_language_is_remembered_in_the_browser_and_for_the_person(client: Client):
    actor = people.talent_actor()
    people.sign_in(client, actor)
    answer = client.post("/language/", {"language": "en", "next": "/gallery/?page=2"})
    assert answer.headers["Location"] == "/gallery/?page=2"
    assert answer.cookies["language"].value == "en"
    assert Person.objects.get(pk=actor.person_id).language == "en"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "", "\\\\evil"]
)
def test_a_switch_never_leads_to_another_site(client: Client, elsewhere):
    assert client.post("/language/", {"language": "en", "next": elsewhere}).headers["Location"] == "/"


def test_an_unknown_language_changes_nothing(client: Client):
    answer = client.post("/language/", {"language": "xx", "next": "/"})
    assert "language" not in answer.cookies


def test_contrast_is_remembered_and_taken_back(client: Client):
    actor = people.company_actor()
    people.sign_in(client, actor)
    client.post("/contrast/", {"contrast": "high", "next": "/"})
    assert Person.objects.get(pk=actor.person_id).high_contrast
    assert 'data-contrast="high"' in client.get("/gallery/").text
    client.post("/contrast/", {"contrast": "plain", "next": "/"})
    assert 'data-contrast="high"' not in client.get("/gallery/").text


def test_switches_want_a_post(client: Client):
    assert client.get("/language/").status_code == 405
    assert client.get("/contrast/").status_code == 405


def test_starting_needs_a_sign_in(client: Client):
    assert "/account/login/" in client.get("/start/").headers["Location"]


def test_health_tells_what_waits(client: Client):
    before = client.get("/health/").json()
    outbox.OutboxEvent.objects.create(topic="x", payload={}, happened_at=datetime(2026, 1, 1, tzinfo=UTC))
    after = client.get("/health/").json()
    assert after["database"] == "ok"
    assert after["pending_news"] == before["pending_news"] + 1
    assert set(after["jobs"]) == {"todo", "doing", "failed"}


def test_health_says_when_the_database_does_not_answer(client: Client, monkeypatch):
    def silent(*_args: object, **_kwargs: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("talentbridge.operations.queries.pending_news", silent)
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (503, {"database": "unreachable"})


def test_search_engines_stay_out_of_a_demo(client: Client, settings):
    settings.DEMO = True
    assert "Disallow: /\n" in client.get("/robots.txt").text
    settings.DEMO = False
    assert "Disallow: /account/" in client.get("/robots.txt").text


def test_the_home_page_asks_the_database_a_fixed_number_of_questions(
    client: Client, django_assert_max_num_queries
):
    client.get("/")
    with django_assert_max_num_queries(6, connection=connection):
        client.get("/")


def test_the_example_is_due_on_a_friday_evening_in_seoul():
    for day in range(1, 15):
        due = friday_evening(datetime(2026, 11, day, 23, 30, tzinfo=UTC))
        assert (due.weekday(), due.hour) == (4, 9)
        assert 6 < (due - datetime(2026, 11, day, tzinfo=UTC)).days < 15
