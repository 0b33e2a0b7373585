"""Which channels fit a need: the points added up by hand, the plan, and what would change it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentbridge.policy.rules import Certainty, Rule, files
from talentbridge.policy.rules.channels import (
    FIT,
    MOST_PLAN,
    Channel,
    NeedFacts,
    Part,
    advise,
    fee_range,
)

DAY = date(2026, 11, 30)


def rate(key: str, value: str) -> Rule:
    return Rule(
        key, "", Decimal(value), "rate of annual pay", DAY, None, "source", "", DAY, Certainty.UNVERIFIED
    )


FEE = (rate("channel.headhunting.fee", "0.15"), rate("channel.headhunting.fee.high", "0.35"))
needs = st.builds(
    NeedFacts,
    people=st.integers(1, 500),
    weeks=st.integers(0, 104),
    level=st.integers(1, 6),
    is_rare=st.booleans(),
    budget_krw=st.none() | st.integers(0, 10**9),
    is_first_time=st.booleans(),
    is_long_term=st.booleans(),
    needs_korean=st.booleans(),
)


def first(need: NeedFacts) -> Channel:
    return advise(need)[0].channel


def test_a_rare_key_position_that_is_urgent_is_for_headhunting():
    # fits a key position in a hurry 2, rare in Korea 2, high level 1, fee -1, one project -1 = 3
    plan = advise(NeedFacts(weeks=4, level=5, is_rare=True))
    assert (plan[0].channel, plan[0].points) == (Channel.HEADHUNTING, 3)
    assert plan[0].part is Part.FIRST
    # beside it: one project 2, simple 1, uneven quality -1 = 2
    assert (plan[1].channel, plan[1].points, plan[1].part) == (Channel.PLATFORM, 2, Part.BESIDE)


def test_the_first_time_abroad_with_a_budget_is_for_a_programme_with_a_platform_beside_it():
    # programme: little experience 2, first costs 1 = 3; platform: one project 2, no entity 1 = 3; the table's order decides
    plan = advise(NeedFacts(is_first_time=True, budget_krw=4_000_000))
    assert [(each.channel, each.points) for each in plan[:2]] == [
        (Channel.GOVERNMENT, 3),
        (Channel.PLATFORM, 3),
    ]


def test_ten_people_in_twenty_weeks_is_for_a_fair():
    # hiring in numbers 2, time to wait 1 = 3
    plan = advise(NeedFacts(people=10, weeks=20))
    assert (plan[0].channel, plan[0].points) == (Channel.FAIR, 3)


def test_somebody_to_stay_is_for_a_referral():
    assert first(NeedFacts(is_long_term=True)) is Channel.REFERRAL


def test_one_project_of_one_person_is_for_a_platform():
    assert first(NeedFacts()) is Channel.PLATFORM


def test_a_budget_turns_the_fee_into_an_amount():
    # 6,000,000 x 12 = 72,000,000; x 0.15 = 10,800,000; x 0.35 = 25,200,000
    assert fee_range(6_000_000, FEE) == (10_800_000, 25_200_000)
    plan = {each.channel: each for each in advise(NeedFacts(budget_krw=6_000_000), FEE)}
    facts = [reason.facts for reason in plan[Channel.HEADHUNTING].reasons if "low" in reason.facts]
    assert facts == [{"rates": "15–35", "low": "10,800,000", "high": "25,200,000"}]


def test_the_fee_is_in_the_shipped_rows():
    book = files.book(DAY)
    assert [book.find(rule.key).value for rule in FEE] == [rule.value for rule in FEE]


@given(needs)
def test_every_channel_is_there_once_ranked_and_its_points_are_its_reasons(need):
    plan = advise(need, FEE)
    assert sorted(each.channel for each in plan) == sorted(Channel)
    assert [each.points for each in plan] == sorted((each.points for each in plan), reverse=True)
    for each in plan:
        assert each.points == sum(
            reason.weight if reason.speaks_for else -reason.weight for reason in each.reasons
        )
        assert all(reason.weight in {1, FIT} for reason in each.reasons)
    advised = [each for each in plan if each.part is not Part.NOT_NOW]
    assert 2 <= len(advised) <= MOST_PLAN
    assert advised == list(plan[: len(advised)])
    assert all(each.points <= 0 for each in plan[len(advised) :]) or len(advised) == MOST_PLAN


@given(needs)
def test_what_would_change_it_never_names_the_channel_that_is_first(need):
    plan = advise(need)
    assert all(change.channel is not plan[0].channel for change in plan[0].changes)
    assert all(not each.changes for each in plan[1:])


def test_what_would_change_it_is_true():
    need = NeedFacts()
    changes = {change.sentence: change.channel for change in advise(need)[0].changes}
    assert changes["If the person should stay for long"] is first(replace(need, is_long_term=True))
    assert changes["If the skill were rare"] is first(replace(need, is_rare=True))


@pytest.mark.parametrize(
    "wrong", [{"people": 0}, {"weeks": -1}, {"level": 0}, {"level": 7}, {"budget_krw": -1}], ids=str
)
def test_a_need_that_cannot_be_is_an_error(wrong):
    with pytest.raises(ValueError):
        advise(NeedFacts(**wrong))
