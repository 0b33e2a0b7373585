"""Needs that partners bring: they wait for a coordinator, and only a company that is here is drawn in."""

from __future__ import annotations

from typing import Any

import pytest

from talentbridge.accounts.models import Notification, Party
from talentbridge.demand import queries, services
from talentbridge.demand.models import OfferedNeed, Task
from talentbridge.demand.states import TaskState
from talentbridge.engagements import services as engagements
from talentbridge.engagements.models import Engagement
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from tests.factories import feeds, people

pytestmark = pytest.mark.django_db
NUMBER = "123-45-67891"


@pytest.fixture
def partner():
    return feeds.partner()


def send(partner, *items: Any, **options: Any):
    report = services.take_tasks(
        actor=partner, envelope=feeds.envelope("tasks", *items), partner_id=partner.organisation_id, at=now(), **options
    )  # fmt: skip
    return [each.outcome for each in report.results]


def company():
    return people.company_actor(where=people.organisation(name="햇빛에너지", registration_number=NUMBER))


def test_a_need_waits_and_opens_nothing(partner):
    company()
    assert send(partner, feeds.task()) == ["created"]
    offered = OfferedNeed.objects.get()
    assert (offered.state, offered.partner_id, offered.registration_number) == (
        "waiting",
        partner.organisation_id,
        NUMBER,
    )
    assert offered.need_language == "ko"
    assert not Task.objects.exists()


def test_the_same_again_is_unchanged_and_a_change_waits_anew(partner):
    send(partner, feeds.task())
    assert send(partner, feeds.task()) == ["unchanged"]
    need = feeds.task()["need"] + " 테스트 자동화도 포함합니다."
    assert send(partner, feeds.task(need=need)) == ["updated"]
    assert OfferedNeed.objects.get().need_text.endswith("포함합니다.")


def test_a_coordinator_accepts_and_the_companys_task_stands_in_draft(partner):
    of_company, coordinator = company(), people.coordinator_actor()
    send(partner, feeds.task())
    offered = OfferedNeed.objects.get()
    engagement = engagements.open_offered(actor=coordinator, need_id=offered.pk, at=now())
    task = Task.objects.get()
    assert (task.case_id, task.company_id, task.state) == (
        engagement.pk,
        of_company.organisation_id,
        TaskState.DRAFT,
    )
    assert task.need_text == offered.need_text
    assert queries.origin_of(engagement.pk).partner_id == partner.organisation_id
    assert (
        Party.objects.get(case_id=engagement.pk, side="company").organisation_id == of_company.organisation_id
    )
    told = set(Notification.objects.values_list("person_id", flat=True))
    assert {of_company.person_id, partner.person_id} <= told
    assert list(queries.tasks_for(of_company)) == [task]
    assert not queries.tasks_for(partner).exists()


def test_accepting_twice_opens_one_engagement(partner):
    company()
    send(partner, feeds.task())
    need_id, coordinator = OfferedNeed.objects.get().pk, people.coordinator_actor()
    engagements.open_offered(actor=coordinator, need_id=need_id, at=now())
    with pytest.raises(Refused):
        engagements.open_offered(actor=coordinator, need_id=need_id, at=now())
    assert Engagement.objects.count() == 1


def test_a_company_that_is_not_here_is_not_drawn_in(partner):
    send(partner, feeds.task())
    with pytest.raises(Refused) as refused:
        engagements.open_offered(
            actor=people.coordinator_actor(), need_id=OfferedNeed.objects.get().pk, at=now()
        )
    assert refused.value.decision.code == "demand.offer_company_not_here"
    assert not Engagement.objects.exists()
    assert OfferedNeed.objects.get().state == "waiting"


def test_a_refusal_has_a_reason_that_the_partner_reads_and_a_changed_need_may_come_again(partner):
    send(partner, feeds.task())
    need_id, coordinator = OfferedNeed.objects.get().pk, people.coordinator_actor()
    with pytest.raises(Invalid):
        services.refuse_offered(actor=coordinator, need_id=need_id, reason="no", at=now())
    services.refuse_offered(actor=coordinator, need_id=need_id, reason="The budget is missing.", at=now())
    assert Notification.objects.get(person_id=partner.person_id).facts["reason"] == "The budget is missing."
    assert send(partner, feeds.task()) == ["unchanged"]
    assert send(partner, feeds.task(mandate="A new one.")) == ["updated"]
    assert OfferedNeed.objects.get().state == "waiting"


def test_what_the_partner_takes_back_is_gone_with_its_text_unless_an_engagement_runs(partner):
    company()
    send(partner, feeds.task())
    assert send(partner, {"key": "t-1", "deleted": True}) == ["deleted"]
    assert (OfferedNeed.objects.get().state, OfferedNeed.objects.get().need_text) == ("gone", "")
    assert send(partner, feeds.task()) == ["updated"]
    engagements.open_offered(actor=people.coordinator_actor(), need_id=OfferedNeed.objects.get().pk, at=now())
    assert send(partner, {"key": "t-1", "deleted": True}) == ["refused"]


@pytest.mark.parametrize(
    "change",
    [
        {"company": None}, {"company": {"name": "X", "registration_number": "123-45-67890"}}, {"mandate": ""},
        {"need": "짧다"}, {"need": "x" * 30_000}, {"salary": 3},
    ],
)  # fmt: skip
def test_a_need_that_cannot_be_used_is_refused(partner, change):
    assert send(partner, feeds.task(**change)) == ["refused"]
    assert not OfferedNeed.objects.exists()


def test_only_coordinators_answer_and_a_partner_sees_only_its_own(partner):
    company()
    send(partner, feeds.task())
    need_id = OfferedNeed.objects.get().pk
    for stranger in (people.company_actor(), people.talent_actor(), feeds.partner("Other")):
        assert not queries.offers_for(stranger).exists()
        with pytest.raises(Missing):
            services.refuse_offered(actor=stranger, need_id=need_id, reason="x" * 20, at=now())
    assert queries.offers_for(partner).count() == 1
    for reader in (partner, people.operator_actor()):
        with pytest.raises(Denied):
            services.refuse_offered(actor=reader, need_id=need_id, reason="x" * 20, at=now())


def test_the_documented_example_is_taken(partner):
    report = services.take_tasks(
        actor=partner, envelope=feeds.example("tasks"), partner_id=partner.organisation_id, at=now()
    )
    assert [each.outcome for each in report.results] == ["created", "unchanged"]
