"""`doctor`: what is there, what is missing, and how to mend it."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import click

from talentbridge.config import database
from talentbridge.config.cli import words
from talentbridge.config.cli.words import gettext as _
from talentbridge.kernel.postgres import DatabaseUnavailable

LITTLE_SPACE = 1_000_000_000  # bytes
TOO_LITTLE_SPACE = 100_000_000
OLDEST_SERVER = 15
CONTRACT_FONTS = Path(__file__).resolve().parents[2] / "contracts" / "data" / "fonts"


class State(StrEnum):
    """How one thing stands."""

    GOOD = "good"
    OPTIONAL = "optional"  # missing, and the product runs without it
    BAD = "bad"


MARKS = {State.GOOD: ("✔", "green"), State.OPTIONAL: ("–", "yellow"), State.BAD: ("✘", "red")}


@dataclass(frozen=True)
class Finding:
    """One line of the report; `fix` says what to do, empty when all is well."""

    state: State
    subject: str
    sentence: str
    fix: str = ""


@click.command()
def doctor() -> None:
    """Say which database and which features are there, what is missing, and how to fix it."""
    findings = []
    for finding in examine():
        mark, colour = MARKS[finding.state]
        click.echo(f"{click.style(mark, fg=colour)} {finding.subject}: {finding.sentence}")
        if finding.fix:
            click.echo(f"    → {finding.fix}")
        findings.append(finding)
    if any(finding.state is State.BAD for finding in findings):
        raise SystemExit(1)


def examine() -> Iterator[Finding]:
    """Every finding, in the order a newcomer needs them."""
    yield _data_directory()
    yield from _databases()
    yield _feature("typst", _("Contracts as PDF"), needed=True)
    yield _feature("pyhanko", _("Seals on PDF files"), needed=True)
    yield _glyphs()
    yield _catalogues()
    yield _browser()
    yield from _shards()
    yield from _drafting()


def _data_directory() -> Finding:
    subject = _("Data directory")
    try:
        data = database.data_directory()
        probe = data / f"doctor.{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except DatabaseUnavailable as trouble:
        return Finding(State.BAD, subject, words.told(trouble.decision))
    except OSError as error:
        return Finding(
            State.BAD,
            subject,
            _("{data} cannot be written to: {reason}.").format(data=data, reason=error.strerror),
            _("Change its permissions, or choose another one with TALENTBRIDGE_DATA."),
        )
    free = shutil.disk_usage(data).free
    sentence = _("{data}, {free} MB free").format(data=data, free=free // 1_000_000)
    if free < LITTLE_SPACE:
        state = State.BAD if free < TOO_LITTLE_SPACE else State.OPTIONAL
        return Finding(state, subject, sentence, _("Make room on this disk, or choose another directory."))
    return Finding(State.GOOD, subject, sentence)


def _databases() -> Iterator[Finding]:
    subject = _("Database")
    try:
        with database.served():
            from talentbridge.config.cli.session import set_up_django

            set_up_django()
            from django.db import OperationalError

            try:
                yield _server(subject)
                yield _migrations()
            except OperationalError as error:
                yield Finding(
                    State.BAD,
                    subject,
                    _first_line(error),
                    _("Check DATABASE_URL and whether that server runs."),
                )
    except DatabaseUnavailable as trouble:
        yield Finding(State.BAD, subject, words.told(trouble.decision))


def _server(subject: str) -> Finding:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select current_setting('server_version'), current_setting('server_version_num')::int / 10000,"
            # The column is called datlocale since 17; a column that is not there is not an error in JSON.
            " current_setting('data_checksums'), coalesce(to_jsonb(d)->>'datlocale', d.datcollate),"
            " pg_encoding_to_char(d.encoding) from pg_database d where datname = current_database()"
        )
        version, major, checksums, locale, encoding = cursor.fetchone()
    which = _("the server of DATABASE_URL") if os.environ.get("DATABASE_URL") else _("embedded")
    sentence = _("{which}, PostgreSQL {version}, {encoding}, locale {locale}, checksums {checksums}").format(
        which=which, version=version, encoding=encoding, locale=locale, checksums=checksums
    )
    if major < OLDEST_SERVER or encoding != "UTF8":
        return Finding(
            State.BAD, subject, sentence, _("Use a server of PostgreSQL 15 or newer with a UTF-8 database.")
        )
    if checksums != "on":
        return Finding(
            State.OPTIONAL,
            subject,
            sentence,
            _("Stop that server and switch them on with pg_checksums --enable."),
        )
    return Finding(State.GOOD, subject, sentence)


def _migrations() -> Finding:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        return Finding(
            State.BAD,
            _("Tables"),
            _("{count} migrations are not applied yet").format(count=len(pending)),
            "talentbridge migrate",
        )
    return Finding(State.GOOD, _("Tables"), _("up to date"))


def _feature(package: str, subject: str, *, needed: bool) -> Finding:
    if importlib.util.find_spec(package) is None:
        return Finding(
            State.BAD if needed else State.OPTIONAL,
            subject,
            _("{package} is not installed").format(package=package),
            "make setup",
        )
    return Finding(State.GOOD, subject, f"{package} {importlib.metadata.version(package)}")


def _glyphs() -> Finding:
    """Contracts are set as PDF/A, where typesetting fails on a missing glyph instead of printing an empty box."""
    subject = _("Fonts for contracts")
    try:
        import typst

        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(CONTRACT_FONTS)])
        typst.compile(
            '#set text(font: "Pretendard")\n계약서 Contract'.encode(), font_paths=fonts, pdf_standards="a-3b"
        )
    except (ImportError, RuntimeError) as error:
        return Finding(
            State.BAD,
            subject,
            _first_line(error),
            _("Get {path} back: git checkout does.").format(path=CONTRACT_FONTS),
        )
    return Finding(State.GOOD, subject, _("Korean and English can be set"))


def _catalogues() -> Finding:
    from talentbridge.config import catalogues

    missing = catalogues.problems()
    if missing:
        return Finding(
            State.OPTIONAL,
            _("Translations"),
            _("{count} sentences need work").format(count=len(missing)),
            "make translate",
        )
    return Finding(State.GOOD, _("Translations"), _("complete"))


def _browser() -> Finding:
    subject = _("Browser for tests")
    path = shutil.which("chromium")
    if path is None:
        return Finding(State.OPTIONAL, subject, _("chromium is not installed"), "make browser")
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    return Finding(State.GOOD, subject, told or path)


def _shards() -> Iterator[Finding]:
    """Only where matching is told to use other machines."""
    from django.conf import settings

    if not settings.configured or not settings.SHARDS:
        return
    subject = _("Shards for matching")
    try:
        from talentbridge.matching import gateways
    except ImportError:
        yield Finding(
            State.BAD, subject, _("{package} is not installed").format(package="ray"),
            "pip install --require-hashes -r requirements/cluster.lock",
        )  # fmt: skip
        return
    try:
        gateways.knock(settings.RAY_ADDRESS)
    except (OSError, ValueError) as error:
        yield Finding(
            State.BAD,
            subject,
            _("nobody answers at {address}: {reason}").format(
                address=settings.RAY_ADDRESS, reason=_first_line(error)
            ),
            _("Start the cluster, and give its address with RAY_ADDRESS: docs/scaling.md."),
        )
    else:
        yield Finding(
            State.GOOD,
            subject,
            _("{count}, on the cluster at {address}").format(
                count=settings.SHARDS, address=settings.RAY_ADDRESS
            ),
        )


def _drafting() -> Iterator[Finding]:
    """Whether texts of tasks may go to a language model, and to which host."""
    from django.conf import settings

    if not settings.configured:
        return
    subject = _("Drafting by a language model")
    from talentbridge.demand.gateways import drafting

    to = drafting.endpoint()
    if to is not None:
        sentence = _("on: {model} at {host}; each text is shown and sent by a click").format(
            model=to.model, host=to.host
        )
        yield Finding(State.GOOD, subject, sentence)
    elif settings.DRAFTING_URL or settings.DRAFTING_MODEL:
        yield Finding(
            State.BAD,
            subject,
            _("off: its settings are incomplete"),
            _("Set TALENTBRIDGE_DRAFTING_URL (http or https) and TALENTBRIDGE_DRAFTING_MODEL, or neither."),
        )
    else:
        yield Finding(State.GOOD, subject, _("off; nothing leaves the house"))


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
