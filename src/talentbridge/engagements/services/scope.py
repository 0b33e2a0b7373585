"""News of changes of the agreed scope: whoever has to answer is asked, and whoever keeps the contract is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from talentbridge.engagements.models import Engagement
from talentbridge.engagements.services.telling import tell
from talentbridge.kernel.actor import Side
from talentbridge.kernel.text import N_

_OTHER = {Side.COMPANY: Side.COORDINATOR, Side.COORDINATOR: Side.COMPANY}


def when_scope_proposed(payload: Mapping[str, Any], at: datetime) -> None:
    """Somebody proposed another scope for the contracted task: the other side is asked."""
    _tell(payload, at, N_("A change of the scope of ‘{title}’ is proposed. Please approve or refuse it."))


def when_scope_refused(payload: Mapping[str, Any], at: datetime) -> None:
    """The proposed change will not come."""
    _tell(payload, at, N_("The proposed change of the scope of ‘{title}’ was refused or taken back."))


def when_scope_changed(payload: Mapping[str, Any], at: datetime) -> None:
    """Both sides agree on another scope: the coordinator has to bring the contract up to it."""
    engagement = Engagement.objects.filter(pk=payload["case_id"]).first()
    if engagement is None:
        return
    tell(
        engagement, [Side.COMPANY, Side.COORDINATOR], at=at,
        sentence=N_("The scope of ‘{title}’ has changed. The contract needs a new version that says so."),
    )  # fmt: skip


def _tell(payload: Mapping[str, Any], at: datetime, sentence: str) -> None:
    engagement = Engagement.objects.filter(pk=payload["case_id"]).first()
    other = _OTHER.get(Side(payload["side"]))
    if engagement is not None and other is not None:
        tell(engagement, [other], at=at, sentence=sentence)
