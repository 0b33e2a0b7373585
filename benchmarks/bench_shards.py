"""Shards beside one process: the same 100,000 people in the product's own tables, asked here and over a Ray cluster.

The cluster is two nodes on loopback, so the shards share this machine's cores with whoever asks: what is seen is what the
way there and back costs, not what more machines bring.
"""

from __future__ import annotations

import os
import time
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.bench_matching import asks, keys, own_server
from benchmarks.figures import Figure
from benchmarks.people import TODAY, people

PEOPLE, QUERIES = 100_000, 300
SHARDS = (1, 2, 4)


def measure() -> list[Figure]:
    """Latency of one process and of 1, 2 and 4 shards; how long a part takes to read."""
    os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"  # loopback: see tests/matching/conftest.py
    with own_server():
        questions = _filled()
        from talentbridge.matching import queries

        begin = time.perf_counter()
        one = queries.pool(on=TODAY)
        figures = [_read("everybody", time.perf_counter() - begin, "read_s"), *_parts()]
        here = _asked(lambda: queries.pool(on=TODAY), questions, "one process", "one")
        expected = [one.rank(ask, easing=False) for ask in questions]
        return [*figures, *here, *_over_ray(questions, expected)]


def _filled() -> list[Any]:
    from django.core.management import call_command

    from benchmarks import matching_sql as sql

    call_command("migrate", verbosity=0)
    crowd = people(PEOPLE, len(keys()))
    sql.fill_product_tables(crowd, keys())
    return asks(crowd, QUERIES)


def _parts() -> list[Figure]:
    """One part, read alone: every part reads over the tables of all."""
    from talentbridge.matching.queries.pool import KeptPool
    from talentbridge.talent.queries import Part

    found = []
    for of in (4, 16):
        begin = time.perf_counter()
        KeptPool(Part(0, of)).as_of(TODAY)
        found.append(_read(f"one part of {of}", time.perf_counter() - begin, f"read_part_of_{of}_s"))
    return found


def _over_ray(questions: list[Any], expected: list[Any]) -> list[Figure]:
    from django.conf import settings

    from talentbridge.matching import gateways, queries
    from tests.matching.loopback import two_nodes

    figures = []
    with two_nodes():
        for count in SHARDS:
            settings.SHARDS = count
            gateways._started.clear()
            shards = replace(queries.pool(on=TODAY), patience=60)
            same = all(
                shards.rank(ask, easing=False) == replace(ranking, parts=count)
                for ask, ranking in zip(questions, expected, strict=True)
            )
            figures += _asked(lambda: queries.pool(on=TODAY), questions, f"{count} shards", f"of_{count}")
            figures.append(
                Figure(f"lists of {count} shards identical to one process", float(same), "", 1, at_least=True,
                       key=f"matching.shards.of_{count}_identical")
            )  # fmt: skip
    settings.SHARDS = 0
    return figures


def _asked(pool: Any, questions: list[Any], who: str, key: str) -> list[Figure]:
    """Milliseconds as a page pays them: what changed is read from the feed before every ask."""
    times = []
    for ask in questions:
        begin = time.perf_counter()
        pool().rank(ask, easing=False)
        times.append(1000 * (time.perf_counter() - begin))
    p50, p99 = np.percentile(times, [50, 99])
    return [
        Figure(f"top 20 of {PEOPLE:,}, {who}, p50", p50, "ms", key=f"matching.shards.{key}_p50_ms"),
        Figure(f"top 20 of {PEOPLE:,}, {who}, p99", p99, "ms", key=f"matching.shards.{key}_p99_ms"),
    ]


def _read(who: str, seconds: float, key: str) -> Figure:
    return Figure(f"{who} of {PEOPLE:,} read from PostgreSQL", seconds, "s", key=f"matching.shards.{key}")
