"""`evaluate read` and `evaluate aliases`: the product's own reader on files from outside (docs/formats.md)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import click

from talentbridge.config.cli.words import gettext as _

LARGEST = 64_000_000  # bytes of a file; it is read whole
LARGEST_LINE = 4_000_000  # bytes without a line break; more is no table
_FILE = click.Path(path_type=Path)
_KOREAN = {"ko", "korean", "한국어", "국문"}
_ENGLISH = {"en", "english", "영어", "영문"}


@click.command()
@click.option(
    "--texts",
    type=_FILE,
    required=True,
    help="A TSV file with a column “text”, or texts in its first column.",
)
@click.option("--out", type=_FILE, required=True, help="Write one JSON object a text into this file (JSONL).")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="The day on which the texts are read; default: today."
)
def read(texts: Path, out: Path, on: datetime | None) -> None:
    """Read each text: skills, roles, levels, years, languages, hours, pay, forms of work, with offsets."""
    from talentbridge.kernel.clock import now
    from talentbridge.skills.rules.reading import read as read_text

    rows, day = list(_texts(texts)), (on or now()).date()
    _write(
        out,
        (
            json.dumps(
                {"id": id, "text": text, "found": [each.to_json() for each in read_text(text, day)]},
                ensure_ascii=False,
            )
            for id, text in rows
        ),
    )
    click.echo(_("{count} texts: {file}").format(count=len(rows), file=out))


@click.command()
@click.option(
    "--pairs", type=_FILE, required=True, help="A TSV file with a Korean and an English name in each line."
)
@click.option(
    "--out", type=_FILE, required=True, help="Write both names, their ids and whether they agree (TSV)."
)
def aliases(pairs: Path, out: Path) -> None:
    """Name the skill or role that each of two names stands for, and say whether it is the same one."""
    rows = list(_pairs(pairs))
    lines = ["ko\ten\tko_id\ten_id\tsame"]
    agreed = 0
    for korean, english in rows:
        ids = _meant(korean), _meant(english)
        same = ids[0] == ids[1] != ""
        agreed += same
        lines.append("\t".join((korean, english, *ids, "yes" if same else "no")))
    _write(out, lines)
    click.echo(
        _("{same} of {count} pairs mean the same: {file}").format(same=agreed, count=len(rows), file=out)
    )


def _meant(name: str) -> str:
    """The id that is called so; where several are read in the name, all of them with a semicolon between."""
    from talentbridge.skills.rules import meanings

    return ";".join(meanings(name))


def _texts(file: Path) -> Iterator[tuple[str, str]]:
    """(id, text) of each row; without a column ``id``, rows are numbered from 1."""
    header, *rows = _rows(file)
    names = [name.strip().casefold() for name in header]
    if "text" in names:
        column = names.index("text")
    elif "id" in names:
        raise click.ClickException(_missing(file, "text"))
    else:
        column, rows = 0, [header, *rows]  # no names of columns: every row is a text
    id_column = names.index("id") if "text" in names and "id" in names else None
    for number, row in enumerate(rows, start=1):
        if len(row) <= max(column, id_column or 0):
            message = _("{file}, row {row}: it has fewer columns than the first one.")
            raise click.ClickException(message.format(file=file, row=number))
        yield (str(number) if id_column is None else row[id_column]), row[column]


def _pairs(file: Path) -> Iterator[tuple[str, str]]:
    """(Korean, English) of each row, by the names of the columns or the first two of them."""
    header, *rows = _rows(file)
    names = [name.strip().casefold() for name in header]
    korean, english = (
        next((place for place, name in enumerate(names) if name in wanted), None)
        for wanted in (_KOREAN, _ENGLISH)
    )
    if korean is None and english is None:
        korean, english, rows = 0, 1, [header, *rows]
    if korean is None or english is None or len(header) < 2:
        raise click.ClickException(_missing(file, "ko” / “en"))
    for number, row in enumerate(rows, start=1):
        if len(row) <= max(korean, english):
            message = _("{file}, row {row}: a Korean and an English name with a tab between are expected.")
            raise click.ClickException(message.format(file=file, row=number))
        yield row[korean].strip(), row[english].strip()


def _missing(file: Path, column: str) -> str:
    return _("{file} has no column “{column}” in its first row.").format(file=file, column=column)


def _rows(file: Path) -> list[list[str]]:
    """The rows of a TSV file that are not blank. Cells may be quoted as in CSV; where quotes do not close, they are text."""
    from talentbridge.talent.gateways.source import check

    check(file, most=LARGEST, longest_line=LARGEST_LINE)
    text = file.read_text(encoding="utf-8-sig")
    csv.field_size_limit(LARGEST_LINE)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))
    except csv.Error:
        rows = [line.rstrip("\r").split("\t") for line in text.split("\n")]
    found = [row for row in rows if any(cell.strip() for cell in row)]
    if not found:
        raise click.ClickException(_("{file} is empty.").format(file=file))
    return found


def _write(out: Path, lines: Iterable[str]) -> None:
    try:
        with out.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in lines)
    except OSError as error:
        message = _("{file} cannot be written: {reason}.").format(file=out, reason=error.strerror)
        raise click.ClickException(message) from None
