"""`import-talents` and `match`: the main job on real input, from a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from talentbridge.config.cli import words
from talentbridge.config.cli.words import gettext as _

if TYPE_CHECKING:
    from talentbridge.talent.services import ImportReport

SHOWN_REFUSALS = 20
LARGEST_NEED = 1_000_000  # bytes; a need has 50,000 characters at most, the verb says so in its own words


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format", "format_", type=click.Choice(["dou", "jsonresume", "csv", "europass"]), required=True
)
@click.option(
    "--refused", type=click.Path(path_type=Path), help="Write the refused rows and why into this file."
)
def import_talents(file: Path, format_: str, refused: Path | None) -> None:
    """Bring in profiles from FILE. Stop it and start it again as you like: nothing is taken twice."""
    _refuse_unreadable(file)
    from talentbridge.config.cli.session import with_database

    with with_database(prepared=True):
        from talentbridge.kernel.actor import SYSTEM
        from talentbridge.kernel.clock import now
        from talentbridge.talent.services import import_profiles

        with _progress(file.name) as progress:
            report = import_profiles(actor=SYSTEM, source=file, format=format_, at=now(), progress=progress)
        _tell_import(report, refused)


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on the terminal's error stream, so that output can be piped; a plain pipe gets none."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _tell_import(report: ImportReport, refused: Path | None) -> None:
    click.echo(
        _("{created} new, {updated} updated, {unchanged} unchanged, {refused} refused.").format(
            created=report.created,
            updated=report.updated,
            unchanged=report.unchanged,
            refused=report.refused_count,
        )
    )
    lines = [
        _("line {line}: {why}").format(line=row.line, why=words.told(row.decision)) for row in report.refused
    ]
    if refused is not None:
        refused.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    for line in lines[:SHOWN_REFUSALS]:
        click.echo(f"  {line}", err=True)
    if report.refused_count > SHOWN_REFUSALS:
        more = report.refused_count - SHOWN_REFUSALS
        click.echo("  " + _("… and {more} more; --refused FILE writes them all.").format(more=more), err=True)


@click.command()
@click.argument("need", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--top", default=10, show_default=True, type=click.IntRange(1, 100), help="How many people.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def match(need: Path, top: int, as_json: bool) -> None:
    """Read a need (a text file, Korean or English; - is standard input) and print an explained shortlist."""
    text = _read_text(need)
    from talentbridge.config.cli.session import with_database

    with with_database(prepared=True):
        from talentbridge.kernel.clock import now
        from talentbridge.matching.services import match_need

        report = match_need(text=text, top=top, at=now(), language=words.language())
        if as_json:
            click.echo(json.dumps(report.to_json(), ensure_ascii=False, indent=2))
        else:
            for line in report.lines():
                click.echo(line)


def _refuse_unreadable(file: Path) -> None:
    try:
        with file.open("rb"):
            pass
    except OSError as error:
        raise click.ClickException(
            _("{file} cannot be read: {reason}.").format(file=file, reason=error.strerror)
        ) from None


def _read_text(file: Path) -> str:
    if str(file) == "-":
        raw = sys.stdin.buffer.read(LARGEST_NEED + 1)
    else:
        _refuse_unreadable(file)
        with file.open("rb") as opened:
            raw = opened.read(LARGEST_NEED + 1)
    if len(raw) > LARGEST_NEED:
        raise click.ClickException(_("{file} is too large for the text of a need.").format(file=file))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return raw.decode("cp949")  # what Korean Windows programs still write
        except UnicodeDecodeError:
            raise click.ClickException(
                _("{file} is not text in UTF-8: save it as UTF-8 and try again.").format(file=file)
            ) from None
