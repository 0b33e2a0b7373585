"""Who may do what with a contract."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from talentbridge.accounts.roles import ROLES
from talentbridge.contracts import permissions
from talentbridge.kernel.actor import SYSTEM, Actor, Role, Side


@dataclass
class Seen:
    seen_from: str
    talent_id: UUID = UUID(int=1)
    company_id: UUID = UUID(int=2)


def someone(role: Role) -> Actor:
    return Actor(person_id=UUID(int=3), name="Someone", role=role, permissions=ROLES[role].permissions)


@pytest.mark.parametrize("role", list(ROLES))
@pytest.mark.parametrize("side", list(Side))
def test_only_the_two_sides_answer_and_only_the_coordinator_writes(role: Role, side: Side):
    actor = someone(role)
    sits_there = role.value == side.value
    may_answer = bool(permissions.may_answer(actor, Seen(side)))
    assert may_answer is (role in {Role.COMPANY, Role.TALENT} and side in {Side.COMPANY, Side.TALENT})
    if role is Role.COORDINATOR and sits_there:
        assert permissions.may_draft(actor, side) and permissions.may_offer(actor, Seen(side))
    if role in {Role.COMPANY, Role.TALENT, Role.OPERATOR, Role.RESEARCHER, Role.GOVERNMENT}:
        assert not permissions.may_draft(actor, side) and not permissions.may_withdraw(actor, Seen(side))
    assert not permissions.may_end(actor)


def test_nobody_answers_in_another_persons_place():
    borrowed = replace(someone(Role.TALENT), borrowed_from=UUID(int=9))
    assert permissions.may_answer(borrowed, Seen(Side.TALENT)).code == "accounts.borrowed"


def test_the_platform_drafts_and_ends_but_never_signs():
    assert permissions.may_draft(SYSTEM, Side.SYSTEM) and permissions.may_end(SYSTEM)
    assert not permissions.may_answer(SYSTEM, Seen(Side.SYSTEM))
