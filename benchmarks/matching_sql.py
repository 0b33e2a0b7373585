"""The same question in SQL: tables made for it, the best plan that we found, the same arithmetic, the same order."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.people import CURRENCIES, PLACES, TODAY, People

CEFR = ("", "A1", "A2", "B1", "B2", "C1", "C2")


def _copy_in(table: str, *columns: Any) -> None:
    """Integer columns into `table`, as a binary COPY of bigints."""
    from django.db import connection

    names = [f"c{place}" for place in range(len(columns))]
    record = np.dtype(
        [
            ("n", ">i2"),
            *((part, kind) for name in names for part, kind in ((f"l{name}", ">i4"), (name, ">i8"))),
        ]
    )
    rows = np.empty(len(columns[0]), dtype=record)
    rows["n"] = len(columns)
    for name, column in zip(names, columns, strict=True):
        rows[f"l{name}"], rows[name] = 8, column
    with connection.cursor() as cursor:
        cursor.execute(f"create unlogged table {table} ({', '.join(f'{name} bigint' for name in names)})")
        with cursor.copy(f"copy {table} from stdin (format binary)") as copy:
            copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
            for start in range(0, len(rows), 500_000):
                copy.write(rows[start : start + 500_000].tobytes())
            copy.write(b"\xff\xff")


def run(*statements: str) -> None:
    """Run statements one after another."""
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def fill_product_tables(crowd: People, keys: list[str]) -> None:
    """The people in the product's own tables; their indexes on skills and the triggers are left out while loading."""
    ids = np.arange(1, crowd.size + 1)
    _copy_in("raw_person", ids, crowd.place, crowd.english, crowd.korean, crowd.minor, crowd.currency, crowd.types,
             crowd.hours, crowd.begins, crowd.refreshed)  # fmt: skip
    _copy_in("raw_held", crowd.row + 1, crowd.skill, crowd.level, crowd.evidence)
    places = ", ".join(f"({n}, '{zone}', '{country}')" for n, (zone, country, *_) in enumerate(PLACES))
    skills = ", ".join(f"({n}, '{key}')" for n, key in enumerate(keys))
    types = ("contractor", "employment", "fixed_term", "eor")
    array = " || ".join(
        f"case when c6 & {1 << n} > 0 then array['{name}'] else '{{}}' end" for n, name in enumerate(types)
    )
    today = f"timestamptz '{TODAY} 00:00+00'"
    run(
        "set session_replication_role = 'replica'",
        "set synchronous_commit = off",
        "drop index if exists profiles_by_skill",
        "alter table talent_profileskill drop constraint one_line_a_skill_of_a_profile",
        f"""
        insert into talent_profile (id, code, pseudonym, headline_ko, headline_en, country, time_zone, english, korean,
            rate_minor, rate_currency, rate_unit, weekly_hours, available_from, engagement_types, origin, origin_key,
            registered_at, refreshed_at, data_class, roles, work_modes, work_in {_more("talent_profile")[0]})
        select c0, 'T-' || lpad(c0::text, greatest(5, length(c0::text)), '0'), '', '', '', p.country, p.zone,
            ({_named("c2")}), ({_named("c3")}),
            nullif(c4, 0), ('{{{",".join(CURRENCIES)}}}'::text[])[c5 + 1], 'month', nullif(c7, 0),
            case when c8 <> -1000 then date '{TODAY}' + c8::int end, ({array})::varchar[], 'csv', c0::text, {today},
            {today} - c9 * interval '1 day', '', '{{}}', '{{}}', '{{}}' {_more("talent_profile")[1]}
        from raw_person join (values {places}) p(n, zone, country) on p.n = c1 order by raw_person.c0
        """,
        f"""
        insert into talent_profileskill (profile_id, skill_id, level, evidence, seen_at {_more("talent_profileskill")[0]})
        select c0, k.key, c2, ('{{claimed,certified,assessed,delivered}}'::text[])[c3 + 1], {today}
            {_more("talent_profileskill")[1]}
        from raw_held join (values {skills}) k(n, key) on k.n = c1
        """,
        "drop table raw_person, raw_held",
        "analyze talent_profile",
        "analyze talent_profileskill",
    )


