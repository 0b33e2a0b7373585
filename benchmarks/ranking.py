"""Ranking quality: the published sets of `shared/data`, the metrics, and the lexical floors computed in the same run."""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.figures import SHARED

IGNORED = {"UNDERSPECIFIED", "LABEL NOT PRESENT"}


@dataclass(frozen=True)
class Task:
    """Rank `items` for each of `queries`; `relevant` holds the right item numbers, by query number."""

    name: str
    queries: Sequence[str]
    items: Sequence[str]
    relevant: Mapping[int, frozenset[int]]


def sentences(name: str) -> Task:
    """A validation set of skill linking (``tech`` or ``house``): sentences with at least one ESCO label."""
    folder = SHARED / "skill-linking-esco"
    labels = (folder / "skills_en_label.txt").read_text(encoding="utf-8").splitlines()
    numbers = {label: number for number, label in enumerate(labels)}
    marked: dict[str, set[int]] = {}
    with (folder / f"{name}_validation_annotations.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["label"] not in IGNORED:
                marked.setdefault(row["sentence"], set()).add(numbers[row["label"]])
    return Task(name, list(marked), labels, {n: frozenset(found) for n, found in enumerate(marked.values())})


def titles(language: str) -> Task:
    """The development half of the job titles (``en`` or ``ko``)."""
    folder = SHARED / "jobtitle-similarity" / language
    corpus = _two_columns(folder / "corpus_documents.tsv")
    queries = _two_columns(folder / "queries.dev.tsv")
    numbers = {id: number for number, (id, _) in enumerate(corpus)}
    relevant: dict[str, set[int]] = {}
    for line in (folder / "annotations.dev.tsv").read_text(encoding="utf-8").splitlines():
        query, _, item, _ = line.split("\t")
        relevant.setdefault(query, set()).add(numbers[item])
    return Task(
        f"titles_{language}",
        [title for _, title in queries],
        [title for _, title in corpus],
        {n: frozenset(relevant[id]) for n, (id, _) in enumerate(queries)},
    )


def other_names(name: str) -> Task:
    """ESCO's own other names: for the middle one of each entry, find its preferred name (``skills`` or ``jobs``).

    No parameter was chosen on these pairs. Skills: the digital ones among all labels; jobs: every fourth.
    """
    folder = SHARED / "esco-v1.2-en"
    file = "digitalSkillsCollection_en.csv" if name == "skills" else "occupations_en.csv"
    with (folder / file).open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    labels = sentences("tech").items if name == "skills" else [row["preferredLabel"] for row in rows]
    numbers = {label: number for number, label in enumerate(labels)}
    asked: list[tuple[str, int]] = []
    for row in rows:
        label = row["preferredLabel"]
        others = [each.strip() for each in re.split(r"\||\n", row["altLabels"])]
        others = [each for each in others if each and each.lower() != label.lower()]
        if others and label in numbers:
            asked.append((others[len(others) // 2], numbers[label]))
    asked = asked if name == "skills" else asked[::4]
    relevant = {n: frozenset({number}) for n, (_, number) in enumerate(asked)}
    return Task(f"esco_{name}", [text for text, _ in asked], labels, relevant)


def _two_columns(path: Path) -> list[tuple[str, str]]:
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line)
    return [(row[0], row[1]) for row in rows]


Scores = Callable[[str], np.ndarray]  # a text -> one score for each item


def measured(task: Task, scores: Scores) -> dict[str, list[float]]:
    """MAP, MRR, RP@5 and RP@10 of each query (take the mean); equal scores stand in the order of the items."""
    result: dict[str, list[float]] = {"map": [], "mrr": [], "rp5": [], "rp10": []}
    for number, query in enumerate(task.queries):
        right = task.relevant[number]
        order = np.argsort(-scores(query), kind="stable")
        places = np.flatnonzero(np.isin(order, list(right))) + 1
        result["map"].append(float(np.mean(np.arange(1, len(places) + 1) / places)))
        result["mrr"].append(1 / float(places[0]))
        for key, depth in (("rp5", 5), ("rp10", 10)):
            result[key].append(float(np.count_nonzero(places <= depth)) / min(depth, len(right)))
    return result


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _char_wb(text: str) -> list[str]:
    """Character n-grams (2 to 4) inside words padded with a space, as scikit-learn's `char_wb` makes them."""
    grams = []
    for word in re.sub(r"\s\s+", " ", unicodedata.normalize("NFC", text).lower()).split():
        padded = f" {word} "
        for size in (2, 3, 4):
            if len(padded) <= size:
                grams.append(padded)
                break
            grams += [padded[start : start + size] for start in range(len(padded) - size + 1)]
    return grams


def bm25(items: Iterable[str], k1: float = 1.2, b: float = 0.75) -> Scores:
    """Okapi BM25 over words."""
    bags = [Counter(_words(item)) for item in items]
    lengths = np.array([sum(bag.values()) for bag in bags])
    longer = k1 * (1 - b + b * lengths / lengths.mean())
    postings = _postings(bags)

    def scores(query: str) -> np.ndarray:
        total = np.zeros(len(bags))
        for word in _words(query):
            if word in postings:
                rows, counts = postings[word]
                idf = math.log(1 + (len(bags) - len(rows) + 0.5) / (len(rows) + 0.5))
                total[rows] += idf * counts * (k1 + 1) / (counts + longer[rows])
        return total

    return scores


def tfidf(items: Iterable[str], analyse: Callable[[str], list[str]]) -> Scores:
    """Cosine of TF-IDF vectors, smoothed as in scikit-learn."""
    bags = [Counter(analyse(item)) for item in items]
    postings = _postings(bags)
    idf = {key: math.log((1 + len(bags)) / (1 + len(rows))) + 1 for key, (rows, _) in postings.items()}
    norms = np.array([math.sqrt(sum((n * idf[key]) ** 2 for key, n in bag.items())) or 1 for bag in bags])

    def scores(query: str) -> np.ndarray:
        total = np.zeros(len(bags))
        for key, count in Counter(analyse(query)).items():
            if key in postings:
                rows, counts = postings[key]
                total[rows] += count * idf[key] ** 2 * counts
        return total / norms

    return scores


def word_tfidf(items: Iterable[str]) -> Scores:
    return tfidf(items, _words)


def char_tfidf(items: Iterable[str]) -> Scores:
    return tfidf(items, _char_wb)


def _postings(bags: list[Counter[str]]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    rows: dict[str, list[int]] = {}
    counts: dict[str, list[int]] = {}
    for number, bag in enumerate(bags):
        for key, count in bag.items():
            rows.setdefault(key, []).append(number)
            counts.setdefault(key, []).append(count)
    return {key: (np.array(rows[key]), np.array(counts[key])) for key in rows}
