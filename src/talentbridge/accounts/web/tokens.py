"""Access tokens for programs."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from talentbridge.accounts import queries, services
from talentbridge.accounts.forms import TokenForm
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.pages import page, show_errors, typed
from talentbridge.kernel.stepup import is_fresh, refuse_borrowed, step_up
from talentbridge.kernel.text import N_


@step_up(N_("See and make access tokens"))
@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """One's access tokens; a new one is shown on this page once and never again."""
    actor = request.actor  # type: ignore[attr-defined]
    form, text = typed(request, TokenForm), ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, text = services.make_token(
                actor=actor,
                name=form.cleaned_data["name"],
                scope=form.cleaned_data["scope"],
                days=form.cleaned_data["days"],
                at=now(),
            )
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            form = TokenForm()
    context = {"form": form, "tokens": queries.tokens_for(actor), "text": text, "at": now()}
    return page(request, "accounts/tokens.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """Stop a token; no proof is asked, because stopping is always safe."""
    refuse_borrowed(request)
    services.revoke_token(actor=request.actor, token_id=token_id, at=now())  # type: ignore[attr-defined]
    messages.success(request, _("The token has been revoked. Programs that used it are refused from now on."))
    return redirect("accounts:tokens" if is_fresh(request) else "accounts:settings")
