"""Language and contrast: remembered in the browser and for the person; the page stays the same."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from talentbridge.accounts import services as accounts

YEAR = 365 * 24 * 60 * 60  # seconds


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Read on in another language. An unknown language changes nothing."""
    answer = redirect(_same_page(request))
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES):
        _remember(answer, settings.LANGUAGE_COOKIE_NAME, wanted)
        if request.user.is_authenticated:
            accounts.remember_choices(person_id=request.user.pk, language=wanted)
    return answer


@login_not_required
@require_POST
def contrast(request: HttpRequest) -> HttpResponse:
    """Read on in high contrast (`contrast=high`) or plainly."""
    answer = redirect(_same_page(request))
    is_high = request.POST.get("contrast") == "high"
    _remember(answer, "contrast", "high" if is_high else "plain")
    if request.user.is_authenticated:
        accounts.remember_choices(person_id=request.user.pk, high_contrast=is_high)
    return answer


def _remember(answer: HttpResponse, name: str, value: str) -> None:
    answer.set_cookie(
        name, value, max_age=YEAR, samesite="Lax", secure=settings.SITE_URL.startswith("https://")
    )


def _same_page(request: HttpRequest) -> str:
    """Where the form stood, query string included; the home page when that is not an address of ours."""
    asked = request.POST.get("next", "")
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours else reverse("operations:home")
