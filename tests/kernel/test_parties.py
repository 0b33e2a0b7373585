"""The one list that decides who reaches anything of a case."""

import uuid

import pytest

from talentbridge.accounts import services
from talentbridge.accounts.models import Party
from talentbridge.accounts.queries import seen_by
from talentbridge.kernel.actor import SYSTEM, Side
from talentbridge.kernel.clock import now
from tests.factories import people

pytestmark = pytest.mark.django_db


def test_a_case_is_seen_by_its_parties_and_nobody_else():
    company, stranger = people.company_actor(), people.company_actor()
    case = uuid.uuid4()
    services.stand(case_id=case, side=Side.COMPANY, organisation_id=company.organisation_id, at=now())

    assert [thing.seen_from for thing in seen_by(company, Party.objects.all())] == ["company"]
    assert list(seen_by(stranger, Party.objects.all())) == []
    assert seen_by(people.operator_actor(), Party.objects.all()).count() == 1
    assert seen_by(SYSTEM, Party.objects.all()).count() == 1


def test_a_successor_takes_the_place():
    first, second = people.coordinator_actor(), people.coordinator_actor()
    case = uuid.uuid4()
    services.stand(case_id=case, side=Side.COORDINATOR, person_id=first.person_id, at=now())
    services.stand(case_id=case, side=Side.COORDINATOR, person_id=second.person_id, at=now())

    assert not seen_by(first, Party.objects.filter(until=None)).exists()
    assert seen_by(second, Party.objects.filter(until=None)).exists()
