"""Worked examples: what the employer adds to the pay in 16 countries, below and above each cap.

Sources: domain facts B2 (column "employer social cost"), expectations 4.12 (Vietnam). An EOR employs, pay is in the
country's money; every product below was worked out by hand.
"""

from datetime import date

import pytest

from talentbridge.designer.rules import Form, Option, Span
from talentbridge.designer.rules.social import contributions
from talentbridge.kernel.money import Money
from tests.designer.examples import (
    JUDGEMENT,
    UNVERIFIED,
    Certainty,
    both,
    line,
    offered,
    one,
    world,
)


def added(found: Option) -> dict[str, Span | None]:
    """The employer's parts of an option, in local money, by name."""
    prefix = "social.employer."
    return {
        each.label.removeprefix(prefix).removesuffix(".fixed"): each.local
        for each in found.lines
        if each.label.startswith(prefix)
    }


def marks(found: Option) -> dict[str, Certainty | None]:
    prefix = "social.employer."
    return {
        each.label.removeprefix(prefix).removesuffix(".fixed"): each.certainty
        for each in found.lines
        if each.label.startswith(prefix)
    }


def summed(found: Option, currency: str) -> Span:
    return sum((span for span in added(found).values() if span), start=Span.zero(currency))


# Vietnam: 21.5 % = 14 + 3 + 0.5 + 1 + 3, union 2 %, on at most 20 x the base salary of 2,340,000 = 46,800,000 ----------


def test_vietnam_below_the_cap():
    """21.5 % [S vneconomy] + 2 % union [U] = 23.5 % of 30,000,000 = 7,050,000 (expectations 4.12)."""
    found = offered(Form.EOR, "VN", "30000000", "VND")
    assert added(found) == {
        "pension": one("4200000", "VND"),  # 30,000,000 x 14 %
        "sickness": one("900000", "VND"),  # x 3 %
        "accident": one("150000", "VND"),  # x 0.5 %
        "unemployment": one("300000", "VND"),  # x 1 %
        "health": one("900000", "VND"),  # x 3 %
        "union": one("600000", "VND"),  # x 2 %
    }
    assert summed(found, "VND") == one("7050000", "VND")


def test_vietnam_above_the_cap():
    """60,000,000: five parts are taken from 46,800,000; unemployment insurance has a cap of its own that is not known."""
    found = offered(Form.EOR, "VN", "60000000", "VND")
    assert added(found) == {
        "pension": one("6552000", "VND"),  # 46,800,000 x 14 %
        "sickness": one("1404000", "VND"),  # x 3 %
        "accident": one("234000", "VND"),  # x 0.5 %
        "unemployment": one("600000", "VND"),  # 60,000,000 x 1 %
        "health": one("1404000", "VND"),  # x 3 %
        "union": one("936000", "VND"),  # x 2 %
    }
    assert summed(found, "VND") == one("11130000", "VND")


def test_vietnam_at_the_cap_is_not_yet_cut():
    """46,800,000 x 14 % = 6,552,000: the same as one dong more of pay."""
    assert added(offered(Form.EOR, "VN", "46800000", "VND"))["pension"] == one("6552000", "VND")
    assert added(offered(Form.EOR, "VN", "46800001", "VND"))["pension"] == one("6552000", "VND")


def test_vietnam_carries_the_mark_of_its_cap():
    """The rates are [S], the base salary behind the cap and the union's 2 % are [U]."""
    assert marks(offered(Form.EOR, "VN", "60000000", "VND")) == {
        "pension": UNVERIFIED, "sickness": UNVERIFIED, "accident": UNVERIFIED, "unemployment": JUDGEMENT,
        "health": UNVERIFIED, "union": UNVERIFIED,
    }  # fmt: skip


# India: EPF 12 % of at most 15,000 ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pay", "expected"),
    [
        ("12000", "1440"),  # 12,000 x 12 %
        ("15000", "1800"),  # 15,000 x 12 %
        ("200000", "1800"),  # only 15,000 x 12 %
    ],
)
def test_india_epf(pay, expected):
    """EPF 12 %, statutory cap on a base of INR 15,000 [S]."""
    found = offered(Form.EOR, "IN", pay, "INR")
    assert added(found) == {"epf": one(expected, "INR")}
    assert marks(found) == {"epf": JUDGEMENT}


# Philippines: SSS 10 % (MSC 35,000), PhilHealth 2.5 % (100,000), Pag-IBIG 2 % (at most 200), EC 10 or 30 -----------------


