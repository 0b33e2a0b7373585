"""Ranks a list of labels or titles by how much a text is about them, or by how far they mean the same.

Every label is a set of words, each with a weight: rare words weigh more, words of rank (manager, 수석) and what stands in
brackets less. A word of the text answers a word of a label with a strength: 1 for the same stem, less for the same root,
the same meaning, the same field (`knowledge`).

    about   the share of a label's weight that is answered within a stretch of the text
    alike   the mean of what the text answers of the label and the label of the text

Letters have a say in both, for names that nobody listed and for slips of the pen. Equal scores keep the list's order.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from talentbridge.skills.rules.linking.knowledge import Knowledge, Marked
from talentbridge.skills.rules.linking.letters import Letters
from talentbridge.skills.rules.linking.wording import Word

SAME_ROOT = 0.9
SAME_MEANING = 0.7  # of two words whose marks agree fully
RANK_WORD = 0.3  # weight of a word of rank, beside 1
IN_BRACKETS = 0.4  # weight of what only tells two labels apart: Java (computer programming)
LETTERS = 0.3  # say of the letters; the words have the rest
ENOUGH = 4.0  # weight a label gets for nothing to be met: one common word alone never makes a full score
STRETCH, STEP = 8, 4  # words
MET_FROM = 0.6  # strength from which a word counts as answered: the same meaning, not only the same field
MOST_WORDS = 2_000  # of a text that are looked at
DIGITS = 6  # of a score
_BRACKETS = re.compile(r"(\([^()]*\))")
_HOW = {"=": "meaning", "#": "skill", "~": "field"}  # by the first letter of a mark
_NOTHING = 1e-9
_REMEMBERED = 2_000  # words of texts whose answers are kept

Unit = tuple[str, str, Marked]  # stem, root, marks: what a label's word is compared by


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a label was found: `said` of the text answers `word` of the label, by `how`, with `strength`."""

    said: str
    word: str
    how: str  # word, root, meaning, skill, field
    strength: float


