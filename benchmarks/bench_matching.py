"""The engine at a million people, beside the best exact SQL for the same question on the same PostgreSQL.

The people are invented (`people.py`), the skill graph is the product's. For 10,000, 100,000 and 5,000,000 the columns
are built from arrays; for 1,000,000 the product reads them from its own tables, and the answers are compared with SQL over
tables made for this one question (narrow columns, covering indexes, everything in memory).
"""

from __future__ import annotations

import gc
import os
import random
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.figures import Figure
from benchmarks.people import PLACES, TODAY, People, day, people

CEFR = ("", "A1", "A2", "B1", "B2", "C1", "C2")
CURVE = (10_000, 100_000, 5_000_000)
MILLION = 1_000_000
QUERIES, WITHOUT_MUST, COMPARED = 1000, 200, 60


def measure() -> list[Figure]:
    """The curve, the million, SQL beside it, the batch, and how soon a changed profile is matched anew."""
    figures: list[Figure] = []
    with own_server():
        for size in CURVE:
            figures += _curve(size)
        figures += _million()
    return figures


@contextmanager
def own_server() -> Iterator[None]:
    """A PostgreSQL of this benchmark's own, Django set up on it, removed at the end."""
    data = Path(tempfile.mkdtemp(prefix="bridge-bench-matching-"))
    data.chmod(0o755)
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"TALENTBRIDGE_DATA": str(data), "DJANGO_SETTINGS_MODULE": "talentbridge.config.settings"}
    from talentbridge.kernel.postgres import EmbeddedPostgres

    server = EmbeddedPostgres(data)
    server.start()
    try:
        import django

        django.setup()
        yield
    finally:
        from django.db import connection

        connection.close()
        server.stop()
        shutil.rmtree(data, ignore_errors=True)


# Asks ---------------------------------------------------------------------------------------------------------


def keys() -> list[str]:
    """The skills of the graph: well-known ones first, as the invented people hold them; then by a fixed draw."""
    from talentbridge.skills import queries as skills

    head = ["python", "javascript", "java", "react", "aws", "docker", "typescript", "nodejs", "csharp", "kubernetes",
            "postgresql", "spring", "android", "php", "data-analysis", "machine-learning", "go", "mysql"]  # fmt: skip
    known = skills.skill_ids()
    rest = sorted(known - set(head))
    random.Random(7).shuffle(rest)
    return [*(id for id in head if id in known), *rest]


def asks(crowd: People, count: int, *, musts: int = 2, seed: int = 1, well_known: bool = False) -> list[Any]:
    """Questions as companies ask them: skills that somebody has together, a rate, a language, shared hours.

    The must-haves and two of the four wishes are skills of one person of the crowd, drawn at random; the other two are
    somebody else's. With `well_known` they are these people's best-known skills first (Python and AWS): many more
    pass, which is harder for everybody who has to rank them.
    """
    from talentbridge.matching.engine import Ask, SkillWish

    rng, names = random.Random(seed), keys()
    starts = np.searchsorted(crowd.row, np.arange(crowd.size + 1))

    def held() -> list[str]:
        person = rng.randrange(crowd.size)
        numbers = crowd.skill[starts[person] : starts[person + 1]].tolist()  # the common skills have low ones
        if not well_known:
            rng.shuffle(numbers)
        return [names[number] for number in numbers]

    asked = []
    while len(asked) < count:
        one, other = held(), held()
        chosen = list(dict.fromkeys([*one[: musts + 2], *other]))[: musts + 4]
        if len(one) < musts + 2 or len(chosen) < musts + 4:
            continue
        skills = tuple(
            SkillWish(skill, rng.choice([2, 3, 3, 4]), place < musts) for place, skill in enumerate(chosen)
        )
        asked.append(
            Ask(
                on=TODAY,
                asked_on=TODAY,
                skills=skills,
                budget_krw_month=rng.choice([4, 6, 8, 12]) * 1_000_000,
                overlap_hours=rng.choice([2, 3, 4]),
                english=rng.choice(["A2", "B1", "B2"]),
            )
        )
    return asked


def _timed(act: Callable[[Any], Any], questions: list[Any]) -> list[float]:
    """Milliseconds of each, after a warm-up with the first ten."""
    for question in questions[:10]:
        act(question)
    gc.collect()
    times = []
    for question in questions:
        begin = time.perf_counter()
        act(question)
        times.append(1000 * (time.perf_counter() - begin))
    return times


# Columns straight from arrays -----------------------------------------------------------------------------------


