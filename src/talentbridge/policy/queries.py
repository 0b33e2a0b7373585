"""Reading rules as of a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from talentbridge.policy.models import RuleParameter
from talentbridge.policy.rules import Certainty, Find, NotKnown, Rule


def rule(key: str, *, country: str = "", on: date) -> Rule:
    """The rule of that day. Raises `NotKnown` when no row is valid then: never zero."""
    return finder(on, keys=[key])(key, country)


def finder(on: date, keys: list[str] | None = None) -> Find:
    """All rules of one day in one query, as the function that calculations ask."""
    rows = valid_on(on)
    if keys is not None:
        rows = rows.filter(key__in=keys)
    known = {(row.key, row.country): _plain(row) for row in rows}

    def find(key: str, country: str = "") -> Rule:
        try:
            return known[key, country]
        except KeyError:
            raise NotKnown(key, country, on) from None

    return find


def valid_on(on: date) -> QuerySet[RuleParameter]:
    """The rows that are valid on `on`. Rules are public: everybody may read them."""
    return RuleParameter.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on).order_by(
        "key", "country"
    )


def fx_rates(on: date) -> dict[str, Decimal]:
    """Won per one major unit of each known currency on that day: ``{"USD": Decimal("1450")}``; KRW is 1."""
    rows = valid_on(on).filter(key__startswith="fx.krw_per.")
    return {"KRW": Decimal(1)} | {row.key.rpartition(".")[2]: row.value for row in rows}


def _plain(row: RuleParameter) -> Rule:
    return Rule(
        key=row.key,
        country=row.country,
        value=row.value,
        unit=row.unit,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source_name=row.source_name,
        source_url=row.source_url,
        checked_on=row.checked_on,
        certainty=Certainty(row.certainty),
        note_ko=row.note_ko,
        note_en=row.note_en,
    )
