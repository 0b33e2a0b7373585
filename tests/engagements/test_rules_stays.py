"""Stays in Korea by themselves: days counted by hand, alarms told once, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentbridge.accounts.roles import ROLES
from talentbridge.engagements import permissions
from talentbridge.engagements.models import Stay
from talentbridge.engagements.rules.stays import (
    ALARM_DAYS,
    Span,
    StayDraft,
    can_change_stay,
    can_plan_stay,
    days_in_korea,
    due_alarms,
    ends_too_soon,
    refused_stay,
    tells_company,
)
from talentbridge.engagements.states import STAY_MOVES, EngagementState, StayState
from talentbridge.kernel.actor import Actor, Role, Side
from talentbridge.policy.rules import Certainty, Rule
from tests.engagements.test_rules import BARE, T0, Done

TODAY = date(2026, 11, 30)
FORTNIGHT = StayDraft("visit", "short", date(2026, 12, 7), date(2026, 12, 20))
MARK = Rule(
    "treaty.services_days", "IN", 183, "days", TODAY, None, "treaty", "", TODAY, Certainty.JUDGEMENT
)  # fmt: skip


# Days ------------------------------------------------------------------------------------------------------------


def test_first_and_last_day_both_count():
    """7 to 20 December are 14 days."""
    assert Span(FORTNIGHT.begins_on, FORTNIGHT.ends_on).days == 14
    assert days_in_korea([Span(TODAY, TODAY)], TODAY).in_year == 1


def test_so_far_counts_up_to_the_day_itself():
    found = days_in_korea([Span(date(2026, 11, 26), date(2026, 12, 5))], TODAY)
    assert (found.so_far, found.in_year) == (5, 10)  # 26 to 30 November; 26 November to 5 December


def test_a_stay_over_new_year_is_cut_at_the_year_but_not_in_365_days():
    """20 December to 10 January: 12 days in 2026, 10 in 2027, 22 in a row."""
    span = Span(date(2026, 12, 20), date(2027, 1, 10))
    found = days_in_korea([span], TODAY)
    assert (found.in_year, found.most_in_365) == (12, 22)
    assert days_in_korea([span], date(2027, 2, 1)).in_year == 10


def test_any_365_days_in_a_row_not_only_calendar_years():
    """100 days at the end of 2026 and 100 at the beginning of 2027: 100 in each year, 200 in 365 days."""
    spans = [Span(date(2026, 9, 23), date(2026, 12, 31)), Span(date(2027, 1, 1), date(2027, 4, 10))]
    assert [span.days for span in spans] == [100, 100]
    found = days_in_korea(spans, TODAY, MARK)
    assert (found.in_year, found.most_in_365) == (100, 200)
    assert found.is_over is True


def test_the_same_day_a_year_later_is_outside_of_the_365():
    """1 March 2026 and 1 March 2027 are 365 days apart: never both in 365 days."""
    spans = [Span(date(2026, 3, 1), date(2026, 3, 1)), Span(date(2027, 3, 1), date(2027, 3, 1))]
    assert days_in_korea(spans, TODAY).most_in_365 == 1
    spans[1] = Span(date(2027, 2, 28), date(2027, 2, 28))
    assert days_in_korea(spans, TODAY).most_in_365 == 2


@pytest.mark.parametrize(("days", "over"), [(183, False), (184, True)])
def test_the_mark_is_passed_by_the_184th_day(days, over):
    span = Span(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=days - 1))
    assert days_in_korea([span], TODAY, MARK).is_over is over


def test_without_a_row_of_the_treaty_nothing_is_said_about_the_mark():
    assert days_in_korea([Span(date(2026, 1, 1), date(2026, 12, 31))], TODAY).is_over is None


@given(st.lists(st.tuples(st.dates(date(2025, 1, 1), date(2028, 1, 1)), st.integers(0, 300)), max_size=5))
def test_no_day_counts_twice_and_no_count_passes_its_frame(raw):
    spans = [Span(day, day + timedelta(days=more)) for day, more in raw]
    found = days_in_korea(spans, TODAY)
    assert 0 <= found.so_far <= found.in_year <= 365
    assert found.most_in_365 <= 365
    assert found.in_year <= found.most_in_365


# Alarms ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "told", "now", "passed"),
    [
        (91, set(), None, ()), (90, set(), 90, (90,)), (61, {90}, None, ()), (60, {90}, 60, (60,)),
        (30, {90, 60}, 30, (30,)), (7, {90, 60, 30}, 7, (7,)), (6, {90, 60, 30, 7}, None, ()),
        (20, set(), 30, (90, 60, 30)), (-3, set(), 7, (90, 60, 30, 7)), (50, {30}, None, ()),
    ],
)  # fmt: skip
def test_each_threshold_is_told_once_and_only_the_nearest(left, told, now, passed):
    assert due_alarms(TODAY + timedelta(days=left), TODAY, told) == (now, passed)


@given(st.integers(-10, 200), st.integers(1, 40))
def test_a_job_that_runs_every_day_tells_at_most_four_times(left, pause):
    """Whatever days the job sleeps, nothing is told twice."""
    ends, told, heard = TODAY + timedelta(days=left), set(), []
    for day in range(0, 220, pause):
        now, passed = due_alarms(ends, TODAY + timedelta(days=day), told)
        told |= set(passed)
        heard += [now] if now else []
    assert len(heard) == len(set(heard)) <= len(ALARM_DAYS)
    assert heard == sorted(heard, reverse=True)


def test_the_company_hears_late_and_little():
    assert [days for days in ALARM_DAYS if tells_company(days)] == [30, 7]


# Refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"status": "f-1-d"}, "status", "engagements.workation"),
        ({"status": "z-9"}, "status", "engagements.no_status"),
        ({"purpose": "fun"}, "purpose", "engagements.no_purpose"),
        ({"ends_on": date(2026, 12, 6)}, "ends_on", "engagements.stay_ends_early"),
        ({"ends_on": date(2062, 12, 6)}, "ends_on", "engagements.stay_too_long"),
        ({"expires": {"diploma": TODAY}}, "diploma", "engagements.no_paper"),
    ],
)
def test_what_cannot_be_entered(changes, field, code):
    assert refused_stay(replace(FORTNIGHT, **changes), [])[field].code == code


def test_workation_is_refused_with_its_reason():
    told = refused_stay(replace(FORTNIGHT, status="f-1-d"), [])["status"].sentence
    assert "cannot be used for an engagement with a Korean company" in told


@pytest.mark.parametrize(
    ("begins", "ends", "meets"),
    [(20, 25, True), (21, 25, False), (1, 6, False), (1, 7, True), (10, 12, True)],
)
def test_two_stays_of_an_engagement_share_no_day(begins, ends, meets):
    other = Span(date(2026, 12, begins), date(2026, 12, ends))
    assert ("begins_on" in refused_stay(FORTNIGHT, [other])) is meets


def test_a_paper_that_ends_before_the_stay_is_a_warning_only():
    expires = {"passport": date(2026, 12, 19), "visa": date(2026, 12, 20), "residence_certificate": TODAY}
    assert ends_too_soon(expires, FORTNIGHT.ends_on) == ["passport"]
    assert refused_stay(replace(FORTNIGHT, expires=expires), []) == {}


def test_a_stay_is_planned_only_for_somebody_who_agreed_in_a_running_engagement():
    agreed = replace(BARE, agreed=Done(T0))
    assert can_plan_stay(agreed)
    assert can_plan_stay(BARE).code == "engagements.nobody_travels"
    assert can_plan_stay(replace(agreed, state=EngagementState.STOPPED)).code == "engagements.closed"
    assert can_change_stay(agreed, is_cancelled=False)
    assert can_change_stay(agreed, is_cancelled=True).code == "engagements.stay_cancelled"


def test_a_stay_that_was_called_off_never_comes_back():
    stay = Stay()
    stay.move(StayState.CANCELLED)
    for state in StayState:
        with pytest.raises(ValueError, match="does not move"):
            stay.move(state)
    assert STAY_MOVES.keys() == set(StayState)


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("role", ROLES)
def test_who_enters_a_stay_and_who_reads_its_papers(role, side):
    actor = Actor(person_id=None, name="x", role=role, permissions=ROLES[role].permissions)
    thing = SimpleNamespace(seen_from=side)
    may_note = role in {Role.TALENT, Role.COORDINATOR} and side in {Side.TALENT, Side.COORDINATOR}
    assert bool(permissions.may_note_stay(actor, thing)) is may_note
    assert bool(permissions.may_read_papers(actor, thing)) is (side is not Side.COMPANY)
