"""Worked examples: thirteenth month, leaving, EOR fee and deposit, exchange, a vendor's price, totals.

Sources: domain facts B2 (13th month, notice), B1 (Vietnam: outsourcing twice direct hire), A5/E; specification L841.
Rates of the fixture: 1 USD = 1,400 won, 1 EUR = 1,600, 1 VND = 0.05, 1 CNY = 200, 1 INR = 16, 1 JPY = 9, 1 UAH = 35.
"""

from datetime import date

import pytest

from talentbridge.designer.rules import Form, Kind, Standing, World, option_of
from talentbridge.kernel.money import Money
from talentbridge.policy.rules import NotKnown
from talentbridge.policy.rules.files import book
from tests.designer.examples import (
    DAY,
    JUDGEMENT,
    OFFICIAL,
    RATE_DAY,
    RATES,
    UNVERIFIED,
    ask,
    both,
    has_line,
    line,
    offered,
    one,
    option,
    rate,
    world,
)

THIRTEENTH = "Thirteenth month"
NOTICE = "Pay for the notice period"
SEVERANCE = "Severance or gratuity"
EOR_FEE = "Fee of the EOR"
DEPOSIT = "Deposit with the EOR"
EXCHANGE = "Cost of the exchange"
SERVICE_FEE = "Service fee of the bridge"
VENDOR = "Price of the vendor"


# The thirteenth month ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "pay", "currency", "low", "high", "mark"),
    [
        ("PH", "60000", "PHP", "5000", "5000", JUDGEMENT),  # by law [S]: 60,000 / 12
        ("ID", "12000000", "IDR", "1000000", "1000000", JUDGEMENT),  # THR one month [S]: 12,000,000 / 12
        ("BD", "120000", "BDT", "20000", "20000", UNVERIFIED),  # 2 festival bonuses [U]: 120,000 x 2 / 12
        (
            "VN",
            "30000000",
            "VND",
            "0",
            "2500000",
            UNVERIFIED,
        ),  # Tet by custom [S], its size [U]: up to 30 M / 12
        ("CN", "24000", "CNY", "0", "2000", UNVERIFIED),  # by custom: up to 24,000 / 12
        ("SG", "6000", "SGD", "0", "500", UNVERIFIED),  # AWS not mandatory [U]: up to 6,000 / 12
    ],
)
def test_thirteenth_month_by_law_and_by_custom(country, pay, currency, low, high, mark):
    """Domain facts B2: a law is an amount, a custom is a range from nothing."""
    found = line(offered(Form.EOR, country, pay, currency), THIRTEENTH)
    assert found.local == both(low, high, currency)
    assert found.certainty is mark
    assert found.kind is Kind.ON_TOP


@pytest.mark.parametrize("country", ["US", "UZ", "KZ", "MN", "MY", "PL", "UA"])
def test_no_thirteenth_month(country):
    """B2: none."""
    assert not has_line(offered(Form.EOR, country), THIRTEENTH)


def test_thirteenth_month_is_rounded_half_to_even():
    """PHP 100.02 / 12 = 8.335: half a centavo goes to the even 8.34; PHP 100.14 / 12 = 8.345 goes to 8.34 too."""
    assert line(offered(Form.EOR, "PH", "100.02", "PHP"), THIRTEENTH).local == one("8.34", "PHP")
    assert line(offered(Form.EOR, "PH", "100.14", "PHP"), THIRTEENTH).local == one("8.34", "PHP")


@pytest.mark.parametrize(("country", "key"), [("IN", "pay.thirteenth"), ("JP", "pay.thirteenth.custom")])
def test_a_bonus_without_a_figure_is_said_not_left_out(country, key):
    """India's bonus act depends on pay, Japan's bonuses on the company [U]: no line, but a sentence among the terms."""
    found = offered(Form.EOR, country)
    assert not has_line(found, THIRTEENTH)
    assert key in {row.key for said in found.terms for row in said.statements}


# Leaving ----------------------------------------------------------------------------------------------------------


def test_china_one_month_a_year_and_thirty_days():
    """30,000 CNY, 6 months [S]: notice 30/30 = 30,000; severance 1 month a year x 6/12 = 15,000; together 45,000 CNY
    = 9,000,000 won."""
    found = offered(Form.EOR, "CN", "30000", "CNY", months=6)
    assert line(found, NOTICE).local == one("30000", "CNY")
    assert line(found, SEVERANCE).local == one("15000", "CNY")
    assert line(found, SEVERANCE).certainty is JUDGEMENT
    assert found.leaving == one("9000000")


