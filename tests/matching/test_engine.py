"""The engine: exact filters, an additive score, stable ties, reasons for everybody."""

from __future__ import annotations

import ast
import random
from collections import Counter
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentbridge.kernel.money import digits
from talentbridge.matching import engine
from talentbridge.matching.engine import (
    Ask,
    Candidate,
    Held,
    Pool,
    Ranking,
    Reference,
    SkillWish,
    Weights,
    assess,
    fitting,
    nearest,
    segment_of,
    tell,
    weights_for,
    without,
)
from talentbridge.matching.engine.constraints import overlap_hours
from talentbridge.matching.engine.people import tie_of, ties_of
from talentbridge.matching.engine.pool import merged
from talentbridge.matching.engine.rates import _DIGITS
from talentbridge.matching.engine.scan import Question
from talentbridge.talent.rules import CEFR, Rate

DAY = date(2026, 12, 1)
USUAL = Weights()
REFERENCE = Reference(
    krw_per={"USD": Decimal(1400), "EUR": Decimal("1600.5")},
    near={
        "python": {"ruby": 0.5, "go": 0.3},
        "kafka": {"rust": 0.4},
        "backend-developer": {"data-engineer": 0.6},
    },
)


def rank(ask: Ask, people: list[Candidate], weights: Weights = USUAL, top: int = 1000) -> Ranking:
    return Pool.of(people, REFERENCE).rank(ask, weights, top=top)


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
    return rank(ask, [candidate]).passed == 1


def first_failed(ask: Ask, candidate: Candidate) -> str:
    return next(iter(rank(ask, [candidate]).excluded), "")


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
    result = rank(ASK, [person(**{unstated: empty})]).results[0]
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
    known = ("USD", "EUR", "KRW", "INR", "VND", "JPY", "PLN", "UAH", "GBP", "SGD")
    assert {name: _DIGITS.get(name, 2) for name in known} == {name: digits(name) for name in known}


def test_the_first_failing_constraint_is_counted_once_a_person():
    pool = [person(1), person(2, skills={}, english="A1"), person(3, english="A1")]
    ranking = rank(ASK, pool)
    assert (ranking.pool, ranking.passed) == (3, 1)
    assert dict(ranking.excluded) == {"skill:python": 1, "english": 1}


def test_what_would_change_counts_those_who_fail_nothing_else():
    pool = [person(1, english="B1"), person(2, english="A2"), person(3, english="A2", skills={})]
    [relaxation] = rank(ASK, pool).relaxations
    assert (relaxation.constraint, relaxation.more, relaxation.nearest) == ("english", 2, "B1")


def test_points_add_up_to_the_total_and_stay_within_their_weights():
    ranking = rank(ASK, [person(number) for number in range(1, 5)])
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
    codes = [result.code for result in rank(ASK, [claimed, assessed, both]).results]
    assert codes.index("T-00002") < codes.index("T-00001")
    assert codes.index("T-00003") < codes.index("T-00001")


def test_underbidding_stops_paying_at_seventy_percent_of_the_budget():
    def points(rate: int) -> float:
        result = rank(ASK, [person(rate_minor=rate, rate_currency="KRW")]).results[0]
        return next(factor.points / factor.weight for factor in result.factors if factor.key == "price")

    assert points(3_500_000) == points(500_000) == 1
    assert points(5_000_000) < points(4_000_000) < 1


def test_a_factor_that_was_not_asked_for_gives_its_weight_to_the_others():
    ranking = rank(Ask(on=DAY), [person()])
    assert set(ranking.shares) == {"language", "overlap", "reputation", "freshness"}
    assert round(sum(ranking.shares.values()), 6) == 100


