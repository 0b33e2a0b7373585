"""A pytest plugin (loaded with `-p`, before Django reads its settings): one embedded PostgreSQL for the whole run.

Each xdist worker gets a database of its own in it. With `DATABASE_URL` set, that server is used instead.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

_made: Path | None = None
_KEY = "TALENTBRIDGE_TEST_SERVER"

os.environ.setdefault("TALENTBRIDGE_DEMO", "1")
if _KEY not in os.environ:
    _made = Path(tempfile.mkdtemp(prefix="bridge-tests-"))
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
