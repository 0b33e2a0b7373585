"""Money as integer minor units of one currency. No floats anywhere near it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

# ISO 4217 minor-unit digits of the currencies that the bridge meets; others have two.
# Source: ISO 4217 as shipped in CLDR (Babel 2.18), checked 2026-11-22.
_DIGITS = {"KRW": 0, "VND": 0, "JPY": 0}


def digits(currency: str) -> int:
    """How many decimal digits `currency` has: 0 for KRW, 2 for USD."""
    return _DIGITS.get(currency, 2)


@dataclass(frozen=True, order=True)
class Money:
    """An amount: `minor` units (won, cents) of an ISO 4217 `currency`."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str) -> Money:
        """`Money.of("12.34", "USD")`. Raises ValueError when `amount` is finer than the currency."""
        scaled = Decimal(amount).scaleb(digits(currency))
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{amount} is finer than one minor unit of {currency}")
        return cls(int(scaled), currency)

    @property
    def amount(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.minor).scaleb(-digits(self.currency))

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def share(self, rate: Decimal) -> Money:
        """`rate` of this amount (0.03 is 3 %), rounded half to even to a whole minor unit."""
        return Money(int((Decimal(self.minor) * rate).to_integral_value(ROUND_HALF_EVEN)), self.currency)
