"""Reads of the graph: what it says (from memory, `names`), which one is read (`current`), its tables (`rows`)."""

from talentbridge.skills.queries.current import newest_version, read_graph, refresh, version
from talentbridge.skills.queries.names import (
    by_name,
    choices,
    entry,
    implied,
    kind_of,
    label,
    links,
    names,
    narrower,
    near,
    nearest,
    role_by_name,
    role_choices,
    role_ids,
    roles_that_need,
    search,
    skill_ids,
)
from talentbridge.skills.queries.rows import (
    dropped_for,
    entries_for,
    found_proposal,
    last_revision,
    narrowed,
    offered_for,
    proposals_for,
    revisions_of,
    waiting_for,
)

__all__ = [
    "by_name", "choices", "dropped_for", "entries_for", "entry", "found_proposal", "implied", "kind_of", "label",
    "last_revision", "links", "names", "narrowed", "narrower", "near", "nearest", "newest_version", "offered_for",
    "proposals_for", "read_graph", "refresh", "revisions_of", "role_by_name", "role_choices", "role_ids",
    "roles_that_need", "search", "skill_ids", "version", "waiting_for",
]  # fmt: skip
