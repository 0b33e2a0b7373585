"""The guide to visas and papers: public pages, and the same check for programs."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from talentbridge.policy.rules.visa import STATUSES
from talentbridge.policy.services import load_reviewed_rules

pytestmark = pytest.mark.django_db
CHECK = "/visa/check/"
API = "/api/v1/policy/visa/check"


@pytest.fixture(autouse=True)
def rows():
    load_reviewed_rules()


@pytest.fixture
def client() -> Client:
    reader = Client()
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return reader


def read(client: Client, url: str, **asked: object) -> str:
    answer = client.get(url, asked)
    assert answer.status_code == 200, answer.content[:300]
    return answer.content.decode()


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_a_page_in_both_languages(client, status, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = read(client, reverse("visa:status", args=[status]))
    assert STATUSES[status][0] in page
    assert "2026-11-" in page  # when it was checked


def test_the_guide_says_first_that_remote_work_needs_no_visa(client):
    page = read(client, "/visa/")
    assert "Remote work needs no visa" in page
    assert "files nothing for anybody" in page
    assert page.index("Remote work needs no visa") < page.index("K-Tech Pass")
    assert "is not known. Whatever multiplies it is not known either." in page
    assert "49,955,000" in page


def test_the_gni_of_its_days_is_shown(client):
    page = read(client, "/visa/", on="2025-06-01")
    assert "counts on this day is 49,955,000 won" in page


def test_a_day_without_a_row_is_not_known(client):
    assert "Not known for this date" in read(client, "/visa/e-7-1/", on="2001-01-01")
    assert "Not known for this date" in read(client, "/visa/", on="2001-01-01")
    assert "Not known for this date" in read(client, CHECK, purpose="relocate", on="2001-01-01")


@pytest.mark.parametrize("day", ["tomorrow", "2026-13-01", "1066-10-14"])
def test_a_day_that_is_none_is_told(client, day):
    answer = client.get("/visa/", {"on": day})
    assert answer.status_code == 422
    assert "not a day that can be used" in answer.content.decode()


def test_an_unknown_status_is_not_there(client):
    assert client.get("/visa/z-9/").status_code == 404


def test_the_check_answers_with_reasons_rows_and_papers(client):
    page = read(
        client, CHECK, purpose="relocate", employer="korean", degree="bachelor", related="yes", years="3",
        pay="40000000", field="software",
    )  # fmt: skip
    assert "Likely open" in page
    assert "₩31,120,000" in page
    assert "F-1-D cannot be used for an engagement with a Korean company" in page
    assert "Proof of degree" in page
    assert "What would change it" in page
    assert 'value="40000000"' in page  # what was typed stands in the form and in the address
    assert "Source found, needs judgement" in page


def test_remote_work_needs_none_and_offers_no_status(client):
    page = read(client, CHECK, purpose="remote")
    assert "needs no Korean visa" in page
    assert "Likely open" not in page


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"pay": "-5"}, "cannot be below zero"),
        ({"pay": "a lot"}, "Write a number"),
        ({"country": "QQ"}, "QQ is not one of the available choices"),
        ({"purpose": "holiday"}, "is not one of the available choices"),
        ({"purpose": ""}, "Choose what it is about."),
        ({"on": "soon"}, "Write the day as"),
        ({"age": "400"}, "more than there can be"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_kept(client, asked, told):
    answer = client.get(CHECK, {"purpose": "relocate", "years": "7"} | asked)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert 'value="7"' in page
    assert "Likely open" not in page


def test_the_way_back_is_free(client):
    page = read(client, "/visa/move/")
    assert "No penalty" in page
    assert page.index("From remote work to Korea") < page.index("From Korea back to remote work")


def test_nothing_of_a_check_is_kept(client, django_assert_num_queries):
    with django_assert_num_queries(1):  # the rows, and nothing else
        read(client, CHECK, purpose="relocate", pay="40000000")


# Programs --------------------------------------------------------------------------------------------------------


def test_the_same_check_for_programs(client):
    answer = client.get(
        API, {"purpose": "relocate", "employer": "korean", "pay": "31120000", "status": "e-7-1"}
    )
    assert answer.status_code == 200
    found = answer.json()
    assert [each["status"] for each in found["statuses"]] == ["e-7-1"]
    line = found["statuses"][0]["lines"][1]
    assert (line["answer"], line["rows"][0]["value"]) == ("met", "31120000")
    assert found["needed"] == "yes"


def test_the_paths_of_a_purpose_for_programs(client):
    found = client.get(API, {"purpose": "found", "abroad": "yes", "incorporated": "no"}).json()
    assert [each["status"] for each in found["statuses"]] == ["d-8-4-s", "d-8-4"]
    assert found["statuses"][0]["papers"][:2] == ["passport", "application"]
    assert client.get(API, {"purpose": "remote"}).json() == {
        "on": found["on"], "needed": "no", "needed_reason": "Work from abroad needs no Korean visa: nobody travels.",
        "statuses": [],
    }  # fmt: skip


def test_programs_that_say_nothing_are_answered_with_questions(client):
    found = client.get(API).json()
    assert found["needed"] == "yes"
    assert {each["outcome"] for each in found["statuses"]} == {"questions"}


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"pay": "-1"}, "pay"), ({"country": "QQ"}, "country"), ({"status": "z-9"}, "status"), ({"salary": "5"}, "salary"),
        ({"on": "never"}, "on"), ({"purpose": "holiday"}, "purpose"), ({"country": "{x}"}, "country"),
    ],
)  # fmt: skip
def test_programs_are_told_which_parameter_is_wrong(client, asked, field):
    answer = client.get(API, {"purpose": "relocate"} | asked)
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [field]
