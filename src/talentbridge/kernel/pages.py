"""What every page shares: rendering, and telling a reader why something did not happen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import Decision
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused


class BridgeRequest(HttpRequest):
    """A request after the middleware: it knows its actor and what an expired session had typed."""

    actor: Actor
    kept: Mapping[str, Any] | None


def told(decision: Decision) -> str:
    """The sentence of a no, in the reader's language; empty for a yes."""
    if decision:
        return ""
    facts = {
        key: gettext(value) if isinstance(value, str) and value else value
        for key, value in decision.facts.items()
    }
    return gettext(decision.sentence).format(**facts)


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a whole page (or the fragment that htmx asked for: same template, the view decides)."""
    return render(request, template, dict(context or {}), status=status)


def show_errors(form: Form, invalid: Invalid) -> None:
    """Put a verb's refusals beside the fields that caused them; unknown fields go to the form's top."""
    for name, decision in invalid.fields.items():
        form.add_error(name if name in form.fields else None, told(decision))


class TellsWhyNot:
    """Turns what verbs raise into pages: 404 without a hint, 403 and 409 with the reason and a way on."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Missing):
            return page(request, "404.html", status=404)
        if isinstance(error, Denied):
            return page(request, "403.html", {"reason": told(error.decision)}, status=403)
        if isinstance(error, Refused):
            return page(request, "409.html", {"reason": told(error.decision)}, status=409)
        if isinstance(error, Invalid):
            reasons = [told(decision) for decision in error.fields.values()]
            return page(request, "409.html", {"reason": " ".join(reasons)}, status=422)
        return None


KEPT = "kept"
KEPT_CHARACTERS = 200_000  # more than any of our forms takes
_NEVER_KEPT = ("csrfmiddlewaretoken", "code", "token", "credential", "number")  # `number`: of a bank account


def keep_typed(request: HttpRequest, person_id: object) -> bool:
    """Keep a posted form's text in the session until its owner sees the form again (`typed`); False when too much.

    Only `person_id` gets it back: whoever else signs in with this browser does not (`KeepsWhatWasTyped`).
    Passwords, codes, account numbers and files are never kept.
    """
    text = {
        name: request.POST.getlist(name)
        for name in request.POST
        if name not in _NEVER_KEPT and "password" not in name
    }
    if sum(len(value) for values in text.values() for value in values) > KEPT_CHARACTERS:
        return False
    stood_on = urlsplit(request.headers.get("Referer", ""))
    request.session[KEPT] = {
        "path": request.path,
        "stood_on": stood_on.path if stood_on.netloc == request.get_host() else "",
        "person": str(person_id),
        "typed": text,
    }
    return True


def typed(request: HttpRequest, form_class: type[Form], **kwargs: Any) -> Form:
    """The form of this request: bound when posted; else filled with what an expired session had typed, if anything."""
    if request.method == "POST":
        return form_class(request.POST, request.FILES or None, **kwargs)
    kept = request.session.get(KEPT)
    if kept and request.path in {kept["path"], kept["stood_on"]}:
        del request.session[KEPT]
        values = {
            name: values if len(values) > 1 else values[0] for name, values in kept["typed"].items() if values
        }
        kwargs["initial"] = {**kwargs.get("initial", {}), **values}
    return form_class(**kwargs)


def local_path(request: HttpRequest, wanted: str | None, otherwise: str) -> str:
    """`wanted` when it is an address of this site, else `otherwise`: a redirect never leads away."""
    is_ours = (
        wanted
        and wanted.startswith("/")
        and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    )
    return wanted if wanted and is_ours else otherwise
