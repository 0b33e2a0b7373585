"""The matching engine: hard constraints filter exactly, an additive score ranks, every point can be explained.

No Django, no database: values in, values out. `Pool.rank` answers a task with people, `fitting` a person with tasks,
`assess` says how one person stands to one task. A formula stands once (`constraints`, `score`); `scan` asks it of
columns (`columns`, `segment`), so that a million people take milliseconds.

What counts as not stated: a skill, a language level, a rate, a country or a time zone that a person has not stated does
not pass a constraint that asks for it (nothing is assumed in anybody's favour). Engagement types, work modes, data
classes, weekly hours and dates that nobody stated pass and are listed under `missing`, because the person is asked
before anything happens.
"""

from talentbridge.matching.engine.asking import SERVICES, ask_of, service_of, weights_for
from talentbridge.matching.engine.easing import Ranks, nearest, without
from talentbridge.matching.engine.one import Assessment, Gain, assess, fitting
from talentbridge.matching.engine.pool import Pool
from talentbridge.matching.engine.segment import Segment, segment_of
from talentbridge.matching.engine.values import (
    VERSION,
    Ask,
    Factor,
    Missing,
    Ranking,
    Reference,
    Relaxation,
    Result,
    SkillWish,
    Weights,
)
from talentbridge.matching.engine.words import spoken, tell, tell_constraint, tell_evidence, tell_relaxation
from talentbridge.talent.rules import Candidate, Held

__all__ = [
    "SERVICES", "VERSION", "Ask", "Assessment", "Candidate", "Factor", "Gain", "Held", "Missing", "Pool", "Ranking",
    "Ranks", "Reference", "Relaxation", "Result", "Segment", "SkillWish", "Weights", "ask_of", "assess", "fitting",
    "nearest", "segment_of", "service_of", "spoken", "tell", "tell_constraint", "tell_evidence", "tell_relaxation",
    "weights_for", "without",
]  # fmt: skip
