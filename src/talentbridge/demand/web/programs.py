"""REST around the task: published tasks for everybody, publishing one, and what partners brought.

`demand.rest` hangs it in.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.pagination import paginate

from talentbridge.demand import permissions, queries, rules, services
from talentbridge.demand.models import OfferedNeed, PublicTask
from talentbridge.demand.rules.public import Choices
from talentbridge.demand.services.shaping import SEOUL
from talentbridge.demand.web.pages import found
from talentbridge.demand.web.posting import WORK_MODES, linked_data
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import require
from talentbridge.kernel.pages import BridgeRequest

router = Router(tags=["demand"])


class PublicOut(Schema):
    """A published task: everything that its page shows, and the same as schema.org's JobPosting."""

    id: UUID
    published_at: datetime
    valid_through: date
    content: dict[str, Any]
    job_posting: dict[str, Any]

    @staticmethod
    def resolve_job_posting(task: PublicTask) -> dict[str, Any]:
        return linked_data(task)


class ChoicesIn(Schema):
    """What the company decides about a publication."""

    names_company: bool
    sector: str = ""
    description_ko: str = ""
    description_en: str = ""
    countries: list[str]
    valid_through: date

    def choices(self) -> Choices:
        """As the verbs take it."""
        return Choices(**self.dict(exclude={"countries", "seen"}), countries=tuple(self.countries))


class PublishIn(ChoicesIn):
    """The same, with the `seen` of what was shown."""

    seen: str


class Preview(Schema):
    """Exactly what would become public. `seen` goes back with the decision."""

    content: dict[str, Any]
    seen: str


class OfferOut(Schema):
    """A company's need that a partner brought."""

    id: UUID
    partner: str
    company_name: str
    registration_number: str
    mandate: str
    need_text: str
    state: str
    changed_at: datetime
    answer_reason: str
    case_id: UUID | None

    @staticmethod
    def resolve_partner(offer: OfferedNeed) -> str:
        return offer.partner.name


class ReasonIn(Schema):
    reason: str


def _actor(request: HttpRequest) -> Actor:
    return cast(BridgeRequest, request).actor


@router.get("/public", response=list[PublicOut], auth=None)
@paginate
def list_public(
    request: HttpRequest, q: str = "", skill: str = "", kind: str = "", mode: str = "", country: str = ""
) -> Any:
    """Every published task whose last day has not passed, newest first; for everybody.

    `skill` is an id of the skill graph, `country` a code of ISO 3166-1.
    """
    return queries.searched(
        queries.in_public(now().astimezone(SEOUL).date()), text=q, skill=skill,
        kind=kind if kind in rules.ENGAGEMENT_TYPES else "", mode=mode if mode in WORK_MODES else "",
        country=country if len(country) == 2 else "",
    )  # fmt: skip


@router.post("/tasks/{uuid:task_id}/posting", response=Preview)
def preview(request: HttpRequest, task_id: UUID, choices: ChoicesIn) -> dict[str, Any]:
    """What would become public of an approved task; nothing is stored."""
    actor = _actor(request)
    posting = services.posting_of(
        actor=actor, task=found(actor, task_id), choices=choices.choices(), at=now()
    )
    return {"content": posting.to_json(), "seen": posting.fingerprint()}


@router.post("/tasks/{uuid:task_id}/publish", response={201: PublicOut})
def publish(request: HttpRequest, task_id: UUID, given: PublishIn) -> Status[PublicTask]:
    """Publish what was shown. In a browser session only: an access token decides nothing for a person."""
    return Status(
        201,
        services.publish(
            actor=_actor(request), task_id=task_id, choices=given.choices(), seen=given.seen, at=now()
        ),
    )


@router.delete("/tasks/{uuid:task_id}/publication", response={204: None})
def withdraw(request: HttpRequest, task_id: UUID) -> Status[None]:
    """Take the published task back."""
    services.withdraw_publication(actor=_actor(request), task_id=task_id, at=now())
    return Status(204, None)


@router.get("/offers", response=list[OfferOut])
@paginate
def list_offers(request: HttpRequest, state: str = "") -> Any:
    """What partners brought, as far as the caller may see it, last changed first."""
    require(allowed=permissions.may_see_offers(_actor(request)))
    rows = queries.offers_for(_actor(request)).order_by("-changed_at", "pk")
    return rows.filter(state=state) if state else rows


@router.post("/offers/{uuid:need_id}/refuse", response=OfferOut)
def refuse(request: HttpRequest, need_id: UUID, given: ReasonIn) -> OfferedNeed:
    """Refuse a need, with a reason that the partner reads. To accept one: `POST /engagements/offered/{id}/accept`."""
    return services.refuse_offered(actor=_actor(request), need_id=need_id, reason=given.reason, at=now())
