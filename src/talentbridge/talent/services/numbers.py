"""Numbers of new profiles, from which code and pseudonym follow."""

from __future__ import annotations

from django.db import connection


def next_numbers(count: int) -> list[int]:
    """`count` fresh profile numbers. A number that is not used after all stays a gap."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence('talent_profile', 'id')) from generate_series(1, %s)",
            [count],
        )
        return [row[0] for row in cursor.fetchall()]
