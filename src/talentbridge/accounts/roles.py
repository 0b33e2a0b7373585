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
            "engagements.hand_over.write",
            "engagements.stay.note",
            "accounts.consent.decide",
            "talent.profile.edit",
            "matching.invitation.answer",
            "matching.request.ask",
            "contracts.contract.sign",
            "escrow.milestone.submit",
            "escrow.milestone.raise_concern",
            "escrow.milestone.refund",
            "escrow.payout_account.edit",
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
            "engagements.design.choose",
            "engagements.engagement.stop",
            "engagements.hand_over.confirm",
            "demand.task.edit",
            "demand.task.approve",
            "demand.task.publish",
            "matching.shortlist.see",
            "matching.shortlist.decide",
            "contracts.contract.sign",
            "escrow.milestone.fund",
            "escrow.milestone.accept",
            "escrow.milestone.request_changes",
            "escrow.milestone.raise_concern",
            "escrow.milestone.refund",
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
            "engagements.design.choose",
            "engagements.design.check",
            "engagements.engagement.stop",
            "engagements.gate.ask_skip",
            "engagements.obstacle.note",
            "engagements.hand_over.write",
            "engagements.stay.note",
            "engagements.stage.take_back",
            "demand.task.edit",
            "demand.task.approve",
            "demand.permit.record",
            "demand.offered_need.answer",
            "accounts.session.borrow_company",
            "talent.profile.browse",
            "talent.certificate.attest",
            "talent.duplicate.resolve",
            "matching.shortlist.see",
            "matching.request.answer",
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
            "engagements.gate.answer_skip",
            "coordination.coordinator.assign",
            "coordination.workbench.see",
            "accounts.feed.take",
            "accounts.session.borrow",
            "talent.profile.browse",
            "talent.certificate.attest",
            "talent.duplicate.resolve",
            "matching.fairness.see",
            "matching.request.answer",
            "operations.health.see",
            "escrow.statement.reconcile",
            "ledger.entry.see",
            "policy.rule.approve",
            "policy.rule.propose",
            "skills.entry.edit",
            "skills.proposal.answer",
        }
    )


class InstitutionMember(RoleDescription):
    role = Role.INSTITUTION
    title = N_("University or educator")
    description = N_("Attests learning and brings students who agree to it.")
    organisation_kinds = frozenset({"institution"})
    permissions = frozenset({"matching.fairness.see"})


class PartnerMember(RoleDescription):
    role = Role.PARTNER
    title = N_("Partner")
    description = N_("Offers placement, EOR, legal, tax or tool services on the bridge.")
    organisation_kinds = frozenset({"partner"})
    permissions = frozenset({"accounts.feed.send"})


class Researcher(RoleDescription):
    role = Role.RESEARCHER
    title = N_("Researcher")
    description = N_("Studies markets and policy with figures that name nobody.")
    organisation_kinds = frozenset({"research"})
    permissions = frozenset({"matching.fairness.see"})


class GovernmentOfficer(RoleDescription):
    role = Role.GOVERNMENT
    title = N_("Government")
    description = N_("Sets policy and sees aggregates, never a person's file.")
    organisation_kinds = frozenset({"government"})
    permissions = frozenset({"matching.fairness.see"})


ROLES: dict[Role, type[RoleDescription]] = {
    description.role: description
    for description in (
        Talent, CompanyMember, Coordinator, Operator, InstitutionMember, PartnerMember, Researcher, GovernmentOfficer,
    )
}  # fmt: skip

