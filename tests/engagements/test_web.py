"""The pages of engagements: who sees which, what a form keeps, and how many queries they take."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from talentbridge.engagements.models import Engagement, GateSkip, HandOver
from talentbridge.engagements.web import acts
from talentbridge.kernel.actor import Side
from tests.factories import people
from tests.factories.crossing import Crossing, deliver
from tests.factories.demand import NEED

pytestmark = pytest.mark.django_db
WHY = "The parent company pays; its deposit follows on Friday."


def at(crossing: Crossing, name: str, **more: object) -> str:
    return reverse(f"engagements:{name}", kwargs={"case_id": crossing.case_id, **more})


@pytest.fixture
def client() -> Client:
    reader = Client()
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return reader


def read(client: Client, url: str, actor: object) -> str:
    people.sign_in(client, actor)
    response = client.get(url)
    assert response.status_code == 200, response.content[:300]
    return response.content.decode()


def test_each_side_reads_its_own_next_step(client):
    crossing = Crossing.begin().walk("submit")
    page = read(client, at(crossing, "detail"), crossing.company)
    assert "It is your turn" in page
    assert reverse("escrow:review", args=[crossing.milestones[0].pk]) in page
    page = read(client, at(crossing, "detail"), crossing.talent)
    assert "The company reviews deliverable 1" in page
    assert reverse("escrow:review", args=[crossing.milestones[0].pk]) not in page
    page = read(client, at(crossing, "detail"), crossing.coordinator)
    assert "Go on without one of these" in page
    read(client, at(crossing, "detail"), people.operator_actor())


def test_another_organisation_finds_nothing_anywhere(client):
    crossing = Crossing.begin().walk("hand_over")
    skip = reverse("engagements:answer-skip", args=[uuid.uuid4()])
    for stranger in (people.company_actor(), people.talent_actor(), people.coordinator_actor()):
        people.sign_in(client, stranger)
        for name in ("detail", "log", "contract", "hand-over", "skip", "take-back", "stop"):
            assert client.get(at(crossing, name)).status_code == 404, name
        assert client.post(at(crossing, "confirm-hand-over")).status_code == 404
        assert client.post(skip).status_code == 404
        assert "E-2026-" not in client.get(reverse("engagements:list")).content.decode()


def test_the_name_of_the_talent_is_shown_only_after_consent(client):
    crossing = Crossing.begin().walk("decide")
    page = read(client, at(crossing, "detail"), crossing.company)
    assert "Aarav Deshpande" not in page
    assert crossing.engagement.alias.split(" · ")[0] in page
    crossing.agree()
    assert "Aarav Deshpande" in read(client, at(crossing, "detail"), crossing.company)


def test_a_talent_who_said_no_stays_unnamed_in_the_log(client):
    crossing = Crossing.begin().walk("decide")
    crossing.answer(accept=False)
    for name in ("detail", "log"):
        assert "Aarav Deshpande" not in read(client, at(crossing, name), crossing.company)


def test_the_list_is_filtered_sorted_and_downloaded(client):
    crossing = Crossing.begin().walk("submit")
    url = reverse("engagements:list")
    assert crossing.engagement.number in read(client, url, crossing.company)
    assert crossing.engagement.number not in read(client, url + "?stage=match", crossing.company)
    assert crossing.engagement.number in read(
        client, url + "?q=Aarav&turn=company&sort=-held", crossing.company
    )
    people.sign_in(client, crossing.company)
    sheet = client.get(url + "?format=csv")
    text = b"".join(sheet.streaming_content).decode()
    assert text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    assert text.count("\r\n") == 2
    assert "6000000" in text


def test_a_need_that_is_too_short_comes_back_with_its_words(client):
    people.sign_in(client, people.company_actor())
    answer = client.post(reverse("engagements:open"), {"need_text": "API"})
    assert answer.status_code == 422
    assert ">\nAPI</textarea>" in answer.content.decode()
    assert Engagement.objects.count() == 0


def test_a_need_opens_an_engagement_and_leads_to_its_task(client):
    people.sign_in(client, people.company_actor())
    answer = client.post(reverse("engagements:open"), {"need_text": NEED})
    assert answer.status_code == 302
    assert Engagement.objects.count() == 1


def test_only_a_company_reads_the_form_for_a_need(client):
    people.sign_in(client, people.talent_actor())
    assert client.get(reverse("engagements:open")).status_code == 403


def test_the_contract_form_keeps_what_was_typed(client, monkeypatch):
    crossing = Crossing.begin().walk("agree")
    monkeypatch.setattr(acts, "now", lambda: crossing.now)  # the task's dates are those of the story
    people.sign_in(client, crossing.coordinator)
    page = client.get(at(crossing, "contract"))
    form = {key: page.context["form"][key].value() or "" for key in page.context["form"].fields}
    form |= {"milestones-0-title_en": "", "milestones-1-title_en": "The second one"}
    form["starts_on"] = (
        crossing.now.date()
    )  # the story's day; the page's own proposal begins today at the earliest
    refused = client.post(at(crossing, "contract"), form)
    assert refused.status_code == 422
    assert "The second one" in refused.content.decode()
    form["milestones-0-title_en"] = "The first one"
    assert client.post(at(crossing, "contract"), form).status_code == 302
    assert crossing.contract.terms["milestones"][0]["title_en"] == "The first one"
    people.sign_in(client, crossing.company)
    assert client.get(at(crossing, "contract")).status_code == 403


def test_the_hand_over_page_serves_both_sides(client):
    crossing = Crossing.begin().walk("fund")
    people.sign_in(client, crossing.talent)
    short = client.post(at(crossing, "hand-over"), {"what": "Code", "owner": "최도현", "links": ""})
    assert short.status_code == 422
    assert client.post(
        at(crossing, "hand-over"), {"what": "Repository, manual, access rights.", "owner": "최도현", "links": ""}
    ).status_code == 302  # fmt: skip
    assert "Confirm the hand-over" in read(client, at(crossing, "hand-over"), crossing.company)
    assert client.post(at(crossing, "confirm-hand-over")).status_code == 302
    assert HandOver.objects.get().confirmed_by_id == crossing.company.person_id


def test_a_skip_is_asked_on_one_page_and_answered_on_another(client):
    crossing = Crossing.begin().walk("sign")
    people.sign_in(client, crossing.coordinator)
    assert (
        client.post(at(crossing, "skip"), {"evidence": "contract.funded", "reason": "short"}).status_code
        == 422
    )
    assert (
        client.post(at(crossing, "skip"), {"evidence": "contract.funded", "reason": WHY}).status_code == 302
    )
    skip = GateSkip.objects.get()
    answer = reverse("engagements:answer-skip", args=[skip.pk])
    assert client.post(answer, {"agree": "yes"}).status_code == 403
    page = read(client, at(crossing, "detail"), people.operator_actor())
    assert answer in page
    assert client.post(answer, {"agree": "no", "reason": ""}).status_code == 422
    assert client.post(answer, {"agree": "yes", "reason": ""}).status_code == 302
    page = read(client, at(crossing, "detail"), crossing.company)
    assert WHY in page  # a skipped gate stays visible, with its reason


def test_the_stopped_engagement_says_why(client):
    crossing = Crossing.begin().walk("sign")
    people.sign_in(client, crossing.company)
    assert (
        client.post(at(crossing, "stop"), {"reason": "The budget was cut for this year."}).status_code == 302
    )
    deliver()
    assert "The budget was cut for this year." in read(client, at(crossing, "detail"), crossing.talent)


def test_a_whole_crossing_reads_well_at_its_end(client):
    crossing = Crossing.begin().walk("review")
    page = read(client, at(crossing, "detail"), crossing.company)
    assert "This engagement is complete" in page
    assert "Clear words, good work" in page
    assert read(client, at(crossing, "log"), crossing.talent).count("<li>") > 20


def rows(company: object, count: int) -> None:
    Engagement.objects.bulk_create(
        Engagement(
            number=f"E-2025-{n:04d}", company_id=company.organisation_id, opened_at="2025-01-01T00:00Z"
        )
        for n in range(count)
    )
    from talentbridge.accounts.models import Party

    Party.objects.bulk_create(
        Party(
            case_id=pk, side=Side.COMPANY, organisation_id=company.organisation_id, since="2025-01-01T00:00Z"
        )
        for pk in Engagement.objects.filter(number__startswith="E-2025").values_list("pk", flat=True)
    )


def test_a_thousand_engagements_take_no_more_queries_than_ten(client, django_assert_max_num_queries):
    company = people.company_actor()
    people.sign_in(client, company)
    url = reverse("engagements:list")
    rows(company, 10)
    client.get(url)
    with django_assert_max_num_queries(14) as few:
        client.get(url)
    Engagement.objects.all().delete()
    rows(company, 1000)
    with django_assert_max_num_queries(14) as many:
        page = client.get(url + "?sort=held&size=100")
    assert len(many) == len(few)
    assert page.context["listing"].count == 1000


def test_the_page_of_an_engagement_has_a_budget_of_queries(client, django_assert_max_num_queries):
    crossing = Crossing.begin(deliverables=3).walk("submit")
    people.sign_in(client, crossing.company)
    client.get(at(crossing, "detail"))
    with django_assert_max_num_queries(34):
        client.get(at(crossing, "detail"))


def test_a_deadline_in_a_list_is_the_day_of_the_reader(client):
    crossing = Crossing.begin().walk("submit")
    late_evening_in_utc = datetime(2027, 1, 14, 20, 0, tzinfo=UTC)  # 15 January in Seoul
    Engagement.objects.update(next_due_at=late_evening_in_utc)
    assert 'datetime="2027-01-15"' in read(client, reverse("engagements:list"), crossing.company)