def test_india_gratuity():
    """100,000 INR, 12 months: 15 days of a month of 26 [U], 0.5769 of a month: 57,690; notice 30 days [U]: 100,000."""
    found = offered(Form.EOR, "IN", "100000", "INR", months=12)
    assert line(found, SEVERANCE).local == one("57690", "INR")
    assert line(found, NOTICE).local == one("100000", "INR")
    assert line(found, SEVERANCE).certainty is UNVERIFIED
    assert found.leaving == one("2523040")  # 157,690 x 16


def test_pakistan_thirty_days_a_year():
    """300,000 PKR: gratuity 30 days a year [S eor.asia]: 12 months 300,000, 6 months 150,000; notice one month 300,000."""
    year = offered(Form.EOR, "PK", "300000", "PKR", months=12)
    assert line(year, SEVERANCE).local == one("300000", "PKR")
    assert line(year, SEVERANCE).certainty is JUDGEMENT
    half = offered(Form.EOR, "PK", "300000", "PKR", months=6)
    assert line(half, SEVERANCE).local == one("150000", "PKR")
    assert half.leaving == one("2250000")  # (300,000 + 150,000) x 5


@pytest.mark.parametrize(
    ("country", "pay", "currency", "low", "high", "mark"),
    [
        ("VN", "30000000", "VND", "30000000", "45000000", UNVERIFIED),  # 30-45 days [U]: x 1 to x 1.5
        ("MY", "9000", "MYR", "8400", "16800", UNVERIFIED),  # 4-8 weeks: x 28/30 to x 56/30
        ("PL", "15000", "PLN", "7000", "45000", UNVERIFIED),  # 2 weeks to 3 months: x 14/30 to x 90/30
        ("JP", "500000", "JPY", "500000", "500000", UNVERIFIED),  # 30 days [U]
        ("US", "5000", "USD", "0", "0", UNVERIFIED),  # at will
        ("BD", "100000", "BDT", "0", "400000", UNVERIFIED),  # up to 120 days [U]: the shortest was not found
        ("UZ", "9000000", "UZS", "0", "18000000", JUDGEMENT),  # up to 2 months [S]
    ],
)
def test_notice(country, pay, currency, low, high, mark):
    """Domain facts B2, notice; "up to" is a range from nothing, and never leaves the cost of leaving at zero."""
    found = line(offered(Form.EOR, country, pay, currency), NOTICE)
    assert found.local == both(low, high, currency)
    assert found.certainty is mark


def test_singapore_contracts_decide_the_notice():
    """ "contract" (B2): no amount is invented; the sentence stands among the terms."""
    found = offered(Form.EOR, "SG", "7000", "SGD")
    assert not has_line(found, NOTICE)
    assert "end.notice" in {row.key for said in found.terms for row in said.statements}


def test_a_contractor_costs_nothing_to_leave():
    assert offered(Form.CONTRACTOR, "CN", "30000", "CNY").leaving == one("0")


# The EOR ----------------------------------------------------------------------------------------------------------


def test_eor_in_vietnam_line_by_line():
    """30,000,000 VND = 1,500,000 won; 23.5 % of it 352,500; Tet 0-125,000; 599 USD = 838,600; fee 3 % = 45,000;
    1 % exchange on all but the bridge's fee: 2,691,100-2,816,100 -> 26,911-28,161.
    Sum: 1,500,000 + 352,500 + 838,600 + 45,000 = 2,736,100; + 26,911 = 2,763,011; + 125,000 + 28,161 = 2,889,261."""
    found = offered(Form.EOR, "VN", "30000000", "VND", months=6)
    assert line(found, "Pay before tax").won == one("1500000")
    assert line(found, THIRTEENTH).won == both("0", "125000")
    assert line(found, EOR_FEE).won == one("838600")
    assert line(found, EOR_FEE).certainty is UNVERIFIED  # a list price [U]
    assert line(found, SERVICE_FEE).won == one("45000")
    assert line(found, EXCHANGE).won == both("26911", "28161")
    assert found.month == both("2763011", "2889261")
    assert found.year == both("33156132", "34671132")  # x 12
    assert found.engagement == both("16578066", "17335566")  # x 6
    assert found.month_local == both("55260220", "57785220", "VND")  # / 0.05
    assert found.certainty is UNVERIFIED


