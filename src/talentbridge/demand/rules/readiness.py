"""How ready a task is for the search, as a figure from 0 to 100: the platform's own judgement, with its weights.

What blocks the search (must) makes 80 points, what would make it better (should) 20. A part that is half answered, for
example in one language only, counts half. The figure decides nothing: only open questions keep a task from approval.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from talentbridge.demand.rules.contradictions import blocking
from talentbridge.demand.rules.questions import open_questions
from talentbridge.demand.rules.schedule import step_warnings
from talentbridge.demand.rules.task import TaskDraft
from talentbridge.demand.rules.vague import vague_in, vague_parts
from talentbridge.kernel.text import N_

FIELD = "deliverables-"


@dataclass(frozen=True)
class Part:
    """One part of the figure: its weight in points, and the question of the diagnosis that gains them."""

    key: str
    weight: int
    is_must: bool
    label: str
    question: str


PARTS = (
    Part("title", 3, True, N_("Title in both languages"), "problem"),
    Part("problem", 7, True, N_("Problem, and for whom, in both languages"), "problem"),
    Part("scope", 6, True, N_("What is part of the work and what is not, in both languages"), "scope"),
    Part("deliverables", 8, True, N_("Deliverables, named in both languages"), "results"),
    Part("acceptance", 10, True, N_("Acceptance criteria of every deliverable, in both languages"), "acceptance"),
    Part("reviewer", 3, True, N_("Who checks each deliverable"), "acceptance"),
    Part("skills", 8, True, N_("At least one skill that is a must"), "skills"),
    Part("budget", 6, True, N_("Budget, and the part of it for each deliverable"), "budget"),
    Part("dates", 6, True, N_("Start, length and due dates"), "milestones"),
    Part("overlap", 3, True, N_("Shared hours a day"), "overlap"),
    Part("languages", 3, True, N_("Languages and levels"), "languages"),
    Part("forms", 2, True, N_("Possible forms of engagement"), "form"),
    Part("data", 3, True, N_("Sensitivity of the data"), "rights"),
    Part("export", 5, True, N_("The four export-control questions"), "export"),
    Part("hand_over", 4, True, N_("Hand-over, in both languages"), "hand_over"),
    Part("agreement", 3, True, N_("No answer contradicts another"), ""),
    Part("clear", 5, False, N_("No vague words in the task's texts"), "problem"),
    Part("checkable", 4, False, N_("Acceptance criteria that two people can check alike"), "acceptance"),
    Part("steps", 2, False, N_("Steps of one to four weeks"), "milestones"),
    Part("formats", 2, False, N_("Format and language of every deliverable"), "results"),
    Part("window", 1, False, N_("The hours of the day that are shared"), "overlap"),
    Part("ip", 3, False, N_("Who owns the results"), "rights"),
    Part("growth", 3, False, N_("What domestic colleagues gain from it"), "growth"),
)  # fmt: skip


@dataclass(frozen=True)
class Readiness:
    """`score` 0-100; `blocks` and `better` are the parts that are not whole yet, the heaviest first."""

    score: int
    blocks: tuple[Part, ...]
    better: tuple[Part, ...]


def readiness(draft: TaskDraft) -> Readiness:
    """The figure and what is missing for it. It is a judgement of the platform, and is shown as one."""
    shares = _shares(draft)
    points = sum(part.weight * shares[part.key] for part in PARTS)
    lacking = sorted((part for part in PARTS if shares[part.key] < 1), key=lambda part: -part.weight)
    score = int(points + 0.5) if not lacking else min(99, int(points))
    return Readiness(
        score if lacking else 100,
        tuple(part for part in lacking if part.is_must),
        tuple(part for part in lacking if not part.is_must),
    )


def _shares(draft: TaskDraft) -> dict[str, float]:
    """How much of each part is there, from 0 to 1."""
    missing = set(open_questions(draft))
    rows = len(draft.deliverables)
    parts = vague_parts(draft)

    def of(*names: str) -> float:
        return 1 - sum(name in missing for name in names) / len(names)

    def both(name: str) -> float:
        return of(f"{name}_ko", f"{name}_en")

    def in_rows(source: Callable[[str], bool], *names: str) -> float:
        if not rows:
            return 0
        lacking = sum(source(f"{FIELD}{number}-{name}") for number in range(rows) for name in names)
        return 1 - lacking / (rows * len(names))

    def asked(name: str) -> bool:
        return name in missing

    return {
        "title": both("title"),
        "problem": both("problem"),
        "scope": (both("in_scope") + both("out_of_scope")) / 2,
        "deliverables": in_rows(asked, "title_ko", "title_en"),
        "acceptance": in_rows(asked, "acceptance_ko", "acceptance_en"),
        "reviewer": in_rows(asked, "reviewer"),
        "skills": of("skills"),
        "budget": (of("budget") + in_rows(asked, "share_minor")) / 2,
        "dates": (2 * of("starts_on", "weeks") + in_rows(asked, "due_on")) / 3,
        "overlap": of("overlap_hours"),
        "languages": of("english"),
        "forms": of("engagement_types"),
        "data": of("data_class"),
        "export": min(1, len(draft.export_answers) / 4),
        "hand_over": both("hand_over"),
        "agreement": float(not blocking(draft) and draft != TaskDraft()),
        "clear": float(bool(draft.problem_ko or draft.problem_en) and not vague_in(draft)),
        "checkable": in_rows(lambda name: asked(name) or name in parts, "acceptance_ko", "acceptance_en"),
        "steps": float(bool(rows) and all(row.due_on for row in draft.deliverables) and not step_warnings(draft)),
        "formats": in_rows(lambda name: name in parts, "artefact_format", "language"),
        "window": float(bool(draft.overlap_from) or draft.overlap_hours == 0),
        "ip": float(bool(draft.ip_clause)),
        "growth": float(draft.pair_hours is not None or bool(draft.growth_ko or draft.growth_en)),
    }  # fmt: skip
