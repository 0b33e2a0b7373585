"""Which part of the bridge calculates with a row, where that is known."""

from __future__ import annotations

from talentbridge.kernel.text import N_

# By the beginning of the key. An app that begins to read rows adds its line.
_USES = (
    ("fee.service", N_("The platform's fee on every milestone of a contract")),
    ("review.days", N_("How long a company may look at a deliverable before silence accepts it")),
    ("tax.", N_("What is withheld from a payment")),
    ("privacy.automated.", N_("Until when a request about matching is answered")),
    ("fairness.four_fifths", N_("When a difference between groups is marked on the fairness page")),
    ("fx.stale_days", N_("When a rate of exchange is marked as old")),
)


def used_by(key: str) -> tuple[str, ...]:
    """Sentences (message ids) about what reads the row; empty where nothing is known."""
    return tuple(
        words for start, words in _USES if key == start or (start.endswith(".") and key.startswith(start))
    )
