"""`fx-import` from a terminal, on a data directory of its own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.commands import refused, run
from tests.policy.test_gateways import CSV, answer


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="bridge-fx-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def test_a_dry_run_then_the_file_then_the_same_file_again(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "hist.csv"
    file.write_text(CSV.replace("2026-", "2025-"))
    command = ("fx-import", file, "--format", "ecb")
    tried = run(*command, "--dry-run", data=data)
    assert "6 new, 0 unchanged, 0 wait" in tried.stdout and "Nothing was kept" in tried.stdout, tried
    assert "6 new" in run(*command, data=data).stdout
    assert "0 new, 6 unchanged" in run(*command, data=data).stdout


def test_what_cannot_be_brought_in_is_said_in_one_line(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    file.write_bytes(answer({"cur_unit": "USD", "deal_bas_r": "1,352.1"}))
    assert "Say of which day it is" in refused("fx-import", file, "--format", "eximbank", data=data)
    assert "1 new" in run("fx-import", file, "--format", "eximbank", "--on", "2025-11-28", data=data).stdout
    assert "cannot be read" in refused("fx-import", tmp_path / "none", "--format", "ecb", data=data)
    assert run("fx-import", file, "--format", "xlsx", data=data).returncode == 2
