"""Who makes, decides, withdraws and answers; no database."""

import uuid
from dataclasses import replace
from types import SimpleNamespace

import pytest

from talentbridge.accounts.roles import ROLES
from talentbridge.kernel.actor import Actor, Role
from talentbridge.matching import permissions
from talentbridge.matching.states import LABELS, MOVES, RUNNING, TONES, SelectionState

SIDES = ("company", "coordinator", "talent", "operator")


def actor(role):
    return Actor(person_id=uuid.uuid4(), name="Somebody", role=role, permissions=ROLES[role].permissions)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("side", SIDES)
def test_each_verb_has_one_role_on_one_side(role, side):
    thing, who = SimpleNamespace(seen_from=side), actor(role)
    assert bool(permissions.may_make(who, thing)) is (role is Role.COORDINATOR and side == "coordinator")
    assert bool(permissions.may_decide(who, thing)) is (role is Role.COMPANY and side == "company")
    assert bool(permissions.may_withdraw(who, thing)) is (role is Role.COMPANY and side == "company")
    assert bool(permissions.may_answer(who, thing)) is (role is Role.TALENT and side == "talent")


def test_consent_is_not_lent():
    borrowed = replace(actor(Role.TALENT), borrowed_from=uuid.uuid4())
    assert permissions.may_answer(borrowed, SimpleNamespace(seen_from="talent")).code == "accounts.borrowed"


def test_an_answer_is_final():
    assert all(not MOVES[state] for state in SelectionState if state is not SelectionState.OFFERED)
    assert {SelectionState.OFFERED, SelectionState.ACCEPTED} == RUNNING
    assert set(LABELS) == set(TONES) == set(SelectionState)
