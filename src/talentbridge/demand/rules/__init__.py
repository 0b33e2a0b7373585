"""What a task is, when it can be agreed on, and what a need in plain words says. Pure; no database."""

from talentbridge.demand.rules.contradictions import Contradiction, blocking, contradictions
from talentbridge.demand.rules.labels import DELIVERABLE_FIELDS, FIELDS, Change, changes
from talentbridge.demand.rules.need import MAX_NEED, check_need, clean, language_of
from talentbridge.demand.rules.questions import open_questions
from talentbridge.demand.rules.readiness import Readiness, readiness
from talentbridge.demand.rules.reading import Evidence, Reading, draft_from, read_need
from talentbridge.demand.rules.schedule import ends_on, spread_due_dates, step_warnings, steps_for
from talentbridge.demand.rules.task import (
    ARTEFACT_LANGUAGES,
    BILINGUAL,
    CEFR,
    CURRENCIES,
    DATA_CLASSES,
    EMPTY_ANSWER,
    EXPORT_QUESTIONS,
    NOTHING_CHANGED,
    PLAIN,
    SAVED_BY_OTHER,
    DeliverableDraft,
    SkillWanted,
    TaskDraft,
    can_approve,
    can_edit,
    can_fill,
    content_hash,
    export_gate,
    upgraded,
)
from talentbridge.demand.rules.vague import Vague, is_checkable, vague_in, vague_parts, vague_passages
from talentbridge.demand.rules.validation import validate
from talentbridge.policy.rules import ENGAGEMENT_TYPES, IP_CLAUSES, LEVELS, WORK_MODES

__all__ = [
    "ARTEFACT_LANGUAGES", "BILINGUAL", "CEFR", "CURRENCIES", "DATA_CLASSES", "DELIVERABLE_FIELDS", "EMPTY_ANSWER",
    "ENGAGEMENT_TYPES", "EXPORT_QUESTIONS", "FIELDS", "IP_CLAUSES", "LEVELS", "MAX_NEED", "NOTHING_CHANGED", "PLAIN",
    "SAVED_BY_OTHER", "WORK_MODES", "Change", "Contradiction", "DeliverableDraft", "Evidence", "Readiness", "Reading",
    "SkillWanted", "TaskDraft", "Vague", "blocking", "can_approve", "can_edit", "can_fill", "changes", "check_need",
    "clean", "content_hash", "contradictions", "draft_from", "ends_on", "export_gate", "is_checkable", "language_of",
    "open_questions", "read_need", "readiness", "spread_due_dates", "step_warnings", "steps_for", "upgraded",
    "vague_in", "vague_parts", "vague_passages", "validate",
]  # fmt: skip
