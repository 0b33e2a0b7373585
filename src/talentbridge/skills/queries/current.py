"""Which graph this process reads with: the one of the table, looked at again every few seconds."""

from __future__ import annotations

import time
from threading import Lock

from django.db import Error
from django.db.models import Max

from talentbridge.skills.models import CONTENT, Entry, Revision
from talentbridge.skills.rules import Graph, lexicon, skill_from_json, use

PAUSE = 3.0  # seconds between two looks at the table
_looking = Lock()
_next_look = 0.0  # on the monotonic clock


def refresh(*, at_once: bool = False) -> None:
    """Read with the newest graph of the table; the files stay while the table is empty.

    Called when a request or a job begins (`web.current`, `kernel.jobs.before_each`): one query for a number, at most
    every `PAUSE` seconds, and all entries only after a change. A database that does not answer changes nothing.
    """
    global _next_look
    now = time.monotonic()
    if not at_once and now < _next_look:
        return
    with _looking:
        _next_look = max(_next_look, now + PAUSE)
        try:
            newest = newest_version()
            if newest and newest != lexicon().version:
                use(read_graph(newest))
        except Error:
            return


def newest_version() -> int:
    """The number of the last change in the table; 0 while it is empty."""
    return Revision.objects.aggregate(newest=Max("id"))["newest"] or 0


def read_graph(version: int) -> Graph:
    """The graph of the table. Where two entries claim a spelling, the one that was edited here keeps it, and one that
    the product no longer ships loses it."""
    rows = Entry.objects.values_list("id", "edited_here", "reviewed", *CONTENT)
    ordered = sorted(rows, key=lambda row: (not row[1], not row[2], row[0]))
    return Graph(
        [skill_from_json(row[0], dict(zip(CONTENT, row[3:], strict=True))) for row in ordered],
        version=version,
    )


def version() -> int:
    """The version of the graph that this process reads with; 0 is that of the files."""
    return lexicon().version
