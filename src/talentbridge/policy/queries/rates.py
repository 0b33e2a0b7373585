"""Rates of exchange as of a day: the one door is `fx`, lists take `fx_rates`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext, override

from talentbridge.kernel.actor import Actor
from talentbridge.kernel.text import N_
from talentbridge.policy import permissions
from talentbridge.policy.models import FxRate, RateImport
from talentbridge.policy.queries.book import book
from talentbridge.policy.rules import Certainty, NotKnown, Rule, least
from talentbridge.policy.rules import fx as rules

# One look into the index for each currency, however long the history is: DISTINCT ON would read all of it.
_THAT_COUNT = """
with recursive currencies(currency) as (
  (select currency from policy_fxrate order by currency limit 1)
  union all
  select (select next.currency from policy_fxrate next where next.currency > currencies.currency
          order by next.currency limit 1)
  from currencies where currencies.currency is not null
)
select rate.* from currencies cross join lateral (
  select * from policy_fxrate mine where mine.currency = currencies.currency and mine."on" <= %s {only}
  order by mine.currency, mine.is_sample, mine."on" desc, mine.certainty desc, mine.id desc limit 1
) rate where currencies.currency is not null order by rate.currency
"""
_REAL = "and not mine.is_sample"

OLD = N_("Rate of {day}, {days} days old when it was used. Take a newer one before you rely on it.")
TAKEN = N_("Rate of {day}, {days} days old when it was used.")


@dataclass(frozen=True)
class Freshness:
    """How old a rate is on a day. `limit` is the row that says when it is stale; None where no row says it."""

    days: int
    limit: Rule | None

    @property
    def is_stale(self) -> bool:
        return self.limit is not None and self.days > self.limit.value


def fx(currency: str, on: date) -> Rule:
    """The newest rate of `currency` up to that day as a rule (`fx.krw_per.USD`, won per one major unit).

    A real rate of any day goes before a sample. The note says how old it is; a stale one is never called official.
    Raises `NotKnown` when there is none.
    """
    rows = FxRate.objects.filter(currency=currency, on__lte=on)
    row = rows.order_by("currency", "is_sample", "-on", "-certainty", "-id").first()
    if row is None:
        raise NotKnown(f"fx.krw_per.{currency}", "", on)
    return _as_rule(row, freshness(row, on), on)


def fx_rates(on: date) -> dict[str, Decimal]:
    """Won per one major unit of each known currency on that day: ``{"USD": Decimal("1450")}``; KRW is 1.

    One cheap query: lists ask it for every page.
    """
    return {rules.HOME: Decimal(1)} | {row.currency: row.krw_per for row in rates_on(on)}


def fx_rules(on: date) -> dict[str, Rule]:
    """The rate of every currency that counts on that day, as rules, by currency; won itself is left out."""
    return {row.currency: _as_rule(row, fresh, on) for row, fresh in reference_rates(on)}


def rates_on(on: date, *, real: bool = False) -> list[FxRate]:
    """The rate of each currency that counts on a day; `real`: no samples."""
    return list(FxRate.objects.raw(_THAT_COUNT.format(only=_REAL if real else ""), [on]))


def reference_rates(on: date) -> list[tuple[FxRate, Freshness]]:
    """The rates of a day with how old they are."""
    limit = book(on).get(rules.STALE_DAYS)
    return [(row, Freshness(rules.age(row.on, on), limit)) for row in rates_on(on)]


def freshness(row: FxRate, on: date) -> Freshness:
    """How old a rate is on a day."""
    return Freshness(rules.age(row.on, on), book(on).get(rules.STALE_DAYS))


def newest_known(last: Iterable[rules.Rate]) -> dict[str, rules.Known]:
    """Against what the last rate of each currency in an import is held.

    The newest real rate up to its day; else the first one after it; else the sample that ships, which at least knows
    how many won a unit is about.
    """
    found = {}
    for rate in last:
        rows = FxRate.objects.filter(currency=rate.currency)
        known = (
            rows.filter(is_sample=False, on__lte=rate.on).order_by("-on", "-certainty", "-id").first()
            or rows.filter(is_sample=False).order_by("on").first()
            or rows.filter(is_sample=True).order_by("-on").first()
        )
        if known:
            found[rate.currency] = rules.Known(known.on, known.krw_per, known.is_sample)
    return found


def same_days(source: str, rates: Iterable[rules.Rate]) -> dict[tuple[str, date], Decimal]:
    """What `source` has said already about the currencies and days of an import."""
    rates = list(rates)
    if not rates:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            'select r.currency, r."on", r.krw_per from policy_fxrate r '
            "join unnest(%s::text[], %s::date[]) as w(currency, day) "
            'on r.currency = w.currency and r."on" = w.day where r.source_name = %s',
            [[rate.currency for rate in rates], [rate.on for rate in rates], source],
        )
        return {(currency, day): value for currency, day, value in cursor.fetchall()}


def imports_for(actor: Actor) -> QuerySet[RateImport]:
    """What was brought in or waits; operators only. The document itself stays in the table."""
    if not permissions.may_propose(actor) and not permissions.may_answer(actor):
        return RateImport.objects.none()
    return RateImport.objects.defer("document")


def _as_rule(row: FxRate, fresh: Freshness, on: date) -> Rule:
    certainty = Certainty(row.certainty)
    if fresh.is_stale:
        certainty = least([certainty, Certainty.JUDGEMENT])
    return Rule(
        key=f"fx.krw_per.{row.currency}", country="", value=row.krw_per, unit=f"KRW per {row.currency}",
        valid_from=row.on, valid_to=None, source_name=row.source_name, source_url=row.source_url, checked_on=row.on,
        certainty=certainty, note_ko=_note("ko", row, fresh), note_en=_note("en", row, fresh),
    )  # fmt: skip


def _note(language: str, row: FxRate, fresh: Freshness) -> str:
    if not fresh.days:
        return ""
    with override(language):
        sentence = gettext(OLD if fresh.is_stale else TAKEN)
    return sentence.format(day=row.on.isoformat(), days=fresh.days)
