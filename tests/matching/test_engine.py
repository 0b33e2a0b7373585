"""The engine: exact filters, an additive score, stable ties, reasons for everybody."""

from __future__ import annotations

import ast
import random
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentbridge.kernel.money import digits
from talentbridge.matching import engine
from talentbridge.matching.engine import (
    Ask,
    Candidate,
    Held,
    SkillWish,
    Weights,
    nearest,
    rank,
    tell,
    without,
)
from talentbridge.matching.engine.constraints import _DIGITS, overlap_hours
from talentbridge.talent.rules import CEFR, RATE_CURRENCIES

DAY = date(2026, 12, 1)
KRW_PER = {"USD": Decimal(1400)}


def person(number: int = 1, **changes: object) -> Candidate:
    fitting = Candidate(
        id=number,
        code=f"T-{number:05d}",
        skills={"python": Held(4, "assessed"), "backend": Held(3)},
        time_zone="Asia/Ho_Chi_Minh",
        english="B2",
        rate_minor=300_000,
        rate_currency="USD",
        weekly_hours=40,
        available_from=date(2026, 11, 1),
        engagement_types=frozenset({"contractor"}),
        refreshed_on=date(2026, 11, 20),
    )
    return replace(fitting, **changes)


ASK = Ask(
    on=DAY,
    skills=(SkillWish("python", 3), SkillWish("kafka", 3, is_must=False)),
    budget_krw_month=5_000_000,
    overlap_hours=4,
    english="B2",
    engagement_types=("contractor", "eor"),
    starts_on=date(2026, 12, 1),
    weekly_hours=30,
)


def passes(ask: Ask, candidate: Candidate) -> bool:
    return rank(ask, [candidate], krw_per=KRW_PER).passed == 1


def first_failed(ask: Ask, candidate: Candidate) -> str:
    return next(iter(rank(ask, [candidate], krw_per=KRW_PER).excluded), "")


def test_who_meets_everything_is_on_the_list():
    assert passes(ASK, person())


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"skills": {}}, "skill:python"),
        ({"skills": {"python": Held(2)}}, "skill:python"),
        ({"rate_minor": 357_143}, "rate"),
        ({"rate_minor": None}, "rate"),
        ({"rate_currency": "UZS"}, "rate"),
        ({"time_zone": "America/New_York"}, "overlap"),
        ({"time_zone": ""}, "overlap"),
        ({"english": "B1"}, "english"),
        ({"english": ""}, "english"),
        ({"engagement_types": frozenset({"employment"})}, "engagement_type"),
        ({"available_from": date(2026, 12, 2)}, "available"),
        ({"weekly_hours": 29}, "weekly_hours"),
    ],
)
def test_each_constraint_excludes_by_itself_and_says_so(changes: dict[str, object], constraint: str):
    assert first_failed(ASK, person(**changes)) == constraint


@pytest.mark.parametrize("unstated", ["engagement_types", "available_from", "weekly_hours"])
def test_what_will_be_asked_anyway_passes_unstated_and_is_listed_as_missing(unstated: str):
    empty = frozenset() if unstated == "engagement_types" else None
    result = rank(ASK, [person(**{unstated: empty})], krw_per=KRW_PER).results[0]
    assert len(result.missing) == 2  # this, and the skill wished for


def test_the_budget_is_met_to_the_won():
    assert passes(replace(ASK, budget_krw_month=4_200_000), person())  # 3,000 US$ at 1,400
    assert not passes(replace(ASK, budget_krw_month=4_199_999), person())


def test_hourly_and_daily_rates_are_compared_as_months():
    assert passes(replace(ASK, budget_krw_month=2_307_200), person(rate_minor=1000, rate_unit="hour"))
    assert not passes(replace(ASK, budget_krw_month=2_307_199), person(rate_minor=1000, rate_unit="hour"))
    assert passes(
        replace(ASK, budget_krw_month=2_060_000),
        person(rate_minor=100_000, rate_currency="KRW", rate_unit="day"),
    )


