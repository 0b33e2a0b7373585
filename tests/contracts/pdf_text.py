"""A small reader of the text in a PDF, enough for what Typst writes: hex strings in fonts with a ToUnicode map."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from pyhanko.pdf_utils.reader import PdfFileReader

_OPERATOR = re.compile(
    rb"/(\S+) [\d.]+ Tf|\[(.*?)\] ?TJ|<([0-9A-Fa-f\s]*)> ?Tj|\((?:\\.|[^\\)])*\) ?Tj", re.S
)
_PIECE = re.compile(rb"<([0-9A-Fa-f\s]*)>|\(((?:\\.|[^\\)])*)\)", re.S)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.S)


def text_of(pdf: bytes) -> str:
    """All text, in the order in which it is painted, without line breaks."""
    reader = PdfFileReader(io.BytesIO(pdf))
    pages = reader.root["/Pages"]["/Kids"]
    return "".join(piece for page in pages for piece in _page(page.get_object()))


def _page(page) -> Iterator[str]:
    if "/Kids" in page:
        for kid in page["/Kids"]:
            yield from _page(kid.get_object())
        return
    resources = page["/Resources"]
    fonts = {name[1:].encode(): _map(resources["/Font"][name]) for name in resources.get("/Font", {})}
    content = page["/Contents"]
    parts = [part.get_object() for part in content] if isinstance(content, list) else [content]
    current: dict[int, str] = {}
    for found in _OPERATOR.finditer(b"\n".join(part.data for part in parts)):
        if found[1]:
            current = fonts.get(found[1], {})
        else:
            for piece in _PIECE.finditer(found[0]):
                codes = bytes.fromhex(piece[1].decode()) if piece[1] is not None else _unescaped(piece[2])
                yield "".join(
                    current.get(int.from_bytes(codes[i : i + 2], "big"), "") for i in range(0, len(codes), 2)
                )


def _unescaped(literal: bytes) -> bytes:
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    return _ESCAPE.sub(lambda m: bytes([int(m[1], 8)]) if m[1].isdigit() else named.get(m[1], m[1]), literal)


def _map(font) -> dict[int, str]:
    if "/ToUnicode" not in font:
        return {}
    table: dict[int, str] = {}
    text = font["/ToUnicode"].data.decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, value in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            table[int(code, 16)] = bytes.fromhex(value).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for low, high, value in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            start = int(value, 16)
            for offset in range(int(high, 16) - int(low, 16) + 1):
                table[int(low, 16) + offset] = chr(start + offset)
    return table
