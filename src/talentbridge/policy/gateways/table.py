"""A table of rates that somebody wrote: ``currency,date,krw_per,source`` as CSV."""

from __future__ import annotations

import csv
import io

from talentbridge.kernel.text import N_
from talentbridge.policy.gateways import published
from talentbridge.policy.gateways.published import Published
from talentbridge.policy.rules import Certainty
from talentbridge.policy.rules.fx import Rate

COLUMNS = ("currency", "date", "krw_per", "source")
LONGEST_LINE = 10_000  # characters


def read(document: bytes) -> list[Published]:
    """The rates of each source. Raises `Invalid` on ``document``, with the line."""
    text = published.text_of(document)
    if (
        max(map(len, text.splitlines()), default=0) > LONGEST_LINE
    ):  # csv's own limit is one for the whole process
        raise published.refuse("policy.fx_csv", N_("Line {line} of the table cannot be read."), line=1)
    rows = csv.reader(io.StringIO(text, newline=""))
    by_source: dict[str, list[Rate]] = {}
    count = 0
    try:
        head = [name.strip().lower() for name in next(rows, [])]
        if sorted(head) != sorted(COLUMNS):
            raise published.refuse(
                "policy.csv_head",
                N_("The first line must name the columns: {columns}."),
                columns=",".join(COLUMNS),
            )
        for cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            line = rows.line_num
            if len(cells) != len(head):
                raise published.refuse(
                    "policy.csv_cells", N_("Line {line} has too many or too few cells."), line=line
                )
            said = dict(zip(head, (cell.strip() for cell in cells), strict=True))
            if not said["source"] or len(said["source"]) > 300:
                raise published.refuse(
                    "policy.csv_source", N_("Line {line} does not say its source."), line=line
                )
            count += 1
            if count > published.MOST_RATES:
                raise published.too_large()
            by_source.setdefault(said["source"], []).append(
                Rate(said["currency"].upper(), published.day(said["date"], str(line)),
                     published.number(said["krw_per"], str(line)))
            )  # fmt: skip
    except csv.Error as error:
        raise published.refuse(
            "policy.fx_csv", N_("Line {line} of the table cannot be read."), line=rows.line_num
        ) from error
    if not by_source:
        raise published.refuse("policy.csv_empty", N_("The table has no rates."))
    return [Published(source, "", Certainty.JUDGEMENT, tuple(rates)) for source, rates in by_source.items()]
