"""One's own résumé, pasted or uploaded: what it is, and the reader for it.

Nothing is unpacked or fetched here: a PDF, a Word file or an archive is named for what it is and refused.
"""

from __future__ import annotations

import csv
import io
from datetime import date

from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.text import N_
from talentbridge.talent.gateways import cv, europass, jsonresume, table
from talentbridge.talent.gateways.source import RowRefused, guessed_encoding, kind_of, refuse
from talentbridge.talent.rules import Contacts, Reading
from talentbridge.talent.rules.reading import reading_from

MOST_BYTES = 3_000_000  # a Europass file carries its picture
MOST_ELEMENTS = 100_000  # tags or brackets: what a reader would have to hold at once


def read_bytes(data: bytes, today: date, name: str) -> tuple[Reading, Contacts]:
    """What an uploaded file says. `name` is its owner's, to keep it out. Raises `Invalid` (``resume``)."""
    return read_text(text_of(data), today, name)


def read_text(text: str, today: date, name: str) -> tuple[Reading, Contacts]:
    """What a pasted résumé says: JSON Resume, Europass, the bridge's own table, or a CV in words. Raises `Invalid`."""
    try:
        return _read(text, today, name)
    except Invalid as invalid:
        raise Invalid({"resume": next(iter(invalid.fields.values()))}) from None
    except RowRefused as refused:
        raise Invalid({"resume": refused.decision}) from None


def text_of(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or the Korean CP949. Raises `Invalid` (``resume``) for everything else."""
    if len(data) > MOST_BYTES:
        raise _refused(
            "talent.cv_big",
            N_("The file has {size} MB; a CV has at most {most} MB. Paste its text, without pictures."),
            size=len(data) // 1_000_000,
            most=MOST_BYTES // 1_000_000,
        )
    if kind := kind_of(data[:16]):
        raise _refused(
            "talent.cv_not_text",
            N_(
                "This is a {kind} file; it is not opened here. Open it yourself, copy its text and paste it below."
            ),
            kind=kind,
        )
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _refused(
        "talent.cv_no_text",
        N_("No text can be read in this file. Save it as UTF-8 text, or paste its text below."),
    )


def _encodings(data: bytes) -> list[str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    return ["utf-8-sig"] + (["cp949"] if guessed_encoding(data[:40_000]).startswith("CP949") else [])


def _read(text: str, today: date, name: str) -> tuple[Reading, Contacts]:
    begin = text.lstrip("\ufeff \r\n\t")[:2000]
    if "\0" in text:
        raise refuse("talent.file_binary", N_("This is not a text file: it contains zero bytes."))
    if begin.startswith(("<", "{", "[")):
        if text.count("<") + text.count("{") + text.count("[") > MOST_ELEMENTS:
            raise refuse("talent.cv_elements", N_("This file has more parts than a CV can have."))
        return _structured(text, begin, today)
    header = begin.partition("\n")[0]
    if _delimiter(header):
        return _table(text, _delimiter(header))
    return cv.reading_of(text, today, name)


def _structured(text: str, begin: str, today: date) -> tuple[Reading, Contacts]:
    if begin.startswith("<"):
        return europass.reading_of(europass.tree_of(text), today)
    resume = jsonresume.only_one(jsonresume.resumes_in(text))
    if isinstance(resume, dict) and europass.is_europass(resume):
        return europass.reading_of(europass.tree_of(text), today)
    return jsonresume.reading_of(resume, today)


def _delimiter(header: str) -> str:
    """What separates the columns, when a first line has at least two of the names of the bridge's own table."""
    for delimiter in ",;\t":
        names = {cell.strip().strip('"').casefold() for cell in header.split(delimiter)}
        if len(names & set(table.COLUMNS)) >= 2:
            return delimiter
    return ""


def _table(text: str, delimiter: str) -> tuple[Reading, Contacts]:
    try:
        rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter, strict=True))
    except csv.Error:
        raise refuse(
            "talent.csv_broken", N_("This table cannot be read: a quotation mark is not closed.")
        ) from None
    if len(rows) != 1:
        raise refuse(
            "talent.csv_rows",
            N_("A table of your own has one row below its header; this one has {count}."),
            count=len(rows),
        )
    values = {
        str(name).strip().casefold(): (value or "").strip()
        for name, value in rows[0].items()
        if isinstance(value, str)
    }
    return reading_from(table.draft_of({"skills": "", **values})), table.contacts_of(values)


def _refused(code: str, sentence: str, **facts: object) -> Invalid:
    return Invalid({"resume": no(code, sentence, **facts)})