def test_overlap_follows_daylight_saving_of_the_day():
    assert overlap_hours("Asia/Seoul", "Europe/Kyiv", date(2026, 12, 1)) == 2
    assert overlap_hours("Asia/Seoul", "Europe/Kyiv", date(2026, 7, 1)) == 3
    assert overlap_hours("Asia/Seoul", "Asia/Kolkata", DAY) == 5.5
    assert overlap_hours("Asia/Seoul", "Asia/Seoul", DAY) == 9
    assert (
        overlap_hours("Asia/Seoul", "America/Los_Angeles", DAY) == 2
    )  # their evening is the next morning here


def test_money_digits_are_those_of_the_kernel():
    assert {name: _DIGITS.get(name, 2) for name in RATE_CURRENCIES} == {
        name: digits(name) for name in RATE_CURRENCIES
    }


def test_the_first_failing_constraint_is_counted_once_a_person():
    pool = [person(1), person(2, skills={}, english="A1"), person(3, english="A1")]
    ranking = rank(ASK, pool, krw_per=KRW_PER)
    assert (ranking.pool, ranking.passed) == (3, 1)
    assert dict(ranking.excluded) == {"skill:python": 1, "english": 1}


def test_what_would_change_counts_those_who_fail_nothing_else():
    pool = [person(1, english="B1"), person(2, english="A2"), person(3, english="A2", skills={})]
    [relaxation] = rank(ASK, pool, krw_per=KRW_PER).relaxations
    assert (relaxation.constraint, relaxation.more, relaxation.nearest) == ("english", 2, "B1")


def test_points_add_up_to_the_total_and_stay_within_their_weights():
    ranking = rank(ASK, [person(number) for number in range(1, 5)], krw_per=KRW_PER)
    for result in ranking.results:
        assert round(sum(factor.points for factor in result.factors), 1) == result.total
        assert all(0 <= factor.points <= factor.weight + 0.05 for factor in result.factors)
    assert round(sum(ranking.shares.values()), 6) == 100


def test_stronger_evidence_and_wished_skills_raise_a_person():
    claimed, assessed = (
        person(1, skills={"python": Held(4)}),
        person(2, skills={"python": Held(4, "delivered")}),
    )
    both = person(3, skills={"python": Held(4), "kafka": Held(3)})
    codes = [result.code for result in rank(ASK, [claimed, assessed, both], krw_per=KRW_PER).results]
    assert codes.index("T-00002") < codes.index("T-00001")
    assert codes.index("T-00003") < codes.index("T-00001")


def test_underbidding_stops_paying_at_seventy_percent_of_the_budget():
    def points(rate: int) -> float:
        result = rank(ASK, [person(rate_minor=rate, rate_currency="KRW")], krw_per=KRW_PER).results[0]
        return next(factor.points for factor in result.factors if factor.key == "price")

    assert points(3_500_000) == points(500_000) == 10
    assert points(5_000_000) < points(4_000_000) < 10


def test_a_factor_that_was_not_asked_for_gives_its_weight_to_the_others():
    ranking = rank(Ask(on=DAY), [person()])
    assert set(ranking.shares) == {"language", "overlap", "freshness"}
    assert round(sum(ranking.shares.values()), 6) == 100


def test_weights_reorder_and_weights_of_nothing_are_refused():
    cheap = person(1, rate_minor=100_000, skills={"python": Held(3)})
    strong = person(2, rate_minor=300_000, skills={"python": Held(6, "delivered")})
    price = Weights(0, 0, 0, 0, 100, 0)
    assert rank(ASK, [cheap, strong], krw_per=KRW_PER).results[0].code == "T-00002"
    assert rank(ASK, [cheap, strong], price, krw_per=KRW_PER).results[0].code == "T-00001"
    with pytest.raises(ValueError, match="sum to nothing"):
        rank(ASK, [cheap], Weights(0, 0, 0, 0, 0, 0), krw_per=KRW_PER)


def test_ties_stay_in_the_order_of_codes_whatever_the_order_of_the_pool():
    pool = [person(number) for number in range(1, 30)]
    expected = [candidate.code for candidate in pool]
    for seed in range(5):
        random.Random(seed).shuffle(pool)
        assert [result.code for result in rank(ASK, pool, krw_per=KRW_PER).results] == expected


def test_only_so_many_are_explained_but_all_are_counted():
    ranking = rank(ASK, [person(number) for number in range(1, 30)], krw_per=KRW_PER, top=3)
    assert (len(ranking.results), ranking.passed, ranking.pool) == (3, 29, 29)


