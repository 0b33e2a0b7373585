"""What every REST answer shares: one shape for errors."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema

from talentbridge.kernel.decision import Decision
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from talentbridge.kernel.pages import told


class Problem(Schema):
    """Why something did not happen: a stable `code`, a `sentence` in the caller's language, and refusals by field."""

    code: str
    sentence: str
    fields: dict[str, str] = {}


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
