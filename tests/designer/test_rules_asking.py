"""Questions out of text: what is read, and how each thing that cannot be read is answered."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentbridge.designer.rules import COUNTRIES, FACTORS, OPTIONS, Ask, Form, read
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.money import Money
from talentbridge.policy.rules import IpClause

DAY = date(2026, 11, 30)
CURRENCIES = {"KRW", "USD", "VND", "EUR"}


def ask(**said: str) -> Ask:
    return read({"country": "VN", "gross": "2000000", **said}, today=DAY, currencies=CURRENCIES)


def refusal(option: str, **said: str) -> tuple[str, dict]:
    with pytest.raises(Invalid) as refused:
        ask(**said)
    decision = refused.value.fields[option]
    return decision.code, dict(decision.facts)


def test_little_is_needed():
    found = ask()
    assert found.gross == Money(2_000_000, "KRW")
    assert (found.countries, found.forms, found.months, found.on) == (("VN",), tuple(Form), 6, DAY)
    assert found.ip_clause is IpClause.ORIGINAL_ACQUISITION


def test_amounts_are_read_as_people_type_them():
    assert ask(gross="2,000.50", currency="usd").gross == Money(200_050, "USD")
    assert ask(gross=" 4 500 000 ").gross == Money(4_500_000, "KRW")


def test_countries_keep_the_order_in_which_they_were_asked_for():
    assert ask(country="vn, us,VN,in").countries == ("VN", "US", "IN")


@pytest.mark.parametrize("gross", ["-1", "0", "", "NaN", "Infinity", "1.5", "1e400", "９９", "abc", "1" * 40])
def test_pay_is_above_zero_and_no_finer_than_the_currency(gross):
    if gross == "９９":  # full-width digits are digits: Decimal reads them
        assert ask(gross=gross).gross == Money(99, "KRW")
        return
    assert refusal("gross", gross=gross)[0] == "designer.amount"


def test_an_unknown_country_is_answered_with_the_known_ones():
    code, facts = refusal("country", country="VN,XX")
    assert code == "designer.not_allowed"
    assert facts["value"] == "XX"
    assert set(str(facts["allowed"]).split(", ")) == set(COUNTRIES)


def test_no_country_is_answered_with_the_known_ones():
    assert refusal("country", country="")[0] == "designer.no_country"


def test_an_unknown_option_is_answered_with_the_known_ones():
    code, facts = refusal("colour", colour="blue")
    assert code == "designer.unknown_option"
    assert str(facts["allowed"]).split(", ") == list(OPTIONS)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("type", "intern"), ("work_mode", "beach"), ("rhythm", "jazz"), ("ip_clause", "mine"), ("service_kind", "x"),
        ("papers", "maybe"), ("entity", "KR"), ("factor", "smiles"), ("establishment", "x"), ("identity", "x"),
        ("data_class", "secret"), ("export", "perhaps"), ("relocation", "2"),
    ],
)  # fmt: skip
def test_every_choice_names_its_values(option, value):
    code, facts = refusal(option, **{option: value})
    assert code == "designer.not_allowed"
    assert facts["value"].lower() == value.lower()
    assert facts["allowed"]


@pytest.mark.parametrize(("option", "value"), [("months", "0"), ("months", "61"), ("months", "six"), ("months", "1.5"),
                                               ("days_in_korea", "-1"), ("days_in_korea", "99999999999999")])  # fmt: skip
def test_numbers_have_ends(option, value):
    assert refusal(option, **{option: value})[0] == "designer.range"


@pytest.mark.parametrize("day", ["30.11.2026", "2026-13-01", "1999-12-31", "9999-01-01", "x"])
def test_a_day_is_written_in_one_way(day):
    assert refusal("on", on=day)[0] == "designer.day"


def test_a_currency_without_a_rate_says_which_have_one():
    code, facts = refusal("currency", currency="XAU")
    assert (code, facts["allowed"]) == ("designer.currency", "EUR, KRW, USD, VND")


def test_quotes_are_amounts_between_semicolons():
    found = ask(eor_quote="599 USD; 800,000", vendor_quote="6,000 usd")
    assert found.eor_quotes == (Money(59_900, "USD"), Money(800_000, "KRW"))
    assert found.vendor_quote == Money(600_000, "USD")
    assert refusal("eor_quote", eor_quote="1.2.3 USD")[0] == "designer.amount"
    assert refusal("vendor_quote", vendor_quote="5 DOG")[0] == "designer.currency"


def test_more_days_in_korea_than_the_engagement_has_are_contradictory():
    assert refusal("days_in_korea", months="1", days_in_korea="32")[0] == "designer.more_days_than_months"


def test_a_remote_worker_at_a_place_of_yours_is_contradictory():
    code, _ = refusal("establishment", work_mode="remote", establishment="fixed_place")
    assert code == "designer.remote_in_an_office"
    assert ask(work_mode="on_site", establishment="fixed_place").establishment == ("fixed_place",)


def test_everything_wrong_is_told_at_once():
    with pytest.raises(Invalid) as refused:
        read({"country": "XX", "gross": "-1", "months": "x"}, today=DAY, currencies=CURRENCIES)
    assert refused.value.fields.keys() == {"country", "gross", "months"}


@given(
    countries=st.lists(st.sampled_from(sorted(COUNTRIES)), min_size=1, max_size=16, unique=True),
    forms=st.sets(st.sampled_from(list(Form)), min_size=1),
    minor=st.integers(1, 10**11),
    currency=st.sampled_from(sorted(CURRENCIES)),
    months=st.integers(1, 60),
    factors=st.sets(st.sampled_from(list(FACTORS))),
    clause=st.sampled_from(list(IpClause)),
    papers=st.booleans(),
    days=st.integers(0, 28),
)
def test_a_question_reads_back_as_itself(
    countries, forms, minor, currency, months, factors, clause, papers, days
):
    asked = Ask(
        gross=Money(minor, currency), countries=tuple(countries), on=DAY, months=months, ip_clause=clause, papers=papers,
        forms=tuple(form for form in Form if form in forms), factors=tuple(name for name in FACTORS if name in factors),
        days_in_korea=days, eor_quotes=(Money(1, "USD"),), vendor_quote=Money(minor, "KRW"),
    )  # fmt: skip
    assert read(asked.said(), today=date(2020, 1, 1), currencies=CURRENCIES) == asked
