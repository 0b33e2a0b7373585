"""The custodian's statements: camt.053.001.08, read from any bank and written by the sandbox bank."""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from talentbridge.escrow.gateways import xmltree
from talentbridge.escrow.gateways.xmltree import put, refuse, text
from talentbridge.escrow.rules import Booking
from talentbridge.kernel.money import Money
from talentbridge.kernel.text import N_

STATEMENT = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
_NO_REFERENCE = {"", "NONREF", "NOTPROVIDED"}  # what banks write where they have none
_REFERENCE = re.compile(r"\bTB[0-9A-HJKMNP-TV-Z]{10}\b")


def parse(document: bytes) -> list[Booking]:
    """The booked lines of a statement, in its order; pending ones are left for the day they are booked.

    Raises `Invalid` for a file that is no such statement or leaves an amount or date unclear: then nothing is applied.
    """
    root = xmltree.read(document, namespace=STATEMENT)
    bookings: list[Booking] = []
    for statement in root.iterfind("BkToCstmrStmt/Stmt"):
        account = text(statement, "Acct/Id/IBAN") or text(statement, "Acct/Id/Othr/Id")
        for position, entry in enumerate(statement.iterfind("Ntry"), start=1):
            if text(entry, "Sts/Cd") == "BOOK" or text(entry, "Sts") == "BOOK":
                # a bank's own number of an entry (NtryRef) often counts anew in each statement
                fallback = f"{account}/{text(statement, 'Id')}/{text(entry, 'NtryRef') or position}"
                bookings += _entry(entry, fallback)
    return bookings


def _entry(entry: ET.Element, fallback: str) -> Iterator[Booking]:
    details = entry.findall("NtryDtls/TxDtls") or [entry]
    given = text(entry, "AcctSvcrRef")
    own = fallback if given in _NO_REFERENCE else given
    for index, detail in enumerate(details, start=1):
        amount = detail.find("Amt")
        if amount is None and len(details) > 1:
            raise refuse(
                "escrow.statement_amount",
                N_("Booking {booking} has several parts without amounts of their own."),
                booking=own,
            )
        is_credit = (text(detail, "CdtDbtInd") or text(entry, "CdtDbtInd")) == "CRDT"
        is_return = text(entry, "RvslInd") == "true" or detail.find("RtrInf") is not None
        other = "Dbtr" if is_credit and not is_return else "Cdtr"
        parties = f"RltdPties/{other}"
        account = f"{parties}Acct/Id/"
        yield Booking(
            external_id=_fitting(own if len(details) == 1 else f"{own}/{index}"),
            reference=_reference(detail),
            amount=_amount(entry.find("Amt") if amount is None else amount, own),
            is_credit=is_credit,
            booked_on=_day(text(entry, "BookgDt/Dt") or text(entry, "BookgDt/DtTm")[:10], own),
            is_return=is_return,
            reason=": ".join(filter(None, [text(detail, "RtrInf/Rsn/Cd"), text(detail, "RtrInf/AddtlInf")]))[
                :300
            ],
            counterparty_name=(text(detail, f"{parties}/Pty/Nm") or text(detail, f"{parties}/Nm"))[:140],
            counterparty_account=text(detail, f"{account}IBAN") or text(detail, f"{account}Othr/Id"),
        )


def _fitting(external_id: str) -> str:
    if len(external_id) <= 140:
        return external_id
    return hashlib.sha256(external_id.encode()).hexdigest()


def _reference(detail: ET.Element) -> str:
    """The end-to-end id, or the reference that somebody typed into the remittance text."""
    given = text(detail, "Refs/EndToEndId")
    if given and given != "NOTPROVIDED":
        return given[:140]
    typed = " ".join(element.text or "" for element in detail.iterfind("RmtInf/Ustrd")).upper()
    found = _REFERENCE.search(typed)
    return found[0] if found else ""


def _amount(element: ET.Element | None, booking: str) -> Money:
    try:
        if element is None:
            raise ValueError("no amount")
        value, currency = Decimal((element.text or "").strip()), element.get("Ccy", "")
        if not value.is_finite() or value < 0 or value >= 10**15 or not re.fullmatch(r"[A-Z]{3}", currency):
            raise ValueError("no amount of a currency")
        return Money.of(value, currency)
    except (InvalidOperation, ValueError) as error:
        raise refuse(
            "escrow.statement_amount", N_("The amount of booking {booking} cannot be read."), booking=booking
        ) from error


def _day(iso: str, booking: str) -> date:
    try:
        return date.fromisoformat(iso)
    except ValueError as error:
        raise refuse(
            "escrow.statement_date", N_("The date of booking {booking} cannot be read."), booking=booking
        ) from error


def write(
    *, name: str, account: str, opening: Money, bookings: Sequence[Booking], at: datetime
) -> tuple[str, Money]:
    """A statement as a bank writes it, and its closing balance."""
    root = ET.Element("Document")
    message = put(root, "BkToCstmrStmt")
    put(message, "GrpHdr/MsgId", name)
    put(message, "GrpHdr/CreDtTm", at.isoformat(timespec="seconds"))
    statement = put(message, "Stmt")
    put(statement, "Id", name)
    put(statement, "CreDtTm", at.isoformat(timespec="seconds"))
    put(statement, "Acct/Id/Othr/Id", account)
    put(statement, "Acct/Ccy", opening.currency)
    closing = opening
    for booking in bookings:
        closing += booking.amount if booking.is_credit else -booking.amount
    for kind, balance in (("OPBD", opening), ("CLBD", closing)):
        element = put(statement, "Bal")
        put(element, "Tp/CdOrPrtry/Cd", kind)
        _write_amount(element, balance)
        put(element, "Dt/Dt", at.date().isoformat())
    for booking in bookings:
        _write_entry(statement, booking)
    return xmltree.written(STATEMENT, root), closing


def _write_amount(element: ET.Element, amount: Money) -> None:
    put(element, "Amt", str(abs(amount.amount)), Ccy=amount.currency)
    put(element, "CdtDbtInd", "CRDT" if amount.minor >= 0 else "DBIT")


def _write_entry(statement: ET.Element, booking: Booking) -> None:
    entry = put(statement, "Ntry")
    _write_amount(entry, booking.amount if booking.is_credit else -booking.amount)
    put(entry, "Sts/Cd", "BOOK")
    put(entry, "BookgDt/Dt", booking.booked_on.isoformat())
    put(entry, "ValDt/Dt", booking.booked_on.isoformat())
    put(entry, "AcctSvcrRef", booking.external_id)
    family = "RCDT" if booking.is_credit else "ICDT"
    put(entry, "BkTxCd/Domn/Cd", "PMNT")
    put(entry, "BkTxCd/Domn/Fmly/Cd", family)
    put(entry, "BkTxCd/Domn/Fmly/SubFmlyCd", "RRTN" if booking.is_return else "ESCT")
    detail = put(entry, "NtryDtls/TxDtls")
    put(detail, "Refs/EndToEndId", booking.reference or "NOTPROVIDED")
    if booking.counterparty_name:
        other = "Dbtr" if booking.is_credit and not booking.is_return else "Cdtr"
        put(detail, f"RltdPties/{other}/Pty/Nm", booking.counterparty_name)
        if booking.counterparty_account:
            put(detail, f"RltdPties/{other}Acct/Id/Othr/Id", booking.counterparty_account)
    if booking.is_return:
        code, _, sentence = booking.reason.partition(": ")
        put(detail, "RtrInf/Rsn/Cd", code)
        if sentence:
            put(detail, "RtrInf/AddtlInf", sentence)
