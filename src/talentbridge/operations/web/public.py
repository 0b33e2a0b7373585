"""The public pages: home and explanations; and the first page after signing in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from talentbridge.kernel.clock import now
from talentbridge.kernel.pages import page
from talentbridge.matching import rules as matching
from talentbridge.operations import queries, rules
from talentbridge.operations.web.specimens import STRING


@login_not_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The bridge in one screen, for a company and for a talent, with honest numbers."""
    at = now()
    return page(
        request,
        "operations/home.html",
        {
            "figures": rules.WHY_A_BRIDGE,
            "appeal": rules.appeal_points(),
            "appeal_source": rules.APPEAL_SOURCE,
            "bridge": queries.bridge_now(at),
            "counted_at": at,
            "example": STRING,
            "example_due": friday_evening(at),
        },
    )


def friday_evening(at: datetime) -> datetime:
    """18:00 in Seoul (09:00 UTC) on a Friday one to two weeks from `at`: the deadline of the home page's example."""
    return (at + timedelta(days=7 + (4 - at.weekday()) % 7)).replace(
        hour=9, minute=0, second=0, microsecond=0
    )


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """After signing in: where this role's day begins."""
    actor = request.actor  # type: ignore[attr-defined]
    return redirect(rules.STARTS[actor.role] if actor else rules.WITHOUT_ROLE)


def _words(name: str, **context: object) -> Callable[[HttpRequest], HttpResponse]:
    """A public page that only explains."""

    @login_not_required
    @require_GET
    def view(request: HttpRequest) -> HttpResponse:
        return page(request, f"operations/{name}.html", context)

    return view


companies = _words("companies")
talents = _words("talents")
privacy = _words("privacy", kept=rules.KEPT)
accessibility = _words("accessibility")
scores = _words("scores", factors=matching.factors_told(), services=matching.services_told())
data = _words("data", sources=rules.SOURCES)
