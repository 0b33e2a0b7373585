"""What a text can be found to say. Plain values: the same words give the same value, and each goes into JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What is said; beside each, the type of `Found.value`."""

    SKILL = "skill"  # str: id in the graph
    ROLE = "role"  # str: id in the graph
    LEVEL = "skill_level"  # SkillLevel
    YEARS = "years"  # Years
    LANGUAGE = "language"  # LanguageLevel
    OVERLAP = "overlap"  # Overlap
    ZONE = "time_zone"  # Zones
    PAY = "pay"  # Pay
    FORM = "employment_form"  # str: a key of forms.EMPLOYMENT
    MODE = "work_mode"  # str: a key of forms.MODES
    WEEKLY = "weekly_hours"  # Hours
    PLACE = "place"  # str: ISO 3166-1 alpha-2 in capitals, or a key of places.REGIONS
    START = "start"  # date, or "at once"
    END = "end"  # date
    DURATION = "duration"  # Duration
    NOT = "not_needed"  # Denied


@dataclass(frozen=True, slots=True)
class SkillLevel:
    """A skill at a level 1-6 (1 assisted … 6 sets direction)."""

    skill: str
    level: int


@dataclass(frozen=True, slots=True)
class Years:
    """Years of experience, with `skill` where the text says in what. None: no bound on that side."""

    least: Decimal | None
    most: Decimal | None
    skill: str = ""


@dataclass(frozen=True, slots=True)
class LanguageLevel:
    """A language (ISO 639-1) at a CEFR level. `said_as` is ``cefr``, ``word`` or a test; `source` maps it to CEFR."""

    language: str
    level: str
    said_as: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Hours a working day in which both sides work; or clock times (HH:MM), in `zone` where one is said."""

    hours: Decimal | None
    zone: str = ""
    begins: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True)
class Zones:
    """A range of clocks: minutes ahead of UTC (standard time), both ends included. `zone`: IANA, where one is meant."""

    low: int
    high: int
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Pay:
    """Major units of an ISO 4217 currency; both ends are the same when one amount is said. None: no bound there.

    `unit` is what it is paid for: ``project``, ``year``, ``month``, ``week``, ``day``, ``hour``; empty when not said.
    """

    low: Decimal | None
    high: Decimal | None
    currency: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours a week; both ends are the same when one number is said. None: no bound there."""

    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Duration:
    """Weeks of work; both ends are the same when one length is said."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Denied:
    """Something that is said not to be needed, wanted or meant: its kind, and what (an id, a language, a place)."""

    kind: Kind
    what: str = ""


Value = str | date | SkillLevel | Years | LanguageLevel | Overlap | Zones | Pay | Hours | Duration | Denied


@dataclass(frozen=True, slots=True)
class Found:
    """``text[start:end]`` is `said` and says `value`. Offsets are code points of the text as it was given."""

    kind: Kind
    value: Value
    start: int
    end: int
    said: str

    def to_json(self) -> dict[str, Any]:
        """For machines: numbers as numbers, days as ISO 8601."""
        return {
            "kind": str(self.kind), "value": _plain(self.value), "start": self.start, "end": self.end,
            "said": self.said,
        }  # fmt: skip


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value
