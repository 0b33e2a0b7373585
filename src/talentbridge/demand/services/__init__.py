"""Verbs on tasks: write and shape them (`shaping`), ask and answer (`diagnosing`), change what was agreed (`scope`), take

what partners bring (`offers`), publish them (`publishing`).
"""

from talentbridge.demand.services.diagnosing import answer_question, skip_question
from talentbridge.demand.services.offers import accept_offered, refuse_offered, take_tasks
from talentbridge.demand.services.publishing import (
    posting_of,
    publish,
    when_not_true_any_more,
    withdraw_publication,
)
from talentbridge.demand.services.scope import answer_scope_change, propose_scope_change
from talentbridge.demand.services.shaping import (
    approve,
    edit_task,
    record_permit,
    when_contract_offered,
    write_need,
)
from talentbridge.demand.services.suggesting import (
    ask_for_draft,
    discard_suggestion,
    draft_suggestion,
    take_suggestion,
)
from talentbridge.demand.services.templating import begin_from_task, begin_from_template

__all__ = [
    "accept_offered", "answer_question", "answer_scope_change", "approve", "ask_for_draft", "begin_from_task",
    "begin_from_template", "discard_suggestion", "draft_suggestion", "edit_task", "posting_of",
    "propose_scope_change", "publish", "record_permit", "refuse_offered", "skip_question", "take_suggestion", "take_tasks",
    "when_contract_offered", "when_not_true_any_more", "withdraw_publication", "write_need",
]  # fmt: skip
