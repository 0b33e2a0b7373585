"""What machines ask for: monitors, search engines, browsers."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_GET

from talentbridge.operations import queries


@login_not_required
@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """For monitors: is the database there, is news waiting, are jobs failing. 503 when the database does not answer."""
    try:
        answer = {"database": "ok", "pending_news": queries.pending_news(), "jobs": queries.waiting_jobs()}
    except DatabaseError:
        return JsonResponse({"database": "unreachable"}, status=503)
    return JsonResponse(answer)


@login_not_required
@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines see the public pages; of a demo, whose people are invented, none at all."""
    closed = "/" if settings.DEMO else "/account/"
    return HttpResponse(f"User-agent: *\nDisallow: {closed}\n", content_type="text/plain")


@login_not_required
@require_GET
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it by this name whatever the page says."""
    return redirect(static("brand/beads.svg"), permanent=True)
