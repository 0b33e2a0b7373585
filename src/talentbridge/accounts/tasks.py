"""Jobs: mails that follow a commit."""

from __future__ import annotations

from uuid import UUID

from talentbridge.accounts import gateways
from talentbridge.kernel.clock import now
from talentbridge.kernel.jobs import job


@job()
def mail_notification(*, notification_id: str) -> None:
    """Mail what a person has been told, once, in their language."""
    gateways.mail_notification(int(notification_id), at=now())


@job()
def mail_invitation(*, invitation_id: str) -> None:
    """Mail an invitation with its link, unless it has been used or withdrawn meanwhile."""
    gateways.mail_invitation(UUID(invitation_id), at=now())
