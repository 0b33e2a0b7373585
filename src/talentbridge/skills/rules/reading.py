"""A text made ready for looking up: composed (NFC), case folded, every character knows where it came from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# A decomposed Hangul syllable (leading consonants, vowels, trailing consonants), or a letter with its marks.
_CLUSTER = re.compile(
    "[\u1100-\u115f]+[\u1160-\u11a7]+[\u11a8-\u11ff]*|.[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]*", re.DOTALL
)


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


def prepare(text: str) -> Prepared:
    """Compose and fold `text`, keeping offsets (in code points of `text`)."""
    folded = text.casefold()
    if len(folded) == len(text) and unicodedata.is_normalized("NFC", text):
        return Prepared(text, folded, range(len(text)), range(1, len(text) + 1))
    pieces, starts, ends = [], [], []
    for match in _CLUSTER.finditer(text):
        piece = unicodedata.normalize("NFC", match[0]).casefold()
        pieces.append(piece)
        starts += [match.start()] * len(piece)
        ends += [match.end()] * len(piece)
    return Prepared(text, "".join(pieces), starts, ends)


def is_hangul(letter: str) -> bool:
    return "가" <= letter <= "힣"


def is_latin(letter: str) -> bool:
    """A letter or digit that is not Hangul: what a Latin word is made of."""
    return letter.isalnum() and not is_hangul(letter)
