"""Rows as plain values: compared, merged, checked; keys; when they are due."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from talentbridge.kernel.errors import Invalid
from talentbridge.policy.rules import content, files, vocabulary
from talentbridge.policy.rules.due import Due, due, has_successor, next_check
from talentbridge.policy.rules.moments import SEOUL, day_of, moment_of
from tests.factories.policy import SAID

DAY = date(2026, 11, 30)


def test_plain_data_comes_back():
    for said in (
        SAID,
        SAID | {"value": None, "unit": "", "note_ko": "글", "note_en": "text", "valid_to": DAY},
    ):
        assert content.from_json(content.to_json(said)) == said


@given(some.decimals(min_value=-(10**13), max_value=10**13, places=10))
def test_a_value_keeps_every_digit(value: Decimal):
    assert content.from_json(content.to_json(SAID | {"value": value}))["value"] == value


def test_the_same_number_written_otherwise_is_the_same():
    assert content.digest(SAID) == content.digest(SAID | {"value": Decimal("0.2000")})
    assert content.digest(SAID) != content.digest(SAID | {"value": Decimal("0.2001")})


def test_what_two_people_changed_is_merged():
    proposed = SAID | {"value": Decimal("0.3"), "valid_to": DAY}
    now = SAID | {"checked_on": DAY}
    assert content.merged(SAID, proposed, now) == SAID | {
        "value": Decimal("0.3"),
        "valid_to": DAY,
        "checked_on": DAY,
    }


def test_differences_are_told_by_column():
    found = content.differences(SAID, SAID | {"value": Decimal("0.3"), "valid_to": DAY})
    assert [(each.column, each.before, each.after) for each in found] == [
        ("value", "0.2", "0.3"), ("valid_to", "", "2026-11-30"),
    ]  # fmt: skip
    assert {each.column for each in content.differences(None, SAID)} >= {"key", "value", "source_name"}


def test_a_plain_row_has_no_problems_and_overlaps_are_days_that_are_shared():
    assert content.problems(SAID, known_key=False, on=DAY) == {}
    first, second = SAID | {"valid_to": DAY}, SAID | {"valid_from": DAY}
    assert content.overlaps(first, second) and content.overlaps(second, first)
    assert not content.overlaps(first, second | {"valid_from": DAY + timedelta(days=1)})


@pytest.mark.parametrize(
    ("key", "country", "code"),
    [
        ("tax.royalty", "", ""),
        ("tax.moon", "", "policy.key"),
        ("royalty", "", "policy.key"),
        ("moon.royalty", "", "policy.key"),
        ("Tax.royalty", "", "policy.key"),
        ("tax..royalty", "", "policy.key"),
        ("social.employer.pension", "VN", ""),
        ("social.employer.pension", "", "policy.country_missing"),
        ("visa.e-7-1.pay", "", ""),
        ("visa.us.h-1b.who", "", ""),
        ("leave.annual", "", "policy.country_missing"),
        ("x" * 200, "", "policy.key"),
    ],
)
def test_keys_are_those_of_the_vocabulary(key, country, code):
    assert vocabulary.fits(key, country).code == code


def test_every_shipped_row_could_have_been_proposed():
    for said in files.read():
        plain = content.tidy(said)
        assert vocabulary.topic(plain["key"]) in vocabulary.TOPICS, plain["key"]
        found = content.problems(plain, known_key=True, on=date(2100, 1, 1))
        assert not found, (plain["key"], found)


def test_a_row_is_due_after_twelve_months_or_before_it_ends():
    assert next_check(date(2024, 2, 29)) == date(2025, 2, 28)
    year_ago = SAID | {"checked_on": date(2025, 11, 30)}
    assert due(year_ago, DAY, has_successor=False) == ()
    assert due(year_ago, DAY + timedelta(days=1), has_successor=False) == (Due.CHECK,)
    ends = SAID | {"valid_to": DAY + timedelta(days=60)}
    assert due(ends, DAY, has_successor=False) == (Due.ENDS,)
    assert due(ends, DAY, has_successor=True) == due(ends, DAY - timedelta(days=1), has_successor=False) == ()
    assert has_successor(ends, [SAID | {"valid_from": DAY + timedelta(days=61)}])
    assert not has_successor(ends, [SAID])


def test_days_and_moments_of_an_address():
    assert day_of(" 2026-11-30 ") == DAY
    assert moment_of("2026-11-30") == datetime(2026, 11, 30, 23, 59, 59, 999999, SEOUL)
    assert moment_of("2026-11-30T09:00") == datetime(2026, 11, 30, 9, tzinfo=SEOUL)
    assert moment_of("2026-11-30T09:00+00:00").utcoffset() == timedelta(0)
    for text in ("", "x", "2026-02-30", "30.11.2026"):
        with pytest.raises(Invalid):
            day_of(text)
        with pytest.raises(Invalid):
            moment_of(text)
    for text in ("9999-12-31T00:00", "0001-01-01"):  # no calendar is asked about them
        with pytest.raises(Invalid):
            moment_of(text)
