"""Where django-allauth meets the bridge: notes proofs, speaks both languages, keeps secrets encrypted."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import authentication_step_completed
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from talentbridge.accounts import services
from talentbridge.accounts.middleware import BORROWED, signed_in
from talentbridge.accounts.models import Person
from talentbridge.kernel.clock import now
from talentbridge.kernel.stepup import PROVEN_AT

SITE_NAME = "K-Digital Talent Bridge"


def note_proofs() -> None:
    """Have every renewed proof (password, passkey, code) noted in the session; called once at start."""
    authentication_step_completed.connect(_note_renewed_proof, dispatch_uid="talentbridge.accounts")


def _note_renewed_proof(request: HttpRequest, user: Person, **details: Any) -> None:
    # A first factor alone is a step, not a proof: only a signed-in person who proves again counts here.
    if details.get("reauthenticated") and request.user == user:
        request.session[PROVEN_AT] = now().isoformat()


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by e-mail, in the bridge's words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account has been closed. Write to the operator if that surprises you."),
        "email_password_mismatch": _("E-mail address and password do not match. Check both and try again."),
        "incorrect_password": _("This is not your password. Try again."),
        "incorrect_code": _("This code is not right, or it has run out. Take the newest one."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "rate_limited": _("Too many attempts in a short time. Wait a minute, then try again."),
        "enter_current_password": _("Type your present password."),
        "invalid_password_reset": _("This link has been used or has run out. Ask for a new one."),
        "same_as_current": _("This is the address you already use."),
    }

    def login(self, request: HttpRequest, user: Person) -> None:
        """Every factor has been given: sign in, and note the proof."""
        super().login(request, user)
        request.session[PROVEN_AT] = now().isoformat()

    def logout(self, request: HttpRequest) -> None:
        """Who signs out stops acting for others too."""
        if borrowed_id := request.session.get(BORROWED):
            services.give_back(session_id=UUID(borrowed_id), person_id=signed_in(request).pk, at=now())
        super().logout(request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Passkey first, then codes; the password alone proves nothing for who has a second factor."""
        methods = super().get_reauthentication_methods(user)
        strong = [method for method in methods if method["id"] != "reauthenticate"]
        return strong[::-1] if strong else methods

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of the person, where one is known; else of the page."""
        person = context.get("user")
        language = person.language if isinstance(person, Person) else translation.get_language()
        with translation.override(language):
            super().send_mail(template_prefix, email, {**context, "site": SITE_NAME})

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Say what happened, but do not greet: a sign-in is seen by itself."""
        template = args[0] if args else kwargs.get("message_template")
        if template != "account/messages/logged_in.txt":
            super().add_message(request, level, *args, **kwargs)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors. Secrets of authenticator apps are encrypted with a key derived from the site's secret."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "unverified_email": _("Confirm your e-mail address first; the link is in your mail."),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return SITE_NAME


@cache
def _cipher() -> Fernet:
    key = hashlib.sha256(b"talentbridge.accounts.mfa" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
