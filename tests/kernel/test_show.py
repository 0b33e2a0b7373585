"""How amounts, moments and places read in each language."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from talentbridge.kernel import show
from talentbridge.kernel.money import Money

REVIEW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)  # 18:00 in Seoul


@pytest.mark.parametrize(
    ("amount", "language", "text"),
    [
        (Money(6_000_000, "KRW"), "ko", "₩6,000,000"),
        (Money(6_000_000, "KRW"), "en", "₩6,000,000"),
        (Money(-198_000, "KRW"), "ko", "−₩198,000"),
        (Money(35_054_521, "INR"), "ko", "₹3,50,545.21"),
        (Money(35_054_521, "INR"), "en", "₹3,50,545.21"),
        (Money(-9_000, "USD"), "en", "−$90.00"),
        (Money(9_000, "USD"), "ko", "US$90.00"),
        (Money(12_345_600, "UAH"), "en", "UAH\N{NO-BREAK SPACE}123,456.00"),
    ],
)
def test_money_reads_with_its_sign_before_and_its_own_grouping(amount, language, text):
    assert show.money(amount, language) == text


def test_a_moment_names_the_city_never_an_abbreviation():
    assert show.moment(REVIEW, "Asia/Seoul", "ko", this_year=2026) == "11월 27일(금) 18:00 서울"
    assert show.moment(REVIEW, "Asia/Seoul", "en", this_year=2026) == "Fri 27 Nov 18:00 Seoul"
    assert show.moment(REVIEW, "Asia/Ho_Chi_Minh", "ko", this_year=2026) == "11월 27일(금) 16:00 호찌민"


def test_another_year_is_said():
    assert show.day(date(2025, 1, 2), "ko", this_year=2026) == "2025년 1월 2일(목)"
    assert show.day(date(2025, 1, 2), "en", this_year=2026) == "Thu 2 Jan 2025"


def test_the_second_clock_repeats_the_day_only_when_it_is_another_one():
    assert show.both(REVIEW, "Asia/Seoul", "Asia/Kolkata", "en")[1] == "14:30 Kolkata"
    late = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)
    assert show.both(late, "Asia/Seoul", "America/Los_Angeles", "en")[1].startswith("Thu 26 Nov")
    assert show.both(REVIEW, "Asia/Seoul", "Asia/Seoul", "en")[1] == ""


@pytest.mark.parametrize(
    "zone",
    [
        "Asia/Kolkata",
        "Asia/Ho_Chi_Minh",
        "Europe/Kyiv",
        "Asia/Kathmandu",
        "Europe/Warsaw",
        "Asia/Almaty",
        "Asia/Jakarta",
    ],
)
def test_cities_of_the_zones_we_use_have_korean_names(zone):
    assert not show.city(zone, "ko").isascii()


def test_a_country_reads_in_the_readers_language_and_an_unknown_code_stays():
    assert (show.country("VN", "ko"), show.country("vn", "en")) == ("베트남", "Vietnam")
    assert show.country("QQ", "ko") == "QQ"


def test_an_act_is_told_with_its_facts():
    with translation.override("en"):
        told = show.told_act(
            "released {amount} for deliverable {number} by {due_at}",
            {
                "amount_minor": 5_000_000,
                "currency": "KRW",
                "number": 2,
                "due_at": "2026-11-27T09:00:00+00:00",
            },
        )
    assert told.startswith("released ₩5,000,000 for deliverable 2 by Fri 27 Nov")
    assert told.endswith("18:00 Seoul")


def test_an_act_that_lacks_a_fact_is_still_told():
    assert show.told_act("signed {title}", {}) == "signed –"


def test_an_empty_sentence_stays_empty():
    # gettext answers an empty string with the catalogue's header
    with translation.override("ko"):
        assert show.said("") == ""


def test_a_country_in_an_act_is_told_by_name():
    with translation.override("ko"):
        assert show.facts({"country": "VN"})["country"] == "베트남"
