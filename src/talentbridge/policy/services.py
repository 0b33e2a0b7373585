"""Loading the reviewed rules."""

from __future__ import annotations

import itertools
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.text import N_
from talentbridge.policy.models import RuleParameter
from talentbridge.policy.rules import Certainty

DATA = Path(__file__).parent / "data"


def load_reviewed_rules(directory: Path = DATA) -> int:
    """Bring the table to the reviewed files of the repository; returns how many rows are new or changed.

    A row is known by key, country and first day. Everything is checked before anything is written: an end before the
    beginning, or two rows of one key that overlap, refuse the whole load (`Invalid`).
    """
    rows = [_row(raw) for path in sorted(directory.glob("*.toml")) for raw in _read(path)]
    refuse_overlaps(rows)
    changed = 0
    with transaction.atomic():
        with connection.cursor() as cursor:  # two loaders at once: the second waits
            cursor.execute("LOCK TABLE policy_ruleparameter IN SHARE ROW EXCLUSIVE MODE")
        known = {(r.key, r.country, r.valid_from): r for r in RuleParameter.objects.all()}
        for row in sorted(rows, key=lambda row: row["valid_from"]):
            old = known.get((row["key"], row["country"], row["valid_from"]))
            if old is None:
                RuleParameter.objects.create(**row)
                changed += 1
            elif any(getattr(old, name) != value for name, value in row.items()):
                for name, value in row.items():
                    setattr(old, name, value)
                old.save()
                changed += 1
    return changed


def refuse_overlaps(rows: list[dict[str, Any]]) -> None:
    """Raise `Invalid` when a row ends before it begins, or overlaps another of the same key and country."""
    ordered = sorted(rows, key=lambda row: (row["key"], row["country"], row["valid_from"]))
    for row in ordered:
        if row["valid_to"] and row["valid_to"] < row["valid_from"]:
            raise Invalid(
                {row["key"]: no("policy.ends_early", N_("{key} ends before it begins."), key=row["key"])}
            )
    for earlier, later in itertools.pairwise(ordered):
        same = (earlier["key"], earlier["country"]) == (later["key"], later["country"])
        if same and (earlier["valid_to"] is None or earlier["valid_to"] >= later["valid_from"]):
            raise Invalid(
                {
                    later["key"]: no(
                        "policy.overlap",
                        N_("Two rows of {key} are valid on {day}. End the first before the second begins."),
                        key=later["key"],
                        day=later["valid_from"].isoformat(),
                    )
                }
            )


def _read(path: Path) -> list[dict[str, Any]]:
    with path.open("rb") as file:
        return list(tomllib.load(file, parse_float=Decimal)["rule"])


def _row(raw: dict[str, Any]) -> dict[str, Any]:
    def day(name: str) -> date | None:
        value = raw.get(name)
        return value if value is None or isinstance(value, date) else date.fromisoformat(value)

    return {
        "key": raw["key"],
        "country": raw.get("country", ""),
        "value": Decimal(str(raw["value"])),
        "unit": raw["unit"],
        "valid_from": day("valid_from"),
        "valid_to": day("valid_to"),
        "source_name": raw["source"],
        "source_url": raw.get("url", ""),
        "checked_on": day("checked_on"),
        "certainty": Certainty(raw["certainty"]).value,
        "note_ko": raw.get("note_ko", ""),
        "note_en": raw.get("note_en", ""),
    }
