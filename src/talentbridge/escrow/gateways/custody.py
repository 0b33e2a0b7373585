"""Who holds the money: a registered bank or trust reached by files, or a sandbox that says it is one.

The platform never holds money. It hands the custodian documents and believes only the custodian's statements.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings

from talentbridge.escrow.gateways.pain001 import BankAccount


class Custodian(Protocol):
    """What the bridge asks of a custodian. Every call may come twice for the same `message_id` or `name`."""

    provider: str  # stands in account codes of the ledger: custody:{provider}:{currency}
    is_sandbox: bool
    account: BankAccount  # where companies pay in

    def collect(self, message_id: str, document: str, *, at: datetime) -> None:
        """Announce money that will come in (camt.057)."""

    def pay(self, message_id: str, document: str, *, at: datetime) -> None:
        """Order a payment (pain.001)."""

    def statement(self) -> Iterable[tuple[str, bytes]]:
        """The statements (camt.053) that have not been put aside yet, by name, oldest first."""

    def put_aside(self, name: str, *, at: datetime, refused: str = "") -> None:
        """This statement has been applied, or `refused` with a sentence for whoever keeps the files."""


class FileCustodian:
    """A bank that exchanges files, as most banks' corporate channels do: orders in ``out/``, statements from ``in/``.

    A file appears whole or not at all. The same order has the same name and the same bytes.
    """

    provider = "bank"
    is_sandbox = False

    def __init__(self, directory: Path, account: BankAccount) -> None:
        self.directory, self.account = directory, account

    def collect(self, message_id: str, document: str, *, at: datetime) -> None:
        self._write(f"{message_id}.camt057.xml", document)

    def pay(self, message_id: str, document: str, *, at: datetime) -> None:
        self._write(f"{message_id}.pain001.xml", document)

    def statement(self) -> Iterable[tuple[str, bytes]]:
        files = [path for path in (self.directory / "in").glob("*.xml") if path.is_file()]
        for path in sorted(files, key=lambda path: (path.stat().st_mtime_ns, path.name)):
            yield path.name, path.read_bytes()

    def put_aside(self, name: str, *, at: datetime, refused: str = "") -> None:
        path = self.directory / "in" / Path(name).name
        aside = self.directory / ("refused" if refused else "done")
        aside.mkdir(parents=True, exist_ok=True)
        if refused:
            (aside / f"{path.name}.txt").write_text(refused + "\n", encoding="utf-8")
        if path.exists():
            path.replace(aside / path.name)

    def _write(self, name: str, document: str) -> None:
        out = self.directory / "out"
        out.mkdir(parents=True, exist_ok=True)
        partial = out / f".{name}.{os.getpid()}.partial"
        with partial.open("w", encoding="utf-8") as file:
            file.write(document)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(out / name)


def custodian() -> Custodian:
    """The custodian of this deployment (`TALENTBRIDGE_CUSTODIAN`: sandbox or files)."""
    if settings.CUSTODIAN == "files":
        return FileCustodian(settings.DATA / "custody", BankAccount(**settings.CUSTODY_ACCOUNT))
    from talentbridge.escrow.gateways.sandbox import SandboxCustodian

    return SandboxCustodian()