@pytest.mark.parametrize(
    ("pay", "sss", "philhealth", "pagibig", "low", "high"),
    [
        # 800 + 200 + 160 + 10 = 1,170, with EC 30: 1,190
        ("8000", "800", "200", "160", "1170", "1190"),
        # 3,000 + 750 + 200 + 10 = 3,960, with EC 30: 3,980
        ("30000", "3000", "750", "200", "3960", "3980"),
        # 35,000 x 10 % + 60,000 x 2.5 % + 200 + 10 = 3,500 + 1,500 + 210 = 5,210
        ("60000", "3500", "1500", "200", "5210", "5230"),
        # 3,500 + 100,000 x 2.5 % + 200 + 10 = 6,210
        ("150000", "3500", "2500", "200", "6210", "6230"),
    ],
)
def test_philippines(pay, sss, philhealth, pagibig, low, high):
    """SSS 10 % (MSC <= 35k) + PhilHealth 2.5 % (<= 100k) + Pag-IBIG 2 % (max 200) + EC 10/30 [S respicio 2025]."""
    found = offered(Form.EOR, "PH", pay, "PHP")
    assert added(found) == {
        "sss": one(sss, "PHP"),
        "philhealth": one(philhealth, "PHP"),
        "pagibig": one(pagibig, "PHP"),
        "ec": both("10", "30", "PHP"),
    }
    assert summed(found, "PHP") == both(low, high, "PHP")
    assert set(marks(found).values()) == {JUDGEMENT}


# United States: FICA 7.65 %, FUTA 0.6 % of USD 7,000 a year -----------------------------------------------------------


def test_united_states():
    """2,000.00 x 7.65 % = 153.00; 7,000 / 12 = 583.33, x 0.6 % = 3.50 a month, 42.00 a year [S omnivoo]."""
    found = offered(Form.EOR, "US", "2000", "USD")
    assert added(found) == {"fica": one("153.00", "USD"), "futa": one("3.50", "USD")}
    assert line(found, "social.employer.futa").won.times(12) == one("58800")  # 42 x 1,400
    assert marks(found) == {"fica": JUDGEMENT, "futa": JUDGEMENT}


def test_united_states_below_the_yearly_base():
    """500 a month is 6,000 a year, below 7,000: 500 x 0.6 % = 3.00; 500 x 7.65 % = 38.25."""
    assert added(offered(Form.EOR, "US", "500", "USD")) == {
        "fica": one("38.25", "USD"),
        "futa": one("3.00", "USD"),
    }


# Indonesia: 10.24-11.74 %, health only up to IDR 12,000,000 -----------------------------------------------------------


def test_indonesia_below_the_health_cap():
    """4 + 0.24-1.74 + 0.3 + 3.7 + 2 = 10.24-11.74 % of 10,000,000 [S ASEAN Briefing]."""
    found = offered(Form.EOR, "ID", "10000000", "IDR")
    assert added(found) == {
        "health": one("400000", "IDR"),
        "jkk": both("24000", "174000", "IDR"),
        "jkm": one("30000", "IDR"),
        "jht": one("370000", "IDR"),
        "jp": one("200000", "IDR"),
    }
    assert summed(found, "IDR") == both("1024000", "1174000", "IDR")
    assert set(marks(found).values()) == {JUDGEMENT}


def test_indonesia_above_the_health_cap():
    """20,000,000: health 12,000,000 x 4 % = 480,000; 480 + 48-348 + 60 + 740 + 400 thousand = 1,728,000-2,028,000."""
    found = offered(Form.EOR, "ID", "20000000", "IDR")
    assert added(found)["health"] == one("480000", "IDR")
    assert summed(found, "IDR") == both("1728000", "2028000", "IDR")


# Kazakhstan: social tax 6 % from 2026, 11 % before --------------------------------------------------------------------


def test_kazakhstan_in_2026():
    """1,000,000: tax 6 % [S] 60,000 + medical 3 % [S] 30,000 + social 5 % [U] 50,000 + pension 3.5 % [U] 35,000
    = 175,000."""
    found = offered(Form.EOR, "KZ", "1000000", "KZT")
    assert added(found) == {
        "tax": one("60000", "KZT"),
        "medical": one("30000", "KZT"),
        "social": one("50000", "KZT"),
        "pension": one("35000", "KZT"),
    }
    assert summed(found, "KZT") == one("175000", "KZT")
    assert marks(found) == {
        "tax": JUDGEMENT, "medical": JUDGEMENT, "social": UNVERIFIED, "pension": UNVERIFIED,
    }  # fmt: skip


@pytest.mark.parametrize(("day", "expected"), [(date(2025, 12, 31), "110000"), (date(2026, 1, 1), "60000")])
def test_kazakhstan_around_new_year(day, expected):
    """ "social tax 6 % from 2026 (was 11)" [S KGD]: 1,000,000 x 11 % on the last day of 2025, x 6 % a day later."""
    lines = contributions(Money.of("1000000", "KZT"), "KZ", world(day))
    tax = next(each for each in lines if each.label == "social.employer.tax")
    assert tax.local == one(expected, "KZT")
    assert tax.certainty is JUDGEMENT


