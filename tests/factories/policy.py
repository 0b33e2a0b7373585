"""Rows of policy for tests, and what the product's verbs would leave behind them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from talentbridge.kernel.clock import now
from talentbridge.policy.models import RuleParameter, RuleVersion
from talentbridge.policy.services.keeping import version
from talentbridge.policy.states import Change

SAID: dict[str, Any] = {
    "key": "tax.royalty", "country": "", "value": Decimal("0.20"), "unit": "rate of gross", "valid_from": date(2026, 1, 1),
    "valid_to": None, "source_name": "Income Tax Act, art. 156", "source_url": "", "checked_on": date(2026, 10, 1),
    "certainty": "official", "title_ko": "사용료 원천징수", "title_en": "Withholding on royalties", "note_ko": "",
    "note_en": "", "differs_from": "",
}  # fmt: skip


def row(*, edited_here: bool = False, **said: Any) -> RuleParameter:
    """A row with its first version."""
    made = RuleParameter.objects.create(**{**SAID, **said}, edited_here=edited_here)
    version(made, Change.SHIPPED, number=1, at=now(), release="0").save()
    return made


def nothing_known_about(key: str) -> None:
    """Take every row of a key out of use, as a release does that no longer ships it."""
    for each in RuleParameter.objects.filter(key=key, is_withdrawn=False):
        each.is_withdrawn = True
        each.save()
        number = RuleVersion.objects.filter(row=each).count() + 1
        version(each, Change.WITHDRAWN, number=number, at=now(), release="0").save()
