"""What a rate amounts to in won a month, so that rates of any unit and currency stand on one scale. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from talentbridge.kernel.money import digits

# Days and hours of a working month as KOSA counts them in its 2025 wage table (month / day = 20.6, day / hour = 8).
UNITS_A_MONTH = {"month": Decimal(1), "day": Decimal("20.6"), "hour": Decimal("20.6") * 8}


def month_krw(minor: int, currency: str, unit: str, krw_per: Mapping[str, Decimal]) -> Decimal | None:
    """Won for one full-time month; None without a reference rate for `currency` (`policy.queries.fx_rates`)."""
    if currency not in krw_per or unit not in UNITS_A_MONTH:
        return None
    return Decimal(minor).scaleb(-digits(currency)) * krw_per[currency] * UNITS_A_MONTH[unit]


def most_minor(krw_month: int, currency: str, unit: str, krw_per: Mapping[str, Decimal]) -> int:
    """The most minor units of `currency` a `unit` that cost at most `krw_month` won a month, rounded down."""
    return int((Decimal(krw_month) / krw_per[currency] / UNITS_A_MONTH[unit]).scaleb(digits(currency)) // 1)
