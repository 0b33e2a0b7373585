"""Rules of sign-up, invitations, borrowed sessions and tokens. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum

from talentbridge.accounts.rules.consent import (
    CONSENT_EFFECTS,
    CONSENT_WAYS,
    FAIRNESS_FIGURES,
    ITEM_NAMES,
    KEEPING_REASONS,
    LONGEST_REASON,
    PARTNER_PROFILE,
    TALENT_MAP,
    WORK_TOGETHER,
    ConsentText,
    Wording,
    can_give_again,
    effect_of,
)
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

__all__ = [
    "BORROWED_LIFE", "BORROWED_REASON_LENGTH", "CONSENT_EFFECTS", "CONSENT_WAYS", "EVENTS", "FAIRNESS_FIGURES",
    "INVITATIONS_A_DAY",
    "INVITATION_LIFE", "ITEM_NAMES", "KEEPING_REASONS", "LONGEST_REASON", "PARTNER_PROFILE", "TALENT_MAP", "TOKEN_LIVES",
    "WORK_TOGETHER", "ConsentText", "Newcomer", "Wording", "can_accept_invitation", "can_give_again", "can_invite",
    "effect_of", "is_reason_enough", "is_registration_number", "is_running", "registration_digits", "registration_number",
]  # fmt: skip

INVITATION_LIFE = timedelta(days=7)
BORROWED_LIFE = timedelta(minutes=30)
BORROWED_REASON_LENGTH = 20  # characters
INVITATIONS_A_DAY = 50  # of one organisation: enough for people, too few for spam
TOKEN_LIVES = (7, 30, 90)  # days that a person may choose


class Newcomer(StrEnum):
    """What somebody says about themselves when signing up."""

    TALENT = "talent"
    COMPANY = "company"
    INVITED = "invited"


_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


def registration_digits(text: str) -> str:
    """The ten digits of a Korean business registration number, however its owner groups them."""
    return re.sub(r"\D", "", text)


def registration_number(digits: str) -> str:
    """Ten digits as Korean papers print them: 123-45-67890."""
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"


def is_registration_number(text: str) -> Decision:
    """Whether `text` can be a Korean business registration number (사업자등록번호).

    The tenth digit checks the nine before it: weights 1 3 7 1 3 7 1 3 5, plus the tens of the last product
    (National Tax Service's published rule; docs/decisions/0007-identity.md). It says that the number is well
    formed, not that such a business exists.
    """
    digits = registration_digits(text)
    if len(digits) != 10:
        return no(
            "accounts.registration_number_length",
            N_("A business registration number has 10 digits; {count} were typed."),
            count=len(digits),
        )
    numbers = [int(digit) for digit in digits]
    total = sum(weight * number for weight, number in zip(_WEIGHTS, numbers, strict=False))
    total += numbers[8] * 5 // 10
    if (10 - total % 10) % 10 != numbers[9]:
        return no(
            "accounts.registration_number_check",
            N_(
                "This is not a business registration number: a digit is wrong. Compare it with the certificate."
            ),
        )
    return YES


def can_accept_invitation(
    *,
    expires_at: datetime,
    accepted_at: datetime | None,
    withdrawn_at: datetime | None,
    address: str,
    verified_addresses: frozenset[str],
    at: datetime,
) -> Decision:
    """Whether an invitation to `address` may be accepted now by somebody who proved `verified_addresses`."""
    if accepted_at is not None:
        return no("accounts.invitation_used", N_("This invitation has been used already."))
    if withdrawn_at is not None:
        return no("accounts.invitation_withdrawn", N_("This invitation has been withdrawn."))
    if at >= expires_at:
        return no(
            "accounts.invitation_expired",
            N_("This invitation was good for seven days and has run out. Ask for a new one."),
        )
    if address.lower() not in {verified.lower() for verified in verified_addresses}:
        return no(
            "accounts.invitation_other_address",
            N_("This invitation went to another e-mail address than the one you have verified here."),
        )
    return YES


def is_reason_enough(reason: str) -> Decision:
    """Whether a reason for acting in somebody's place says something."""
    length = len(" ".join(reason.split()))
    if length >= BORROWED_REASON_LENGTH:
        return YES
    return no(
        "accounts.reason_too_short",
        N_("Say why in {least} characters or more; there are {count}. The person reads this reason."),
        least=BORROWED_REASON_LENGTH,
        count=length,
    )


def is_running(*, ends_at: datetime, ended_at: datetime | None, at: datetime) -> bool:
    """Whether a borrowed session, or anything else with an end, still runs."""
    return ended_at is None and at < ends_at


def can_invite(*, sent_last_day: int) -> Decision:
    """Whether an organisation may send one more invitation today."""
    if sent_last_day < INVITATIONS_A_DAY:
        return YES
    return no(
        "accounts.too_many_invitations",
        N_("Your organisation has sent {count} invitations in 24 hours. Go on tomorrow."),
        count=sent_last_day,
    )


EVENTS: dict[str, str] = {  # the sentence of each audited act of this app
    "accounts.person.enrolled": N_("came onto the bridge"),
    "accounts.person.signed_up": N_("signed up"),
    "accounts.person.changed_settings": N_("changed their settings"),
    "accounts.membership.begun": N_("began in this role"),
    "accounts.membership.ended": N_("ended the membership of {name}"),
    "accounts.membership.made_manager": N_("made {name} a manager"),
    "accounts.organisation.founded": N_("brought {name} onto the bridge"),
    "accounts.invitation.sent": N_("invited {email}"),
    "accounts.invitation.withdrawn": N_("withdrew the invitation to {email}"),
    "accounts.invitation.accepted": N_("accepted the invitation to {email}"),
    "accounts.session.borrowed": N_("began to act for {name}: {reason}"),
    "accounts.session.given_back": N_("ended a session of acting for somebody"),
    "accounts.token.made": N_("made the access token “{name}”"),
    "accounts.token.revoked": N_("revoked the access token “{name}”"),
    "accounts.consent.given": N_("agreed to be named to {recipient}"),
    "accounts.consent.withdrawn": N_("withdrew the consent to be named to {recipient}"),
    "accounts.feed.taken": N_("brought in {items} {kind} of {partner}; {refused} were refused"),
    "accounts.deletion.asked": N_("asked to be deleted"),
    "accounts.deletion.withdrawn": N_("withdrew the request to be deleted"),
}
