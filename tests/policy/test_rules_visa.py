"""Worked examples of the visa guide, typed by hand from the domain facts (section A6, collected 2026-11-22).

Sources as there: MOJ notice 2025-12-29 and 2025-03-20 (E-7 pay), HiKorea (GNI 49,955,000 for 2025-04-01..2026-03-31),
korean.net 2025-04-02 (F-2-T), announcements of 2026-07-02 (K-Tech Pass, TOPIK), guides on F-1-D, edaily 2024-11 (D-8-4-S),
virginiatimesnow (H-1B).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from talentbridge.policy.rules import Certainty, files
from talentbridge.policy.rules.names import is_known_unit
from talentbridge.policy.rules.visa import (
    STATUSES,
    Answer,
    Degree,
    Employer,
    Facts,
    Field,
    Need,
    Outcome,
    Purpose,
    Rank,
    check,
    moves,
    needed,
    papers,
    paths,
    refused,
)

D2025 = date(2025, 6, 1)  # the GNI of 2024 counts
SPRING = date(2026, 3, 31)  # its last day
TODAY = date(2026, 11, 30)
VISA = [row for row in files.read() if row["key"].startswith("visa.")]
ENGINEER = Facts(
    employer=Employer.KOREAN, degree=Degree.BACHELOR, related=True, years=Decimal(3), pay=40_000_000,
    field=Field.SOFTWARE,
)  # fmt: skip
TOP = Facts(
    employer=Employer.KOREAN, degree=Degree.MASTER, rank=Rank.TOP_100, field=Field.SEMICONDUCTOR, years=Decimal(8),
    years_top_500=Decimal(3), pay=149_865_000,
)  # fmt: skip
NOMAD = Facts(
    purpose=Purpose.VISIT, employer=Employer.ABROAD, age=30, years=Decimal(4), income=120_000_000, insurance=100_000_000
)  # fmt: skip


def judged(facts: Facts, status: str, on: date = TODAY):
    return check(facts, status, files.book(on, VISA))


def line(facts: Facts, status: str, on: date, key: str, way: str = ""):
    """The one line that rests on the row `key`."""
    found = [each for each in judged(facts, status, on).lines if any(row.key == key for row in each.rows)]
    return next(each for each in found if way in each.way)


# E-7-1 -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "pay", "answer"),
    [
        (date(2025, 4, 1), 28_670_000, Answer.MET),  # 28.67 M from 2025-04-01
        (date(2025, 4, 1), 28_669_999, Answer.NOT_MET),
        (date(2026, 1, 31), 28_670_000, Answer.MET),  # its last day, inferred
        (date(2026, 2, 1), 28_670_000, Answer.NOT_MET),  # 31.12 M from 2026-02-01
        (date(2026, 2, 1), 31_120_000, Answer.MET),
        (date(2026, 12, 31), 31_119_999, Answer.NOT_MET),
    ],
)
def test_the_pay_floor_of_e_7_1_follows_the_date(on, pay, answer):
    assert line(replace(ENGINEER, pay=pay), "e-7-1", on, "visa.e-7-1.pay").answer is answer


def test_the_pay_floor_of_2027_is_not_known_and_nothing_is_closed_by_that():
    found = judged(ENGINEER, "e-7-1", date(2027, 1, 1))
    assert found.lines[1].answer is Answer.NOT_KNOWN
    assert found.outcome is Outcome.QUESTIONS


def test_january_2026_is_marked_as_inferred():
    assert line(ENGINEER, "e-7-1", date(2026, 1, 15), "visa.e-7-1.pay").certainty is Certainty.UNVERIFIED
    assert line(ENGINEER, "e-7-1", TODAY, "visa.e-7-1.pay").certainty is Certainty.JUDGEMENT


def test_a_related_bachelors_degree_needs_one_year():
    assert judged(ENGINEER, "e-7-1").outcome is Outcome.LIKELY
    fresh = replace(
        ENGINEER, years=Decimal(0), years_top_500=Decimal(0), korean_degree=False, recommended=False
    )
    assert judged(fresh, "e-7-1").outcome is not Outcome.LIKELY
    assert line(fresh, "e-7-1", TODAY, "visa.e-7-1.years.bachelor").answer is Answer.NOT_MET


def test_a_related_masters_degree_needs_no_years():
    assert (
        judged(replace(ENGINEER, degree=Degree.MASTER, years=Decimal(0)), "e-7-1").outcome is Outcome.LIKELY
    )


@pytest.mark.parametrize(("years", "answer"), [("5", Answer.MET), ("4.9", Answer.NOT_MET)])
def test_without_a_degree_five_years(years, answer):
    facts = replace(ENGINEER, degree=Degree.NONE, years=Decimal(years))
    assert line(facts, "e-7-1", TODAY, "visa.e-7-1.years").answer is answer


def test_a_year_at_a_top_500_company_is_an_exception():
    facts = replace(ENGINEER, degree=Degree.NONE, years=Decimal(1), years_top_500=Decimal(1))
    assert judged(facts, "e-7-1").outcome is Outcome.LIKELY


def test_everything_short_closes_e_7_1_while_the_base_is_known():
    """Below 5 years, no degree, no exception; 1.5 x 49,955,000 = 74,932,500 and 3 x = 149,865,000 are out of reach."""
    facts = replace(
        ENGINEER, degree=Degree.NONE, years=Decimal(2), years_top_500=Decimal(0), korean_degree=False, recommended=False
    )  # fmt: skip
    found = judged(facts, "e-7-1", date(2026, 3, 1))
    assert found.outcome is Outcome.CLOSED
    needed_here = {each.facts.get("needed") for each in found.lines}
    assert {"₩74,932,500", "₩149,865,000"} <= needed_here


def test_low_pay_alone_closes_it_and_says_what_would_change_it():
    found = judged(replace(ENGINEER, pay=30_000_000), "e-7-1")
    assert found.outcome is Outcome.CLOSED
    assert [each.facts["needed"] for each in found.reasons] == ["₩31,120,000"]
    assert found.changes[0].change == "An offer of {needed} a year or more"


def test_without_a_korean_employer_e_7_1_is_not_open():
    assert judged(replace(ENGINEER, employer=Employer.ABROAD), "e-7-1").outcome is Outcome.CLOSED


def test_what_is_not_said_is_asked_and_never_read_as_no():
    found = judged(Facts(), "e-7-1")
    assert found.outcome is Outcome.QUESTIONS
    assert Answer.NOT_MET not in {each.answer for each in found.lines}


# The base --------------------------------------------------------------------------------------------------------


def test_three_times_gni_is_149_865_000_until_march_2026():
    """3 x 49,955,000 = 149,865,000."""
    pay = line(TOP, "f-2-t", SPRING, "visa.f-2-t.pay")
    assert (pay.answer, pay.facts["needed"]) == (Answer.MET, "₩149,865,000")
    assert line(replace(TOP, pay=149_864_999), "f-2-t", SPRING, "visa.f-2-t.pay").answer is Answer.NOT_MET


@pytest.mark.parametrize("on", [date(2026, 4, 1), TODAY])
@pytest.mark.parametrize(
    ("status", "key"),
    [
        ("f-2-t", "visa.f-2-t.pay"), ("f-2-t", "visa.f-2-t.pay.waiver"), ("k-tech-pass", "visa.k-tech-pass.pay"),
        ("f-1-d", "visa.f-1-d.income"), ("e-7-1", "visa.e-7-1.pay.waiver"),
    ],
)  # fmt: skip
def test_from_april_2026_whatever_multiplies_the_gni_is_not_known(on, status, key):
    rich = replace(TOP, pay=900_000_000, income=900_000_000)
    found = line(rich, status, on, key)
    assert found.answer is Answer.NOT_KNOWN
    assert "not used to answer" in found.reason


def test_the_last_known_gni_is_shown_as_what_it_is():
    book = files.book(TODAY, VISA)
    assert book.get("visa.gni") is None
    assert book.get("visa.gni.last").value == 49_955_000
    assert files.book(SPRING, VISA).get("visa.gni.last") is None
    assert line(TOP, "f-2-t", TODAY, "visa.f-2-t.pay").facts["needed"] == "₩149,865,000"


def test_before_april_2025_no_gni_is_known_at_all():
    row = line(NOMAD, "f-1-d", date(2025, 3, 31), "visa.f-1-d.income")
    assert row.answer is Answer.NOT_KNOWN
    assert "needed" not in row.facts


# F-2-T -----------------------------------------------------------------------------------------------------------


def test_the_top_tier_visa_by_education_and_work():
    assert judged(TOP, "f-2-t", D2025).outcome is Outcome.QUESTIONS  # a language test was asked for
    by_work = [each for each in judged(TOP, "f-2-t", D2025).lines if "companies" in each.way]
    assert {each.answer for each in by_work} == {Answer.MET}


def test_seven_years_are_not_eight():
    assert line(replace(TOP, years=Decimal(7)), "f-2-t", D2025, "visa.f-2-t.years").answer is Answer.NOT_MET


def test_research_is_the_other_way():
    facts = replace(TOP, years_postdoc=Decimal(5), years_institute=Decimal(3))
    by_research = [each for each in judged(facts, "f-2-t", D2025).lines if "research" in each.way]
    assert {each.answer for each in by_research} == {Answer.MET}


def test_four_times_gni_waives_education_and_career():
    """4 x 49,955,000 = 199,820,000."""
    facts = Facts(
        employer=Employer.KOREAN, pay=199_820_000, field=Field.BIO, degree=Degree.NONE, years=Decimal(1)
    )
    waiver = line(facts, "f-2-t", D2025, "visa.f-2-t.pay.waiver")
    assert (waiver.answer, waiver.facts["needed"]) == (Answer.MET, "₩199,820,000")
    assert judged(facts, "f-2-t", D2025).outcome is not Outcome.CLOSED
    below = judged(replace(facts, pay=199_819_999, years_top_500=Decimal(0)), "f-2-t", D2025)
    assert (
        line(replace(facts, pay=199_819_999), "f-2-t", D2025, "visa.f-2-t.pay.waiver").answer
        is Answer.NOT_MET
    )
    assert below.outcome is Outcome.CLOSED


@pytest.mark.parametrize(
    ("on", "answer"), [(date(2026, 6, 30), Answer.ASK), (date(2026, 7, 1), Answer.MET), (TODAY, Answer.MET)]
)
def test_the_language_test_was_removed_in_july_2026(on, answer):
    asked = next(each for each in judged(TOP, "f-2-t", on).lines if "TOPIK" in each.criterion)
    assert asked.answer is answer


@pytest.mark.parametrize(
    ("field", "answer"),
    [
        (Field.BATTERY, Answer.MET),
        (Field.ROBOT, Answer.ASK),
        (Field.AI, Answer.ASK),
        (Field.OTHER, Answer.NOT_MET),
    ],
)
def test_the_fields_of_the_top_tier_visa(field, answer):
    assert line(replace(TOP, field=field), "f-2-t", TODAY, "visa.f-2-t.field").answer is answer


def test_the_top_tier_visa_did_not_exist_on_1_april_2025():
    found = judged(TOP, "f-2-t", date(2025, 4, 1))
    assert found.row is None
    assert found.outcome is Outcome.QUESTIONS
    assert Answer.MET not in {each.answer for each in found.lines}


# K-Tech Pass -----------------------------------------------------------------------------------------------------


def test_points_count_since_2_july_2026():
    facts = Facts(points=80, sme=True)
    before = judged(facts, "k-tech-pass", date(2026, 7, 1))
    assert not any("points" in each.way for each in before.lines)
    after = line(facts, "k-tech-pass", date(2026, 7, 2), "visa.k-tech-pass.points")
    assert after.answer is Answer.NOT_KNOWN  # how many are enough was not found
    assert [after.facts[name] for name in ("total", "quantitative", "qualitative", "extra")] == [
        "100", "65", "35", "10",
    ]  # fmt: skip
    assert "SME" in after.reason


def test_a_scholar_of_a_programme_passes_automatically_since_july_2026():
    assert judged(Facts(scholar=True), "k-tech-pass", date(2026, 7, 2)).outcome is Outcome.LIKELY
    assert judged(Facts(scholar=True), "k-tech-pass", date(2026, 7, 1)).outcome is Outcome.QUESTIONS


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        (Facts(degree=Degree.DOCTOR, rank=Rank.TOP_100, field=Field.SOFTWARE), Outcome.LIKELY),
        (Facts(years_top_500=Decimal(2)), Outcome.LIKELY),
        (Facts(pay=149_865_000), Outcome.LIKELY),
        (Facts(degree=Degree.BACHELOR, years_top_500=Decimal(0), pay=60_000_000), Outcome.CLOSED),
        (Facts(degree=Degree.DOCTOR, rank=Rank.TOP_500), Outcome.QUESTIONS),
    ],
)
def test_the_fixed_conditions_of_the_pass(facts, outcome):
    assert judged(facts, "k-tech-pass", SPRING).outcome is outcome


# F-1-D -----------------------------------------------------------------------------------------------------------


def test_workation_is_refused_for_an_engagement_with_a_korean_company():
    found = judged(replace(NOMAD, employer=Employer.KOREAN), "f-1-d", D2025)
    assert found.outcome is Outcome.CLOSED
    assert "cannot be used for an engagement with a Korean company" in found.reasons[0].reason


def test_workation_while_employed_abroad():
    """2 x 49,955,000 = 99,910,000 of income; 100,000,000 of insurance; 18 years; 1 year in the field."""
    assert judged(NOMAD, "f-1-d", D2025).outcome is Outcome.LIKELY
    assert line(NOMAD, "f-1-d", D2025, "visa.f-1-d.income").facts["needed"] == "₩99,910,000"
    for less in ({"income": 99_909_999}, {"insurance": 99_999_999}, {"age": 17}, {"years": Decimal("0.5")}):
        assert judged(replace(NOMAD, **less), "f-1-d", D2025).outcome is Outcome.CLOSED


# Founders, others ------------------------------------------------------------------------------------------------


def test_startup_korea_is_applied_for_from_abroad_and_before_incorporation():
    founder = Facts(purpose=Purpose.FOUND, abroad=True, incorporated=False, recommended=True)
    assert judged(founder, "d-8-4-s").outcome is Outcome.LIKELY
    assert judged(replace(founder, abroad=False), "d-8-4-s").outcome is Outcome.CLOSED
    assert judged(replace(founder, incorporated=True), "d-8-4-s").outcome is Outcome.CLOSED
    assert judged(replace(founder, recommended=None), "d-8-4-s").outcome is Outcome.QUESTIONS
    within = next(
        row
        for each in judged(founder, "d-8-4-s").lines
        for row in each.rows
        if row.key.endswith("incorporate")
    )
    assert (within.value, within.unit) == (6, "months")


def test_startup_korea_begins_on_7_november_2024():
    assert judged(Facts(abroad=True), "d-8-4-s", date(2024, 11, 6)).row is None
    assert judged(Facts(abroad=True), "d-8-4-s", date(2024, 11, 7)).row is not None


def test_eighty_oasis_points_and_a_degree_or_a_programme():
    assert judged(Facts(degree=Degree.BACHELOR, points=80), "d-8-4").outcome is Outcome.LIKELY
    assert (
        judged(Facts(degree=Degree.BACHELOR, points=79, programme=False), "d-8-4").outcome is Outcome.CLOSED
    )
    assert judged(Facts(degree=Degree.NONE, points=79, programme=True), "d-8-4").outcome is Outcome.LIKELY


def test_job_seeking_of_the_top_tier():
    master = Facts(degree=Degree.MASTER, rank=Rank.TOP_100)
    assert judged(master, "d-10-t").outcome is Outcome.LIKELY
    assert judged(replace(master, rank=Rank.TOP_500), "d-10-t").outcome is Outcome.CLOSED
    assert judged(replace(master, degree=Degree.BACHELOR), "d-10-t").outcome is Outcome.CLOSED


def test_k_star_needs_a_korean_stem_postgraduate_degree_and_its_president():
    graduate = Facts(korean_degree=True, degree=Degree.MASTER, field=Field.STEM, recommended=True)
    assert judged(graduate, "k-star").outcome is Outcome.LIKELY
    assert judged(replace(graduate, recommended=False), "k-star").outcome is Outcome.CLOSED


@pytest.mark.parametrize(
    ("on", "answer"),
    [
        (date(2025, 9, 21), Answer.ASK), (date(2026, 9, 20), Answer.ASK),
        (date(2026, 9, 21), Answer.NOT_KNOWN), (date(2025, 9, 20), Answer.NOT_KNOWN),
    ],
)  # fmt: skip
def test_the_h_1b_fee_is_known_for_twelve_months(on, answer):
    fee = judged(Facts(), "us.h-1b", on).lines[1]
    assert fee.answer is answer
    assert fee.facts.get("fee") == ("100,000" if answer is Answer.ASK else None)


def test_what_is_not_verified_warns_and_never_blocks():
    """E-7-M and the thresholds of E-7-S are general knowledge."""
    found = judged(Facts(employer=Employer.KOREAN, korean_degree=False), "e-7-m")
    assert found.lines[1].answer is Answer.NOT_MET
    assert found.certainty is Certainty.UNVERIFIED
    assert found.outcome is Outcome.QUESTIONS


# Paths, need, papers ---------------------------------------------------------------------------------------------


def test_remote_work_needs_no_visa_and_a_visit_is_a_question():
    book = files.book(TODAY, VISA)
    assert needed(Purpose.REMOTE).need is Need.NO
    assert needed("remote", 0, book).row.key == "visa.remote"
    assert needed(Purpose.VISIT, 14, book).need is Need.ASK
    assert needed(Purpose.VISIT, 14, book).row.certainty is Certainty.UNVERIFIED
    assert needed(Purpose.VISIT, 91, book).need is Need.YES
    assert needed(Purpose.WORK_WEEKS, 14, book).need is Need.YES
    assert needed(Purpose.RELOCATE).need is Need.YES
    with pytest.raises(ValueError):
        needed("holiday")


def test_paths_put_what_is_likely_first_and_what_is_closed_last():
    found = paths(ENGINEER, files.book(TODAY, VISA))
    assert found[0].eligibility.status == "e-7-1"
    assert found[-1].eligibility.status == "f-1-d"
    assert found[-1].eligibility.outcome is Outcome.CLOSED
    pass_ = next(path for path in found if path.eligibility.status == "k-tech-pass")
    assert pass_.leads_to == ("f-2", "f-5")
    assert paths(replace(ENGINEER, purpose=Purpose.REMOTE), files.book(TODAY, VISA)) == ()
    founder = paths(Facts(purpose=Purpose.FOUND, abroad=True), files.book(TODAY, VISA))
    assert [path.eligibility.status for path in founder] == ["d-8-4-s", "d-8-4"]


def test_the_way_there_and_the_way_back_stand_in_rows():
    there, back = moves(files.book(TODAY, VISA))
    assert len(there) == 5
    assert len(back) == 6
    assert "takes no fee" in back[-1].text("en")


def test_the_checklist_says_who_issues_each_paper_and_what_it_proves():
    book = files.book(TODAY, VISA)
    found = papers(check(ENGINEER, "e-7-1", book).lines, book)
    names = [row.key.rpartition(".")[2] for row, _ in found]
    assert names[:2] == ["passport", "application"]
    assert {"degree", "career", "contract", "company"} <= set(names)
    assert len(names) == len(set(names))
    assert all(row.text("en") and row.text("ko") for row, _ in found)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (Facts(pay=-1), "pay"), (Facts(age=150), "age"), (Facts(points=111), "points"), (Facts(years=Decimal(-2)), "years"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(facts, field):
    assert list(refused(facts)) == [field]
    assert not refused(ENGINEER)


def test_every_status_can_be_checked_on_any_day_and_nobody_is_read_as_zero():
    for on in (date(2000, 1, 1), D2025, SPRING, TODAY, date(2030, 1, 1)):
        for status in STATUSES:
            found = judged(Facts(), status, on)
            assert found.outcome is Outcome.QUESTIONS, (status, on)
    with pytest.raises(KeyError):
        judged(Facts(), "z-9")


def test_the_rows_are_whole():
    assert files.refused(VISA) == {}
    for row in VISA:
        assert row["title_ko"] and row["title_en"], row["key"]
        if row["value"] is not None:
            assert is_known_unit(row["unit"]), row["key"]
    for status in STATUSES:
        keys = {row["key"] for row in VISA}
        assert f"visa.{status}" in keys and f"visa.{status}.who" in keys
        if "." not in status:
            assert {f"visa.{status}.{part}" for part in ("work", "papers", "stay", "next", "path")} <= keys, (
                status
            )