class Index:
    """Built once for a list of labels (1 s for 13,896), asked any number of times; no question changes an answer."""

    def __init__(self, labels: Sequence[str], knowledge: Knowledge) -> None:
        self.labels = tuple(labels)
        self._knowledge = knowledge
        read = [self._read(label) for label in self.labels]
        self._spread = Counter(stem for found in read for stem in {word.stem for word, _, _ in found})
        self._units: dict[Unit, int] = {}
        rows: list[int] = []
        columns: list[int] = []
        weights: list[float] = []
        for row, found in enumerate(read):
            shares: dict[int, float] = {}
            for word, marked, share in found:
                number = self._units.setdefault(_unit(word, marked), len(self._units))
                shares.setdefault(number, share * self._weight(word))
            rows += [row] * len(shares)
            columns += shares
            weights += shares.values()
        self._rows, self._columns = np.array(rows, dtype=np.int32), np.array(columns, dtype=np.int32)
        self._weights = np.array(weights)
        self._mass = self._sums(self._weights)
        self._filled, self._starts = np.unique(self._rows, return_index=True)
        self._letters = Letters([_said(word for word, _, _ in found) for found in read])
        self._answers: dict[Unit, tuple[np.ndarray, np.ndarray]] = {}
        self._by_stem: dict[str, list[int]] = {}
        self._by_root: dict[str, list[int]] = {}
        self._by_marks: dict[Marked, list[int]] = {}
        for (stem, root, marked), number in self._units.items():
            self._by_stem.setdefault(stem, []).append(number)
            self._by_root.setdefault(root, []).append(number)
            self._by_marks.setdefault(marked, []).append(number)
        self._with_mark: dict[str, list[Marked]] = {}
        for marked in self._by_marks:
            for mark in marked.marks:
                self._with_mark.setdefault(mark, []).append(marked)

    def about(self, text: str) -> np.ndarray:
        """For each label, how much some stretch of `text` is about it: 0 to 1. Of a text the first 2,000 words count."""
        found = self._knowledge.marked(text)[:MOST_WORDS]
        scores = np.zeros(len(self.labels))
        for start in range(0, max(1, len(found) - STRETCH + STEP), STEP):
            stretch = found[start : start + STRETCH]
            answered = self._answered(stretch) / (self._mass + ENOUGH)
            scores = np.maximum(scores, self._with_letters(answered, stretch))
        return scores.round(DIGITS)

    def alike(self, text: str) -> np.ndarray:
        """For each label, how far it and `text` (a title, a name) mean the same: 0 to 1."""
        found = self._knowledge.marked(text)[:MOST_WORDS]
        theirs = self._answered(found) / np.maximum(self._mass, _NOTHING)
        mine, mass = np.zeros(len(self.labels)), _NOTHING
        for word, marked in found:
            weight = self._weight(word)
            mine += weight * self._best_in_label(word, marked)
            mass += weight
        return self._with_letters((theirs + mine / mass) / 2, found).round(DIGITS)

    def reasons(self, text: str, number: int) -> list[Reason]:
        """Which words of `text` answer the words of a label, the strongest for each, as `about` and `alike` count them."""
        found = self._knowledge.marked(text)[:MOST_WORDS]
        reasons = []
        for word, marked, _ in self._read(self.labels[number]):
            answers = [
                Reason(mine.said, word.said, *_likeness(mine, of_mine, word, marked))
                for mine, of_mine in found
            ]
            best = max(answers, key=lambda answer: answer.strength, default=None)
            if best is not None and best.strength:
                reasons.append(best)
        return reasons

    def is_met(self, text: str, number: int) -> bool:
        """Whether both say more than rank or form, and `text` answers every such word of the label by meaning."""
        told = self._told(self.labels[number])
        met = {reason.word for reason in self.reasons(text, number) if reason.strength >= MET_FROM}
        return bool(self._told(text)) and bool(told) and told <= met

    def _told(self, text: str) -> set[str]:
        return {word.said for word, _, _ in self._read(text) if word.stem not in self._knowledge.forms}

    def _read(self, label: str) -> list[tuple[Word, Marked, float]]:
        """The words of `label`, their marks, and the share of their weight that counts."""
        return [
            (word, marked, IN_BRACKETS if part.startswith("(") else 1.0)
            for part in _BRACKETS.split(label)
            for word, marked in self._knowledge.marked(part)
        ]

    def _weight(self, word: Word) -> float:
        rare = math.log((len(self.labels) + 1) / (max(self._spread[word.stem], 1) + 0.5))
        return rare * (RANK_WORD if word.stem in self._knowledge.light else 1)

    def _with_letters(self, by_words: np.ndarray, found: Sequence[tuple[Word, Marked]]) -> np.ndarray:
        letters = self._letters.cosines(_said(word for word, _ in found))
        return (1 - LETTERS) * by_words + LETTERS * letters

    def _answered(self, found: Sequence[tuple[Word, Marked]]) -> np.ndarray:
        """The weight of each label that the words of `found` answer, each by the word that answers best."""
        best = np.zeros(len(self._units))
        for word, marked in found:
            numbers, strengths = self._answers_of(word, marked)
            best[numbers] = np.maximum(best[numbers], strengths)
        return self._sums(self._weights * best[self._columns])

    def _best_in_label(self, word: Word, marked: Marked) -> np.ndarray:
        """How well each label's best word answers `word`."""
        answers = np.zeros(len(self._units))
        numbers, strengths = self._answers_of(word, marked)
        answers[numbers] = strengths
        best = np.zeros(len(self.labels))
        if len(self._filled):
            best[self._filled] = np.maximum.reduceat(answers[self._columns], self._starts)
        return best

    def _answers_of(self, word: Word, marked: Marked) -> tuple[np.ndarray, np.ndarray]:
        """The units of the labels that `word` answers, and how strongly."""
        unit = _unit(word, marked)
        if unit not in self._answers:
            near: dict[Marked, float] = {}
            for mark, mine in marked.marks.items():
                for theirs in self._with_mark.get(mark, ()):
                    near[theirs] = max(near.get(theirs, 0), SAME_MEANING * mine * theirs.marks[mark])
            found = {number: strength for each, strength in near.items() for number in self._by_marks[each]}
            for number in self._by_root.get(word.root, ()):
                found[number] = max(found.get(number, 0), SAME_ROOT)
            found |= dict.fromkeys(self._by_stem.get(word.stem, ()), 1.0)
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            self._answers[unit] = np.array(list(found), dtype=np.int32), np.array(list(found.values()))
        return self._answers[unit]

    def _sums(self, weights: np.ndarray) -> np.ndarray:
        return np.bincount(self._rows, weights, minlength=len(self.labels))


def ranked(scores: np.ndarray, top: int | None = None) -> list[int]:
    """The numbers of the labels, best first; equal scores stand in the order of the list."""
    return np.argsort(-scores, kind="stable")[:top].tolist()


def _unit(word: Word, marked: Marked) -> Unit:
    return word.stem, word.root, marked


def _said(found: Iterable[Word]) -> str:
    return " ".join(word.said for word in found)


def _likeness(mine: Word, of_mine: Marked, word: Word, marked: Marked) -> tuple[str, float]:
    """How and how strongly `mine` answers `word`."""
    if mine.stem == word.stem:
        return "word", 1.0
    if mine.root == word.root:
        return "root", SAME_ROOT
    both = of_mine.marks.keys() & marked.marks.keys()
    shared = [(SAME_MEANING * of_mine.marks[mark] * marked.marks[mark], mark) for mark in both]
    strength, mark = max(shared, default=(0.0, "="))
    return _HOW[mark[0]], strength
