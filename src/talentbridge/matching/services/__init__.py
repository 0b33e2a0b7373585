"""Verbs of matching: make a shortlist, decide with a reason, answer."""

from talentbridge.matching.services.choosing import answer, decide, make_shortlist, withdraw
from talentbridge.matching.services.needs import MatchReport, match_need

__all__ = ["MatchReport", "answer", "decide", "make_shortlist", "match_need", "withdraw"]
