"""Posting: once per key, never more than there is, never out of balance."""

import threading
import uuid

import pytest
from django.db import connection, transaction

from talentbridge.kernel.actor import SYSTEM
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Refused
from talentbridge.kernel.money import Money
from talentbridge.ledger import models, queries, services
from talentbridge.ledger.rules import EntryKind, Leg

pytestmark = pytest.mark.django_db


def leg(account: str, minor: int, currency: str = "KRW") -> Leg:
    return Leg(account, Money(minor, currency))


def post(key: str, *legs: Leg, kind: str = EntryKind.DEPOSIT) -> models.Entry:
    return services.post(key=key, kind=kind, legs=legs, at=now(), actor=SYSTEM)


def fund(milestone: str, minor: int = 618) -> models.Entry:
    return post(f"fund:{milestone}", leg("custody:bank:KRW", minor), leg(f"escrow:{milestone}:KRW", -minor))


def release(milestone: str, minor: int = 618) -> models.Entry:
    return post(
        f"release:{milestone}",
        leg(f"escrow:{milestone}:KRW", minor),
        leg("talent:p:KRW", -(minor - 36)),
        leg("withholding:kr:KRW", -18),
        leg("fee:service:KRW", -18),
        kind=EntryKind.RELEASE,
    )


@pytest.fixture(autouse=True)
def books_are_in_order(db):
    yield
    assert queries.self_check() == []


def test_a_milestone_is_funded_and_released():
    fund("m1")
    release("m1")

    assert queries.balance("custody:bank:KRW") == Money(618, "KRW")
    assert queries.balance("escrow:m1:KRW") == Money(0, "KRW")
    assert queries.balance("talent:p:KRW") == Money(582, "KRW")
    assert queries.balance("talent:nobody-yet:KRW") == Money(0, "KRW")
    assert sum(row["signed"] for row in queries.trial_balance()) == 0


def test_the_same_key_and_legs_are_the_same_entry():
    first = fund("m1")
    assert fund("m1").pk == first.pk
    assert queries.balance("escrow:m1:KRW").minor == 618


def test_a_key_cannot_mean_two_things():
    fund("m1")
    with pytest.raises(services.KeyReused):
        fund("m1", minor=619)
    with pytest.raises(services.KeyReused):
        post("fund:m1", leg("custody:bank:KRW", 618), leg("escrow:m1:KRW", -618), kind=EntryKind.REFUND)
    assert queries.balance("escrow:m1:KRW").minor == 618


def test_what_is_not_there_cannot_be_released():
    fund("m1", minor=617)
    with pytest.raises(Refused) as refusal:
        release("m1")
    assert refusal.value.decision.code == "ledger.overdrawn"
    assert not models.Entry.objects.filter(key="release:m1").exists()


def test_a_refused_entry_leaves_its_key_free():
    with pytest.raises(Refused):
        release("m1")
    fund("m1")
    release("m1")
    assert queries.balance("talent:p:KRW").minor == 582


def test_a_statement_runs():
    fund("m1")
    release("m1")
    assert [row.running for row in queries.statement("escrow:m1:KRW")] == [-618, 0]


def test_entries_are_seen_by_their_case(django_assert_num_queries):
    from talentbridge.accounts.services import stand
    from talentbridge.kernel.actor import Side
    from tests.factories import people

    company, stranger = people.company_actor(), people.company_actor()
    case = uuid.uuid4()
    stand(case_id=case, side=Side.COMPANY, organisation_id=company.organisation_id, at=now())
    services.post(
        key="k", kind=EntryKind.DEPOSIT, legs=[leg("custody:bank:KRW", 1), leg("escrow:m1:KRW", -1)],
        at=now(), actor=SYSTEM, case_id=case,
    )  # fmt: skip
    assert queries.entries_for(company).count() == 1
    assert queries.entries_for(stranger).count() == 0
    assert queries.legs_of(queries.entries_for(company)).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_cannot_spend_the_same_money():
    fund("m1")
    outcomes = _at_once(
        lambda n: post(f"release:{n}", leg("escrow:m1:KRW", 618), leg("talent:p:KRW", -618)), times=2
    )
    assert sorted(outcomes) == ["Refused", "posted"]
    assert queries.balance("escrow:m1:KRW").minor == 0
    assert queries.self_check() == []


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_key_post_once():
    outcomes = _at_once(lambda n: fund("m1"), times=4)
    assert outcomes == ["posted"] * 4
    assert queries.balance("escrow:m1:KRW").minor == 618


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_entry_frees_its_key_for_who_waits():
    """The one who waits on the key of an entry that is then rolled back posts it."""
    claimed, may_fail = threading.Event(), threading.Event()
    outcomes = []

    def fails() -> None:
        try:
            with transaction.atomic():
                fund("m1")
                claimed.set()
                may_fail.wait(10)
                raise RuntimeError
        except RuntimeError:
            outcomes.append("failed")
        finally:
            connection.close()

    def waits() -> None:
        claimed.wait(10)
        may_fail.set()
        fund("m1")
        outcomes.append("posted")
        connection.close()

    threads = [threading.Thread(target=fails), threading.Thread(target=waits)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["failed", "posted"]
    assert queries.balance("escrow:m1:KRW").minor == 618


def _at_once(act, times: int) -> list[str]:
    """Run `act(n)` in threads with connections of their own that start together; what came of each."""
    barrier = threading.Barrier(times)
    outcomes: list[str] = []

    def run(n: int) -> None:
        barrier.wait()
        try:
            act(n)
            outcomes.append("posted")
        except Refused:
            outcomes.append("Refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
