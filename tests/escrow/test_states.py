"""The tables of moves themselves: complete, without dead ends for money, and every capability is a set of states."""

import pytest

from talentbridge.escrow import states
from talentbridge.escrow.states import LIFECYCLES, MilestoneState


@pytest.mark.parametrize(("enum", "moves"), LIFECYCLES.values(), ids=LIFECYCLES)
def test_every_state_is_in_its_table_and_reachable(enum, moves):
    assert set(moves) == set(enum)
    first = next(iter(enum))
    found, new = {first}, {first}
    while new:
        new = set().union(*(moves[state] for state in new)) - found
        found |= new
    assert found == set(enum)


def test_money_that_is_held_always_has_a_way_on():
    assert all(states.MILESTONE_MOVES[state] for state in states.HOLDS_MONEY)
    assert all(
        not state_moves for state, state_moves in states.MILESTONE_MOVES.items() if state == "refunded"
    )


def test_a_freeze_ends_where_it_began():
    ways_back = states.MILESTONE_MOVES[MilestoneState.FROZEN]
    assert ways_back == states.CAN_FREEZE
    assert all(MilestoneState.FROZEN in states.MILESTONE_MOVES[state] for state in states.CAN_FREEZE)


def test_only_a_review_releases():
    before = {state for state, moves in states.MILESTONE_MOVES.items() if MilestoneState.RELEASED in moves}
    assert before == {MilestoneState.SUBMITTED, MilestoneState.PAID}  # from paid: the bank sent it back


def test_every_state_and_instruction_has_its_word():
    assert set(states.MILESTONE_NAMES) == set(MilestoneState)
    assert set(states.INSTRUCTION_NAMES) == set(states.InstructionState)
    assert set(states.INSTRUCTION_KINDS) == set(states.InstructionKind)
    assert len(set(states.MILESTONE_NAMES.values())) == len(MilestoneState)
