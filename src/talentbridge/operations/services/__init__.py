"""Verbs of operation: the demo world, and partners' feeds as files."""

from datetime import datetime

from talentbridge.operations.demo import world
from talentbridge.operations.services.feeds import FEEDS, bring_feed, take_feed

__all__ = ["FEEDS", "bring_feed", "load_demo_world", "take_feed"]


def load_demo_world(at: datetime) -> int:
    """Make the invented people and their cases as of `at`; returns how many cases (0 when they are there already)."""
    return world.load(at)
