"""The workbench and the operator's pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from talentbridge.accounts.models import Party
from talentbridge.coordination import services
from talentbridge.engagements.models import Engagement
from talentbridge.kernel.actor import Actor, Side
from talentbridge.kernel.clock import now
from tests.factories import people
from tests.factories.crossing import Crossing

pytestmark = pytest.mark.django_db
BENCH = "/coordination/"


@pytest.fixture
def client() -> Client:
    reader = Client()
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return reader


@pytest.fixture
def coordinator() -> Actor:
    actor = people.coordinator_actor(who=people.person("정다은"))
    services.join_pool(person_id=actor.person_id, languages=["ko"])
    return actor


def fill(coordinator: Actor, count: int) -> None:
    """`count` engagements in the coordinator's queue, due around now."""
    company = people.organisation(name="한빛물류")
    made = [
        Engagement(
            number=f"E-2025-{n:04d}", company=company, coordinator_id=coordinator.person_id, title_ko=f"과업 {n}",
            opened_at=now(), next_side="company", next_action="review", next_number=1,
            next_due_at=now() + timedelta(days=n % 20 - 3), has_frozen=n % 7 == 0, held_minor=1000 * n,
        )
        for n in range(count)
    ]  # fmt: skip
    Engagement.objects.bulk_create(made)
    Party.objects.bulk_create(
        Party(case_id=each.pk, side=Side.COORDINATOR, person_id=coordinator.person_id, since=now())
        for each in made
    )


def test_the_queue_is_grouped_and_the_most_pressing_stands_first(client, coordinator):
    fill(coordinator, 40)
    people.sign_in(client, coordinator)
    page = client.get(BENCH)
    groups = page.context["groups"]
    assert [group["label"] for group in groups][0] == "Today"
    first = groups[0]["rows"][0]
    assert first.risk.level == "high"
    shown = [row.engagement for group in groups for row in group["rows"]]
    keys = [(each.group_order, each.urgency) for each in shown]
    assert keys == sorted(keys)
    assert page.context["stats"]["all"] == 40
    assert page.context["stats"]["late"] == sum(1 for each in shown if each.next_due_at < now())


def test_filters_sorting_and_the_file_are_the_databases(client, coordinator):
    fill(coordinator, 40)
    people.sign_in(client, coordinator)
    high = client.get(BENCH + "?risk=high").context["listing"]
    assert 0 < high.count < 40
    assert all(each.risk == "high" for each in high)
    assert client.get(BENCH + "?q=0007").context["listing"].count == 1
    assert client.get(BENCH + "?stage=deliver").context["listing"].count == 0
    assert client.get(BENCH + "?turn=nonsense&sort=nonsense&risk=nonsense").context["listing"].count == 40
    held = [each.held_minor for each in client.get(BENCH + "?sort=-held&size=20").context["listing"]]
    assert held == sorted(held, reverse=True)
    sheet = b"".join(client.get(BENCH + "?format=csv").streaming_content).decode()
    assert sheet.count("\r\n") == 41


def test_a_thousand_rows_take_no_more_queries_than_ten(client, coordinator, django_assert_max_num_queries):
    people.sign_in(client, coordinator)
    fill(coordinator, 10)
    client.get(BENCH)
    with django_assert_max_num_queries(12) as few:
        client.get(BENCH)
    Engagement.objects.all().delete()
    fill(coordinator, 1000)
    with django_assert_max_num_queries(12) as many:
        page = client.get(BENCH + "?size=100")
    assert len(many) == len(few)
    assert page.context["listing"].count == 1000


def test_the_workbench_is_closed_to_companies_and_talents(client):
    for actor in (people.company_actor(), people.talent_actor()):
        people.sign_in(client, actor)
        assert client.get(BENCH).status_code == 403
        assert client.get(reverse("coordination:pool")).status_code == 403


def test_coordinators_see_their_own_queue_and_operators_everybodys(client, coordinator):
    fill(coordinator, 3)
    other = people.coordinator_actor()
    people.sign_in(client, other)
    assert client.get(BENCH).context["listing"].count == 0
    people.sign_in(client, people.operator_actor())
    assert client.get(BENCH).context["listing"].count == 3


def test_the_operator_puts_somebody_in_charge(client):
    crossing = Crossing.begin().walk("open")
    second = people.coordinator_actor(who=people.person("나래"))
    services.join_pool(person_id=second.person_id, languages=["ko"])
    url = reverse("coordination:assign", args=[crossing.case_id])
    people.sign_in(client, crossing.coordinator)
    assert client.get(url).status_code == 403
    people.sign_in(client, people.operator_actor())
    assert client.get(url).status_code == 200
    short = client.post(
        url, {"person": str(second.person_id), "reason": "so", "note": "Call them on Mondays."}
    )
    assert short.status_code == 422
    assert "Call them on Mondays." in short.content.decode()
    full = {"person": str(second.person_id), "reason": "Speaks the language of the second site.", "note": ""}
    assert client.post(url, full).status_code == 302
    assert client.get(reverse("coordination:pool")).status_code == 200


def test_a_coordinator_hands_back_and_says_when_away(client):
    crossing = Crossing.begin().walk("open")
    url = reverse("coordination:hand-back", args=[crossing.case_id])
    people.sign_in(client, people.coordinator_actor())
    assert client.get(url).status_code == 404
    people.sign_in(client, crossing.coordinator)
    assert client.post(url, {"reason": "short", "note": ""}).status_code == 422
    assert client.post(url, {"reason": "I am on parental leave from Monday.", "note": ""}).status_code == 302
    assert client.get(url).status_code == 409
    away = reverse("coordination:away")
    assert client.post(away, {"until": "2020-01-01"}).status_code == 422
    assert client.post(away, {"until": ""}).status_code == 302


def test_the_operator_hands_on_everything_of_somebody_who_leaves(client):
    crossing = Crossing.begin().walk("open")
    url = reverse("coordination:clear-out", args=[crossing.coordinator.person_id])
    people.sign_in(client, crossing.coordinator)
    assert client.get(url).status_code == 403
    people.sign_in(client, people.operator_actor())
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": "left"}).status_code == 422
    assert client.post(url, {"reason": "Leaves the institution this month."}).status_code == 302
    assert client.get(url).status_code == 404
