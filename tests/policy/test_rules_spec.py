"""The specification's rows: complete, as given, in order; ranges, disagreements, sums, cards and holidays."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from talentbridge.policy.rules import COUNTRIES, Certainty, Rule, Statement, calendars, files, spec
from talentbridge.policy.rules.channels import Channel
from talentbridge.policy.rules.names import is_known_unit
from talentbridge.policy.rules.sources import OF_THE_SPECIFICATION

DAY = date(2026, 11, 30)
MINE = ("spec", "channel", "form", "mode", "culture")
ROWS = [row for row in files.read() if row["key"].split(".")[0] in MINE]
BOOK = files.book(DAY, ROWS)
IN_FULL = [code for code, country in COUNTRIES.items() if country.in_full]
N = r"\d{1,2}"
SECTION = "market|people|cost|style|caution|firms|strength|weakness|company|policy"
# docs/rules.md as patterns: statements, then values
STATEMENTS = (
    rf"spec\.(why|summary|response|market_size\.doubt)|spec\.({SECTION})\.{N}|spec\.advice_(company|policy)\.{N}\.{N}",
    rf"channel\.({'|'.join(Channel)})(\.(good|bad|fit|cost|speed))?",
    r"form\.(employment|fixed_term|contractor|eor)(\.(good|bad|fit))?",
    r"mode\.(office|remote|hybrid|sync|async)(\.(good|bad|fit))?",
    rf"culture\.({'|'.join(spec.CULTURE_TOPICS)})",
)
VALUES = (r"spec\.[a-z][a-z0-9_]*(\.high)?", r"channel\.headhunting\.fee(\.high)?")
HANGUL = re.compile("[가-힣]")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['country']}-{row['key']}")
def test_a_row_is_complete_in_both_languages_and_in_the_vocabulary(row):
    is_value = row["value"] is not None
    assert any(re.fullmatch(pattern, row["key"]) for pattern in (VALUES if is_value else STATEMENTS))
    assert row["title_ko"] and row["title_en"]
    assert row["note_ko"] and row["note_en"]
    assert HANGUL.search(row["note_ko"])
    assert not HANGUL.search(re.sub("‘[^’]*’", "", row["note_en"]))  # only what is quoted from the original
    assert not is_value or is_known_unit(row["unit"])
    assert row["country"] in {"", "KR", *COUNTRIES}
    assert row["certainty"] in {
        "judgement",
        "unverified",
    }  # nothing of the specification is a law that was read
    known = {*OF_THE_SPECIFICATION, "Judgement of the platform", "General knowledge, not verified"}
    assert row["source_name"] in known
    assert (row["source_name"] == "General knowledge, not verified") <= (row["certainty"] == "unverified")


def test_no_year_is_never_more_than_unverified():
    for row in ROWS:
        if "not given" in row["note_en"] and not row["key"].startswith(("channel.", "form.", "mode.")):
            assert row["certainty"] == "unverified", row["key"]


# Typed by hand from the specification: key, country, figure.
FIGURES = (
    ("spec.market_size", "US", "1670000000"), ("spec.market_growth", "US", "0.164"),
    ("spec.developers", "US", "1890000"), ("spec.developers.high", "US", "4400000"),
    ("spec.ai_researchers", "US", "0.57"), ("spec.ai_scientists", "US", "0.27"), ("spec.pay_top", "US", "400000"),
    ("spec.remote_leaders", "US", "0.9"), ("spec.remote_staff", "US", "0.6"),
    ("spec.it_investment", "JP", "10000000000000"), ("spec.developers", "JP", "1300000"),
    ("spec.dx_short", "JP", "0.621"), ("spec.pay_top10", "JP", "107000"), ("spec.pay_top10", "", "132000"),
    ("spec.training_satisfied", "JP", "0.052"), ("spec.turnover", "JP", "0.349"),
    ("spec.market_size", "VN", "690000000"), ("spec.market_growth", "VN", "0.1223"),
    ("spec.it_demand", "VN", "700000"), ("spec.it_short", "VN", "200000"), ("spec.graduates", "VN", "57000"),
    ("spec.pay_junior", "VN", "412"), ("spec.pay_junior.high", "VN", "618"), ("spec.pay_senior", "VN", "860"),
    ("spec.pay_senior.high", "VN", "1510"), ("spec.pay_ai", "VN", "3000"), ("spec.social", "VN", "0.22"),
    ("spec.direct_hire", "VN", "1.3"), ("spec.direct_hire.high", "VN", "1.5"), ("spec.turnover", "VN", "0.2"),
    ("spec.turnover.high", "VN", "0.3"), ("spec.korean_firms", "VN", "10000"), ("spec.koreans", "VN", "178000"),
    ("spec.investment", "VN", "90000000000"), ("spec.ai_jobs", "IN", "2300000"), ("spec.ai_talent", "IN", "86000"),
    ("spec.ai_talent", "", "478000"), ("spec.github", "IN", "0.242"), ("spec.authors_rank", "IN", "7"),
    ("spec.pay_expected", "IN", "21930000"), ("spec.pay_to_korea", "IN", "0.61"),
    ("spec.programme_firms", "IN", "41"), ("spec.programme_hires", "IN", "206"), ("spec.shortage", "", "164000"),
    ("spec.shortage_ai", "", "13000"), ("spec.sme_wish", "", "0.545"), ("spec.ai_short", "", "0.819"),
    ("spec.ai_short_people", "", "8579"), ("spec.ai_flow", "", "-0.30"), ("spec.global_jobs", "", "73000000"),
    ("spec.global_jobs_2030", "", "92000000"), ("spec.appeal_2020", "", "36"), ("spec.appeal_2021", "", "41"),
    ("spec.appeal_2022", "", "49"), ("spec.appeal_2023", "", "43"), ("spec.appeal_2024", "", "35"),
    ("spec.k_tech_college", "", "200"), ("spec.kotra_target", "", "1000"),
    ("channel.headhunting.fee", "", "0.15"), ("channel.headhunting.fee.high", "", "0.35"),
)  # fmt: skip


def test_every_figure_is_as_the_specification_gives_it():
    values = {(row["key"], row["country"]): row["value"] for row in ROWS if row["value"] is not None}
    assert values == {(key, country): Decimal(figure) for key, country, figure in FIGURES}


# Lines of the specification's table of strengths, weaknesses, company and policy responses, counted there.
@pytest.mark.parametrize(
    ("country", "counts"),
    [("US", (4, 5, 7, 9)), ("JP", (6, 5, 3, 5)), ("VN", (6, 5, 5, 6)), ("IN", (5, 7, 5, 7))],
)
def test_no_line_of_the_table_is_missing(country, counts):
    found = [
        len(BOOK.statements(f"spec.{part}", country))
        for part in ("strength", "weakness", "company", "policy")
    ]
    assert tuple(found) == counts


@pytest.mark.parametrize("country", IN_FULL)
def test_a_country_in_full_has_its_whole_table_and_every_card(country):
    for key in ("why", "summary", "response", "market", "people", "cost", "style", "caution", "firms"):
        assert BOOK.statements(f"spec.{key}", country), key
    assert all(BOOK.statement(f"culture.{topic}", country) for topic in spec.CULTURE_TOPICS)


@pytest.mark.parametrize("country", ["", "KR", *COUNTRIES])
def test_every_country_has_cards_of_two_parts(country):
    cards = BOOK.statements("culture", country)
    assert len(cards) >= (6 if country in {"", "KR"} else 2)
    for card in cards:
        for language in ("ko", "en"):
            know, do = spec.two_parts(card.text(language))
            assert know and do


def rule(key: str, value: str, unit: str = "rate of pay", mark: str = "judgement", differs: str = "") -> Rule:
    return Rule(
        key, "VN", Decimal(value), unit, DAY, None, "s", "", DAY, Certainty(mark), differs_from=differs
    )


def statement(key: str, differs: str = "") -> Statement:
    return Statement(key, "VN", "가", "a", DAY, None, "s", "", DAY, Certainty.JUDGEMENT, differs_from=differs)


PARTS = [
    rule("social.employer.pension", "0.14"),
    rule("social.employer.accident", "0.0024"), rule("social.employer.accident.high", "0.0174"),
    rule("social.employer.union", "0.02", mark="unverified"),
    rule("social.employer.pension.cap", "46800000", "VND a month"),
]  # fmt: skip


def test_parts_add_up_and_are_as_certain_as_the_least():
    # 14 + 0.24 + 2 = 16.24 %; with the upper end 14 + 1.74 + 2 = 17.74 %
    share = spec.employer_share(PARTS)
    assert share is not None
    assert (share.reading, share.certainty, share.has_caps, share.has_others) == (
        "16.24–17.74 %",
        Certainty.UNVERIFIED,
        True,
        False,
    )


def test_nothing_known_is_not_zero():
    assert spec.employer_share([]) is None
    assert spec.employer_share([rule("social.employer.eobi.fixed", "1850", "PKR a month")]) is None


def test_a_known_zero_is_zero():
    share = spec.employer_share([rule("social.employer.total", "0")])
    assert share is not None
    assert share.reading == "0 %"


def test_a_range_is_one_line_and_keeps_the_less_certain_mark():
    low, high = rule("spec.turnover", "0.2"), rule("spec.turnover.high", "0.3", mark="unverified")
    (line,) = spec.lines([low, high])
    assert line.reading[0] == "20–30 %"
    assert line.certainty is Certainty.UNVERIFIED


def test_an_upper_end_alone_stays_a_line_of_its_own():
    assert [line.row.key for line in spec.lines([rule("end.notice.high", "60", "days")])] == [
        "end.notice.high"
    ]


def test_the_tenth_line_comes_after_the_second():
    rows = [statement(f"spec.policy.{n}") for n in (10, 2, 1)]
    assert [row.key for row in spec.under(rows, "spec.policy")] == [
        "spec.policy.1",
        "spec.policy.2",
        "spec.policy.10",
    ]
    assert spec.under(rows, "spec.pol") == []


def test_whoever_differs_from_a_part_differs_from_the_sum():
    row = rule("spec.social", "0.22", differs="social.employer.pension")
    (found,) = spec.differences([*PARTS, row])
    assert [line.row.key for line in found.lines] == ["spec.social"]
    assert [line.row.key for line in found.others] == [
        "social.employer.accident", "social.employer.pension", "social.employer.union",
    ]  # fmt: skip


def test_two_that_name_each_other_are_told_once_and_one_that_is_alone_says_so():
    pair = [statement("a.one", differs="b.two"), statement("b.two", differs="a.one")]
    assert len(spec.differences(pair)) == 1
    (alone,) = spec.differences([statement("a.one", differs="gone")])
    assert alone.others == ()


def test_the_specifications_own_disagreements_are_marked():
    for country, key, other in [
        ("US", "spec.market_size", "spec.market_size.doubt"),
        ("JP", "spec.turnover", "spec.strength.5"),
        ("VN", "spec.social", "social.employer.pension"),
        ("VN", "spec.direct_hire", "social.employer.pension"),
    ]:
        assert BOOK.find(key, country).differs_from == other


def test_holidays_that_nobody_knows_are_not_no_holidays():
    first, last = calendars.this_month_and_next(date(2026, 12, 5))
    assert (first, last) == (date(2026, 12, 1), date(2027, 1, 31))
    assert calendars.public_holidays("UA", first, last, "en") is None
    assert calendars.public_holidays("XX", first, last, "en") is None
    korean = calendars.public_holidays("KR", first, last, "ko")
    assert korean is not None
    assert {day for day, _ in korean} >= {date(2026, 12, 25), date(2027, 1, 1)}


def test_the_last_day_of_next_month_knows_leap_years():
    assert calendars.this_month_and_next(date(2028, 1, 31)) == (date(2028, 1, 1), date(2028, 2, 29))
