"""The reviewed files of the repository as rows. Pure reading: the table, a test and a calculation without a database
all begin here.

A file is TOML with ``[[rule]]`` tables (`docs/rules.md`). A table with a value is a `Rule`, one with only a text is a
`Statement`.
"""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.text import N_
from talentbridge.policy.rules.rows import Book, Certainty, Rule, Statement

SHIPPED = Path(__file__).parents[1] / "data" / "rules"


def read(directory: Path = SHIPPED) -> list[dict[str, Any]]:
    """Every row of every file as plain values, named as the table's columns; `value` is None for a statement."""
    return [_row(raw) for path in sorted(directory.glob("**/*.toml")) for raw in _tables(path)]


def refused(rows: Iterable[Mapping[str, Any]]) -> dict[str, Decision]:
    """What makes rows unusable, by key: an end before the beginning, two that overlap, neither value nor text."""
    ordered = sorted(rows, key=lambda row: (row["key"], row["country"], row["valid_from"]))
    found: dict[str, Decision] = {}
    for row in ordered:
        if row["valid_to"] and row["valid_to"] < row["valid_from"]:
            found[row["key"]] = no("policy.ends_early", N_("{key} ends before it begins."), key=row["key"])
        elif row["value"] is None and not (row["note_ko"] and row["note_en"]):
            found[row["key"]] = no(
                "policy.says_nothing",
                N_("{key} has neither a value nor a sentence in both languages."),
                key=row["key"],
            )
    for earlier, later in itertools.pairwise(ordered):
        same = (earlier["key"], earlier["country"]) == (later["key"], later["country"])
        if same and (earlier["valid_to"] is None or earlier["valid_to"] >= later["valid_from"]):
            found[later["key"]] = no(
                "policy.overlap",
                N_("Two rows of {key} are valid on {day}. End the first before the second begins."),
                key=later["key"],
                day=later["valid_from"].isoformat(),
            )
    return found


def book(on: date, rows: Iterable[Mapping[str, Any]] | None = None) -> Book:
    """The shipped rows (or `rows`) that are valid on a day."""
    valid = [
        row
        for row in (_shipped() if rows is None else rows)
        if row["valid_from"] <= on and (row["valid_to"] is None or row["valid_to"] >= on)
    ]
    return Book(
        on,
        (as_rule(row) for row in valid if row["value"] is not None),
        (as_statement(row) for row in valid if row["value"] is None),
    )


def as_rule(row: Mapping[str, Any]) -> Rule:
    """Columns of a row with a value as the `Rule` that calculations use."""
    return Rule(**{**row, "certainty": Certainty(row["certainty"])})


def as_statement(row: Mapping[str, Any]) -> Statement:
    """Columns of a row without a value as the `Statement` that pages show."""
    kept = {name: row[name] for name in row if name not in {"value", "unit", "note_ko", "note_en"}}
    return Statement(
        **{**kept, "certainty": Certainty(row["certainty"])}, text_ko=row["note_ko"], text_en=row["note_en"]
    )


@cache
def _shipped() -> tuple[dict[str, Any], ...]:
    return tuple(read())


def _tables(path: Path) -> list[dict[str, Any]]:
    with path.open("rb") as file:
        return list(tomllib.load(file, parse_float=Decimal)["rule"])


def _row(raw: Mapping[str, Any]) -> dict[str, Any]:
    def day(name: str) -> date | None:
        value = raw.get(name)
        return value if value is None or isinstance(value, date) else date.fromisoformat(value)

    value = raw.get("value")
    return {
        "key": raw["key"],
        "country": raw.get("country", ""),
        "value": None if value is None else Decimal(str(value)),
        "unit": raw.get("unit", ""),
        "valid_from": day("valid_from"),
        "valid_to": day("valid_to"),
        "source_name": raw["source"],
        "source_url": raw.get("url", ""),
        "checked_on": day("checked_on"),
        "certainty": Certainty(raw["certainty"]).value,
        "title_ko": raw.get("title_ko", ""),
        "title_en": raw.get("title_en", ""),
        "note_ko": raw.get("note_ko", raw.get("text_ko", "")),
        "note_en": raw.get("note_en", raw.get("text_en", "")),
        "differs_from": raw.get("differs_from", ""),
    }
