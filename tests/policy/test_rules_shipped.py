"""The reviewed files themselves: every row is complete and stands in the vocabulary, and facts are what the sources say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from talentbridge.policy.rules import Book, NotKnown, files
from talentbridge.policy.rules.countries import COUNTRIES
from talentbridge.policy.rules.names import is_known_unit
from talentbridge.policy.rules.sources import SOURCES

DAY = date(2026, 11, 30)
ROWS = files.read()
BOOK = files.book(DAY, ROWS)

VALUE, STATEMENT, EITHER = "value", "statement", "either"
NAME = r"[a-z0-9_]+(-[a-z0-9_]+)*"
FACTOR = "sets_work|work_rules|direction|fixed_hours|substitutes|no_risk|pay_for_time|base_pay|wage_tax|exclusive|insurance"
TYPE = "employment|fixed_term|contractor|eor|vendor"
MODE = "office|remote|hybrid|sync|async"

# docs/rules.md as patterns: (key, country: needed / none / either, what the row is)
VOCABULARY = (
    (r"tax\.(services_abroad|services_in_korea|business_in_korea|royalty|local_surtax)", "none", VALUE),
    (r"tax\.technical_service(\.possible)?", "needed", VALUE),
    (r"tax\.(vat_reverse_charge|place_of_work|royalty\.software|hint)", "none", STATEMENT),
    (r"tax\.papers", "either", STATEMENT),
    (r"treaty\.(in_force|services|local_tax_apart)", "needed", STATEMENT),
    (r"treaty\.royalty(\.high|\.patents)?|treaty\.technical_service|treaty\.services_days", "needed", VALUE),
    (r"fx\.(no_evidence_limit|small_after_limit|spread|stale_days)|labour\.(watch_from|high_from)", "none", VALUE),
    (rf"fx\.statements\.{NAME}", "either", STATEMENT),
    (r"fee\.(service|eor|eor_deposit)|review\.days|fairness\.four_fifths", "none", VALUE),
    (rf"labour\.factor\.({FACTOR})|labour\.(substance|formal|selfcheck)|labour\.case\.{NAME}", "none", STATEMENT),
    (r"(establishment|export|identity|privacy|ai|hiring|escrow|esign|licensed|operator)(\.[a-z0-9_]+)+", "none", EITHER),
    (rf"contract\.(standard(\.{NAME})?|form_choice|subcontract|clause\.{NAME})", "none", STATEMENT),
    (rf"delivery(\.{NAME})+", "none", EITHER),
    (rf"standard\.{NAME}|channel\.{NAME}(\.good|\.bad|\.fit|\.cost|\.speed)?", "none", STATEMENT),
    (r"channel\.headhunting\.fee(\.high)?", "none", VALUE),
    (rf"rate\.kosa\.{NAME}(\.day|\.hour|\.increase|\.people|\.days_a_month)?", "none", EITHER),
    (rf"start\.weeks\.({TYPE})(\.high)?", "none", VALUE),
    (rf"(form\.({TYPE})|mode\.({MODE}))(\.good|\.bad|\.fit)?", "none", STATEMENT),
    (rf"open\.{NAME}", "either", STATEMENT),
    (r"visa\.[a-z0-9.\-_]+", "either", EITHER),
    (rf"social\.employer\.{NAME}(\.high|\.cap|\.fixed(\.high)?)?", "needed", VALUE),
    (rf"social\.city\.{NAME}(\.high)?|social\.foreigners\.{NAME}", "needed", VALUE),
    (r"social\.agreement", "needed", STATEMENT),
    (r"pay\.thirteenth(\.custom)?|leave\.annual(\.high)?|end\.notice(\.high)?|end\.severance", "needed", EITHER),
    (r"pay\.within|vendor\.multiple|ip\.silent_term", "needed", VALUE),
    (rf"labour\.test(\.{NAME})?|labour\.code|labour\.marker\.({FACTOR}|company_tools|reviews)", "needed", STATEMENT),
    (r"labour\.contractor(\.reach|\.notice|\.leave|\.pay)?", "needed", EITHER),
    (r"ip\.(default|clause)", "either", STATEMENT),
    (r"ip\.silent_territory", "needed", STATEMENT),
    (r"ip\.standard_contract", "none", STATEMENT),
    (r"data\.(transfer|equivalent|gdpr)", "needed", STATEMENT),
    (r"data\.transfer\.fine", "needed", VALUE),
    (r"contract\.(language|fixed_term|platform|written)", "needed", STATEMENT),
    (rf"infra\.{NAME}|calendar\.{NAME}|identity\.payout", "needed", STATEMENT),
    (rf"culture\.{NAME}", "either", STATEMENT),
    (rf"spec(\.{NAME})+", "either", EITHER),
)  # fmt: skip

NOBODY = (
    "General knowledge, not verified",
    "Open question of the project's research (2026-11-22)",
)
# What was read in the law itself, on the agency's own page, or tested: nothing else of these files is official.
OFFICIAL = (
    r"Personal Information Protection Act arts?\. .*\(promulgated 2026-09-08, Act no\. 21910\)",
    r"Ministry of Foreign Affairs, list of tax treaties \(2022-12\)",
    r"IANA time zone data.*",
    r"Test of the library holidays .*",
    r"Terms of the platform: .*",
)
ELSEWHERE = (
    "visa.",
    "spec.",
    "culture.",
    "channel.",
    "form.",
    "mode.",
)  # kept by other files, with sources of their own


def complaints(row: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with one row of the files, in words."""
    key, country, is_value = row["key"], row["country"], row["value"] is not None
    kinds = {
        kind
        for pattern, where, kind in VOCABULARY
        if re.fullmatch(pattern, key)
        and (where == "either" or (where == "needed") == bool(country))
    }  # fmt: skip
    if not kinds:
        yield "key is not in docs/rules.md, or has (or lacks) a country"
    elif not kinds & ({EITHER, VALUE} if is_value else {EITHER, STATEMENT, VALUE if country else STATEMENT}):
        # (where a country has no figure but something to say, the key of the value carries a statement)
        yield "a value where a statement stands, or the other way round"
    if country and country not in {*COUNTRIES, "KR", "GB"}:
        yield "unknown country"
    if not (row["title_ko"] and row["title_en"]):
        yield "a title is missing"
    if len(row["title_ko"]) > 80 or len(row["title_en"]) > 80:
        yield "a title is long"
    if not is_value and not (row["note_ko"] and row["note_en"]):
        yield "a text is missing"
    if bool(row["note_ko"]) != bool(row["note_en"]):
        yield "a note stands in one language only"
    if not key.startswith(ELSEWHERE) and re.search("[가-힣]", row["title_en"] + row["note_en"]):
        yield "the English has Korean in it"
    if row["note_ko"] and not re.search("[가-힣]", row["note_ko"]):
        yield "the Korean has no Korean in it"
    if row["source_name"] not in SOURCES:
        yield "its source has no name in both languages (policy/rules/sources.py)"
    if is_value and not is_known_unit(row["unit"]):
        yield "unknown unit"
    if not is_value and row["unit"]:
        yield "a statement with a unit"
    if not row["source_name"] or len(row["source_name"]) > 300:
        yield "no source, or a source too long for the table"
    if row["source_name"] in NOBODY and row["certainty"] != "unverified":
        yield "nobody verified this"
    if (
        row["certainty"] == "official"
        and not key.startswith(ELSEWHERE)
        and not any(re.fullmatch(pattern, row["source_name"]) for pattern in OFFICIAL)
    ):
        yield "official without an official source"
    if is_value and row["value"] < 0 and not key.startswith("spec."):
        yield "a value under zero"
    if key.startswith(("social.", "tax.", "treaty.")) and "rate" in row["unit"] and row["value"] > 1:
        yield "a rate above one: 3 % is 0.03"


