"""A list from some of the machines: kept as partial, said in both languages, and not decided on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from django.test import Client
from django.urls import reverse

from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Refused
from talentbridge.matching import queries, services
from talentbridge.matching.engine import Ranking, Ranks
from talentbridge.matching.models import Selection
from talentbridge.policy.services import load_reviewed_rules
from tests.factories import demand, matching, people

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class OneOfThreeIsGone:
    """Answers as shards do while one of three is lacking."""

    those_left: Ranks

    def rank(self, *asked: object, **how: object) -> Ranking:
        return replace(self.those_left.rank(*asked, **how), parts=3, lacking=1)

    def __getattr__(self, name: str) -> object:
        return getattr(self.those_left, name)


@pytest.fixture
def a_part_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = queries.pool
    monkeypatch.setattr(queries, "pool", lambda *, on: OneOfThreeIsGone(whole(on=on)))


def test_a_partial_list_is_kept_as_such_and_nobody_is_chosen_from_it(a_part_is_gone):
    made = matching.listed()
    assert (made.shortlist.parts, made.shortlist.lacking) == (3, 1)
    with pytest.raises(Refused, match=r"matching\.partial"):
        matching.chosen(made)
    assert not Selection.objects.exists()


def test_when_all_parts_answer_a_new_list_can_be_decided_on(monkeypatch):
    with monkeypatch.context() as gone:
        whole = queries.pool
        gone.setattr(queries, "pool", lambda *, on: OneOfThreeIsGone(whole(on=on)))
        made = matching.listed()
    again = services.make_shortlist(actor=made.case.coordinator, case_id=made.case.case_id, at=now())
    assert again.lacking == 0
    assert matching.chosen(replace(made, shortlist=again)).shortlist == again


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ko", "프로필을 나눈 3곳 가운데 2곳만 답했습니다. 모두 답할 때 목록을 다시 만들어 주세요."),
        ("en", "only 2 of 3 parts of the profiles answered. Make the list again when all parts answer."),
    ],
)
def test_the_page_says_so_and_offers_no_decision(a_part_is_gone, language, said):
    made = matching.listed()
    client = people.sign_in(Client(), made.case.company)
    client.cookies["language"] = language
    shown = client.get(reverse("matching:shortlist", args=[made.shortlist.pk])).content.decode()
    assert said in shown
    assert reverse("matching:decide", args=[made.shortlist.pk]) not in shown
    refused = client.post(
        reverse("matching:decide", args=[made.shortlist.pk]),
        {"profile": made.profile.pk, "reason": matching.REASON},
    )
    assert refused.status_code == 422
    assert said in refused.content.decode()


def test_an_empty_partial_list_is_no_statement_about_everybody(a_part_is_gone):
    case = demand.approved_case()
    shortlist = services.make_shortlist(actor=case.coordinator, case_id=case.case_id, at=now())
    client = people.sign_in(Client(), case.coordinator)
    client.cookies["language"] = "en"
    shown = client.get(shortlist.get_absolute_url()).content.decode()
    assert "Nobody in the parts that answered meets every condition" in shown
    assert "Nobody meets every condition" not in shown


def test_machines_are_told_too(a_part_is_gone):
    made = matching.listed()
    client = people.sign_in(Client(), made.case.company)
    told = client.get(f"/api/v1/matching/shortlists/{made.shortlist.pk}").json()
    assert (told["parts"], told["lacking"]) == (3, 1)
    refused = client.post(
        f"/api/v1/matching/shortlists/{made.shortlist.pk}/decide",
        {"profile_id": made.profile.pk, "reason": matching.REASON},
        content_type="application/json",
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "matching.partial")


def test_a_need_from_the_terminal_is_told_too(a_part_is_gone):
    load_reviewed_rules()
    matching.talent_with_profile()
    report = services.match_need(text="Python is required.", top=5, at=now(), language="en")
    assert any("only 2 of 3 parts of the profiles answered" in line for line in report.lines())
    assert (report.to_json()["parts"], report.to_json()["lacking"]) == (3, 1)


def test_without_a_cluster_the_reader_is_asked_to_try_again(settings):
    case = demand.approved_case()
    settings.SHARDS, settings.RAY_ADDRESS = 2, "127.0.0.1:1"
    with pytest.raises(Refused, match="not_reached"):
        services.make_shortlist(actor=case.coordinator, case_id=case.case_id, at=now())
