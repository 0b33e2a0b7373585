"""All profiles at once, as columns: what the matching engine is built from, a million in seconds.

PostgreSQL's binary COPY with columns of fixed width is read straight into numpy; nothing is made into Python objects
row by row. With `only`, the same for some profiles: those of these ids, or one `Part` of all.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from talentbridge.talent.models import Profile
from talentbridge.talent.rules import CEFR, DATA_CLASSES, ENGAGEMENT_TYPES, RATE_UNITS, WORK_MODES, Evidence

Array = NDArray[Any]
# PostgreSQL's binary form of bigint[]: dimensions, nulls, type, length, first index; then length and value of each.
_ARRAY_HEADER = 20
_ELEMENT = np.dtype([("bytes", ">i4"), ("value", ">i8")])
_GROUP = 12  # bits of the first column whose rows travel together
_DAY_ZERO = date(2000, 1, 1)
_PROFILE = (np.int64, *(np.int32,) * 7, np.int64, *(np.int32,) * 4, np.int64, *(np.int32,) * 4)
_NEVER = -32_000  # a day, notice or number of hours that is not stated


@dataclass(frozen=True)
class Part:
    """The profiles whose id leaves `number` when it is divided by `of`: what one of several machines holds."""

    number: int
    of: int

    def __contains__(self, profile_id: int) -> bool:
        return profile_id % self.of == self.number


Only = Collection[int] | Part | None


@dataclass(frozen=True)
class BulkColumn:
    """Row ``r`` has ``values[codes[r]]``."""

    codes: Array
    values: tuple[Any, ...]


@dataclass(frozen=True)
class BulkProfiles:
    """Profiles in the order of their ids: `columns` by name, general rates as `minor` units (0: none) of `rate_kind`
    (currency, unit), whether a `person` stands behind each, and the day of registration.
    """

    ids: Array
    columns: dict[str, BulkColumn]
    minor: Array
    rate_kind: BulkColumn
    has_person: Array
    registered_on: BulkColumn


@dataclass(frozen=True)
class BulkSkills:
    """One line a skill of a profile, in any order: number in the list that was asked for, level, number of the evidence."""

    profile_ids: Array
    skill: Array
    level: Array
    evidence: Array


def bulk_profiles(*, only: Only = None) -> BulkProfiles:
    """Everybody who may be matched: who opted out of automated matching or is a duplicate is not here."""
    zones, countries, currencies = _distinct()
    rows = _copied(
        f"""
        select p.id, z.n - 1, c.n - 1, {_place("p.english", CEFR)}, {_place("p.korean", CEFR)},
            {_bits("p.engagement_types", tuple(ENGAGEMENT_TYPES))}, {_bits("p.work_modes", tuple(WORK_MODES))},
            {_place("p.data_class", tuple(DATA_CLASSES))}, {_days("p.available_from")},
            coalesce(p.notice_days, {_NEVER}), {_days("p.available_until")}, coalesce(p.weekly_hours, {_NEVER}),
            {_days("p.refreshed_at")}, coalesce(p.rate_minor, 0), r.n - 1, {_place("p.rate_unit", tuple(RATE_UNITS))},
            (p.person_id is not null)::int, {_days("p.registered_at")}
        from talent_profile p
            join unnest(%(zones)s::text[]) with ordinality z(name, n) on z.name = p.time_zone
            join unnest(%(countries)s::text[]) with ordinality c(name, n) on c.name = p.country
            join unnest(%(currencies)s::text[]) with ordinality r(name, n) on r.name = p.rate_currency
        where p.opted_out_at is null and p.retired_at is null {_narrowed("p.id", only)}
        """,
        {"zones": zones, "countries": countries, "currencies": currencies, "only": _ids(only)},
        _PROFILE,
    )
    (ids, zone, country, english, korean, types, modes, data, begins, notice, until, hours, refreshed, minor,
     currency, unit, person, registered) = _by_first(rows)  # fmt: skip
    cefr = ("", *CEFR)
    units = ("", *RATE_UNITS)
    return BulkProfiles(
        ids=ids,
        columns={
            "time_zone": _column(zone, lambda n: zones[n]),
            "country": _column(country, lambda n: countries[n]),
            "languages": _column(english * 8 + korean, lambda n: (cefr[n // 8], cefr[n % 8])),
            "engagement_types": _column(types, lambda n: _named(n, tuple(ENGAGEMENT_TYPES))),
            "work_modes": _column(modes, lambda n: _named(n, tuple(WORK_MODES))),
            "data_class": _column(data, lambda n: ("", *DATA_CLASSES)[n]),
            "start": _column(begins * 100_000 + notice, lambda n: (_day(_first(n)), _number(_second(n)))),
            "available_until": _column(until, _day),
            "weekly_hours": _column(hours, _number),
            "refreshed_on": _column(refreshed, _day),
        },
        minor=minor,
        rate_kind=_column(currency * 4 + unit, lambda n: (currencies[n // 4], units[n % 4])),
        has_person=person.astype(bool),
        registered_on=_column(registered, _day),
    )


def bulk_skills(skill_ids: Sequence[str], *, only: Only = None) -> BulkSkills:
    """The skills of everybody: those of `skill_ids`, by their place in it; evidence by its place in `Evidence`."""
    lines = _copied(
        f"""
        select s.profile_id, k.n - 1, s.level, {_place("s.evidence", tuple(Evidence))} - 1
        from talent_profileskill s join unnest(%(keys)s::text[]) with ordinality k(name, n) on k.name = s.skill_id
        where true {_narrowed("s.profile_id", only)}
        """,
        {"keys": list(skill_ids), "only": _ids(only)},
        (np.int64, np.int16, np.uint8, np.uint8),
    )
    return BulkSkills(*lines)


def bulk_roles(role_ids: Sequence[str], *, only: Only = None) -> tuple[Array, Array]:
    """(profile ids, places in `role_ids`) of every wanted role."""
    ids, roles = _copied(
        f"""
        select p.id, k.n - 1
        from talent_profile p cross join unnest(p.roles) wanted(role)
            join unnest(%(keys)s::text[]) with ordinality k(name, n) on k.name = wanted.role
        where true {_narrowed("p.id", only)}
        """,
        {"keys": list(role_ids), "only": _ids(only)},
        (np.int64, np.int16),
    )
    return ids, roles


def bulk_rates(*, only: Only = None) -> dict[str, tuple[Array, Array, BulkColumn]]:
    """Engagement type → (profile ids ascending, minor units, (currency, unit)) of rates that differ by type."""
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(array_agg(distinct currency), '{}') from talent_profilerate")
        [currencies] = cursor.fetchone()
    found = _copied(
        f"""
        select r.profile_id, {_place("r.engagement_type", tuple(ENGAGEMENT_TYPES))} - 1, r.minor, c.n - 1,
            {_place("r.unit", tuple(RATE_UNITS))}
        from talent_profilerate r join unnest(%(currencies)s::text[]) with ordinality c(name, n) on c.name = r.currency
        where true {_narrowed("r.profile_id", only)}
        """,
        {"currencies": currencies, "only": _ids(only)},
        (np.int64, np.int8, np.int64, np.int16, np.int8),
    )
    ids, types, minor, currency, unit = _by_first(found)
    units = ("", *RATE_UNITS)
    by_type = {}
    for number, name in enumerate(ENGAGEMENT_TYPES):
        mine = types == number
        if mine.any():
            kinds = _column(currency[mine] * 4 + unit[mine], lambda n: (currencies[n // 4], units[n % 4]))
            by_type[name] = (ids[mine], minor[mine], kinds)
    return by_type


def profile_ids_of(person_ids: Collection[UUID]) -> dict[UUID, int]:
    """The profiles that these people keep."""
    return dict(Profile.objects.filter(person_id__in=person_ids).values_list("person_id", "pk"))


def changes_since(transaction: int | None) -> tuple[int, list[tuple[int, int]]]:
    """Where to read on next time, and (number of the change, profile id) of what changed since `transaction`.

    With None, only the place to begin from. Every transaction before the returned one has ended, so nothing that is
    still to be committed can be missed; a change may be told twice.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        [place] = cursor.fetchone()
        if transaction is None:
            return place, []
        cursor.execute(
            "select id, profile_id from talent_profilechange where transaction >= %s", [transaction]
        )
        return place, cursor.fetchall()


