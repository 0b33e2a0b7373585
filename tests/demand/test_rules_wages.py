"""The budget beside KOSA's wages (domain facts D1), with the arithmetic written out."""

from datetime import date
from decimal import Decimal

import pytest

from talentbridge.demand.rules import TaskDraft
from talentbridge.demand.rules.wages import JOBS, compare
from talentbridge.kernel.money import Money
from talentbridge.policy.rules import Certainty, files

BOOK = files.book(date(2026, 11, 30))
RATES = {"KRW": Decimal(1), "USD": Decimal(1450)}
JOB = {"backend-developer": "응용SW개발자"}


def draft(minor: int, weeks: int = 13, hours: int | None = None, currency: str = "KRW") -> TaskDraft:
    return TaskDraft(
        budget=Money(minor, currency), weeks=weeks, weekly_hours=hours, roles=("backend-developer",)
    )


def test_a_full_time_month_of_the_budget_stands_beside_the_average():
    (found,) = compare(draft(18_000_000), JOB, BOOK, RATES)
    # 13 weeks are 3 months (52 / 12 weeks each): 18,000,000 / 3 = 6,000,000; the average is 6,943,457
    assert found.month == Money(6_000_000, "KRW")
    assert found.rule.value == Decimal(6943457)
    assert round(found.ratio * 100) == 86
    assert found.rule.certainty is Certainty.JUDGEMENT
    assert not found.is_odd


def test_half_a_week_is_half_a_month():
    (found,) = compare(draft(9_000_000, hours=20), JOB, BOOK, RATES)
    assert found.month == Money(6_000_000, "KRW")  # 9,000,000 / 3 months / (20 of 40 hours)


def test_another_currency_is_taken_at_the_rate_of_the_day():
    (found,) = compare(draft(600_000, currency="USD"), JOB, BOOK, RATES)
    assert found.month == Money(2_900_000, "KRW")  # 6,000 x 1,450 / 3


@pytest.mark.parametrize(
    ("won", "odd"), [(5_000_000, True), (6_000_000, False), (41_000_000, False), (42_000_000, True)]
)
def test_far_away_asks_for_another_look(won, odd):
    # a quarter of 6,943,457 is 1,735,864 a month (5,207,592 in three), twice is 13,886,914 (41,660,742)
    assert compare(draft(won), JOB, BOOK, RATES)[0].is_odd is odd


def test_what_is_missing_compares_nothing():
    assert compare(TaskDraft(roles=("backend-developer",)), JOB, BOOK, RATES) == ()
    assert compare(draft(1_000_000), {}, BOOK, RATES) == ()
    assert compare(draft(1_000, currency="EUR"), JOB, BOOK, RATES) == ()


def test_every_job_has_its_row():
    assert all(BOOK.get(f"rate.kosa.{key}") for key in JOBS.values())
    assert len(set(JOBS.values())) == 17
