"""REST: contracts, each verb by the right side only. Signing takes a person in the browser, never a token."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Body, File, Router, Schema
from ninja.files import UploadedFile
from ninja.pagination import paginate

from talentbridge.contracts import queries, services
from talentbridge.contracts.models import Contract
from talentbridge.contracts.rules import ContractTerms
from talentbridge.contracts.web.signing import evidence
from talentbridge.kernel.clock import now
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.pages import BridgeRequest
from talentbridge.kernel.stepup import require_fresh
from talentbridge.kernel.text import N_

router = Router(tags=["contracts"])
LARGEST = 20 * 1024 * 1024  # bytes


class SignatureOut(Schema):
    """A side's signature; where it was given stays in the record."""

    side: str
    typed_name: str
    at: datetime
    terms_hash: str


class ContractOut(Schema):
    """One version of a contract."""

    id: UUID
    case_id: UUID
    version: int
    state: str
    seen_from: str
    terms: dict[str, Any]
    terms_hash: str
    drafted_at: datetime
    offered_at: datetime | None
    expires_at: datetime | None
    in_force_at: datetime | None
    closed_at: datetime | None
    reason: str
    signatures: list[SignatureOut]

    @staticmethod
    def resolve_signatures(contract: Contract) -> list[Any]:
        return list(contract.signatures.all())


class ContractWhole(ContractOut):
    """One version with the text of every clause in both languages."""

    clauses: list[dict[str, Any]]


class SignIn(Schema):
    """A signature: the hash that was read, agreement to sign electronically, and the full name."""

    terms_hash: str
    agreed: bool
    typed_name: str


class ReasonIn(Schema):
    """Why."""

    reason: str


class VerdictOut(Schema):
    """What a PDF is: sealed, changed, foreign, unsealed or unreadable."""

    verdict: str
    terms_hash: str
    sealed_at: datetime | None


@router.get("", response=list[ContractOut])
@paginate
def contracts(request: BridgeRequest, state: str = "") -> Any:
    """The caller's contracts, newest first."""
    rows = queries.contracts_for(request.actor).prefetch_related("signatures").order_by("-drafted_at", "pk")
    return rows.filter(state=state) if state else rows


@router.post("/verify", response=VerdictOut)
def verify(request: BridgeRequest, pdf: File[UploadedFile]) -> Any:
    """Whether a PDF carries our seal, untouched. Nothing is stored."""
    if (pdf.size or 0) > LARGEST:
        raise Invalid({"pdf": no("contracts.pdf_large", N_("The file is larger than 20 MB."))})
    return services.check_pdf(pdf.read(), at=now())


@router.get("/{contract_id}", response=ContractWhole)
def contract(request: BridgeRequest, contract_id: UUID) -> Any:
    """One version with its whole text."""
    found = queries.contract_for(request.actor, contract_id)
    services.note_reading(actor=request.actor, contract=found, at=now())
    return found


@router.put("/{contract_id}/terms", response=ContractOut)
def write(request: BridgeRequest, contract_id: UUID, terms: Body[dict[str, Any]]) -> Any:
    """Replace the terms. An offered version gives way to a new draft, whose id is in the answer."""
    case_id = queries.contract_for(request.actor, contract_id).case_id
    newer = services.draft(
        actor=request.actor, case_id=case_id, terms=ContractTerms.from_json(terms), at=now()
    )  # fmt: skip
    return queries.contract_for(request.actor, newer.pk)


@router.post("/{contract_id}/offer", response=ContractOut)
def offer(request: BridgeRequest, contract_id: UUID) -> Any:
    """Offer the draft to both sides; they have 14 days."""
    return services.offer(actor=request.actor, contract_id=contract_id, at=now())


@router.post("/{contract_id}/sign", response=ContractOut)
def sign(request: BridgeRequest, contract_id: UUID, given: SignIn) -> Any:
    """Sign for the caller's side. Needs a fresh proof of identity in the browser session."""
    require_fresh(request)
    given_now = evidence(request, **given.dict())
    return services.sign(actor=request.actor, contract_id=contract_id, evidence=given_now, at=now())


@router.post("/{contract_id}/decline", response=ContractOut)
def decline(request: BridgeRequest, contract_id: UUID, given: ReasonIn) -> Any:
    """Say no, with a reason."""
    return services.decline(actor=request.actor, contract_id=contract_id, reason=given.reason, at=now())


@router.post("/{contract_id}/withdraw", response=ContractOut)
def withdraw(request: BridgeRequest, contract_id: UUID, given: ReasonIn) -> Any:
    """Take a draft or an offer back, with a reason."""
    return services.withdraw(actor=request.actor, contract_id=contract_id, reason=given.reason, at=now())


@router.get("/{contract_id}/pdf")
def pdf(request: BridgeRequest, contract_id: UUID) -> HttpResponse:
    """The sealed PDF, or before signing a draft that says so on every page."""
    found = queries.contract_for(request.actor, contract_id)
    services.note_reading(actor=request.actor, contract=found, at=now())
    document = queries.document_of(found)
    content = services.sealed_pdf(document) if document else services.draft_pdf(found)
    return HttpResponse(content, content_type="application/pdf")
