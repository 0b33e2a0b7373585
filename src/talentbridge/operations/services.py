"""Verbs of operation."""

from datetime import datetime

from talentbridge.operations.demo import world


def load_demo_world(at: datetime) -> int:
    """Make the invented people and their cases as of `at`; returns how many cases (0 when they are there already)."""
    return world.load(at)
