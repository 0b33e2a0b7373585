"""Payment orders to the custodian: pain.001.001.09 (pay out) and camt.057.001.06 (announce money that will come in).

The same order gives the same bytes, so that a document sent twice after a crash is the same document.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import datetime

from talentbridge.escrow.gateways import xmltree
from talentbridge.escrow.gateways.xmltree import put
from talentbridge.kernel.money import Money

PAYMENT = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
ANNOUNCEMENT = "urn:iso:std:iso:20022:tech:xsd:camt.057.001.06"


@dataclass(frozen=True)
class BankAccount:
    """Whose account, where. `number` is an IBAN or what the country uses; `bank_code` a BIC where it has that form."""

    holder: str
    number: str
    bank_name: str = ""
    bank_code: str = ""
    country: str = ""


@dataclass(frozen=True)
class Order:
    """One amount that should go from an account to another. `reference` is the end-to-end id: it comes back."""

    message_id: str
    reference: str
    amount: Money
    payer: BankAccount
    payee: BankAccount
    purpose: str
    at: datetime


def payment(order: Order) -> str:
    """A credit transfer (pain.001.001.09)."""
    root = ET.Element("Document")
    order_element = put(root, "CstmrCdtTrfInitn")
    total = str(order.amount.amount)
    header = put(order_element, "GrpHdr")
    put(header, "MsgId", order.message_id)
    put(header, "CreDtTm", _moment(order.at))
    put(header, "NbOfTxs", "1")
    put(header, "CtrlSum", total)
    put(header, "InitgPty/Nm", order.payer.holder[:140])
    batch = put(order_element, "PmtInf")
    put(batch, "PmtInfId", order.message_id)
    put(batch, "PmtMtd", "TRF")
    put(batch, "NbOfTxs", "1")
    put(batch, "CtrlSum", total)
    put(batch, "ReqdExctnDt/Dt", order.at.date().isoformat())
    put(batch, "Dbtr/Nm", order.payer.holder[:140])
    _account(put(batch, "DbtrAcct"), order.payer, order.amount.currency)
    _agent(put(batch, "DbtrAgt"), order.payer)
    put(batch, "ChrgBr", "SHAR")
    transfer = put(batch, "CdtTrfTxInf")
    put(transfer, "PmtId/InstrId", order.reference)
    put(transfer, "PmtId/EndToEndId", order.reference)
    put(transfer, "Amt/InstdAmt", total, Ccy=order.amount.currency)
    _agent(put(transfer, "CdtrAgt"), order.payee)
    put(transfer, "Cdtr/Nm", order.payee.holder[:140])
    if order.payee.country:
        put(transfer, "Cdtr/CtryOfRes", order.payee.country)
    _account(put(transfer, "CdtrAcct"), order.payee)
    put(transfer, "RmtInf/Ustrd", order.purpose[:140])
    return xmltree.written(PAYMENT, root)


def announcement(order: Order) -> str:
    """A notification to receive (camt.057.001.06): the custodian learns which reference the company will use."""
    root = ET.Element("Document")
    notice = put(root, "NtfctnToRcv")
    put(notice, "GrpHdr/MsgId", order.message_id)
    put(notice, "GrpHdr/CreDtTm", _moment(order.at))
    body = put(notice, "Ntfctn")
    put(body, "Id", order.message_id)
    _account(put(body, "Acct"), order.payee, order.amount.currency)
    item = put(body, "Itm")
    put(item, "Id", order.reference)
    put(item, "EndToEndId", order.reference)
    put(item, "Amt", str(order.amount.amount), Ccy=order.amount.currency)
    put(item, "Dbtr/Pty/Nm", order.payer.holder[:140])
    return xmltree.written(ANNOUNCEMENT, root)


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _account(element: ET.Element, account: BankAccount, currency: str = "") -> None:
    number = "".join(account.number.split()).upper()
    is_iban = number[:2].isalpha() and number[2:4].isdigit() and len(number) >= 15
    put(element, "Id/IBAN" if is_iban else "Id/Othr/Id", number if is_iban else account.number[:34])
    if currency:
        put(element, "Ccy", currency)


def _agent(element: ET.Element, account: BankAccount) -> None:
    code = account.bank_code
    is_bic = len(code) in {8, 11} and code[:6].isalpha() and code.isalnum() and code.isupper()
    if is_bic:
        put(element, "FinInstnId/BICFI", code)
    elif code:
        put(element, "FinInstnId/ClrSysMmbId/MmbId", code)
    if account.bank_name and not is_bic:
        put(element, "FinInstnId/Nm", account.bank_name[:140])
    if not (code or account.bank_name):
        put(element, "FinInstnId/Othr/Id", "NOTPROVIDED")
