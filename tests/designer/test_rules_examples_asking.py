"""Worked examples of bad input: everything is told at once, at the option, with the allowed values. Source: issue 4, "Bad
input" and point 7 ("unknown ones are an error that names the allowed values").
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentbridge.designer.rules import (
    COUNTRIES,
    DATA_CLASSES,
    ESTABLISHMENT,
    EXPORT_ANSWERS,
    FACTORS,
    IDENTITY,
    MORE_SIGNS,
    OPTIONS,
    SERVICE_KINDS,
    Ask,
    Form,
    read,
)
from talentbridge.kernel.decision import Decision
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.money import Money
from talentbridge.policy.rules import IpClause
from tests.designer.examples import DAY, KRW_PER

CURRENCIES = ["KRW", *KRW_PER]


def asked(**said: str) -> Ask:
    return read(
        {"country": "VN", "gross": "2000", "currency": "USD"} | said, today=DAY, currencies=CURRENCIES
    )


def refused(**said: str) -> dict[str, Decision]:
    with pytest.raises(Invalid) as caught:
        asked(**said)
    return caught.value.fields


def sentence(found: Decision) -> str:
    return found.sentence.format_map({name: str(value) for name, value in found.facts.items()})


def test_what_the_issue_types_is_read():
    """talentbridge design --country VN --type eor --gross 2000 --currency USD --months 6"""
    found = asked(type="eor", months="6")
    assert found.gross == Money(200_000, "USD")
    assert (found.countries, found.forms, found.months, found.on) == (("VN",), (Form.EOR,), 6, DAY)


def test_left_out_is_the_default():
    found = asked()
    assert found.forms == tuple(Form)
    assert found.ip_clause is IpClause.ORIGINAL_ACQUISITION
    assert (found.work_mode, found.rhythm, found.service_kind) == ("remote", "async", "technical")
    assert not found.papers and not found.days_in_korea


@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [
        ("country", "XX", ("US", "JP", "VN", "UA")),
        ("country", "VN,KR", ("US", "JP", "VN", "UA")),
        ("type", "gig", ("contractor", "eor", "fixed_term", "employment", "vendor")),
        ("work_mode", "moon", ("remote", "hybrid", "on_site")),
        ("rhythm", "loud", ("async", "sync")),
        ("ip_clause", "mine", ("original_acquisition", "licence", "co_owned")),
        ("service_kind", "art", ("technical", "independent", "unsettled")),
        ("factor", "tired", ("sets_work", "insurance", "company_tools", "reviews")),
        ("establishment", "flat", ("concludes_contracts", "half_at_home")),
        ("identity", "hat", ("no_video", "unreachable")),
        ("data_class", "secret", ("public", "internal", "personal", "restricted")),
        ("export", "maybe", ("no", "yes", "permitted")),
        ("papers", "perhaps", ("yes", "no")),
        ("relocation", "1", ("yes", "no")),
        ("entity", "FR", ("US", "JP", "VN", "UA")),
    ],
)
def test_an_unknown_value_names_the_allowed_ones(option, value, allowed):
    found = refused(**{option: value})
    assert set(found) == {option}
    told = sentence(found[option])
    assert all(each in told for each in allowed), told


def test_an_unknown_option_names_all_of_them():
    found = refused(salary="5")
    assert "salary" in sentence(found["salary"]) and "gross" in sentence(found["salary"])
    assert all(each in sentence(found["salary"]) for each in OPTIONS)


@pytest.mark.parametrize(
    "gross",
    ["-2000", "0", "", "abc", "NaN", "Infinity", "2000.005", "10000000000001", "2000,50", "1,2,3", "20,00"],
)
def test_pay_that_is_none(gross):
    """Negative, nothing, no number, finer than a cent, above a million million; 2000,50 is not read as 200,050."""
    found = refused(gross=gross)
    assert set(found) == {"gross"}
    assert "USD" in sentence(found["gross"]) and "2 decimals" in sentence(found["gross"])


@pytest.mark.parametrize(
    ("gross", "currency", "minor"),
    [
        ("2000.05", "USD", 200_005),
        ("4,500,000", "KRW", 4_500_000),
        ("1,00,000.50", "INR", 10_000_050),  # grouped as in India
        ("30 000 000", "VND", 30_000_000),
    ],
)
def test_pay_as_people_type_it(gross, currency, minor):
    assert asked(gross=gross, currency=currency).gross == Money(minor, currency)


def test_won_and_dong_have_no_decimals():
    assert "0 decimals" in sentence(refused(gross="1000.5", currency="KRW")["gross"])
    assert "0 decimals" in sentence(refused(gross="1000.5", currency="VND")["gross"])


def test_a_currency_without_a_rate_names_those_that_have_one():
    told = sentence(refused(currency="GBP")["currency"])
    assert "GBP" in told and "KRW" in told and "UAH" in told


@pytest.mark.parametrize("months", ["0", "61", "-6", "6.5", "six", "0000000000069999", "６"])
def test_months_from_1_to_60(months):
    told = sentence(refused(months=months)["months"])
    assert "1" in told and "60" in told


@pytest.mark.parametrize("day", ["2026-13-01", "30.11.2026", "1999-12-31", "2100-01-01", "yesterday"])
def test_a_day_that_is_none(day):
    assert set(refused(on=day)) == {"on"}


def test_no_country_at_all():
    assert all(code in sentence(refused(country="")["country"]) for code in COUNTRIES)


def test_more_days_than_the_months_have():
    """6 months have at most 6 x 31 = 186 days."""
    assert asked(months="6", days_in_korea="186").days_in_korea == 186
    found = refused(months="6", days_in_korea="187")
    assert set(found) == {"days_in_korea"} and "186" in sentence(found["days_in_korea"])


def test_remote_work_at_a_place_of_the_company():
    """Contradictory answers: told at the one that has to give way; on site the same answer stands."""
    assert set(refused(work_mode="remote", establishment="fixed_place")) == {"establishment"}
    assert asked(work_mode="on_site", establishment="fixed_place").establishment == ("fixed_place",)


def test_everything_is_told_at_once():
    found = refused(country="XX", gross="-1", months="0", type="gig", eor_quote="1 GBP")
    assert set(found) == {"country", "gross", "months", "type", "eor_quote"}


def test_quotes_in_their_currencies():
    found = asked(eor_quote="599 USD; 800,000; 500.50eur")
    assert found.eor_quotes == (Money(59_900, "USD"), Money(800_000, "KRW"), Money(50_050, "EUR"))


def test_too_many_quotes_are_not_dropped_in_silence():
    assert set(refused(eor_quote="1;2;3;4;5;6")) == {"eor_quote"}
    assert set(refused(vendor_quote="5000 USD; 6000 USD")) == {"vendor_quote"}


def some(names) -> st.SearchStrategy[tuple[str, ...]]:
    """A few of the names, in their order."""
    listed = list(names)
    return st.sets(st.sampled_from(listed)).map(lambda few: tuple(each for each in listed if each in few))


def money() -> st.SearchStrategy[Money]:
    return st.builds(Money, st.integers(1, 10**11), st.sampled_from(CURRENCIES))


ASKS = st.builds(
    Ask,
    gross=money(),
    countries=some(COUNTRIES).filter(bool),
    on=st.just(DAY),
    forms=some(Form).filter(bool),
    months=st.integers(1, 60),
    work_mode=st.sampled_from(["remote", "hybrid", "on_site"]),
    rhythm=st.sampled_from(["async", "sync"]),
    days_in_korea=st.integers(0, 31),
    ip_clause=st.sampled_from(list(IpClause)),
    service_kind=st.sampled_from(list(SERVICE_KINDS)),
    papers=st.booleans(),
    entities=some(COUNTRIES),
    factors=some([*FACTORS, *MORE_SIGNS]),
    establishment=some(name for name in ESTABLISHMENT if name != "fixed_place"),
    identity=some(IDENTITY),
    data_class=st.sampled_from(list(DATA_CLASSES)),
    export=st.sampled_from(list(EXPORT_ANSWERS)),
    relocation=st.booleans(),
    eor_quotes=st.lists(money(), max_size=5).map(tuple),
    vendor_quote=st.none() | money(),
)


@given(ASKS)
def test_a_question_is_read_as_it_was_said(question):
    assert read(question.said(), today=DAY, currencies=CURRENCIES) == question
