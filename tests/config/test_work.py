"""`import-talents` and `match` from a terminal, on a data directory that nothing has prepared."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.commands import refused, run

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="bridge-work-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def first_import(data: Path) -> str:
    done = run("import-talents", EXAMPLES / "talents.csv", "--format", "csv", data=data)
    assert done.returncode == 0, done
    return done.stdout


def test_an_import_brings_people_in_once_however_often_it_runs(first_import: str, data: Path) -> None:
    again = run("import-talents", EXAMPLES / "talents.csv", "--format", "csv", data=data)

    created = int(first_import.split()[0])
    assert created > 0
    assert again.stdout.startswith(f"0 new, 0 updated, {created} unchanged")


def test_a_need_is_answered_for_machines(first_import: str, data: Path) -> None:
    done = run("match", EXAMPLES / "need-ko.txt", "--top", "2", "--json", data=data)

    answer = json.loads(done.stdout)
    assert answer["pool"] > 0
    assert len(answer["results"]) <= 2
    assert answer["language"] == "en"


def test_a_need_is_answered_for_people(first_import: str, data: Path) -> None:
    done = run("match", EXAMPLES / "need-en.txt", data=data)

    assert done.returncode == 0, done
    assert "people meet every condition" in done.stdout


def test_a_file_of_another_kind_is_refused_in_one_line(data: Path) -> None:
    told = refused("import-talents", EXAMPLES / "need-ko.txt", "--format", "dou", data=data)

    assert len(told) > 20


def test_an_empty_need_is_refused_in_one_line(data: Path, tmp_path: Path) -> None:
    need = tmp_path / "need.txt"
    need.write_text(" \n")

    told = refused("match", need, data=data)

    assert told.startswith("Error: ")


def test_refused_rows_are_told_and_written_down(data: Path, tmp_path: Path) -> None:
    lines = (EXAMPLES / "talents.csv").read_text(encoding="utf-8").splitlines()
    broken = tmp_path / "broken.csv"
    columns = lines[0].split(",")
    broken.write_text("\n".join([lines[0], ",".join("?" * len(columns))]) + "\n", encoding="utf-8")

    done = run("import-talents", broken, "--format", "csv", "--refused", tmp_path / "refused.txt", data=data)

    assert done.returncode == 0, done
    assert "1 refused" in done.stdout
    assert "line 2: " in done.stderr
    assert "line 2: " in (tmp_path / "refused.txt").read_text(encoding="utf-8")
