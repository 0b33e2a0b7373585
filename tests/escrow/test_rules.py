"""Arithmetic, clocks, names and matching, without a database."""

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentbridge.escrow import rules
from talentbridge.escrow.rules import Booking, Pots, Split
from talentbridge.kernel.money import Money
from talentbridge.ledger.rules import can_post, read_code

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
POTS = Pots("bank", "KRW", uuid.uuid4(), uuid.uuid4(), uuid.uuid4())


def won(minor: int) -> Money:
    return Money(minor, "KRW")


@given(gross=st.integers(1, 10**12), fee=st.integers(0, 10**10), tax=st.integers(0, 100))
def test_a_release_always_balances_and_gives_the_whole_deposit_away(gross, fee, tax):
    split = Split(won(gross), won(fee), won(gross * min(tax, 99) // 100))
    legs = rules.release_legs(POTS, split)
    assert can_post(legs)
    assert legs[0].amount == split.deposit == split.gross + split.fee
    assert split.net + split.withheld == split.gross
    assert all(leg.amount.minor < 0 for leg in legs[1:])


def test_every_pot_is_in_the_chart_of_accounts():
    pots = (
        POTS.custody,
        POTS.clearing,
        POTS.unmatched,
        POTS.escrow,
        POTS.talent,
        POTS.company,
        POTS.tax,
        POTS.fee,
    )
    assert {read_code(pot).currency for pot in pots} == {"KRW"}
    guarded = [pot for pot in pots if not read_code(pot).may_go_negative]
    assert guarded == [POTS.escrow, POTS.talent, POTS.company]


class TestClock:
    def test_fourteen_days_are_fourteen_times_24_hours_across_a_change_of_clocks(self):
        from zoneinfo import ZoneInfo

        handed_in = datetime(
            2026, 10, 20, 18, 0, tzinfo=ZoneInfo("Europe/Warsaw")
        )  # clocks change on the 25th
        assert rules.review_ends(handed_in.astimezone(UTC), 14) - handed_in == timedelta(hours=24 * 14)

    @pytest.mark.parametrize(
        ("day", "due"), [(0, 0), (6.99, 0), (7, 1), (10.9, 1), (11, 2), (13, 3), (13.9, 3)]
    )
    def test_reminders_on_days_7_11_and_13(self, day, due):
        assert rules.reminders_due(AT + timedelta(days=14), AT + timedelta(days=day)) == due

    def test_the_next_reminder(self):
        end = AT + timedelta(days=14)
        assert [rules.next_reminder(end, sent) for sent in range(4)] == [
            AT + timedelta(days=7), AT + timedelta(days=11), AT + timedelta(days=13), None,
        ]  # fmt: skip

    @given(frozen_for=st.timedeltas(timedelta(0), timedelta(days=400)))
    def test_a_freeze_costs_nobody_time(self, frozen_for):
        end = AT + timedelta(days=3)
        assert rules.after_pause(end, AT, AT + frozen_for) - (AT + frozen_for) == timedelta(days=3)
        assert rules.after_pause(None, AT, AT + frozen_for) is None

    def test_the_day_of_the_rules_is_koreas(self):
        assert rules.korean_day(datetime(2026, 12, 31, 15, 0, tzinfo=UTC)) == date(2027, 1, 1)
        assert rules.korean_day(datetime(2026, 12, 31, 14, 59, tzinfo=UTC)) == date(2026, 12, 31)


class TestNames:
    @pytest.mark.parametrize(
        ("contract", "holder"),
        [
            ("Nguyễn Thị Ánh", "NGUYEN THI ANH"),
            ("Đặng Văn Đức", "dang van duc"),
            ("Łucja Żak-Nowak", "LUCJA ZAK NOWAK"),
            ("김하늘", "김하늘"),
            ("김하늘", "김하늘"),  # decomposed, as some systems write it
            ("O’Brien, Seán", "O'BRIEN SEAN"),
        ],
    )
    def test_a_name_as_banks_write_it_is_the_same_name(self, contract, holder):
        assert rules.holder_is(contract, holder)

    @pytest.mark.parametrize(
        ("contract", "holder"),
        [
            ("김하늘", "김하나"),
            ("Aarav Deshpande", "Aarav"),
            ("Aarav Deshpande", ""),
            ("!", "?"),
            ("Ann Lee", "Lee Ann"),
        ],
    )
    def test_another_name_is_another_name(self, contract, holder):
        assert rules.holder_is(contract, holder).code == "escrow.other_holder"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("PL61109010140000071219812874", ""),
        ("PL61109010140000071219812875", "escrow.iban"),
        ("50100234567891", ""),
        ("110-234-567890", ""),
        ("1234", "escrow.account_number"),
        ("1" * 40, "escrow.account_number"),
        ("１２３４５６", "escrow.account_number"),
        ("12345;drop", "escrow.account_number"),
    ],
)
def test_account_numbers(number, code):
    assert rules.number_usable(number).code == code


