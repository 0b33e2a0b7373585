"""Mail: the one outside world of this app. Django's mail backend decides where it goes (a file by default)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from talentbridge.accounts.models import Invitation, Notification
from talentbridge.kernel import show

_INVITATION_SALT = "talentbridge.accounts.invitation"


def send(template: str, *, to: str, language: str, context: Mapping[str, Any]) -> None:
    """Send one mail in `language`, as text and in the bridge's look. The template's first line is the subject.

    Raises what the backend raises.
    """
    with translation.override(language):
        text = render_to_string(f"accounts/mail/{template}.txt", {**context, "site": settings.SITE_URL})
        subject, _, body = text.strip().partition("\n")
        frame = {"subject": subject.strip(), "body": body.strip(), "demo": settings.DEMO}
        page = render_to_string("email/base.html", frame)
    mail = EmailMultiAlternatives(subject.strip(), body.strip() + "\n", to=[to])
    mail.attach_alternative(page, "text/html")
    mail.send()


def mail_notification(notification_id: int, *, at: datetime) -> None:
    """Mail a notification in its reader's language and zone; a second call for the same row does nothing."""
    with transaction.atomic():
        row = (
            Notification.objects.select_for_update(of=("self",))
            .select_related("person")
            .filter(pk=notification_id, mailed_at=None, person__is_active=True)
            .first()
        )
        if row is None:
            return
        with translation.override(row.person.language):
            sentence = show.told_act(row.sentence, row.facts, row.person.time_zone)
        send(
            "notification",
            to=row.person.email,
            language=row.person.language,
            context={"person": row.person, "sentence": sentence, "url": address(row.url)},
        )
        row.mailed_at = at
        row.save(update_fields=["mailed_at"])


def mail_invitation(invitation_id: UUID, *, at: datetime) -> None:
    """Mail an invitation with its link, unless it has been used, withdrawn or has run out."""
    invitation = (
        Invitation.objects.select_related("organisation", "invited_by")
        .filter(pk=invitation_id, accepted_at=None, withdrawn_at=None, expires_at__gt=at)
        .first()
    )
    if invitation is None:
        return
    path = reverse("accounts:invitation", args=[invitation_token(invitation.pk)])
    send(
        "invitation",
        to=invitation.email,
        language=invitation.language,
        context={"invitation": invitation, "url": settings.SITE_URL + path},
    )


def invitation_token(invitation_id: UUID) -> str:
    """The secret in an invitation's link: its id with a signature that only this site can make."""
    return signing.Signer(salt=_INVITATION_SALT).sign(invitation_id.hex)


def invitation_of_token(token: str) -> UUID | None:
    """The invitation's id of a link that this site made, else None."""
    try:
        return UUID(signing.Signer(salt=_INVITATION_SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def address(url: str) -> str:
    """The whole address of a notification's `url`: a path, or the name of a route without arguments."""
    return settings.SITE_URL + local(url) if url else ""


def local(url: str) -> str:
    """The path of a notification's `url`; empty when its route is gone."""
    if not url or url.startswith("/"):
        return url
    try:
        return reverse(url)
    except NoReverseMatch:
        return ""