# Each permission in plain words, shown on the page of the roles and in docs/permissions.md.
PERMISSIONS: dict[str, str] = {
    "accounts.consent.decide": N_("Give and withdraw consent about one's own data"),
    "accounts.feed.send": N_("Bring profiles and tasks in through one's own feed, with proof of consent"),
    "accounts.feed.take": N_("Bring in a partner's feed as a file, and see every feed"),
    "accounts.session.borrow": N_("Act for a person in a timed session that the person is told about"),
    "accounts.session.borrow_company": N_(
        "Act for a company of one's own case in a timed, announced session"
    ),
    "contracts.contract.draft": N_("Draft a contract in both languages"),
    "contracts.contract.sign": N_("Sign a contract"),
    "coordination.coordinator.assign": N_("Assign a coordinator to an engagement, with a reason"),
    "coordination.workbench.see": N_("See the workbench: everything that waits for a coordinator"),
    "demand.offered_need.answer": N_("Accept or refuse a need that a partner has brought"),
    "demand.permit.record": N_("Record an export-control permit of the authorities"),
    "demand.task.approve": N_("Approve a task, so that the search for people begins"),
    "demand.task.edit": N_("Edit the task: scope, deliverables, acceptance criteria, budget"),
    "demand.task.publish": N_("Publish an approved task for everybody, and take it back"),
    "engagements.design.check": N_("Confirm how a person is engaged, and check again while work runs"),
    "engagements.design.choose": N_("Choose how a person is engaged, with a reason"),
    "engagements.engagement.open": N_("Open an engagement by writing a need in one's own words"),
    "engagements.engagement.stop": N_("Stop an engagement before its end, while no money is in custody"),
    "engagements.gate.answer_skip": N_("Agree, as the second person, to go on without a piece of evidence"),
    "engagements.gate.ask_skip": N_("Ask to go on without a piece of evidence, with a reason"),
    "engagements.hand_over.confirm": N_("Confirm what the company received at the hand-over"),
    "engagements.hand_over.write": N_("Write the hand-over note"),
    "engagements.obstacle.note": N_("Note what stood in the way of an engagement, for policy"),
    "engagements.stay.note": N_("Enter a stay in Korea with its days and papers, when somebody travels"),
    "engagements.stage.take_back": N_("Take an engagement back to an earlier stage, with a reason"),
    "escrow.milestone.accept": N_("Accept a deliverable, which instructs the payment"),
    "escrow.milestone.fund": N_("Fund a milestone through the custodian"),
    "escrow.milestone.raise_concern": N_("Raise a concern, which freezes a milestone's money"),
    "escrow.milestone.refund": N_("Propose a refund before anything is handed in, or answer such a proposal"),
    "escrow.milestone.request_changes": N_("Ask for changes to a deliverable"),
    "escrow.milestone.resolve_concern": N_("Resolve a concern between both sides"),
    "escrow.milestone.submit": N_("Hand in a deliverable"),
    "escrow.payout_account.edit": N_("Say to which account of one's own one is paid"),
    "escrow.statement.reconcile": N_("Bring in custodians' statements and settle what they do not explain"),
    "ledger.entry.see": N_("Read every entry of the ledger"),
    "matching.fairness.see": N_(
        "See how the rates of being listed and chosen differ between groups, without names"
    ),
    "matching.invitation.answer": N_("Answer an offer: take the work and show one's name, or decline"),
    "matching.request.answer": N_("Answer what people ask about matching: explain, look again"),
    "matching.request.ask": N_(
        "Ask about matching: an explanation, a second look by a person, being left out"
    ),
    "matching.shortlist.decide": N_("Decide for a person, with a written reason"),
    "matching.shortlist.make": N_("Make a shortlist and weigh its factors"),
    "matching.shortlist.see": N_("See the shortlist with the reasons for every factor"),
    "operations.health.see": N_("See whether the platform runs well"),
    "policy.rule.approve": N_(
        "Approve or refuse, as the second person, a change of a rule or a rate of exchange"
    ),
    "policy.rule.propose": N_("Propose a change of a rule, and bring in rates of exchange"),
    "reputation.review.write": N_("Write a review when the work is done"),
    "skills.entry.edit": N_("Keep the graph of skills and roles, with a reason for every change"),
    "skills.proposal.answer": N_("Answer terms that people use and the skill graph does not know"),
    "talent.certificate.attest": N_("Look at a talent's certificate and say for which level it speaks"),
    "talent.duplicate.resolve": N_("Decide whether two profiles are one person"),
    "talent.profile.browse": N_("Look for talents by skill, language and place, under pseudonyms"),
    "talent.profile.edit": N_("Edit one's own profile and decide who sees it"),
}

# Money, signatures, consent, and rules that everybody is calculated by: only the person, freshly proven, in a browser.
# Neither a borrowed session nor an access token carries these.
IN_PERSON: frozenset[str] = frozenset(
    {
        "accounts.consent.decide",
        "contracts.contract.sign",
        "demand.task.approve",
        "demand.task.publish",
        "engagements.hand_over.confirm",
        "escrow.milestone.accept",
        "escrow.milestone.fund",
        "escrow.milestone.refund",
        "escrow.payout_account.edit",
        "matching.invitation.answer",
        "matching.request.answer",
        "matching.shortlist.decide",
        "policy.rule.approve",
        "reputation.review.write",
    }
)
