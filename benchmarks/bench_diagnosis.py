"""A need of 5,000 characters: read into a task, asked about, and judged (vague, contradictory, ready). No database."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

from benchmarks.figures import Figure

ON = date(2026, 11, 23)
LENGTH = 5_000  # characters
EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"
PROMISED = 300.0  # ms


def measure() -> list[Figure]:
    """The slowest of five runs on a Korean and on an English need, after one that warms up."""
    figures = []
    for language in ("ko", "en"):
        text = (EXAMPLES / f"need-{language}.txt").read_text(encoding="utf-8").strip() + "\n\n"
        need = (text * (LENGTH // len(text) + 1))[:LENGTH]
        _diagnose(need)
        times = []
        for _ in range(5):
            started = time.perf_counter()
            _diagnose(need)
            times.append(1000 * (time.perf_counter() - started))
        name = f"reading and diagnosis, {LENGTH:,} characters ({language})"
        figures.append(Figure(name, max(times), "ms", PROMISED, key=f"diagnosis.{language}_ms"))
    return figures


def _diagnose(need: str) -> None:
    """Everything that a page does with a need before it is shown."""
    from talentbridge.demand import rules
    from talentbridge.demand.rules import diagnosis

    text = rules.clean(need)
    assert rules.check_need(text)
    reading = rules.read_need(text, ON)
    missing = {*rules.open_questions(reading.draft), *rules.blocking(reading.draft)}
    for asked in diagnosis.QUESTIONS:
        diagnosis.standing(asked, reading.draft, missing=missing, mark=None, is_read=True)
    rules.vague_passages(text)
    rules.vague_in(reading.draft)
    rules.contradictions(reading.draft)
    rules.readiness(reading.draft)
