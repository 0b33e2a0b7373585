"""Jobs for `test_jobs`, in a module of their own so that a worker in another process finds them too."""

from __future__ import annotations

import time
from pathlib import Path

from talentbridge.kernel.jobs import job


@job()
def leave_a_mark(directory: str) -> None:
    """The first run says that it began and never ends; the second, after the first was killed, finishes."""
    began, finished = Path(directory, "began"), Path(directory, "finished")
    if not began.exists():
        began.touch()
        time.sleep(600)
    finished.touch()


@job()
def note_down(directory: str) -> None:
    """Add a line to a file."""
    with Path(directory, "notes").open("a") as notes:
        notes.write("done\n")


@job()
def fail_once(directory: str) -> None:
    """Raise at the first run."""
    tried = Path(directory, "tried")
    if not tried.exists():
        tried.touch()
        raise RuntimeError("the bank did not answer")
