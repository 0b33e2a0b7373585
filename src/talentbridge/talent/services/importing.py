"""Bringing in a file of profiles.

Rows are read one by one and stored in batches, each in a transaction of its own; after a crash the same command goes
on where it stopped, because every row finds itself again by its key. Two imports never run at once.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from talentbridge.audit import services as audit
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, Refused, require
from talentbridge.kernel.text import N_
from talentbridge.skills import queries as skills
from talentbridge.talent import permissions, rules
from talentbridge.talent.gateways import dou, jsonresume, table
from talentbridge.talent.gateways.source import Progress, ReadRow, RowError
from talentbridge.talent.models import ImportRun, Origin, Profile, ProfileSkill
from talentbridge.talent.rules import Evidence, ProfileDraft
from talentbridge.talent.services.keeping import columns_of
from talentbridge.talent.services.numbers import next_numbers

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
    """Bring in a file (`format`: ``dou``, ``jsonresume`` or ``csv``); a second run of the same file changes nothing.

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
        report = ImportReport()
        for batch in _batches(itertools.chain([first] if first else [], rows)):
            with transaction.atomic():
                _store(batch, Origin(format), at, report)
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


def _store(batch: list[ReadRow | RowError], origin: Origin, at: datetime, report: ImportReport) -> None:
    """Store the usable rows of a batch: new ones in bulk, changed ones one by one."""
    usable: dict[str, ReadRow] = {}
    for row in batch:
        errors = [row] if isinstance(row, RowError) else _row_errors(row)
        if errors or isinstance(row, RowError):
            report.refused_count += 1
            report.refused += errors[: max(0, KEPT_ERRORS - len(report.refused))]
        else:
            usable[_origin_key(origin, row.key)] = row
    known = {
        profile.origin_key: profile
        for profile in Profile.objects.filter(origin=origin, origin_key__in=usable).prefetch_related("skills")
    }
    for key in usable.keys() & known.keys():
        if _is_same(known[key], usable[key].draft):
            report.unchanged += 1
        else:
            _update(known[key], usable[key], at)
            report.updated += 1
    new = {key: row for key, row in usable.items() if key not in known}
    _create(new, origin, at)
    report.created += len(new)


def _row_errors(row: ReadRow) -> list[RowError]:
    problems = rules.problems(row.draft, skills.skill_ids())
    return [RowError(row.line, name, decision) for name, decision in list(problems.items())[:1]]


def _origin_key(origin: Origin, key: str) -> str:
    """What is stored to find a row again. Keys that may name a person are kept as a keyed hash only."""
    if origin is Origin.DOU:
        return key
    return salted_hmac(f"talent.{origin}", key, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()


def _create(new: dict[str, ReadRow], origin: Origin, at: datetime) -> None:
    profiles, lines = [], []
    for number, (key, row) in zip(next_numbers(len(new)), new.items(), strict=True):
        profiles.append(
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
        )
        lines += _lines(number, row, at)
    Profile.objects.bulk_create(profiles)
    ProfileSkill.objects.bulk_create(lines, batch_size=5000)


def _lines(profile_id: int, row: ReadRow, at: datetime) -> list[ProfileSkill]:
    return [
        ProfileSkill(
            profile_id=profile_id,
            skill_id=skill,
            level=level,
            evidence=Evidence.CLAIMED,
            seen_at=row.said_at or at,
        )
        for skill, level in row.draft.skills.items()
    ]


def _is_same(profile: Profile, draft: ProfileDraft) -> bool:
    held = {line.skill_id: line.level for line in profile.skills.all()}
    columns = columns_of(draft)
    return held == dict(draft.skills) and all(getattr(profile, name) == columns[name] for name in columns)


def _update(profile: Profile, row: ReadRow, at: datetime) -> None:
    for name, value in columns_of(row.draft).items():
        setattr(profile, name, value)
    profile.refreshed_at = row.said_at or at
    profile.save()
    profile.skills.all().delete()
    ProfileSkill.objects.bulk_create(_lines(profile.pk, row, at))
