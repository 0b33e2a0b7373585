"""What a review asks, when it is shown, and when a number may be said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentbridge.kernel.actor import Side
from talentbridge.reputation import rules

T0 = datetime(2026, 11, 2, tzinfo=UTC)
GOOD = {"quality": 5, "communication": 4, "punctuality": 3}
TEXT = "Clear words, good work, and no surprises."


@dataclass
class Window:
    state: str = "blind"
    closes_at: datetime = T0 + rules.BLIND_FOR


def test_both_or_fourteen_days_open_the_reviews():
    assert not rules.can_open(Window(), [Side.COMPANY], T0)
    assert rules.can_open(Window(), [Side.COMPANY, Side.TALENT], T0)
    assert not rules.can_open(Window(), [], T0 + timedelta(days=14, seconds=-1))
    assert rules.can_open(Window(), [], T0 + timedelta(days=14))
    assert not rules.can_open(Window(state="open"), [Side.COMPANY, Side.TALENT], T0)


def test_a_review_is_written_once_and_in_time():
    assert rules.can_write(Window(), written=False, at=T0)
    assert rules.can_write(Window(), written=True, at=T0).code == "reputation.written"
    assert (
        rules.can_write(Window(), written=False, at=T0 + timedelta(days=14)).code == "reputation.window_over"
    )
    assert rules.can_write(Window(state="open"), written=False, at=T0).code == "reputation.window_over"


def test_a_reply_is_written_once_and_only_to_what_is_shown():
    assert rules.can_reply(Window(), replied=False).code == "reputation.still_blind"
    assert rules.can_reply(Window(state="open"), replied=True).code == "reputation.replied"
    assert rules.can_reply(Window(state="open"), replied=False)


@pytest.mark.parametrize(
    ("ratings", "text", "refused"),
    [
        (GOOD, TEXT, set()),
        (GOOD, " " * 30, {"text"}),
        (GOOD, "x" * 4001, {"text"}),
        (GOOD | {"quality": 6}, TEXT, {"quality"}),
        ({"quality": 5}, TEXT, {"communication", "punctuality"}),
        (GOOD | {"beauty": 5}, TEXT, {""}),
    ],
)
def test_what_cannot_be_used_is_refused_beside_its_field(ratings, text, refused):
    assert set(rules.refusals(Side.COMPANY, ratings, text)) == refused


def test_each_side_is_asked_its_own_questions():
    assert not set(rules.ASPECTS[Side.COMPANY]) & set(rules.ASPECTS[Side.TALENT])
    assert rules.refusals(Side.TALENT, {"clarity": 1, "payment": 5, "respect": 3}, TEXT) == {}


@given(st.lists(st.integers(1, 5), min_size=1, max_size=9))
def test_a_number_is_said_from_three_reviews_on(points):
    summary = rules.summary(len(points), {"quality": sum(points)}, again=0)
    assert summary.has_numbers == (len(points) >= 3)
    if summary.has_numbers:
        assert Decimal(1) <= summary.averages["quality"] <= Decimal(5)