def test_every_row_is_complete_and_in_the_vocabulary():
    assert {(row["key"], row["country"]): found for row in ROWS if (found := list(complaints(row)))} == {}


def test_no_two_rows_overlap():
    assert files.refused(ROWS) == {}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"key": "social.employee.pension"}, "key is not in docs"),
        ({"country": ""}, "key is not in docs"),
        ({"country": "XX"}, "unknown country"),
        ({"title_ko": ""}, "a title is missing"),
        ({"note_en": ""}, "one language only"),
        ({"note_en": "상한"}, "Korean in it"),
        ({"note_ko": "a cap"}, "no Korean in it"),
        ({"key": "labour.test"}, "a value where a statement"),
        ({"value": Decimal("-0.14")}, "under zero"),
        ({"unit": "rate of something"}, "unknown unit"),
        ({"source_name": ""}, "no source"),
        ({"source_name": "A blog that somebody found"}, "no name in both languages"),
        ({"source_name": "General knowledge, not verified"}, "nobody verified"),
        ({"certainty": "official"}, "official without"),
        ({"value": Decimal("14")}, "a rate above one"),
        ({"value": None, "unit": "", "note_ko": "", "note_en": ""}, "a text is missing"),
    ],
)
def test_a_violation_is_caught(change, complaint):
    good = next(row for row in ROWS if row["key"] == "social.employer.pension" and row["country"] == "VN")
    assert list(complaints(good)) == []
    assert any(complaint in said for said in complaints({**good, **change}))


