"""What a profile may name on a day: the graph's ids and the currencies that policy has a reference rate for."""

from __future__ import annotations

from datetime import date

from talentbridge.policy import queries as policy
from talentbridge.skills import queries as skills
from talentbridge.talent.rules import Known


def known_on(day: date, *, name: str = "") -> Known:
    """`name` is the person's, which is kept out of texts that are read under a pseudonym."""
    return Known(skills.skill_ids(), skills.role_ids(), policy.fx_rates(day), day, name)
