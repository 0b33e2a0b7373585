"""The eight roles as classes: what each is for, in plain words, and what it may do.

A permission is `app.thing.verb`; the same word stem is the verb's name, the audit action and the URL's name.
`docs/permissions.md` is generated from here.
"""

from __future__ import annotations

from typing import ClassVar

from talentbridge.kernel.actor import Role
from talentbridge.kernel.text import N_


class RoleDescription:
    role: ClassVar[Role]
    title: ClassVar[str]
    description: ClassVar[str]
    organisation_kinds: ClassVar[frozenset[str]] = frozenset()  # empty: the role stands alone
    permissions: ClassVar[frozenset[str]] = frozenset()


class Talent(RoleDescription):
    role = Role.TALENT
    title = N_("Talent")
    description = N_("Works from abroad: keeps a profile, decides who sees it, signs, delivers and is paid.")
    permissions = frozenset(
        {
            "talent.profile.edit",
            "matching.invitation.answer",
            "contracts.contract.sign",
            "escrow.milestone.submit",
            "escrow.milestone.raise_concern",
            "reputation.review.write",
        }
    )


class CompanyMember(RoleDescription):
    role = Role.COMPANY
    title = N_("Company")
    description = N_("Needs work done: writes the need, decides with a reason, signs, funds and accepts.")
    organisation_kinds = frozenset({"company"})
    permissions = frozenset(
        {
            "engagements.engagement.open",
            "demand.task.edit",
            "demand.task.approve",
            "matching.shortlist.see",
            "matching.shortlist.decide",
            "contracts.contract.sign",
            "escrow.milestone.fund",
            "escrow.milestone.accept",
            "escrow.milestone.request_changes",
            "escrow.milestone.raise_concern",
            "reputation.review.write",
        }
    )


class Coordinator(RoleDescription):
    role = Role.COORDINATOR
    title = N_("Coordinator")
    description = N_("Accountable for an engagement from need to hand-over, beside both sides.")
    organisation_kinds = frozenset({"operator", "partner"})
    permissions = frozenset(
        {
            "demand.task.edit",
            "demand.task.approve",
            "matching.shortlist.see",
            "matching.shortlist.make",
            "contracts.contract.draft",
            "escrow.milestone.resolve_concern",
            "coordination.workbench.see",
        }
    )


class Operator(RoleDescription):
    role = Role.OPERATOR
    title = N_("Operator")
    description = N_(
        "Runs the platform: assigns coordinators, keeps rules, sees every case, acts for nobody without a timed session."
    )
    organisation_kinds = frozenset({"operator"})
    permissions = frozenset(
        {
            "coordination.coordinator.assign",
            "coordination.workbench.see",
            "accounts.session.borrow",
            "operations.health.see",
        }
    )


class InstitutionMember(RoleDescription):
    role = Role.INSTITUTION
    title = N_("University or educator")
    description = N_("Attests learning and brings students who agree to it.")
    organisation_kinds = frozenset({"institution"})


class PartnerMember(RoleDescription):
    role = Role.PARTNER
    title = N_("Partner")
    description = N_("Offers placement, EOR, legal, tax or tool services on the bridge.")
    organisation_kinds = frozenset({"partner"})


class Researcher(RoleDescription):
    role = Role.RESEARCHER
    title = N_("Researcher")
    description = N_("Studies markets and policy with figures that name nobody.")
    organisation_kinds = frozenset({"research"})


class GovernmentOfficer(RoleDescription):
    role = Role.GOVERNMENT
    title = N_("Government")
    description = N_("Sets policy and sees aggregates, never a person's file.")
    organisation_kinds = frozenset({"government"})


ROLES: dict[Role, type[RoleDescription]] = {
    description.role: description
    for description in (
        Talent, CompanyMember, Coordinator, Operator, InstitutionMember, PartnerMember, Researcher, GovernmentOfficer,
    )
}  # fmt: skip
