"""What a task is, when it can be agreed on, and what a need in plain words says. Pure; no database."""

from talentbridge.demand.rules.labels import DELIVERABLE_FIELDS, FIELDS, Change, changes
from talentbridge.demand.rules.need import MAX_NEED, check_need, clean, language_of
from talentbridge.demand.rules.questions import open_questions, vague_passages
from talentbridge.demand.rules.reading import Evidence, Reading, draft_from, read_need
from talentbridge.demand.rules.task import (
    CEFR,
    CURRENCIES,
    DATA_CLASSES,
    ENGAGEMENT_TYPES,
    EXPORT_QUESTIONS,
    LEVELS,
    WORK_MODES,
    DeliverableDraft,
    SkillWanted,
    TaskDraft,
    can_approve,
    can_edit,
    content_hash,
    export_gate,
    validate,
)

__all__ = [
    "CEFR", "CURRENCIES", "DATA_CLASSES", "DELIVERABLE_FIELDS", "ENGAGEMENT_TYPES", "EXPORT_QUESTIONS", "FIELDS",
    "LEVELS", "MAX_NEED", "WORK_MODES", "Change", "DeliverableDraft", "Evidence", "Reading", "SkillWanted", "TaskDraft",
    "can_approve", "can_edit", "changes", "check_need", "clean", "content_hash", "draft_from", "export_gate",
    "language_of", "open_questions", "read_need", "vague_passages", "validate",
]  # fmt: skip
