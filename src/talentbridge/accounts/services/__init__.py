"""Verbs on people, organisations, sign-ins and cases; one module a subject."""

from talentbridge.accounts.services.borrowing import borrow, give_back
from talentbridge.accounts.services.cases import stand
from talentbridge.accounts.services.invitations import (
    accept,
    invitable_roles,
    invitation_of,
    invite,
    withdraw,
)
from talentbridge.accounts.services.members import (
    COMPANY_IS_HERE,
    become_talent,
    bring_in_organisation,
    end_membership,
    enrol,
    found_company,
    make_manager,
)  # fmt: skip
from talentbridge.accounts.services.notices import notify, read_all, tell
from talentbridge.accounts.services.persons import (
    ask_deletion,
    remember_choices,
    save_settings,
    withdraw_deletion,
)
from talentbridge.accounts.services.tokens import actor_of_token, make_token, revoke_token

__all__ = [
    "COMPANY_IS_HERE",
    "accept",
    "actor_of_token",
    "ask_deletion",
    "become_talent",
    "borrow",
    "bring_in_organisation",
    "end_membership",
    "enrol",
    "found_company",
    "give_back",
    "invitable_roles",
    "invitation_of",
    "invite",
    "make_manager",
    "make_token",
    "notify",
    "read_all",
    "remember_choices",
    "revoke_token",
    "save_settings",
    "stand",
    "tell",
    "withdraw",
    "withdraw_deletion",
]
