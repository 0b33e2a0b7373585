"""What a statement may bring, and that nothing of it is lost or counted twice."""

import threading
from datetime import date

import pytest
from django.db import connection

from talentbridge.escrow import queries, services
from talentbridge.escrow.gateways import camt053
from talentbridge.escrow.models import StatementLine
from talentbridge.escrow.rules import Booking
from talentbridge.kernel.errors import Denied
from talentbridge.kernel.money import Money
from talentbridge.ledger import queries as ledger
from tests.factories import escrow as money
from tests.factories import people

pytestmark = pytest.mark.django_db


def bank_says(deal: money.Deal, *bookings: Booking) -> dict[str, int]:
    document, _ = camt053.write(
        name="S", account="0", opening=Money(0, bookings[0].amount.currency), bookings=bookings, at=deal.now
    )
    return dict(services.apply_statement(document=document.encode(), provider="sandbox", at=deal.now))


def credit(deal: money.Deal, **changes: object) -> Booking:
    """The deposit of the first milestone, as it should come."""
    fields: dict[str, object] = {
        "external_id": "B-1",
        "reference": money.instruction(deal, "collect").reference,
        "amount": Money(6_180_000, "KRW"),
        "is_credit": True,
        "booked_on": date(2026, 11, 3),
        "counterparty_name": deal.company.organisation_name,
        "counterparty_account": "111-222-333",
    }
    return Booking(**(fields | changes))


def why() -> list[str]:
    return list(
        StatementLine.objects.exclude(unmatched="").order_by("id").values_list("unmatched", flat=True)
    )


def unexplained() -> int:
    return ledger.balance("unmatched:sandbox:KRW").minor


def test_the_same_statement_twice_funds_once():
    deal = money.requested()
    assert bank_says(deal, credit(deal)) == {"applied": 1}
    assert bank_says(deal, credit(deal)) == {"repeated": 1}
    assert ledger.balance(deal.first().pots.custody).minor == 6_180_000


def test_the_same_line_twice_in_one_statement_counts_once():
    deal = money.requested()
    assert bank_says(deal, credit(deal), credit(deal)) == {"applied": 1, "repeated": 1}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"reference": "TB0000000000"}, "unknown_reference"),
        ({"reference": ""}, "unknown_reference"),
        ({"amount": Money(6_180_001, "KRW")}, "wrong_amount"),
        ({"amount": Money(6_000_000, "KRW")}, "wrong_amount"),
        ({"is_credit": False}, "wrong_direction"),
    ],
)
def test_what_does_not_fit_is_set_apart_and_in_the_books(changes, reason):
    deal = money.requested()
    booking = credit(deal, **changes)
    assert bank_says(deal, booking) == {"unmatched": 1}
    assert why() == [reason]
    assert unexplained() == (booking.amount.minor if booking.is_credit else -booking.amount.minor)
    assert deal.first().state == "awaiting_funds"


def test_another_currency_is_set_apart_in_its_own_account():
    deal = money.requested()
    assert bank_says(deal, credit(deal, amount=Money(418_000, "USD"))) == {"unmatched": 1}
    assert why() == ["wrong_currency"]
    assert ledger.balance("unmatched:sandbox:USD").minor == 418_000


def test_a_second_deposit_waits_for_an_operator():
    deal = money.requested()
    assert bank_says(deal, credit(deal), credit(deal, external_id="B-2")) == {"applied": 1, "unmatched": 1}
    assert why() == ["already_settled"]


def test_late_money_after_a_refund_is_not_lost_and_goes_back():
    deal = money.funded()
    milestone_id = deal.milestones[0].pk
    services.propose_refund(actor=deal.company, milestone_id=milestone_id, reason=money.WORRY, at=deal.now)
    services.answer_refund(actor=deal.talent, milestone_id=milestone_id, agreed=True, at=deal.now)
    bank_says(deal, credit(deal, external_id="late"))
    assert unexplained() == 6_180_000

    line = queries.unmatched_for(people.operator_actor()).get()
    with pytest.raises(Exception, match="Missing|escrow"):
        services.send_back(actor=deal.company, line_id=line.pk, at=deal.now)
    for _ in range(2):  # pressing twice sends once
        services.send_back(actor=people.operator_actor(), line_id=line.pk, at=deal.now)
    assert services.send_prepared(at=deal.after(minutes=1)) == 2  # the refund and the late money
    services.bank_works(at=deal.after(minutes=2))
    services.import_statements(at=deal.now)
    assert unexplained() == 0
    assert ledger.balance("custody:sandbox:KRW").minor == 0


def test_a_payment_nobody_ordered_is_set_apart():
    deal = money.released()
    payout = money.instruction(deal, "payout")
    bank_says(deal, credit(deal, reference=payout.reference, amount=payout.amount, is_credit=False))
    assert why() == ["never_sent"]
    assert deal.first().state == "released"


def sent() -> tuple[money.Deal, Booking, Booking]:
    """A payout on its way, the line that books it and the line that returns it."""
    deal = money.ordered()
    payout = money.instruction(deal, "payout")
    booked = credit(
        deal, external_id="out", reference=payout.reference, amount=payout.amount, is_credit=False
    )
    back = credit(
        deal,
        external_id="back",
        reference=payout.reference,
        amount=payout.amount,
        is_return=True,
        reason="AC04",
    )
    return deal, booked, back


