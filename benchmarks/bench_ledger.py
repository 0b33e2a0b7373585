"""Postings a second, beside a plain insert of the same rows: what double entry costs on this machine, today."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import Figure

EACH, CLIENTS = 150, 8


def measure() -> list[Figure]:
    """Four-leg releases with one hot fee account, fsync on, in a server of their own; and the same rows inserted bare."""
    data = Path(tempfile.mkdtemp(prefix="bridge-bench-ledger-"))
    data.chmod(0o755)
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"TALENTBRIDGE_DATA": str(data), "DJANGO_SETTINGS_MODULE": "talentbridge.config.settings"}
    from talentbridge.kernel.postgres import EmbeddedPostgres

    server = EmbeddedPostgres(data)
    server.start()
    try:
        return _figures()
    finally:
        server.stop()
        shutil.rmtree(data, ignore_errors=True)


def _figures() -> list[Figure]:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", "ledger", verbosity=0)
    _make_bare_tables()
    _rate(_fund, 1, EACH)
    _rate(_fund, CLIENTS, EACH)
    one, many = _rate(_release, 1, EACH), _rate(_release, CLIENTS, EACH)
    bare = _rate(_bare, 1, EACH)
    return [
        Figure("ledger, postings of four legs, 1 client", one, "/s"),
        Figure(f"ledger, postings of four legs, {CLIENTS} clients", many, "/s"),
        Figure("bare insert of the same rows, 1 client", bare, "/s"),
        Figure("ledger, times the bare insert", bare / one, "×", 12),
    ]


def _rate(act: Callable[[int, int], None], clients: int, each: int) -> float:
    """Acts a second of `clients` threads with a connection and `each` acts of their own."""
    from django.db import connection

    def run(client: int) -> None:
        for n in range(each):
            act(client + 100 * clients, n)
        connection.close()

    threads = [threading.Thread(target=run, args=(client,)) for client in range(clients)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return clients * each / (time.perf_counter() - begin)


def _post(key: str, *legs: tuple[str, int]) -> None:
    from talentbridge.kernel.actor import SYSTEM
    from talentbridge.kernel.clock import now
    from talentbridge.kernel.money import Money
    from talentbridge.ledger import services
    from talentbridge.ledger.rules import Leg

    posted = [Leg(account, Money(minor, "KRW")) for account, minor in legs]
    services.post(key=key, kind="bench", legs=posted, at=now(), actor=SYSTEM)


def _fund(client: int, n: int) -> None:
    _post(f"f{client}.{n}", ("custody:bank:KRW", 618), (f"escrow:{client}.{n}:KRW", -618))


def _release(client: int, n: int) -> None:
    _post(
        f"r{client}.{n}",
        (f"escrow:{client}.{n}:KRW", 618),
        (f"talent:{client}:KRW", -580),
        ("withholding:kr:KRW", -20),
        ("fee:service:KRW", -18),
    )


def _make_bare_tables() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("create table bare_entry (like ledger_entry including all)")
        cursor.execute("create table bare_leg (like ledger_leg including all)")


def _bare(client: int, n: int) -> None:
    """One entry and its four legs, inserted with nothing checked but the columns."""
    from django.db import connection, transaction

    entry = uuid.uuid4()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "insert into bare_entry (id, key, kind, leg_count, posted_at, actor_name) values (%s, %s, 'x', 4, now(), '')",
            [entry, f"{client}.{n}"],
        )
        cursor.execute(
            "insert into bare_leg (entry_id, account_id, currency, minor) values (%s, 1, 'KRW', 618),"
            " (%s, 2, 'KRW', -580), (%s, 3, 'KRW', -20), (%s, 4, 'KRW', -18)",
            [entry] * 4,
        )
