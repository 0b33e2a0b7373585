"""Every request reads with one graph: the newest when it began."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from talentbridge.skills import queries


class ReadsTheCurrentGraph:
    """Looks, at most every few seconds, whether an operator in another process changed the graph."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        queries.refresh()
        return self.get_response(request)