def pool_of(crowd: People) -> Any:
    """A pool of invented people, without a database."""
    from talentbridge.matching.engine import Pool, Segment
    from talentbridge.matching.engine.columns import Coded, Postings, RateColumn, narrow
    from talentbridge.matching.engine.people import ties_of
    from talentbridge.matching.queries.pool import held_skills

    def coded(numbers: Any, value: Callable[[int], Any]) -> Coded:
        known, codes = np.unique(numbers, return_inverse=True)
        return Coded(narrow(codes, len(known)), tuple(value(int(each)) for each in known))

    types = ("contractor", "employment", "fixed_term", "eor")
    ids = np.arange(1, crowd.size + 1, dtype=np.int64)
    held = (crowd.evidence | crowd.level << 2).astype(np.uint8)
    nothing = np.zeros(crowd.size, dtype=np.uint8)
    columns = {
        "country": coded(crowd.place, lambda n: PLACES[n][1]),
        "time_zone": coded(crowd.place, lambda n: PLACES[n][0]),
        "languages": coded(crowd.english * 8 + crowd.korean, lambda n: (CEFR[n // 8], CEFR[n % 8])),
        "engagement_types": coded(
            crowd.types, lambda n: frozenset(t for i, t in enumerate(types) if n >> i & 1)
        ),
        "work_modes": Coded(nothing, (frozenset(),)),
        "data_class": Coded(nothing, ("",)),
        "start": coded(crowd.begins, lambda n: (day(n), None)),
        "available_until": Coded(nothing, (None,)),
        "weekly_hours": coded(crowd.hours, lambda n: n or None),
        "refreshed_on": coded(crowd.refreshed, lambda n: day(-n)),
        "reputation": Coded(nothing, (None,)),
        "standing": Coded(nothing, ((False, False),)),
    }
    from benchmarks.people import CURRENCIES

    rate = RateColumn(crowd.minor, coded(crowd.currency, lambda n: (CURRENCIES[n], "month")))
    skills = held_skills(keys(), crowd.row, crowd.skill.astype(np.int32), held, crowd.size)
    empty = np.empty(0, dtype=np.int64)
    nobody = Postings([], empty, empty, empty, empty, crowd.size)
    return Pool((Segment(ids, ties_of(ids), columns, skills, nobody, rate, {}),), reference())


def reference() -> Any:
    """Fixed reference rates, the product's neighbours."""
    from decimal import Decimal

    from talentbridge.matching.engine import Reference
    from talentbridge.matching.queries.pool import _neighbours
    from talentbridge.skills.rules import lexicon

    return Reference({"USD": Decimal("1390.5"), "EUR": Decimal("1585.25")}, _neighbours(lexicon()))


def _curve(size: int) -> list[Figure]:
    crowd = people(size, len(keys()))
    pool = pool_of(crowd)
    times = _timed(lambda ask: pool.rank(ask, easing=False), asks(crowd, QUERIES if size < MILLION else 300))
    name = f"{size // 1000}k" if size < MILLION else f"{size // MILLION}m"
    p50, p99 = np.percentile(times, [50, 99])
    return [
        Figure(f"top 20 of {size:,}, p50", p50, "ms", key=f"matching.{name}.p50_ms"),
        Figure(f"top 20 of {size:,}, p99", p99, "ms", key=f"matching.{name}.p99_ms"),
        Figure(f"columns of {size:,}", pool.memory() / 1e6, "MB", key=f"matching.{name}.columns_mb"),
    ]


# The million ----------------------------------------------------------------------------------------------------


def _million() -> list[Figure]:
    from django.core.management import call_command

    from benchmarks import matching_sql as sql

    call_command("migrate", verbosity=0)
    crowd = people(MILLION, len(keys()))
    sql.fill_product_tables(crowd, keys())
    questions = Questions(
        asks(crowd, QUERIES), asks(crowd, WITHOUT_MUST, musts=0, seed=2),
        [*asks(crowd, 900, seed=3), *asks(crowd, 100, musts=0, seed=4)], asks(crowd, 300, seed=5, well_known=True),
    )  # fmt: skip
    del crowd
    gc.collect()
    before = _resident()
    begin = time.perf_counter()
    pool = replace(_product_pool(), reference=reference())
    built = time.perf_counter() - begin
    gc.collect()
    grown = _resident() - before
    figures = _engine_figures(pool, questions, built, grown)
    sql.make_own_tables(pool.segments[0])
    return [
        *figures,
        *_beside_sql(pool, questions.musts[:COMPARED], "", "drawn at random", 30),
        *_beside_sql(pool, questions.well_known[:COMPARED], "well_known.", "well known", 30),
        *_freshness(),
    ]


def _beside_sql(pool: Any, compared: list[Any], key: str, kind: str, promise: float) -> list[Figure]:
    from benchmarks import matching_sql as sql

    ours = [[hit.candidate_id for hit in _found(pool, ask)] for ask in compared]
    theirs: list[list[int]] = []
    sql_times = _timed(lambda ask: theirs.append(sql.top(ask, pool)), compared)
    same = ours == theirs[-COMPARED:]
    engine_times = _timed(lambda ask: _found(pool, ask), compared)
    ratio = float(np.median(sql_times) / np.median(engine_times))
    whole = float(np.sum(sql_times) / np.sum(engine_times))
    of = f"must-haves {kind}"
    return [
        Figure(f"{of}: lists in SQL (ids only), p50", float(np.median(sql_times)), "ms", key=f"matching.1m.{key}sql_p50_ms"),
        Figure(f"{of}: lists in the engine (ids only), p50", float(np.median(engine_times)), "ms",
               key=f"matching.1m.{key}ids_p50_ms"),
        Figure(f"{of}: times faster than SQL (p50 by p50)", ratio, "×", promise, at_least=True,
               key=f"matching.1m.{key}ratio_to_sql"),
        Figure(f"{of}: times faster than SQL (all {COMPARED} together)", whole, "×",
               key=f"matching.1m.{key}ratio_to_sql_all"),
        Figure(f"{of}: lists identical to SQL", float(same), "", 1, at_least=True, key=f"matching.1m.{key}identical_to_sql"),
    ]  # fmt: skip


@dataclass(frozen=True)
class Questions:
    """Asks with two must-haves, asks without any, the batch, and asks for two well-known must-haves."""

    musts: list[Any]
    free: list[Any]
    batch: list[Any]
    well_known: list[Any]


def _found(pool: Any, ask: Any) -> list[Any]:
    """The best 20 without their reasons: what SQL is asked for too."""
    from talentbridge.matching.engine import Weights
    from talentbridge.matching.engine.scan import Question

    *_, anonymous = pool.search(Question(ask, Weights(), pool.reference), 20).groups
    return list(anonymous)  # nobody of the invented people has an account


def _product_pool() -> Any:
    from talentbridge.matching import queries

    return queries.pool(on=TODAY)


def _engine_figures(pool: Any, questions: Questions, built: float, grown: float) -> list[Figure]:
    times = _timed(lambda ask: pool.rank(ask, easing=False), questions.musts)
    eased = _timed(pool.rank, questions.musts[:100])
    free = _timed(lambda ask: pool.rank(ask, easing=False), questions.free)
    known = _timed(lambda ask: pool.rank(ask, easing=False), questions.well_known)
    begin = time.process_time()
    for ask in questions.batch:
        pool.rank(ask, easing=False)
    batch = time.process_time() - begin
    p50, p99 = np.percentile(times, [50, 99])
    return [
        Figure("top 20 of 1,000,000, two must-have skills, p50", p50, "ms", 3, key="matching.1m.p50_ms"),
        Figure("top 20 of 1,000,000, two must-have skills, p99", p99, "ms", 15, key="matching.1m.p99_ms"),
        Figure("the same, well-known must-haves, p50", float(np.median(known)), "ms", key="matching.1m.well_known.p50_ms"),
        Figure("the same, well-known must-haves, p99", float(np.percentile(known, 99)), "ms", 15,
               key="matching.1m.well_known.p99_ms"),
        Figure("the same with what would change, p50", float(np.median(eased)), "ms", key="matching.1m.eased_p50_ms"),
        Figure("top 20 of 1,000,000, no must-have skill, p50", float(np.median(free)), "ms",
               key="matching.1m.no_must_p50_ms"),
        Figure("top 20 of 1,000,000, no must-have skill, p99", float(np.percentile(free, 99)), "ms", 80,
               key="matching.1m.no_must_p99_ms"),
        Figure("pool of 1,000,000 read from PostgreSQL", built, "s", 60, key="matching.1m.build_s"),
        Figure("memory of the columns of 1,000,000", pool.memory() / 1e6, "MB", 1000, key="matching.1m.columns_mb"),
        Figure("the process grew by", grown, "MB", 1000, key="matching.1m.memory_mb"),
        Figure("batch: 1,000 tasks (100 without a must) × 1,000,000", batch, "s per core", 10,
               key="matching.batch.s_per_core"),
    ]  # fmt: skip


def _freshness() -> list[Figure]:
    """A profile is changed in the table; how long until the next list knows it."""
    from django.db import connection

    from talentbridge.matching.engine import Ask, SkillWish

    changed = 777_777
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = 'origin'")
        cursor.execute("update talent_profile set english = 'C2' where id = %s", [changed])
        cursor.execute(
            "select skill_id from talent_profileskill where profile_id = %s order by 1 limit 2", [changed]
        )
        skills = [row[0] for row in cursor.fetchall()]
    ask = Ask(on=TODAY, skills=tuple(SkillWish(skill, 1) for skill in skills), english="C2")
    begin = time.perf_counter()
    pool = _product_pool()
    found = pool.place(changed, ask)
    pool.rank(ask)
    took = time.perf_counter() - begin
    if found is None:
        raise AssertionError("the changed profile was not found")
    return [Figure("a changed profile is matched anew after", took, "s", 1, key="matching.1m.fresh_s")]


def _resident() -> float:
    """Megabytes of this process now."""
    with Path("/proc/self/statm").open() as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 1e6
