"""Loading the reviewed rules and the sample rates."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

from django.db import connection, transaction

from talentbridge.kernel.errors import Invalid
from talentbridge.policy.models import FxRate, RuleParameter
from talentbridge.policy.rules import files

SAMPLE_RATES = Path(__file__).parent / "data" / "fx.toml"


def load_reviewed_rules(directory: Path = files.SHIPPED) -> int:
    """Bring the table to the reviewed files of the repository; returns how many rows are new or changed.

    A row is known by key, country and first day. Everything is checked before anything is written: an end before the
    beginning, or two rows of one key that overlap, refuse the whole load (`Invalid`).
    """
    rows = files.read(directory)
    if refused := files.refused(rows):
        raise Invalid(refused)
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
    if directory == files.SHIPPED:
        _load_sample_rates()
    return changed


def _load_sample_rates() -> None:
    """Rates of the right order of magnitude, so that a new bridge can calculate before it has real ones."""
    with SAMPLE_RATES.open("rb") as file:
        sample = tomllib.load(file, parse_float=Decimal)
    FxRate.objects.bulk_create(
        [
            FxRate(
                currency=currency,
                on=sample["on"],
                krw_per=Decimal(str(krw_per)),
                source_name=sample["source"],
                certainty=sample["certainty"],
            )
            for currency, krw_per in sample["krw_per"].items()
        ],
        ignore_conflicts=True,
    )