def test_weights_reorder_and_weights_of_nothing_are_refused():
    cheap = person(1, rate_minor=100_000, skills={"python": Held(3)})
    strong = person(2, rate_minor=300_000, skills={"python": Held(6, "delivered")})
    price = Weights(0, 0, 0, 0, 0, 100, 0, 0)
    assert rank(ASK, [cheap, strong]).results[0].code == "T-00002"
    assert rank(ASK, [cheap, strong], price).results[0].code == "T-00001"
    with pytest.raises(ValueError, match="sum to nothing"):
        rank(ASK, [cheap], Weights(0, 0, 0, 0, 0, 0, 0, 0))


def test_ties_are_a_fixed_draw_that_does_not_depend_on_who_came_first_or_on_the_order_of_the_pool():
    pool = [person(number) for number in range(1, 30)]
    expected = sorted(range(1, 30), key=tie_of)
    assert expected != list(range(1, 30))
    for seed in range(5):
        random.Random(seed).shuffle(pool)
        assert [result.candidate_id for result in rank(ASK, pool).results] == expected


def test_the_draw_is_the_same_for_one_and_for_many():
    ids = [1, 2, 99, 10**9, 2**40]
    assert ties_of(np.array(ids)).tolist() == [tie_of(id) for id in ids]
    assert all(0 <= tie_of(id) < 2**53 for id in ids)


def test_only_so_many_are_explained_but_all_are_counted():
    ranking = rank(ASK, [person(number) for number in range(1, 30)], top=3)
    assert (len(ranking.results), ranking.passed, ranking.pool) == (3, 29, 29)


def test_when_nobody_passes_the_nearest_are_shown_and_what_was_let_go_is_said():
    pool = [person(1, skills={"python": Held(2)}), person(2, skills={}, english="A1")]
    strict = rank(ASK, pool)
    shown, gone = nearest(ASK, strict, Pool.of(pool, REFERENCE))
    assert strict.passed == 0
    assert gone == ("skill:python",)
    assert [result.code for result in shown.results] == ["T-00001"]
    assert any(missing.facts.get("skill") == "python" for missing in shown.results[0].missing)


def test_an_empty_pool_and_a_strict_answer_come_back_as_they_are():
    assert nearest(ASK, rank(ASK, []), Pool.of([]))[1] == ()
    some = rank(ASK, [person()])
    assert nearest(ASK, some, Pool.of([person()])) == (some, ())


EVERYTHING = replace(
    ASK, korean="A2", work_mode="remote", data_class="personal", countries=("VN",), ends_on=date(2027, 3, 1),
    roles=("backend-developer",), asked_on=date(2026, 11, 23),
)  # fmt: skip
HOPELESS = person(
    1, skills={}, rate_minor=None, time_zone="", english="", engagement_types=frozenset({"employment"}),
    available_from=date(2030, 1, 1), weekly_hours=1, work_modes=frozenset({"on_site"}), data_class="public",
    available_until=date(2026, 1, 1),
)  # fmt: skip
CONSTRAINTS = [
    "skill:python", "country", "rate", "overlap", "english", "korean", "engagement_type", "work_mode", "data_class",
    "available", "until", "weekly_hours",
]  # fmt: skip


def test_a_person_hears_every_constraint_that_is_not_met():
    assert [key for key, _ in assess(EVERYTHING, HOPELESS, reference=REFERENCE).failed] == CONSTRAINTS


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_every_constraint_can_be_let_go(constraint: str):
    eased = without(EVERYTHING, constraint)
    assert constraint not in dict(assess(eased, HOPELESS, reference=REFERENCE).failed)


def test_every_sentence_is_told_with_its_facts_in_words():
    poor = Candidate(id=9, code="T-9", skills={"kafka": Held(2, via="flink"), "flink": Held(2)})
    ask = Ask(on=DAY, skills=(SkillWish("kafka", 3, is_must=False), SkillWish("rust", 3, is_must=False)))
    names = {"kafka": "카프카", "flink": "플링크", "rust": "러스트"}
    told = []
    for candidate in (poor, person()):
        for result in rank(ask, [candidate]).results:
            told += [
                tell(factor.claim, factor.facts, translate=str, names=names) for factor in result.factors
            ]
            told += [tell(each.sentence, each.facts, translate=str, names=names) for each in result.missing]
    assert "1 of 2 skills: 카프카 2; counted through 플링크" in told
    assert "러스트: level 3 asked for, none stated" in told
    assert not any("{" in sentence for sentence in told)


