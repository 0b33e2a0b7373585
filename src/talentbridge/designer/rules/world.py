"""What the designer knows: the rows of a day, and the reference rates of that day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN

from talentbridge.designer.rules.saying import Span
from talentbridge.kernel.money import Money, digits
from talentbridge.policy.rules import Book, NotKnown, Rule


@dataclass(frozen=True)
class World:
    """Rows and rates of one day. `rates` are won per one major unit, by currency, won itself left out."""

    book: Book
    rates: Mapping[str, Rule]

    def rate(self, currency: str) -> Rule:
        """The reference rate. Raises `NotKnown`."""
        if currency in self.rates:
            return self.rates[currency]
        raise NotKnown(f"fx.krw_per.{currency}", "", self.book.on)

    def exchange(self, amount: Money, currency: str) -> Money:
        """`amount` in `currency` at the reference rate, rounded half to even. Raises `NotKnown`."""
        if amount.currency == currency:
            return amount
        won = amount.amount if amount.currency == "KRW" else amount.amount * self.rate(amount.currency).value
        value = won if currency == "KRW" else won / self.rate(currency).value
        minor = value.scaleb(digits(currency)).to_integral_value(ROUND_HALF_EVEN)
        return Money(int(minor), currency)

    def exchange_span(self, span: Span, currency: str) -> Span:
        return Span(self.exchange(span.low, currency), self.exchange(span.high, currency))

    def used(self, *currencies: str) -> tuple[Rule, ...]:
        """The rates behind an exchange between `currencies`."""
        return tuple(self.rates[each] for each in dict.fromkeys(currencies) if each in self.rates)
