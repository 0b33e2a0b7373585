"""`backup` and `restore`: everything comes back, and a bad file changes nothing."""

from __future__ import annotations

import shutil
import stat
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from talentbridge.kernel.postgres import EmbeddedPostgres
from tests.config.commands import refused, run


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="bridge-archive-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def lived_in(place: Path) -> Path:
    """A data directory with tables, a row that we know, a stored file and keys."""
    data = place / "lived-in"
    done = run("migrate", data=data)
    assert done.returncode == 0, done
    write(data, "create table known as select '경희' as name; alter table known add primary key (name)")
    (data / "files" / "contracts").mkdir(parents=True)
    (data / "files" / "contracts" / "1.pdf").write_bytes(b"%PDF-1.7 \x00\xff")
    return data


@pytest.fixture(scope="module")
def archive(place: Path, lived_in: Path) -> Path:
    target = place / "monday.bridge"
    done = run("backup", target, data=lived_in)
    assert done.returncode == 0, done
    return target


def write(data: Path, statement: str) -> None:
    with_server(data, lambda connection: connection.execute(statement))  # type: ignore[arg-type]


def names(data: Path) -> list[str]:
    rows = with_server(data, lambda connection: connection.execute("select name from known").fetchall())
    return [row[0] for row in rows]


def with_server(data: Path, ask):  # type: ignore[no-untyped-def]
    server = EmbeddedPostgres(data)
    server.start()
    try:
        with psycopg.connect(
            host=str(server.socket), port=5432, user="postgres", dbname="talentbridge"
        ) as connection:
            return ask(connection)
    finally:
        server.stop()


def test_everything_comes_back_in_an_empty_directory(archive: Path, lived_in: Path, place: Path) -> None:
    fresh = place / "fresh"

    done = run("restore", archive, data=fresh)

    assert done.returncode == 0, done
    assert names(fresh) == ["경희"]
    assert (fresh / "files" / "contracts" / "1.pdf").read_bytes() == b"%PDF-1.7 \x00\xff"
    assert (fresh / "secret-key").read_text() == (lived_in / "secret-key").read_text()
    assert stat.S_IMODE((fresh / "secret-key").stat().st_mode) == 0o600
    assert "Tables: up to date" in run("doctor", data=fresh).stdout


def test_the_archive_is_for_its_owner_only_and_leaves_out_what_a_server_makes_again(archive: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with tarfile.open(archive) as opened:
        names = opened.getnames()
    assert {"manifest.json", "database.dump", "data/files/contracts/1.pdf", "data/secret-key"} <= set(names)
    assert not [name for name in names if name.startswith(("data/postgres", "data/run", "data/lock"))]


def test_a_backup_does_not_overwrite_another_one_by_accident(archive: Path, lived_in: Path) -> None:
    before = archive.read_bytes()

    told = refused("backup", archive, data=lived_in)

    assert "exists already" in told
    assert archive.read_bytes() == before


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(lived_in: Path, place: Path) -> None:
    told = refused("backup", place / "no-such-directory" / "x.bridge", data=lived_in)

    assert "does not exist" in told
    assert not list(place.glob("**/*.partial"))


def test_a_restore_does_not_touch_what_is_there_unless_told_to_replace(archive: Path, place: Path) -> None:
    busy = place / "busy"
    assert run("restore", archive, data=busy).returncode == 0
    write(busy, "insert into known values ('later')")
    (busy / "files" / "later.txt").write_text("written after the backup")

    assert "holds data already" in refused("restore", archive, data=busy)
    assert sorted(names(busy)) == ["later", "경희"]

    done = run("restore", "--replace", archive, data=busy)
    assert done.returncode == 0, done
    assert names(busy) == ["경희"]
    assert not (busy / "files" / "later.txt").exists()


@pytest.mark.parametrize("damage", ["cut", "one byte", "other file", "empty"])
def test_a_bad_file_is_refused_and_nothing_changes(
    damage: str, archive: Path, lived_in: Path, place: Path
) -> None:
    whole = archive.read_bytes()
    middle = len(whole) // 2
    content = {
        "cut": whole[:middle],
        "one byte": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "other file": "이름,나이\n경희,41\n".encode(),
        "empty": b"",
    }[damage]
    bad = place / f"{damage}.bridge"
    bad.write_bytes(content)

    told = refused("restore", "--replace", bad, data=lived_in)

    assert "Nothing was changed" in told
    assert names(lived_in) == ["경희"]
    assert (lived_in / "files" / "contracts" / "1.pdf").exists()
    assert not list(lived_in.glob("restore.*"))


def test_an_archive_cannot_write_outside_the_data_directory(lived_in: Path, place: Path) -> None:
    trap = place / "trap.bridge"
    with tarfile.open(trap, "w") as opened:
        member = tarfile.TarInfo("../escaped")
        opened.addfile(member)

    told = refused("restore", "--replace", trap, data=lived_in)

    assert "Nothing was changed" in told
    assert not list(place.glob("**/escaped"))


def test_a_running_copy_is_not_restored_under_its_feet(archive: Path, lived_in: Path) -> None:
    holder = EmbeddedPostgres(lived_in)
    holder.start()
    try:
        assert "is in use by process" in refused("restore", "--replace", archive, data=lived_in)
    finally:
        holder.stop()
