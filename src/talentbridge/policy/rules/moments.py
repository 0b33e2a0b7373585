"""Days and moments as people type them into an address."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.text import N_

SEOUL = ZoneInfo("Asia/Seoul")


def day_of(text: str, field: str = "on") -> date:
    """A day such as 2026-11-30. Raises `Invalid` on `field`."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid(
            {
                field: no(
                    "policy.day", N_("“{text}” is no day. Write it as 2026-11-30."), text=text.strip()[:40]
                )
            }
        ) from None


def moment_of(text: str, field: str = "known_at") -> datetime:
    """A moment: a day means its end in Seoul, a time without a zone is Seoul's. Raises `Invalid` on `field`."""
    plain = text.strip()
    try:
        day = date.fromisoformat(plain)
        return datetime.combine(day, time(), SEOUL) + timedelta(days=1, microseconds=-1)
    except (ValueError, OverflowError):
        pass
    try:
        moment = datetime.fromisoformat(plain)
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
