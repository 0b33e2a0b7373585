"""A text made ready for looking up: composed (NFC), folded, blanks tidied; every character knows where it came from.

Folded means: lower case, full-width letters and digits of any script as ASCII, one kind of dash, tilde and quote, and
nothing that a reader cannot see (zero-width characters, marks that turn the direction). A run of blanks is one
space, one line break, a blank line (two line breaks) or, where it sets columns apart, one tab.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_COLUMN_GAP = 4  # blanks from which a run sets columns apart
_ODD_BLANKS = re.compile(r"\s{2,}|[^\S \n]")
_DASHES, _TILDES, _QUOTES = "‐‑‒–—―−﹣", "〜∼﹏", "’‘ʼ`´"
_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"


@dataclass(frozen=True, slots=True)
class Prepared:
    """`folded` is what is searched; character `i` of it stands for ``original[starts[i]:ends[i]]``."""

    original: str
    folded: str
    starts: list[int] | range
    ends: list[int] | range

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the original text of ``folded[start:end]``."""
        return self.starts[start], self.ends[end - 1]

    def said(self, start: int, end: int) -> str:
        """The original text of ``folded[start:end]``."""
        first, last = self.span(start, end)
        return self.original[first:last]


def prepare(text: str) -> Prepared:
    """Compose and fold `text`, keeping offsets (in code points of `text`)."""
    folded = text.translate(_plain()).casefold()
    if len(folded) == len(text) and unicodedata.is_normalized("NFC", text) and not _unseen().search(text):
        starts: list[int] | range = range(len(text))
        ends: list[int] | range = range(1, len(text) + 1)
    else:
        folded, starts, ends = _by_cluster(text)
    return _tidy(text, folded, starts, ends)


def is_hangul(letter: str) -> bool:
    return "가" <= letter <= "힣"


def is_latin(letter: str) -> bool:
    """A letter or digit that is not Hangul: what a Latin word is made of."""
    return letter.isalnum() and not is_hangul(letter)


def _by_cluster(text: str) -> tuple[str, list[int], list[int]]:
    """Compose and fold letter by letter with its marks, so that offsets survive a change of length."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    unseen, plain = _unseen(), _plain()
    for match in _clusters().finditer(text):
        piece = unseen.sub("", match[0])
        piece = unicodedata.normalize("NFC", piece).translate(plain).casefold()
        pieces.append(piece)
        starts += [match.start()] * len(piece)
        ends += [match.end()] * len(piece)
    return "".join(pieces), starts, ends


def _tidy(text: str, folded: str, starts: list[int] | range, ends: list[int] | range) -> Prepared:
    """Every run of blanks as the one character (or blank line) that it means."""
    if not _ODD_BLANKS.search(folded):
        return Prepared(text, folded, starts, ends)
    pieces: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    position = 0
    for match in _ODD_BLANKS.finditer(folded):
        first, last = match.span()
        blank = _blank(match[0])
        pieces += [folded[position:first], blank]
        new_starts += starts[position:first]
        new_ends += ends[position:first]
        new_starts += [starts[first]] * len(blank)
        new_ends += [ends[last - 1]] * len(blank)
        position = last
    pieces.append(folded[position:])
    new_starts += starts[position:]
    new_ends += ends[position:]
    return Prepared(text, "".join(pieces), new_starts, new_ends)


def _blank(run: str) -> str:
    lines = len(run.splitlines()) - (not run.endswith(("\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029")))
    if lines:
        return "\n" if lines == 1 else "\n\n"
    return "\t" if "\t" in run or len(run) >= _COLUMN_GAP else " "


@lru_cache(maxsize=1)
def _plain() -> dict[int, str]:
    """One character for one: width, digits, dashes, tildes, quotes."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= {ord(letter): "-" for letter in _DASHES}
    table |= {ord(letter): "~" for letter in _TILDES}
    table |= {ord(letter): "'" for letter in _QUOTES}
    table |= dict.fromkeys((160, 12288, 8239, 8287, *range(8192, 8203)), " ")
    for code in range(0x80, 0x20000):  # no digit of any script stands higher
        if unicodedata.category(chr(code)) == "Nd" and code not in table:
            table[code] = str(unicodedata.decimal(chr(code)))
    return table


@lru_cache(maxsize=1)
def _unseen() -> re.Pattern[str]:
    return re.compile(f"[{_UNSEEN}]")


@lru_cache(maxsize=1)
def _clusters() -> re.Pattern[str]:
    """A letter with what composes with it: marks, Hangul vowels and trailing consonants, unseen characters."""
    marks = [(0x1160, 0x11FF), (0xD7B0, 0xD7FF)]
    for code in range(0x300, 0x20000):
        if unicodedata.category(chr(code)).startswith("M") and not 0xFE00 <= code <= 0xFE0F:
            if marks[-1][1] == code - 1 and len(marks) > 2:
                marks[-1] = (marks[-1][0], code)
            else:
                marks.append((code, code))
    joined = "".join(f"{chr(first)}-{chr(last)}" for first, last in marks)
    return re.compile(f".[{joined}{_UNSEEN}]*", re.DOTALL)
