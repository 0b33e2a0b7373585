"""Countries, languages and zones as a reader chooses them, by name in the page's language."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale

from talentbridge.kernel import show
from talentbridge.talent import rules

_ROOTS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


@lru_cache(maxsize=4)
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """(ISO 3166-1, name) by name."""
    names = Locale.parse(language).territories
    return tuple(
        sorted(((code, str(names.get(code, code))) for code in rules.countries()), key=lambda row: row[1])
    )


@lru_cache(maxsize=4)
def languages(language: str) -> tuple[tuple[str, str], ...]:
    """(ISO 639-1, name) by name, without English and Korean."""
    names = Locale.parse(language).languages
    return tuple(
        sorted(((code, str(names.get(code, code))) for code in rules.languages()), key=lambda row: row[1])
    )


@lru_cache(maxsize=4)
def zones(language: str) -> tuple[tuple[str, str], ...]:
    """(IANA name, city) by city."""
    names = [name for name in available_timezones() if name.startswith(_ROOTS)]
    return tuple(sorted(((name, show.city(name, language)) for name in names), key=lambda row: row[1]))


@lru_cache(maxsize=1)
def _country_names() -> dict[str, str]:
    found = {code.casefold(): code for code in rules.countries()}
    for language in ("en", "ko"):
        found |= {name.casefold(): code for code, name in countries(language)}
    return found


def country_by_name(name: str) -> str:
    """The code of a country given by name in Korean or English, or by code; empty when unknown."""
    return _country_names().get(unicodedata.normalize("NFC", name).strip().casefold(), "")