def _more(table: str) -> tuple[str, str]:
    """Columns that must not be null and that this file does not know: their names, and empty values."""
    from django.db import connection

    known = {
        "talent_profile": "id code pseudonym headline_ko headline_en country time_zone english korean rate_minor "
        "rate_currency rate_unit weekly_hours available_from engagement_types origin origin_key registered_at "
        "refreshed_at data_class roles work_modes work_in",
        "talent_profileskill": "id profile_id skill_id level evidence seen_at",
    }[table].split()
    empty = {"character varying": "''", "text": "''", "ARRAY": "'{}'", "boolean": "false", "jsonb": "'[]'"}
    with connection.cursor() as cursor:
        cursor.execute(
            "select column_name, data_type from information_schema.columns where table_name = %s"
            " and is_nullable = 'NO' and column_default is null and is_identity = 'NO'",
            [table],
        )
        found = [(name, empty.get(kind, "0")) for name, kind in cursor.fetchall() if name not in known]
    return "".join(f", {name}" for name, _ in found), "".join(f", {value}" for _, value in found)


def _named(column: str) -> str:
    return f"('{{\"\",A1,A2,B1,B2,C1,C2}}'::text[])[{column} + 1]"


def make_own_tables(segment: Any) -> None:
    """What the question needs and nothing else, the implied skills written out, with covering indexes."""
    postings = segment.skills
    numbers = np.repeat(np.arange(len(postings._starts) - 1), np.diff(postings._starts))
    held = postings._held
    _copy_in("raw_held", segment.ids[postings._rows], numbers, held >> 2 & 7, held & 3)
    zones, languages = segment.columns["time_zone"], segment.columns["languages"]
    english = np.array([CEFR.index(value[0]) for value in languages.values])[languages.codes]
    refreshed = segment.columns["refreshed_on"]
    days = np.array([(TODAY - value).days for value in refreshed.values])[refreshed.codes]
    _copy_in(
        "raw_person",
        segment.ids,
        segment.ties,
        zones.codes,
        english,
        segment.rate.minor,
        segment.rate.kinds.codes,
        days,
    )
    run(
        "create unlogged table sql_person as select c0::int id, c1 tie, c2::int2 zone, c3::int2 english, c4 minor,"
        " c5::int2 kind, c6::int2 days from raw_person order by c0",
        "create unlogged table sql_held as select c0::int person, c1::int2 skill, c2::int2 level, c3::int2 evidence"
        " from raw_held order by c0, c1",
        "drop table raw_person, raw_held",
        "alter table sql_person add primary key (id)",
        "create unique index on sql_held (person, skill) include (level, evidence)",
        "create index on sql_held (skill, level, person)",
        "vacuum analyze sql_person",
        "vacuum analyze sql_held",
        "set jit = off",
        "set work_mem = '256MB'",
        "set random_page_cost = 1.05",
        "set effective_cache_size = '8GB'",
        "set max_parallel_workers_per_gather = 2",
    )


