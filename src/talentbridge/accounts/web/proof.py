"""Step-up: proving again who one is, right before money, a signature, or acting for somebody."""

from __future__ import annotations

import ipaddress
from typing import Any

from allauth.account.forms import ReauthenticateForm as PasswordForm
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.core import ratelimit
from allauth.mfa.base.forms import ReauthenticateForm as CodeForm
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm as KeyForm
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from talentbridge.accounts.middleware import for_everybody, signed_in
from talentbridge.kernel.clock import now
from talentbridge.kernel.pages import KEPT, local_path, page
from talentbridge.kernel.stepup import PROVEN_AT, is_fresh, purpose_told, refuse_borrowed


@for_everybody
@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def step_up(request: HttpRequest) -> HttpResponse:
    """Say why, name the act, take a passkey, a code or the password, and go on where the person was."""
    refuse_borrowed(request)
    given = request.POST if request.method == "POST" else request.GET
    onward = local_path(request, given.get("next"), reverse("operations:start"))
    ways = Ways(request)
    if request.method == "POST":
        if limited := ratelimit.consume_or_429(request, action="reauthenticate", user=request.user):
            return limited
        ways.take()
    if is_fresh(request):
        if request.session.get(KEPT):
            messages.info(
                request, _("Confirmed. What you typed is still here: check it and press the button again.")
            )
        return redirect(onward)
    context = ways.context() | {
        "onward": onward, "purpose": purpose_told(given.get("purpose", "")), "asked": given.get("purpose", ""),
    }  # fmt: skip
    return page(request, "accounts/step_up.html", context, status=422 if ways.failed else 200)


class Ways:
    """The proofs that this person can give here, best first; the password only where there is no second factor."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        person = self.person = signed_in(request)
        self.failed = False
        has_key = is_mfa_enabled(person, [Authenticator.Type.WEBAUTHN])
        has_code = is_mfa_enabled(person, [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES])
        self.forms: dict[str, Any] = {}
        if has_key and names_a_site(request.get_host()):
            self.forms["credential"] = KeyForm(user=person)
        if has_code:
            self.forms["code"] = CodeForm(user=person)
        if not has_key and not has_code and person.has_usable_password():
            self.forms["password"] = PasswordForm(user=person)
        self.is_demo = bool(settings.DEMO and person.is_demo)

    def take(self) -> None:
        """Try the proof that was posted; a right one is noted in the session."""
        if self.is_demo and "demo" in self.request.POST:
            self.request.session[PROVEN_AT] = now().isoformat()
            return
        for name, empty in self.forms.items():
            if name not in self.request.POST:
                continue
            form = type(empty)(data=self.request.POST, user=self.person)
            self.forms[name] = form
            self.failed = not form.is_valid()
            if not self.failed and isinstance(form, PasswordForm):
                reauthenticate_by_password(self.request)
            elif not self.failed:
                form.save()
            return
        self.failed = True

    def context(self) -> dict[str, object]:
        """What the page needs to offer these ways."""
        context: dict[str, object] = {"ways": self.forms, "is_demo": self.is_demo, "failed": self.failed}
        for form in self.forms.values():
            for field in form.fields.values():
                field.widget.attrs.pop("placeholder", None)
                field.help_text = ""
        if "credential" in self.forms:
            context["key_options"] = {"request_options": webauthn.begin_authentication(self.person)}
        return context


def names_a_site(host: str) -> bool:
    """Whether a passkey can belong to this host: browsers tie keys to names, not to addresses such as 127.0.0.1."""
    try:
        ipaddress.ip_address(host.rsplit(":", 1)[0].strip("[]"))
    except ValueError:
        return True
    return False
