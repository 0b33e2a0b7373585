"""Bringing in a file of profiles.

Rows are read one by one and stored in batches, each in a transaction of its own; after a crash the same command goes
on where it stopped, because every row finds itself again by its key. Two imports never run at once.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils.crypto import salted_hmac

from talentbridge.audit import services as audit
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, Refused, require
from talentbridge.kernel.text import N_
from talentbridge.talent import permissions, queries, rules
from talentbridge.talent.gateways import dou, europass, jsonresume, table
from talentbridge.talent.gateways.source import Progress, ReadRow, RowError
from talentbridge.talent.models import ImportRun, Origin, Profile
from talentbridge.talent.rules import Known
from talentbridge.talent.services.duplicates import find_duplicates
from talentbridge.talent.services.identity import digests_of, note_keys
from talentbridge.talent.services.known import known_on
from talentbridge.talent.services.numbers import next_numbers
from talentbridge.talent.services.storing import columns_of, is_same, keep_lines, lines_of

BATCH = 1000
KEPT_ERRORS = 100_000  # about 40 MB; more refused rows than these are counted, not listed
_LOCK = 71_400_001  # of PostgreSQL's advisory locks; any number that nothing else uses
Rows = Iterator[ReadRow | RowError]


@dataclass
class ImportReport:
    """What became of a file's rows. `refused` lists at most `KEPT_ERRORS`; `refused_count` counts all."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused_count: int = 0
    refused: list[RowError] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return self.created + self.updated + self.unchanged + self.refused_count


def import_profiles(
    *, actor: Actor, source: Path, format: str, at: datetime, progress: Progress | None = None
) -> ImportReport:
    """Bring in a file (`format`: a key of `READERS`); a second run of the same file changes nothing.

    `progress(done, total)` is called with bytes. A row that cannot be used is refused with its reason and does not
    stop the others. Raises `Invalid` (``source``, ``format``) before anything is stored when the file as a whole
    cannot be used, `Refused` while another import runs.
    """
    require(allowed=permissions.may_import(actor))
    if format not in READERS:
        raise Invalid(
            {"format": no("talent.format", N_("The format is one of: {known}."), known=", ".join(READERS))}
        )
    with _alone():
        rows = READERS[format](source, at, progress)
        first = next(rows, None)  # the file and its header are looked at here, before anything is stored
        run = ImportRun(origin=format, file_name=source.name[:200], started_at=at)
        report, known = ImportReport(), known_on(at.date())
        for batch in _batches(itertools.chain([first] if first else [], rows)):
            with transaction.atomic():
                _store(batch, Origin(format), known, at, report)
        with transaction.atomic():
            run.created, run.updated = report.created, report.updated
            run.unchanged, run.refused = report.unchanged, report.refused_count
            run.save()
            audit.record(
                "talent.profiles.imported", actor=actor, subject=run, at=at, origin=format, file=run.file_name,
                created=run.created, updated=run.updated, unchanged=run.unchanged, refused=run.refused,
            )  # fmt: skip
    return report


READERS: dict[str, Callable[[Path, datetime, Progress | None], Rows]] = {
    "dou": lambda source, at, progress: dou.read(source, progress),
    "jsonresume": lambda source, at, progress: jsonresume.read(source, at.date(), progress),
    "csv": lambda source, at, progress: table.read(source, progress),
    "europass": lambda source, at, progress: europass.read(source, at.date(), progress),
}


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock of imports for as long as this database connection lives, at most."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise Refused(
                no("talent.import_running", N_("Another import is running. Try again when it is done."))
            )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s)", [_LOCK])


def _batches(rows: Iterable[ReadRow | RowError]) -> Iterator[list[ReadRow | RowError]]:
    rows = iter(rows)
    while batch := list(itertools.islice(rows, BATCH)):
        yield batch


def _store(
    batch: list[ReadRow | RowError], origin: Origin, known: Known, at: datetime, report: ImportReport
) -> None:
    """Store the usable rows of a batch: new ones in bulk, changed ones one by one. A retired duplicate stays so."""
    usable: dict[str, ReadRow] = {}
    for row in batch:
        errors = [row] if isinstance(row, RowError) else _row_errors(row, known)
        if errors or isinstance(row, RowError):
            report.refused_count += 1
            report.refused += errors[: max(0, KEPT_ERRORS - len(report.refused))]
        else:
            usable[_origin_key(origin, row.key)] = row
    stored = {
        profile.origin_key: profile
        for profile in queries.with_everything(Profile.objects.filter(origin=origin, origin_key__in=usable))
    }
    changed = {}
    for key in usable.keys() & stored.keys():
        if stored[key].retired_at or is_same(stored[key], usable[key].draft):
            report.unchanged += 1
        else:
            _update(stored[key], usable[key], at)
            changed[stored[key].pk] = usable[key]
    report.updated += len(changed)
    new = _create({key: row for key, row in usable.items() if key not in stored}, origin, at)
    report.created += len(new)
    note_keys({number: digests_of(row.contacts) for number, row in (changed | new).items()})
    find_duplicates(profile_ids=[*changed, *new], at=at)


def _row_errors(row: ReadRow, known: Known) -> list[RowError]:
    problems = rules.problems(row.draft, known)
    return [RowError(row.line, name, decision) for name, decision in list(problems.items())[:1]]


def _origin_key(origin: Origin, key: str) -> str:
    """What is stored to find a row again. Keys that may name a person are kept as a keyed hash only."""
    if origin is Origin.DOU:
        return key
    return salted_hmac(f"talent.{origin}", key, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()


def _create(new: dict[str, ReadRow], origin: Origin, at: datetime) -> dict[int, ReadRow]:
    """The new rows as profiles, by their numbers."""
    numbered = dict(zip(next_numbers(len(new)), new.items(), strict=True))
    Profile.objects.bulk_create(
        Profile(
            pk=number,
            code=rules.code(number),
            pseudonym=rules.pseudonym(number),
            origin=origin,
            origin_key=key,
            registered_at=at,
            refreshed_at=row.said_at or at,
            **columns_of(row.draft),
        )
        for number, (key, row) in numbered.items()
    )
    lines: dict[type[Model], list[Any]] = defaultdict(list)
    for number, (_key, row) in numbered.items():
        for model, rows in lines_of(number, row.draft, row.said_at or at).items():
            lines[model] += rows
    for model, rows in lines.items():
        model._default_manager.bulk_create(rows, batch_size=5000)
    return {number: row for number, (_key, row) in numbered.items()}


def _update(profile: Profile, row: ReadRow, at: datetime) -> None:
    for name, value in columns_of(row.draft).items():
        setattr(profile, name, value)
    profile.refreshed_at = row.said_at or at
    profile.save()
    keep_lines(profile, row.draft, row.said_at or at)