def test_a_return_before_its_booking_ends_the_same():
    deal, booked, back = sent()
    bank_says(deal, back)
    assert deal.first().state == "released"
    bank_says(deal, booked)
    pots = deal.first().pots
    assert deal.first().state == "released"
    assert ledger.balance(pots.talent).minor == 5_802_000
    assert ledger.balance(pots.clearing).minor == 0
    assert why() == []


def test_a_payment_booked_twice_and_returned_twice_counts_once_each():
    deal, booked, back = sent()
    bank_says(deal, booked)
    bank_says(
        deal,
        credit(deal, external_id="out-2", reference=booked.reference, amount=booked.amount, is_credit=False),
    )
    assert why() == ["already_settled"]
    bank_says(deal, back)
    bank_says(
        deal, credit(deal, external_id="back-2", reference=back.reference, amount=back.amount, is_return=True)
    )
    assert why() == ["already_settled"] * 2


def test_a_bank_that_answers_before_we_noted_that_we_sent(monkeypatch):
    """We hand the order over and die; the bank books it; the job runs again."""
    from talentbridge.escrow.services import orders

    deal = money.released()
    money.account(deal)
    payout = money.instruction(deal, "payout")
    with monkeypatch.context() as dying:
        dying.setattr(orders, "went", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            services.send(instruction_id=payout.pk, at=deal.after(days=1))
    payout.refresh_from_db()
    assert payout.state == "prepared" and payout.message_id
    services.bank_works(at=deal.after(minutes=2))
    services.import_statements(at=deal.now)
    assert deal.first().state == "paid"
    assert not services.send(instruction_id=payout.pk, at=deal.now)


def test_the_document_does_not_change_once_it_is_written(monkeypatch):
    deal = money.released()
    money.account(deal)
    deal.after(days=1)
    from talentbridge.escrow.gateways.sandbox import SandboxCustodian

    with monkeypatch.context() as broken:
        broken.setattr(SandboxCustodian, "pay", lambda *_, **__: (_ for _ in ()).throw(OSError("line down")))
        with pytest.raises(OSError):
            services.send(instruction_id=money.instruction(deal, "payout").pk, at=deal.now)
    before = bytes(money.instruction(deal, "payout").document_sealed)
    money.account(deal, number="9999 8888 7777")
    assert services.send_prepared(at=deal.now) == 1
    assert bytes(money.instruction(deal, "payout").document_sealed) == before


def test_one_broken_order_does_not_hold_up_the_others(monkeypatch):
    first, second = money.requested(), money.requested()
    from talentbridge.escrow.gateways.sandbox import SandboxCustodian

    real = SandboxCustodian.collect
    broken_reference = money.instruction(first, "collect").reference

    def collect(self, message_id, document, *, at):
        if message_id == broken_reference:
            raise OSError("line down")
        real(self, message_id, document, at=at)

    monkeypatch.setattr(SandboxCustodian, "collect", collect)
    assert services.send_prepared(at=first.now) == 1
    assert money.instruction(second, "collect").state == "sent"
    assert money.instruction(first, "collect").state == "prepared"


def test_files_from_a_real_bank_are_read_and_a_bad_one_is_put_aside(settings, tmp_path):
    settings.CUSTODIAN, settings.DATA = "files", tmp_path
    deal = money.requested()
    services.send_prepared(at=deal.now)
    assert len(list((tmp_path / "custody" / "out").glob("*.camt057.xml"))) == 1
    inbox = tmp_path / "custody" / "in"
    inbox.mkdir()
    document, _ = camt053.write(
        name="S", account="0", opening=Money(0, "KRW"), bookings=[credit(deal)], at=deal.now
    )
    (inbox / "good.xml").write_text(document, encoding="utf-8")
    (inbox / "bad.xml").write_text("<a>")
    assert dict(services.import_statements(at=deal.now)) == {"applied": 1, "refused": 1}
    assert deal.first().state == "funded"
    assert (tmp_path / "custody" / "refused" / "bad.xml.txt").exists()


def test_only_operators_bring_statements_in():
    deal = money.requested()
    with pytest.raises(Denied):
        services.import_upload(actor=deal.company, document=b"", at=deal.now)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["accept", "statement", "silence"])
def test_two_at_once_count_once(act):
    """Real connections in real threads: two acceptances, one statement read twice, a person against the clock."""
    deal = money.requested() if act == "statement" else money.submitted()
    colleague = people.company_actor(where=people.Organisation.objects.get(pk=deal.company.organisation_id))
    milestone_id = deal.milestones[0].pk
    late = deal.first().accept_by or deal.now
    acts = {
        "accept": [
            lambda who=who: services.accept(
                actor=who, milestone_id=milestone_id, reason=money.CHECKED, at=deal.now
            )
            for who in (deal.company, colleague)
        ],
        "statement": [lambda: bank_says(deal, credit(deal))] * 2,
        "silence": [
            lambda: money.accept(deal),
            lambda: services.accept_silent(milestone_id=milestone_id, at=late),
        ],
    }[act]
    barrier = threading.Barrier(len(acts))

    def run(work) -> None:
        barrier.wait()
        try:
            work()
        except Exception as error:
            assert "escrow.already_released" in str(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    milestone = deal.first()
    if act == "statement":
        assert milestone.state == "funded"
        assert ledger.balance(milestone.pots.escrow).minor == 6_180_000
    else:
        assert milestone.state == "released"
        assert ledger.balance(milestone.pots.talent).minor == 5_802_000
        assert milestone.instructions.filter(kind="payout").count() == 1