# Columns of fixed width --------------------------------------------------------------------------------------


def _copied(select: str, facts: dict[str, Any], types: Sequence[Any]) -> list[Array]:
    """The columns of a query (all made bigint on the way) as `types`, in any order.

    Rows travel as arrays of some thousand values a column: a row a message would take ten times as long.
    """
    names = [f"c{number}" for number in range(len(types))]
    arrays = ", ".join(f"array_agg({name}::bigint)" for name in names)
    grouped = f"select {arrays} from ({select}) as q({', '.join(names)}) group by c0 >> {_GROUP}"
    parts: list[list[Array]] = [[] for _ in names]
    with (
        connection.cursor() as cursor,
        cursor.cursor.copy(
            f"copy ({grouped}) to stdout (format binary)", facts
        ) as copy,  # Django's takes no facts
    ):
        for row in copy.rows():
            for part, value, kind in zip(parts, row, types, strict=True):
                part.append(np.frombuffer(value, dtype=_ELEMENT, offset=_ARRAY_HEADER)["value"].astype(kind))
    return [
        np.concatenate(part) if part else np.empty(0, kind) for part, kind in zip(parts, types, strict=True)
    ]


def _by_first(columns: list[Array]) -> list[Array]:
    """The same rows in the order of the first column."""
    order = np.argsort(columns[0], kind="stable")
    return [column[order] for column in columns]


