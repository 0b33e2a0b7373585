"""What the graph says to pages and to matching, and which graph a process reads with."""

from __future__ import annotations

import unicodedata

import pytest
from django.db import OperationalError
from django.db.models import Max

from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid
from talentbridge.skills import queries, services
from talentbridge.skills.models import Proposal
from talentbridge.skills.queries import current
from talentbridge.skills.rules import Graph, Skill, lexicon, shipped, use
from tests.factories import people

SKILLS = [
    Skill("web", "frontend", "웹", "Web"),
    Skill("react", "frontend", "리액트", "React", also=("React.js",), broader=("web",), related={"vue": 0.6}),
    Skill("vue", "frontend", "뷰제이에스", "Vue.js", broader=("web",), related={"react": 0.4}),
    Skill("nextjs", "frontend", "넥스트", "Next.js", broader=("react",), related={"react": 0.9}),
    Skill(
        "old-react", "frontend", "옛 리액트", "Old React", successor="react", unsure=frozenset({"옛 리액트"})
    ),
    Skill("fine-tuning", "ai", "파인튜닝", "Fine-tuning", also=("미세 조정",)),
    Skill("web-developer", "role", "웹 개발자", "Web developer", skills=("old-react", "web")),
    Skill("developer", "role", "개발자", "Developer"),
]


@pytest.fixture(autouse=True)
def graph() -> Graph:
    small = Graph(SKILLS, version=7)
    use(small)
    return small


# What it says -------------------------------------------------------------------------------------------------


def test_near_holds_in_both_directions_with_the_larger_weight():
    assert queries.near("react") == {"vue": 0.6, "web": 0.3}
    assert queries.near("vue") == {"react": 0.6, "web": 0.3}


def test_who_has_a_narrower_skill_has_the_asked_one_and_is_not_merely_near():
    assert "nextjs" not in queries.near("react")
    assert queries.near("nextjs") == {"react": 0.9}  # the broader one is nearer than 0.3 because it says so
    assert queries.near("no-such-skill") == {}


def test_a_retired_id_means_the_same_as_its_successor():
    assert queries.near("old-react") == queries.near("react")
    assert queries.implied("old-react") == {"react", "web"}
    assert queries.implied("nextjs") == {"react", "old-react", "web"}
    assert queries.by_name("옛 리액트") == queries.by_name("old-react") == "react"
    assert lexicon()["web-developer"].skills == ("react", "web")
    assert "옛 리액트" in lexicon()["react"].unsure


def test_retired_entries_are_known_and_not_offered():
    assert queries.skill_ids() == {"web", "react", "vue", "nextjs", "old-react", "fine-tuning"}
    assert [id for id, _name in queries.choices("en")] == ["fine-tuning", "nextjs", "react", "vue", "web"]
    assert queries.label("old-react", "en") == "Old React"


def test_roles_are_named_apart():
    assert queries.role_ids() == {"web-developer", "developer"}
    assert queries.role_choices("ko") == (("developer", "개발자"), ("web-developer", "웹 개발자"))
    assert queries.role_by_name("WEB DEVELOPER") == "web-developer"
    assert queries.by_name("web developer") == queries.role_by_name("react") == ""
    assert queries.roles_that_need("react") == ("web-developer",)


def test_every_reader_follows_another_graph_at_once():
    assert queries.version() == 7
    use(Graph([Skill("web", "frontend", "누리", "Web")], version=8))
    assert queries.version() == 8
    assert queries.by_name("누리") == "web"
    assert queries.by_name("React") == ""
    assert queries.names("ko") == {"web": "누리"}
    assert queries.implied("react") == frozenset()


# Searching ----------------------------------------------------------------------------------------------------


def ids(text: str, **asked) -> list[str]:
    return [hit.skill.id for hit in queries.search(text, **asked)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("리애", "react"),
        ("리액ㅌ", "react"),
        ("REACT", "react"),
        ("react js", "react"),
        ("파인 튜닝", "fine-tuning"),
        ("finetuning", "fine-tuning"),
        ("조정", "fine-tuning"),
        ("옛 리", "react"),
        (unicodedata.normalize("NFD", "리액트"), "react"),
        ("Raect", "react"),
        ("파인 튠닝", "fine-tuning"),
    ],
)
def test_any_name_finds_an_entry_half_typed_or_misspelt(text: str, first: str):
    assert ids(text)[0] == first


