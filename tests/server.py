"""A pytest plugin (loaded with `-p`, before Django reads its settings): one embedded PostgreSQL for the whole run.

Each xdist worker gets a database of its own in it. With `DATABASE_URL` set, that server is used instead.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from pathlib import Path

import pytest

_made: Path | None = None
_PREFIX = "bridge-tests-"
_KEY = "TALENTBRIDGE_TEST_SERVER"


def _sweep() -> None:
    """Remove what killed runs have left behind: directories of more than an hour ago that no process holds."""
    from talentbridge.kernel.postgres import DatabaseUnavailable, DataLock, EmbeddedPostgres

    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(DatabaseUnavailable, OSError):  # in use, or somebody else's
            if time.time() - left.stat().st_mtime > 3600:
                DataLock(left).acquire()
                EmbeddedPostgres(left).stop()
                shutil.rmtree(left)


os.environ.setdefault("TALENTBRIDGE_DEMO", "1")
if _KEY not in os.environ:
    _sweep()
    _made = Path(tempfile.mkdtemp(prefix=_PREFIX))
    _made.chmod(0o755)
    os.environ["TALENTBRIDGE_DATA"] = os.environ[_KEY] = str(_made)
    if "DATABASE_URL" not in os.environ:
        from talentbridge.kernel.postgres import EmbeddedPostgres

        # These databases may die with the machine: no fsync. The crash test starts its own server, with fsync.
        EmbeddedPostgres(
            _made, options={"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        ).start()


def pytest_configure(config: pytest.Config) -> None:
    from talentbridge.config import catalogues

    catalogues.compile_all()


def pytest_unconfigure(config: pytest.Config) -> None:
    if _made is not None:
        if "DATABASE_URL" not in os.environ:
            from talentbridge.kernel.postgres import EmbeddedPostgres

            EmbeddedPostgres(_made).stop()
        shutil.rmtree(_made, ignore_errors=True)
