"""Reads of shortlists and selections (`shortlists`), the pool that this process asks (`pool`), the other direction (`mine`),
requests (`requests`), fairness figures (`fairness`); and all of it in words (`told`)."""

from talentbridge.matching.queries.pool import forget_pool, pool
from talentbridge.matching.queries.shortlists import (
    Contact,
    contacts_of,
    counted,
    declined_by,
    entries_of,
    looks_of,
    running_selection,
    selection_of,
    selections_for,
    selections_of,
    shortlist_of,
    shortlists_for,
)

__all__ = [
    "Contact", "contacts_of", "counted", "declined_by", "entries_of", "forget_pool", "looks_of", "pool",
    "running_selection", "selection_of", "selections_for", "selections_of", "shortlist_of", "shortlists_for",
]  # fmt: skip
