"""`talentbridge run`: one command, and it stays up whatever dies."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from talentbridge.config import server
from talentbridge.kernel.postgres import EmbeddedPostgres
from tests.config.commands import COMMAND, environment, refused, run


class Copy:
    """A running `talentbridge run` on a directory and a free port of its own."""

    def __init__(self, data: Path, *arguments: str) -> None:
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [*COMMAND, "--lang", "en", "run", "--port", "0", "--no-demo", *arguments],
            env=environment(data), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
        self.process.stdout.close()

    def says(self, words: str) -> str:
        """The first line with `words`, as soon as it comes."""
        until(
            lambda: any(words in line for line in self.lines) or self.process.poll() is not None, self.lines
        )
        found = [line for line in self.lines if words in line]
        assert found, self.lines
        return found[0]

    @property
    def port(self) -> int:
        return int(self.says("First page after").rsplit(":", 1)[1].rstrip("/"))

    def children(self, name: str) -> set[int]:
        """Process ids of the children called `name` (web, jobs)."""
        return {
            pid
            for pid in processes()
            if parent(pid) == self.process.pid and f"processes\0{name}" in command_line(pid)
        }

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


def processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def until(true: Callable[[], object], told: object = "", seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, told or "it did not happen"
        time.sleep(0.05)


def status(port: int, path: str) -> int:
    """The status of a page that reads the database; 0 when nobody answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="bridge-run-"))
    path.chmod(0o755)
    yield path
    EmbeddedPostgres(path).stop()
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def copy(data: Path) -> Iterator[Copy]:
    running = Copy(data)
    running.says("First page after")
    yield running
    if running.process.poll() is None:
        running.stop()


def test_it_says_where_it_is_and_how_long_the_first_page_took(copy: Copy) -> None:
    line = copy.says("First page after")

    assert f"http://127.0.0.1:{copy.port}/" in line
    assert status(copy.port, "/account/login/") == 200


def test_a_used_port_is_told_in_one_line_before_anything_starts(copy: Copy) -> None:
    elsewhere = Path(tempfile.mkdtemp(prefix="bridge-run-"))
    try:
        told = refused("run", "--port", str(copy.port), data=elsewhere)

        assert f"Port {copy.port} on 127.0.0.1 is used by another program" in told
        assert "PORT=" in told
        assert not (elsewhere / "postgres").exists()
    finally:
        shutil.rmtree(elsewhere)


def test_a_second_copy_on_the_same_data_names_the_first(copy: Copy, data: Path) -> None:
    told = refused("run", "--port", "0", data=data)

    assert f"{data} is in use by process {copy.process.pid}" in told


def test_other_commands_use_the_running_copy_s_database(copy: Copy, data: Path) -> None:
    done = run("migrate", data=data)

    assert done.returncode == 0, done
    assert status(copy.port, "/account/login/") == 200


def test_a_killed_web_process_comes_back_and_no_visitor_is_refused(copy: Copy) -> None:
    (killed,) = copy.children("web")

    os.kill(killed, signal.SIGKILL)

    assert (
        status(copy.port, "/account/login/") == 200
    )  # waited in line, on the socket that the supervisor holds
    assert copy.children("web").isdisjoint({killed})


def test_a_killed_jobs_process_comes_back(copy: Copy) -> None:
    (killed,) = copy.children("jobs")

    os.kill(killed, signal.SIGKILL)

    until(lambda: copy.children("jobs") - {killed})


def test_a_killed_database_comes_back_and_pages_with_it(copy: Copy, data: Path) -> None:
    killed = EmbeddedPostgres(data)._postmaster()
    assert killed is not None

    os.kill(killed, signal.SIGKILL)

    until(lambda: EmbeddedPostgres(data)._postmaster() not in (None, killed))
    until(lambda: status(copy.port, "/account/login/") == 200)
    assert "starting it again" in copy.says("The database has stopped")


def test_stopping_leaves_nobody_behind_and_the_next_start_is_clean(copy: Copy, data: Path) -> None:
    children = copy.children("web") | copy.children("jobs")

    assert copy.stop() == 0

    assert not EmbeddedPostgres(data).is_running()
    assert children.isdisjoint(processes())


def test_a_killed_supervisor_leaves_no_web_and_no_jobs_and_the_next_start_takes_over(data: Path) -> None:
    first = Copy(data)
    first.says("First page after")
    children = first.children("web") | first.children("jobs")
    assert len(children) == 2
    first.process.kill()
    first.process.wait()

    until(lambda: not any("processes" in command_line(pid) for pid in children))
    second = Copy(data)

    assert status(second.port, "/account/login/") == 200
    assert second.stop() == 0


def test_ctrl_c_during_the_first_start_stops_cleanly(data: Path) -> None:
    hasty = Copy(data)
    hasty.says("Data directory")

    hasty.process.send_signal(signal.SIGTERM)

    assert hasty.process.wait(30) == 0
    assert not EmbeddedPostgres(data).is_running()


def test_demo_mode_refuses_to_be_reached_from_outside(data: Path) -> None:
    told = refused("run", "--demo", "--host", "0.0.0.0", "--port", "0", data=data)

    assert "Demo mode lets anybody sign in as anybody" in told
    assert "127.0.0.1" in told


@pytest.mark.parametrize("url", ["mysql://somebody@host/name", "postgresql://host:port/x", "nonsense"])
def test_an_unusable_database_url_is_told_with_an_example(url: str, data: Path) -> None:
    told = refused("migrate", data=data, DATABASE_URL=url)

    assert "postgresql://user:password@host:5432/name" in told


def test_a_database_that_does_not_answer_is_told_before_anything_starts(data: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"postgresql://me@127.0.0.1:{free.getsockname()[1]}/bridge"

        told = refused("run", "--port", "0", data=data, DATABASE_URL=url)

    assert "DATABASE_URL does not answer" in told


def test_a_data_directory_that_cannot_be_made_is_told(data: Path) -> None:
    (data / "a-file").touch()

    told = refused("run", "--port", "0", data=data / "a-file" / "data")

    assert "cannot be written to" in told


@pytest.mark.parametrize(
    ("host", "only_here"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("192.0.2.7", False),
        ("x", False),
    ],
)
def test_what_counts_as_this_machine_only(host: str, only_here: bool) -> None:
    assert server.is_loopback(host) is only_here


def test_a_process_that_keeps_dying_is_started_less_and_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr(server.time, "monotonic", lambda: clock[0])
    pause, waits = server.Pause(), []

    for _ in range(8):
        pause.started()
        pause.died()
        waits.append(pause.next_start - clock[0])
        clock[0] = pause.next_start
    assert waits == pytest.approx([0.2, 1, 2, 5, 10, 30, 30, 30])

    pause.started()
    clock[0] += server.STEADY + 1
    pause.died()
    assert pause.next_start - clock[0] == pytest.approx(0.2)
