"""Jobs: they commit and vanish with the change that wants them, and outlive the worker that has them."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from talentbridge.kernel import outbox, tasks
from talentbridge.kernel.clock import now
from talentbridge.kernel.jobs import SILENCE, enqueue, reap, work
from talentbridge.kernel.models import OutboxEvent
from tests.kernel import jobs_for_tests

pytestmark = pytest.mark.django_db(transaction=True)

A_WORKER = (
    "import django; django.setup(); import tests.kernel.jobs_for_tests\n"
    "from talentbridge.kernel.jobs import work; work()"
)


@pytest.fixture(autouse=True)
def empty_queue(transactional_db: None) -> None:
    """Django does not empty the library's tables between tests."""
    with connection.cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs, procrastinate_workers cascade")


def ours() -> QuerySet[ProcrastinateJob]:
    """The jobs of these tests; a worker may add the house's periodic ones at a full minute."""
    names = [
        task.name
        for task in (jobs_for_tests.note_down, jobs_for_tests.fail_once, jobs_for_tests.leave_a_mark)
    ]
    return ProcrastinateJob.objects.filter(task_name__in=names)


def this_database() -> str:
    """The URL of the database of this test, for another process."""
    found = {
        key: quote(str(value), safe="") for key, value in connection.settings_dict.items() if key.isupper()
    }
    where = f"host={found['HOST']}&port={found['PORT'] or 5432}"
    return f"postgresql://{found['USER']}:{found['PASSWORD']}@/{found['NAME']}?{where}"


def reap_now() -> int:
    async def run() -> int:
        async with app.open_async():
            return await reap()

    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        return asyncio.run(run())


def test_a_job_enqueued_in_a_transaction_that_is_rolled_back_never_was(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue(jobs_for_tests.note_down, directory=tmp_path)
        assert ours().count() == 1
        raise ZeroDivisionError

    work(wait=False)

    assert ours().count() == 0
    assert not (tmp_path / "notes").exists()


def test_a_job_enqueued_in_a_transaction_that_commits_is_done_once(tmp_path: Path) -> None:
    with transaction.atomic():
        enqueue(jobs_for_tests.note_down, directory=tmp_path)

    work(wait=False)
    work(wait=False)

    assert (tmp_path / "notes").read_text() == "done\n"


def test_a_job_that_fails_waits_to_be_tried_again(tmp_path: Path) -> None:
    enqueue(jobs_for_tests.fail_once, directory=tmp_path)

    work(wait=False)
    waiting = ours().get()
    assert (waiting.status, waiting.attempts) == ("todo", 1)
    assert waiting.scheduled_at is not None and waiting.scheduled_at > now()
    with connection.cursor() as cursor:  # the pause is over
        cursor.execute("update procrastinate_jobs set scheduled_at = now()")
    work(wait=False)

    assert ours().count() == 0


def test_a_job_whose_worker_was_killed_is_run_again(tmp_path: Path) -> None:
    enqueue(jobs_for_tests.leave_a_mark, directory=tmp_path)
    worker = subprocess.Popen(
        [sys.executable, "-c", A_WORKER], env=os.environ | {"DATABASE_URL": this_database()}
    )
    deadline = time.monotonic() + 30
    while not (tmp_path / "began").exists():
        assert time.monotonic() < deadline and worker.poll() is None, "the worker did not begin"
        time.sleep(0.05)
    worker.kill()
    worker.wait()
    assert reap_now() == 0, "a worker is not dead because it is quiet for a moment"

    with connection.cursor() as cursor:  # time passes
        cursor.execute(
            "update procrastinate_workers set last_heartbeat = now() - make_interval(secs => %s)",
            [SILENCE + 1],
        )
    work(wait=False)

    assert (tmp_path / "finished").exists()
    assert ours().count() == 0


def test_an_abandoned_periodic_job_makes_way_for_the_one_that_waits() -> None:
    with connection.cursor() as cursor:
        for status in ("doing", "todo"):
            cursor.execute(
                "insert into procrastinate_jobs (task_name, queue_name, queueing_lock, args, status)"
                " values ('kernel.deliver_outbox', 'default', 'kernel.deliver_outbox', '{\"timestamp\": 1}', %s)",
                [status],
            )

    assert reap_now() == 1

    assert sorted(ProcrastinateJob.objects.values_list("status", flat=True)) == ["aborted", "todo"]


def test_the_outbox_job_delivers_what_a_crash_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = []
    monkeypatch.setitem(outbox._listeners, "test.happened", [lambda payload, at: heard.append(payload["n"])])
    OutboxEvent.objects.create(topic="test.happened", payload={"n": 7}, happened_at=now())

    tasks.deliver_outbox.func(timestamp=0)
    tasks.deliver_outbox.func(timestamp=60)

    assert heard == [7]
