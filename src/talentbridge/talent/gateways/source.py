"""A file from outside, looked at before anything of it is used: is it there, is it text, is it UTF-8?

Everything is read in pieces, so a file of 256 MB takes no more memory than one of 256 KB.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.text import N_
from talentbridge.talent.rules import Contacts, ProfileDraft

MOST_BYTES = 256 * 1024 * 1024
MOST_LINE = 1024 * 1024  # bytes without a line break; more is no table
MOST_CELL = 20_000  # characters in one cell; more is a quote that was never closed
_PIECE = 1024 * 1024
_SIGNATURES = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP, XLSX, DOCX"),
    (b"\xd0\xcf\x11\xe0", "XLS, DOC"),
    (b"\x1f\x8b", "GZIP"),
    (b"{\\rtf", "RTF"),
    (b"7z\xbc\xaf", "7Z"),
    (b"Rar!", "RAR"),
    (b"RIFF", "WEBP"),
)
_BOMS = ((codecs.BOM_UTF16_LE, "UTF-16LE"), (codecs.BOM_UTF16_BE, "UTF-16BE"))

NOBODY = Contacts()
Progress = Callable[[int, int], None]  # bytes read, bytes in all


@dataclass(frozen=True)
class ReadRow:
    """One row that a reader understood: what it says, the key that finds it again, when its owner said it, and what
    may tell that it is somebody who is here already."""

    line: int
    key: str
    draft: ProfileDraft
    said_at: datetime | None = None
    contacts: Contacts = NOBODY


@dataclass(frozen=True)
class RowError:
    """Why one row was refused. `line` counts from 1, header included; `field` is empty for the whole row."""

    line: int
    field: str
    decision: Decision


class RowRefused(Exception):
    """One row cannot be used; caught by the reader, which goes on with the next."""

    def __init__(self, field: str, decision: Decision) -> None:
        super().__init__(decision.code)
        self.field = field
        self.decision = decision


@dataclass(frozen=True)
class Cells:
    """One row of a table by column name; `error` instead when it could not be split into its columns."""

    line: int
    values: dict[str, str] = field(default_factory=dict)
    error: Decision | None = None


def refuse(code: str, sentence: str, **facts: object) -> Invalid:
    """The error for a file that cannot be used at all."""
    return Invalid({"source": no(code, sentence, **facts)})


def check(path: Path, *, most: int = MOST_BYTES, longest_line: int = MOST_BYTES) -> int:
    """The size of a text file in UTF-8. Raises `Invalid` with a sentence that says what the file is instead."""
    if not path.exists():
        raise refuse("talent.file_missing", N_("There is no file {path}."), path=str(path))
    if not path.is_file():
        raise refuse(
            "talent.file_is_folder", N_("{path} is not a file. Name the file itself."), path=str(path)
        )
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise refuse(
            "talent.file_unreadable",
            N_("{path} cannot be read: {reason}."),
            path=str(path),
            reason=str(error.strerror),
        ) from error
    if not size:
        raise refuse("talent.file_empty", N_("{path} is empty."), path=str(path))
    if size > most:
        raise refuse(
            "talent.file_too_big",
            N_("The file has {size} MB; at most {most} MB can be read. Split it into parts."),
            size=size // 1_000_000,
            most=most // 1_000_000,
        )
    _check_kind(head)
    _check_encoding(path, longest_line)
    return size


def kind_of(head: bytes) -> str:
    """What a file that is no text is by its first bytes: ``PDF``; empty for everything else."""
    return next((kind for signature, kind in _SIGNATURES if head.startswith(signature)), "")


def _check_kind(head: bytes) -> None:
    if kind := kind_of(head):
        raise refuse("talent.file_not_text", N_("This is a {kind} file, not a text file."), kind=kind)
    for bom, name in _BOMS:
        if head.startswith(bom):
            raise _wrong_encoding(name)
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if even or odd:
        if len(head) > 3 and odd > len(head) // 8 > even:
            raise _wrong_encoding("UTF-16LE")
        if len(head) > 3 and even > len(head) // 8 > odd:
            raise _wrong_encoding("UTF-16BE")
        raise refuse("talent.file_binary", N_("This is not a text file: it contains zero bytes."))


def _check_encoding(path: Path, longest_line: int) -> None:
    """Decode everything once; a character cut off at the very end is left to the reader (a half-written row)."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    line = 0  # bytes since the last line break
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            line = len(piece) - piece.rindex(b"\n") if b"\n" in piece else line + len(piece)
            if line > longest_line:
                raise refuse(
                    "talent.file_one_line", N_("The file has a line of more than 1 MB; it is not a table.")
                )
            if b"\0" in piece:
                raise refuse("talent.file_binary", N_("This is not a text file: it contains zero bytes."))
            try:
                decoder.decode(piece)
            except UnicodeDecodeError as error:
                raise _wrong_encoding(guessed_encoding(piece[error.start : error.start + 4000])) from None


