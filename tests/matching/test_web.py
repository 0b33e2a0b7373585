"""The pages of matching, walked without a browser; and what they must not show."""

import pytest
from django.test import Client
from django.urls import reverse

from talentbridge.audit.models import PersonalDataAccess
from talentbridge.kernel.clock import now
from talentbridge.matching import queries, services
from talentbridge.matching.engine.values import FACTORS
from talentbridge.matching.models import Selection
from talentbridge.matching.states import SelectionState
from tests.factories import demand, matching, people

pytestmark = pytest.mark.django_db

SECRETS = {"name": "Nguyễn Thị Minh Khai", "name_language": "vi", "country": "VN"}


def page_of(made, actor=None, name="shortlist", **query):
    client = people.sign_in(Client(), actor or made.case.company)
    return client.get(reverse(f"matching:{name}", args=[made.shortlist.pk]), query)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_name_and_country_are_not_in_the_page_before_consent(language):
    made = matching.listed(**SECRETS)
    client = people.sign_in(Client(), made.case.company)
    client.cookies["language"] = language
    both = {"who": [made.profile.pk, made.anonymous.pk]}
    pages = [
        client.get(reverse("matching:shortlist", args=[made.shortlist.pk])),
        client.get(reverse("matching:compare", args=[made.shortlist.pk]), both),
        client.get(reverse("matching:list")),
    ]
    matching.chosen(made)
    pages.append(client.get(reverse("matching:shortlist", args=[made.shortlist.pk])))
    pages.append(client.get(reverse("matching:offer", args=[Selection.objects.get().pk])))
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        for hidden in (
            "Nguyễn",
            "Minh Khai",
            "Viet Nam",
            "Vietnam",
            "베트남",
            "Ho_Chi_Minh",
            "호찌민",
            "/photo",
            "<img",
        ):
            assert hidden not in text
    assert made.profile.pseudonym in pages[0].content.decode()


def test_after_the_consent_the_name_is_shown_and_the_look_recorded():
    made = matching.listed(**SECRETS)
    selection = matching.chosen(made)
    services.answer(actor=made.talent, selection_id=selection.pk, accept=True, at=now())
    assert "Nguyễn Thị Minh Khai" in page_of(made).content.decode()
    reads = PersonalDataAccess.objects.filter(subject_person_id=made.talent.person_id)
    assert any("name" in read.items for read in reads)


def test_every_look_at_somebody_with_an_account_is_recorded():
    made = matching.listed()
    page_of(made)
    read = PersonalDataAccess.objects.get()
    assert (read.subject_person_id, read.actor_id) == (made.talent.person_id, made.case.company.person_id)
    assert "name" not in read.items
    assert read.case_id == made.case.case_id


def test_other_weights_give_another_order_and_say_so():
    made = matching.listed()
    usual = [card.code for card in page_of(made).context["people"]]
    weights = {f"w_{name}": 0 for name in FACTORS} | {"w_freshness": 50}
    page = page_of(made, **weights)
    assert page.context["is_reweighed"]
    assert {card.code for card in page.context["people"]} == set(usual)
    assert [card.total for card in page.context["people"]] == pytest.approx([100, 100])


def test_weights_that_sum_to_nothing_are_said_and_not_used():
    made = matching.listed()
    nothing = {f"w_{name}": 0 for name in FACTORS}
    page = page_of(made, **nothing)
    assert page.context["problem"]
    assert not page.context["is_reweighed"]


@pytest.mark.parametrize("nonsense", ["-5", "abc", "5000", "1e9", ""])
def test_nonsense_in_a_slider_is_ignored(nonsense):
    made = matching.listed()
    assert not page_of(made, w_skills=nonsense).context["is_reweighed"]


def test_the_company_decides_on_the_page_with_the_sliders_as_they_stood():
    made = matching.listed()
    client = people.sign_in(Client(), made.case.company)
    data = {"profile": made.profile.pk, "reason": matching.REASON, "w_price": "50"}
    answer = client.post(reverse("matching:decide", args=[made.shortlist.pk]), data)
    assert answer.status_code == 302
    assert Selection.objects.get().weights["price"] == 50


def test_a_short_reason_comes_back_with_what_was_typed_and_who_was_chosen():
    made = matching.listed()
    client = people.sign_in(Client(), made.case.company)
    data = {"profile": made.profile.pk, "reason": "기술이 좋아서요"}
    page = client.post(reverse("matching:decide", args=[made.shortlist.pk]), data)
    text = page.content.decode()
    assert page.status_code == 422
    assert "기술이 좋아서요" in text
    assert "8" in page.context["form"].errors["reason"][0]
    assert f'value="{made.profile.pk}" id="id_profile" checked' in text or "checked" in text
    assert not Selection.objects.exists()


