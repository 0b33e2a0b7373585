"""The public map: no small count is shown, and none can be calculated from what is shown."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentbridge.talent.rules import map as rules
from talentbridge.talent.rules.map import LEAST, STEP, SUM, safe_parts, safe_table

COUNTS = st.integers(1, 5).flatmap(
    lambda rows: st.integers(1, 5).flatmap(
        lambda columns: st.fixed_dictionaries(
            {
                (f"r{row}", f"c{column}"): st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 9, 14, 30])
                for row, column in itertools.product(range(rows), range(columns))
            }
        )
    )
)


def sums(counts):
    whole = dict(counts)
    for (row, column), count in counts.items():
        for cell in ((row, SUM), (SUM, column), (SUM, SUM)):
            whole[cell] = whole.get(cell, 0) + count
    return whole


def test_a_plain_table_is_shown_with_its_sums_rounded_down():
    table = safe_table(
        {("vision", "US"): 12, ("vision", "JP"): 7, ("language", "US"): 21, ("language", "JP"): 5}
    )
    assert (table.rows, table.columns) == (("language", "vision"), ("US", "JP"))
    assert table.at("vision", "US") == 10
    assert table.at("language", "JP") == 5
    assert table.at(SUM, SUM) == 45


def test_a_small_count_is_hidden_together_with_others_that_would_tell_it():
    table = safe_table(
        {("vision", "US"): 2, ("vision", "JP"): 8, ("language", "US"): 9, ("language", "JP"): 20}
    )
    assert table.at("vision", "US") is None
    assert table.at("vision", "JP") is None
    assert table.at("language", "US") is None
    assert None in (table.at("language", "JP"), table.at(SUM, SUM))


@pytest.mark.parametrize("count", range(1, LEAST))
def test_somebody_alone_is_nowhere(count):
    table = safe_table({("vision", "US"): count})
    assert (table.rows, table.columns) == ((), ())
    assert table.at(SUM, SUM) is None


def test_nobody_at_all_is_an_empty_table():
    assert safe_table({}).rows == ()


@given(COUNTS)
def test_no_small_count_and_no_exact_count_is_ever_shown(counts):
    table, whole = safe_table(counts), sums(counts)
    for cell, shown in table.shown.items():
        assert shown % STEP == 0
        assert shown <= whole[cell] < shown + STEP
        assert not 0 < whole[cell] < LEAST


@given(COUNTS)
def test_nothing_hidden_follows_from_what_is_shown_even_if_it_were_exact(counts):
    """Linear algebra says whether the sums determine a hidden cell: its column then lies in no null vector."""
    table, whole = safe_table(counts), sums(counts)
    hidden = sorted(set(whole) - set(table.shown))
    rows, columns = {row for row, _ in counts}, {column for _, column in counts}
    equations = [[((row, column), 1) for column in columns] + [((row, SUM), -1)] for row in (*rows, SUM)]
    equations += [[((row, column), 1) for row in rows] + [((SUM, column), -1)] for column in (*columns, SUM)]
    matrix = np.array(
        [[dict(equation).get(cell, 0) for cell in hidden] for equation in equations], dtype=float
    )
    if not hidden:
        return
    _, values, vectors = np.linalg.svd(matrix)
    null = vectors[(values > 1e-9).sum() :]
    determined = [cell for place, cell in enumerate(hidden) if np.abs(null[:, place]).max(initial=0) < 1e-9]
    assert not determined


@given(COUNTS)
def test_hidden_people_of_a_line_are_never_few_together(counts):
    table = safe_table(counts)
    for row in {row for row, _ in counts}:
        if table.at(row, SUM) is not None:
            together = sum(count for (r, c), count in counts.items() if r == row and table.at(r, c) is None)
            assert together == 0 or together >= LEAST


def test_parts_of_a_shown_whole_hide_in_pairs():
    assert safe_parts({"bay": 12, "seattle": 8, "": 30}) == {"bay": 10, "seattle": 5, "": 30}
    assert safe_parts({"bay": 12, "seattle": 2, "": 30}) == {"": 30}
    assert safe_parts({"bay": 2, "": 30}) == {}
    assert safe_parts({"bay": 1, "seattle": 1, "": 30}) == {}
    assert safe_parts({}) == {}


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12)))
def test_parts_never_show_a_small_one_nor_leave_a_small_rest(parts):
    shown = safe_parts(parts)
    assert all(parts[name] >= LEAST for name in shown)
    rest = sum(count for name, count in parts.items() if name not in shown and count)
    hidden = [name for name, count in parts.items() if 0 < count < LEAST]
    assert not hidden or rest >= LEAST or not shown


def test_the_steps_end():
    assert rules.safe_table(
        {(f"r{row}", f"c{column}"): 1 + (row * column) % 7 for row in range(9) for column in range(30)}
    )