def _wrong_encoding(name: str) -> Invalid:
    if not name:
        return refuse("talent.file_not_utf8", N_("The file is not in UTF-8. Save it as UTF-8 and try again."))
    return refuse(
        "talent.file_encoding",
        N_("The file is in {encoding}, not in UTF-8. Save it as UTF-8 and try again."),
        encoding=name,
    )


def guessed_encoding(sample: bytes) -> str:
    """The most likely encoding of a sample that is not UTF-8; empty when unsure."""
    high = sum(byte >= 0x80 for byte in sample)
    hangul = _share(sample, "cp949", lambda letter: "가" <= letter <= "힣", width=2)
    cyrillic = _share(sample, "cp1251", lambda letter: "а" <= letter <= "я" or letter in "ґєіїё", width=1)
    if not high or max(hangul, cyrillic) < high * 0.5:
        return ""
    return "CP949 (EUC-KR)" if hangul > cyrillic else "Windows-1251"


def _share(sample: bytes, encoding: str, belongs: Callable[[str], bool], *, width: int) -> int:
    """How many high bytes of `sample` become letters of the expected script."""
    return width * sum(map(belongs, sample.decode(encoding, errors="ignore")))


def table(
    path: Path,
    *,
    expected: Sequence[str],
    required: Sequence[str],
    progress: Progress | None = None,
) -> Iterator[Cells]:
    """The rows of a CSV file, separated by commas, semicolons or tabs.

    Raises `Invalid` before the first row when the file or its header cannot be used; a row that cannot be split
    comes as `Cells` with an error.
    """
    size = check(path, longest_line=MOST_LINE)
    with path.open("rb") as raw, io.TextIOWrapper(raw, "utf-8-sig", "replace", newline="") as file:
        delimiter, header = _header(path, expected)
        _check_header(header, expected, required)
        csv.field_size_limit(MOST_CELL)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        next(reader)
        while True:
            line = reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                break
            except csv.Error:
                yield Cells(
                    line,
                    error=no(
                        "talent.row_quotes", N_("A quotation mark is not closed, or a cell is too long.")
                    ),
                )
                continue
            if progress is not None:
                progress(min(raw.tell(), size), size)
            if any(row):
                yield _cells(line, header, row)


def _cells(line: int, header: list[str], row: list[str]) -> Cells:
    if len(row) != len(header):
        return Cells(
            line,
            error=no(
                "talent.row_columns",
                N_("The row has {found} of {expected} columns; it may have been cut off."),
                found=len(row),
                expected=len(header),
            ),
        )
    if any("\ufffd" in cell for cell in row):
        return Cells(line, error=no("talent.row_damaged", N_("The row has damaged characters.")))
    return Cells(line, dict(zip(header, (cell.strip() for cell in row), strict=True)))


def _header(path: Path, expected: Sequence[str]) -> tuple[str, list[str]]:
    """The delimiter under which most of the expected columns are found, and the columns, with blanks tidied."""
    best: tuple[int, str, list[str]] = (-1, ",", [])
    for delimiter in ",;\t":
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            try:
                row = next(csv.reader(file, delimiter=delimiter), [])
            except csv.Error:
                continue
        names = [" ".join(cell.split()) for cell in row]
        known = len(set(names) & set(expected))
        if known > best[0]:
            best = (known, delimiter, names)
    return best[1], best[2]


def _check_header(header: list[str], expected: Sequence[str], required: Sequence[str]) -> None:
    listed = ", ".join(expected)
    missing = [name for name in required if name not in header]
    if missing:
        raise refuse(
            "talent.column_missing",
            N_("The column “{column}” is missing. Expected columns: {expected}."),
            column="”, “".join(missing),
            expected=listed,
        )
    unknown = [name[:60] for name in header if name not in expected]
    if unknown:
        raise refuse(
            "talent.column_unknown",
            N_("The column “{column}” is unknown. Expected columns: {expected}."),
            column="”, “".join(unknown),
            expected=listed,
        )
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise refuse(
            "talent.column_twice", N_("The column “{column}” stands there twice."), column="”, “".join(twice)
        )
