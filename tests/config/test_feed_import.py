"""`feed-import` from a terminal: a partner's file, on a data directory of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.commands import environment, refused, run

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
BRING_IN = """
from talentbridge.config.cli.session import with_database
with with_database(prepared=True):
    from talentbridge.accounts.services import bring_in_organisation
    from talentbridge.kernel.clock import now
    bring_in_organisation(kind="partner", name="Hanoi Bridge", country="VN", at=now())
"""


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="bridge-feed-"))
    path.chmod(0o755)
    subprocess.run([sys.executable, "-c", BRING_IN], env=environment(path), check=True, timeout=120)
    yield path
    shutil.rmtree(path)


def test_a_dry_run_then_the_file_then_the_same_file_again(data: Path) -> None:
    command = ("feed-import", EXAMPLES / "feed-profiles.json", "--partner", "Hanoi Bridge")
    tried = run(*command, "--dry-run", data=data)
    assert "Nothing was kept" in tried.stdout, tried
    assert run(*command, data=data).stdout.startswith("1 new, 0 updated, 1 unchanged, 0 deleted, 0 refused.")
    assert run(*command, data=data).stdout.startswith("0 new, 0 updated, 2 unchanged, 0 deleted, 0 refused.")


def test_refusals_are_told_by_key(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "feed.json"
    file.write_text('{"schema": "talentbridge.tasks/1", "items": [{"key": "t-9", "need": "short"}]}')
    done = run("feed-import", file, "--partner", "Hanoi Bridge", data=data)
    assert done.returncode == 0, done
    assert "t-9: company:" in done.stderr


def test_an_unknown_partner_and_a_file_that_is_none_are_one_line(data: Path, tmp_path: Path) -> None:
    assert "0 partners" in refused(
        "feed-import", EXAMPLES / "feed-tasks.json", "--partner", "Nobody", data=data
    )
    assert "cannot be read" in refused(
        "feed-import", tmp_path / "none", "--partner", "Hanoi Bridge", data=data
    )
    (tmp_path / "x").write_bytes(b"\xff\xd8\xff")
    assert "JSON" in refused("feed-import", tmp_path / "x", "--partner", "Hanoi Bridge", data=data)