SKILLS = ["python", "kafka", "rust", "ruby", "django"]
some_rates = st.builds(
    Rate, st.integers(1, 600_000), st.sampled_from(["USD", "EUR", "XXX"]), st.sampled_from(["month", "day"])
)
days = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))
names = {
    "engagement_types": ["contractor", "eor", "employment"],
    "work_modes": ["remote", "hybrid"],
    "roles": ["backend-developer", "data-engineer", "cook"],
}
candidates = st.builds(
    person,
    number=st.integers(1, 10_000),
    skills=st.dictionaries(
        st.sampled_from(SKILLS),
        st.builds(
            Held, st.integers(1, 6), st.sampled_from(["claimed", "certified", "assessed", "delivered"])
        ),
    ),
    english=st.sampled_from(["", *CEFR]),
    korean=st.sampled_from(["", "A2", "C1"]),
    time_zone=st.sampled_from(["", "Asia/Seoul", "Europe/Kyiv", "America/Lima"]),
    country=st.sampled_from(["", "VN", "UA"]),
    rate_minor=st.none() | st.integers(1, 600_000),
    rate_currency=st.sampled_from(["USD", "EUR", "XXX"]),
    rates=st.dictionaries(st.sampled_from(names["engagement_types"]), some_rates),
    weekly_hours=st.none() | st.integers(1, 52),
    available_from=days,
    available_until=days,
    notice_days=st.none() | st.integers(0, 60),
    refreshed_on=days,
    data_class=st.sampled_from(["", "public", "personal", "restricted"]),
    reputation=st.none() | st.integers(0, 100),
    can_be_asked=st.booleans(),
    is_new=st.booleans(),
    **{name: st.frozensets(st.sampled_from(options)) for name, options in names.items()},
)
pools = st.lists(candidates, max_size=30, unique_by=lambda candidate: candidate.id)
asks = st.builds(
    Ask,
    on=st.just(DAY),
    asked_on=st.just(date(2026, 11, 23)),
    skills=st.lists(
        st.builds(SkillWish, st.sampled_from(SKILLS), st.integers(1, 4), st.booleans()),
        max_size=4,
        unique_by=lambda wish: wish.skill_id,
    ).map(tuple),
    budget_krw_month=st.none() | st.integers(1, 9_000_000),
    overlap_hours=st.none() | st.integers(1, 6),
    english=st.sampled_from(["", "B1"]),
    korean=st.sampled_from(["", "A2"]),
    engagement_types=st.sampled_from([(), ("contractor",), ("contractor", "eor")]),
    starts_on=days,
    ends_on=days,
    weekly_hours=st.none() | st.integers(1, 40),
    roles=st.sampled_from([(), ("backend-developer",), ("backend-developer", "cook")]),
    work_mode=st.sampled_from(["", "remote"]),
    countries=st.sampled_from([(), ("VN",)]),
    data_class=st.sampled_from(["", "internal", "personal"]),
)


@given(pools, asks)
def test_columns_say_of_everybody_what_is_said_of_one(pool: list[Candidate], ask: Ask):
    ranking = rank(ask, pool)
    one_by_one = {person.id: assess(ask, person, reference=REFERENCE) for person in pool}
    assert {result.candidate_id for result in ranking.results} == {
        id for id, one in one_by_one.items() if one.passes
    }
    for result in ranking.results:
        one = one_by_one[result.candidate_id]
        assert (result.total, result.factors, result.missing) == (one.total, one.factors, one.missing)
    first = Counter(one.failed[0][0] for one in one_by_one.values() if one.failed)
    assert ranking.excluded == first
    alone = Counter(one.failed[0][0] for one in one_by_one.values() if len(one.failed) == 1)
    assert {each.constraint: each.more for each in ranking.relaxations} == alone


