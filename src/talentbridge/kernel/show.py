"""How amounts, moments, places and acts are written for a reader. Pure text; `templatetags.bridge` adds the markup.

`language` is the reader's ("ko", "en"); unknown languages read like English. Numbers and names of places come
from CLDR (Babel); the few city names that CLDR lacks in Korean stand here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, get_timezone_location
from babel.numbers import format_currency, format_decimal
from django.utils.translation import get_language, gettext

from talentbridge.kernel.actor import Role
from talentbridge.kernel.clock import now
from talentbridge.kernel.money import Money
from talentbridge.kernel.text import N_

MINUS = "\N{MINUS SIGN}"
HOME_ZONE = "Asia/Seoul"

# Asia/Kolkata is one zone for a country of many cities; its name is kept, as clocks and calendars show it.
# Korean spelling follows the foreign-word notation of the National Institute of Korean Language.
_CITIES = {
    "Asia/Kolkata": ("콜카타", "Kolkata"),
    "Asia/Ho_Chi_Minh": ("호찌민", "Ho Chi Minh City"),
    "Asia/Kathmandu": ("카트만두", "Kathmandu"),
    "Asia/Yangon": ("양곤", "Yangon"),
    "Europe/Kyiv": ("키이우", "Kyiv"),
    "America/Sao_Paulo": ("상파울루", "São Paulo"),
    "America/Argentina/Buenos_Aires": ("부에노스아이레스", "Buenos Aires"),
}

ROLE_TITLES = {
    Role.TALENT: N_("Talent"),
    Role.COMPANY: N_("Company"),
    Role.INSTITUTION: N_("University or educator"),
    Role.PARTNER: N_("Partner"),
    Role.COORDINATOR: N_("Coordinator"),
    Role.OPERATOR: N_("Operator"),
    Role.RESEARCHER: N_("Researcher"),
    Role.GOVERNMENT: N_("Government"),
    Role.SYSTEM: N_("The bridge"),
}


def reading() -> str:
    """The two-letter language of the page being rendered."""
    return (get_language() or "ko")[:2]


def said(text: object) -> str:
    """`text` in the reader's language when it is a message id, unchanged when it already is a sentence; never the
    catalogue's header, which is what gettext answers to an empty string."""
    plain = str(text or "")
    return gettext(plain) if plain else ""


def _locale(language: str, currency: str = "") -> str:
    if currency == "INR":
        return (
            "en_IN"  # lakh and crore grouping, in every language: it is how the amount is read by its owner
        )
    return {"ko": "ko_KR"}.get(language, "en_US")


def money(amount: Money, language: str = "") -> str:
    """₩6,000,000, ₹3,50,545.21, −US$90.00: sign before, a true minus, the currency's own digits."""
    text = format_currency(
        abs(amount.amount), amount.currency, locale=_locale(language or reading(), amount.currency)
    )
    text = re.sub(r"([A-Za-z]{3})(?=\d)", "\\1\N{NO-BREAK SPACE}", text)
    return MINUS + text if amount.minor < 0 else text


def number(value: Any, language: str = "") -> str:
    """1,284 with the reader's grouping."""
    return format_decimal(value, locale=_locale(language or reading()))


def city(zone: str, language: str = "") -> str:
    """The city by which a time zone is known: 서울, Seoul."""
    language = language or reading()
    if zone in _CITIES:
        return _CITIES[zone][0 if language == "ko" else 1]
    return get_timezone_location(zone, locale=_locale(language), return_city=True)


def day(value: date, language: str = "", *, this_year: int | None = None) -> str:
    """11월 27일(금), Fri 27 Nov; with the year when it is not `this_year` (now's by default)."""
    language = language or reading()
    same_year = value.year == (this_year or now().year)
    if language == "ko":
        return format_date(value, "M월 d일(E)" if same_year else "y년 M월 d일(E)", locale="ko")
    return format_date(value, "E d MMM" if same_year else "E d MMM y", locale="en")


def clock(value: datetime, zone: str) -> str:
    """18:00 on the clocks of `zone`."""
    return f"{value.astimezone(ZoneInfo(zone)):%H:%M}"


def moment(
    value: datetime, zone: str = HOME_ZONE, language: str = "", *, this_year: int | None = None
) -> str:
    """11월 27일(금) 18:00 서울; Fri 27 Nov 18:00 Seoul. Always the city, so nobody has to know an abbreviation."""
    local = value.astimezone(ZoneInfo(zone))
    return f"{day(local.date(), language, this_year=this_year)} {local:%H:%M} {city(zone, language)}"


def both(value: datetime, zone: str, other: str, language: str = "") -> tuple[str, str]:
    """The same moment in two places; the second repeats the day only when it is another one there. Empty when the
    two clocks agree."""
    here, there = value.astimezone(ZoneInfo(zone)), value.astimezone(ZoneInfo(other))
    if here.replace(tzinfo=None) == there.replace(tzinfo=None):
        return moment(value, zone, language), ""
    if here.date() == there.date():
        return moment(value, zone, language), f"{there:%H:%M} {city(other, language)}"
    return moment(value, zone, language), moment(value, other, language)


def country(code: str, language: str = "") -> str:
    """The country's name in the reader's language; the code itself when CLDR does not know it."""
    try:
        return Locale.parse(_locale(language or reading())).territories.get(code.upper(), code)
    except (UnknownLocaleError, ValueError):
        return code


def language_name(code: str, language: str = "") -> str:
    """A language's name in the reader's language; the code itself when CLDR does not know it."""
    return Locale.parse(_locale(language or reading())).languages.get(code, code)


def role(value: str) -> str:
    """The title of a role in the reader's language."""
    try:
        return gettext(ROLE_TITLES[Role(value)])
    except ValueError:
        return value


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "–"  # an act from before a sentence named this fact: the rest of it is still worth telling


def facts(stored: Mapping[str, Any], zone: str = HOME_ZONE) -> Mapping[str, str]:
    """The facts of an audited act as a reader sees them.

    `amount_minor` beside `currency` becomes `{amount}` (any `<name>_minor` becomes `{<name>}`), a fact whose name
    ends in `_on` a day, in `_at` or `_by` a moment when it holds one, `country` its name; other strings are translated
    when they are message ids.
    """
    shown = _Facts()
    currency = str(stored.get("currency", ""))
    for key, value in stored.items():
        if key.endswith("_minor") and currency and isinstance(value, int):
            shown[key.removesuffix("_minor")] = money(Money(value, currency))
        shown[key] = _fact(key, value, zone)
    return shown


def _fact(key: str, value: Any, zone: str) -> str:
    if isinstance(value, str) and key.endswith(("_on", "_at", "_by", "due")):
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            return said(value)
        if len(value) <= len("2026-11-27"):
            return day(at.date())
        return moment(at if at.tzinfo else at.replace(tzinfo=UTC), zone)
    if key == "country" and isinstance(value, str):
        return country(value)
    return said(value) if isinstance(value, str) else ("–" if value is None else str(value))


def told_act(sentence: str, stored: Mapping[str, Any], zone: str = HOME_ZONE) -> str:
    """An act's registered `sentence` in the reader's language, filled with its facts."""
    return said(sentence).format_map(facts(stored, zone))
