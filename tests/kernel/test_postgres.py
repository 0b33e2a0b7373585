"""The embedded server: it starts, is alone in its directory, and survives the death of anything."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from talentbridge.kernel import postgres_files
from talentbridge.kernel.datalock import AlreadyRunning, DatabaseUnavailable, DataLock
from talentbridge.kernel.postgres import EmbeddedPostgres

# Starts the server in another process, says so, and stays until it is killed.
ANOTHER_PROCESS = (
    "import sys, time, pathlib\n"
    "from talentbridge.kernel.postgres import EmbeddedPostgres\n"
    "EmbeddedPostgres(pathlib.Path(sys.argv[1])).start()\n"
    "print('started', flush=True)\n"
    "time.sleep(600)\n"
)


@pytest.fixture
def data() -> Iterator[Path]:
    """A fresh data directory; whatever server a test leaves in it is stopped."""
    path = Path(tempfile.mkdtemp(prefix="bridge-pg-"))
    path.chmod(0o755)
    yield path
    server = EmbeddedPostgres(path)
    server.stop()
    if server.cluster != path / "postgres":
        shutil.rmtree(server.cluster.parent)
    shutil.rmtree(path)


def connect(server: EmbeddedPostgres, **options: object) -> psycopg.Connection:
    return psycopg.connect(
        host=str(server.socket), port=5432, user="postgres", dbname="talentbridge", autocommit=True, **options
    )


def ask(server: EmbeddedPostgres, question: str) -> object:
    with connect(server) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[call-overload]
        assert row is not None
        return row[0]


def postmaster(server: EmbeddedPostgres) -> int:
    pid = server._postmaster()
    assert pid is not None
    return pid


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def started_elsewhere(data: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", ANOTHER_PROCESS, data], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    return process


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def test_a_first_start_makes_a_private_checked_database_that_sorts_the_same_everywhere(data: Path) -> None:
    server = EmbeddedPostgres(data)

    assert server.start()

    assert ask(server, "show data_checksums") == "on"
    assert ask(server, "show listen_addresses") == ""
    assert ask(server, "select datlocprovider from pg_database where datname = 'talentbridge'") == "b"
    assert ask(server, "select datlocale from pg_database where datname = 'talentbridge'") == "C.UTF-8"
    assert ask(server, "select string_agg(w, '' order by w) from unnest(array['하','가','나']) w") == "가나하"
    assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700


def test_the_server_never_runs_as_root(data: Path) -> None:
    server = EmbeddedPostgres(data)
    server.start()

    owner = Path(f"/proc/{postmaster(server)}").stat().st_uid

    assert owner != 0
    assert owner == server.socket.stat().st_uid == server.cluster.stat().st_uid


def test_options_reach_the_server(data: Path) -> None:
    server = EmbeddedPostgres(data, options={"fsync": "off"})
    server.start()

    assert ask(server, "show fsync") == "off"


def test_what_was_committed_is_there_after_a_stop_and_a_start(data: Path) -> None:
    EmbeddedPostgres(data).start()
    with connect(EmbeddedPostgres(data)) as connection:
        connection.execute("create table kept as select 42 as n")
    EmbeddedPostgres(data).stop()
    assert not EmbeddedPostgres(data).is_running()

    assert EmbeddedPostgres(data).start()

    assert ask(EmbeddedPostgres(data), "select n from kept") == 42


def test_stopping_does_not_wait_for_an_idle_client(data: Path) -> None:
    server = EmbeddedPostgres(data)
    server.start()
    client = connect(server)
    before = time.monotonic()

    server.stop()

    assert time.monotonic() - before < 5
    assert not server._inhabitants()
    client.close()


def test_stopping_what_does_not_run_is_harmless(data: Path) -> None:
    EmbeddedPostgres(data).stop()

    assert not EmbeddedPostgres(data).is_running()


def test_two_copies_with_two_directories_run_side_by_side(data: Path) -> None:
    other = Path(tempfile.mkdtemp(prefix="bridge-pg-"))
    one, two = EmbeddedPostgres(data), EmbeddedPostgres(other)
    try:
        one.start()
        two.start()

        with connect(one) as connection:
            connection.execute("create table only_here as select 1 as n")
        assert ask(one, "select to_regclass('only_here') is not null") is True
        assert ask(two, "select to_regclass('only_here') is null") is True
    finally:
        two.stop()
        shutil.rmtree(other)


def test_a_directory_in_use_names_the_process_that_uses_it(data: Path) -> None:
    holder = started_elsewhere(data)
    try:
        with pytest.raises(AlreadyRunning) as refused:
            EmbeddedPostgres(data).start()
        assert refused.value.decision.facts["pid"] == str(holder.pid)
        assert str(data) in str(refused.value)
    finally:
        kill(holder)


def test_a_killed_database_is_seen_at_once_and_starts_again_with_all_that_was_committed(data: Path) -> None:
    server = EmbeddedPostgres(data)
    server.start()
    with connect(server) as connection:
        connection.execute("create table kept as select 42 as n")

    os.kill(postmaster(server), signal.SIGKILL)
    until(lambda: not server.is_running())
    server.start()

    assert ask(server, "select n from kept") == 42


def test_a_killed_backend_leaves_the_server_answering(data: Path) -> None:
    server = EmbeddedPostgres(data)
    server.start()
    witness, victim = connect(server), connect(server)

    os.kill(victim.info.backend_pid, signal.SIGKILL)
    with pytest.raises(
        psycopg.OperationalError
    ):  # the server ends every connection, because memory may be damaged
        while True:
            witness.execute("select pg_sleep(0.01)")
    until(server.answers)

    assert server.is_running()
    assert ask(server, "select 1") == 1


def test_a_server_whose_supervisor_was_killed_is_adopted(data: Path) -> None:
    kill(started_elsewhere(data))
    server = EmbeddedPostgres(data)
    orphan = postmaster(server)

    assert server.start() is False

    assert postmaster(server) == orphan
    assert server.is_running()
    server.stop()
    assert not server.is_running()


def test_a_killed_adopted_server_is_noticed_and_started_again(data: Path) -> None:
    kill(started_elsewhere(data))
    server = EmbeddedPostgres(data)
    server.start()

    os.kill(postmaster(server), signal.SIGKILL)
    until(lambda: not server.is_running())

    assert server.start()
    assert ask(server, "select 1") == 1


def test_supervisor_and_database_killed_together_recover_at_the_next_start(data: Path) -> None:
    holder = started_elsewhere(data)
    server = EmbeddedPostgres(data)
    with connect(server) as connection:
        connection.execute("create table kept as select 42 as n")
    killed = postmaster(server)
    kill(holder)
    os.kill(killed, signal.SIGKILL)

    assert server.start()

    assert ask(server, "select n from kept") == 42


def test_a_recycled_process_id_in_a_stale_file_deceives_nobody(data: Path) -> None:
    server = EmbeddedPostgres(data)
    server.start()
    story = (server.cluster / "postmaster.pid").read_text().splitlines()
    server.stop()
    story[0] = str(os.getpid())  # alive, and not a database
    (server.cluster / "postmaster.pid").write_text("\n".join(story) + "\n")

    assert server.start()

    assert postmaster(server) != os.getpid()


def test_a_first_start_that_was_killed_half_way_is_done_anew(data: Path) -> None:
    half_done = data / "postgres.new.4711"
    half_done.mkdir()
    (half_done / "PG_VERSION").write_text("18\n")

    EmbeddedPostgres(data).start()

    assert ask(EmbeddedPostgres(data), "select 1") == 1
    assert not half_done.exists()


def test_a_directory_of_another_version_is_refused_untouched(data: Path) -> None:
    cluster = data / "postgres"
    cluster.mkdir()
    (cluster / "PG_VERSION").write_text("15\n")

    with pytest.raises(DatabaseUnavailable, match="made by PostgreSQL 15, this program brings 18"):
        EmbeddedPostgres(data).start()

    assert [path.name for path in cluster.iterdir()] == ["PG_VERSION"]
    DataLock(data).acquire()  # the refusal has given the directory back
    DataLock(data).release()


def test_a_directory_that_is_no_database_is_refused_untouched(data: Path) -> None:
    (data / "postgres").mkdir()
    (data / "postgres" / "thesis.txt").write_text("five years of work")

    with pytest.raises(DatabaseUnavailable, match="is not a database directory"):
        EmbeddedPostgres(data).start()

    assert (data / "postgres" / "thesis.txt").read_text() == "five years of work"


def test_a_data_directory_that_cannot_be_made_is_told_in_one_line(data: Path) -> None:
    (data / "file").write_text("in the way")

    with pytest.raises(DatabaseUnavailable) as refused:
        EmbeddedPostgres(data / "file" / "data").start()

    assert "cannot be written to" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_full_disk_is_called_a_full_disk(data: Path) -> None:
    story = 'FATAL:  could not write lock file "postmaster.pid": No space left on device\nLOG: shut down'

    assert EmbeddedPostgres(data)._failed(story).decision.code == "data.full"


def test_a_server_that_does_not_start_says_why_and_where_the_story_is(data: Path) -> None:
    server = EmbeddedPostgres(data, options={"shared_buffers": "nonsense"})

    with pytest.raises(DatabaseUnavailable, match="shared_buffers") as refused:
        server.start()

    assert str(server.log) in str(refused.value)
    assert not server.is_running()


def test_a_data_directory_with_a_long_name_gets_a_short_private_socket(data: Path) -> None:
    deep = data / ("long-" * 20) / "data"
    server = EmbeddedPostgres(deep)
    try:
        server.start()

        assert len(str(server.socket)) < 80
        assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700
        assert ask(server, "select 1") == 1
    finally:
        server.stop()
        shutil.rmtree(server.socket)


def test_a_socket_directory_that_somebody_else_has_made_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "theirs"
    target.mkdir()
    trap = tmp_path / "run"
    trap.symlink_to(target)

    with pytest.raises(DatabaseUnavailable, match="belongs to somebody else"):
        postgres_files.make_private(trap, postgres_files.ServerUser(os.getuid(), os.getgid()))


@pytest.mark.skipif(os.getuid() != 0, reason="only root has places that the server's user may not enter")
def test_root_s_private_directory_still_gets_a_database(data: Path) -> None:
    private = data / "private"
    private.mkdir(mode=0o700)
    server = EmbeddedPostgres(private / "data")
    try:
        server.start()

        assert ask(server, "select 1") == 1
        assert server.cluster.is_relative_to(postgres_files.SHELTER)
        assert (private / "data" / "postgres").resolve() == server.cluster
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
    finally:
        server.stop()
        shutil.rmtree(server.cluster.parent)


@pytest.mark.skipif(os.getuid() != 0, reason="only root has places that the server's user may not enter")
def test_root_s_own_data_directory_is_opened_for_the_server_and_nobody_else(data: Path) -> None:
    closed = data / "data"
    closed.mkdir(mode=0o700)
    server = EmbeddedPostgres(closed)
    try:
        server.start()

        assert ask(server, "select 1") == 1
        assert server.cluster == closed / "postgres"
        assert stat.S_IMODE(closed.stat().st_mode) == 0o710
        assert closed.stat().st_gid == server.cluster.stat().st_gid
    finally:
        server.stop()


@pytest.mark.skipif(os.getuid() != 0, reason="only root has places that the server's user may not enter")
def test_an_environment_in_root_s_private_directory_lends_its_binaries(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = data / "private" / postgres_files.PACKAGE
    shutil.copytree(postgres_files.binaries().parents[1], package, symlinks=True)
    libraries = postgres_files.binaries().parents[1].with_name(f"{postgres_files.PACKAGE}.libs")
    shutil.copytree(libraries, package.with_name(libraries.name))
    package.parent.chmod(0o700)
    monkeypatch.setattr(postgres_files, "binaries", lambda: package / "pginstall18" / "bin")
    monkeypatch.setattr(postgres_files, "SHELTER", data / "shelter")
    data.chmod(0o711)
    owner = postgres_files.ServerUser.of(data / "postgres")

    copied = postgres_files.reachable_binaries(owner)

    assert copied.is_relative_to(data / "shelter")
    assert owner.run(copied / "initdb", "--version").returncode == 0
    assert postgres_files.reachable_binaries(owner) == copied
