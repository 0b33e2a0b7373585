"""What stands in the header: five or six nouns for each role."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: the actor, the navigation of the actor's role, and whether data is fictional."""
    return {"actor": getattr(request, "actor", None), "demo": settings.DEMO}
