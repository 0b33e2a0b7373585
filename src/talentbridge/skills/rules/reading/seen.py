"""A text as the readers look at it: folded, its names found once, cut into clauses."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from talentbridge.skills.rules.dictionary import Hit
from talentbridge.skills.rules.prepared import Prepared
from talentbridge.skills.rules.reading.values import Found, Kind, Value

_CLAUSE_END = re.compile(r"[\n\t!?。;|•]|\.(?=\s|$)")
# What stands between two names of one enumeration.
_LISTED = re.compile(
    r"\s?(?:[,/·&+、|]|,?\s(?:and|or|nor|and/or)\s|(?:은|는|이|가)?\s?(?:와|과|및|랑|이나|나|또는|혹은|하고)\s?)\s?"
)
_JOINED = re.compile(r"\s?(?:[/·&]|\s(?:and|or|nor|and/or)\s|(?:와|과|및|랑|이나|나|또는|혹은|하고)\s?)\s?")
_FARTHEST = 200  # characters to which a clause is looked at, on each side


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that a reader has read; offsets in the folded text."""

    kind: Kind
    value: Value
    start: int
    end: int


class Seen:
    """A prepared text read on the day `on`, with the `names` found in it by group."""

    def __init__(self, prepared: Prepared, names: Mapping[str, Sequence[Hit]], on: date) -> None:
        self.prepared = prepared
        self.folded = prepared.folded
        self.on = on
        self._names = names
        self._ends = [match.span() for match in _CLAUSE_END.finditer(self.folded)]

    def names(self, group: str) -> Sequence[Hit]:
        """What was found of a group, in the order of the text."""
        return self._names.get(group, ())

    def within(self, hits: Sequence[Hit], start: int, end: int) -> Sequence[Hit]:
        """Those of `hits`, which stand in the order of the text, that lie in ``[start, end)``."""
        first = bisect_left(hits, start, key=lambda hit: hit.start)
        last = bisect_left(hits, end, lo=first, key=lambda hit: hit.end)
        return hits[first:last]

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The clause around ``[start, end)``, cut off where it goes on for long."""
        place = bisect_right(self._ends, (start, start))
        first = self._ends[place - 1][1] if place else 0
        place = bisect_right(self._ends, (end - 1, end))
        last = self._ends[place][0] if place < len(self._ends) else len(self.folded)
        return max(first, start - _FARTHEST), min(max(last, end), end + _FARTHEST)

    def before(self, start: int, most: int = 30) -> str:
        """What the clause says just before `start`."""
        return self.folded[max(self.clause(start, start + 1)[0], start - most) : start]

    def after(self, end: int, most: int = 30) -> str:
        """What the clause says just after `end`."""
        return self.folded[end : min(self.clause(end - 1, end)[1], end + most)]

    def are_listed(self, left: int, right: int) -> bool:
        """Whether ``[left, right)`` is what stands between two parts of an enumeration."""
        return right - left <= 12 and bool(_LISTED.fullmatch(self.folded, left, right))

    def are_joined(self, left: int, right: int) -> bool:
        """The same for a word that joins (and, or, 와, 나), a comma left out."""
        return right - left <= 12 and bool(_JOINED.fullmatch(self.folded, left, right))

    def found(self, claim: Claim) -> Found:
        """`claim` in offsets of the text as it was given."""
        start, end = self.prepared.span(claim.start, claim.end)
        return Found(claim.kind, claim.value, start, end, self.prepared.original[start:end])


def trimmed(folded: str, start: int, end: int) -> tuple[int, int]:
    """The span without blanks at its ends."""
    said = folded[start:end]
    return start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip())