def _distinct() -> tuple[list[str], list[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select array(select distinct time_zone from talent_profile),"
            " array(select distinct country from talent_profile),"
            " array(select distinct rate_currency from talent_profile)"
        )
        return cursor.fetchone()


def _column(numbers: Array, value: Any) -> BulkColumn:
    """`numbers` as a column of ``value(number)``."""
    known, codes = np.unique(numbers, return_inverse=True)
    narrow = codes.astype(np.min_scalar_type(max(len(known) - 1, 0)))
    return BulkColumn(narrow, tuple(value(int(number)) for number in known))


def _narrowed(column: str, only: Only) -> str:
    if only is None:
        return ""
    if isinstance(only, Part):
        return f"and mod({column}, {only.of:d}) = {only.number:d}"
    return f"and {column} = any(%(only)s::bigint[])"


def _ids(only: Only) -> list[int]:
    return [] if only is None or isinstance(only, Part) else list(only)


def _place(column: str, names: Sequence[str]) -> str:
    """SQL: the place of a name from 1; 0 when it is none of them."""
    listed = ", ".join(f"'{name}'" for name in names)
    return f"coalesce(array_position(array[{listed}]::text[], {column}::text), 0)"


def _bits(column: str, names: Sequence[str]) -> str:
    """SQL: a set of names as a number."""
    return " + ".join(f"('{name}' = any({column}))::int * {1 << place}" for place, name in enumerate(names))


def _named(bits: int, names: Sequence[str]) -> frozenset[str]:
    return frozenset(name for place, name in enumerate(names) if bits >> place & 1)


def _days(column: str) -> str:
    """SQL: days since 2000, in UTC as Django keeps moments; `_NEVER` when not stated."""
    moment = f"({column} at time zone 'UTC')::date" if column.endswith("_at") else column
    return f"coalesce({moment} - date '{_DAY_ZERO.isoformat()}', {_NEVER})"


def _day(number: int) -> date | None:
    return None if number == _NEVER else _DAY_ZERO + timedelta(days=number)


def _number(number: int) -> int | None:
    return None if number == _NEVER else number


def _first(pair: int) -> int:
    return (pair - _second(pair)) // 100_000


def _second(pair: int) -> int:
    return (pair + 50_000) % 100_000 - 50_000
