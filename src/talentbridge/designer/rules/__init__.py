"""The engagement designer: country × form × way of working → cost, tax, rights, risk, time. Pure; no database.

`asking` (the question) → `table.design` (every option: `costs`, `social`, `taxes`, `risks`, `starting`) → `advising`
(a recommendation) and `changing` (what one other input would make of it). `saying` holds the answer's values.
"""

from zoneinfo import ZoneInfo

from talentbridge.designer.rules.advising import Advice, advise
from talentbridge.designer.rules.asking import (
    DATA_CLASSES,
    ESTABLISHMENT,
    EXPORT_ANSWERS,
    FACTORS,
    FORM_HINTS,
    FORMS,
    IDENTITY,
    MORE_SIGNS,
    OPTIONS,
    RHYTHMS,
    SERVICE_KINDS,
    WORK_MODES,
    Ask,
    Form,
    read,
)
from talentbridge.designer.rules.changing import Change, Difference, changes_of, compare, difference_to_json
from talentbridge.designer.rules.risks import AREAS
from talentbridge.designer.rules.saying import (
    LEVELS,
    Kind,
    Level,
    Line,
    Option,
    Reason,
    Risk,
    Said,
    Span,
    Standing,
    Step,
    option_from_json,
    option_to_json,
)
from talentbridge.designer.rules.table import Table, design, option_of
from talentbridge.designer.rules.world import World
from talentbridge.policy.rules import COUNTRIES, IP_CLAUSES
from talentbridge.policy.rules.countries import SEOUL

ZONE = ZoneInfo(SEOUL)  # a day without a place is a day in Seoul

__all__ = [
    "AREAS",
    "COUNTRIES",
    "DATA_CLASSES",
    "ESTABLISHMENT",
    "EXPORT_ANSWERS",
    "FACTORS",
    "FORMS",
    "FORM_HINTS",
    "IDENTITY",
    "IP_CLAUSES",
    "LEVELS",
    "MORE_SIGNS",
    "OPTIONS",
    "RHYTHMS",
    "SERVICE_KINDS",
    "WORK_MODES",
    "ZONE",
    "Advice",
    "Ask",
    "Change",
    "Difference",
    "Form",
    "Kind",
    "Level",
    "Line",
    "Option",
    "Reason",
    "Risk",
    "Said",
    "Span",
    "Standing",
    "Step",
    "Table",
    "World",
    "advise",
    "changes_of",
    "compare",
    "design",
    "difference_to_json",
    "option_from_json",
    "option_of",
    "option_to_json",
    "read",
]  # fmt: skip
