"""The shortlist as pages: made by the coordinator over 100,000 profiles, read and re-weighed by the company."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from benchmarks.bench_matching import keys, own_server
from benchmarks.figures import Figure
from benchmarks.people import people

PROFILES = 100_000
READS, MAKES = 60, 15


def measure() -> list[Figure]:
    """Times of the pages through Django's whole stack, and whether the number of queries stays the same."""
    with own_server():
        from django.core.management import call_command
        from django.test.utils import setup_test_environment

        setup_test_environment()
        call_command("migrate", verbosity=0)
        return _figures()


def _figures() -> list[Figure]:
    from django.test import Client
    from django.urls import reverse

    from benchmarks import matching_sql as sql
    from talentbridge.matching.models import Shortlist
    from talentbridge.policy.services import load_reviewed_rules
    from tests.factories import demand
    from tests.factories.people import sign_in

    load_reviewed_rules()
    sql.fill_product_tables(people(PROFILES, len(keys())), keys())
    sql.run("set session_replication_role = 'origin'")
    case = demand.approved_case(draft=demand.ready_draft(skills=("python", "javascript")))
    coordinator, company = sign_in(Client(), case.coordinator), sign_in(Client(), case.company)
    make = reverse("matching:make", args=[case.case_id])
    coordinator.post(make)  # builds the pool
    made = [_timed(lambda: coordinator.post(make)) for _ in range(MAKES)]
    newest = Shortlist.objects.order_by("-made_at").first()
    assert newest is not None
    url = reverse("matching:shortlist", args=[newest.pk])
    company.get(url)
    reads = [_timed(lambda n=n: company.get(url, {"w_skills": 5 * (n % 10)})) for n in range(READS)]
    queries = [_queries(company, url), _queries(company, f"{url}?w_price=50")]
    name = f"{PROFILES:,} profiles"
    return [
        Figure(
            f"shortlist page, {name}, p95",
            float(np.percentile(reads, 95)),
            "ms",
            150,
            key="page.shortlist.p95_ms",
        ),
        Figure(
            f"making a shortlist (POST), {name}, p95",
            float(np.percentile(made, 95)),
            "ms",
            key="page.make.p95_ms",
        ),
        Figure(
            "people on the list", newest.entries.count(), "", 20, at_least=True, key="page.shortlist.people"
        ),
        Figure("queries of the page", queries[0], "", key="page.shortlist.queries"),
        Figure(
            "queries more under other weights",
            queries[1] - queries[0],
            "",
            0,
            key="page.shortlist.more_queries",
        ),
    ]


def _timed(act: Any) -> float:
    begin = time.perf_counter()
    response = act()
    took = 1000 * (time.perf_counter() - begin)
    if response.status_code not in (200, 302):
        raise AssertionError(f"{response.status_code} instead of a page")
    return took


def _queries(client: Any, url: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as found:
        client.get(url)
    return len(found)
