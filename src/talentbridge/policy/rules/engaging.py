"""The words in which a need, a profile, a design and a contract say the same thing. Keys are stored: their order too is
read (bits of the people in memory), so a new one goes to the end.
"""

from __future__ import annotations

from talentbridge.kernel.text import N_
from talentbridge.policy.rules.tax import IpClause

ENGAGEMENT_TYPES = {
    "contractor": N_("Independent contractor"),
    "employment": N_("Employment"),
    "fixed_term": N_("Fixed-term employment"),
    "eor": N_("Employer of record (EOR)"),
}
WORK_MODES = {
    "remote": N_("Remote"),
    "hybrid": N_("Partly on site"),
    "on_site": N_("On site"),
}
IP_CLAUSES: dict[str, str] = {
    IpClause.ORIGINAL_ACQUISITION.value: N_("The company owns what is made, from the beginning"),
    IpClause.LICENCE.value: N_("The person owns it, and the company may use it (licence)"),
    IpClause.CO_OWNED.value: N_("Both own it together"),
}
# The six levels of skill in words, as people and tasks are judged everywhere on the bridge (domain-facts C2).
LEVELS = {
    1: N_("assisted"),
    2: N_("supervised"),
    3: N_("independent"),
    4: N_("leads a task area"),
    5: N_("leads a team or an architecture"),
    6: N_("sets direction"),
}
