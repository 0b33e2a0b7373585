"""Telling operators, once for each row and reason, that rows are due for a look."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from talentbridge.accounts import queries as accounts
from talentbridge.accounts import services as people
from talentbridge.kernel.actor import Role
from talentbridge.kernel.text import N_
from talentbridge.policy import queries
from talentbridge.policy.models import RuleReminder
from talentbridge.policy.rules.due import Due
from talentbridge.policy.services.keeping import alone, today

TOLD = {
    Due.CHECK: N_(
        "Rules that were last checked more than 12 months ago: {count} more. Look at their sources again."
    ),
    Due.ENDS: N_(
        "Rules that end within 60 days and that nothing follows: {count} more. Propose what follows them."
    ),
}


def remind(*, at: datetime) -> int:
    """Tell every operator how many rows became due since the last time; returns how many. Safe to repeat."""
    told, on = 0, today(at)
    with transaction.atomic():
        alone()  # two jobs at once: the second finds nothing new
        for reason in Due:
            rows = queries.due_on(on, reason)
            wanted = [
                RuleReminder(
                    row=row,
                    reason=reason,
                    at=at,
                    about=row.checked_on if reason is Due.CHECK else row.valid_to or row.checked_on,
                )
                for row in rows
            ]
            known = set(RuleReminder.objects.filter(reason=reason).values_list("row_id", "about"))
            new = [each for each in wanted if (each.row_id, each.about) not in known]
            if not new:
                continue
            made = RuleReminder.objects.bulk_create(new, ignore_conflicts=True)
            told += len(made)
            people.notify(
                person_ids=accounts.people_in(Role.OPERATOR), sentence=TOLD[reason], facts={"count": len(made)},
                url=f"/rules/?due={reason}", at=at,
            )  # fmt: skip
    return told