def test_three_quotes_make_a_range():
    """499 USD = 698,600 won; 650,000 won; 350 EUR = 560,000 won: from 560,000 to 698,600 (4.12: compare at least three)."""
    quotes = (Money.of("499", "USD"), Money.of("650000", "KRW"), Money.of("350", "EUR"))
    found = offered(Form.EOR, "VN", "30000000", "VND", eor_quotes=quotes)
    assert line(found, EOR_FEE).won == both("560000", "698600")
    assert line(found, EOR_FEE).certainty is OFFICIAL  # quotes and dated rates; no row of general knowledge


def test_the_deposit_comes_back():
    """One month of pay [U]: 30,000,000 VND = 1,500,000 won; apart from the month, the engagement and what leaving costs."""
    found = offered(Form.EOR, "VN", "30000000", "VND")
    assert line(found, DEPOSIT).returns
    assert line(found, DEPOSIT).local == one("30000000", "VND")
    assert found.deposit == one("1500000")
    assert line(found, DEPOSIT).certainty is UNVERIFIED
    assert found.leaving == both("1500000", "2250000")  # 30-45 days of notice only


def test_only_an_eor_asks_a_deposit_and_a_fee():
    found = offered(Form.FIXED_TERM, "VN", "30000000", "VND")
    assert not has_line(found, DEPOSIT) and not has_line(found, EOR_FEE)
    assert found.deposit == one("0")


# Exchange ---------------------------------------------------------------------------------------------------------


def test_exchange_at_a_dated_rate():
    """2,000 USD x 1,400 = 2,800,000 won; fee 84,000; 1 % of the pay for the exchange: 28,000; together 2,912,000."""
    found = offered(Form.CONTRACTOR, "UA", "2000", "USD")
    pay = line(found, "Pay before tax")
    assert pay.won == one("2800000")
    assert pay.local == one("80000", "UAH")  # 2,800,000 / 35
    assert {rule.key: rule.valid_from for rule in pay.how.rules} == {
        "fx.krw_per.USD": RATE_DAY, "fx.krw_per.UAH": RATE_DAY,
    }  # fmt: skip
    assert line(found, SERVICE_FEE).won == one("84000")
    assert line(found, EXCHANGE).won == one("28000")
    assert line(found, EXCHANGE).certainty is UNVERIFIED  # the spread of 1 % is general knowledge
    assert found.month == one("2912000")


def test_pay_agreed_in_won_needs_no_exchange_by_the_company():
    found = offered(Form.CONTRACTOR, "UA", "2800000", "KRW")
    assert not has_line(found, EXCHANGE)
    assert found.month == one("2884000")  # 2,800,000 + 3 %


@pytest.mark.parametrize(
    ("amount", "currency", "into", "expected"),
    [
        ("30", "VND", "KRW", "2"),  # 1.5 won -> 2
        ("50", "VND", "KRW", "2"),  # 2.5 won -> 2
        ("10", "VND", "KRW", "0"),  # 0.5 won -> 0
        ("1000000", "KRW", "USD", "714.29"),  # / 1,400 = 714.2857...
        ("100", "PLN", "UAH", "1114.29"),  # 100 x 390 / 35 = 1,114.2857...
        ("1000", "KRW", "JPY", "111"),  # / 9 = 111.1
        ("0.01", "USD", "VND", "280"),  # 14 won / 0.05
        ("12.34", "USD", "USD", "12.34"),
    ],
)
def test_rounding_is_half_to_even_in_the_digits_of_the_currency(amount, currency, into, expected):
    """No decimals in won, dong and yen, two elsewhere (ISO 4217)."""
    assert world().exchange(Money.of(amount, currency), into) == Money.of(expected, into)


def test_a_sample_rate_marks_the_pay():
    """The pay is only as certain as its rate: the same option with an unverified rate."""
    rates = RATES | {"USD": rate("USD", "1400", UNVERIFIED)}
    asked = ask("UA", "2000", "USD")
    found = option_of(asked, "UA", Form.CONTRACTOR, World(book(DAY), rates))
    assert line(found, "Pay before tax").certainty is UNVERIFIED
    assert line(offered(Form.CONTRACTOR, "UA", "2000", "USD"), "Pay before tax").certainty is OFFICIAL


