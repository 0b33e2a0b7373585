"""What must be true before the first page: catalogues compiled, tables migrated, reviewed data and demo world loaded."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from django.core.management import call_command

from talentbridge.kernel.clock import now


def migrate() -> None:
    """Apply the migrations that are missing."""
    call_command("migrate", interactive=False, verbosity=0)


def load_reviewed_data() -> None:
    """Bring the reviewed files (rules of law, skills) into the database; unchanged rows stay as they are."""
    _call("talentbridge.policy.services", "load_reviewed_rules")
    _call("talentbridge.skills.services", "load_skills")


def load_demo_world() -> None:
    """Load the fictional people, organisations and engagements, dated relative to today."""
    _call("talentbridge.operations.services", "load_demo_world", now())


def _call(module: str, name: str, *args: Any) -> None:
    try:
        function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    except (ModuleNotFoundError, AttributeError):
        return
    function(*args)
