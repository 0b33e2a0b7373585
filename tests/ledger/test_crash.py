"""Kill the database again and again while money is posted: nothing acknowledged is lost, nothing happens twice.

A server of its own with fsync on. A child process posts a thousand entries and prints each key after its commit
was acknowledged; here the postmaster or one of its backends is killed with SIGKILL at seeded moments, the server
is started again, and the child repeats whatever it does not know to have succeeded. This simulates a crash of the
database's processes, not the loss of power.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from talentbridge.kernel.postgres import EmbeddedPostgres

POSTINGS, KILLS, SEED = 1000, 12, 20261123

CHILD = """
import sys, time
import django
django.setup()
from django.db import DatabaseError, InterfaceError, connection
from talentbridge.kernel.actor import SYSTEM
from talentbridge.kernel.clock import now
from talentbridge.kernel.money import Money
from talentbridge.ledger import services
from talentbridge.ledger.rules import EntryKind, Leg

def legs(n):
    fund = [Leg("custody:bank:KRW", Money(n, "KRW")), Leg(f"escrow:m{n // 2}:KRW", Money(-n, "KRW"))]
    release = [Leg(f"escrow:m{n // 2}:KRW", Money(n - 1, "KRW")), Leg("talent:p:KRW", Money(3 - n, "KRW")),
               Leg("fee:service:KRW", Money(-2, "KRW"))]
    return release if n % 2 else fund

for n in range(10, 10 + int(sys.argv[1])):
    while True:
        try:
            services.post(key=f"k{n}", kind=EntryKind.DEPOSIT, legs=legs(n), at=now(), actor=SYSTEM)
            break
        except (DatabaseError, InterfaceError):
            connection.close()
            time.sleep(0.05)
    print(n, flush=True)
"""


@pytest.fixture
def server():
    """A server with fsync on, in a directory that its own user may enter (pytest's are closed to others)."""
    data = Path(tempfile.mkdtemp(prefix="bridge-crash-"))
    data.chmod(0o755)
    server = EmbeddedPostgres(data)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(data, ignore_errors=True)


@pytest.mark.slow
def test_killing_the_database_loses_nothing_and_repeats_nothing(server):
    chance = random.Random(SEED)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "talentbridge.config.settings",
        "TALENTBRIDGE_DATA": str(server.data),
        "DATABASE_URL": f"postgresql://postgres@/talentbridge?host={server.socket}",
    }
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "ledger"],
        env=environment,
        check=True,
        capture_output=True,
    )
    assert _ask(server, "show fsync") == [("on",)]
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(POSTINGS)], env=environment, stdout=subprocess.PIPE, text=True
    )
    acknowledged, kills = _watch(child, server, chance)
    assert child.wait(timeout=60) == 0
    assert kills >= 10
    _judge(server, acknowledged)


def _watch(
    child: subprocess.Popen[str], server: EmbeddedPostgres, chance: random.Random
) -> tuple[set[int], int]:
    """Read what the child acknowledges, and kill at moments spread over the whole run; returns both counts."""
    assert child.stdout is not None
    moments = set(chance.sample(range(20, POSTINGS - 20), KILLS))
    acknowledged: set[int] = set()
    kills = 0
    for line in child.stdout:
        acknowledged.add(int(line))
        if len(acknowledged) in moments:
            time.sleep(chance.random() * 0.01)  # anywhere inside the next posting
            _kill(server, chance)
            kills += 1
            server.start()
    return acknowledged, kills


def _kill(server: EmbeddedPostgres, chance: random.Random) -> None:
    """SIGKILL to the postmaster or to one backend, from which PostgreSQL has to recover by itself."""
    postmaster = int((server.cluster / "postmaster.pid").read_text().split()[0])
    backends = [
        int(pid) for pid in Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    ]
    victim = chance.choice([postmaster, chance.choice(backends)]) if backends else postmaster
    os.kill(victim, signal.SIGKILL)


def _judge(server: EmbeddedPostgres, acknowledged: set[int]) -> None:
    keys = [int(key[1:]) for (key,) in _ask(server, "select key from ledger_entry")]
    assert len(keys) == len(set(keys)) == POSTINGS
    assert acknowledged <= set(keys)
    assert _ask(server, "select sum(minor) from ledger_leg") == [(0,)]
    lame = """
        select e.key from ledger_entry e left join ledger_leg l on l.entry_id = e.id
        group by e.id having count(l.id) <> e.leg_count or sum(l.minor) <> 0
    """
    assert _ask(server, lame) == []


def _ask(server: EmbeddedPostgres, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(host=str(server.socket), user="postgres", dbname="talentbridge") as connection:
        return connection.execute(question).fetchall()
