"""Verbs on tasks: write and shape them (`shaping`), take what partners bring (`offers`), publish them (`publishing`)."""

from talentbridge.demand.services.offers import accept_offered, refuse_offered, take_tasks
from talentbridge.demand.services.publishing import (
    posting_of,
    publish,
    when_not_true_any_more,
    withdraw_publication,
)
from talentbridge.demand.services.shaping import (
    approve,
    edit_task,
    record_permit,
    when_contract_offered,
    write_need,
)

__all__ = [
    "accept_offered", "approve", "edit_task", "posting_of", "publish", "record_permit", "refuse_offered", "take_tasks",
    "when_contract_offered", "when_not_true_any_more", "withdraw_publication", "write_need",
]  # fmt: skip
