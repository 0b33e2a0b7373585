"""A reason that explains something."""

from __future__ import annotations

from talentbridge.engagements import rules
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.text import N_


def require_reason(reason: str) -> None:
    """Raise `Invalid` on ``reason`` when it is too short to explain anything."""
    if len(reason.strip()) < rules.MIN_REASON:
        raise Invalid(
            {
                "reason": no(
                    "engagements.short_reason",
                    N_("The reason is too short. Say why in {count} characters or more."),
                    count=rules.MIN_REASON,
                )
            }
        )
