"""The pool that this process asks: built from PostgreSQL once, then kept up with every change.

The first ask builds it; before every ask, what changed since the last one is read from the feed that triggers write
(`talent.queries.changes_since`): changed people move from the large segment to a small one, so a saved profile is matched
anew at once, whoever saved it. When the small one grows, or the skill graph changes, the pool is built again.
Call it outside a transaction that changes profiles: what is rolled back later would stay in it until the next change.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from threading import Lock

import numpy as np
from django.conf import settings

from talentbridge.matching.engine import Pool, Ranks, Reference, Segment
from talentbridge.matching.engine.columns import Array, Coded, Postings, RateColumn
from talentbridge.matching.engine.people import ties_of
from talentbridge.policy import queries as policy
from talentbridge.reputation import queries as reputation
from talentbridge.skills import queries as skills
from talentbridge.skills.rules import Graph, lexicon
from talentbridge.talent import queries as talent

LARGEST_OVERLAY = 5_000  # changed people, above which everything is built again
KEPT_CHANGES = 23 * 3600  # seconds; the feed keeps a day
NEW_FOR = timedelta(days=180)  # since registration, while nothing has been delivered here


class KeptPool:
    """Everybody who may be matched, or one part of them, kept up with what changes. One for each process, or for a shard."""

    def __init__(self, part: talent.Part | None = None) -> None:
        self._part = part
        self._lock = Lock()
        self._base: Segment | None = None
        self._overlay: Segment | None = None
        self._changed: set[int] = set()
        self._read_on = 0  # the place in the feed
        self._applied: frozenset[int] = frozenset()  # changes at or after it that are in
        self._graph: Graph | None = None
        self._looked_at = 0.0

    def as_of(self, on: date) -> Pool:
        """The people as of now, with the reference rates of the day `on`."""
        skills.refresh()
        with self._lock:
            graph = lexicon()
            if self._base is None or self._is_stale(graph):
                self._base = self._build(graph, on)
            else:
                self._base = self._caught_up(self._base, graph, on)
            segments = (self._base,) if self._overlay is None else (self._base, self._overlay)
        return Pool(segments, reference_of(on))

    def _is_stale(self, graph: Graph) -> bool:
        return (
            self._graph is not graph
            or len(self._changed) > LARGEST_OVERLAY
            or time.monotonic() - self._looked_at > KEPT_CHANGES
        )

    def _build(self, graph: Graph, on: date) -> Segment:
        # The place in the feed before the tables: what is committed meanwhile is read again, not lost.
        read_on, _ = talent.changes_since(None)
        base = segment(graph, on=on, only=self._part)
        self._overlay, self._changed, self._applied = None, set(), frozenset()
        self._read_on, self._graph, self._looked_at = read_on, graph, time.monotonic()
        return base

    def _caught_up(self, base: Segment, graph: Graph, on: date) -> Segment:
        read_on, changes = talent.changes_since(self._read_on)
        fresh = {
            profile
            for number, profile in changes
            if number not in self._applied and (self._part is None or profile in self._part)
        }
        if fresh:
            changed = self._changed | fresh
            self._overlay = segment(graph, on=on, only=changed)  # what fails here is read again the next time
            self._changed, base = changed, base.without(fresh)
        self._read_on, self._looked_at = read_on, time.monotonic()
        self._applied = frozenset(number for number, _ in changes)
        return base


_kept = KeptPool()


def pool(*, on: date) -> Ranks:
    """Everybody who may be matched, as of now, with the reference rates of the day `on`: here, or on other machines when
    `TALENTBRIDGE_SHARDS` says so."""
    if settings.SHARDS:
        from talentbridge.matching import gateways  # Ray is loaded only where it is wanted

        return gateways.shards(settings.SHARDS, settings.RAY_ADDRESS, on, reference_of(on))
    return _kept.as_of(on)


def forget_pool() -> None:
    """Build the pool again at the next ask: after tables were restored or emptied under this process."""
    global _kept
    _kept = KeptPool()


def reference_of(on: date) -> Reference:
    """Reference rates of the day and the neighbours of this process's skill graph."""
    return Reference(policy.fx_rates(on), _neighbours(lexicon()))


