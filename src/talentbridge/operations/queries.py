"""What the public pages count, and whether the house is well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from django.db import connection
from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext, ngettext

from talentbridge.engagements import queries as engagements
from talentbridge.engagements.states import EngagementState
from talentbridge.escrow import queries as escrow
from talentbridge.escrow.states import TALENT_EARNED
from talentbridge.kernel import show
from talentbridge.kernel.actor import SYSTEM
from talentbridge.kernel.models import OutboxEvent
from talentbridge.talent import queries as talent

PACKAGE = Path(__file__).parents[1]
FEED_SCHEMAS = {
    "profiles": PACKAGE / "talent" / "data" / "feeds" / "profiles-1.schema.json",
    "tasks": PACKAGE / "demand" / "data" / "feeds" / "tasks-1.schema.json",
}


def feed_schema(kind: str) -> str:
    """The JSON Schema of a feed, as text."""
    return FEED_SCHEMAS[kind].read_text(encoding="utf-8")


HALF_A_YEAR = timedelta(days=182)


@dataclass(frozen=True)
class Counted:
    """One number of this moment, with what it is and how it is counted, in the reader's language."""

    text: str
    label: str
    definition: str


@dataclass(frozen=True)
class BridgeNow:
    """What is on the bridge at this moment."""

    figures: tuple[Counted, ...]
    has_anything: bool


def bridge_now(at: datetime) -> BridgeNow:
    """The home page's numbers, counted when asked for. A figure that nobody can have yet is left out, a zero is shown."""
    cases = engagements.engagements_for(SYSTEM)
    states = dict(cases.order_by().values_list("state").annotate(count=Count("pk")))
    running, completed = states.get(EngagementState.OPEN, 0), states.get(EngagementState.COMPLETED, 0)
    profiles = talent.profiles_for(SYSTEM).order_by()
    people, countries = profiles.count(), profiles.exclude(country="").values("country").distinct().count()
    figures = [
        Counted(
            show.number(running),
            gettext("engagements under way"),
            gettext("Engagements in one of the five stages that are neither completed nor stopped."),
        ),
        Counted(
            show.number(completed),
            gettext("engagements completed"),
            gettext("Every deliverable was accepted and settled, and the work was handed over."),
        ),
        Counted(
            show.number(people),
            ngettext(
                "talent profiles, from one country", "talent profiles, from {count} countries", countries
            ).format(count=countries),
            gettext(
                "Profiles that can be found now: registered by their owners, or brought in from open data without names."
            ),
        ),
    ]
    days = _days_to_first_release(at)
    if days:
        figures.append(
            Counted(
                ngettext("{count} day", "{count} days", round(median(days))).format(
                    count=round(median(days))
                ),
                gettext("from a written need to the first release (median)"),
                gettext("Engagements whose first release was within the last six months: {count}.").format(
                    count=len(days)
                ),
            )
        )
    return BridgeNow(tuple(figures), bool(running or completed or people))


def _days_to_first_release(at: datetime) -> list[float]:
    """Days from the written need to the first release, of each engagement that got there in the half year before `at`."""
    releases = escrow.milestones_for(SYSTEM).filter(case_id=OuterRef("pk"), state__in=TALENT_EARNED)
    cases = engagements.engagements_for(SYSTEM).annotate(
        first=Subquery(releases.order_by("decided_at").values("decided_at")[:1])
    )
    recent = (
        cases.filter(first__gt=at - HALF_A_YEAR, first__lte=at).order_by().values_list("opened_at", "first")
    )
    return [(first - opened).total_seconds() / 86_400 for opened, first in recent]


def pending_news() -> int:
    """Outbox rows that no listener has heard yet; more than a few for more than a minute is a fault."""
    return OutboxEvent.objects.filter(delivered_at=None).count()


def waiting_jobs() -> dict[str, int]:
    """Background jobs by state: ``{"todo": 2, "doing": 1, "failed": 0}``."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status")
        counted = dict(cursor.fetchall())
    return {state: counted.get(state, 0) for state in ("todo", "doing", "failed")}
