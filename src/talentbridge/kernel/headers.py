"""What a browser may load on our pages: our own files, and nothing else.

No inline script, no inline style: bars are SVG attributes, scripts are modules of `static/js`. `data:` images are
allowed for the QR code of an authenticator app, which is drawn on the server and never leaves it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)


class ContentPolicy:
    """Adds the policy to every answer that has none of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


class RefusesZeroBytes:
    """Answers 400 to an address with a zero byte in it: no text has one, and the database cannot compare with it.

    Forms refuse it beside the field, JSON bodies in `kernel.api`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path or "%00" in query or "\0" in query:
            text = "주소에 글자가 아닌 0 바이트가 있습니다. / The address has a zero byte, which is no character.\n"
            return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
        return self.get_response(request)
