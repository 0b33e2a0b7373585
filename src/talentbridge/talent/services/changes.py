"""The feed of changed profiles that matching reads."""

from __future__ import annotations

from datetime import datetime, timedelta

from talentbridge.talent.models import ProfileChange

KEPT_FOR = timedelta(days=1)


def forget_changes(*, at: datetime) -> int:
    """Remove what changed more than a day ago; a process that has not read on since then reads the pool anew."""
    return ProfileChange.objects.filter(changed_at__lt=at - KEPT_FOR).delete()[0]
