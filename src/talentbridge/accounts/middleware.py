"""Three small steps between the request and the page: language, actor, and what was typed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware

GetResponse = Callable[[HttpRequest], HttpResponse]


class ReadersLanguage(LocaleMiddleware):
    """The reader's saved choice (cookie), else what the browser asks for, else Korean."""


class KeepsWhatWasTyped:
    """A form posted after the session has expired is kept and comes back after signing in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.kept = None  # type: ignore[attr-defined]
        return self.get_response(request)


class KnowsTheActor:
    """Sets `request.actor` from the chosen membership; None for strangers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]
        return self.get_response(request)