def test_nobody_without_an_account_can_be_marked_and_the_card_says_why():
    made = matching.listed()
    page = page_of(made)
    assert [card.profile_id for card in page.context["choosable"]] == [made.profile.pk]
    client = people.sign_in(Client(), made.case.company)
    data = {"profile": made.anonymous.pk, "reason": matching.REASON}
    assert client.post(reverse("matching:decide", args=[made.shortlist.pk]), data).status_code == 422


def test_two_to_four_people_side_by_side():
    made = matching.listed()
    assert page_of(made, name="compare", who=[made.profile.pk]).status_code == 302
    page = page_of(made, name="compare", who=[made.profile.pk, made.anonymous.pk])
    assert len(page.context["lines"]) == len(made.shortlist.weights) - 1  # no role is asked for


def test_the_coordinator_makes_the_list_on_the_page():
    case = demand.approved_case()
    matching.talent_with_profile()
    client = people.sign_in(Client(), case.coordinator)
    url = reverse("matching:make", args=[case.case_id])
    assert client.get(url).status_code == 200
    answer = client.post(url, {"w_skills": "50"})
    assert answer.status_code == 302
    assert queries.shortlist_of(case.case_id).weights["skills"] == 50
    assert client.get(answer.url).status_code == 200


def test_nobody_fits_and_the_page_says_what_would_change_it():
    case = demand.approved_case()
    matching.anonymous_profile(english="A2")
    shortlist = services.make_shortlist(actor=case.coordinator, case_id=case.case_id, at=now())
    page = people.sign_in(Client(), case.company).get(reverse("matching:shortlist", args=[shortlist.pk]))
    assert page.context["people"] == []
    assert page.context["what_if"]
    assert page.context["what_if"][0] in page.content.decode().replace("&quot;", '"').replace("&#x27;", "'")


def test_the_talent_reads_the_offer_and_answers():
    made = matching.listed()
    selection = matching.chosen(made)
    client = people.sign_in(Client(), made.talent)
    assert str(selection.pk) in client.get(reverse("matching:list")).content.decode()
    offer = client.get(reverse("matching:offer", args=[selection.pk]))
    assert matching.REASON in offer.content.decode()
    url = reverse("matching:answer", args=[selection.pk])
    text = client.get(url).content.decode()
    assert made.case.task.company.name in text
    assert 'lang="ko"' in text
    assert 'lang="en"' in text
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"answer": "accept"}).status_code == 302
    assert Selection.objects.get().state == SelectionState.ACCEPTED


def test_an_answer_asks_for_a_fresh_proof():
    made = matching.listed()
    selection = matching.chosen(made)
    client = people.sign_in(Client(), made.talent, proven=False)
    answer = client.post(reverse("matching:answer", args=[selection.pk]), {"answer": "accept"})
    assert answer.status_code == 302
    assert reverse("accounts:step-up") in answer.url
    assert Selection.objects.get().state == SelectionState.OFFERED


def test_the_company_withdraws_on_the_page():
    made = matching.listed()
    selection = matching.chosen(made)
    client = people.sign_in(Client(), made.case.company)
    client.post(reverse("matching:withdraw", args=[selection.pk]))
    assert Selection.objects.get().state == SelectionState.WITHDRAWN


def test_a_stranger_gets_no_hint():
    made = matching.listed()
    selection = matching.chosen(made)
    for actor in (people.company_actor(), people.coordinator_actor(), people.talent_actor()):
        client = people.sign_in(Client(), actor)
        assert client.get(reverse("matching:shortlist", args=[made.shortlist.pk])).status_code == 404
        assert client.get(reverse("matching:offer", args=[selection.pk])).status_code == 404
        assert client.get(reverse("matching:make", args=[made.case.case_id])).status_code == 404
    assert people.sign_in(Client(), made.talent).get(
        reverse("matching:shortlist", args=[made.shortlist.pk])
    ).status_code == 404  # fmt: skip


def test_twenty_people_cost_no_more_queries_than_two(django_assert_max_num_queries):
    case = demand.approved_case()
    for _ in range(10):
        matching.talent_with_profile()
        matching.anonymous_profile()
    shortlist = services.make_shortlist(actor=case.coordinator, case_id=case.case_id, at=now())
    client = people.sign_in(Client(), case.company)
    with django_assert_max_num_queries(20):
        page = client.get(reverse("matching:shortlist", args=[shortlist.pk]))
    assert len(page.context["people"]) == 20