@given(pools, asks, st.integers(0, 30))
def test_a_pool_in_parts_answers_as_one(pool: list[Candidate], ask: Ask, cut: int):
    whole = Pool.of(pool, REFERENCE)
    parts = Pool((segment_of(pool[:cut]), segment_of(pool[cut:])), REFERENCE)
    shards = [
        Pool.of(part, REFERENCE).answer(ask, Weights(), top=5, easing=True)
        for part in (pool[:cut], pool[cut:])
    ]
    one, two = whole.rank(ask, top=5), parts.rank(ask, top=5)
    three = merged(shards, Question(ask, USUAL, REFERENCE), top=5, of=2)
    for other in (two, three):
        assert other.results == one.results
        assert (other.pool, other.passed, other.excluded) == (one.pool, one.passed, one.excluded)
        assert other.excluded.most_common() == one.excluded.most_common()  # in the same order
        assert other.relaxations == one.relaxations


@given(pools, candidates, asks)
def test_who_changed_or_left_is_seen_as_they_are_now(pool: list[Candidate], changed: Candidate, ask: Ask):
    before = segment_of(pool)
    now = [person for person in pool if person.id != changed.id]
    after = Pool((before.without({changed.id}), segment_of([changed])), REFERENCE).rank(ask, top=50)
    fresh = Pool.of([*now, changed], REFERENCE).rank(ask, top=50)
    assert after.results == fresh.results
    assert (after.pool, after.excluded) == (fresh.pool, fresh.excluded)


def test_a_neighbour_in_the_graph_counts_in_part_and_says_so():
    ask = Ask(on=DAY, skills=(SkillWish("python", 3, is_must=False),))
    ruby = person(1, skills={"ruby": Held(3)})
    [result] = rank(ask, [ruby]).results
    skills = result.factors[0]
    assert result.shares["skills"] == 0.5
    assert "near" in skills.facts and skills.facts["near"] == [("python", "ruby", 50)]
    assert result.missing[0].facts["skill"] == "python"
    assert not passes(replace(ask, skills=(SkillWish("python", 3),)), ruby)  # never instead of a must


def test_who_implies_a_skill_is_named():
    ask = Ask(on=DAY, skills=(SkillWish("python", 3),))
    implied = person(1, skills={"django": Held(4), "python": Held(4, via="django")})
    facts = rank(ask, [implied]).results[0].factors[0].facts
    assert facts["via"] == ["django"]


def test_a_rate_for_the_asked_engagement_type_stands_before_the_general_one():
    eor = Rate(400_000, "USD")
    two = person(1, rate_minor=300_000, engagement_types=frozenset({"contractor", "eor"}), rates={"eor": eor})
    dear = replace(ASK, engagement_types=("eor",), budget_krw_month=5_000_000)
    assert first_failed(dear, two) == "rate"
    assert passes(replace(dear, budget_krw_month=5_600_000), two)
    assert passes(replace(dear, engagement_types=("contractor", "eor")), two)  # the lower of the two counts


def test_notice_runs_from_the_day_of_the_question():
    ask = replace(ASK, asked_on=date(2026, 11, 23))
    assert passes(ask, person(notice_days=8))
    assert first_failed(ask, person(notice_days=9)) == "available"


def test_of_ten_places_one_is_kept_for_somebody_new():
    old = [person(number, skills={"python": Held(6, "delivered")}) for number in range(1, 31)]
    new = [person(number, is_new=True) for number in range(31, 36)]
    results = rank(ASK, [*old, *new], top=20).results
    brought = [result for result in results if result.kept_for_newcomer]
    assert len(results) == 20 and len(brought) == 2
    assert {result.candidate_id for result in brought} <= {person.id for person in new}
    assert [result.rank for result in results] == list(range(1, 21))
    assert not any(result.kept_for_newcomer for result in rank(ASK, new, top=20).results)


