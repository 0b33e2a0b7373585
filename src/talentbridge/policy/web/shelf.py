"""Rows as pages need them: those of some countries and prefixes in one query, and each as a line that can be printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Q

from talentbridge.kernel import show
from talentbridge.policy import queries
from talentbridge.policy.rules import Certainty, Rule, files, spec

_COLUMNS = [each.name for each in fields(Rule)]  # a row's columns are named as the rule's fields


def rows_of(on: date, *, countries: Iterable[str] = (), prefixes: Iterable[str] = ()) -> list[spec.Row]:
    """The rows valid on a day, of `countries` ("" is Korea's side) and below `prefixes` where given; one query."""
    rows = queries.valid_on(on)
    if countries := list(countries):
        rows = rows.filter(country__in=countries)
    if wanted := [Q(key=prefix) | Q(key__startswith=f"{prefix}.") for prefix in prefixes]:
        either = wanted[0]
        for each in wanted[1:]:
            either |= each
        rows = rows.filter(either)
    return [
        files.as_statement(row) if row["value"] is None else files.as_rule(row)
        for row in rows.values(*_COLUMNS)
    ]


@dataclass(frozen=True)
class Shown:
    """A line in the reader's language: either `figure` with `unit`, or `text`; `row` for source and certainty.

    `note`: what has to be read with a figure; `differs`: another source says something else (`spec.differences`).
    """

    row: spec.Row
    title: str
    figure: str
    unit: str
    facts: dict[str, str]
    text: str
    note: str
    certainty: Certainty
    differs: bool = False


def shown(lines: Iterable[spec.Line]) -> list[Shown]:
    """The lines for a template."""
    return [_shown(line) for line in lines]


def _shown(line: spec.Line) -> Shown:
    language, row = show.reading(), line.row
    figure, unit, facts = line.reading
    return Shown(
        row=row,
        title=row.title(language),
        figure=figure,
        unit=unit,
        facts=facts,
        text=row.text(language) if not isinstance(row, Rule) else "",
        note=row.note(language) if isinstance(row, Rule) else "",
        certainty=line.certainty,
        differs=bool(row.differs_from),
    )


@dataclass(frozen=True)
class Group:
    """Lines under one title that share a source: a cell of the specification's tables. `usual` is the mark of most."""

    title: str
    lines: list[Shown]
    usual: Certainty

    @property
    def row(self) -> spec.Row:
        return self.lines[0].row


def grouped(lines: list[Shown]) -> list[Group]:
    """Neighbouring lines of one title and one source as a group each."""
    groups: list[list[Shown]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        if last and (last.title, last.row.source_name) == (line.title, line.row.source_name):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [Group(each[0].title, each, _most(line.certainty for line in each)) for each in groups]


def _most(marks: Iterable[Certainty]) -> Certainty:
    marks = list(marks)
    return max(marks, key=marks.count)


def counted(rows: Iterable[spec.Row]) -> dict[str, int]:
    """How many rows carry each mark, in the marks' order: what is known about a country, and how well."""
    marks = [row.certainty for row in rows]
    return {str(mark): marks.count(mark) for mark in Certainty if mark in marks}


def as_json(row: spec.Row) -> dict[str, Any]:
    """A row as the API gives it (`rest.book.RowOut`)."""
    note_ko, note_en = (row.note_ko, row.note_en) if isinstance(row, Rule) else (row.text_ko, row.text_en)
    return {
        "key": row.key,
        "country": row.country,
        "value": f"{row.value.normalize():f}" if isinstance(row, Rule) else None,
        "unit": row.unit if isinstance(row, Rule) else "",
        "title_ko": row.title_ko,
        "title_en": row.title_en,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "source_name": row.source_name,
        "source_url": row.source_url,
        "checked_on": row.checked_on,
        "certainty": row.certainty,
        "differs_from": row.differs_from,
        "note_ko": note_ko,
        "note_en": note_en,
    }
