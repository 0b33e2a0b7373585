"""Any verbs, in any order, by right and wrong people: money and states stay in order after every single step.

A Hypothesis state machine over escrow and ledger. Wrong verbs must be refused (`Denied`, `Refused`, `Invalid`,
`Missing`) and change nothing that matters; right ones must keep the invariants.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from talentbridge.contracts.models import Contract
from talentbridge.escrow import queries, services
from talentbridge.escrow.models import CustodyInstruction, Milestone, SandboxLetter
from talentbridge.escrow.states import HOLDS_MONEY, MILESTONE_MOVES, TALENT_EARNED, MilestoneState
from talentbridge.kernel.errors import BridgeError
from talentbridge.ledger import queries as ledger
from talentbridge.ledger.models import Leg
from tests.factories import escrow as money
from tests.factories import people

BEGINNINGS = [
    money.deal,
    money.requested,
    money.funded,
    money.refund_proposed,
    money.refunded,
    money.submitted,
    money.changes_requested,
    money.frozen,
    money.ordered,
    money.returned,
    money.paid,
]
EVERYBODY = ["company", "talent", "coordinator", "stranger"]
WHICH = st.sampled_from([0, 0, 0, 1])


def mostly(*right: str) -> st.SearchStrategy[str]:
    """Somebody: one who may, three times out of four."""
    return st.sampled_from([*(right * (12 // len(right))), *EVERYBODY])


class Money(RuleBasedStateMachine):
    """One contract with two milestones, and everybody who might press something."""

    beginning: Callable[[], money.Deal]

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.savepoint()  # every example begins with an empty database
        self.deal = type(self).beginning()
        self.people = {
            "company": self.deal.company,
            "talent": self.deal.talent,
            "coordinator": self.deal.coordinator,
            "stranger": people.company_actor(),
        }
        self.ids = [milestone.pk for milestone in self.deal.milestones]
        self.states = {each.pk: MilestoneState(each.state) for each in Milestone.objects.all()}
        self.in_force = True

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    def press(self, verb, **kwargs) -> bool:
        """Try a verb; False when the bridge refused it."""
        try:
            verb(at=self.deal.after(minutes=1), **kwargs)
        except BridgeError:
            return False
        return True

    def order(self, which: int, kind: str) -> CustodyInstruction | None:
        found = CustodyInstruction.objects.filter(milestone_id=self.ids[which], kind=kind)
        return found.order_by("-prepared_at", "-pk").first()

    @rule(who=mostly("company"), which=WHICH)
    def request_funding(self, who: str, which: int) -> None:
        self.press(services.request_funding, actor=self.people[who], milestone_id=self.ids[which])

    @rule(who=mostly("company"), which=WHICH, amount=st.sampled_from([None] * 4 + [1, 6_000_000]))
    def transfer(self, who: str, which: int, amount: int | None) -> None:
        if order := self.order(which, "collect"):
            self.press(
                services.company_transfers,
                actor=self.people[who],
                instruction_id=order.pk,
                amount_minor=amount,
            )

    @rule(who=mostly("talent"), which=WHICH, note=st.sampled_from(["All endpoints are live."] * 5 + ["x"]))
    def submit(self, who: str, which: int, note: str) -> None:
        self.press(services.submit, actor=self.people[who], milestone_id=self.ids[which], note=note)

    @rule(who=mostly("company"), which=WHICH)
    def request_changes(self, who: str, which: int) -> None:
        self.press(
            services.request_changes,
            actor=self.people[who],
            milestone_id=self.ids[which],
            reason=money.CHANGES,
        )

    @rule(who=mostly("company"), which=WHICH)
    def accept(self, who: str, which: int) -> None:
        self.press(
            services.accept, actor=self.people[who], milestone_id=self.ids[which], reason=money.CHECKED
        )

    @rule(which=WHICH, days=st.sampled_from([1, 13, 14, 15]))
    def silence(self, which: int, days: int) -> None:
        self.deal.after(days=days)
        services.remind_reviewers(at=self.deal.now)
        services.accept_silent(milestone_id=self.ids[which], at=self.deal.now)

    @rule(who=mostly("company", "talent"), which=WHICH)
    def raise_concern(self, who: str, which: int) -> None:
        self.press(
            services.raise_concern, actor=self.people[who], milestone_id=self.ids[which], text=money.WORRY
        )

    @rule(who=mostly("coordinator"), which=WHICH)
    def resolve_concern(self, who: str, which: int) -> None:
        self.press(
            services.resolve_concern,
            actor=self.people[who],
            milestone_id=self.ids[which],
            resolution=money.WORRY,
        )

    @rule(who=mostly("company", "talent"), which=WHICH)
    def propose_refund(self, who: str, which: int) -> None:
        self.press(
            services.propose_refund, actor=self.people[who], milestone_id=self.ids[which], reason=money.WORRY
        )

    @rule(who=mostly("company", "talent"), which=WHICH, agreed=st.booleans())
    def answer_refund(self, who: str, which: int, agreed: bool) -> None:
        self.press(
            services.answer_refund, actor=self.people[who], milestone_id=self.ids[which], agreed=agreed
        )

    @rule(holder=st.sampled_from(["Aarav Deshpande"] * 3 + ["Somebody Else"]))
    def save_account(self, holder: str) -> None:
        try:
            money.account(self.deal, holder=holder)
        except BridgeError:
            assert holder == "Somebody Else"

    @rule(days=st.integers(0, 2))
    def the_jobs_run(self, days: int) -> None:
        at = self.deal.after(days=days, minutes=2)
        services.send_prepared(at=at)
        services.bank_works(at=at + timedelta(minutes=2))
        services.import_statements(at=self.deal.after(minutes=3))

    @rule(who=mostly("talent"), which=WHICH, kind=st.sampled_from(["payout", "refund"]))
    def bank_returns(self, who: str, which: int, kind: str) -> None:
        if order := self.order(which, kind):
            try:
                self.press(services.bank_returns, actor=self.people[who], instruction_id=order.pk)
            except SandboxLetter.DoesNotExist:
                assert order.state == "prepared"

    @rule(in_force=st.sampled_from([True] * 4 + [False]))
    def the_contract_ends_or_not(self, in_force: bool) -> None:
        Contract.objects.filter(pk=self.deal.contract.pk).update(state="in_force" if in_force else "ended")
        self.in_force = in_force

    @invariant()
    def the_books_balance(self) -> None:
        with connection.cursor() as cursor:  # what the database checks at commit, it checks now
            cursor.execute("set constraints all immediate; set constraints all deferred")
        assert queries.self_check() == []
        assert sum(Leg.objects.values_list("minor", flat=True)) == 0

    @invariant()
    def every_step_is_in_the_table(self) -> None:
        """From the state before to the state now there is a way through the table, and no release without a contract."""
        for milestone in Milestone.objects.all():
            before, now = self.states[milestone.pk], MilestoneState(milestone.state)
            assert now in _reachable(before), (before, now)
            if now in TALENT_EARNED and before not in TALENT_EARNED:
                assert self.in_force
                assert milestone.decided_by_id == self.deal.company.person_id or milestone.silent_acceptance
            self.states[milestone.pk] = now

    @invariant()
    def escrow_is_what_came_in_less_what_left(self) -> None:
        for milestone in Milestone.objects.all():
            legs = Leg.objects.filter(account__code=milestone.pots.escrow)
            came = -sum(legs.filter(entry__kind="deposit").values_list("minor", flat=True))
            left = sum(legs.exclude(entry__kind="deposit").values_list("minor", flat=True))
            assert came in {0, milestone.split.deposit.minor}
            assert ledger.balance(milestone.pots.escrow).minor == came - left
            assert (came - left > 0) == (milestone.state in HOLDS_MONEY)

    @invariant()
    def nobody_but_the_contracts_talent_is_paid(self) -> None:
        for payout in CustodyInstruction.objects.filter(kind="payout").exclude(account=None):
            assert payout.account.person_id == self.deal.talent.person_id


def _reachable(state: MilestoneState) -> set[MilestoneState]:
    """Everything that some verbs can make of `state`, itself included."""
    found, new = {state}, {state}
    while new:
        new = set().union(*(MILESTONE_MOVES[each] for each in new)) - found
        found |= new
    return found


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("beginning", BEGINNINGS, ids=lambda beginning: beginning.__name__)
def test_from_every_state_money_and_states_stay_in_order(beginning):
    machine = type("MoneyFrom", (Money,), {"beginning": staticmethod(beginning)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=4,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
