"""People as columns: what a million profiles look like in memory, and how a question is asked of all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from talentbridge.talent.rules import Evidence, Held

Rows = NDArray[np.int32]  # row numbers, ascending
Array = NDArray[Any]

# A held skill in one byte: evidence in bits 0-1, level in bits 2-4, bit 5 when it is stated and not implied. A larger
# byte is the better one, and 0 means that the skill is not held.
EVIDENCE = tuple(kind.value for kind in Evidence)
BYTES = 64
_LEVEL, _DIRECT = 2, 1 << 5
_ROW_BITS, _VIA_BITS = 30, 13  # a segment has a thousand million rows at most, a graph 8,192 keys
_KEPT_TABLES = 256  # of distinct values, a column
_DENSE = 32  # a skill that more than one in 32 people hold gets a byte for everybody


def packed(level: int, evidence: str, *, direct: bool) -> int:
    """The byte of a held skill."""
    return EVIDENCE.index(evidence) | level << _LEVEL | (_DIRECT if direct else 0)


def level_of(byte: int) -> int:
    """The level (0-6) in the byte of a held skill."""
    return byte >> _LEVEL & 7


def evidence_of(byte: int) -> str:
    """The kind of evidence in the byte of a held skill."""
    return EVIDENCE[byte & 3]


def is_direct(byte: int) -> bool:
    """Whether the skill was stated itself, rather than implied by a narrower one."""
    return bool(byte & _DIRECT)


def by_byte(function: Callable[[int, str], float]) -> Array:
    """`function(level, evidence)` for every byte; 0.0 where nothing is held."""
    return np.array(
        [function(level_of(byte), evidence_of(byte)) if level_of(byte) else 0.0 for byte in range(BYTES)]
    )


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of few distinct values: row ``r`` has ``values[codes[r]]``."""

    codes: Array  # unsigned, as narrow as the number of values allows
    values: tuple[Any, ...]
    _known: dict[Hashable, Array] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, values: Sequence[Any]) -> Coded:
        """The column of `values`, one a row."""
        known: dict[Any, int] = {}
        codes = [known.setdefault(value, len(known)) for value in values]
        return cls(narrow(np.array(codes, dtype=np.int64), len(known)), tuple(known))

    def at(self, row: int) -> Any:
        """The value of one row."""
        return self.values[self.codes[row]]

    def each(
        self, function: Callable[[Any], Any], rows: Rows | None, dtype: Any, *, same_as: Hashable = None
    ) -> Array:
        """`function(value)` at `rows` (None: at all); called once for each distinct value.

        With `same_as`, the values are kept for the next function that says that it is the same as this one.
        """
        table = self._known.get(same_as) if same_as is not None else None
        if table is None:
            table = np.array([function(value) for value in self.values], dtype=dtype)
            if same_as is not None:
                if len(self._known) >= _KEPT_TABLES:
                    self._known.clear()
                self._known[same_as] = table
        return looked_up(table, self.codes if rows is None else self.codes.take(rows))


def looked_up(table: Array, codes: Array) -> Array:
    """``table[codes]``. One byte by one byte is a translation of bytes, several times as fast as an index."""
    if codes.dtype == np.uint8 and table.dtype.itemsize == 1:
        padded = np.zeros(256, dtype=table.dtype)
        padded[: len(table)] = table
        return np.frombuffer(bytearray(codes.tobytes().translate(padded.tobytes())), dtype=table.dtype)
    return table.take(codes)


def narrow(codes: Array, count: int) -> Array:
    """`codes` (all below `count`) in the narrowest type that holds them."""
    return codes.astype(np.min_scalar_type(max(count - 1, 0)))


