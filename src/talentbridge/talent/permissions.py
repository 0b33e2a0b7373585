"""Who may do what with profiles."""

from __future__ import annotations

from talentbridge.kernel.actor import Actor, Role
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_


def may_edit(actor: Actor) -> Decision:
    """Everybody keeps only their own profile."""
    if actor.may("talent.profile.edit") and actor.person_id is not None:
        return YES
    return no("talent.not_a_talent", N_("Only a talent keeps a profile."))


def may_browse(actor: Actor) -> Decision:
    """Coordinators and operators look for people; companies see those on their shortlists."""
    if actor.may("talent.profile.browse"):
        return YES
    return no(
        "talent.not_for_browsing",
        N_("Profiles are open to coordinators and operators. A company sees the people on its shortlists."),
    )


def may_import(actor: Actor) -> Decision:
    """Bringing in a whole file is for operators, on the command line or by a job."""
    if actor.role in {Role.OPERATOR, Role.SYSTEM}:
        return YES
    return no("talent.not_for_import", N_("Only an operator may bring in a file of profiles."))


def may_attest(actor: Actor) -> Decision:
    """Evidence beyond the own claim comes from the bridge's own records, never from the talent."""
    if actor.role is Role.SYSTEM:
        return YES
    return no("talent.not_for_attesting", N_("Evidence comes from the records of the bridge."))


def may_resolve_duplicates(actor: Actor) -> Decision:
    """Coordinators and operators decide whether two profiles are one person."""
    if actor.may("talent.duplicate.resolve"):
        return YES
    return no(
        "talent.not_for_duplicates",
        N_("Only a coordinator or operator decides whether two profiles are one person."),
    )


def may_check_certificates(actor: Actor) -> Decision:
    """Coordinators and operators look at a certificate and say for which level it speaks."""
    if actor.may("talent.certificate.attest"):
        return YES
    return no("talent.not_for_certificates", N_("Only a coordinator or operator attests certificates."))