def test_what_a_row_differs_from_stands_beside_it():
    known = {(row["key"], row["country"]) for row in ROWS}
    assert [
        row["key"]
        for row in ROWS
        if row["differs_from"] and (row["differs_from"], row["country"]) not in known
    ] == []


# Where the research found neither a figure nor a sentence: an honest gap, shown as "not known".
GAPS = {
    ("pay.thirteenth", "PK"),
    ("labour.test", "UZ"), ("labour.test", "KZ"), ("labour.test", "PK"), ("labour.test", "BD"),
    ("end.notice", "UZ"), ("end.notice", "BD"),  # only "up to": end.notice.high
}  # fmt: skip
EXPECTED = (
    "treaty.in_force", "treaty.royalty", "treaty.services", "pay.thirteenth", "leave.annual", "end.notice",
    "labour.test", "ip.default", "ip.clause", "data.transfer",
)  # fmt: skip


def test_every_country_has_its_rows_but_for_the_gaps_that_are_named():
    assert len(COUNTRIES) == 16
    found = {(key, country) for key in EXPECTED for country in COUNTRIES if _has(BOOK, key, country)}
    assert {(key, country) for key in EXPECTED for country in COUNTRIES} - found == GAPS
    assert [country for country in COUNTRIES if not BOOK.under("social.employer", country)] == []
    assert BOOK.get("end.notice.high", "UZ") and BOOK.get("end.notice.high", "BD")


def _has(book: Book, key: str, country: str) -> bool:
    return book.get(key, country) is not None or book.statement(key, country) is not None


def _parts(country: str, high: bool = False) -> Decimal:
    """The employer's rates added up by hand of the keys: parts, or their upper ends where there are any."""
    rates = {
        rule.key: rule.value for rule in BOOK.under("social.employer", country) if rule.unit == "rate of pay"
    }
    low = [key for key in rates if not key.endswith(".high")]
    return sum((rates.get(f"{key}.high", rates[key]) if high else rates[key] for key in low), Decimal(0))


