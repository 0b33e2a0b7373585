"""PostgreSQL refuses a false ledger, also to somebody who goes past the verb."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from talentbridge.kernel.clock import now
from talentbridge.ledger.models import Account, Entry, Leg

pytestmark = pytest.mark.django_db


@pytest.fixture
def custody() -> Account:
    return Account.objects.create(code="custody:bank:KRW", kind="asset", currency="KRW", may_go_negative=True)


@pytest.fixture
def escrow() -> Account:
    return Account.objects.create(
        code="escrow:m1:KRW", kind="liability", currency="KRW", may_go_negative=False
    )


def entry(leg_count: int = 2) -> Entry:
    return Entry.objects.create(
        key=str(uuid.uuid4()), kind="deposit", leg_count=leg_count, posted_at=now(), actor_name="a test"
    )


def add(entry: Entry, account: Account, minor: int, currency: str = "KRW") -> Leg:
    return Leg.objects.create(entry=entry, account=account, minor=minor, currency=currency)


def commit() -> None:
    """Let the deferred triggers speak now."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; set constraints all deferred")


def sound(custody: Account, escrow: Account) -> Entry:
    whole = entry()
    add(whole, custody, 5)
    add(whole, escrow, -5)
    commit()
    return whole


def refused(message: str):
    return pytest.raises(DatabaseError, match=message)


def test_a_sound_entry_stands(custody, escrow):
    sound(custody, escrow)


def test_an_entry_without_legs(custody):
    entry()
    with refused("missing or extra legs"):
        commit()


def test_an_entry_of_one_leg(custody):
    with refused("entry_has_two_legs_or_more"):
        entry(leg_count=1)


def test_a_missing_leg(custody, escrow):
    whole = entry(leg_count=3)
    add(whole, custody, 5)
    add(whole, escrow, -5)
    with refused("missing or extra legs"):
        commit()


def test_an_unbalanced_entry(custody, escrow):
    whole = entry()
    add(whole, custody, 5)
    add(whole, escrow, -4)
    with refused("does not balance"):
        commit()


def test_two_currencies_that_only_balance_together(custody):
    dollars = Account.objects.create(
        code="escrow:m1:USD", kind="liability", currency="USD", may_go_negative=False
    )
    whole = entry()
    add(whole, custody, 5)
    add(whole, dollars, -5, "USD")
    with refused("does not balance"):
        commit()


def test_a_late_pair_of_legs(custody, escrow):
    whole = sound(custody, escrow)
    add(whole, custody, 1)
    add(whole, escrow, -1)
    with refused("missing or extra legs"):
        commit()


def test_a_leg_of_nothing(custody):
    with refused("leg_moves_something"):
        add(entry(), custody, 0)


def test_a_leg_in_another_currency_than_its_account(custody):
    with refused("leg_is_in_its_accounts_currency"):
        add(entry(), custody, 5, "USD")


def test_a_repeated_key(custody, escrow):
    whole = sound(custody, escrow)
    with refused("unique"), transaction.atomic():
        Entry.objects.create(key=whole.key, kind="x", leg_count=2, posted_at=now(), actor_name="a test")


def test_an_overdrawn_escrow_account(custody, escrow):
    sound(custody, escrow)
    whole = entry()
    add(whole, escrow, 6)
    add(whole, custody, -6)
    with refused("would be overdrawn"):
        commit()


@pytest.mark.parametrize("table", ["ledger_account", "ledger_entry", "ledger_leg"])
@pytest.mark.parametrize(
    "act", ["update {} set id = id", "delete from {}", "truncate {} cascade", "truncate {} restart identity cascade"]
)  # fmt: skip
def test_nothing_is_ever_changed_or_taken_away(custody, escrow, table, act):
    sound(custody, escrow)
    with refused("only grows"), connection.cursor() as cursor:
        cursor.execute(act.format(table))


def test_not_even_by_deleting_an_entry_with_everything_under_it(custody, escrow):
    whole = sound(custody, escrow)
    with pytest.raises(Exception, match=r"protected|only grows"):
        whole.delete()
