"""The life of a task: every way that is not in the table is refused."""

import pytest

from talentbridge.demand.models import Task
from talentbridge.demand.states import AGREED, APPROVABLE, EDITABLE, LABELS, MOVES, TONES, TaskState
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Refused


@pytest.mark.parametrize("state", TaskState)
@pytest.mark.parametrize("to", TaskState)
def test_only_the_moves_of_the_table(state, to):
    task = Task(state=state)
    if to in MOVES[state]:
        task.move(to, at=now())
        assert task.state == to
    else:
        with pytest.raises(Refused):
            task.move(to, at=now())
        assert task.state == state


def test_every_state_has_its_words_and_a_way_to_the_contract():
    assert set(LABELS) == set(TONES) == set(TaskState)
    reached = {TaskState.DRAFT}
    for _ in TaskState:
        reached |= {to for state in reached for to in MOVES[state]}
    assert reached == set(TaskState)


def test_what_a_contract_has_fixed_is_neither_edited_nor_approved():
    assert TaskState.FIXED in AGREED
    assert TaskState.FIXED not in EDITABLE | APPROVABLE
