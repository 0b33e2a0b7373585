"""What must be true before the first page: catalogues compiled, tables migrated, reviewed data and demo world loaded."""

from __future__ import annotations

from django.core.management import call_command

from talentbridge.kernel.clock import now


def migrate() -> None:
    """Apply the migrations that are missing."""
    call_command("migrate", interactive=False, verbosity=0)


def load_reviewed_data() -> None:
    """Bring the reviewed rules of law and the skill graph into the database; unchanged rows stay as they are."""
    from talentbridge.policy.services import load_reviewed_rules
    from talentbridge.skills.services import load_reviewed_graph

    load_reviewed_rules()
    load_reviewed_graph(at=now())


def has_demo_people() -> bool:
    """Whether the demo world is there, at least in part."""
    from talentbridge.accounts.queries import demo_memberships

    return bool(demo_memberships())


def load_demo_world() -> None:
    """Load the fictional people, organisations and engagements, dated relative to today."""
    from talentbridge.operations.services import load_demo_world

    load_demo_world(now())
