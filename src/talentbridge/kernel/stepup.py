"""Proving again who you are, right before money or a signature.

`accounts` notes the moment of every proof (password, passkey, code) in the session under `PROVEN_AT`; this
decorator sends a person whose proof is older than `MAX_AGE` to prove it again and brings them back, with what
they had typed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from talentbridge.kernel.clock import now
from talentbridge.kernel.pages import keep_typed

PROVEN_AT = "proven_at"
MAX_AGE = timedelta(minutes=10)

View = Callable[..., HttpResponse]


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person proved who they are within `MAX_AGE`."""
    proven = request.session.get(PROVEN_AT)
    return bool(proven) and now() - datetime.fromisoformat(proven) < MAX_AGE


def step_up(purpose: str) -> Callable[[View], View]:
    """Decorate a view that moves money or signs. `purpose` (an `N_` sentence) is told on the proof page."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if is_fresh(request):
                return view(request, *args, **kwargs)
            if request.method == "POST":
                keep_typed(request)
            query = urlencode({"next": request.get_full_path(), "purpose": purpose})
            return redirect(f"{reverse('accounts:step-up')}?{query}")

        return wrapped

    return decorate
