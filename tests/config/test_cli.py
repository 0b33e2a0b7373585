"""The command line: quick, in the reader's language, one line for a foreseen trouble."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from talentbridge.config.cli import COMMANDS, main, words
from talentbridge.kernel.decision import no


@pytest.fixture(autouse=True)
def as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Options of the command line outlive a command only within its process."""
    monkeypatch.setenv("TALENTBRIDGE_DATA", os.environ["TALENTBRIDGE_DATA"])
    yield
    words.choose("")


def test_help_lists_every_command_without_loading_django() -> None:
    script = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from talentbridge.config.cli import main\n"
        "print(CliRunner().invoke(main, ['--help']).output)\n"
        "assert 'django' not in sys.modules, 'help loads Django'\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert all(name in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself(name: str) -> None:
    told = CliRunner().invoke(main, [name, "--help"])

    assert told.exit_code == 0
    assert name in told.output.splitlines()[0]
    assert len(told.output.splitlines()) > 3


def test_an_unknown_command_is_refused_with_a_way_on() -> None:
    told = CliRunner().invoke(main, ["rum"])

    assert told.exit_code == 2
    assert "No such command 'rum'" in told.output


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "ko_KR.UTF-8"}, "ko"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_environment(
    environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(key, raising=False)
    for key, value in environment.items():
        monkeypatch.setenv(key, value)

    assert words.language() == expected


def test_an_option_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    words.choose("en")

    assert words.gettext("Stopped.") == "Stopped."


def test_a_refusal_is_told_in_korean_with_its_facts() -> None:
    words.choose("ko")

    told = words.told(no("x", "{host} is not an address of this machine.", host="example.org"))

    assert "example.org" in told
    assert told != "example.org is not an address of this machine."


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"\xff\xfe\x00\x81\xff", "UTF-8"), (b"x" * 1_000_001, "too large")],
)
def test_a_need_that_is_no_text_is_refused_before_the_database_starts(
    content: bytes, why: str, tmp_path: Path
) -> None:
    need = tmp_path / "need.txt"
    need.write_bytes(content)

    told = CliRunner().invoke(main, ["--lang", "en", "--data", str(tmp_path / "data"), "match", str(need)])

    assert told.exit_code == 1
    assert why in told.output
    assert not (tmp_path / "data").exists()


def test_a_need_written_on_an_old_korean_computer_is_read(tmp_path: Path) -> None:
    from talentbridge.config.cli.work import _read_text

    need = tmp_path / "need.txt"
    need.write_bytes("파이썬 개발자를 찾습니다".encode("cp949"))

    assert _read_text(need) == "파이썬 개발자를 찾습니다"


@pytest.mark.parametrize("command", [["match"], ["import-talents", "--format", "csv"]])
def test_a_file_that_is_not_there_is_told_in_one_line(command: list[str], tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["--lang", "en", *command, str(tmp_path / "nothing")])

    assert told.exit_code == 1
    assert "cannot be read: No such file or directory" in told.output
