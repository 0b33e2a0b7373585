"""The bilingual skill list and its recogniser. Pure: no framework, no database, about 1 MB of memory."""

from talentbridge.skills.rules.lexicon import ROLE, Skill, lexicon
from talentbridge.skills.rules.recognition import Found, recognise, recognise_roles

__all__ = ["ROLE", "Found", "Skill", "lexicon", "recognise", "recognise_roles"]