def test_when_nobody_passes_the_nearest_are_shown_and_what_was_let_go_is_said():
    pool = [person(1, skills={"python": Held(2)}), person(2, skills={}, english="A1")]
    strict = rank(ASK, pool, krw_per=KRW_PER)
    shown, gone = nearest(ASK, strict, pool, krw_per=KRW_PER)
    assert strict.passed == 0
    assert gone == ("skill:python",)
    assert [result.code for result in shown.results] == ["T-00001"]
    assert any(missing.facts.get("skill") == "python" for missing in shown.results[0].missing)


def test_an_empty_pool_and_a_strict_answer_come_back_as_they_are():
    assert nearest(ASK, rank(ASK, []), [])[1] == ()
    some = rank(ASK, [person()], krw_per=KRW_PER)
    assert nearest(ASK, some, [person()], krw_per=KRW_PER) == (some, ())


@pytest.mark.parametrize(
    "constraint",
    ["skill:python", "rate", "overlap", "english", "engagement_type", "available", "weekly_hours"],
)
def test_every_constraint_can_be_let_go(constraint: str):
    candidate = person(1, skills={}, rate_minor=None, time_zone="", english="", engagement_types=frozenset({"employment"}),
                       available_from=date(2030, 1, 1), weekly_hours=1)  # fmt: skip
    before = rank(ASK, [candidate], krw_per=KRW_PER)
    eased = without(ASK, constraint)
    assert first_failed(eased, candidate) != constraint
    assert before.passed == 0


def test_every_sentence_is_told_with_its_facts_in_words():
    poor = Candidate(id=9, code="T-9", skills={"kafka": Held(2, via="flink")})
    ask = Ask(on=DAY, skills=(SkillWish("kafka", 3, is_must=False), SkillWish("rust", 3, is_must=False)))
    names = {"kafka": "카프카", "flink": "플링크", "rust": "러스트"}
    told = []
    for candidate in (poor, person()):
        for result in rank(ask, [candidate], krw_per=KRW_PER).results:
            told += [
                tell(factor.claim, factor.facts, translate=str, names=names) for factor in result.factors
            ]
            told += [tell(each.sentence, each.facts, translate=str, names=names) for each in result.missing]
    assert "1 of 2 skills: 카프카 2; counted through 플링크" in told
    assert "러스트: level 3 asked for, none stated" in told
    assert not any("{" in sentence for sentence in told)


candidates = st.builds(
    person,
    number=st.integers(1, 10_000),
    skills=st.dictionaries(st.sampled_from(["python", "kafka", "rust"]), st.builds(Held, st.integers(1, 6))),
    english=st.sampled_from(["", *CEFR]),
    time_zone=st.sampled_from(["", "Asia/Seoul", "Europe/Kyiv", "America/Lima"]),
    rate_minor=st.none() | st.integers(1, 600_000),
    weekly_hours=st.none() | st.integers(1, 52),
)


@given(st.lists(candidates, max_size=30))
def test_filtering_is_exactly_a_plain_filter(pool: list[Candidate]):
    def plain(c: Candidate) -> bool:
        return (
            "python" in c.skills and c.skills["python"].level >= 3
            and c.rate_minor is not None and c.rate_minor * 14 <= 5_000_000
            and c.time_zone == "Asia/Seoul"
            and c.english in ("B2", "C1", "C2")
            and (c.weekly_hours is None or c.weekly_hours >= 30)
        )  # fmt: skip

    ranking = rank(ASK, pool, krw_per=KRW_PER)
    assert sorted(result.candidate_id for result in ranking.results) == sorted(c.id for c in pool if plain(c))
    assert ranking.passed + sum(ranking.excluded.values()) == len(pool)


def test_no_identity_attribute_is_even_a_field():
    known = {field.name for field in fields(Candidate)}
    hidden = {
        "name",
        "photo",
        "nationality",
        "country",
        "sex",
        "gender",
        "age",
        "birth",
        "school",
        "email",
        "person",
    }
    assert not known & hidden


def test_the_engine_knows_no_framework():
    for path in Path(engine.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(
                name.startswith("django") or name.endswith(("models", "queries", "services"))
                for name in names
            )
