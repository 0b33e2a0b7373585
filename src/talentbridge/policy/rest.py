"""Rules as REST: public facts with source, date and certainty."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja import Router, Schema

from talentbridge.kernel.clock import now
from talentbridge.policy import queries
from talentbridge.policy.models import RuleParameter

router = Router(tags=["policy"])


class RuleOut(Schema):
    key: str
    country: str
    value: str | None
    unit: str
    title_ko: str
    title_en: str
    valid_from: date
    valid_to: date | None
    source_name: str
    source_url: str
    checked_on: date
    certainty: str
    differs_from: str
    note_ko: str
    note_en: str

    @staticmethod
    def resolve_value(row: RuleParameter) -> str | None:
        return None if row.value is None else format(row.value.normalize(), "f")


@router.get("/rules", response=list[RuleOut], auth=None)
def rules(request: HttpRequest, on: date | None = None) -> list[RuleParameter]:
    """The rules valid on a day (today when not given)."""
    return list(queries.valid_on(on or now().date()))
