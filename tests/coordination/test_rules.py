"""Who takes an engagement, and how pressing each one is."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentbridge.coordination import rules
from talentbridge.coordination.rules import Candidate, Level, Signs
from talentbridge.engagements.rules import ACTIONS

T0 = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # a Monday, 10:00 in Seoul
ONE = Candidate(
    uuid.UUID(int=1), "정다은", frozenset({"ko", "en"}), frozenset({"energy"}), capacity=10, load=2
)


def other(number: int, **changes: object) -> Candidate:
    return replace(ONE, person_id=uuid.UUID(int=number), name=f"Coordinator {number}", **changes)


def test_the_one_with_the_most_room_takes_it():
    choice = rules.choose([ONE, other(2, load=1), other(3, load=9)], language="ko")
    assert choice.candidate.person_id == uuid.UUID(int=2)
    assert choice.facts == {"load": 1, "capacity": 10, "able": 3}


def test_room_is_a_share_of_the_limit():
    small, large = other(2, load=2, capacity=4), other(3, load=4, capacity=40)
    assert rules.choose([small, large], language="ko").candidate == large


def test_language_comes_before_room_and_the_sector_before_room_too():
    busy = other(2, load=9, languages=frozenset({"vi"}))
    assert rules.choose([ONE, busy], language="vi").candidate == busy
    far = other(3, load=0, sectors=frozenset({"games"}))
    assert rules.choose([ONE, far], language="ko", sectors=frozenset({"energy"})).candidate == ONE


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"conflict": "family"}, "coordination.conflict"),
        ({"is_away": True}, "coordination.away"),
        ({"load": 10}, "coordination.full"),
        ({"handed_back": True}, "coordination.handed_back"),
    ],
)
def test_conflict_absence_and_a_full_load_are_stops(change, code):
    choice = rules.choose([replace(ONE, **change)], language="ko")
    assert choice.candidate is None
    assert choice.excluded == {code: 1}


candidates = st.builds(
    Candidate,
    person_id=st.uuids(),
    name=st.text(max_size=3),
    languages=st.frozensets(st.sampled_from(["ko", "en", "vi"])),
    sectors=st.just(frozenset()),
    capacity=st.integers(1, 5),
    load=st.integers(0, 6),
    is_away=st.booleans(),
    conflict=st.sampled_from(["", "family"]),
)


@given(st.lists(candidates, max_size=6), st.randoms())
def test_the_choice_is_able_and_does_not_depend_on_the_order(pool, shuffler):
    choice = rules.choose(pool, language="ko")
    if choice.candidate is None:
        assert not any(rules.can_take(each) for each in pool)
    else:
        assert rules.can_take(choice.candidate)
    shuffled = list(pool)
    shuffler.shuffle(shuffled)
    assert rules.choose(shuffled, language="ko").candidate == choice.candidate


def test_a_risk_has_its_reason_in_words():
    calm = Signs(T0 + timedelta(days=3), has_frozen=False, has_unverified=False, overlap_minutes=330)
    assert rules.risk(calm, T0).level is Level.NONE
    assert rules.risk(replace(calm, has_frozen=True), T0) == rules.Risk(
        Level.HIGH, "Money frozen by a concern"
    )
    assert rules.risk(replace(calm, next_due_at=T0 - timedelta(days=3)), T0).level is Level.HIGH
    assert rules.risk(replace(calm, next_due_at=T0 - timedelta(hours=1)), T0).level is Level.CAUTION
    assert rules.risk(replace(calm, has_unverified=True), T0).level is Level.CAUTION
    assert rules.risk(replace(calm, overlap_minutes=90), T0).level is Level.CAUTION
    assert rules.risk(replace(calm, overlap_minutes=None), T0).level is Level.NONE


def test_today_ends_at_midnight_in_seoul_and_the_week_on_sunday():
    today, week = rules.group_ends(T0)
    assert today == datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    assert week == datetime(2026, 11, 29, 15, 0, tzinfo=UTC)
    sunday = datetime(2026, 11, 29, 3, 0, tzinfo=UTC)
    assert rules.group_ends(sunday) == (week, week)


def test_there_is_something_to_do_about_every_step():
    for key, action in ACTIONS.items():
        for due in (
            None,
            T0 - timedelta(days=9),
            T0 - timedelta(hours=1),
            T0 + timedelta(days=1),
            T0 + timedelta(days=9),
        ):
            assert rules.best_action(key, action.side, due, T0)
