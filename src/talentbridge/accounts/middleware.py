"""Three small steps between the request and the page: language, actor, and what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.utils import translation

from talentbridge.accounts import queries
from talentbridge.accounts.models import Person
from talentbridge.accounts.roles import IN_PERSON
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.clock import now
from talentbridge.kernel.pages import KEPT, keep_typed

GetResponse = Callable[[HttpRequest], HttpResponse]

MEMBERSHIP = "membership"  # session key: the id of the membership in which the person acts
BORROWED = "borrowed"  # session key: the id of the borrowed session in which an operator or coordinator acts

WHO = "who"  # cookie: who was signed in here last, so that kept text finds its owner and nobody else
_WHO_SALT = "talentbridge.accounts.who"
_WHO_AGE = 30 * 24 * 60 * 60  # seconds


class ReadersLanguage(LocaleMiddleware):
    """The reader's saved choice (cookie), else what the browser asks for, else Korean.

    A signed-in person without the cookie reads in the language of their settings (`KnowsTheActor`).
    """


class KeepsWhatWasTyped:
    """A form posted after the session has expired is kept and comes back after signing in.

    It comes back to the person whose session it was and to nobody else: a signed cookie remembers who that was.
    Text that has nobody, or meets somebody else, is dropped.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        kept = request.session.get(KEPT)
        if kept and request.user.is_authenticated and kept["person"] != str(request.user.pk):
            del request.session[KEPT]
            kept = None
        request.kept = kept  # type: ignore[attr-defined]
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and kept and request.path == kept["path"]:
            stood_on = kept["stood_on"]  # the form's address takes no GET: back to the page it stood on
            return redirect(stood_on) if stood_on not in {"", request.path} else response
        return _remember(request, response)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Keep the text before `LoginRequiredMiddleware`, which comes next, sends the stranger to sign in."""
        if (
            request.method == "POST"
            and not request.user.is_authenticated
            and getattr(view, "login_required", True)
            and (person_id := who_was_here(request))
        ):
            keep_typed(request, person_id)


def who_was_here(request: HttpRequest) -> str | None:
    """The id of the person who was signed in with this browser last, as far as our own signature proves it."""
    return request.get_signed_cookie(WHO, default=None, salt=_WHO_SALT, max_age=_WHO_AGE)


def _remember(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    user = request.user
    if user.is_authenticated and who_was_here(request) != str(user.pk):
        response.set_signed_cookie(
            WHO, str(user.pk), salt=_WHO_SALT, max_age=_WHO_AGE, httponly=True, samesite="Lax",
            secure=bool(settings.SESSION_COOKIE_SECURE),
        )  # fmt: skip
    return response


class KnowsTheActor:
    """Sets `request.actor` from the chosen membership, or from a running borrowed session; None for strangers.

    Somebody who is signed in but belongs nowhere yet is sent to the page where that begins, from every page but
    those marked with `for_everybody`.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.borrowed = None  # type: ignore[attr-defined]
        request.actor = _actor(request) if request.user.is_authenticated else None  # type: ignore[attr-defined]
        if request.user.is_authenticated and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if (
            request.user.is_authenticated
            and request.actor is None  # type: ignore[attr-defined]
            and getattr(view, "login_required", True)
            and not getattr(view, "is_for_everybody", False)
            and not view.__module__.startswith("allauth.")
        ):
            return redirect("accounts:switch")
        return None


def for_everybody(view: Any) -> Any:
    """Mark a view that also serves a signed-in person without a role: `request.actor` may be None there."""
    view.is_for_everybody = True
    return view


def signed_in(request: HttpRequest) -> Person:
    """The person who is signed in, whomever they act for; only behind a view that needs a sign-in."""
    assert isinstance(request.user, Person)
    return request.user


def _actor(request: HttpRequest) -> Actor | None:
    if borrowed_id := request.session.get(BORROWED):
        borrowed = queries.borrowed_session(borrowed_id, signed_in(request).pk, at=now())
        if borrowed is not None:
            request.borrowed = borrowed  # type: ignore[attr-defined]
            return queries.actor_in(
                borrowed.membership, borrowed_from=signed_in(request).pk, without=IN_PERSON
            )
        del request.session[BORROWED]
    return queries.actor_of(signed_in(request), request.session.get(MEMBERSHIP))
