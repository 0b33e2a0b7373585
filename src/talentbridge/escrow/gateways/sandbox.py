"""A stand-in for the custodian, which lives in the database and on one page. No money moves.

It behaves like a bank as far as the bridge can tell: it knows only what the documents say that it was given, and it
answers only with camt.053 documents, which go through the same parser as a real bank's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.encoding import force_bytes

from talentbridge.escrow.gateways import camt053, pain001, vault, xmltree
from talentbridge.escrow.gateways.pain001 import BankAccount
from talentbridge.escrow.gateways.xmltree import text
from talentbridge.escrow.models import SandboxLetter, SandboxStatement
from talentbridge.escrow.rules import Booking
from talentbridge.kernel.money import Money

ACCOUNT = BankAccount(
    holder="K-Digital Talent Bridge Custody (Sandbox)",
    number="000-0000-000000",
    bank_name="Sandbox Bank (no real bank)",
    country="KR",
)
BOOKS_AFTER = timedelta(minutes=1)


class SandboxCustodian:
    """The stand-in as the bridge sees it."""

    provider = "sandbox"
    is_sandbox = True
    account = ACCOUNT

    def collect(self, message_id: str, document: str, *, at: datetime) -> None:
        self._receive(message_id, document, at)

    def pay(self, message_id: str, document: str, *, at: datetime) -> None:
        self._receive(message_id, document, at)

    def statement(self) -> Iterable[tuple[str, bytes]]:
        for statement in SandboxStatement.objects.filter(fetched_at=None).order_by("id"):
            yield statement.name, force_bytes(vault.unseal(statement.document_sealed))

    def put_aside(self, name: str, *, at: datetime, refused: str = "") -> None:
        SandboxStatement.objects.filter(name=name).update(fetched_at=at)

    def _receive(self, message_id: str, document: str, at: datetime) -> None:
        SandboxLetter.objects.bulk_create(
            [SandboxLetter(message_id=message_id, document_sealed=vault.seal(document), arrived_at=at)],
            ignore_conflicts=True,
        )


def company_transfers(*, reference: str, amount: Money, payer: str, at: datetime) -> None:
    """Play the company's bank: `amount` arrives at the custodian with `reference`."""
    number = SandboxStatement.objects.count()
    _answer(
        Booking(
            external_id=f"SBX-{reference}-IN-{number}",
            reference=reference,
            amount=amount,
            is_credit=True,
            booked_on=at.date(),
            counterparty_name=payer,
            counterparty_account="111-1111-111111",
        ),
        at,
    )


def books(message_id: str, *, at: datetime) -> None:
    """Book the payment that the letter orders, as the bank does about a minute after it came."""
    with transaction.atomic():
        letter = (
            SandboxLetter.objects.select_for_update().filter(message_id=message_id, booked_at=None).first()
        )
        if letter is None:
            return
        _answer(_booking(letter, "OUT", at), at)
        letter.booked_at = at
        letter.save(update_fields=["booked_at"])


def sends_back(message_id: str, *, at: datetime) -> None:
    """Book the payment and, right after, its return by the payee's bank."""
    books(message_id, at=at)
    letter = SandboxLetter.objects.get(message_id=message_id)
    _answer(_booking(letter, "BACK", at, is_return=True), at)


def waiting(at: datetime) -> list[str]:
    """The payment orders that have lain on the desk for a minute."""
    letters = SandboxLetter.objects.filter(booked_at=None, arrived_at__lte=at - BOOKS_AFTER).order_by("id")
    return [letter.message_id for letter in letters if _is_payment(letter)]


def _is_payment(letter: SandboxLetter) -> bool:
    return pain001.PAYMENT in vault.unseal(letter.document_sealed)


def _booking(letter: SandboxLetter, suffix: str, at: datetime, *, is_return: bool = False) -> Booking:
    """What the bank books, known from the letter alone."""
    order = xmltree.read(force_bytes(vault.unseal(letter.document_sealed)), namespace=pain001.PAYMENT)
    transfer = order.find("CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf")
    assert transfer is not None  # the namespace promises it
    amount = transfer.find("Amt/InstdAmt")
    assert amount is not None
    account = "CdtrAcct/Id/"
    return Booking(
        external_id=f"SBX-{letter.message_id}-{suffix}",
        reference=text(transfer, "PmtId/EndToEndId"),
        amount=Money.of((amount.text or "").strip(), amount.get("Ccy", "")),
        is_credit=is_return,
        is_return=is_return,
        reason="AC04: The payee's bank says that the account is closed (sandbox)" if is_return else "",
        booked_on=at.date(),
        counterparty_name=text(transfer, "Cdtr/Nm"),
        counterparty_account=text(transfer, f"{account}IBAN") or text(transfer, f"{account}Othr/Id"),
    )


def _answer(booking: Booking, at: datetime) -> None:
    with transaction.atomic():
        currency = booking.amount.currency
        last = SandboxStatement.objects.select_for_update().filter(currency=currency).order_by("-id").first()
        opening = Money(last.closing_minor if last else 0, currency)
        name = f"SBX-{booking.external_id.removeprefix('SBX-')}"[:60]
        document, closing = camt053.write(
            name=name[:35], account=ACCOUNT.number, opening=opening, bookings=[booking], at=at
        )
        SandboxStatement.objects.bulk_create(
            [
                SandboxStatement(
                    name=name, document_sealed=vault.seal(document), currency=currency,
                    closing_minor=closing.minor, written_at=at,
                )
            ],
            ignore_conflicts=True,
        )  # fmt: skip
