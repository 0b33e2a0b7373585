"""Worked examples of Korean tax. Sources: domain facts A4 (place of performance, 3 % branch, royalty trap, papers), B2
(treaties), E5; expectations 4.12 (3). Pay is 6,000,000 won a month unless said; local income tax is a tenth of the tax.
"""

import pytest

from talentbridge.designer.rules import Form, Option
from talentbridge.kernel.money import Money
from tests.designer.examples import (
    JUDGEMENT,
    UNVERIFIED,
    both,
    has_line,
    line,
    offered,
    one,
    risk,
)

WITHHELD = "Tax withheld in Korea"


def contractor(country: str, **more) -> Option:
    return offered(Form.CONTRACTOR, country, **more)


def step_marks(found: Option) -> set:
    return {step.certainty for step in found.tax if step.certainty}


# Work abroad --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "country", ["UA", "JP", "US", "PL", "ID", "PH", "UZ", "KZ", "MN", "BD", "CN", "SG", "MY"]
)
def test_work_done_abroad_bears_no_korean_tax(country):
    """Place of performance, since 2004 (NTS rulings US 사전-2021-법령해석국조-1546, JP 사전-2023-법규국조-0339): 0."""
    found = contractor(country)
    assert found.withheld == one("0")
    assert found.net == one("6000000")
    assert not has_line(found, WITHHELD)
    assert step_marks(found) == {JUDGEMENT}


@pytest.mark.parametrize(("country", "mark"), [("IN", JUDGEMENT), ("VN", UNVERIFIED)])
def test_technical_service_of_india_and_vietnam(country, mark):
    """6,000,000 x 3 % = 180,000; local tenth 18,000; 198,000; left 5,802,000. India: NTS ruling on art. 12; Vietnam: the
    protocol of 2021-01-20, no ruling found."""
    found = contractor(country)
    assert found.withheld == one("198000")
    assert found.net == one("5802000")
    assert line(found, WITHHELD).certainty is mark
    assert risk(found, "tax").level == "watch"


@pytest.mark.parametrize("country", ["IN", "VN"])
def test_an_independent_service_is_no_technical_service(country):
    """The Indian ruling leaves out independent professional services: 0, by a tax partner's judgement."""
    found = contractor(country, service_kind="independent")
    assert found.withheld == one("0")
    assert found.tax[-1].is_judgement


@pytest.mark.parametrize("country", ["IN", "VN"])
def test_an_unsettled_service_is_a_range(country):
    """From nothing to 198,000; what is left is 5,802,000 to 6,000,000."""
    found = contractor(country, service_kind="unsettled")
    assert found.withheld == both("0", "198000")
    assert found.net == both("5802000", "6000000")


def test_pakistan_is_a_range_because_the_clause_was_not_checked():
    """FTS clause [U], "Pakistan to be checked" (E5): 0 to 6,000,000 x 3.3 % = 198,000, unverified."""
    found = contractor("PK")
    assert found.withheld == both("0", "198000")
    assert line(found, WITHHELD).certainty is UNVERIFIED


# Royalty ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("country", ["UA", "IN", "VN", "US", "PK", "PL"])
def test_a_licence_is_taxed_as_a_royalty(country):
    """A4, royalty trap: 6,000,000 x 20 % = 1,200,000; local 120,000; 1,320,000 = 22 %, whatever the country."""
    found = contractor(country, ip_clause="licence")
    assert found.withheld == one("1320000")
    assert found.net == one("4680000")
    assert line(found, WITHHELD).how.rules


def test_the_domestic_rate_is_a_judgement_where_no_treaty_row_plays():
    """Income Tax Act art. 156 as read in secondary sources [S]; the cap that could apply is named and is [U]."""
    found = contractor("IN", ip_clause="licence")
    domestic = [step for step in found.tax if step.text.startswith(("Income tax", "Local income tax"))]
    assert [step.certainty for step in domestic] == [JUDGEMENT, JUDGEMENT]
    assert any("10 %" in step.facts.get("rate", "") and step.certainty is UNVERIFIED for step in found.tax)


@pytest.mark.parametrize(
    ("country", "low", "high", "mark"),
    [
        ("IN", "600000", "600000", UNVERIFIED),  # 10 % [U]
        ("PL", "300000", "300000", JUDGEMENT),  # 5 % (protocol) [S Orbitax]
        (
            "US",
            "660000",
            "990000",
            UNVERIFIED,
        ),  # 10-15 % [U] and a tenth on top: 600,000 + 60,000; 900,000 + 90,000
        ("UZ", "120000", "300000", UNVERIFIED),  # 2-5 % [U]
        ("VN", "600000", "600000", JUDGEMENT),  # 10 %, lowered from 15 by the protocol [S MOEF]
        ("ID", "900000", "900000", UNVERIFIED),  # 15 % [U]
        ("JP", "600000", "600000", UNVERIFIED),  # 10 % [U]
        ("SG", "300000", "300000", UNVERIFIED),  # 5 % [U]
    ],
)
def test_papers_bring_the_treatys_cap(country, low, high, mark):
    """Residence certificate and application before payment (A4): the cap on the whole pay, never more than 22 %."""
    found = contractor(country, ip_clause="licence", papers=True)
    assert found.withheld == both(low, high)
    assert line(found, WITHHELD).certainty is mark
    assert found.papers


