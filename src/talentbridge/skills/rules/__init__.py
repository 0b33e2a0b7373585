"""The bilingual graph of skills and roles, and what reads with it. Pure: no framework, no database."""

from talentbridge.skills.rules.entries import (
    FIELDS,
    KINDS,
    LEAST,
    LONGEST_REASON,
    MOST,
    all_problems,
    can_change,
    can_have_id,
    can_restore,
    can_retire,
    differences,
    digest,
    problems,
    skill_from_json,
    tidy,
    to_json,
    written,
)
from talentbridge.skills.rules.lexicon import ROLE, SHIPPED, Graph, Skill, lexicon, read_files, shipped, use
from talentbridge.skills.rules.links import LINKS, address
from talentbridge.skills.rules.recognition import Mention, meanings, recognise, recognise_roles
from talentbridge.skills.rules.search import (
    PLACES,
    Match,
    can_propose,
    known_as,
    search,
    term_key,
    unknown,
    without_version,
)

__all__ = [
    "FIELDS", "KINDS", "LEAST", "LINKS", "LONGEST_REASON", "MOST", "PLACES", "ROLE", "SHIPPED", "Graph", "Match",
    "Mention", "Skill", "address", "all_problems", "can_change", "can_have_id", "can_propose", "can_restore",
    "can_retire", "differences", "digest", "known_as", "lexicon", "meanings", "problems", "read_files", "recognise",
    "recognise_roles", "search", "shipped", "skill_from_json", "term_key", "tidy", "to_json", "unknown", "use",
    "without_version", "written",
]  # fmt: skip
