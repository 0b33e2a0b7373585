"""Fixtures of every test."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator

import pytest
from django.db import connection
from hypothesis import settings

from talentbridge.skills.rules import use

# A busy machine is no fault of the code: no test is failed by the clock.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def _skills_are_read_from_the_files(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No page looks at the skill graph's table by the way; a test that wants it calls `refresh(at_once=True)`."""
    monkeypatch.setattr("talentbridge.skills.queries.current._next_look", math.inf)
    yield
    use(None)


@pytest.fixture(autouse=True)
def _no_pool_outlives_a_test() -> Iterator[None]:
    """The pool of people that this process keeps would remember profiles that the test's rollback took back."""
    yield
    if pool := sys.modules.get("talentbridge.matching.queries.pool"):
        pool.forget_pool()


@pytest.fixture(autouse=True)
def _append_only_tables_let_the_flush_through(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a transactional test Django empties its tables; only then may the append-only ones be truncated. The jobs' own
    tables are none of Django's, so they are emptied here: jobs that stay behind are found by whichever test comes next.

    This fixture is set up after the database's and so torn down right before the flush.
    """
    marker = request.node.get_closest_marker("django_db")
    transactional = bool(marker and marker.kwargs.get("transaction")) or bool(
        {"transactional_db", "live_server"} & set(request.fixturenames)
    )
    if not transactional:
        yield
        return
    request.getfixturevalue("transactional_db")
    _allow_truncate("off")
    yield
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_periodic_defers; delete from procrastinate_jobs")
    _allow_truncate("on")


def _allow_truncate(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('talentbridge.allow_truncate', %s, false)", [value])