# Pakistan, Bangladesh --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pay", "provincial", "together"), [("100000", "6000", "7850"), ("300000", "18000", "19850")]
)
def test_pakistan_pays_a_fixed_sum(pay, provincial, together):
    """EOBI ~PKR 1,850 a month whatever the pay + ~6 % provincial [S eor.asia]: 300,000 x 6 % = 18,000, + 1,850."""
    found = offered(Form.EOR, "PK", pay, "PKR")
    assert added(found) == {"eobi": one("1850", "PKR"), "provincial": one(provincial, "PKR")}
    assert summed(found, "PKR") == one(together, "PKR")
    assert marks(found) == {"eobi": JUDGEMENT, "provincial": JUDGEMENT}


def test_bangladesh_adds_nothing_and_says_so():
    """ "None mandatory (0 %)" [S vneconomy]: a line of zero with its source, not a missing line."""
    found = offered(Form.EOR, "BD", "150000", "BDT")
    assert added(found) == {"total": one("0", "BDT")}
    assert marks(found) == {"total": JUDGEMENT}


# Ranges stay ranges ----------------------------------------------------------------------------------------------------


def test_china_is_a_range_of_cities_and_housing_funds():
    """Shanghai 27.16 to Beijing 29.5 %, housing 5-12 % [S emerald]: 20,000 -> 5,432-5,900 and 1,000-2,400."""
    found = offered(Form.EOR, "CN", "20000", "CNY")
    assert added(found) == {
        "total": both("5432", "5900", "CNY"),
        "housing": both("1000", "2400", "CNY"),
    }
    assert summed(found, "CNY") == both("6432", "8300", "CNY")
    assert set(marks(found).values()) == {JUDGEMENT}


def test_mongolia():
    """12.5-14.5 % [S panther] of 3,000,000 = 375,000-435,000."""
    found = offered(Form.EOR, "MN", "3000000", "MNT")
    assert added(found) == {"total": both("375000", "435000", "MNT")}
    assert marks(found) == {"total": JUDGEMENT}


def test_malaysia():
    """EPF 12/13 % + SOCSO 1.75 % + EIS 0.2 % [S] of 8,000 = 960-1,040 + 140 + 16 = 1,116-1,196. Foreigners' 2 % is apart."""
    found = offered(Form.EOR, "MY", "8000", "MYR")
    assert added(found) == {
        "epf": both("960", "1040", "MYR"),
        "socso": one("140", "MYR"),
        "eis": one("16", "MYR"),
    }
    assert summed(found, "MYR") == both("1116", "1196", "MYR")
    assert set(marks(found).values()) == {JUDGEMENT}


def test_japan():
    """~15-16 % [U] of 500,000 = 75,000-80,000."""
    found = offered(Form.EOR, "JP", "500000", "JPY")
    assert added(found) == {"total": both("75000", "80000", "JPY")}
    assert marks(found) == {"total": UNVERIFIED}


def test_poland():
    """~19-22 % ZUS [U] of 15,000 = 2,850-3,300."""
    found = offered(Form.EOR, "PL", "15000", "PLN")
    assert added(found) == {"total": both("2850", "3300", "PLN")}
    assert marks(found) == {"total": UNVERIFIED}


def test_singapore():
    """CPF 17 % + SDL 0.25 % [U] of 7,000 = 1,190 + 17.50 = 1,207.50."""
    found = offered(Form.EOR, "SG", "7000", "SGD")
    assert added(found) == {"cpf": one("1190", "SGD"), "sdl": one("17.50", "SGD")}
    assert summed(found, "SGD") == one("1207.50", "SGD")
    assert set(marks(found).values()) == {UNVERIFIED}


def test_ukraine():
    """USC 22 % [U] of 80,000 = 17,600."""
    found = offered(Form.EOR, "UA", "80000", "UAH")
    assert added(found) == {"usc": one("17600", "UAH")}
    assert marks(found) == {"usc": UNVERIFIED}


def test_uzbekistan():
    """Social tax 12 % [U] of 10,000,000 = 1,200,000."""
    found = offered(Form.EOR, "UZ", "10000000", "UZS")
    assert added(found) == {"total": one("1200000", "UZS")}
    assert marks(found) == {"total": UNVERIFIED}


def test_contractors_and_vendors_bear_no_employers_share():
    """No employment, no contributions: a contractor's lines are pay, fee and (pay in dong) the exchange."""
    assert added(offered(Form.CONTRACTOR, "VN", "30000000", "VND")) == {}
    assert added(offered(Form.VENDOR, "VN", "30000000", "VND")) == {}
