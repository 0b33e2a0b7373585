"""Impact ratios, and that nothing about few people can be read or calculated from what is shown. No database."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentbridge.matching.rules import impact
from talentbridge.matching.rules.impact import LEAST, OTHER, Group, Period, table


def group(considered: int, listed: int = 0, chosen: int = 0, accepted: int = 0, people: tuple | None = None):
    pairs = (considered, listed, chosen, accepted)
    return Group(pairs, people or pairs)


def test_a_ratio_is_the_rate_over_the_highest_rate():
    shown = table({"IN": group(100, 50), "VN": group(200, 60), "ID": group(50, 25)}, low=0.8)
    steps = {row.key: row.steps[0] for row in shown.rows}
    assert (steps["IN"].rate, steps["IN"].ratio, steps["IN"].is_low) == (0.5, 1.0, False)
    assert (steps["VN"].rate, steps["VN"].ratio, steps["VN"].is_low) == (0.3, 0.6, True)
    assert steps["ID"].ratio == 1.0


@pytest.mark.parametrize(("listed", "is_low"), [(80, False), (79, True)])
def test_four_fifths_itself_is_not_marked(listed, is_low):
    shown = table({"IN": group(100, 100), "VN": group(100, listed)}, low=0.8)
    assert {row.key: row.steps[0].is_low for row in shown.rows} == {"IN": False, "VN": is_low}


def test_without_a_threshold_nothing_is_marked():
    shown = table({"IN": group(100, 90), "VN": group(100, 10)}, low=None)
    assert not any(row.steps[0].is_low for row in shown.rows)


def test_one_group_alone_is_compared_with_nobody():
    shown = table({"IN": group(100, 50), OTHER: group(100, 90)}, low=0.8)
    assert [row.steps[0].ratio for row in shown.rows] == [None, None]


def test_small_groups_are_put_together_and_take_another_along_when_they_are_too_few():
    shown = table({"IN": group(40), "VN": group(12), "MN": group(3)}, low=0.8)
    assert {row.key: row.counts[0] for row in shown.rows} == {"IN": 40, OTHER: 15}


def test_of_fewer_than_ten_people_in_all_nothing_is_shown():
    shown = table({"IN": group(5), "VN": group(4)}, low=0.8)
    assert shown.rows == ()
    assert set(shown.totals) == {None}


def test_a_hidden_count_takes_a_second_one_along():
    shown = table({"IN": group(100, 40), "VN": group(100, 30), "ID": group(100, 4)}, low=0.8)
    assert {row.key: row.counts[1] for row in shown.rows} == {"IN": 40, "VN": None, "ID": None}
    assert shown.totals[1] == 74


def test_a_zero_is_shown_because_it_says_most():
    shown = table({"IN": group(100, 40), "VN": group(100, 0)}, low=0.8)
    step = next(row.steps[0] for row in shown.rows if row.key == "VN")
    assert (step.rate, step.ratio, step.is_low) == (0, 0, True)


def test_one_person_on_many_lists_is_still_one_person():
    few = group(100, 30, people=(40, 3, 0, 0))
    shown = table({"IN": group(100, 40), "VN": few, "ID": group(100, 50)}, low=0.8)
    assert {row.key: row.counts[1] for row in shown.rows}["VN"] is None


numbers = st.tuples(*[st.integers(0, 60)] * 4).map(lambda four: tuple(sorted(four, reverse=True)))


@given(st.dictionaries(st.sampled_from(["IN", "VN", "ID", "PH", "UA", OTHER]), numbers))
def test_no_small_count_can_be_seen_or_found_by_subtraction(pairs):
    groups = {key: Group(four, four) for key, four in pairs.items()}
    shown = table(groups, low=0.8)
    for stage in range(4):
        counts = [row.counts[stage] for row in shown.rows]
        assert all(count is None or count == 0 or count >= LEAST for count in counts)
        hidden = counts.count(None)
        if hidden and shown.totals[stage] is not None:
            rest = shown.totals[stage] - sum(count for count in counts if count is not None)
            assert hidden > 1
            assert rest >= LEAST
    for row in shown.rows:
        for number, step in enumerate(row.steps):
            if step.rate is not None:
                assert None not in row.counts[number : number + 2]


@given(st.dictionaries(st.sampled_from(["IN", "VN", "ID", OTHER]), numbers))
def test_nobody_is_lost_by_putting_groups_together(pairs):
    shown = table({key: Group(four, four) for key, four in pairs.items()}, low=0.8)
    if shown.rows:
        assert shown.totals[0] == sum(four[0] for four in pairs.values())


def test_quarters_follow_each_other_without_a_gap_or_an_overlap():
    found = list(impact.quarters(date(2025, 11, 30), date(2026, 11, 23), running=True))
    assert [each.key for each in found] == ["2025-4", "2026-1", "2026-2", "2026-3", "2026-4"]
    for one, following in zip(found, found[1:], strict=False):
        assert (following.first - one.last).days == 1
    ended = list(impact.quarters(date(2025, 11, 30), date(2026, 11, 23), running=False))
    assert ended == found[:-1]


@pytest.mark.parametrize("asked", ["", "2026-9", "x", "2026-3' or 1=1", "1999-1"])
def test_an_unknown_quarter_is_the_newest(asked):
    offered = [Period(2026, 2), Period(2026, 4)]
    assert impact.chosen(asked, offered) == Period(2026, 4)
    assert impact.chosen("2026-2", offered) == Period(2026, 2)
    assert impact.chosen("2026-2", []) is None
