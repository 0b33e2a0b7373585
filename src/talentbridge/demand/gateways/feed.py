"""One item of a partner's feed of tasks, as `data/feeds/tasks-1.schema.json` describes it (`docs/feeds.md`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from talentbridge.accounts.rules import is_registration_number, registration_digits, registration_number
from talentbridge.accounts.rules.feeds import Fields
from talentbridge.demand import rules
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.text import N_


@dataclass(frozen=True)
class Incoming:
    """A company's need in its own words, and why the partner may speak for the company."""

    company_name: str
    registration_number: str
    mandate: str
    need_text: str


def read(item: Mapping[str, Any]) -> Incoming | None:
    """What an item says; None when the partner takes it back. Raises `Invalid` with every problem by field."""
    fields = Fields(item)
    fields.text("key")
    fields.text("reason", 300)
    if fields.flag("deleted"):
        fields.finish()
        if fields.problems:
            raise Invalid(fields.problems)
        return None
    name, number = _company(fields)
    mandate = fields.text("mandate", 300, required=True)
    need = rules.clean(fields.text("need", 100_000, required=True))
    if need and not (readable := rules.check_need(need)):
        fields.problems["need"] = readable
    fields.finish()
    if fields.problems:
        raise Invalid(fields.problems)
    return Incoming(name, number, mandate, need)


def _company(fields: Fields) -> tuple[str, str]:
    part = fields.part("company")
    if part is None:
        fields.problems["company"] = no(
            "demand.feed_no_company", N_("Name the company and its business registration number.")
        )
        return "", ""
    name = part.text("name", 200, required=True)
    number = part.text("registration_number", 20, required=True)
    part.finish()
    if number and not (fine := is_registration_number(number)):
        fields.problems["company.registration_number"] = fine
        return name, ""
    return name, registration_number(registration_digits(number)) if number else ""
