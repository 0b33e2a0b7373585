"""Every component with sample data: what to look at when changing the look."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from talentbridge.kernel.clock import now
from talentbridge.kernel.pages import page
from talentbridge.operations.web import specimens


@login_not_required
@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """The live gallery."""
    return page(request, "operations/gallery.html", specimens.gallery(request.GET, now()))
