"""What every REST answer shares: one shape for errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.parser import Parser

from talentbridge.kernel.decision import Decision
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from talentbridge.kernel.pages import told


class Problem(Schema):
    """Why something did not happen: a stable `code`, a `sentence` in the caller's language, and refusals by field."""

    code: str
    sentence: str
    fields: dict[str, str] = {}


class CleanParser(Parser):
    """JSON as always, except that a zero byte inside a text is refused (400): the database cannot keep it."""

    def parse_body(self, request: HttpRequest) -> Any:
        body = super().parse_body(request)
        if any("\0" in text for text in _texts(body)):
            raise ValueError("a text has a zero byte")
        return body


def _texts(value: Any) -> Iterator[str]:
    """Every text of a JSON value, names of members too."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting += [*each.keys(), *each.values()]
        elif isinstance(each, list):
            waiting += each


def _problem(decision: Decision) -> dict[str, Any]:
    return {"code": decision.code, "sentence": told(decision), "fields": {}}


def tell_errors(api: NinjaAPI) -> None:
    """Translate the bridge's errors for `api`: 404, 403, 409, 422."""

    @api.exception_handler(Missing)
    def missing(request: HttpRequest, error: Missing) -> HttpResponse:
        return api.create_response(request, {"code": "missing", "sentence": "", "fields": {}}, status=404)

    @api.exception_handler(Denied)
    def denied(request: HttpRequest, error: Denied) -> HttpResponse:
        return api.create_response(request, _problem(error.decision), status=403)

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        return api.create_response(request, _problem(error.decision), status=409)

    @api.exception_handler(Invalid)
    def invalid(request: HttpRequest, error: Invalid) -> HttpResponse:
        fields = {name: told(decision) for name, decision in error.fields.items()}
        body = {"code": "invalid", "sentence": " ".join(fields.values()), "fields": fields}
        return api.create_response(request, body, status=422)
