"""Reading rules and rates as of a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Case, Q, QuerySet, When

from talentbridge.policy.models import FxRate, RuleParameter
from talentbridge.policy.rules import Book, Certainty, Find, NotKnown, Rule, files

_COLUMNS = (
    "key", "country", "value", "unit", "valid_from", "valid_to", "source_name", "source_url", "checked_on", "certainty",
    "title_ko", "title_en", "note_ko", "note_en", "differs_from",
)  # fmt: skip


def rule(key: str, *, country: str = "", on: date) -> Rule:
    """The rule of that day. Raises `NotKnown` when no row is valid then: never zero."""
    return finder(on, keys=[key])(key, country)


def finder(on: date, keys: list[str] | None = None) -> Find:
    """All rules of one day in one query, as the function that calculations ask."""
    return book(on, keys).find


def book(on: date, keys: list[str] | None = None) -> Book:
    """The rows of one day (only of `keys` where given) in one query."""
    rows = valid_on(on)
    if keys is not None:
        rows = rows.filter(key__in=keys)
    return files.book(on, rows.values(*_COLUMNS))


def valid_on(on: date) -> QuerySet[RuleParameter]:
    """The rows that are valid on `on`. Rules are public: everybody may read them."""
    return RuleParameter.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on).order_by(
        "key", "country"
    )


def fx(currency: str, on: date) -> Rule:
    """The newest rate of `currency` up to that day as a rule (`fx.krw_per.USD`, won per one major unit).

    A real rate of any day goes before a sample. Raises `NotKnown` when there is none.
    """
    if rate := fx_rules(on).get(currency):
        return rate
    raise NotKnown(f"fx.krw_per.{currency}", "", on)


def fx_rates(on: date) -> dict[str, Decimal]:
    """Won per one major unit of each known currency on that day: ``{"USD": Decimal("1450")}``; KRW is 1."""
    return {"KRW": Decimal(1)} | {currency: rate.value for currency, rate in fx_rules(on).items()}


def fx_rules(on: date) -> dict[str, Rule]:
    """The newest rate of every currency up to that day, as rules, by currency."""
    is_sample = Case(When(certainty=Certainty.UNVERIFIED, then=1), default=0)
    rows = FxRate.objects.filter(on__lte=on).order_by("currency", is_sample, "-on").distinct("currency")
    return {row.currency: _as_rule(row) for row in rows}


def _as_rule(row: FxRate) -> Rule:
    return Rule(
        key=f"fx.krw_per.{row.currency}", country="", value=row.krw_per, unit=f"KRW per {row.currency}",
        valid_from=row.on, valid_to=None, source_name=row.source_name, source_url=row.source_url, checked_on=row.on,
        certainty=Certainty(row.certainty),
    )  # fmt: skip
