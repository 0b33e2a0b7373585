"""The contract as a PDF: unsealed before signing, sealed by a job after it, and the check of a PDF that comes back."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from talentbridge.contracts import queries, rules
from talentbridge.contracts.gateways import sealing, shelf, typesetting
from talentbridge.contracts.gateways.sealing import Verdict
from talentbridge.contracts.models import Contract, ContractDocument
from talentbridge.contracts.rules import Signed
from talentbridge.contracts.services.telling import log, news
from talentbridge.kernel.actor import SYSTEM, Side
from talentbridge.kernel.errors import Missing, Refused
from talentbridge.kernel.lock import lock


def draft_pdf(contract: Contract) -> bytes:
    """The unsealed PDF, marked as a draft on every page. Kept nowhere: the same contract gives the same bytes."""
    return typesetting.pdf(_sheet(contract, signed=False, dated=contract.offered_at or contract.drafted_at))


def seal(*, contract_id: UUID, at: datetime) -> ContractDocument:
    """Set, seal and store the PDF of a signed contract; called by a job. A second call changes nothing.

    Setting and sealing take about a second and need no lock; only storing does.
    """
    contract = queries.contracts_for(SYSTEM).filter(pk=contract_id).first()
    if contract is None:
        raise Missing
    if not (possible := rules.can_seal(contract)):
        raise Refused(possible)
    if (stored := ContractDocument.objects.filter(contract=contract).first()) is not None:
        return stored
    pdf = typesetting.pdf(_sheet(contract, signed=True, dated=contract.in_force_at or at))
    sealed = sealing.seal(pdf, terms_hash=contract.terms_hash, at=at)
    with transaction.atomic():
        lock(queries.contracts_for(SYSTEM), contract_id)
        if (stored := ContractDocument.objects.filter(contract=contract).first()) is not None:
            return stored
        path = shelf.put(f"contracts/{contract.terms_hash}.pdf", sealed)
        document = ContractDocument.objects.create(
            contract=contract, sha256=hashlib.sha256(sealed).hexdigest(), path=path, at=at
        )
        log("sealed", contract, actor=SYSTEM, at=at)
        news("sealed", contract, at=at)
    return document


def sealed_pdf(document: ContractDocument) -> bytes:
    """The stored PDF. Raises `Missing` when the file is gone or is no longer what was sealed."""
    pdf = shelf.get(document.path)
    if pdf is None or hashlib.sha256(pdf).hexdigest() != document.sha256:
        raise Missing
    return pdf


def check_pdf(pdf: bytes, *, at: datetime) -> Verdict:
    """Whether a PDF that somebody brings carries our seal, untouched, and which contract's hash. Stores nothing."""
    return sealing.check(pdf, at=at)


def _sheet(contract: Contract, *, signed: bool, dated: datetime) -> dict[str, object]:
    agreement = queries.agreement(contract.terms["engagement_type"])
    signatures = contract.signatures.order_by("at") if signed else []
    names = {Side.COMPANY: contract.terms["company"]["name"], Side.TALENT: contract.terms["talent"]["name"]}
    return rules.sheet(
        queries.whole(contract),
        title=agreement.title,
        intro=agreement.intro,
        signatures=[
            Signed(
                side=row.side, party=names[Side(row.side)], typed_name=row.typed_name, at=row.at,
                auth_method=row.auth_method, language=row.language,
            )
            for row in signatures
        ],
        dated=dated,
        sandbox=settings.DEMO,
    )  # fmt: skip