def test_people_without_an_account_fill_only_places_that_stay_empty():
    anonymous = [
        person(number, can_be_asked=False, skills={"python": Held(6, "delivered")}) for number in range(1, 31)
    ]
    asked = [person(number) for number in (41, 42)]
    results = rank(ASK, [*anonymous, *asked], top=5).results
    assert {41, 42} <= {result.candidate_id for result in results}
    assert len(results) == 5


def test_the_place_of_a_person_is_counted_among_all_who_pass():
    pool = Pool.of(
        [person(number, skills={"python": Held(3 + number % 3)}) for number in range(1, 13)], REFERENCE
    )
    places = [pool.place(result.candidate_id, ASK) for result in pool.rank(ASK, top=12).results]
    assert places == list(range(1, 13))
    assert pool.place(999, ASK) is None


def test_a_person_hears_what_would_bring_points_most_first():
    gains = assess(ASK, person(skills={"python": Held(3)}), reference=REFERENCE).gains
    assert [gain.points for gain in gains] == sorted((gain.points for gain in gains), reverse=True)
    assert {gain.facts.get("skill") for gain in gains} >= {"python", "kafka"}
    assert all(gain.points > 0 for gain in gains)


def test_tasks_for_a_person_come_those_that_are_met_first():
    asks = [("dear", replace(ASK, english="C2")), ("fits", ASK), ("fits-less", replace(ASK, skills=(SkillWish("python", 4),
            SkillWish("rust", 3, is_must=False), SkillWish("kafka", 3, is_must=False))))]  # fmt: skip
    found = fitting(asks, person(), reference=REFERENCE)
    assert [key for key, _ in found] == ["fits", "fits-less", "dear"]
    assert [one.passes for _, one in found] == [True, True, False]


def test_the_weights_begin_where_the_kind_of_work_puts_them():
    kinds = {"pytorch": "ai", "pandas": "data", "figma": "design"}
    data = Ask(on=DAY, skills=(SkillWish("pytorch", 3), SkillWish("figma", 3, is_must=False)))
    assert weights_for(data, kinds).evidence > weights_for(Ask(on=DAY), kinds).evidence
    assert sum(getattr(weights_for(data, kinds), field.name) for field in fields(Weights)) == 100


@given(pools)
def test_filtering_is_exactly_a_plain_filter(pool: list[Candidate]):
    krw = {"USD": 14, "EUR": Decimal("16.005")}

    def plain(c: Candidate) -> bool:
        return (
            "python" in c.skills and c.skills["python"].level >= 3
            and any(
                rate.minor * krw[rate.currency] * {"month": 1, "day": Decimal("20.6")}[rate.unit] <= 5_000_000
                for name in ("contractor", "eor")
                if not c.engagement_types or name in c.engagement_types
                for rate in [c.rates.get(name) or (Rate(c.rate_minor, c.rate_currency) if c.rate_minor else None)]
                if rate and rate.currency != "XXX"
            )
            and c.time_zone == "Asia/Seoul"
            and c.english in ("B2", "C1", "C2")
            and (not c.engagement_types or bool({"contractor", "eor"} & c.engagement_types))
            and (c.available_from is None or c.available_from <= date(2026, 12, 1))
            and (not c.notice_days)  # asked on the first day
            and (c.weekly_hours is None or c.weekly_hours >= 30)
        )  # fmt: skip

    ranking = rank(ASK, pool)
    assert sorted(result.candidate_id for result in ranking.results) == sorted(c.id for c in pool if plain(c))
    assert ranking.passed + sum(ranking.excluded.values()) == len(pool)


def test_no_identity_attribute_is_even_a_field():
    known = {field.name for field in fields(Candidate)}
    hidden = {
        "name",
        "photo",
        "nationality",
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
