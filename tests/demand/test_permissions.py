"""Who may do what with a task; no database."""

import uuid
from types import SimpleNamespace

import pytest

from talentbridge.accounts.roles import ROLES
from talentbridge.demand import permissions
from talentbridge.kernel.actor import Actor, Role

SIDES = ("company", "coordinator", "talent", "operator")


def actor(role):
    kinds = ROLES[role].organisation_kinds
    return Actor(
        person_id=uuid.uuid4(), name="Somebody", role=role, organisation_id=uuid.uuid4() if kinds else None,
        permissions=ROLES[role].permissions,
    )  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("side", SIDES)
def test_company_and_coordinator_write_and_approve_in_their_own_case_only(role, side):
    task = SimpleNamespace(seen_from=side)
    expected = role in {Role.COMPANY, Role.COORDINATOR} and side in {"company", "coordinator"}
    assert bool(permissions.may_edit(actor(role), task)) is expected
    assert bool(permissions.may_approve(actor(role), task)) is expected


@pytest.mark.parametrize("role", ROLES)
def test_only_a_company_writes_a_need(role):
    assert bool(permissions.may_write_need(actor(role))) is (role is Role.COMPANY)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("side", SIDES)
def test_only_the_coordinator_of_the_case_records_a_permit(role, side):
    expected = role is Role.COORDINATOR and side == "coordinator"
    assert bool(permissions.may_record_permit(actor(role), SimpleNamespace(seen_from=side))) is expected
