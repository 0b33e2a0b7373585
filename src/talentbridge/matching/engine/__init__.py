"""The matching engine: hard constraints filter exactly, an additive score ranks, every point can be explained.

Pure Python without Django or a database: values in, values out. `rank` is the one entrance.

What counts as not stated: a skill, a language level, a rate or a time zone that a person has not stated does not
pass a constraint that asks for it (nothing is assumed in anybody's favour). Engagement types, weekly hours and a
start date that nobody stated pass and are listed under `missing`, because the person is asked before anything
happens.
"""

from talentbridge.matching.engine.asking import ask_of
from talentbridge.matching.engine.easing import nearest, without
from talentbridge.matching.engine.order import rank
from talentbridge.matching.engine.values import (
    VERSION,
    Ask,
    Factor,
    Missing,
    Ranking,
    Relaxation,
    Result,
    SkillWish,
    Weights,
)
from talentbridge.matching.engine.words import spoken, tell, tell_constraint, tell_evidence, tell_relaxation
from talentbridge.talent.rules import Candidate, Held

__all__ = [
    "VERSION", "Ask", "Candidate", "Factor", "Held", "Missing", "Ranking", "Relaxation", "Result", "SkillWish",
    "Weights", "ask_of", "nearest", "rank", "spoken", "tell", "tell_constraint", "tell_evidence", "tell_relaxation",
    "without",
]  # fmt: skip
