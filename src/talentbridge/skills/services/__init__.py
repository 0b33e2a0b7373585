"""Verbs on the graph: load what ships, keep entries, answer proposed terms."""

from talentbridge.skills.services.editing import (
    accept_offered,
    add_entry,
    edit_entry,
    keep_own,
    restore,
    retire,
)
from talentbridge.skills.services.loading import load_reviewed_graph
from talentbridge.skills.services.proposals import identify, propose, reject, take_as_entry, take_as_name

__all__ = [
    "accept_offered",
    "add_entry",
    "edit_entry",
    "identify",
    "keep_own",
    "load_reviewed_graph",
    "propose",
    "reject",
    "restore",
    "retire",
    "take_as_entry",
    "take_as_name",
]
