"""The clock of a request, who may answer it, and what an answer has to be. No database."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentbridge.matching.rules import requests as rules
from talentbridge.matching.states import OPEN, REQUEST_MOVES, Outcome, RequestKind, RequestState

DAY = date(2026, 12, 1)


@dataclass
class Stub:
    state: str = RequestState.ASKED
    due_on: date = DAY
    extended_at: datetime | None = None


def test_thirty_days_begin_after_the_day_in_seoul_on_which_it_was_asked():
    late_in_utc = datetime(2026, 11, 2, 16, 0, tzinfo=UTC)  # already the 3rd in Seoul
    assert rules.due_on(late_in_utc, 30) == date(2026, 12, 3)


def test_reminders_come_on_day_20_on_day_27_and_when_it_is_overdue():
    asked = date(2026, 11, 1)
    due, told, days = asked + timedelta(days=30), None, []
    for number in range(40):
        step = rules.reminder(rules.days_left(due, asked + timedelta(days=number)), told)
        if step is not None:
            told = step
            days.append(number)
    assert days == [20, 27, 31]


@given(st.integers(-40, 40))
def test_a_reminder_is_told_once_a_step(left: int):
    step = rules.reminder(left, None)
    assert step is None or rules.reminder(left, step) is None


def test_a_re_review_is_done_by_nobody_who_made_or_decided():
    decider, maker = uuid.uuid4(), uuid.uuid4()
    both = rules.involved(RequestKind.REVIEW, deciders=[decider], makers=[maker, None])
    assert both == {decider, maker}
    assert rules.involved(RequestKind.EXPLANATION, deciders=[decider], makers=[maker]) == {decider}


@pytest.mark.parametrize("state", [RequestState.ANSWERED, RequestState.WITHDRAWN])
def test_nothing_can_be_done_with_what_is_over(state):
    over = Stub(state)
    for can in (rules.can_take, rules.can_give_back, rules.can_be_answered, rules.can_withdraw):
        assert can(over).code == "matching.request_over"
    assert REQUEST_MOVES[state] == frozenset()
    assert state not in OPEN


def test_somebody_takes_it_before_it_is_answered():
    assert rules.can_be_answered(Stub()).code == "matching.take_first"
    assert rules.can_take(Stub(RequestState.IN_WORK)).code == "matching.taken"
    assert rules.can_be_answered(Stub(RequestState.IN_WORK))
    assert rules.can_give_back(Stub()).code == "matching.not_taken"


def test_it_is_put_off_once_and_not_after_its_last_day():
    in_work = Stub(RequestState.IN_WORK)
    assert rules.can_extend(in_work, DAY)
    assert rules.can_extend(in_work, DAY + timedelta(days=1)).code == "matching.extended_late"
    again = Stub(RequestState.IN_WORK, extended_at=datetime(2026, 11, 20, tzinfo=UTC))
    assert rules.can_extend(again, DAY).code == "matching.extended_once"


def test_what_can_be_asked():
    assert rules.can_ask("explanation", has_list=False, is_left_out=True)
    assert rules.can_ask("review", has_list=False, is_left_out=False).code == "matching.review_of_what"
    assert rules.can_ask("left_out", has_list=False, is_left_out=True).code == "matching.left_out_already"
    assert rules.can_ask("bribe", has_list=True, is_left_out=False).code == "matching.unknown_kind"


PREPARED = "This is about the list for the pipeline. You are not on it. Python level 4 is not met."


def test_a_prepared_text_is_no_human_look():
    assert "answer" in rules.answer_fits("review", Outcome.CONFIRMED, f"  {PREPARED}\n", PREPARED)
    own = f"{PREPARED} I looked at the certificate, too; it speaks for level 3."
    assert rules.answer_fits("review", Outcome.CONFIRMED, own, PREPARED) == {}
    assert rules.answer_fits("explanation", Outcome.EXPLAINED, PREPARED, PREPARED) == {}


@pytest.mark.parametrize(
    ("kind", "outcome", "answer", "wrong"),
    [
        ("review", "explained", PREPARED + " seen", {"outcome"}),
        ("review", "", "no", {"outcome", "answer"}),
        ("explanation", "confirmed", PREPARED, {"outcome"}),
        ("explanation", "explained", " " * 50, {"answer"}),
        ("explanation", "explained", "x" * 8_001, {"answer"}),
    ],
)
def test_answers_that_are_not_sent(kind, outcome, answer, wrong):
    assert rules.answer_fits(kind, outcome, answer, "").keys() == wrong
