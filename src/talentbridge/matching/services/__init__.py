"""Verbs of matching: make a shortlist, decide with a reason, answer (`choosing`); keep every look (`looks`); ask about
matching and answer that (`requests`)."""

from talentbridge.matching.services import requests
from talentbridge.matching.services.choosing import answer, decide, make_shortlist, withdraw
from talentbridge.matching.services.looks import note_look
from talentbridge.matching.services.needs import MatchReport, match_need

__all__ = [
    "MatchReport",
    "answer",
    "decide",
    "make_shortlist",
    "match_need",
    "note_look",
    "requests",
    "withdraw",
]
