"""A row as plain values: what is proposed, compared, checked and kept as a version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.text import N_
from talentbridge.policy.rules import vocabulary
from talentbridge.policy.rules.countries import COUNTRIES
from talentbridge.policy.rules.names import is_known_unit
from talentbridge.policy.rules.rows import Certainty

Content = dict[str, Any]  # column -> value, as `files.read` gives it

COLUMNS = (
    "key", "country", "value", "unit", "valid_from", "valid_to", "source_name", "source_url", "checked_on", "certainty",
    "title_ko", "title_en", "note_ko", "note_en", "differs_from",
)  # fmt: skip
IDENTITY = ("key", "country", "valid_from")  # what makes a row that row: these never change
LABELS = {
    "key": N_("Key"),
    "country": N_("Country"),
    "value": N_("Value"),
    "unit": N_("Unit"),
    "valid_from": N_("Valid from"),
    "valid_to": N_("Valid to"),
    "source_name": N_("Source"),
    "source_url": N_("Address of the source"),
    "checked_on": N_("Checked on"),
    "certainty": N_("Certainty"),
    "title_ko": N_("Title in Korean"),
    "title_en": N_("Title in English"),
    "note_ko": N_("Text in Korean"),
    "note_en": N_("Text in English"),
    "differs_from": N_("Says something else than"),
}
_DATES = {"valid_from", "valid_to", "checked_on"}
MOST = Decimal(10) ** 14  # fourteen digits before the point, ten behind it: the column's size
LONGEST_TEXT = 10_000
LONGEST_REASON = 1000
_LENGTHS = {
    "source_name": 300, "source_url": 500, "title_ko": 200, "title_en": 200, "note_ko": LONGEST_TEXT,
    "note_en": LONGEST_TEXT, "differs_from": 100, "key": 100, "unit": 40,
}  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One column of two states of a row, as plain text; empty where there is nothing."""

    column: str
    before: str
    after: str


def content_of(row: Any) -> Content:
    """The content of anything that has a row's columns as attributes."""
    return {name: getattr(row, name) for name in COLUMNS}


def tidy(content: Mapping[str, Any]) -> Content:
    """`content` without blanks around texts, and with every column."""
    plain: Content = {name: content.get(name) for name in COLUMNS}
    for name, value in plain.items():
        if isinstance(value, str):
            plain[name] = value.strip()
        elif value is None and name not in _DATES and name != "value":
            plain[name] = ""
    plain["certainty"] = str(plain["certainty"])
    if plain["value"] is None:
        plain["unit"] = ""
    return plain


def to_json(content: Mapping[str, Any]) -> dict[str, str | None]:
    """Plain data of a content."""
    return {name: _text(name, content[name]) for name in COLUMNS}


def from_json(data: Mapping[str, str | None]) -> Content:
    """The content that `to_json` kept."""
    content: Content = dict(data)
    for name in _DATES:
        if (said := data[name]) is not None:
            content[name] = date.fromisoformat(said)
    if (value := data["value"]) is not None:
        content["value"] = Decimal(value)
    return content


def _text(name: str, value: Any) -> str | None:
    if value is None:
        return None
    if name == "value":
        return format(Decimal(value).normalize(), "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two contents say the same."""
    return all(one[name] == other[name] for name in COLUMNS)


def digest(content: Mapping[str, Any]) -> str:
    """A short name of a content; the same words have the same one."""
    plain = json.dumps(to_json(content), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def differences(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[Difference]:
    """Column by column, what two contents say differently; all of `after` where there was nothing before."""
    found = []
    for name in COLUMNS:
        was = _text(name, before[name]) if before else None
        now = _text(name, after[name])
        if (was or "") != (now or ""):
            found.append(Difference(name, was or "", now or ""))
    return found


def merged(before: Mapping[str, Any], proposed: Mapping[str, Any], now: Mapping[str, Any]) -> Content:
    """What `proposed` changed about `before`, done to `now`: what others changed meanwhile stays."""
    return {name: proposed[name] if proposed[name] != before[name] else now[name] for name in COLUMNS}


def problems(content: Mapping[str, Any], *, known_key: bool, on: date) -> dict[str, Decision]:
    """What keeps a content from being a row, by column. `known_key`: the table has rows of this key already."""
    found: dict[str, Decision] = {}
    for name, longest in _LENGTHS.items():
        if len(content[name]) > longest:
            found[name] = no("policy.long", N_("At most {most} characters."), most=longest)
    if not known_key and not (fits := vocabulary.fits(content["key"], content["country"])):
        found["country" if fits.code == "policy.country_missing" else "key"] = fits
    if content["country"] and content["country"] not in COUNTRIES and content["country"] != "KR":
        found["country"] = no("policy.country", N_("The bridge does not know this country."))
    found |= _says(content)
    if content["valid_from"] is None:
        found["valid_from"] = no("policy.no_beginning", N_("Say from which day it is valid."))
    elif content["valid_to"] and content["valid_to"] < content["valid_from"]:
        found["valid_to"] = no("policy.ends_early", N_("{key} ends before it begins."), key=content["key"])
    if not content["source_name"]:
        found["source_name"] = no("policy.no_source", N_("Say where it was read."))
    if content["source_url"] and not content["source_url"].startswith(("https://", "http://")):
        found["source_url"] = no("policy.address", N_("An address begins with https://."))
    if content["checked_on"] is None or content["checked_on"] > on:
        found["checked_on"] = no(
            "policy.checked_later", N_("Say the day on which it was checked, not a later one.")
        )
    if content["certainty"] not in set(Certainty):
        found["certainty"] = no("policy.certainty", N_("Say how certain it is."))
    return found


def _says(content: Mapping[str, Any]) -> dict[str, Decision]:
    """What is wrong with the value, its unit and the texts."""
    value, unit, found = content["value"], content["unit"], {}
    if value is None:
        for name in ("note_ko", "note_en"):
            if not content[name]:
                found[name] = no(
                    "policy.says_nothing",
                    N_("{key} has neither a value nor a sentence in both languages."),
                    key=content["key"],
                )
    elif not value.is_finite() or abs(value) >= MOST or value != round(value, 10):
        found["value"] = no(
            "policy.value", N_("A number with at most 14 digits before the point and 10 behind it.")
        )
    elif not is_known_unit(unit):
        found["unit"] = no(
            "policy.unit",
            N_("No reader can be told what the unit “{unit}” means. The units are listed in docs/rules.md."),
            unit=unit or "–",
        )
    for name in ("title_ko", "title_en"):
        if not content[name]:
            found[name] = no("policy.no_title", N_("Say in both languages what the row is about."))
    return found


def overlaps(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two rows of one key and country share a day."""
    return (one["valid_to"] is None or one["valid_to"] >= other["valid_from"]) and (
        other["valid_to"] is None or other["valid_to"] >= one["valid_from"]
    )


def overlap(content: Mapping[str, Any], other: Mapping[str, Any]) -> Decision:
    """The refusal of two rows that share a day."""
    day = max(content["valid_from"], other["valid_from"])
    return no(
        "policy.overlap",
        N_("Two rows of {key} are valid on {day}. End the first before the second begins."),
        key=content["key"],
        day=day.isoformat(),
    )
