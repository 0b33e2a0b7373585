"""The euro reference rates of the European Central Bank: eurofxref as XML (a day or many) and as CSV.

They are based on the euro; the won's rate of the same day turns them into won per unit.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from talentbridge.kernel.text import N_
from talentbridge.policy.gateways import published
from talentbridge.policy.gateways.published import Published
from talentbridge.policy.rules import Certainty
from talentbridge.policy.rules.fx import HOME, Rate, crossed

SOURCE = N_("European Central Bank, euro reference rates")
PAGE = "https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/html/index.en.html"
_SPACE = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}"
_ABSENT = {"", "N/A"}


def read(document: bytes) -> Published:
    """The rates of a document, in won per unit. Raises `Invalid` on ``document``."""
    raw = published.plain(document)
    days = _of_xml(raw) if raw.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") else _of_csv(raw)
    rates: list[Rate] = []
    for on, per_euro in days:
        rates += crossed(per_euro, on)
        if len(rates) > published.MOST_RATES:
            raise published.too_large()
    if not rates:
        raise published.refuse(
            "policy.ecb_no_won",
            N_("No day of this file has a rate of the won, so nothing can be turned into won."),
        )
    return Published(SOURCE, PAGE, Certainty.OFFICIAL, tuple(rates))


def _of_xml(raw: bytes) -> Iterable[tuple[date, Mapping[str, Decimal]]]:
    try:
        root: Element = ElementTree.fromstring(raw, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise published.refuse(
            "policy.fx_xml", N_("The file cannot be read as XML, or has a document type.")
        ) from error
    cubes = [cube for cube in root.iter(f"{_SPACE}Cube") if "time" in cube.attrib]
    if not cubes:
        raise published.refuse("policy.ecb_kind", N_("This is no table of euro reference rates of the ECB."))
    for cube in cubes:
        on = published.day(cube.attrib["time"], "Cube")
        per_euro: dict[str, Decimal] = {}
        for each in cube.findall(f"{_SPACE}Cube"):
            code = each.get("currency", "")
            if code in per_euro:
                raise _twice(code, on)
            per_euro[code] = published.number(each.get("rate", ""), f"{on} {code}")
        yield on, per_euro


def _of_csv(raw: bytes) -> Iterable[tuple[date, Mapping[str, Decimal]]]:
    rows = csv.reader(published.text_of(raw).splitlines())
    try:
        head = [name.strip() for name in next(rows, [])]
        if not head or head[0] != "Date" or HOME not in head:
            raise published.refuse(
                "policy.ecb_kind", N_("This is no table of euro reference rates of the ECB.")
            )
        if repeated := [code for code, times in Counter(head).items() if code and times > 1]:
            raise published.refuse(
                "policy.ecb_columns", N_("The column {currency} comes twice."), currency=sorted(repeated)[0]
            )
        for cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            on = _day(cells[0], f"{rows.line_num}")
            yield (
                on,
                {
                    code: published.number(cell, f"{on} {code}")
                    for code, cell in zip(head[1:], cells[1:], strict=False)
                    if code and cell.strip() not in _ABSENT
                },
            )
    except csv.Error as error:
        raise published.refuse(
            "policy.fx_csv", N_("Line {line} of the table cannot be read."), line=rows.line_num
        ) from error


def _day(text: str, where: str) -> date:
    """2026-10-30, or 30 October 2026 as the daily file writes it."""
    try:
        return datetime.strptime(text.strip(), "%d %B %Y").date()  # noqa: DTZ007 - a day, not a moment
    except ValueError:
        return published.day(text, where)


def _twice(code: str, on: date) -> Exception:
    return published.refuse(
        "policy.fx_twice", N_("{currency} comes twice for {day}."), currency=code, day=on.isoformat()
    )
