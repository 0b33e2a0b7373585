"""Whatever people press, in whatever order: one live version, and force only by two signatures under one hash."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from talentbridge.contracts import queries, rules, services
from talentbridge.contracts.models import Contract
from talentbridge.contracts.states import LIVE, ContractState
from talentbridge.kernel.errors import BridgeError
from tests.contracts.make import AT, case, evidence


class Signing(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.case = case()
        self.at = AT
        self.closed: dict[object, str] = {}

    def newest(self) -> Contract | None:
        return Contract.objects.filter(case_id=self.case.id).order_by("-version").first()

    def press(self, verb, who: str, **kwargs: object) -> None:
        if (contract := self.newest()) is not None:
            with suppress(BridgeError):
                verb(actor=getattr(self.case, who), contract_id=contract.pk, at=self.at, **kwargs)

    @rule(hours=st.integers(1, 4))
    def draft(self, hours: int) -> None:
        with suppress(BridgeError):
            self.case.draft(at=self.at, overlap_hours=hours)

    @rule(who=st.sampled_from(["coordinator", "company"]))
    def offer(self, who: str) -> None:
        self.press(services.offer, who)

    @rule(who=st.sampled_from(["company", "talent", "coordinator"]), stale=st.booleans())
    def sign(self, who: str, stale: bool) -> None:
        if (contract := self.newest()) is not None:
            changes = {"terms_hash": "0" * 64} if stale else {}
            self.press(services.sign, who, evidence=evidence(contract, getattr(self.case, who), **changes))

    @rule(who=st.sampled_from(["company", "talent"]))
    def decline(self, who: str) -> None:
        self.press(services.decline, who, reason="It does not fit us.")

    @rule()
    def withdraw(self) -> None:
        self.press(services.withdraw, "coordinator", reason="It is being changed.")

    @rule(days=st.integers(1, 15))
    def time_passes(self, days: int) -> None:
        self.at += timedelta(days=days)
        services.remind_offers(at=self.at)
        services.expire_offers(at=self.at)

    @invariant()
    def at_most_one_version_lives(self) -> None:
        assert Contract.objects.filter(case_id=self.case.id, state__in=LIVE).count() <= 1

    @invariant()
    def in_force_means_two_signatures_under_its_own_hash(self) -> None:
        for contract in Contract.objects.filter(case_id=self.case.id):
            signed = list(contract.signatures.all())
            assert {row.terms_hash for row in signed} <= {contract.terms_hash}
            assert contract.terms_hash == rules.fingerprint(queries.whole(contract))
            both = {row.side for row in signed} == {side.value for side in rules.SIGNING_SIDES}
            assert (contract.state == ContractState.IN_FORCE) == both

    @invariant()
    def what_is_closed_stays_closed(self) -> None:
        for contract in Contract.objects.filter(case_id=self.case.id).exclude(state__in=LIVE):
            assert self.closed.setdefault(contract.pk, contract.state) == contract.state


@pytest.mark.django_db
def test_no_order_of_presses_breaks_a_contract():
    run_state_machine_as_test(
        Signing, settings=settings(max_examples=25, stateful_step_count=12, deadline=None, database=None)
    )