def test_co_ownership_is_no_licence():
    """The 3 % branch stays: 198,000, not 1,320,000."""
    assert contractor("IN", ip_clause="co_owned").withheld == one("198000")
    assert contractor("UA", ip_clause="co_owned").withheld == one("0")


# Days in Korea ------------------------------------------------------------------------------------------------------


def test_days_in_korea_are_a_share_of_the_pay():
    """6 months are 182.5 days, 73 of them 40 %: 2,400,000 x 20 % = 480,000 + 48,000 = 528,000. Ukraine: nothing abroad."""
    found = contractor("UA", months=6, days_in_korea=73)
    assert found.withheld == one("528000")
    assert found.net == one("5472000")
    assert line(found, WITHHELD).certainty is JUDGEMENT


def test_days_in_korea_beside_the_technical_service():
    """India: 528,000 for 2,400,000 in Korea; 3,600,000 x 3 % = 108,000 + 10,800 abroad; together 646,800."""
    assert contractor("IN", months=6, days_in_korea=73).withheld == one("646800")


def test_japan_below_183_days_with_papers():
    """Art. 14, fixed base or 183 days [S]: exempt; the papers for it are named."""
    found = contractor("JP", months=6, days_in_korea=73, papers=True)
    assert found.withheld == one("0")
    assert found.papers
    assert any(rule.value == 183 for step in found.tax for rule in step.rules)


def test_japan_below_183_days_without_papers():
    """Withheld first, claimed back later: 528,000."""
    found = contractor("JP", months=6, days_in_korea=73)
    assert found.withheld == one("528000")
    assert risk(found, "tax").level == "watch"


def test_japan_at_182_of_365_days():
    """6,000,000 x 182/365 = 2,991,781; x 20 % = 598,356; local 59,836; 658,192 without papers, nothing with them."""
    assert contractor("JP", months=12, days_in_korea=182).withheld == one("658192")
    assert contractor("JP", months=12, days_in_korea=182, papers=True).withheld == one("0")


@pytest.mark.parametrize("papers", [False, True])
def test_japan_at_183_days_is_taxed_with_papers_too(papers):
    """ "<183 days": 6,000,000 x 183/365 = 3,008,219; x 20 % = 601,644; local 60,164; 661,808."""
    found = contractor("JP", months=12, days_in_korea=183, papers=papers)
    assert found.withheld == one("661808")
    assert risk(found, "tax").level == "high"


def test_no_more_than_the_whole_pay_is_worked_in_korea():
    """186 of 182.5 days is all of it: 6,000,000 x 22 % = 1,320,000."""
    assert contractor("US", months=6, days_in_korea=186).withheld == one("1320000")


def test_an_exemption_is_not_guessed():
    """No row says from how many days the treaty with India exempts: taxed in full, papers or not. 528,000 + 118,800."""
    assert contractor("IN", months=6, days_in_korea=73, papers=True).withheld == one("646800")


def test_business_income_of_a_vendor_in_korea():
    """Correction of the brief (A4): 2 %, not 20. 2,400,000 x 2 % = 48,000 + 4,800 = 52,800."""
    quote = Money.of("6000000", "KRW")
    found = offered(Form.VENDOR, "UA", months=6, days_in_korea=73, vendor_quote=quote)
    assert found.withheld == one("52800")
    assert line(found, WITHHELD).certainty is JUDGEMENT


@pytest.mark.parametrize("form", [Form.EOR, Form.FIXED_TERM, Form.EMPLOYMENT])
@pytest.mark.parametrize("clause", ["original_acquisition", "licence"])
def test_nothing_is_withheld_in_korea_from_an_employee_abroad(form, clause):
    """Employment is done where the person is: no Korean source, no royalty."""
    found = offered(form, "VN", entities=("VN",), ip_clause=clause)
    assert found.withheld == one("0")
    assert found.net == one("6000000")


def test_an_employees_days_in_korea_are_not_reckoned_but_said():
    found = offered(Form.EOR, "JP", days_in_korea=20)
    assert found.withheld == one("0")
    assert "ask a tax partner" in found.tax[-1].text
    assert risk(found, "tax").level == "watch"


def test_tax_is_rounded_won_by_won():
    """4,505,517 x 3 % = 135,165.51 -> 135,166; local 13,516.6 -> 13,517; 148,683."""
    assert offered(Form.CONTRACTOR, "IN", "4505517").withheld == one("148683")