@pytest.mark.parametrize(
    ("text", "least", "code"),
    [
        ("인수 기준 세 가지를 모두 근거와 함께 확인했습니다", 20, ""),
        ("                    ", 20, "escrow.reason_short"),
        ("x" * 19, 20, "escrow.reason_short"),
        ("x" * 10_001, 20, "escrow.text_long"),
    ],
)
def test_reasons(text, least, code):
    assert rules.reason_given(text, least=least).code == code


@pytest.mark.parametrize(
    ("link", "usable"),
    [
        ("https://git.example/r/1?x=1#y", True),
        ("http://10.0.0.1:8080/", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//git.example", False),
        ("https://", False),
        ("https://[::1", False),
        ("https://git.example/\u202e", False),
        ("https://git.example/" + "x" * 500, False),
    ],
)
def test_links(link, usable):
    assert bool(rules.links_usable([link])) is usable


def test_not_too_many_links():
    assert rules.links_usable(["https://git.example"] * 21).code == "escrow.many_links"


@dataclass
class Ordered:
    kind: str = "collect"
    state: str = "sent"
    amount: Money = Money(618, "KRW")  # noqa: RUF009 - frozen
    message_id: str = "TB1"
    settled_at: datetime | None = None


BOOKED = Booking("b1", "TB1", Money(618, "KRW"), is_credit=True, booked_on=date(2026, 11, 23))
PAID_OUT = replace(BOOKED, is_credit=False)
CAME_BACK = replace(BOOKED, is_return=True)


@pytest.mark.parametrize(
    ("booking", "ordered", "awaits", "why"),
    [
        (BOOKED, Ordered(), True, ""),
        (BOOKED, Ordered(state="prepared", message_id=""), True, ""),
        (BOOKED, None, True, "unknown_reference"),
        (BOOKED, Ordered(amount=Money(618, "USD")), True, "wrong_currency"),
        (BOOKED, Ordered(amount=Money(617, "KRW")), True, "wrong_amount"),
        (BOOKED, Ordered(), False, "already_settled"),
        (BOOKED, Ordered(settled_at=AT), True, "already_settled"),
        (PAID_OUT, Ordered(), True, "wrong_direction"),
        (PAID_OUT, Ordered(kind="payout"), False, ""),
        (PAID_OUT, Ordered(kind="refund"), False, ""),
        (PAID_OUT, Ordered(kind="payout", message_id=""), False, "never_sent"),
        (PAID_OUT, Ordered(kind="payout", settled_at=AT), False, "already_settled"),
        (BOOKED, Ordered(kind="payout"), False, "wrong_direction"),
        (CAME_BACK, Ordered(kind="payout"), False, ""),
        (CAME_BACK, Ordered(kind="payout", settled_at=AT), False, ""),
        (CAME_BACK, Ordered(kind="payout", state="returned"), False, "already_settled"),
    ],
)
def test_what_a_line_of_a_statement_answers(booking, ordered, awaits, why):
    assert rules.match(booking, ordered, awaits_funds=awaits) == why
    assert not why or why in rules.UNMATCHED
