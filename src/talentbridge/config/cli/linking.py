"""`evaluate skills` and `evaluate titles`: the product's own linking on files from outside (docs/formats.md)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from talentbridge.config.cli.words import gettext as _

if TYPE_CHECKING:
    import numpy as np

    from talentbridge.skills.rules.linking import Index

LARGEST = 64_000_000  # bytes of a file; it is read whole
LARGEST_LINE = 1_000_000  # bytes without a line break
COLUMN = "sentence"
_FILE = click.Path(path_type=Path)


@click.command()
@click.option("--labels", type=_FILE, required=True, help="The labels to rank, one a line.")
@click.option("--sentences", type=_FILE, required=True, help="A CSV file with a column “sentence”.")
@click.option(
    "--out", type=_FILE, required=True, help="Write query, item, rank and score into this file (TSV)."
)
@click.option(
    "--top", default=100, show_default=True, type=click.IntRange(min=1), help="How many labels a sentence."
)
def skills(labels: Path, sentences: Path, out: Path, top: int) -> None:
    """Rank the given labels for each sentence: what is it about?"""
    known = list(dict.fromkeys(_lines(labels)))
    asked = list(dict.fromkeys(_sentences(sentences)))
    index = _index(known)
    _write(out, _ranks([(text, text) for text in asked], known, index.about, top))
    click.echo(
        _("{queries} queries, {items} items: {file}").format(queries=len(asked), items=len(known), file=out)
    )


@click.command()
@click.option("--queries", type=_FILE, required=True, help="Titles to ask for: id, tab, title.")
@click.option("--titles", "items", type=_FILE, required=True, help="Titles to rank: id, tab, title.")
@click.option("--lang", type=click.Choice(["en", "ko"]), required=True, help="The language of the titles.")
@click.option(
    "--out", type=_FILE, required=True, help="Write query, item, rank and score into this file (TSV)."
)
def titles(queries: Path, items: Path, lang: str, out: Path) -> None:
    """Rank all titles for each queried title: which jobs are the same or near? Both languages are read alike."""
    asked, known = list(_titles(queries)), list(_titles(items))
    index = _index([title for _id, title in known])
    _write(out, _ranks(asked, [id for id, _title in known], index.alike, len(known)))
    click.echo(
        _("{queries} queries, {items} items: {file}").format(queries=len(asked), items=len(known), file=out)
    )


def _index(labels: list[str]) -> Index:
    from talentbridge.skills.rules import lexicon
    from talentbridge.skills.rules.linking import Index, knowledge

    return Index(labels, knowledge(lexicon()))


def _ranks(
    asked: Iterable[tuple[str, str]], items: list[str], score: Callable[[str], np.ndarray], top: int
) -> Iterator[tuple[str, str, int, float]]:
    from talentbridge.skills.rules.linking import ranked

    for query, text in asked:
        scores = score(text)
        for rank, number in enumerate(ranked(scores, top), start=1):
            yield query, items[number], rank, float(scores[number])


def _write(out: Path, ranks: Iterable[tuple[str, str, int, float]]) -> None:
    try:
        with out.open("w", encoding="utf-8", newline="\n") as file:
            file.write("query\titem\trank\tscore\n")
            for query, item, rank, score in ranks:
                file.write(f"{_on_one_line(query)}\t{_on_one_line(item)}\t{rank}\t{score:.6f}\n")
    except OSError as error:
        raise click.ClickException(
            _("{file} cannot be written: {reason}.").format(file=out, reason=error.strerror)
        ) from None


def _on_one_line(text: str) -> str:
    """A tab or a line break inside `text` would end its cell: a blank stands for it."""
    return text.replace("\t", " ").replace("\r", " ").replace("\n", " ")


def _sentences(file: Path) -> Iterator[str]:
    """The cells of the column; an empty one is left out."""
    csv.field_size_limit(LARGEST_LINE)
    rows = csv.DictReader(io.StringIO(_text(file), newline=""))
    try:
        if COLUMN not in (rows.fieldnames or ()):
            raise click.ClickException(
                _("{file} has no column “{column}” in its first row.").format(file=file, column=COLUMN)
            )
        found = [row[COLUMN] for row in rows if (row[COLUMN] or "").strip()]
    except csv.Error as error:
        raise click.ClickException(
            _("{file}, line {line}: not a row of a CSV file ({reason}).").format(
                file=file, line=rows.line_num, reason=error
            )
        ) from None
    _refuse_nothing(file, found)
    yield from found


def _titles(file: Path) -> Iterator[tuple[str, str]]:
    """(id, title) of each line; a line without a tab is both. A first line “id, title” names the columns."""
    found: dict[str, str] = {}
    for number, line in enumerate(_lines(file)):
        id, _tab, title = line.partition("\t")
        if number == 0 and (id.casefold(), title.casefold()) == ("id", "title"):
            continue
        if id in found:
            raise click.ClickException(
                _("{file}: the id “{id}” stands there twice.").format(file=file, id=id)
            )
        found[id] = title.strip() or id
    _refuse_nothing(file, found)
    yield from found.items()


def _lines(file: Path) -> list[str]:
    """The lines that are not blank."""
    found = [line for line in _text(file).split("\n") if line.strip()]
    _refuse_nothing(file, found)
    return found


def _refuse_nothing(file: Path, found: Collection[str]) -> None:
    if not found:
        raise click.ClickException(_("{file} is empty: there is nothing to rank.").format(file=file))


def _text(file: Path) -> str:
    from talentbridge.talent.gateways.source import check

    check(file, most=LARGEST, longest_line=LARGEST_LINE)
    return file.read_text(encoding="utf-8-sig")
