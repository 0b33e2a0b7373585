"""Who may do what: each act, from each place around a case."""

import uuid
from dataclasses import dataclass, replace

import pytest

from talentbridge.accounts.roles import ROLES
from talentbridge.escrow import permissions
from talentbridge.kernel.actor import Actor, Role, Side


@dataclass
class Seen:
    seen_from: str


ROLE_OF = {
    "company": Role.COMPANY,
    "talent": Role.TALENT,
    "coordinator": Role.COORDINATOR,
    "operator": Role.OPERATOR,
}
ACTS = {
    "may_fund": {"company"},
    "may_submit": {"talent"},
    "may_accept": {"company"},
    "may_request_changes": {"company"},
    "may_raise_concern": {"company", "talent"},
    "may_resolve_concern": {"coordinator"},
    "may_propose_refund": {"company", "talent"},
    "may_send_again": {"talent", "operator"},
}
IN_PERSON = {"may_fund", "may_accept", "may_propose_refund"}


def actor(side: str) -> Actor:
    role = ROLE_OF[side]
    return Actor(person_id=uuid.uuid4(), name="x", role=role, permissions=ROLES[role].permissions)


@pytest.mark.parametrize("side", ROLE_OF)
@pytest.mark.parametrize("act", ACTS)
def test_each_act_is_for_its_side_only(act, side):
    decision = getattr(permissions, act)(actor(side), Seen(side))
    assert bool(decision) is (side in ACTS[act])
    assert decision or decision.sentence


@pytest.mark.parametrize("act", ACTS)
def test_standing_there_without_the_role_is_not_enough(act):
    for side in ACTS[act] - {"operator"}:
        stripped = replace(actor(side), permissions=frozenset())
        assert not getattr(permissions, act)(stripped, Seen(side))


@pytest.mark.parametrize("act", sorted(IN_PERSON))
def test_money_is_not_moved_by_somebody_who_acts_for_another(act):
    for side in ACTS[act]:
        borrowed = replace(actor(side), borrowed_from=uuid.uuid4())
        assert getattr(permissions, act)(borrowed, Seen(side)).code == "accounts.borrowed"


def test_nobody_answers_their_own_proposal():
    company = actor("company")
    assert not permissions.may_answer_refund(company, Seen("company"), proposed_by=Side.COMPANY)
    assert permissions.may_answer_refund(company, Seen("company"), proposed_by=Side.TALENT)
    assert not permissions.may_answer_refund(
        actor("coordinator"), Seen("coordinator"), proposed_by=Side.TALENT
    )


def test_the_bank_is_played_only_where_it_is_a_stand_in():
    assert permissions.may_play_bank(is_sandbox=True)
    assert permissions.may_play_bank(is_sandbox=False).code == "escrow.real_bank"
