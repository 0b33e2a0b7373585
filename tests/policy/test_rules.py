"""Worked examples of Korean withholding and the fee, with the arithmetic written out."""

from datetime import date
from decimal import Decimal

import pytest

from talentbridge.kernel.money import Money
from talentbridge.policy.rules import Certainty, NotKnown, Rule, service_fee, withholding

DAY = date(2026, 11, 23)
VALUES = {
    ("tax.services_abroad", ""): ("0", "judgement"),
    ("tax.technical_service", "IN"): ("0.03", "judgement"),
    ("tax.technical_service", "VN"): ("0.03", "unverified"),
    ("tax.services_in_korea", ""): ("0.20", "judgement"),
    ("tax.royalty", ""): ("0.20", "judgement"),
    ("tax.local_surtax", ""): ("0.10", "judgement"),
    ("fee.service", ""): ("0.03", "unverified"),
}


def find(key: str, country: str = "") -> Rule:
    if (key, country) not in VALUES:
        raise NotKnown(key, country, DAY)
    value, certainty = VALUES[key, country]
    return Rule(key, country, Decimal(value), "rate", DAY, None, "source", "", DAY, Certainty(certainty))


def taken(country: str, place: str = "abroad", ip: str = "original_acquisition") -> Money:
    gross = Money(6_000_000, "KRW")
    return withholding(gross=gross, place_of_work=place, country=country, ip_clause=ip, find=find).total


def test_work_abroad_is_not_korean_source():
    assert taken("UA") == Money(0, "KRW")


def test_india_technical_service_is_3_percent_plus_local():
    # 6,000,000 x 3 % = 180,000; local tenth = 18,000; together 198,000
    assert taken("IN") == Money(198_000, "KRW")


def test_a_licence_makes_it_a_royalty():
    # 6,000,000 x 20 % = 1,200,000; local tenth = 120,000
    assert taken("UA", ip="licence") == Money(1_320_000, "KRW")


def test_work_in_korea_is_22_percent():
    assert taken("US", place="korea") == Money(1_320_000, "KRW")


def test_vietnam_carries_its_unverified_mark_to_the_total():
    gross = Money(6_000_000, "KRW")
    trace = withholding(
        gross=gross, place_of_work="abroad", country="VN", ip_clause="original_acquisition", find=find
    )
    assert trace.certainty is Certainty.UNVERIFIED
    assert trace.total == Money(198_000, "KRW")


def test_the_fee_is_on_top():
    assert service_fee(gross=Money(6_000_000, "KRW"), find=find).total == Money(180_000, "KRW")


def test_unknown_words_are_errors():
    with pytest.raises(ValueError):
        taken("UA", place="moon")
