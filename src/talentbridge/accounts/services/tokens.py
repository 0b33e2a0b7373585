"""Access tokens: keys for programs. Shown once, stored as a hash, scoped, dated, revocable."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from talentbridge.accounts import queries, rules
from talentbridge.accounts.models import AccessToken
from talentbridge.accounts.roles import IN_PERSON
from talentbridge.audit import services as audit
from talentbridge.kernel.actor import Actor, in_person
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_

_PREFIX = "tbr_"  # so that a leaked token is recognised by those who scan for them
_USE_NOTED_EVERY = timedelta(minutes=1)


def make_token(*, actor: Actor, name: str, scope: str, days: int, at: datetime) -> tuple[AccessToken, str]:
    """A new token in the actor's present membership, and its text, which nobody can show again."""
    require(allowed=in_person(actor))
    wrong = {}
    if not name.strip():
        wrong["name"] = no("accounts.token_name", N_("Name the program that will use this token."))
    if scope not in {"read", "write"}:
        wrong["scope"] = no("accounts.token_scope", N_("Choose what the token may do."))
    if days not in rules.TOKEN_LIVES:
        wrong["days"] = no("accounts.token_days", N_("Choose how long the token lives."))
    if wrong:
        raise Invalid(wrong)
    text = _PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        membership = queries.membership_of(actor)
        if membership is None:
            raise Missing
        token = AccessToken.objects.create(
            membership=membership,
            name=name.strip()[:100],
            scope=scope,
            hash=_hash(text),
            made_at=at,
            expires_at=at + timedelta(days=days),
        )
        audit.record("accounts.token.made", actor=actor, subject=token, at=at, name=token.name, scope=scope)
    return token, text


def revoke_token(*, actor: Actor, token_id: UUID, at: datetime) -> None:
    """Stop a token at once."""
    with transaction.atomic():
        token = lock(queries.tokens_for(actor), token_id)
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        audit.record("accounts.token.revoked", actor=actor, subject=token, at=at, name=token.name)


def actor_of_token(token: str, at: datetime) -> tuple[Actor, str] | None:
    """The actor of an access token and its scope; None for a token that is unknown, expired, revoked or orphaned.

    The actor lacks everything that only a person present may do: money, signatures, consent.
    """
    found = (
        AccessToken.objects.select_related("membership__person", "membership__organisation")
        .filter(
            hash=_hash(token),
            revoked_at=None,
            expires_at__gt=at,
            membership__ended_at=None,
            membership__person__is_active=True,
        )
        .first()
    )
    if found is None:
        return None
    if found.last_used_at is None or at - found.last_used_at > _USE_NOTED_EVERY:
        AccessToken.objects.filter(pk=found.pk).update(last_used_at=at)
    return queries.actor_in(found.membership, without=IN_PERSON), found.scope


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