def test_the_parts_add_up_to_what_the_sources_say_in_all():
    assert _parts("VN") == Decimal("0.235")  # 21.5 % and the union's 2 %
    assert (_parts("ID"), _parts("ID", high=True)) == (Decimal("0.1024"), Decimal("0.1174"))
    assert (_parts("MN"), _parts("MN", high=True)) == (Decimal("0.125"), Decimal("0.145"))
    assert _parts("US") == Decimal("0.0825")
    assert _parts("BD") == 0


# Typed by hand from the research: key, country, value, certainty.
FIGURES = (
    ("social.employer.fica", "US", "0.0765", "judgement"),
    ("social.employer.futa.cap", "US", "7000", "judgement"),
    ("social.employer.total", "JP", "0.15", "unverified"),
    ("social.employer.pension", "VN", "0.14", "judgement"),
    ("social.employer.unemployment", "VN", "0.01", "judgement"),
    ("social.employer.union", "VN", "0.02", "unverified"),
    ("social.employer.pension.cap", "VN", "46800000", "unverified"),
    ("social.employer.epf", "IN", "0.12", "judgement"),
    ("social.employer.epf.cap", "IN", "15000", "judgement"),
    ("social.employer.health.cap", "ID", "12000000", "judgement"),
    ("social.employer.jkk.high", "ID", "0.0174", "judgement"),
    ("social.employer.sss.cap", "PH", "35000", "judgement"),
    ("social.employer.philhealth.cap", "PH", "100000", "judgement"),
    ("social.employer.ec.fixed.high", "PH", "30", "judgement"),
    ("social.employer.total", "UZ", "0.12", "unverified"),
    ("social.employer.tax", "KZ", "0.06", "judgement"),
    ("social.employer.pension", "KZ", "0.035", "unverified"),
    ("social.employer.eobi.fixed", "PK", "1850", "judgement"),
    ("social.employer.provincial", "PK", "0.06", "judgement"),
    ("social.employer.total", "BD", "0", "judgement"),
    ("social.city.beijing.high", "CN", "0.295", "judgement"),
    ("social.employer.housing.high", "CN", "0.12", "judgement"),
    ("social.employer.cpf", "SG", "0.17", "unverified"),
    ("social.employer.socso", "MY", "0.0175", "judgement"),
    ("social.foreigners.epf", "MY", "0.02", "judgement"),
    ("social.employer.total.high", "PL", "0.22", "unverified"),
    ("social.employer.usc", "UA", "0.22", "unverified"),
    ("pay.thirteenth", "ID", "1", "judgement"),
    ("pay.thirteenth", "PH", "1", "judgement"),
    ("pay.thirteenth", "US", "0", "unverified"),
    ("end.severance", "CN", "1", "judgement"),
    ("end.severance", "PK", "30", "judgement"),
    ("end.severance", "IN", "0.5769", "unverified"),
    ("end.notice.high", "VN", "45", "unverified"),
    ("leave.annual.high", "PL", "26", "unverified"),
    ("pay.within", "JP", "60", "judgement"),
    ("treaty.royalty", "VN", "0.10", "judgement"),
    ("treaty.royalty.patents", "VN", "0.05", "judgement"),
    ("treaty.royalty", "PL", "0.05", "judgement"),
    ("treaty.royalty", "ID", "0.15", "unverified"),
    ("treaty.royalty.high", "UZ", "0.05", "unverified"),
    ("treaty.technical_service", "VN", "0.075", "judgement"),
    ("treaty.services_days", "JP", "183", "judgement"),
    ("tax.technical_service", "IN", "0.03", "judgement"),
    ("tax.technical_service", "VN", "0.03", "unverified"),
    ("tax.technical_service.possible", "PK", "0.03", "unverified"),
    ("tax.business_in_korea", "", "0.02", "judgement"),
    ("ip.silent_term", "IN", "5", "judgement"),
    ("vendor.multiple", "VN", "2", "unverified"),
    ("fx.no_evidence_limit", "", "100000", "judgement"),
    ("fee.eor", "", "599", "unverified"),
    ("hiring.return.days", "", "14", "judgement"),
    ("escrow.capital.deposit", "", "1000000000", "unverified"),
    ("ai.fine", "", "30000000", "judgement"),
    ("rate.kosa.app-sw-developer", "", "6943457", "judgement"),
    ("rate.kosa.tester.day", "", "173328", "judgement"),
    ("rate.kosa.security-expert.hour", "", "59813", "judgement"),
    ("rate.kosa.all.day", "", "414762", "judgement"),
    ("rate.kosa.qa-manager.increase", "", "0.145", "judgement"),
)


