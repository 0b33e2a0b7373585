"""Who is acting: built once per request, command or job, and handed to every verb and query."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_


class Role(StrEnum):
    """The eight participants of the bridge; what each may do is in `accounts.roles`."""

    TALENT = "talent"
    COMPANY = "company"
    INSTITUTION = "institution"
    PARTNER = "partner"
    COORDINATOR = "coordinator"
    OPERATOR = "operator"
    RESEARCHER = "researcher"
    GOVERNMENT = "government"
    SYSTEM = "system"  # jobs and the command line; never a person, never assignable


class Side(StrEnum):
    """On which side of one engagement somebody stands."""

    COMPANY = "company"
    TALENT = "talent"
    COORDINATOR = "coordinator"
    OPERATOR = "operator"  # sees every case; acts only through a timed session on somebody's behalf
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """A person in one role (frozen; no database).

    `organisation_id` is set for roles that belong to an organisation. `borrowed_from` is the operator or
    coordinator who acts for this person in a timed session: audit rows name both.
    """

    person_id: UUID | None
    name: str
    role: Role
    organisation_id: UUID | None = None
    organisation_name: str = ""
    permissions: frozenset[str] = field(default_factory=frozenset)
    is_manager: bool = False
    borrowed_from: UUID | None = None
    language: str = "ko"
    time_zone: str = "Asia/Seoul"
    country: str = ""  # of the organisation, else where the person lives; ISO 3166-1

    def may(self, permission: str) -> bool:
        """Whether the role carries `permission`, e.g. ``escrow.milestone.accept``."""
        return self.role is Role.SYSTEM or permission in self.permissions


SYSTEM = Actor(person_id=None, name="K-Digital Talent Bridge", role=Role.SYSTEM)


def in_person(actor: Actor) -> Decision:
    """Money, signatures, consent and keys: never by somebody who acts in the person's place."""
    if actor.borrowed_from is None:
        return YES
    return no(
        "accounts.borrowed",
        N_(
            "Only the person can do this. You act for them, and money, signatures, consent and keys are not lent."
        ),
    )
