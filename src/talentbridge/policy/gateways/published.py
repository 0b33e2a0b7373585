"""What a published table of rates brings, and refusing one that cannot be read."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.text import N_
from talentbridge.policy.rules import Certainty
from talentbridge.policy.rules.fx import Rate

LIMIT = 20 * 1024 * 1024  # bytes of one document, packed or not
MOST_RATES = 500_000
LONGEST_NUMBER = 40


@dataclass(frozen=True)
class Published:
    """The rates of one source in one document."""

    source: str
    source_url: str
    certainty: Certainty
    rates: tuple[Rate, ...]


def refuse(code: str, sentence: str, **facts: object) -> Invalid:
    """The refusal of a document, to be raised; it stands beside the field that brought it."""
    return Invalid({"document": no(code, sentence, **facts)})


def too_large() -> Invalid:
    return refuse("policy.fx_large", N_("The file is larger than {limit} MB."), limit=LIMIT // 1024**2)


def plain(document: bytes) -> bytes:
    """The document itself; of a ZIP archive its only file. Raises `Invalid` when it is too large, packed or not."""
    if len(document) > LIMIT:
        raise too_large()
    if not document.startswith(b"PK\x03\x04"):
        return document
    try:
        with zipfile.ZipFile(io.BytesIO(document)) as archive:
            if len(archive.infolist()) != 1:
                raise refuse("policy.fx_archive", N_("The archive must have exactly one file."))
            # of these two alone no more is unpacked than is asked for: a small file of another kind can fill the memory
            if archive.infolist()[0].compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise zipfile.BadZipFile
            with archive.open(archive.infolist()[0]) as member:
                found = member.read(LIMIT + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        RuntimeError,
        OSError,
        EOFError,
        ValueError,
    ) as error:
        raise refuse("policy.fx_archive_broken", N_("The archive cannot be opened.")) from error
    if len(found) > LIMIT:
        raise too_large()
    return found


def text_of(document: bytes) -> str:
    """The document as text. Raises `Invalid` when it is not UTF-8."""
    try:
        return plain(document).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse("policy.fx_encoding", N_("The file is not UTF-8 text.")) from error


def number(text: str, where: str) -> Decimal:
    """A positive decimal number, commas between thousands allowed. Raises `Invalid` that says where it stands."""
    said = text.strip().replace(",", "")
    try:
        if (
            not said
            or len(said) > LONGEST_NUMBER
            or not said.replace(".", "", 1).isdecimal()
            or not said.isascii()
        ):
            raise InvalidOperation
        value = Decimal(said)
    except InvalidOperation as error:
        raise refuse(
            "policy.fx_number",
            N_("{where}: “{text}” is no number above zero."),
            where=where,
            text=text.strip()[:40],
        ) from error
    if value <= 0:
        raise refuse(
            "policy.fx_number", N_("{where}: “{text}” is no number above zero."), where=where, text=said[:40]
        )
    return value


def day(text: str, where: str) -> date:
    """A day as ISO 8601 writes it. Raises `Invalid` that says where it stands."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise refuse(
            "policy.fx_day",
            N_("{where}: “{text}” is no day such as 2026-11-30."),
            where=where,
            text=text.strip()[:40],
        ) from error