def test_without_a_rate_nothing_is_reckoned():
    """No rate for the hryvnia: not known, never one to one and never zero."""
    rates = {currency: rule for currency, rule in RATES.items() if currency != "UAH"}
    found = option_of(ask("UA", "2000", "USD"), "UA", Form.CONTRACTOR, World(book(DAY), rates))
    assert found.standing is Standing.NOT_KNOWN
    assert found.month is None and found.net is None
    with pytest.raises(NotKnown):
        World(book(DAY), rates).exchange(Money.of("1", "USD"), "UAH")


# A vendor ---------------------------------------------------------------------------------------------------------


def test_a_vendor_in_vietnam_is_twice_direct_hire():
    """Specification L841: outsourcing is twice direct hire. 30,000,000 + 23.5 % 7,050,000 = 37,050,000; x 2 = 74,100,000 VND
    = 3,705,000 won. Fee 3 % 111,150. Technical service 3 % 111,150 + local 11,115 = 122,265 withheld in won; 3,582,735 go
    abroad, exchange 1 % of it 35,827; month 3,705,000 + 111,150 + 35,827 = 3,851,977."""
    found = offered(Form.VENDOR, "VN", "30000000", "VND")
    price = line(found, VENDOR)
    assert price.local == one("74100000", "VND")
    assert price.won == one("3705000")
    assert price.certainty is UNVERIFIED  # a slide without a year
    assert found.month == one("3851977")
    assert found.withheld == one("122265")
    assert found.net == one("3582735")


def test_a_vendors_price_shows_every_row_it_rests_on():
    """Issue 4: every number opens its trace. Twice direct hire rests on the shares of social insurance too."""
    keys = {rule.key for rule in line(offered(Form.VENDOR, "VN", "30000000", "VND"), VENDOR).how.rules}
    assert {"vendor.multiple", "social.employer.pension", "social.employer.pension.cap"} <= keys


@pytest.mark.parametrize("country", ["US", "JP", "IN", "PL", "UA", "CN", "PH"])
def test_a_vendor_elsewhere_has_no_figure(country):
    """Only Vietnam's multiple is in a source."""
    found = option(Form.VENDOR, country)
    assert found.standing is Standing.NO_FIGURE
    assert found.month is None and found.lines == ()
    assert "quote" in found.why[0].text


def test_a_vendors_quote_is_taken_as_it_is():
    """8,000 USD x 1,400 = 11,200,000; fee 336,000; the quote is in dollars, so 1 % exchange 112,000; month 11,648,000."""
    found = offered(Form.VENDOR, "PL", "6000000", vendor_quote=Money.of("8000", "USD"))
    assert line(found, VENDOR).won == one("11200000")
    assert line(found, VENDOR).certainty is OFFICIAL
    assert found.month == one("11648000")


def test_a_vendors_quote_in_won_costs_no_exchange():
    """The pay was typed in dollars, but the quote that is paid is in won: 9,000,000 + 3 % 270,000."""
    found = offered(Form.VENDOR, "PL", "4000", "USD", vendor_quote=Money.of("9000000", "KRW"))
    assert not has_line(found, EXCHANGE)
    assert found.month == one("9270000")


# Days without rows ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [Form.CONTRACTOR, Form.EOR, Form.FIXED_TERM])
@pytest.mark.parametrize("ip_clause", ["original_acquisition", "licence"])
def test_a_day_without_any_row_is_not_known(form, ip_clause):
    """Issue 4, bad input: "a clear 'not known for this date', never zero"."""
    found = option(form, "VN", on=date(2003, 1, 1), ip_clause=ip_clause)
    assert found.standing is Standing.NOT_KNOWN
    assert found.month is None and found.withheld is None and found.net is None and found.leaving is None
    assert found.why[0].facts["day"] == "2003-01-01"


def test_before_the_fee_was_set_nothing_is_reckoned():
    """Tax rows reach back to 2004, the bridge's fee only to 2026: no total that leaves it out."""
    found = option(Form.CONTRACTOR, "IN", on=date(2025, 6, 1))
    assert found.standing is Standing.NOT_KNOWN
    assert found.why[0].facts["key"] == "fee.service"


def test_own_entity_is_needed_for_employment():
    assert option(Form.EMPLOYMENT, "VN").standing is Standing.NOT_OFFERED
    assert offered(Form.EMPLOYMENT, "VN", entities=("VN",)).month is not None
