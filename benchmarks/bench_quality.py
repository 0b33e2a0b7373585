"""How well labels and job titles are ranked, beside the lexical floors of the same run (data beside the checkout)."""

from __future__ import annotations

import time

import numpy as np

from benchmarks.figures import SHARED, Figure
from benchmarks.ranking import (
    Scores,
    Task,
    bm25,
    char_tfidf,
    measured,
    other_names,
    sentences,
    titles,
    word_tfidf,
)

FLOORS = {"bm25": bm25, "words": word_tfidf, "chars": char_tfidf}
ABOVE = 0.05  # how far the best floor has to be passed
SHOWN = {"map": "MAP", "mrr": "MRR", "rp5": "RP@5", "rp10": "RP@10"}


def measure() -> list[Figure]:
    """Skill linking and job titles on their development sets; ESCO's other names as a check beside."""
    if not SHARED.exists():
        return []
    from talentbridge.skills.rules import lexicon
    from talentbridge.skills.rules.linking import Index, knowledge

    known = knowledge(lexicon())
    figures: list[Figure] = []
    for name in ("tech", "house"):
        task = sentences(name)
        figures += _compared(task, Index(task.items, known).about, "rp5", ("rp10", "mrr"), ABOVE)
    for language in ("en", "ko"):
        task = titles(language)
        figures += _compared(task, Index(task.items, known).alike, "map", ("rp5", "mrr"), ABOVE)
    for name in ("skills", "jobs"):
        task = other_names(name)
        figures += _compared(task, Index(task.items, known).alike, "mrr", (), 0)
    return figures + _speed()


def _compared(task: Task, scores: Scores, first: str, further: tuple[str, ...], above: float) -> list[Figure]:
    """The set's first figure against its best floor, further ones, and how far two halves of the set are apart."""
    ours = measured(task, scores)
    floors = {name: measured(task, make(task.items)) for name, make in FLOORS.items()}
    values = ours[first]
    best = max(float(np.mean(floor[first])) for floor in floors.values())
    figures = [_figure(task, first, "", values, promise=round(best + above, 3))]
    figures += [_figure(task, key, "", ours[key]) for key in further]
    figures += [_figure(task, first, name, floor[first]) for name, floor in floors.items()]
    apart = abs(float(np.mean(values[::2])) - float(np.mean(values[1::2])))
    named = f"quality.{task.name}.{first}_halves_apart"
    return [*figures, Figure(f"{task.name}: two halves, {SHOWN[first]} apart by", apart, "", key=named)]


def _figure(task: Task, key: str, floor: str, values: list[float], promise: float | None = None) -> Figure:
    said = f"{task.name}: {SHOWN[key]}" + (f" of the floor ({floor})" if floor else "")
    named = f"quality.{task.name}.{key}" + (f"_floor_{floor}" if floor else "")
    return Figure(said, round(float(np.mean(values)), 4), "", promise, at_least=True, key=named)


def _speed() -> list[Figure]:
    """Of 13,896 labels: the time for their index, and for a sentence."""
    from talentbridge.skills.rules import lexicon
    from talentbridge.skills.rules.linking import Index, knowledge

    task = sentences("house")
    known = knowledge(lexicon())
    started = time.perf_counter()
    index = Index(task.items, known)
    built = time.perf_counter()
    for sentence in task.queries:
        index.about(sentence)
    each = (time.perf_counter() - built) * 1000 / len(task.queries)
    return [
        Figure("index of 13,896 labels", built - started, "s", 5, key="quality.labels.build_s"),
        Figure("a sentence against 13,896 labels", each, "ms", 50, key="quality.labels.ms_per_sentence"),
    ]