def top(ask: Any, pool: Any) -> list[int]:
    """The ids of the best 20."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(*_question(ask, pool))
        return [row[0] for row in cursor.fetchall()]


def _question(ask: Any, pool: Any) -> tuple[str, dict[str, Any]]:
    from talentbridge.matching.engine import Weights
    from talentbridge.matching.engine.constraints import overlap_hours
    from talentbridge.matching.engine.rates import Prices
    from talentbridge.matching.engine.score import EVIDENCE_WEIGHT, MUST_COUNTS, OF_COLUMN, counted_factors

    segment = pool.segments[0]
    number = segment.skills._number
    weights = Weights().shares(counted_factors(ask))
    prices = Prices(ask, pool.reference)
    musts = [wish for wish in ask.skills if wish.is_must]
    kinds = ", ".join(
        f"({n}, {prices.most(*kind)}, {prices.used(*kind)!r}::float8)"
        for n, kind in enumerate(segment.rate.kinds.values)
    )
    share = {name: OF_COLUMN[name][1](ask) for name in ("language", "overlap", "reputation")}
    zones = ", ".join(
        f"({n}, {overlap_hours(ask.time_zone, zone, ask.on) if zone else -1}::float8, {share['overlap'](zone)!r}::float8)"
        for n, zone in enumerate(segment.columns["time_zone"].values)
    )
    languages = ", ".join(
        f"({n}, {share['language']((level, ''))!r}::float8)" for n, level in enumerate(CEFR)
    )
    evidence = ", ".join(f"({n}, {value!r}::float8)" for n, value in enumerate(EVIDENCE_WEIGHT.values()))
    wanted = []
    for place, wish in enumerate(ask.skills):
        near = {} if wish.is_must else pool.reference.near.get(wish.skill_id, {})
        for skill, factor in {wish.skill_id: 1.0, **near}.items():
            if skill in number:
                direct = str(skill == wish.skill_id).lower()
                wanted.append(f"({place}, {number[skill]}, {factor!r}::float8, {wish.level}, {direct})")
    counts = [MUST_COUNTS if wish.is_must else 1 for wish in ask.skills]
    summed = " + ".join(["0.0::float8", *(f"{count} * s{n}" for n, count in enumerate(counts))])
    deep = " + ".join(["0.0::float8", *(f"d{n}" for n in range(len(counts)))])
    pivot = ", ".join(
        f"coalesce(max(w.factor * least(1.0::float8, h.level::float8 / w.level)) filter (where w.wish = {n}), 0) s{n}, "
        f"coalesce(max(((case when h.level >= w.level then 0.5::float8 + 0.25::float8 * least(2, h.level - w.level) "
        f"else 0 end) + e.value) / 2) filter (where w.wish = {n} and w.direct), 0) d{n}"
        for n in range(len(counts))
    )
    held = " ".join(
        f"join sql_held m{n} on m{n}.person = p.id and m{n}.skill = {number[must.skill_id]} and m{n}.level >= {must.level}"
        for n, must in enumerate(musts)
    )
    points = " + ".join(
        f"round(10 * {weight!r}::float8 * ({_share(name, summed, sum(counts), deep, len(counts), share)}))"
        for name, weight in weights.items()
    )
    return (
        f"""
        with fit as materialized (
            select p.id, p.tie, p.minor * k.used used, l.share language, z.share overlap, p.days
            from sql_person p {held}
                join (values {kinds}) k(kind, most, used) on k.kind = p.kind and p.minor <= k.most
                join (values {zones}) z(zone, hours, share) on z.zone = p.zone and z.hours >= {ask.overlap_hours}
                join (values {languages}) l(level, share) on l.level = p.english
            where p.minor > 0 and p.english >= {CEFR.index(ask.english)}
        ), held as (
            select f.id, {pivot}
            from fit f join sql_held h on h.person = f.id
                join (values {", ".join(wanted)}) w(wish, skill, factor, level, direct) on w.skill = h.skill
                join (values {evidence}) e(evidence, value) on e.evidence = h.evidence
            group by f.id
        )
        select f.id from fit f join held using (id) order by {points} desc, f.tie limit 20
    """,
        {},
    )


def _share(name: str, summed: str, whole: int, deep: str, count: int, share: dict[str, Any]) -> str:
    return {
        "skills": f"({summed}) / {whole}",
        "evidence": f"({deep}) / {count}",
        "language": "f.language",
        "overlap": "f.overlap",
        "price": "greatest(0::float8, least(1::float8, 0.4::float8 + 0.6::float8 * (1 - f.used) / (1 - 0.7::float8)))",
        "reputation": f"{share['reputation'](None)!r}::float8",
        "freshness": "greatest(0::float8, least(1::float8, (365 - f.days)::float8 / 335))",
    }[name]
