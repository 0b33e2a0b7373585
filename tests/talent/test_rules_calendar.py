"""Free and busy: days, hours with daylight saving, and the calendar read back by the library that others use."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Calendar

from talentbridge.talent.gateways import calendar
from talentbridge.talent.rules import calendar as rules
from talentbridge.talent.rules.calendar import Free

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # a Monday
TODAY = AT.date()
WARSAW = Free(
    zone="Europe/Warsaw", days=(0, 1, 2, 3), begins=time(8), ends=time(16), country="PL",
    off=((date(2026, 12, 1), date(2026, 12, 3)),), free_until=date(2027, 3, 31),
)  # fmt: skip


def read(free: Free) -> Calendar:
    words = {"name": "Availability", "busy": "Busy", "work": "Free for work"}
    return Calendar.from_ical(calendar.write(free, uid="u@bridge", at=AT, **words))


def events(free: Free) -> list:
    return read(free).walk("VEVENT")


def busy_days(free: Free) -> set[date]:
    found = set()
    for event in events(free):
        if event["transp"] == "OPAQUE":
            day = event.decoded("dtstart")
            while day < event.decoded("dtend"):
                found.add(day)
                day += timedelta(days=1)
    return found


@pytest.mark.parametrize(
    ("day", "is_free"),
    [
        (date(2026, 11, 24), True),
        (date(2026, 11, 27), False),  # a Friday: no working day
        (date(2026, 12, 2), False),  # a day off
        (date(2026, 12, 25), False),  # a holiday in Poland
        (date(2027, 3, 31), True),
        (date(2027, 4, 1), False),  # over
    ],
)
def test_a_day_is_free_or_not(day, is_free):
    assert WARSAW.is_free(day) is is_free


def test_hours_follow_daylight_saving():
    winter, summer = WARSAW.hours(date(2027, 3, 25)), WARSAW.hours(date(2027, 3, 29))
    assert (winter[0].hour, summer[0].hour) == (7, 6)  # UTC; the clocks change on 28 March


def test_the_calendar_is_one_and_names_nobody():
    text = calendar.write(
        WARSAW, uid="u@bridge", at=AT, name="Availability", busy="Busy", work="Free for work"
    ).decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    whole = Calendar.from_ical(text)
    assert (whole["version"], whole["method"]) == ("2.0", "PUBLISH")
    assert {str(event["summary"]) for event in whole.walk("VEVENT")} == {"Busy", "Free for work"}
    for name in ("ATTENDEE", "ORGANIZER", "DESCRIPTION", "LOCATION", "CN="):
        assert name not in text
    uids = [str(event["uid"]) for event in whole.walk("VEVENT")]
    assert len(uids) == len(set(uids))


def test_read_back_busy_days_are_those_of_the_rules():
    days = busy_days(WARSAW)
    for day in rules.days_ahead(TODAY):
        assert (day in days) is WARSAW.is_busy(day), day


def test_working_hours_repeat_in_the_real_zone_and_leave_out_what_is_busy():
    [hours] = [event for event in events(WARSAW) if event["transp"] == "TRANSPARENT"]
    start = hours.decoded("dtstart")
    assert str(start.tzinfo) == "Europe/Warsaw"
    assert hours["dtstart"].params["TZID"] == "Europe/Warsaw"
    assert (start.hour, hours.decoded("dtend").hour) == (8, 16)
    assert hours["rrule"]["FREQ"] == ["WEEKLY"]
    assert hours["rrule"]["BYDAY"] == ["MO", "TU", "WE", "TH"]
    exdates = hours["exdate"] if isinstance(hours["exdate"], list) else [hours["exdate"]]
    left_out = {each.dt.date() for group in exdates for each in group.dts}
    assert {date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 3)} <= left_out
    assert date(2026, 12, 25) not in left_out  # a Friday, which the rule does not have
    assert all(not WARSAW.is_free(day) for day in left_out)


def test_the_zone_stands_in_the_calendar_with_its_own_rules():
    zones = read(WARSAW).walk("VTIMEZONE")
    assert [str(zone["tzid"]) for zone in zones] == ["Europe/Warsaw"]
    offsets = {str(part["tzname"]): part["tzoffsetto"].td for part in zones[0].subcomponents}
    assert offsets["CET"] == timedelta(hours=1)
    assert offsets["CEST"] == timedelta(hours=2)


def test_somebody_who_is_not_free_yet_is_busy_until_then():
    later = Free(zone="Asia/Ho_Chi_Minh", free_from=date(2027, 1, 4))
    assert busy_days(later) >= {TODAY, date(2027, 1, 3)}
    assert date(2027, 1, 4) not in busy_days(later)


def test_somebody_who_is_never_free_has_no_hours():
    over = Free(zone="Asia/Seoul", free_until=date(2026, 1, 1))
    assert all(event["transp"] == "OPAQUE" for event in events(over))


@pytest.mark.parametrize("country", ["", "XX", "ZZ"])
def test_a_country_without_known_holidays_has_none(country):
    assert rules.public_holidays(country, 2027) == frozenset()


@pytest.mark.parametrize(
    ("days", "begins", "ends", "field"),
    [((), time(9), time(18), "days"), ((7,), time(9), time(18), "days"), ((0,), time(18), time(9), "ends"),
     ((0,), None, time(9), "ends")],
)  # fmt: skip
def test_a_week_that_is_none_is_refused(days, begins, ends, field):
    assert field in rules.week_problems(days, begins, ends)
    assert not rules.week_problems((0, 6), time(9), time(18))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (TODAY, TODAY - timedelta(days=1)),
        (date(2026, 1, 1), date(2026, 1, 2)),
        (TODAY, TODAY + timedelta(days=800)),
        (None, TODAY),
    ],
)
def test_days_off_that_are_none_are_refused(first, last):
    assert rules.off_problems(first, last, TODAY)
    assert not rules.off_problems(TODAY, TODAY, TODAY)
