from decimal import Decimal

import pytest

from talentbridge.kernel.money import Money


def test_amounts_keep_the_currencys_own_digits():
    assert Money.of("12.34", "USD").minor == 1234
    assert Money.of(6_000_000, "KRW").minor == 6_000_000
    assert Money(1234, "USD").amount == Decimal("12.34")


def test_finer_than_the_currency_is_refused():
    with pytest.raises(ValueError):
        Money.of("0.5", "KRW")


def test_currencies_do_not_mix():
    with pytest.raises(ValueError):
        Money(1, "KRW") + Money(1, "USD")
