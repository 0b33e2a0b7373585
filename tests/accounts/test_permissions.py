"""Who may act on people, organisations and sign-ins. No database."""

from dataclasses import dataclass, replace
from uuid import uuid4

import pytest

from talentbridge.accounts import permissions
from talentbridge.accounts.roles import IN_PERSON, PERMISSIONS, ROLES
from talentbridge.kernel.actor import Actor, Role, in_person

ORGANISATION = uuid4()


@dataclass
class Row:
    role: str
    person_id: object = None
    organisation_id: object = ORGANISATION
    is_manager: bool = False


def acting(role: Role, **fields) -> Actor:
    fields.setdefault("organisation_id", ORGANISATION)
    return Actor(person_id=uuid4(), name="X", role=role, permissions=ROLES[role].permissions, **fields)


def test_only_managers_invite_and_only_into_an_organisation():
    assert permissions.may_invite(acting(Role.COMPANY, is_manager=True))
    assert permissions.may_invite(acting(Role.COMPANY)).code == "accounts.not_manager"
    assert (
        permissions.may_invite(acting(Role.TALENT, organisation_id=None)).code == "accounts.no_organisation"
    )


def test_nobody_invites_or_ends_in_another_persons_place():
    borrowed = acting(Role.COMPANY, is_manager=True, borrowed_from=uuid4())
    assert permissions.may_invite(borrowed).code == "accounts.borrowed"
    assert permissions.may_end(borrowed, Row("company", uuid4()), managers=2).code == "accounts.borrowed"


def test_a_manager_ends_a_membership_and_everybody_their_own_but_one_manager_stays():
    manager, member = acting(Role.COMPANY, is_manager=True), acting(Role.COMPANY)
    colleague = Row("company", uuid4())
    assert permissions.may_end(manager, colleague, managers=1)
    assert permissions.may_end(member, colleague, managers=1).code == "accounts.not_manager"
    assert permissions.may_end(member, Row("company", member.person_id), managers=1)
    last = Row("company", manager.person_id, is_manager=True)
    assert permissions.may_end(manager, last, managers=1).code == "accounts.last_manager"
    assert permissions.may_end(manager, last, managers=2)
    elsewhere = Row("company", uuid4(), organisation_id=uuid4())
    assert permissions.may_end(manager, elsewhere, managers=2).code == "accounts.other_organisation"


@pytest.mark.parametrize("role", [Role.TALENT, Role.COMPANY, Role.INSTITUTION, Role.PARTNER])
def test_an_operator_may_act_for_who_uses_the_bridge(role):
    assert permissions.may_borrow(acting(Role.OPERATOR), Row(role, uuid4()), shares_case=False)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.COORDINATOR, Role.RESEARCHER, Role.GOVERNMENT])
def test_nobody_acts_for_who_oversees_it(role):
    refused = permissions.may_borrow(acting(Role.OPERATOR), Row(role, uuid4()), shares_case=True)
    assert refused.code == "accounts.not_lent"


def test_a_coordinator_acts_only_for_a_company_of_an_own_case():
    coordinator = acting(Role.COORDINATOR)
    assert permissions.may_borrow(coordinator, Row("company", uuid4()), shares_case=True)
    assert not permissions.may_borrow(coordinator, Row("company", uuid4()), shares_case=False)
    assert not permissions.may_borrow(coordinator, Row("talent", uuid4()), shares_case=True)


@pytest.mark.parametrize("role", [role for role in ROLES if role not in {Role.OPERATOR, Role.COORDINATOR}])
def test_no_other_role_acts_for_others(role):
    refused = permissions.may_borrow(acting(role), Row("company", uuid4()), shares_case=True)
    assert refused.code == "accounts.may_not_borrow"


def test_nobody_borrows_twice_or_from_themselves():
    operator = acting(Role.OPERATOR)
    assert permissions.may_borrow(operator, Row("talent", operator.person_id), shares_case=True).code == (
        "accounts.own_session"
    )
    busy = replace(operator, borrowed_from=uuid4())
    assert (
        permissions.may_borrow(busy, Row("talent", uuid4()), shares_case=True).code
        == "accounts.borrows_already"
    )


def test_what_only_the_person_does_is_refused_to_a_helper():
    actor = acting(Role.COMPANY)
    assert in_person(actor)
    assert in_person(replace(actor, borrowed_from=uuid4())).code == "accounts.borrowed"


def test_every_permission_has_plain_words_and_no_words_describe_nothing():
    given = frozenset().union(*(description.permissions for description in ROLES.values()))
    assert given == set(PERMISSIONS)
    assert given >= IN_PERSON


def test_there_are_eight_roles_and_the_machine_is_none_of_them():
    assert len(ROLES) == 8
    assert Role.SYSTEM not in ROLES