def segment(graph: Graph, *, on: date, only: talent.Only = None) -> Segment:
    """Everybody (or those of `only`) as columns, read from the tables."""
    people = talent.bulk_profiles(only=only)
    size = len(people.ids)
    columns = {name: Coded(column.codes, column.values) for name, column in people.columns.items()}
    scores = reputation.scores_of_talents()
    worked = reputation.talents_who_worked()
    by_person = talent.profile_ids_of(worked | scores.keys())
    percent = {by_person[person]: score for person, score in scores.items() if person in by_person}
    columns["reputation"] = _sparse(people.ids, percent)
    columns["standing"] = _standing(
        people, {by_person[person] for person in worked if person in by_person}, on
    )
    return Segment(
        ids=people.ids,
        ties=ties_of(people.ids),
        columns=columns,
        skills=_skills(graph, people.ids, only),
        roles=_roles(people.ids, only),
        rate=RateColumn(people.minor, Coded(people.rate_kind.codes, people.rate_kind.values)),
        rates={
            name: RateColumn(minor[here], Coded(kinds.codes[here], kinds.values), rows.astype(np.int32))
            for name, (ids, minor, kinds) in talent.bulk_rates(only=only).items()
            for rows, here in [_rows(people.ids, ids)]
            if size and here.any()
        },
    )


@lru_cache(maxsize=2)
def _neighbours(graph: Graph) -> Mapping[str, Mapping[str, float]]:
    return {id: found for id in graph if (found := skills.near(id))}


# From tables to columns --------------------------------------------------------------------------------------


def _rows(ids: Array, wanted: Array) -> tuple[Array, Array]:
    """(the rows of those of `wanted` who are here, which of `wanted` they are)."""
    if not len(ids):
        return np.empty(0, dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    rows = np.searchsorted(ids, wanted)
    rows[rows == len(ids)] = 0
    here = ids[rows] == wanted
    return rows[here], here


def _skills(graph: Graph, ids: Array, only: talent.Only) -> Postings:
    living = [id for id, entry in graph.items() if not entry.is_role]
    keys = [*living, *(id for id in graph.retired if graph.living(id) in graph)]
    lines = talent.bulk_skills(keys, only=only)
    rows, here = _rows(ids, lines.profile_ids)
    number = {id: place for place, id in enumerate(living)}
    now = np.array([number.get(graph.living(id), -1) for id in keys], dtype=np.int32)[lines.skill[here]]
    held = (lines.evidence[here] | lines.level[here] << 2).astype(np.uint8)
    return held_skills(living, rows[now >= 0], now[now >= 0], held[now >= 0], len(ids))


def held_skills(living: Sequence[str], rows: Array, skill: Array, held: Array, size: int) -> Postings:
    """The postings of lines (row, place in `living`, level and evidence in a byte), with every broader skill that a held
    one implies at the same level on the same evidence."""
    number = {id: place for place, id in enumerate(living)}
    implied = [[number[broader] for broader in skills.implied(id) if broader in number] for id in living]
    counts = np.array([len(found) for found in implied], dtype=np.int64)
    flat = np.array([broader for found in implied for broader in found], dtype=np.int32)
    times = counts[skill]
    within = np.arange(int(times.sum())) - np.repeat(times.cumsum() - times, times)
    broader = flat[np.repeat((counts.cumsum() - counts)[skill], times) + within]
    return Postings(
        living,
        np.concatenate([skill, broader]),
        np.concatenate([rows, np.repeat(rows, times)]),
        np.concatenate([held | 1 << 5, np.repeat(held, times)]),
        np.concatenate([skill, np.repeat(skill, times)]),
        size,
    )


def _roles(ids: Array, only: talent.Only) -> Postings:
    keys: Sequence[str] = sorted(skills.role_ids())
    profiles, roles = talent.bulk_roles(keys, only=only)
    rows, here = _rows(ids, profiles)
    return Postings(keys, roles[here], rows, np.full(len(rows), 1 << 2), roles[here], len(ids))


def _sparse(ids: Array, values: dict[int, int]) -> Coded:
    """A column of `values` by id; None for everybody else."""
    known = sorted(set(values.values()))
    codes = np.zeros(len(ids), dtype=np.uint8)
    wanted = np.array(sorted(values), dtype=np.int64)
    rows, here = _rows(ids, wanted)
    codes[rows] = [1 + known.index(values[int(id)]) for id in wanted[here]]
    return Coded(codes, (None, *known))


def _standing(people: talent.BulkProfiles, worked: set[int], on: date) -> Coded:
    """(can be asked, is new here) of everybody."""
    lately = Coded(people.registered_on.codes, people.registered_on.values).each(
        lambda day: day is not None and day > on - NEW_FOR, None, bool
    )
    rows, _ = _rows(people.ids, np.array(sorted(worked), dtype=np.int64))
    lately[rows] = False
    codes = people.has_person.astype(np.uint8) * 2 + lately
    return Coded(codes, ((False, False), (False, True), (True, False), (True, True)))
