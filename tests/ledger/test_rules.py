"""What may stand together in an entry."""

import pytest

from talentbridge.kernel.money import Money
from talentbridge.ledger.rules import AccountKind, Leg, can_post, can_spend, read_code, scarcer


def leg(account: str, minor: int, currency: str = "KRW") -> Leg:
    return Leg(account, Money(minor, currency))


DEPOSIT = [leg("custody:bank:KRW", 618), leg("escrow:m1:KRW", -618)]
RELEASE = [
    leg("escrow:m1:KRW", 618),
    leg("talent:p:KRW", -582),
    leg("withholding:kr:KRW", -18),
    leg("fee:service:KRW", -18),
]


def test_a_balanced_entry_may_be_posted():
    assert can_post(DEPOSIT)
    assert can_post(RELEASE)


@pytest.mark.parametrize(
    ("legs", "code"),
    [
        ([], "ledger.too_few_legs"),
        (DEPOSIT[:1], "ledger.too_few_legs"),
        ([leg("custody:bank:KRW", 618), leg("escrow:m1:KRW", -617)], "ledger.unbalanced"),
        ([*DEPOSIT, leg("fee:service:KRW", 0)], "ledger.zero_leg"),
        ([leg("custody:bank:KRW", 5, "USD"), leg("escrow:m1:KRW", -5, "USD")], "ledger.wrong_currency"),
        ([leg("custody:bank:KRW", 5), leg("escrow:m1:USD", -5, "USD")], "ledger.unbalanced"),
    ],
)
def test_anything_else_is_refused_with_its_reason(legs, code):
    assert can_post(legs).code == code


def test_two_currencies_may_share_an_entry_when_each_balances():
    assert can_post([*DEPOSIT, leg("custody:bank:USD", 5, "USD"), leg("escrow:m2:USD", -5, "USD")])


def test_an_account_says_what_it_is():
    escrow = read_code("escrow:5b1c:KRW")
    assert (escrow.kind, escrow.currency, escrow.may_go_negative) == (AccountKind.LIABILITY, "KRW", False)
    assert read_code("fee:service:USD").may_go_negative
    for stray in ("savings:x:KRW", "escrow:KRW", "escrow:m1:krw", "escrow:m1:KRW\n"):
        with pytest.raises(ValueError):
            read_code(stray)


def test_only_what_becomes_scarcer_is_locked():
    """The fee account is in every release; locking it would put all releases in one queue."""
    assert scarcer(RELEASE) == {"escrow:m1:KRW"}
    assert scarcer(DEPOSIT) == set()


def test_nobody_spends_more_than_there_is():
    assert can_spend(RELEASE, {"escrow:m1:KRW": 618})
    assert can_spend(RELEASE, {"escrow:m1:KRW": 617}).code == "ledger.overdrawn"
