"""The pages of the graph, as talents read it and operators keep it."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talentbridge.kernel.actor import Role
from talentbridge.kernel.clock import now
from talentbridge.skills import queries, services
from talentbridge.skills.models import Entry, Proposal
from talentbridge.skills.rules import LINKS, SHIPPED, all_problems, shipped
from tests.factories import people
from tests.skills.test_services import GRAPH, said, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(tmp_path):
    write(tmp_path)
    services.load_reviewed_graph(tmp_path, at=now())
    return tmp_path


@pytest.fixture
def operator(client: Client):
    actor = people.operator_actor(who=people.person(name="배수아"))
    people.sign_in(client, actor)
    client.cookies["language"] = "ko"
    return actor


def at(name: str, *args: object) -> str:
    return reverse(f"skills:{name}", args=args)


def typed(entry_id: str, **changes: object) -> dict[str, object]:
    """What the form posts for an entry as it stands, with `changes`."""
    skill = said(entry_id)
    values: dict[str, object] = {
        "seen": queries.last_revision(entry_id), "ko": skill.ko, "en": skill.en, "kind": skill.kind,
        "also": "\r\n".join(skill.also), "unsure": "\r\n".join(skill.unsure), "reason": "시험",
    }  # fmt: skip
    for number, id in enumerate(skill.broader):
        values[f"broader_{number}"] = queries.label(id, "en")
    for number, (id, weight) in enumerate(skill.related.items()):
        values |= {f"related_{number}": queries.label(id, "ko"), f"weight_{number}": weight}
    return values | changes


# Reading ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.TALENT, Role.COMPANY, Role.COORDINATOR, Role.RESEARCHER], ids=str)
def test_whoever_is_signed_in_reads_the_graph_and_nobody_else_changes_it(client: Client, role: Role):
    people.sign_in(client, people.actor(role))
    page = client.get(at("list")).text
    assert "리액트" in page
    assert at("add") not in page
    assert at("edit", "react") not in client.get(at("detail", "react")).text
    for name, args in (
        ("add", []),
        ("edit", ["react"]),
        ("retire", ["react"]),
        ("differences", []),
        ("proposals", []),
    ):
        assert client.get(at(name, *args)).status_code == 403, name
    for name in ("restore", "decide"):
        assert client.post(at(name, "react")).status_code == 403, name
    assert client.post(at("edit", "react"), typed("react", also="")).status_code == 403
    assert said("react").also == ("ReactJS",)


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ("q=리액", ["react"], ["vue", "svelte"]),
        ("q=reactjs", ["react"], ["vue"]),
        ("q=Raect", ["react"], ["svelte"]),
        ("kind=role", ["web-developer"], ["react"]),
        ("role=web-developer", ["react"], ["vue", "web-developer"]),
        ("role=nobody", ["react", "vue"], []),
        ("state=retired", [], ["react"]),
        ("q=%00%ED%95", [], ["react"]),
        ("sort=-kind&page=99&size=abc", ["react"], []),
    ],
)
def test_the_list_is_narrowed_by_name_kind_and_role(client: Client, operator, asked, shown, hidden):
    answer = client.get(f"{at('list')}?{asked}")
    page = answer.text
    assert answer.status_code in {200, 400}
    assert all(at("detail", id) in page for id in shown)
    assert not any(f'<a href="{at("detail", id)}">' in page for id in hidden)


def test_a_page_shows_what_stands_around_an_entry_in_the_readers_language(client: Client, operator):
    page = client.get(at("detail", "react")).text
    assert "<h1>리액트</h1>" in page
    assert at("detail", "web") in page  # broader
    assert "뷰제이에스" in page  # near
    assert "몇 주면 옮겨 감" in page  # 0.6 in words
    assert at("detail", "web-developer") in page  # needed by
    client.cookies["language"] = "en"
    assert "<h1>React</h1>" in client.get(at("detail", "react")).text
    assert client.get(at("detail", "no-such-skill")).status_code == 404


def test_links_name_their_source_and_licence(client: Client, operator):
    links = {
        "esco": "http://data.europa.eu/esco/skill/7f9e3e4c-0000-0000-0000-000000000000",
        "stackoverflow": "reactjs",
        "onet": "15-1254.00",
        "itsqf": "UI/UX기획/개발자",
    }
    services.edit_entry(actor=operator, skill=replace(said("react"), links=links), reason="출처", at=now())
    page = client.get(at("detail", "react")).text
    assert f'href="{links["esco"]}"' in page
    assert 'href="https://stackoverflow.com/questions/tagged/reactjs"' in page
    assert 'href="https://www.onetonline.org/link/summary/15-1254.00"' in page
    assert "CC BY-SA 4.0" in page
    assert "2011/833/EU" in page


def test_the_list_costs_the_same_however_long_it_is(client: Client, operator):
    client.get(at("list"))
    with CaptureQueriesContext(connection) as few:
        client.get(at("list"))
    Entry.objects.bulk_create(
        Entry(id=f"s{n}", kind="frontend", ko=f"기술 {n}", en=f"Skill {n}", broader=["web"])
        for n in range(60)
    )
    with CaptureQueriesContext(connection) as many:
        assert "기술 59" not in client.get(at("list")).text  # the next page
    assert len(few) == len(many)


# Keeping ------------------------------------------------------------------------------------------------------


def test_an_operator_edits_an_entry_and_the_history_says_so(client: Client, operator):
    form = client.get(at("edit", "react")).text
    assert 'value="뷰제이에스"' in form  # neighbours by name
    answer = client.post(
        at("edit", "react"),
        typed("react", also="ReactJS\r\n리액트 19", weight_0="0.7", reason="새 판이 나옴"),
        follow=True,
    )
    assert answer.redirect_chain[-1][0] == at("detail", "react")
    assert said("react").also == ("ReactJS", "리액트 19")
    assert said("react").related == {"vue": 0.7}
    history = client.get(at("history", "react")).text
    for words in ("배수아", "새 판이 나옴", "<ins>리액트 19</ins>", "<del>뷰제이에스 0.6</del>"):
        assert words in history, words


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"ko": ""}, "ko"),
        ({"en": "Svelte"}, "en"),
        ({"also": "스벨트"}, "also"),
        ({"unsure": "몰라"}, "unsure"),
        ({"broader_0": "Wbe"}, "broader_0"),
        ({"broader_0": "React"}, "broader_0"),
        ({"weight_0": "2"}, "related_0"),
        ({"weight_0": "many"}, "weight_0"),
        ({"related_0": "웹 개발자"}, "related_0"),
        ({"link_esco": "https://example.org/1"}, "link_esco"),
        ({"link_stackoverflow": "Not A Tag"}, "link_stackoverflow"),
        ({"kind": "cookery"}, "kind"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_what_was_typed_stays(
    client: Client, operator, changes, field
):
    answer = client.post(at("edit", "react"), typed("react", also="여기까지 적음") | changes)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.text
    assert "여기까지 적음" in answer.text or "also" in changes
    assert said("react").also == ("ReactJS",)


def test_an_unknown_neighbour_is_told_with_the_nearest_names(client: Client, operator):
    page = client.post(at("edit", "react"), typed("react", broader_0="스밸트")).text
    assert "비슷한 이름: 스벨트" in page


def test_the_slower_of_two_operators_sees_what_happened(client: Client, operator):
    posted = typed("react", also="둘째")
    services.edit_entry(actor=operator, skill=replace(said("react"), also=("첫째",)), reason="x", at=now())
    answer = client.post(at("edit", "react"), posted)
    assert answer.status_code == 422
    assert "그사이에 다른 사람이" in answer.text
    assert said("react").also == ("첫째",)


def test_an_operator_adds_a_skill_and_a_role(client: Client, operator):
    new = {
        "id": "htmx",
        "ko": "에이치티엠엑스",
        "en": "htmx",
        "kind": "frontend",
        "broader_0": "Web",
        "reason": "요청",
    }
    assert client.post(at("add"), new | {"id": "React!"}).status_code == 422
    assert client.post(at("add"), new).status_code == 302
    assert said("htmx").broader == ("web",)
    role = {
        "id": "htmx-developer", "ko": "에이치티엠엑스 개발자", "en": "htmx developer", "kind": "role",
        "skills_0": "React", "reason": "요청",
    }  # fmt: skip
    assert client.post(f"{at('add')}?sort=role", role).status_code == 302
    assert said("htmx-developer").skills == ("react",)


def test_an_operator_retires_an_entry_and_takes_it_back(client: Client, operator):
    seen = queries.last_revision("react")
    for successor in ("", "React", "웹 개발자", "몰라"):
        answer = client.post(at("retire", "react"), {"successor": successor, "reason": "합침", "seen": seen})
        assert answer.status_code == 422, successor
        assert 'id="id_successor_error"' in answer.text
    client.post(at("retire", "react"), {"successor": "뷰제이에스", "reason": "합침", "seen": seen})
    queries.refresh(at_once=True)
    page = client.get(at("detail", "react")).text
    assert at("restore", "react") in page
    assert at("edit", "react") not in page
    assert at("detail", "react") in client.get(f"{at('list')}?state=retired").text
    assert "리액트" in client.get(at("detail", "vue")).text  # stands for it
    assert client.get(at("edit", "react")).status_code == 409
    assert client.post(at("restore", "react"), {"reason": " "}, follow=True).status_code == 200
    assert Entry.objects.get(pk="react").retired_at
    client.post(at("restore", "react"), {"reason": "다시 나눔"})
    assert not Entry.objects.get(pk="react").retired_at


def test_an_operator_decides_about_what_the_product_ships_now(client: Client, operator, files):
    for entry_id in ("react", "vue"):
        services.edit_entry(
            actor=operator,
            skill=replace(said(entry_id), also=("여기 말",) if entry_id == "vue" else ()),
            reason="x",
            at=now(),
        )
    services.edit_entry(actor=operator, skill=replace(said("web"), also=("Solid",)), reason="x", at=now())
    changed = GRAPH.replace('also = ["ReactJS"]', 'also = ["React 19"]').replace('"Vue.js"', '"Vue"')
    changed = changed.replace('svelte = { ko = "스벨트", en = "Svelte", broader = ["web"] }', "")
    write(files, changed + 'solidjs = { ko = "솔리드", en = "Solid" }\n')
    services.load_reviewed_graph(files, at=now())

    page = client.get(at("differences")).text
    for words in ("<ins>React 19</ins>", "<ins>Vue</ins>", "스벨트", "solidjs"):
        assert words in page, words
    client.post(at("decide", "react"), {"answer": "accept"})
    client.post(at("decide", "vue"), {"answer": "keep"})
    assert said("react").also == ("React 19",)
    assert said("vue").en == "Vue.js"
    assert client.post(at("decide", "vue"), {"answer": "keep"}).status_code == 409


# Proposed terms -----------------------------------------------------------------------------------------------


def test_anybody_proposes_a_term_and_nothing_else_is_kept(client: Client):
    people.sign_in(client, people.talent_actor())
    client.cookies["language"] = "en"
    answer = client.post(at("propose"), {"term": " Quantum  knitting "}, follow=True)
    assert "waits for an operator" in answer.text
    assert Proposal.objects.get().term == "Quantum knitting"
    assert "The graph knows it as" in client.post(at("propose"), {"term": "reactjs"}, follow=True).text
    for term in ("", "x" * 300, "ann@example.org"):
        assert client.post(at("propose"), {"term": term}, follow=True).status_code == 200
    assert Proposal.objects.count() == 1


def test_a_search_without_a_result_offers_to_propose_the_word(client: Client):
    people.sign_in(client, people.talent_actor())
    assert 'value="Quantum knitting"' in client.get(f"{at('list')}?q=Quantum knitting").text


def test_an_operator_answers_the_queue(client: Client, operator):
    alias, new, neither = (
        services.propose(term=term, language="ko", seen_in="talent.profile", at=now())
        for term in ("리액트 훅", "에이치티엠엑스", "열정")
    )
    services.propose(term="열정", language="ko", seen_in="demand.task", at=now())
    page = client.get(at("proposals")).text
    assert page.index("열정") < page.index("리액트 훅")  # the most used first
    assert "프로필: 1번" in page

    one = client.get(at("proposal", alias.pk)).text
    assert 'value="리액트"' in one  # the nearest entry is suggested
    wrong = client.post(at("proposal", alias.pk), {"answer": "alias", "entry": "몰라"})
    assert wrong.status_code == 422
    assert 'id="id_entry_error"' in wrong.text
    client.post(at("proposal", alias.pk), {"answer": "alias", "entry": "React"})
    client.post(
        at("proposal", new.pk),
        {"answer": "new", "id": "htmx", "ko": "에이치티엠엑스", "en": "htmx", "kind": "frontend"},
    )
    assert client.post(at("proposal", neither.pk), {"answer": "reject", "reason": ""}).status_code == 422
    client.post(at("proposal", neither.pk), {"answer": "reject", "reason": "기술이 아닙니다"})
    assert "리액트 훅" in said("react").also
    assert said("htmx").en == "htmx"
    assert not queries.waiting_for(operator)
    assert "기술이 아닙니다" in client.get(f"{at('proposals')}?state=rejected").text
    assert "제안된 용어 ‘리액트 훅’" in client.get(at("history", "react")).text
    late = client.post(at("proposal", alias.pk), {"answer": "reject", "reason": "x"})
    assert late.status_code == 409


def test_a_role_is_made_of_a_proposed_term(client: Client, operator):
    term = services.propose(term="데브렐", language="ko", seen_in="talent.profile", at=now())
    client.post(
        f"{at('proposal', term.pk)}?sort=role",
        {
            "answer": "new",
            "id": "devrel",
            "ko": "데브렐",
            "en": "Developer relations",
            "kind": "role",
            "skills_0": "React",
        },
    )
    assert said("devrel").skills == ("react",)


@pytest.mark.parametrize("state", ["waiting", "all", "nonsense"])
def test_an_empty_queue_says_what_fills_it(client: Client, operator, state: str):
    assert "기술 페이지에서 제안한 말" in client.get(f"{at('proposals')}?state={state}").text


def test_what_ships_has_nothing_that_an_operator_could_not_save():
    assert [(skill.id, field, why.code) for skill, field, why in all_problems(shipped())] == []


def test_every_shipped_link_is_tied_to_an_entry():
    links = tomllib.loads((SHIPPED / "links.toml").read_text(encoding="utf-8"))
    assert set(links) == set(LINKS)
    assert {id for values in links.values() for id in values} <= set(shipped())
