"""The clock, read only in surfaces (web, rest, tasks, commands) and passed down as `at`."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
