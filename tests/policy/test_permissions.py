"""Who changes rules: two operators, each as themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import pytest

from talentbridge.accounts.roles import IN_PERSON, ROLES
from talentbridge.kernel.actor import SYSTEM, Actor, Role
from talentbridge.policy.permissions import may_answer, may_approve, may_propose, may_withdraw


@dataclass
class Proposed:
    proposed_by: UUID | None


def actor(role: Role) -> Actor:
    return Actor(uuid4(), "Somebody", role, permissions=ROLES[role].permissions)


FIRST, SECOND = actor(Role.OPERATOR), actor(Role.OPERATOR)


@pytest.mark.parametrize("role", [role for role in ROLES if role is not Role.OPERATOR], ids=str)
def test_only_operators(role: Role):
    someone = actor(role)
    assert not may_propose(someone) and not may_answer(someone)
    assert not may_approve(someone, Proposed(uuid4())) and not may_withdraw(
        someone, Proposed(someone.person_id)
    )


def test_a_second_operator_approves_and_the_first_withdraws():
    mine = Proposed(FIRST.person_id)
    assert may_propose(FIRST) and may_withdraw(FIRST, mine) and may_approve(SECOND, mine)
    assert may_approve(FIRST, mine).code == "policy.own_proposal"
    assert may_withdraw(SECOND, mine).code == "policy.not_yours"


def test_nobody_is_both_persons_in_a_borrowed_session():
    borrowed = replace(SECOND, borrowed_from=FIRST.person_id)
    assert (
        may_propose(borrowed).code
        == may_approve(borrowed, Proposed(FIRST.person_id)).code
        == "accounts.borrowed"
    )


def test_the_product_itself_brings_in_and_never_approves():
    assert may_propose(SYSTEM)
    assert not may_approve(SYSTEM, Proposed(FIRST.person_id)) and not may_withdraw(SYSTEM, Proposed(None))


def test_approving_is_in_person():
    assert "policy.rule.approve" in IN_PERSON
    assert not may_approve(
        replace(SECOND, permissions=SECOND.permissions - IN_PERSON), Proposed(FIRST.person_id)
    )
