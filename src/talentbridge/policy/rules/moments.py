"""Days and moments as people type them into an address."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.text import N_

SEOUL = ZoneInfo("Asia/Seoul")
FIRST_DAY, LAST_DAY = (
    date(1900, 1, 1),
    date(2199, 12, 31),
)  # no row is older or later; calendars end not far beyond


def day_of(text: str, field: str = "on") -> date:
    """A day such as 2026-11-30. Raises `Invalid` on `field`."""
    try:
        return plausible(date.fromisoformat(text.strip()), field)
    except ValueError:
        raise _no_day(text, field) from None


def plausible(day: date, field: str = "on") -> date:
    """The day itself. Raises `Invalid` on `field` for one that no calendar is asked about, such as 9999-12-31."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise _no_day(day.isoformat(), field)
    return day


def _no_day(text: str, field: str) -> Invalid:
    said = no("policy.day", N_("“{text}” is no day. Write it as 2026-11-30."), text=text.strip()[:40])
    return Invalid({field: said})


def moment_of(text: str, field: str = "known_at") -> datetime:
    """A moment: a day means its end in Seoul, a time without a zone is Seoul's. Raises `Invalid` on `field`."""
    plain = text.strip()
    try:
        day = plausible(date.fromisoformat(plain), field)
        return datetime.combine(day, time(), SEOUL) + timedelta(days=1, microseconds=-1)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(plain)
        plausible(moment.date(), field)
    except ValueError:
        raise Invalid(
            {
                field: no(
                    "policy.moment",
                    N_("“{text}” is no day or moment. Write it as 2026-11-30."),
                    text=plain[:40],
                )
            }
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=SEOUL)
