"""The lives of proposals, offers and imports: every move, and every refusal."""

from __future__ import annotations

import itertools

import pytest

from talentbridge.policy import states
from talentbridge.policy.models import RateImport, RuleOffer, RuleProposal

THINGS = {"proposal": RuleProposal, "offer": RuleOffer, "rate import": RateImport}


@pytest.mark.parametrize("thing", THINGS)
def test_a_thing_goes_only_where_its_table_says(thing):
    enum, moves = states.LIFECYCLES[thing]
    assert set(moves) == set(enum)
    for here, there in itertools.product(enum, enum):
        made = THINGS[thing](state=here)
        if there in moves[here]:
            made.move(there)
            assert made.state == there
        else:
            with pytest.raises(ValueError):
                made.move(there)


def test_what_was_answered_stays_answered():
    for enum, moves in (states.LIFECYCLES["proposal"], states.LIFECYCLES["rate import"]):
        for state in enum:
            if state in {"approved", "refused", "withdrawn", "applied"}:
                assert not moves[state]


def test_everything_has_words():
    assert set(states.CHANGES) == set(states.Change)
    assert set(states.KINDS) == set(states.CHANGE_OF) == set(states.ProposalKind)
    assert set(states.PROPOSALS) == set(states.ProposalState)
    assert set(states.IMPORTS) == set(states.ImportState)
    assert {*states.ProposalState, *states.ImportState} <= set(states.TONES)
