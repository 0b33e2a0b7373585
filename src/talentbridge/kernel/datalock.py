"""One supervisor per data directory: a lock file held with flock.

The kernel drops the lock when the process ends, however it ends, so a crash never leaves a data directory locked.
The lock belongs to the process, not to an object: taking it twice in one process is one lock.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from pathlib import Path

from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.errors import BridgeError
from talentbridge.kernel.text import N_

_held: dict[Path, int] = {}  # data directory -> open descriptor


class DatabaseUnavailable(BridgeError):
    """No database can be had; the decision's sentence says what to do."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.sentence.format(**decision.facts))
        self.decision = decision


class AlreadyRunning(DatabaseUnavailable):
    """Another process supervises this data directory."""


def unusable(data: Path, error: OSError) -> DatabaseUnavailable:
    """The trouble with a data directory that cannot be written to."""
    if error.errno == errno.ENOSPC:
        return DatabaseUnavailable(
            no(
                "data.full",
                N_(
                    "The disk of the data directory {data} is full: make room there, or choose another with DATA=."
                ),
                data=data,
            )
        )
    return DatabaseUnavailable(
        no(
            "data.not_writable",
            N_(
                "The data directory {data} cannot be written to ({reason}): change its permissions, "
                "or choose another with DATA= (TALENTBRIDGE_DATA)."
            ),
            data=data,
            reason=error.strerror or error,
        )
    )


class DataLock:
    """The lock of one data directory."""

    def __init__(self, data: Path) -> None:
        self.data = data.absolute()
        self.path = self.data / "lock"

    def acquire(self) -> bool:
        """Take the lock and write our process id into it; False when this process held it already.

        Raises `AlreadyRunning` with the holder's id, or `DatabaseUnavailable` when nothing can be written here.
        """
        if self.data in _held:
            return False
        try:
            self.data.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise unusable(self.data, error) from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 32, 0).decode().strip()
            os.close(descriptor)
            raise AlreadyRunning(
                no(
                    "data.already_running",
                    N_(
                        "The data directory {data} is in use by process {pid}: stop that one, "
                        "or choose another with DATA= and another PORT=."
                    ),
                    data=self.data,
                    pid=holder or "?",
                )
            ) from None
        _held[self.data] = descriptor
        with contextlib.suppress(OSError):  # on a full disk the id is missing, the lock still holds
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        return True

    def release(self) -> None:
        """Give the lock back; without effect when this process does not hold it."""
        if (descriptor := _held.pop(self.data, None)) is not None:
            os.ftruncate(descriptor, 0)
            os.close(descriptor)
