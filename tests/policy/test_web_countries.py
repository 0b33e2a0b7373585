"""Pages and REST of countries, cards and channels: what a stranger reads, in both languages, and what is refused."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from talentbridge.policy.rules import COUNTRIES, Rule
from talentbridge.policy.services import load_reviewed_rules
from tests.factories.policy import nothing_known_about

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rows() -> None:
    load_reviewed_rules()


def read(client: Client, address: str, language: str = "en", status: int = 200) -> str:
    client.cookies["language"] = language
    answer = client.get(address)
    assert answer.status_code == status, address
    return re.sub(r"\s+", " ", answer.text)


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", text))


def test_the_list_names_every_country_with_its_hours(client):
    text = read(client, "/countries/")
    assert all(f'href="/countries/{code}/"' in text for code in COUNTRIES)
    assert "5 h 30 min" in text  # India
    assert "no shared hours" in text  # New York
    assert "베트남" in read(client, "/countries/", "ko")


def test_the_list_asks_the_database_as_often_for_sixteen_as_for_one(client):
    with CaptureQueriesContext(connection) as queries:
        read(client, "/countries/")
    assert len(queries) <= 3


def test_a_country_in_full_shows_the_specifications_table_as_given(client):
    text = words(read(client, "/countries/VN/"))
    assert "22 % of the monthly pay" in text
    assert "1.3–1.5 times the pay" in text
    assert "412–618 USD a month" in text
    assert "Strengths" in text and "What policy may do" in text
    korean = words(read(client, "/countries/VN/", "ko"))
    assert "추상적인 지시에 혼란을 느끼며" in korean
    assert "세계 최초로 한국어를 제1외국어로 채택했습니다" in korean


def test_what_differs_stands_side_by_side_and_is_not_corrected(client):
    text = words(read(client, "/countries/US/"))
    section = text[text.index("Neither is corrected by the other") :]
    assert "1,670,000,000 USD in all" in section
    assert "looks mis-scaled" in section
    assert section.count("looks mis-scaled") == 1


def test_a_gap_is_said_and_is_not_a_zero(client, monkeypatch):
    from talentbridge.policy.web import countries, shelf  # the page's own door to the rows

    only_cards = shelf.rows_of(countries.korean_today(), countries=["PL", ""], prefixes=["culture"])
    monkeypatch.setattr(shelf, "rows_of", lambda on, **kwargs: only_cards)
    text = words(read(client, "/countries/PL/"))
    assert text.count("Nothing has been checked about this yet.") == 7
    assert "0 %" not in text


def test_unknown_holidays_are_not_no_holidays(client):
    text = words(read(client, "/countries/UA/?day=2026-12-01"))
    assert "The calendar is not known." in text
    assert "Christmas Day" in text  # Korea's side is known
    assert "The calendar is not known." not in words(read(client, "/countries/PL/?day=2026-12-01"))


def test_the_clock_is_asked_for_the_chosen_day(client):
    text = words(read(client, "/countries/PL/?day=2026-07-01"))
    assert "Wed 1 Jul, Wed 15 Jul: shared with Seoul 2 hours" in text
    assert "Thu 15 Jan: shared with Seoul 1 hour " in text


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-31", "0001-01-01", "9999-12-31", "2026-7-1\0"[:8]])
def test_a_day_that_cannot_be_used_is_answered_beside_its_field(client, day):
    text = read(client, f"/countries/PL/?day={day}")
    is_usable = day == "2026-7-1"
    assert ('id="day_error"' in text) is not is_usable


def test_codes_are_forgiving_about_case_and_nothing_else(client):
    assert client.get("/countries/vn/").headers["Location"] == "/countries/VN/"
    for code in ("KR", "XX", "VNM", "x"):
        read(client, f"/countries/{code}/", status=404)


def test_an_old_rate_says_how_old_it_is(client):
    text = words(read(client, "/countries/VN/"))
    assert "10,000 VND = ₩552" in text
    assert "days old" in text


def test_two_countries_stand_side_by_side(client):
    text = read(client, "/countries/compare/?c=VN&c=in&c=VN")
    assert 'data-l="Vietnam"' in text and 'data-l="India"' in text
    said = words(text)
    assert "20–30 %" in said and "21,930,000 KRW a year" in said
    assert "Up to" not in said


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("c=VN&c=IN&c=US&c=JP&c=PL", "Up to 4 countries fit side by side; 5 were chosen."),
        ("c=VN&c=XX", "There is no page for XX."),
        ("c=VN&c=%3Cb%3E", "There is no page for &lt;B&gt;."),
    ],
)
def test_a_fifth_and_an_unknown_country_are_refused_with_a_message(client, asked, message):
    text = read(client, f"/countries/compare/?{asked}", status=422)
    assert message in text
    assert '<table class="table' not in text
    assert re.search('value="VN" checked', text)  # what was chosen stays


def test_one_country_is_not_a_comparison(client):
    assert "Choose one more country" in read(client, "/countries/compare/?c=VN")
    assert "Choose two to 4 countries" in read(client, "/countries/compare/")


def test_a_comparison_is_one_question_to_the_database(client):
    with CaptureQueriesContext(connection) as queries:
        read(client, "/countries/compare/?c=VN&c=IN&c=US&c=JP")
    assert len(queries) <= 3


def card(country: str, topic: str, language: str = "en") -> str:
    with translation.override(language):
        text = Template("{% culture_card country topic %}").render(
            Context({"country": country, "topic": topic})
        )
    return re.sub(r"\s+", " ", text)


def test_a_card_is_the_countrys_own_with_source_and_certainty_and_folds():
    text = card("VN", "feedback")
    assert "<details" in text and "Working with somebody in Vietnam" in text
    assert "by the number of the criterion" in text
    assert "strengths, weaknesses and responses by country" in text
    assert "Source found, needs judgement" in text
    assert "명세서는" in card("VN", "feedback", "ko")


def test_a_country_without_a_card_of_its_own_gets_the_general_one():
    assert "Working apart" in card("UZ", "feedback")
    assert "Working apart" in card("", "spec")
    assert "Working with a Korean company" in card("KR", "deadline")


def test_a_card_costs_one_question():
    with CaptureQueriesContext(connection) as queries:
        card("JP", "meeting")
    assert len(queries) == 1


def test_a_topic_that_no_card_has_is_a_mistake_of_the_page():
    with pytest.raises(ValueError):
        card("JP", "weather")


def test_no_rows_no_card():
    nothing_known_about("culture.meeting")
    assert card("JP", "meeting").strip() == ""


def test_the_channels_stand_there_with_the_fee(client):
    text = words(read(client, "/channels/"))
    for name in ("Job fair", "Government programme", "Headhunting", "Referral"):
        assert name in text
    assert "15–35 % of the annual pay" in text
    assert "A plan of channels" in text
    assert "직접 고용 (정규직)" in read(client, "/channels/", "ko")


def test_a_need_gets_a_plan_with_reasons_and_what_would_change_it(client):
    address = "/channels/?people=1&weeks=4&level=5&rare=on&budget=6000000"
    text = words(read(client, address))
    plan = text[text.index("A plan of channels") :]
    assert plan.index("Headhunting") < plan.index("Placement platform")
    assert "₩10,800,000–25,200,000 a person" in plan
    assert "If the skill were not rare: Placement platform for digital talent" in plan
    assert "Judgement of the platform" in plan
    assert "무엇이 달라지면 바뀌는지" in read(client, address, "ko")


@pytest.mark.parametrize(
    "asked",
    [
        "people=0&weeks=4&level=3",
        "people=2&weeks=x&level=3",
        "people=2&weeks=4&level=9",
        "people=2",
        "people=1&weeks=1&level=1&budget=-5",
    ],
)
def test_a_need_that_cannot_be_keeps_what_was_typed_and_shows_no_plan(client, asked):
    text = read(client, f"/channels/?{asked}", status=422)
    assert 'aria-invalid="true"' in text
    assert "No plan yet" in text


def test_rest_gives_the_same_facts(client):
    listed = client.get("/api/v1/policy/countries?on=2026-12-01").json()
    assert [each["code"] for each in listed] == list(COUNTRIES)
    india = next(each for each in listed if each["code"] == "IN")
    assert india["zones"] == [{"zone": "Asia/Kolkata", "shared_minutes": 330}]
    one = client.get("/api/v1/policy/countries/us?on=2026-12-01").json()
    sizes = {row["key"]: row["value"] for row in one["rows"]}
    assert sizes["spec.market_size"] == "1670000000"
    assert sizes["spec.why"] is None
    assert ["spec.market_size", "spec.people.1", "spec.market_size.doubt"] in one["differences"]
    assert client.get("/api/v1/policy/countries/XX").status_code == 404
    assert client.get("/api/v1/policy/countries/US?on=never").status_code == 422


def test_rest_knows_nothing_for_a_day_without_rows(client):
    assert client.get("/api/v1/policy/countries/US?on=1950-01-01").json()["rows"] == []


def test_rows_keep_their_kind(client):
    from talentbridge.policy.web import countries, shelf

    kinds = {
        row.key: isinstance(row, Rule) for row in shelf.rows_of(countries.korean_today(), countries=["VN"])
    }
    assert kinds["spec.social"] is True
    assert kinds["spec.why"] is False


def test_both_sides_holidays_are_named_and_an_unknown_calendar_says_so():
    def told(country: str) -> str:
        with translation.override("en"):
            return words(Template("{% both_holidays country %}").render(Context({"country": country})))

    assert "South Korea" in told("IN") and "India" in told("IN")
    assert "The calendar is not known." in told("UA")
    assert told("KR").count("South Korea") == 1
