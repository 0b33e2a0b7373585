"""The designer: five forms in sixteen countries out of the shipped rows, without a database, and its page on one."""

from __future__ import annotations

import statistics
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

from benchmarks.bench_matching import own_server
from benchmarks.figures import Figure

ON = date(2026, 11, 30)
RUNS = 60
PROMISED = 100.0  # ms, p95


def measure() -> list[Figure]:
    """p50 and p95 of sixty tables, of what would change one option, and of reading the book; asks differ each time."""
    from talentbridge.designer import rules
    from talentbridge.policy.rules import files

    world = rules.World(files.book(ON), _rates())
    table, changes, book = [], [], []
    for number in range(RUNS + 3):
        ask = _ask(number)
        started = time.perf_counter()
        found = rules.design(ask, world)
        rules.advise(found)
        designed = time.perf_counter()
        rules.changes_of(ask, found.options[number % len(found.options)], world)
        changed = time.perf_counter()
        files.book(ON)
        read = time.perf_counter()
        if number >= 3:  # the first ones warm up
            table.append(1000 * (designed - started))
            changes.append(1000 * (changed - designed))
            book.append(1000 * (read - changed))
    return [
        Figure(
            "designer, 5 forms × 16 countries, p50", statistics.median(table), "ms", key="designer.p50_ms"
        ),
        Figure("designer, 5 forms × 16 countries, p95", _p95(table), "ms", PROMISED, key="designer.p95_ms"),
        Figure("what would change one option, p95", _p95(changes), "ms", key="designer.changes_p95_ms"),
        Figure("the book of a day out of the files' rows, p95", _p95(book), "ms", key="designer.book_p95_ms"),
        *_page(),
    ]


def _page() -> list[Figure]:
    """The whole page of 16 countries over a real database with every row, rendered, p95."""
    with own_server():
        from django.core.management import call_command
        from django.test import Client
        from django.test.utils import setup_test_environment

        from talentbridge.designer.rules import COUNTRIES
        from talentbridge.policy.services import load_reviewed_rules

        setup_test_environment()
        call_command("migrate", verbosity=0)
        load_reviewed_rules()
        client, times = Client(), []
        for number in range(RUNS + 3):
            query = {
                "country": ",".join(COUNTRIES),
                "gross": str(3_000_000 + number),
                "months": str(1 + number % 24),
            }
            started = time.perf_counter()
            answer = client.get("/designer/", query)
            if number >= 3:
                times.append(1000 * (time.perf_counter() - started))
            assert answer.status_code == 200, answer.status_code
    return [
        Figure(
            "the designer's page, 16 countries, rendered, p95", _p95(times), "ms", key="designer.page_p95_ms"
        )
    ]


def _ask(number: int):
    from talentbridge.designer import rules
    from talentbridge.kernel.money import Money

    factors = tuple(rules.FACTORS)[: number % 6]
    return rules.Ask(
        gross=Money(2_000_000 + 37_000 * number, "KRW"), countries=tuple(rules.COUNTRIES), on=ON,
        months=1 + number % 24, factors=factors, days_in_korea=number % 20, data_class="personal",
    )  # fmt: skip


def _rates():
    import tomllib

    from talentbridge.policy.rules import Certainty, Rule, files

    with (Path(files.SHIPPED).parent / "fx.toml").open("rb") as file:
        sample = tomllib.load(file, parse_float=Decimal)
    return {
        code: Rule(f"fx.krw_per.{code}", "", Decimal(str(value)), f"KRW per {code}", ON, None, "sample", "", ON,
                   Certainty.UNVERIFIED)
        for code, value in sample["krw_per"].items()
    }  # fmt: skip


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * len(times))]
