"""What a review asks of each side, when it may be written and seen, and when a number may be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from talentbridge.kernel.actor import Side
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_
from talentbridge.reputation.states import WindowState

BLIND_FOR = timedelta(days=14)
MIN_TEXT, MAX_TEXT = 20, 4_000  # characters
MAX_REPLY = 2_000
MIN_SAMPLE = 3  # fewer reviews say more about chance than about a person
LOWEST, HIGHEST = 1, 5

# What each side is asked about the other. Keys are stored; sentences are shown.
ASPECTS: dict[Side, dict[str, str]] = {
    Side.COMPANY: {
        "quality": N_("Quality of the deliverables"),
        "communication": N_("Communication"),
        "punctuality": N_("Punctuality"),
    },
    Side.TALENT: {
        "clarity": N_("Clear tasks and acceptance criteria"),
        "payment": N_("Payment on time"),
        "respect": N_("Respect in working together"),
    },
}
POINTS: dict[int, str] = {
    1: N_("1 – poor"),
    2: N_("2 – below what was agreed"),
    3: N_("3 – as agreed"),
    4: N_("4 – good"),
    5: N_("5 – excellent"),
}


class Window(Protocol):
    """What these rules need to know of a pair of reviews."""

    state: str
    closes_at: datetime


@dataclass(frozen=True)
class Summary:
    """Reviews of one person or company. `averages` (by aspect, one decimal) is empty below `MIN_SAMPLE` reviews."""

    count: int
    averages: Mapping[str, Decimal]
    again: int = 0  # how many would work together again

    @property
    def has_numbers(self) -> bool:
        return bool(self.averages)


def other(side: Side) -> Side:
    """Who is reviewed by `side`."""
    return Side.TALENT if side is Side.COMPANY else Side.COMPANY


def can_write(window: Window, written: bool, at: datetime) -> Decision:
    """Once a side, while the pair is still blind and its 14 days run."""
    if written:
        return no("reputation.written", N_("Your side has written its review already."))
    if window.state != WindowState.BLIND or at >= window.closes_at:
        return no(
            "reputation.window_over", N_("The 14 days for reviews are over; what was written is shown.")
        )
    return YES


def can_open(window: Window, sides: Iterable[str], at: datetime) -> bool:
    """Whether the reviews may be shown: both are in, or the 14 days are over."""
    if window.state != WindowState.BLIND:
        return False
    return {Side.COMPANY, Side.TALENT} <= set(sides) or at >= window.closes_at


def can_reply(window: Window, replied: bool) -> Decision:
    """Once, after the reviews are shown."""
    if window.state != WindowState.OPEN:
        return no("reputation.still_blind", N_("A reply can be written once the reviews are shown."))
    if replied:
        return no("reputation.replied", N_("There is a reply already. A reply is written once."))
    return YES


def refusals(side: Side, ratings: Mapping[str, int], text: str) -> dict[str, Decision]:
    """What keeps a typed review from being kept, by field; empty when it can be."""
    found: dict[str, Decision] = {}
    for aspect in ASPECTS[side]:
        if ratings.get(aspect) not in range(LOWEST, HIGHEST + 1):
            found[aspect] = no("reputation.no_points", N_("Choose from 1 to 5."))
    if unknown := set(ratings) - set(ASPECTS[side]):
        found[""] = no(
            "reputation.unknown_aspect", N_("This review does not ask about ‘{aspect}’."), aspect=min(unknown)
        )
    length = len(text.strip())
    if length < MIN_TEXT:
        found["text"] = no(
            "reputation.short_text",
            N_("The review is too short. Say what you saw in {count} characters or more."),
            count=MIN_TEXT,
        )
    elif length > MAX_TEXT:
        found["text"] = no(
            "reputation.long_text", N_("The review is too long: {count} characters at most."), count=MAX_TEXT
        )
    return found


def refused_reply(text: str) -> Decision:
    """Whether `text` can be kept as a reply."""
    if not text.strip():
        return no("reputation.empty_reply", N_("Write your reply first."))
    if len(text.strip()) > MAX_REPLY:
        return no(
            "reputation.long_reply", N_("The reply is too long: {count} characters at most."), count=MAX_REPLY
        )
    return YES


def summary(count: int, totals: Mapping[str, int], again: int) -> Summary:
    """A summary from the sums of points by aspect over `count` reviews."""
    if count < MIN_SAMPLE:
        return Summary(count, {})
    tenth = Decimal("0.1")
    averages = {
        aspect: (Decimal(total) / count).quantize(tenth, ROUND_HALF_UP) for aspect, total in totals.items()
    }
    return Summary(count, averages, again)
