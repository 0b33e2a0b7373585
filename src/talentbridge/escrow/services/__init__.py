"""Verbs of escrow, by stage of work: each one function, one use case, one transaction."""

from talentbridge.escrow.services.accounts import save_payout_account
from talentbridge.escrow.services.concerns import raise_concern, resolve_concern
from talentbridge.escrow.services.funding import plan_milestones, request_funding, when_contract_in_force
from talentbridge.escrow.services.orders import (
    prepare,
    send,
    send_again,
    send_back,
    send_prepared,
    waits_because,
)
from talentbridge.escrow.services.refunds import answer_refund, propose_refund
from talentbridge.escrow.services.release import accept, accept_silent
from talentbridge.escrow.services.sandbox import bank_books, bank_returns, bank_works, company_transfers
from talentbridge.escrow.services.statements import apply_statement, import_statements, import_upload
from talentbridge.escrow.services.work import remind_reviewers, request_changes, submit

__all__ = [
    "accept",
    "accept_silent",
    "answer_refund",
    "apply_statement",
    "bank_books",
    "bank_returns",
    "bank_works",
    "company_transfers",
    "import_statements",
    "import_upload",
    "plan_milestones",
    "prepare",
    "propose_refund",
    "raise_concern",
    "remind_reviewers",
    "request_changes",
    "request_funding",
    "resolve_concern",
    "save_payout_account",
    "send",
    "send_again",
    "send_back",
    "send_prepared",
    "submit",
    "waits_because",
    "when_contract_in_force",
]
