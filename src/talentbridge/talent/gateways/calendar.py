"""Free and busy as an iCalendar (RFC 5545), written by the icalendar library: folding, escaping, time zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from talentbridge.talent.rules.calendar import Free, busy_stretches, days_ahead

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_REFRESH = timedelta(hours=12)
_RULES = timedelta(days=400)  # around today, for which the zone's daylight saving is written out


def write(free: Free, *, uid: str, name: str, busy: str, work: str, at: datetime) -> bytes:
    """A calendar of the next half year. `uid` names it and nobody; `name`, `busy` and `work` are the words shown.

    Working hours repeat weekly in the person's own zone, with its rules of daylight saving; they do not block the
    reader's calendar (transparent). Days on which nobody can be asked are whole days that do (opaque).
    """
    today = at.astimezone(ZoneInfo(free.zone)).date()
    calendar = Calendar()
    calendar.add("prodid", "-//K-Digital Talent Bridge//Availability//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    if hours := _working_hours(free, today, uid, work, at):
        calendar.add_component(hours)
    for first, last in busy_stretches(free, today):
        calendar.add_component(_busy(first, last, uid, busy, at))
    calendar.add_missing_timezones(first_date=today - _RULES, last_date=today + _RULES)
    return bytes(calendar.to_ical())


def _working_hours(free: Free, today: date, uid: str, work: str, at: datetime) -> Event | None:
    place = ZoneInfo(free.zone)
    working = [day for day in days_ahead(today) if free.is_free(day)]
    if not working:
        return None
    first, last = working[0], working[-1]
    event = Event()
    event.add("uid", f"hours-{uid}")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("summary", work)
    event.add("dtstart", datetime.combine(first, free.begins, place))
    event.add("dtend", datetime.combine(first, free.ends, place))
    until = datetime.combine(last, free.begins, place).astimezone(UTC)
    event.add("rrule", {"freq": "weekly", "byday": [_DAYS[day] for day in sorted(free.days)], "until": until})
    left_out = [
        day
        for day in days_ahead(today)
        if first <= day <= last and day.weekday() in free.days and not free.is_free(day)
    ]
    if left_out:
        event.add("exdate", [datetime.combine(day, free.begins, place) for day in left_out])
    event.add("transp", "TRANSPARENT")
    event.add("class", "PUBLIC")
    return event


def _busy(first: date, last: date, uid: str, busy: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"busy-{first.isoformat()}-{uid}")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("summary", busy)
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("transp", "OPAQUE")
    event.add("class", "PUBLIC")
    return event
