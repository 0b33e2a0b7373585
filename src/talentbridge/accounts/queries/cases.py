"""What the cases are about, told by the apps above that know it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

Titles = Callable[[Collection[UUID]], Mapping[UUID, str]]
_tellers: list[Titles] = []


def tell_titles(read: Titles) -> None:
    """Have `read(case_ids)` tell what cases are about, in the reader's language; apps above call it in `ready`."""
    if read not in _tellers:
        _tellers.append(read)


def titles(case_ids: Collection[UUID]) -> dict[UUID, str]:
    """What the cases are about, as far as anybody knows. The caller has proven that its reader may know."""
    found: dict[UUID, str] = {}
    for read in _tellers if case_ids else ():
        found |= read(case_ids)
    return found
