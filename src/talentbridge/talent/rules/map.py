"""What of a count can be shown to everybody without showing anybody. Pure.

A table of rows × columns with its sums. Three steps: a count from 1 to 4 is hidden (as is a sum of that size); then
as much more as it takes that no hidden count can be calculated from what is shown; then every shown count is rounded
down to a multiple of 5, so that two days' tables do not show one person coming or going.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LEAST = 5  # people in a cell; fewer are not shown
STEP = 5  # shown counts are rounded down to a multiple of it
SUM = ""  # the name of the row and of the column of sums
Cell = tuple[str, str]


@dataclass(frozen=True)
class Table:
    """What may be shown: rows and columns in order, most people first; `shown` has no hidden cell."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    shown: Mapping[Cell, int]

    def at(self, row: str, column: str) -> int | None:
        """A rounded count; None when it is hidden. `SUM` is the name of the sums."""
        return self.shown.get((row, column))


def safe_table(counts: Mapping[Cell, int]) -> Table:
    """The table of `counts` by (row, column) as it may be shown."""
    whole = _with_sums(counts)
    hidden = {cell for cell, count in whole.items() if 0 < count < LEAST}
    while more := _told_by_the_rest(whole, hidden) | _small_together(whole, hidden):
        hidden |= more
    shown = {cell: count - count % STEP for cell, count in whole.items() if cell not in hidden}
    rows = sorted({row for row, _ in counts}, key=lambda row: (-whole[row, SUM], row))
    columns = sorted({column for _, column in counts}, key=lambda column: (-whole[SUM, column], column))
    return Table(
        tuple(row for row in rows if any(shown.get((row, column)) for column in (*columns, SUM))),
        tuple(column for column in columns if any(shown.get((row, column)) for row in (*rows, SUM))),
        shown,
    )


def _with_sums(counts: Mapping[Cell, int]) -> dict[Cell, int]:
    rows, columns = {row for row, _ in counts}, {column for _, column in counts}
    whole = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    whole |= {(row, SUM): sum(whole[row, column] for column in columns) for row in rows}
    whole |= {(SUM, column): sum(whole[row, column] for row in rows) for column in columns}
    return whole | {(SUM, SUM): sum(counts.values())}


def _told_by_the_rest(whole: Mapping[Cell, int], hidden: set[Cell]) -> set[Cell]:
    """One cell more for each hidden one that the sums give away.

    Rows and columns are the nodes of a graph, hidden cells its edges. The sums determine an edge exactly when it is a
    bridge: when its two ends hang together by nothing else.
    """
    for row, column in sorted(hidden):
        if not _hang_together(("r", row), ("c", column), hidden - {(row, column)}):
            return _one_more(whole, hidden, row, column)
    return set()


def _hang_together(start: Cell, goal: Cell, edges: Iterable[Cell]) -> bool:
    beside: dict[Cell, list[Cell]] = defaultdict(list)
    for row, column in edges:
        beside["r", row].append(("c", column))
        beside["c", column].append(("r", row))
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        fresh = [node for node in beside[here] if node not in seen]
        seen.update(fresh)
        waiting += fresh
    return False


def _small_together(whole: Mapping[Cell, int], hidden: set[Cell]) -> set[Cell]:
    """One cell more in a line whose hidden cells together are fewer than `LEAST` people: a sum tells that number."""
    for place in (0, 1):
        lines: dict[str, int] = defaultdict(int)
        for cell in hidden:
            if SUM not in cell:
                lines[cell[place]] += whole[cell]
        for line, together in sorted(lines.items()):
            total = (line, SUM) if place == 0 else (SUM, line)
            if 0 < together < LEAST and total not in hidden:
                row, column = total
                return _one_more(whole, hidden, row, column, only=place)
    return set()


def _one_more(
    whole: Mapping[Cell, int], hidden: set[Cell], row: str, column: str, *, only: int | None = None
) -> set[Cell]:
    """The cell of this row or column that costs least: few people, no sum while anything else is left, no zero first."""
    lines = [
        cell
        for cell in whole
        if cell not in hidden and ((only != 1 and cell[0] == row) or (only != 0 and cell[1] == column))
    ]
    best = min(lines, key=lambda cell: (SUM in cell, whole[cell] == 0, whole[cell], cell), default=None)
    return {best} if best else set()


def safe_parts(parts: Mapping[str, int]) -> dict[str, int]:
    """Which parts of a whole can be shown whose sum is shown elsewhere: at least two stay hidden, of `LEAST` together."""
    hidden = {name for name, count in parts.items() if 0 < count < LEAST}
    while hidden and (len(hidden) == 1 or sum(parts[name] for name in hidden) < LEAST):
        left = [name for name in parts if name not in hidden and parts[name]]
        if not left:
            return {}
        hidden.add(min(left, key=lambda name: (parts[name], name)))
    return {
        name: count - count % STEP for name, count in parts.items() if name not in hidden and count >= LEAST
    }


@dataclass(frozen=True)
class Place:
    """Something that can be chosen, in both languages."""

    key: str
    ko: str
    en: str

    def name(self, language: str) -> str:
        """Its name in `language`."""
        return self.ko if language == "ko" else self.en
