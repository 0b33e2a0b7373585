"""`doctor`: it names what is missing and how to mend it."""

from __future__ import annotations

import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from talentbridge.config.cli import doctor
from talentbridge.config.cli.doctor import State
from tests.config.commands import run


@pytest.fixture
def data() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="bridge-doctor-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def test_a_new_directory_lacks_its_tables_and_the_cure_cures(data: Path) -> None:
    before = run("doctor", data=data)
    assert before.returncode == 1
    assert "migrations are not applied yet" in before.stdout
    assert "→ talentbridge migrate" in before.stdout

    assert run("migrate", data=data).returncode == 0

    after = run("doctor", data=data)
    assert after.returncode == 0, after
    assert "embedded, PostgreSQL 18" in after.stdout
    assert "checksums on" in after.stdout
    assert "Tables: up to date" in after.stdout


def test_an_unreachable_database_is_one_finding_among_the_others(data: Path) -> None:
    done = run("doctor", data=data, DATABASE_URL="postgresql://me@127.0.0.1:1/bridge")

    assert done.returncode == 1
    assert "✘ Database: The database of DATABASE_URL does not answer" in done.stdout
    assert "✔ Contracts as PDF" in done.stdout


def test_a_data_directory_that_cannot_be_written_is_found(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data / "file").touch()
    monkeypatch.setenv("TALENTBRIDGE_DATA", str(data / "file" / "data"))

    finding = doctor._data_directory()

    assert finding.state is State.BAD
    assert "cannot be written to" in finding.sentence


def test_little_space_is_told_before_it_is_none(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALENTBRIDGE_DATA", str(data))
    usage = shutil.disk_usage(data)

    for free, state in [(2_000_000_000, State.GOOD), (500_000_000, State.OPTIONAL), (1_000_000, State.BAD)]:
        monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path, free=free: usage._replace(free=free))
        finding = doctor._data_directory()
        assert finding.state is state
        assert bool(finding.fix) is (state is not State.GOOD)


def test_a_missing_package_is_found_with_its_cure() -> None:
    finding = doctor._feature("no_such_package", "Something", needed=True)

    assert finding.state is State.BAD
    assert finding.fix == "make setup"


def test_a_missing_browser_harms_only_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)

    finding = doctor._browser()

    assert finding.state is State.OPTIONAL
    assert finding.fix == "make browser"


def test_fonts_that_cannot_set_hangul_are_found(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor._glyphs().state is State.GOOD

    monkeypatch.setattr(doctor, "CONTRACT_FONTS", data)

    assert doctor._glyphs().state is State.BAD


def test_a_cluster_is_looked_for_only_where_matching_uses_one(settings) -> None:
    assert list(doctor._shards()) == []

    settings.SHARDS, settings.RAY_ADDRESS = 3, "127.0.0.1:1"
    [finding] = doctor._shards()
    assert finding.state is State.BAD
    assert "nobody answers at 127.0.0.1:1" in finding.sentence

    with socket.create_server(("127.0.0.1", 0)) as somebody:
        settings.RAY_ADDRESS = f"127.0.0.1:{somebody.getsockname()[1]}"
        [finding] = doctor._shards()
        assert finding.state is State.GOOD
