"""Worked examples: shared hours of 9 to 18 there and 9 to 18 in Seoul (UTC+9), per date. Source: domain facts B2 (overlap,
January and July 2026) and the rules of daylight saving: United States second Sunday of March to first of November, Europe
last Sunday of March to last of October. 9 to 18 in Seoul is 0 to 9 UTC.
"""

from datetime import date

import pytest

from talentbridge.designer.rules import Form, Level
from tests.designer.examples import option, risk

JANUARY, JULY = date(2026, 1, 15), date(2026, 7, 15)


def hours(country: str, day: date) -> list[float]:
    return [minutes / 60 for _, minutes in option(Form.CONTRACTOR, country, on=day).overlap]


@pytest.mark.parametrize(
    ("country", "january", "july"),
    [
        # New York: 14-23 UTC, in summer 13-22: never 0-9. Los Angeles: 17-2 UTC shares 0-2; in summer 16-1 shares 0-1
        ("US", [0, 2], [0, 1]),
        ("JP", [9], [9]),  # the same clock
        ("VN", [7], [7]),  # UTC+7: 2-11 UTC
        ("IN", [5.5], [5.5]),  # UTC+5:30: 3:30-12:30 UTC shares 3:30-9
        ("ID", [7, 8, 9], [7, 8, 9]),  # UTC+7, +8, +9
        ("PH", [8], [8]),  # UTC+8: 1-10 UTC
        ("UZ", [5], [5]),  # UTC+5: 4-13 UTC
        ("KZ", [5], [5]),  # one zone since 2024, UTC+5
        ("MN", [8, 7], [8, 7]),  # UTC+8; Hovd UTC+7
        ("PK", [5], [5]),
        ("BD", [6], [6]),  # UTC+6: 3-12 UTC
        ("CN", [8], [8]),
        ("SG", [8], [8]),
        ("MY", [8], [8]),
        ("PL", [1], [2]),  # UTC+1: 8-17 UTC shares 8-9; in summer 7-16 shares 7-9
        ("UA", [2], [3]),  # UTC+2: 7-16 UTC shares 7-9; in summer 6-15 shares 6-9
    ],
)
def test_shared_hours_in_winter_and_summer(country, january, july):
    assert hours(country, JANUARY) == january
    assert hours(country, JULY) == july


@pytest.mark.parametrize(
    ("day", "los_angeles"),
    [
        # The working day of Los Angeles that meets a day in Seoul is the one before: Monday 9 to 11 is Sunday 16 to 18.
        (date(2026, 3, 8), 2),  # meets Saturday 7 March, still winter
        (date(2026, 3, 9), 1),  # meets Sunday 8 March, summer time since 2 a.m.
        (date(2026, 11, 1), 1),  # meets Saturday 31 October, still summer
        (date(2026, 11, 2), 2),  # meets Sunday 1 November, winter again
        (date(2027, 3, 14), 2),
        (date(2027, 3, 15), 1),
        (date(2027, 11, 7), 1),
        (date(2027, 11, 8), 2),
    ],
)
def test_around_the_change_in_the_united_states(day, los_angeles):
    assert hours("US", day) == [0, los_angeles]


@pytest.mark.parametrize(
    ("day", "warsaw", "kyiv"),
    [
        (date(2026, 3, 28), 1, 2),
        (date(2026, 3, 29), 2, 3),  # last Sunday of March
        (date(2026, 10, 24), 2, 3),
        (date(2026, 10, 25), 1, 2),  # last Sunday of October
        (date(2027, 3, 27), 1, 2),
        (date(2027, 3, 28), 2, 3),
        (date(2027, 10, 30), 2, 3),
        (date(2027, 10, 31), 1, 2),
    ],
)
def test_around_the_change_in_europe(day, warsaw, kyiv):
    assert hours("PL", day) == [warsaw]
    assert hours("UA", day) == [kyiv]


@pytest.mark.parametrize(("country", "shared"), [("US", "2"), ("PL", "1"), ("UA", "2")])
def test_working_at_the_same_time_with_few_shared_hours_is_watched(country, shared):
    """D3: agree at least 2 to 4 hours of overlap; below 4 the designer says watch. In writing it says nothing."""
    found = risk(option(Form.CONTRACTOR, country, on=JANUARY, rhythm="sync"), "clock")
    assert found.level is Level.WATCH
    assert found.reasons[0].said.facts == {"hours": shared}
    assert not [each for each in option(Form.CONTRACTOR, country, on=JANUARY).risks if each.area == "clock"]


@pytest.mark.parametrize("country", ["IN", "UZ", "VN", "JP"])
def test_five_hours_are_enough_to_work_together(country):
    found = option(Form.CONTRACTOR, country, on=JANUARY, rhythm="sync")
    assert not [each for each in found.risks if each.area == "clock"]