def test_the_very_name_comes_before_longer_ones():
    assert ids("web") == ["web", "web-developer"]
    assert ids("web", roles=True) == ["web-developer"]
    assert ids("web", roles=False) == ["web"]
    assert ids("e", limit=1) == []  # one letter inside a word says nothing


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "id"), [("React 19", "react"), ("리액트19", "react"), ("Vue.js", "vue"), ("", "")]
)
def test_a_version_behind_a_name_is_left_out(name: str, id: str):
    assert services.identify(name=name, language="ko", seen_in="talent.profile", at=now()) == id


@pytest.mark.django_db
def test_an_unknown_name_is_told_with_the_nearest_and_waits_for_a_review():
    for name, role, near in (("Raect", False, "리액트"), ("개발짜", True, "개발자")):
        with pytest.raises(Invalid) as refused:
            services.identify(name=name, language="ko", seen_in="talent.profile", at=now(), is_role=role)
        assert refused.value.fields[""].facts == {"term": name, "names": near}
    assert set(Proposal.objects.values_list("term", flat=True)) == {"Raect", "개발짜"}
    with pytest.raises(Invalid):
        services.identify(name="ann@example.org", language="ko", seen_in="talent.profile", at=now())
    assert Proposal.objects.count() == 2


@pytest.mark.parametrize("text", ["", "  ", "!!", "zzzz", "🙂", "x" * 100_000])
def test_nothing_is_found_by_nothing(text: str):
    assert ids(text) == []


def test_the_nearest_names_speak_the_readers_language():
    assert queries.nearest("Raect", "ko") == ["리액트"]
    assert queries.nearest("Developr", "en", roles=True) == ["Developer", "Web developer"]


# Which graph is read ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_empty_table_leaves_the_files_in_place():
    use(None)
    queries.refresh(at_once=True)
    assert lexicon() is shipped()
    assert queries.version() == 0


@pytest.mark.django_db
def test_the_table_is_looked_at_once_in_a_while_and_read_only_after_a_change(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries
):
    services.load_reviewed_graph(at=now())
    monkeypatch.setattr(current, "_next_look", 0.0)
    with django_assert_num_queries(1):  # a number
        queries.refresh()
        queries.refresh()
    before = lexicon()
    operator = people.operator_actor()
    entry = before["react"]
    services.retire(actor=operator, entry_id=entry.id, successor="vue", reason="시험", at=now())
    with django_assert_num_queries(0):
        queries.refresh()
    assert lexicon() is before  # another process: until its next look
    monkeypatch.setattr(current, "_next_look", 0.0)
    with django_assert_num_queries(2):  # a number, and the entries
        queries.refresh()
    assert queries.by_name("React") == "vue"


@pytest.mark.django_db
def test_a_database_that_does_not_answer_leaves_what_is_read(monkeypatch: pytest.MonkeyPatch, graph: Graph):
    def fail(*_args, **_kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr(Max, "as_sql", fail)
    queries.refresh(at_once=True)
    assert lexicon() is graph


@pytest.mark.django_db
def test_a_request_begins_with_the_newest_graph(client, monkeypatch: pytest.MonkeyPatch):
    services.load_reviewed_graph(at=now())
    use(None)
    monkeypatch.setattr(current, "_next_look", 0.0)
    client.get("/rules/")
    assert queries.version() == queries.newest_version()


@pytest.mark.django_db
def test_a_job_begins_with_the_newest_graph(monkeypatch: pytest.MonkeyPatch):
    from talentbridge.kernel.tasks import deliver_outbox

    services.load_reviewed_graph(at=now())
    use(None)
    monkeypatch.setattr(current, "_next_look", 0.0)
    deliver_outbox(timestamp=0)
    assert queries.version() == queries.newest_version()
