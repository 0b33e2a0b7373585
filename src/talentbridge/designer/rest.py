"""The designer as REST: the same question as on the page, every option with its trace. Public; nothing is stored."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from talentbridge.designer import queries, rules
from talentbridge.kernel.clock import now
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.text import N_

router = Router(tags=["designer"])
# Each change of each option is a question of its own: for all countries they were two seconds and five megabytes.
MOST_WITH_CHANGES = 4
MANY = N_("Changes are calculated for up to {most} countries at once. Ask about the others separately.")
DESCRIPTION = (
    "Query parameters, several values parted by commas (quotes by semicolons): "
    + ", ".join(rules.OPTIONS)
    + "; "
    "`changes=yes` adds what would change each option, for up to 4 countries. "
    "Amounts are minor units in the answer, major units in the question."
)


@router.get("/options", auth=None, response=dict[str, Any], description=DESCRIPTION)
def options(request: HttpRequest) -> Any:
    """Every lawful option for a pay, some countries and a way of working."""
    said = {name: ",".join(values) for name, values in request.GET.lists()}
    changes = said.pop("changes", "no")
    if changes not in {"yes", "no"}:
        raise Invalid({"changes": no("designer.changes", N_("Write changes=yes or leave it out."))})
    countries = {code.strip().upper() for code in said.get("country", "").split(",") if code.strip()}
    if changes == "yes" and len(countries) > MOST_WITH_CHANGES:
        raise Invalid({"changes": no("designer.changes_of_many", MANY, most=MOST_WITH_CHANGES)})
    today = now().astimezone(rules.ZONE).date()
    return queries.answer(said or queries.AT_FIRST, today=today).to_json(with_changes=changes == "yes")
