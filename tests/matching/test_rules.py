"""Other weights give another order, computed as the engine does; and the small rules of deciding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentbridge.matching import rules
from talentbridge.matching.engine import Weights
from talentbridge.matching.engine.people import tie_of

FACTORS = ("skills", "evidence", "language", "overlap", "price", "freshness")
shares = st.fixed_dictionaries({name: st.floats(0, 1) for name in FACTORS})
weights = st.builds(Weights, **{name: st.integers(0, 50) for name in FACTORS}).filter(
    lambda weights: any(getattr(weights, name) for name in FACTORS)
)


@given(st.lists(shares, min_size=1, max_size=20), weights)
def test_the_new_order_is_by_points_then_by_the_fixed_draw(people, weights):
    weighed = rules.weigh([(n, f"T-{n:04}", each) for n, each in enumerate(people)], weights)
    order = [(-one.total, tie_of(one.key)) for one in weighed]
    assert order == sorted(order)
    assert all(0 <= one.total <= 100.5 for one in weighed)


@given(st.lists(shares, min_size=2, max_size=10), weights)
def test_the_order_does_not_depend_on_the_order_before(people, weights):
    rows = [(n, f"T-{n:04}", each) for n, each in enumerate(people)]
    forwards = [one.key for one in rules.weigh(rows, weights)]
    backwards = [one.key for one in rules.weigh(list(reversed(rows)), weights)]
    assert forwards == backwards


def test_weights_that_sum_to_nothing_are_an_error():
    with pytest.raises(ValueError, match="nothing"):
        rules.weigh([(1, "T-0001", {"skills": 1.0})], Weights(skills=0))


def test_who_is_only_good_at_what_counts_comes_first():
    people = [(1, "T-0001", {"skills": 1.0, "price": 0.0}), (2, "T-0002", {"skills": 0.0, "price": 1.0})]
    assert [one.key for one in rules.weigh(people, Weights(skills=50, price=5))] == [1, 2]
    assert [one.key for one in rules.weigh(people, Weights(skills=5, price=50))] == [2, 1]


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("가" * 19, "matching.reason_short"),
        ("가" * 20, ""),
        (" " * 30, "matching.reason_short"),
        ("가" * 19 + " ", "matching.reason_short"),
    ],
)
def test_a_reason_has_twenty_characters(reason, code):
    assert rules.reason_given(reason).code == code


def test_the_main_difference_is_where_somebody_is_furthest_behind():
    chosen = [{"key": "skills", "points": 30}, {"key": "overlap", "points": 15}]
    behind = [{"key": "skills", "points": 28}, {"key": "overlap", "points": 5}]
    assert rules.main_difference(behind, chosen) == "Overlapping hours"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"running": object(), "has_account": True}, "matching.already_chosen"),
        ({"running": None, "has_account": False}, "matching.no_account"),
        ({"running": None, "has_account": True, "has_declined": True}, "matching.has_declined"),
        ({"running": None, "has_account": True}, ""),
    ],
)
def test_who_can_be_chosen(facts, code):
    assert rules.can_choose(**facts).code == code
