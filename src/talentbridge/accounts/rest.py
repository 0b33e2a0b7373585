"""REST: who is calling, and what is about the caller.

A caller is known by the browser's session (with the CSRF token for anything that changes something) or by an access
token: ``Authorization: Bearer tbr_…``. `config.api` puts `AUTH` before every router.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.pagination import paginate
from ninja.security import APIKeyCookie, HttpBearer

from talentbridge.accounts import gateways, queries, services
from talentbridge.accounts.models import Consent, ConsentWithdrawal
from talentbridge.accounts.queries import consent
from talentbridge.accounts.roles import PERMISSIONS, ROLES
from talentbridge.accounts.services import consent as ledger
from talentbridge.audit import queries as audit
from talentbridge.kernel import show
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.clock import now
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Denied
from talentbridge.kernel.stepup import refuse_borrowed
from talentbridge.kernel.text import N_

SAFE = {"GET", "HEAD", "OPTIONS"}


class AccessTokenAuth(HttpBearer):
    """An access token in the `Authorization` header."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        found = services.actor_of_token(token, at=now())
        if found is None:
            return None
        actor, scope = found
        if scope == "read" and request.method not in SAFE:
            raise Denied(no("accounts.token_reads_only", N_("This access token may only read.")))
        request.actor, request.token_scope = actor, scope  # type: ignore[attr-defined]
        return actor


class SessionAuth(APIKeyCookie):
    """The browser's session; changes need the CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Actor | None:
        """Strangers, and calls that name another proof, are told 401 before any talk of CSRF."""
        if request.actor is None or "Authorization" in request.headers:  # type: ignore[attr-defined]
            return None
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        return request.actor  # type: ignore[attr-defined]


AUTH = [AccessTokenAuth(), SessionAuth()]
router = Router(tags=["accounts"])


class Me(Schema):
    """The caller: a person in one role."""

    person_id: UUID
    name: str
    role: str
    organisation_id: UUID | None
    organisation_name: str
    permissions: list[str]
    is_manager: bool
    acts_for_another: bool
    language: str
    time_zone: str


class Belonging(Schema):
    """A running membership of the caller."""

    id: UUID
    role: str
    organisation_id: UUID | None
    organisation_name: str
    is_manager: bool
    since: datetime


class Notice(Schema):
    """Something that the caller has been told, in the caller's language."""

    id: int
    at: datetime
    sentence: str
    url: str
    read_at: datetime | None


class ConsentOut(Schema):
    """A consent of the caller; `withdrawn_at` is null while it is in force, `effect` says what a withdrawal did."""

    id: UUID
    purpose: str
    recipient_name: str
    recipient_country: str
    items: list[str]
    text_version: str
    text_hash: str
    language: str
    case_id: UUID | None
    how: str
    given_at: datetime
    withdrawn_at: datetime | None
    effect: str

    @staticmethod
    def resolve_withdrawn_at(row: Consent) -> datetime | None:
        ended: ConsentWithdrawal | None = getattr(row, "withdrawal", None)
        return ended.at if ended else None

    @staticmethod
    def resolve_effect(row: Consent) -> str:
        ended: ConsentWithdrawal | None = getattr(row, "withdrawal", None)
        return ended.effect if ended else ""


class WithdrawIn(Schema):
    """Why; nobody has to say."""

    reason: str = ""


class Look(Schema):
    """Somebody else's look at the caller's data: who, from which country, for which case, at what."""

    at: datetime
    actor_name: str
    actor_role: str
    organisation_id: UUID | None
    country: str
    case_id: UUID | None
    purpose: str
    items: list[str]


class RoleOut(Schema):
    """A role and what it may do, in words."""

    role: str
    title: str
    description: str
    permissions: dict[str, str]


@router.get("/me", response=Me)
def me(request: HttpRequest) -> dict[str, Any]:
    """Who the caller is."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return {
        **{name: getattr(actor, name) for name in Me.model_fields if hasattr(actor, name)},
        "role": actor.role.value,
        "permissions": sorted(actor.permissions),
        "acts_for_another": actor.borrowed_from is not None,
    }


@router.get("/memberships", response=list[Belonging])
def memberships(request: HttpRequest) -> list[dict[str, Any]]:
    """In which roles and organisations the caller can act."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    assert actor.person_id is not None
    return [
        {
            "id": row.pk,
            "role": row.role,
            "organisation_id": row.organisation_id,
            "organisation_name": row.organisation.name if row.organisation else "",
            "is_manager": row.is_manager,
            "since": row.since,
        }
        for row in queries.memberships_of(actor.person_id)
    ]


@router.get("/notifications", response=list[Notice])
def notifications(request: HttpRequest, unread: bool = False) -> list[dict[str, Any]]:
    """The newest 200 things that the caller has been told."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = queries.notifications_for(actor)
    rows = rows.filter(read_at=None) if unread else rows
    return [
        {
            "id": row.pk,
            "at": row.at,
            "sentence": services.tell(row, actor.time_zone),
            "url": gateways.local(row.url),
            "read_at": row.read_at,
        }
        for row in rows[:200]
    ]


@router.post("/notifications/read", response={204: None})
def read_all(request: HttpRequest) -> Status[None]:
    """Mark everything as seen."""
    refuse_borrowed(request)
    services.read_all(actor=request.actor, at=now())  # type: ignore[attr-defined]
    return Status(204, None)


@router.get("/consents", response=list[ConsentOut])
def consents(request: HttpRequest) -> Any:
    """To what the caller has agreed, newest first."""
    return list(consent.consents_for(request.actor))  # type: ignore[attr-defined]


@router.post("/consents/{uuid:consent_id}/withdraw", response=ConsentOut)
def withdraw_consent(request: HttpRequest, consent_id: UUID, given: WithdrawIn) -> Any:
    """End a consent at once. In a browser session only: an access token carries no consent."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    ledger.withdraw(actor=actor, consent_id=consent_id, reason=given.reason, at=now())
    return consent.consents_for(actor).get(pk=consent_id)


@router.get("/looks", response=list[Look])
@paginate
def looks(request: HttpRequest) -> Any:
    """Who looked at the caller's data, newest first."""
    return audit.reads_of(request.actor)  # type: ignore[attr-defined]


@router.get("/roles", response=list[RoleOut])
def roles(request: HttpRequest) -> list[dict[str, Any]]:
    """The eight roles and what each may do."""
    return [
        {
            "role": role.value,
            "title": show.said(description.title),
            "description": show.said(description.description),
            "permissions": {
                name: show.said(PERMISSIONS.get(name, name)) for name in sorted(description.permissions)
            },
        }
        for role, description in ROLES.items()
    ]
