"""Proving again who you are, right before money or a signature.

`accounts` notes the moment of every proof (password, passkey, code) in the session under `PROVEN_AT`; `step_up`
sends a person whose proof is older than `MAX_AGE` to prove it again and brings them back, with what they had typed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from talentbridge.kernel.actor import in_person
from talentbridge.kernel.clock import now
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Denied
from talentbridge.kernel.pages import keep_typed
from talentbridge.kernel.text import N_

PROVEN_AT = "proven_at"
MAX_AGE = timedelta(minutes=10)
SOME_PURPOSE = N_("Something important")

View = Callable[..., HttpResponse]
_purposes: set[str] = set()


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person proved who they are within `MAX_AGE`."""
    proven = request.session.get(PROVEN_AT)
    return proven is not None and now() - datetime.fromisoformat(proven) < MAX_AGE


def step_up(purpose: str) -> Callable[[View], View]:
    """Decorate a view that moves money or signs; outermost, above `require_POST`.

    `purpose` (an `N_` sentence) is told on the proof page. Whoever acts in another person's place is refused.
    """
    _purposes.add(purpose)

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            refuse_borrowed(request)
            if is_fresh(request):
                return view(request, *args, **kwargs)
            if request.method == "POST":
                keep_typed(request, request.user.pk)
            query = urlencode({"next": request.get_full_path(), "purpose": purpose})
            return redirect(f"{reverse('accounts:step-up')}?{query}")

        return wrapped

    return decorate


def purpose_told(asked: str) -> str:
    """The purpose that an address asks to tell: one that a view of ours gave to `step_up`, else a general one."""
    return asked if asked in _purposes else SOME_PURPOSE


def require_fresh(request: HttpRequest) -> None:
    """For REST: raise `Denied` unless the person is present in a browser session and proved who they are just now."""
    if getattr(request, "token_scope", ""):
        raise Denied(
            no(
                "accounts.not_by_token",
                N_("Money and signatures need a person in the browser. An access token does not reach them."),
            )
        )
    refuse_borrowed(request)
    if not is_fresh(request):
        raise Denied(
            no(
                "accounts.prove_first",
                N_("Confirm first that it is you, at {url}, then repeat the request within 10 minutes."),
                url=reverse("accounts:step-up"),
            )
        )


def refuse_borrowed(request: HttpRequest) -> None:
    """Raise `Denied` when somebody acts in another person's place."""
    actor = getattr(request, "actor", None)
    if actor is not None and not (mine := in_person(actor)):
        raise Denied(mine)