class Postings:
    """Who holds what: for each key (a skill or a role) the rows that hold it, ascending, with one byte each.

    `via` says through which key it is held: itself when stated, else the narrower one that implies it.
    """

    def __init__(
        self, keys: Sequence[str], numbers: Array, rows: Array, held: Array, via: Array, size: int
    ) -> None:
        """One line (number of the key, row, byte, number of the key that it is held through) each, in any order. Of
        several lines for one pair the best byte counts, then the lowest `via`.
        """
        order = numbers.astype(np.int64) << (_ROW_BITS + 8 + _VIA_BITS)
        order |= rows.astype(np.int64) << (8 + _VIA_BITS)
        order |= (255 - held.astype(np.int64)) << _VIA_BITS
        order |= via.astype(np.int64)
        order.sort()
        pair = order >> (8 + _VIA_BITS)
        first = np.ones(len(order), dtype=bool)
        np.not_equal(pair[1:], pair[:-1], out=first[1:])
        order = order[first]
        del pair
        self.size = size
        self.keys = tuple(keys)
        self._number = {key: number for number, key in enumerate(keys)}
        numbers = order >> (_ROW_BITS + 8 + _VIA_BITS)
        self._starts = np.searchsorted(numbers, np.arange(len(keys) + 1))
        self._rows = ((order >> (8 + _VIA_BITS)) & ((1 << _ROW_BITS) - 1)).astype(np.int32)
        self._held = (255 - ((order >> _VIA_BITS) & 0xFF)).astype(np.uint8)
        self._via = (order & ((1 << _VIA_BITS) - 1)).astype(np.uint16)
        counts = np.bincount(numbers * 8 + (self._held >> _LEVEL & 7), minlength=8 * len(keys))
        self._at_least = counts.reshape(-1, 8)[:, ::-1].cumsum(axis=1)[:, ::-1]
        common = np.flatnonzero(np.diff(self._starts) * _DENSE > size)
        self._dense = {int(number): self._spread(int(number)) for number in common}

    def _spread(self, number: int) -> Array:
        rows, held = self._slice(number)
        found = np.zeros(self.size, dtype=np.uint8)
        found[rows] = held
        return found

    def _slice(self, number: int) -> tuple[Rows, Array]:
        part = slice(self._starts[number], self._starts[number + 1])
        return self._rows[part], self._held[part]

    def __contains__(self, key: str) -> bool:
        """Whether anybody holds it."""
        number = self._number.get(key)
        return number is not None and bool(self._starts[number] < self._starts[number + 1])

    def count(self, key: str, least: int) -> int:
        """How many hold `key` at level `least` or more."""
        return int(self._at_least[self._number[key], least]) if key in self else 0

    def holders(self, key: str, least: int) -> Rows:
        """The rows that hold `key` at level `least` or more."""
        if key not in self:
            return np.empty(0, dtype=np.int32)
        rows, held = self._slice(self._number[key])
        return rows[(held >> _LEVEL & 7) >= least]

    def at(self, key: str, rows: Rows | None) -> Array:
        """The byte of `key` at each of `rows` (None: at all)."""
        if key not in self:
            return np.zeros(self.size if rows is None else len(rows), dtype=np.uint8)
        number = self._number[key]
        if number in self._dense:
            return self._dense[number] if rows is None else self._dense[number].take(rows)
        if rows is None:
            return self._spread(number)
        found = np.zeros(len(rows), dtype=np.uint8)
        places, held = _joined(*self._slice(number), rows)
        found[places] = held
        return found

    def among(self, key: str, rows: Rows | None) -> tuple[Array | slice, Array]:
        """The places in `rows` (None: the rows) of those who hold `key`, and their bytes. For a common key, everybody's."""
        number = self._number[key]
        if number in self._dense:
            return slice(None), self._dense[number] if rows is None else self._dense[number].take(rows)
        held_by, held = self._slice(number)
        return (held_by, held) if rows is None else _joined(held_by, held, rows)

    def via(self, key: str, row: int) -> str:
        """Through which key `row` holds `key`; empty when it states `key` itself or does not hold it."""
        number = self._number[key]
        start, end = self._starts[number], self._starts[number + 1]
        place = start + int(
            self._rows[start:end].searchsorted(np.int32(row))
        )  # of the same type, or all are cast
        if place == end or self._rows[place] != row:
            return ""
        through = self.keys[self._via[place]]
        return "" if through == key else through

    def memory(self) -> int:
        """Bytes held."""
        arrays: list[Array] = [
            self._rows,
            self._held,
            self._via,
            self._starts,
            self._at_least,
            *self._dense.values(),
        ]
        return sum(array.nbytes for array in arrays)


def _joined(held_by: Rows, held: Array, rows: Rows) -> tuple[Array, Array]:
    """The places in `rows` of those who are among `held_by`, and what they hold. Looks up the shorter list."""
    if len(rows) == 0 or len(held_by) == 0:
        return np.empty(0, dtype=np.int64), held[:0]
    if len(held_by) < len(rows):
        place = rows.searchsorted(held_by)
        place[place == len(rows)] = 0
        hit = np.flatnonzero(rows.take(place) == held_by)
        return place.take(hit), held.take(hit)
    place = held_by.searchsorted(rows)
    place[place == len(held_by)] = 0
    hit = np.flatnonzero(held_by.take(place) == rows)
    return hit, held.take(place.take(hit))


@dataclass(frozen=True, slots=True)
class RateColumn:
    """Rates as they were stated: `minor` units, and in which (currency, unit); 0 minor units where none is stated.

    `rows` are the people they belong to; None: one for everybody.
    """

    minor: Array
    kinds: Coded  # of (currency, unit)
    rows: Rows | None = None


def rate_column(rates: Sequence[tuple[int, str, str] | None], rows: Rows | None = None) -> RateColumn:
    """The column of `rates` (minor, currency, unit)."""
    minor = np.array([rate[0] if rate else 0 for rate in rates], dtype=np.int64)
    return RateColumn(minor, Coded.of([rate[1:] if rate else ("", "") for rate in rates]), rows)


def unpacked(byte: int, via: str) -> Held:
    """A held skill from its byte; `via` is the narrower skill that implies it."""
    return Held(level_of(byte), evidence_of(byte), via)
