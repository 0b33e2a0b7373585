"""Commands run as a person runs them: a process of its own, on a data directory of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-c", "from talentbridge.config.cli import main; main()"]
UNWANTED = {"DATABASE_URL", "TALENTBRIDGE_DEMO", "TALENTBRIDGE_URL", "TALENTBRIDGE_POOL"}


def environment(data: Path, **more: str) -> dict[str, str]:
    """This process's environment without what would steer the command, with `data` as its data directory."""
    kept = {key: value for key, value in os.environ.items() if key not in UNWANTED}
    return kept | {"TALENTBRIDGE_DATA": str(data)} | more


def run(*arguments: object, data: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `talentbridge` in English to its end."""
    return subprocess.run(
        [*COMMAND, "--lang", "en", *map(str, arguments)],
        env=environment(data, **more), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def refused(*arguments: object, data: Path, **more: str) -> str:
    """What a command that does not succeed says: one line, no traceback, exit code 1."""
    done = run(*arguments, data=data, **more)
    assert done.returncode == 1, done
    told = done.stderr.strip()
    assert "\n" not in told and "Traceback" not in told, told
    return told
