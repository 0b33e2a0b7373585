"""The public page that says whether a PDF carries our seal."""

from __future__ import annotations

import threading

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from talentbridge.contracts import services
from talentbridge.contracts.gateways.sealing import Verdict
from talentbridge.contracts.web.forms import CheckForm
from talentbridge.kernel.clock import now
from talentbridge.kernel.pages import BridgeRequest, page

LARGEST = 20 * 1024 * 1024  # bytes
_places = threading.BoundedSemaphore(2)  # checks at a time in this process


class InMemory(MemoryFileUploadHandler):
    """Keeps every upload in memory; the page has looked at its size before."""

    def handle_raw_input(self, *args: object, **kwargs: object) -> None:
        self.activated = True


@login_not_required
@csrf_exempt  # it changes nothing and knows nobody; so programs can use it too, and big files are refused unread
@require_http_methods(["GET", "POST"])
def verify(request: BridgeRequest) -> HttpResponse:
    """Take a PDF, check it in memory, say what it is. Names nobody and stores nothing."""
    verdict, refusal = None, ""
    if request.method == "POST":
        verdict, refusal = _checked(request)
    context = {"form": CheckForm(), "verdict": verdict, "refusal": refusal}
    return page(request, "contracts/verify.html", context, status=422 if refusal else 200)


def _checked(request: BridgeRequest) -> tuple[Verdict | None, str]:
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return None, _("This file is larger than 20 MB. A contract of ours is never that large.")
    request.upload_handlers = [InMemory(request)]
    upload = request.FILES.get("pdf")
    if upload is None:
        return None, _("Choose a PDF file first.")
    if not _places.acquire(blocking=False):
        return None, _("Two files are being checked right now. Try again in a few seconds.")
    try:
        return services.check_pdf(upload.read(), at=now()), ""
    finally:
        _places.release()