@pytest.mark.parametrize(("key", "country", "value", "certainty"), FIGURES)
def test_a_figure_is_what_the_source_says(key, country, value, certainty):
    rule = BOOK.find(key, country)
    assert (rule.value, rule.certainty.value) == (Decimal(value), certainty)


# Key, country, words of the English text, certainty.
SENTENCES = (
    ("treaty.in_force", "KZ", "1999-04-09", "official"),
    ("treaty.in_force", "US", "1979", "unverified"),
    ("ip.clause", "JP", "arts. 27", "unverified"),
    ("ip.default", "IN", "India only", "judgement"),
    ("contract.language", "ID", "in Indonesian", "judgement"),
    ("contract.fixed_term", "MN", "cases that the law lists", "judgement"),
    ("contract.platform", "MY", "Act 872", "judgement"),
    ("labour.marker.company_tools", "PL", "e-mail address", "judgement"),
    ("labour.test", "US", "ABC", "judgement"),
    ("data.transfer", "VN", "Form 09", "judgement"),
    ("data.transfer", "CN", "PIPL", "unverified"),
    ("data.transfer", "PL", "no separate consent", "judgement"),
    ("calendar.holidays", "UA", "none for 2026", "official"),
    ("labour.formal", "", "must not be used to deny", "judgement"),
    ("contract.standard.service", "", "co-owned", "judgement"),
    ("open.pk_technical_fee", "PK", "not found out", "unverified"),
)  # fmt: skip


@pytest.mark.parametrize(("key", "country", "words", "certainty"), SENTENCES)
def test_a_sentence_says_what_the_source_says(key, country, words, certainty):
    statement = BOOK.statement(key, country)
    assert statement is not None
    assert words in statement.text("en")
    assert statement.certainty.value == certainty


def test_what_changes_has_two_rows():
    before, now, later = (files.book(date(*day), ROWS) for day in [(2025, 6, 1), (2026, 6, 1), (2027, 6, 1)])
    assert [book.find("social.employer.tax", "KZ").value for book in (before, now)] == [
        Decimal("0.11"),
        Decimal("0.06"),
    ]
    assert [book.find("rate.kosa.all.day").value for book in (before, now)] == [396307, 414762]
    assert [
        now.statement("privacy.transfer").certainty.value,
        later.statement("privacy.transfer").certainty.value,
    ] == [
        "judgement",
        "official",
    ]
    assert later.find("escrow.custody_share").value == Decimal("0.6")
    with pytest.raises(NotKnown):
        BOOK.find("escrow.custody_share")  # from 2026-12-17 on
    assert before.statement("labour.test", "PL") is None  # the inspectorate's power begins on 2026-07-08


def test_the_wages_of_kosa_fit_each_other():
    months = [rule for rule in BOOK.under("rate.kosa") if rule.unit == "KRW a month"]
    assert len(months) == 17
    for month in months:
        day, hour = BOOK.find(f"{month.key}.day").value, BOOK.find(f"{month.key}.hour").value
        assert abs(month.value / day - Decimal("20.6")) < Decimal("0.001"), month.key
        assert abs(day / 8 - hour) <= 1, month.key


def test_the_eleven_factors_are_there_and_nothing_else():
    found = {row.key.removeprefix("labour.factor.") for row in BOOK.statements("labour.factor")}
    assert found == set(FACTOR.split("|"))
