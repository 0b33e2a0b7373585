"""Likeness by letters: TF-IDF of pieces of words, two to four letters long; what carries names that nobody listed."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Sequence

import numpy as np

_SIZES = (2, 3, 4)


class Letters:
    """An inverted index of the pieces of a list of texts: piece -> rows and weights of unit length."""

    def __init__(self, texts: Sequence[str]) -> None:
        numbers: dict[str, int] = {}
        rows, columns, counts = array("i"), array("i"), array("i")
        for row, text in enumerate(texts):
            for piece, count in Counter(pieces(text)).items():
                rows.append(row)
                columns.append(numbers.setdefault(piece, len(numbers)))
                counts.append(count)
        column = np.frombuffer(columns, dtype=np.int32) if columns else np.zeros(0, dtype=np.int32)
        order = np.argsort(column, kind="stable")
        self._numbers = numbers
        self._starts = np.concatenate(([0], np.cumsum(np.bincount(column, minlength=len(numbers)))))
        self._rarity = np.log((1 + len(texts)) / (1 + np.diff(self._starts))) + 1
        self._rows = np.array(rows, dtype=np.int32)[order]
        weights = (np.array(counts) * self._rarity[column])[order]
        lengths = np.sqrt(np.bincount(self._rows, weights**2, minlength=len(texts)))
        self._weights = (weights / lengths[self._rows]).astype(np.float32)
        self._size = len(texts)

    def cosines(self, text: str) -> np.ndarray:
        """The cosine of `text` with every row, 0 to 1; pieces that no row has are left out of it."""
        spans, weights = [], []
        for piece, count in Counter(pieces(text)).items():
            number = self._numbers.get(piece)
            if number is not None:
                spans.append(slice(self._starts[number], self._starts[number + 1]))
                weights.append(count * self._rarity[number])
        if not spans:
            return np.zeros(self._size)
        length = math.sqrt(sum(weight**2 for weight in weights))
        rows = np.concatenate([self._rows[span] for span in spans])
        parts = [self._weights[span] * (weight / length) for span, weight in zip(spans, weights, strict=True)]
        return np.bincount(rows, np.concatenate(parts), minlength=self._size)


def pieces(text: str) -> list[str]:
    """Runs of two to four letters inside each word of `text` (lower case), its edges marked by a blank."""
    found = []
    for word in text.split():
        edged = f" {word} "
        for size in _SIZES:
            if len(edged) <= size:
                found.append(edged)
                break
            found += [edged[start : start + size] for start in range(len(edged) - size + 1)]
    return found
