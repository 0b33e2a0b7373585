"""The wait of two reviews for each other, and the sentences of what happens to them."""

from __future__ import annotations

from enum import StrEnum

from talentbridge.kernel.text import N_


class WindowState(StrEnum):
    BLIND = "blind"  # each side sees only its own review
    OPEN = "open"  # both have written, or 14 days have passed: everybody of the case sees what there is


MOVES: dict[WindowState, frozenset[WindowState]] = {
    WindowState.BLIND: frozenset({WindowState.OPEN}),
    WindowState.OPEN: frozenset(),
}

LIFECYCLES = {"pair of reviews": (WindowState, MOVES)}

EVENTS: dict[str, str] = {
    "reputation.reviews.awaited": N_("Everything is settled: both sides can review the work for 14 days."),
    "reputation.review.written": N_("{actor} wrote a review; it stays unseen until both have written."),
    "reputation.reviews.opened": N_("The reviews were shown to both sides."),
    "reputation.review.replied": N_("{actor} replied to the review."),
}
