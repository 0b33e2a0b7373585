"""A part of the pool that never changes: its people as columns. Changed people move to another segment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from talentbridge.matching.engine.columns import (
    Array,
    Coded,
    Postings,
    RateColumn,
    Rows,
    is_direct,
    packed,
    rate_column,
    unpacked,
)
from talentbridge.matching.engine.people import COLUMNS, tie_of
from talentbridge.talent.rules import ENGAGEMENT_TYPES, Candidate, Rate, code

_HOLDS_ROLE = 1 << 2  # a role is held or not: level 1


@dataclass(frozen=True)
class Segment:
    """People in the order of their ids. `gone` rows (true: not here any more) count as if they were not there."""

    ids: Array  # int64, ascending
    ties: Array  # int64, see people.tie_of
    columns: Mapping[str, Coded]  # one for each of people.COLUMNS
    skills: Postings
    roles: Postings
    rate: RateColumn  # the general rate
    rates: Mapping[str, RateColumn]  # by engagement type, only for those who state one
    gone: Array | None = None

    @property
    def size(self) -> int:
        """How many people are here."""
        return len(self.ids) - (int(self.gone.sum()) if self.gone is not None else 0)

    def without(self, ids: Iterable[int]) -> Segment:
        """The same segment in which the people with `ids` count as gone; unknown ids are passed over."""
        gone = np.zeros(len(self.ids), dtype=bool) if self.gone is None else self.gone.copy()
        rows = [row for id in ids if (row := self.row_of(id)) is not None]
        gone[rows] = True
        return replace(self, gone=gone if gone.any() else None)

    def row_of(self, candidate_id: int) -> int | None:
        """The row of a person, gone or not; None when never here."""
        row = int(np.searchsorted(self.ids, candidate_id))
        return row if row < len(self.ids) and self.ids[row] == candidate_id else None

    def has(self, candidate_id: int) -> bool:
        """Whether a person is here and not gone."""
        row = self.row_of(candidate_id)
        return row is not None and (self.gone is None or not self.gone[row])

    def candidate(self, row: int, skills: Iterable[str], roles: Iterable[str]) -> Candidate:
        """The person of `row`, with those of `skills` (and what implies them) and `roles` that are held."""
        return self.candidates([row], skills, roles)[0]

    def candidates(self, rows: Sequence[int], skills: Iterable[str], roles: Iterable[str]) -> list[Candidate]:
        """The people of `rows`, in this order."""
        order = np.array(sorted(rows), dtype=np.int32)
        held = {skill: self.skills.at(skill, order) for skill in skills if skill in self.skills}
        wanted = {role: self.roles.at(role, order) for role in roles if role in self.roles}
        place = {int(row): number for number, row in enumerate(order)}
        return [self._candidate(row, place[row], held, wanted) for row in rows]

    def _candidate(
        self, row: int, place: int, held: Mapping[str, Array], wanted: Mapping[str, Array]
    ) -> Candidate:
        value = {name: column.at(row) for name, column in self.columns.items()}
        english, korean = value["languages"]
        available_from, notice_days = value["start"]
        can_be_asked, is_new = value["standing"]
        general = _rate_at(self.rate, row)
        number = int(self.ids[row])
        return Candidate(
            id=number, code=code(number),
            skills={
                skill: unpacked(int(at[place]), "" if is_direct(int(at[place])) else self.skills.via(skill, row))
                for skill, at in held.items() if at[place]
            },
            time_zone=value["time_zone"], english=english, korean=korean,
            rate_minor=general.minor if general else None, rate_currency=general.currency if general else "",
            rate_unit=general.unit if general else "month", weekly_hours=value["weekly_hours"],
            available_from=available_from, engagement_types=value["engagement_types"],
            refreshed_on=value["refreshed_on"],
            roles=frozenset(role for role, at in wanted.items() if at[place]), work_modes=value["work_modes"],
            available_until=value["available_until"], notice_days=notice_days, data_class=value["data_class"],
            country=value["country"], rates=self._rates(row), reputation=value["reputation"],
            can_be_asked=can_be_asked, is_new=is_new,
        )  # fmt: skip

    def _rates(self, row: int) -> dict[str, Rate]:
        found = {}
        for engagement_type, column in self.rates.items():
            place = int(cast(Rows, column.rows).searchsorted(np.int32(row)))
            if place < len(column.minor) and cast(Rows, column.rows)[place] == row:
                found[engagement_type] = cast(Rate, _rate_at(column, place))
        return found

    def memory(self) -> int:
        """Bytes held by the columns."""
        coded = sum(column.codes.nbytes for column in self.columns.values())
        rates = [self.rate, *self.rates.values()]
        money = sum(column.minor.nbytes + column.kinds.codes.nbytes for column in rates)
        return self.ids.nbytes + self.ties.nbytes + coded + money + self.skills.memory() + self.roles.memory()


def _rate_at(column: RateColumn, place: int) -> Rate | None:
    currency, unit = column.kinds.at(place)
    return Rate(int(column.minor[place]), currency, unit) if column.minor[place] else None


def segment_of(candidates: Iterable[Candidate]) -> Segment:
    """The segment of `candidates`, in any order; ids must differ."""
    people = sorted(candidates, key=lambda person: person.id)
    skills = sorted(
        {each for person in people for skill, held in person.skills.items() for each in (skill, held.via)}
        - {""}
    )
    roles = sorted({role for person in people for role in person.roles})
    number = {skill: place for place, skill in enumerate(skills)}
    role_number = {role: place for place, role in enumerate(roles)}
    held = [
        (number[skill], row, packed(has.level, has.evidence, direct=not has.via), number[has.via or skill])
        for row, person in enumerate(people)
        for skill, has in person.skills.items()
    ]
    wanted = [
        (role_number[role], row, _HOLDS_ROLE, role_number[role])
        for row, person in enumerate(people)
        for role in person.roles
    ]
    general = [
        (person.rate_minor, person.rate_currency, person.rate_unit) if person.rate_minor else None
        for person in people
    ]
    return Segment(
        ids=np.array([person.id for person in people], dtype=np.int64),
        ties=np.array([tie_of(person.id) for person in people], dtype=np.int64),
        columns={name: Coded.of([read(person) for person in people]) for name, read in COLUMNS.items()},
        skills=_postings(skills, held, len(people)),
        roles=_postings(roles, wanted, len(people)),
        rate=rate_column(general),
        rates=_rates_by_type(people),
    )


def _postings(keys: Sequence[str], lines: Sequence[tuple[int, int, int, int]], size: int) -> Postings:
    table = np.array(lines, dtype=np.int64).reshape(-1, 4)
    return Postings(keys, table[:, 0], table[:, 1], table[:, 2], table[:, 3], size)


def _rates_by_type(people: Sequence[Candidate]) -> dict[str, RateColumn]:
    found = {}
    for name in ENGAGEMENT_TYPES:
        rows = [row for row, person in enumerate(people) if name in person.rates]
        if rows:
            stated: list[Any] = [
                (
                    people[row].rates[name].minor,
                    people[row].rates[name].currency,
                    people[row].rates[name].unit,
                )
                for row in rows
            ]
            found[name] = rate_column(stated, np.array(rows, dtype=np.int32))
    return found
