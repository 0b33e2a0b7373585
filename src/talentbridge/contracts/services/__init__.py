"""Verbs on contracts; one module a stage of their life."""

from talentbridge.contracts.services.closing import decline, end, expire_offers, remind_offers, withdraw
from talentbridge.contracts.services.drafting import draft, offer
from talentbridge.contracts.services.reading import note_reading
from talentbridge.contracts.services.sealing import check_pdf, draft_pdf, seal, sealed_pdf
from talentbridge.contracts.services.signing import sign

__all__ = [
    "check_pdf",
    "decline",
    "draft",
    "draft_pdf",
    "end",
    "expire_offers",
    "note_reading",
    "offer",
    "remind_offers",
    "seal",
    "sealed_pdf",
    "sign",
    "withdraw",
]
