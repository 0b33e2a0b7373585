"""The countries that the bridge knows: where they lie on the clock, what they pay in, what they speak."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from talentbridge.policy.rules.clocks import overlap

_FILE = Path(__file__).parents[1] / "data" / "countries.toml"
SEOUL = "Asia/Seoul"


@dataclass(frozen=True)
class Country:
    """One country. `code` is ISO 3166-1; `zones` begin with the one where most of its engineers work."""

    code: str
    zones: tuple[str, ...]
    currency: str
    languages: tuple[str, ...]
    in_full: bool = False  # the specification has tables of its own about it

    def overlaps(self, day: date) -> tuple[tuple[str, int], ...]:
        """(zone, shared minutes of 9 to 18 with Seoul on `day`); daylight saving moves it, so it is never stored."""
        return _overlaps(day, self.zones)


@lru_cache(maxsize=512)
def _overlaps(day: date, zones: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    return tuple((zone, overlap(day, SEOUL, zone).minutes) for zone in zones)


def _read() -> dict[str, Country]:
    with _FILE.open("rb") as file:
        return {
            code: Country(
                code,
                tuple(raw["zones"]),
                raw["currency"],
                tuple(raw["languages"]),
                raw.get("in_full", False),
            )
            for code, raw in tomllib.load(file).items()
        }


COUNTRIES: dict[str, Country] = _read()
