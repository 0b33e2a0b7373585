"""The graph in the database: loaded twice, kept by operators, told to every reader."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from talentbridge.audit.models import AuditEvent
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from talentbridge.skills import queries, services
from talentbridge.skills.models import Entry, Proposal, Revision
from talentbridge.skills.rules import Skill, lexicon, recognise, shipped, tidy
from tests.factories import people

pytestmark = pytest.mark.django_db

GRAPH = """
web = { ko = "웹", en = "Web", unsure = ["웹"] }
react = { ko = "리액트", en = "React", also = ["ReactJS"], broader = ["web"], related = { vue = 0.6 } }
vue = { ko = "뷰제이에스", en = "Vue.js", broader = ["web"] }
svelte = { ko = "스벨트", en = "Svelte", broader = ["web"] }
"""
ROLES = 'web-developer = { ko = "웹 개발자", en = "Web developer", skills = ["react"] }\n'


@pytest.fixture
def files(tmp_path: Path) -> Path:
    write(tmp_path)
    services.load_reviewed_graph(tmp_path, at=now())
    return tmp_path


@pytest.fixture
def operator():
    return people.operator_actor()


def write(directory: Path, skills: str = GRAPH, roles: str = ROLES) -> None:
    (directory / "graph").mkdir(exist_ok=True)
    (directory / "graph" / "frontend.toml").write_text(skills, encoding="utf-8")
    (directory / "graph" / "role.toml").write_text(roles, encoding="utf-8")
    (directory / "links.toml").write_text('[stackoverflow]\nreact = "reactjs"\n', encoding="utf-8")


def upgrade(directory: Path, old: str, new: str) -> int:
    """The product ships `new` where it shipped `old`."""
    assert old in GRAPH
    write(directory, GRAPH.replace(old, new))
    return services.load_reviewed_graph(directory, at=now())


def said(entry_id: str) -> Skill:
    return Entry.objects.get(pk=entry_id).value


def codes(refused: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {field: decision.code for field, decision in refused.value.fields.items()}


# Loading ------------------------------------------------------------------------------------------------------


def test_what_ships_loads_once_and_again_without_change():
    assert services.load_reviewed_graph(at=now()) == len(shipped())
    newest = queries.newest_version()
    assert services.load_reviewed_graph(at=now()) == 0
    assert queries.newest_version() == newest == queries.version()
    assert dict(lexicon()) == {id: tidy(skill) for id, skill in shipped().items()}
    assert Revision.objects.filter(entry_id="react").get().change == "shipped"


def test_a_new_version_of_the_product_brings_entries_and_changes(files: Path):
    assert upgrade(files, 'also = ["ReactJS"]', 'also = ["ReactJS", "React.js"]') == 1
    assert said("react").also == ("ReactJS", "React.js")
    assert queries.by_name("react.js") == "react"
    history = list(queries.revisions_of("react"))
    assert [row.change for row in history] == ["updated", "shipped"]
    assert (history[0].before["also"], history[0].after["also"]) == (["ReactJS"], ["ReactJS", "React.js"])


def test_links_come_with_their_entries(files: Path):
    assert queries.links("react") == {"stackoverflow": "reactjs"}
    assert queries.links("vue") == queries.links("nothing") == {}


def test_an_edit_survives_the_upgrade_and_the_difference_is_offered(files: Path, operator):
    services.edit_entry(
        actor=operator, skill=replace(said("react"), also=("리액트JS",)), reason="현장에서 쓰는 말", at=now()
    )
    assert upgrade(files, 'also = ["ReactJS"]', 'also = ["React.js"]') == 1
    assert said("react").also == ("리액트JS",)
    assert [row.pk for row in queries.offered_for(operator)] == ["react"]
    assert not queries.offered_for(people.talent_actor()).exists()

    assert services.load_reviewed_graph(files, at=now()) == 0  # offered once
    services.accept_offered(actor=operator, entry_id="react", at=now())
    assert said("react").also == ("React.js",)
    assert not queries.offered_for(operator).exists()
    upgrade(files, 'also = ["ReactJS"]', 'also = ["React 19"]')
    assert said("react").also == ("React 19",)  # it follows the files again


def test_what_was_declined_is_not_offered_again(files: Path, operator):
    services.edit_entry(actor=operator, skill=replace(said("react"), also=()), reason="짧게", at=now())
    upgrade(files, 'also = ["ReactJS"]', 'also = ["React.js"]')
    services.keep_own(actor=operator, entry_id="react", at=now(), reason="여기 말이 맞습니다")
    assert services.load_reviewed_graph(files, at=now()) == 0
    assert said("react").also == ()
    with pytest.raises(Refused):
        services.keep_own(actor=operator, entry_id="react", at=now())
    upgrade(files, 'also = ["ReactJS"]', 'also = ["React 19"]')
    assert queries.offered_for(operator).get().offered["also"] == ["React 19"]


def test_an_edit_that_the_product_makes_too_is_no_difference(files: Path, operator):
    services.edit_entry(
        actor=operator, skill=replace(said("react"), also=("React.js",)), reason="빠진 이름", at=now()
    )
    upgrade(files, 'also = ["ReactJS"]', 'also = ["React.js"]')
    assert not queries.offered_for(operator).exists()
    assert not Entry.objects.get(pk="react").edited_here


def test_what_no_longer_ships_stays_and_is_shown_to_operators(files: Path, operator):
    upgrade(files, 'svelte = { ko = "스벨트", en = "Svelte", broader = ["web"] }\n', "")
    assert "svelte" in queries.skill_ids()
    assert [row.pk for row in queries.dropped_for(operator)] == ["svelte"]
    assert services.load_reviewed_graph(files, at=now()) == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('en = "Svelte"', 'en = "ReactJS"'),
        ('web = { ko = "웹", en = "Web"', 'web = { broader = ["react"], ko = "웹", en = "Web"'),
        ("vue = 0.6", "vue = 1.6"),
        ("vue = 0.6", "nothing = 0.6"),
    ],
    ids=["one name twice", "a circle", "a weight", "an unknown id"],
)
def test_files_that_contradict_themselves_refuse_the_whole_load(files: Path, old: str, new: str):
    before = queries.newest_version()
    with pytest.raises(Invalid):
        upgrade(files, old, new)
    assert queries.newest_version() == before
    assert said("svelte").en == "Svelte"


def test_a_name_given_here_stays_with_its_entry_when_the_product_wants_it_elsewhere(files: Path, operator):
    services.edit_entry(
        actor=operator, skill=replace(said("web"), also=("Solid",)), reason="여기서는 이렇게 부름", at=now()
    )
    write(files, GRAPH + 'solidjs = { ko = "솔리드", en = "Solid" }\n')
    assert services.load_reviewed_graph(files, at=now()) == 1
    assert queries.by_name("solid") == "web"
    assert queries.by_name("솔리드") == "solidjs"


def test_the_history_only_grows(files: Path):
    for spoil in (lambda rows: rows.update(reason="x"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil(Revision.objects.all())


# Editing ------------------------------------------------------------------------------------------------------


def test_an_edit_is_written_down_audited_and_read_at_once(
    files: Path, operator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        services.edit_entry(
            actor=operator, skill=replace(said("react"), also=("ReactJS", " React   Native Web ")),
            reason="지원자들이 이렇게 씁니다", at=now(),
        )  # fmt: skip
    assert queries.by_name("react native web") == "react"
    assert [hit.skill_id for hit in recognise("React Native Web 경험")] == ["react"]
    revision = queries.revisions_of("react")[0]
    assert (revision.change, revision.by, revision.reason) == (
        "edited", operator.person_id, "지원자들이 이렇게 씁니다",
    )  # fmt: skip
    assert queries.version() == revision.pk == queries.last_revision("react")
    assert AuditEvent.objects.get(action="skills.entry.edited").subject_id == "react"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"also": ("뷰제이에스",)}, {"also": "skills.taken"}),
        ({"en": "SVELTE"}, {"en": "skills.taken"}),
        ({"ko": ""}, {"ko": "skills.no_name"}),
        ({"also": ("!!",)}, {"also": "skills.name"}),
        ({"also": ("x" * 81,)}, {"also": "skills.name"}),
        ({"also": ("리",)}, {"also": "skills.needs_context"}),
        ({"unsure": frozenset({"리"})}, {"unsure": "skills.unsure"}),
        ({"broader": ("nothing",)}, {"broader": "skills.unknown"}),
        ({"broader": ("web-developer",)}, {"broader": "skills.unknown"}),
        ({"related": {"react": 0.5}}, {"related": "skills.unknown"}),
        ({"related": {"vue": 0.95}}, {"related": "skills.weight"}),
        ({"skills": ("vue",)}, {"skills": "skills.not_a_role"}),
        ({"kind": "cookery"}, {"kind": "skills.kind"}),
        ({"kind": "role"}, {"kind": "skills.sort"}),
        ({}, {"": "skills.same"}),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(files: Path, operator, change, expected):
    with pytest.raises(Invalid) as refused:
        services.edit_entry(actor=operator, skill=replace(said("react"), **change), reason="시험", at=now())
    assert codes(refused).items() >= expected.items()
    assert queries.revisions_of("react").count() == 1


def test_a_circle_is_refused_however_long(files: Path, operator):
    with pytest.raises(Invalid) as refused:
        services.edit_entry(
            actor=operator, skill=replace(said("web"), broader=("react",)), reason="시험", at=now()
        )
    assert codes(refused) == {"broader": "skills.circle"}


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_every_change_has_a_reason(files: Path, operator, reason: str):
    with pytest.raises(Invalid) as refused:
        services.edit_entry(actor=operator, skill=replace(said("react"), also=()), reason=reason, at=now())
    assert codes(refused) == {"reason": "skills.reason"}


def test_only_operators_change_the_graph(files: Path):
    talent, entry = people.talent_actor(), said("react")
    for attempt in (
        lambda: services.edit_entry(actor=talent, skill=replace(entry, also=()), reason="x", at=now()),
        lambda: services.add_entry(actor=talent, skill=replace(entry, id="y"), reason="x", at=now()),
        lambda: services.retire(actor=talent, entry_id="react", successor="vue", reason="x", at=now()),
        lambda: services.restore(actor=talent, entry_id="react", reason="x", at=now()),
        lambda: services.accept_offered(actor=talent, entry_id="react", at=now()),
        lambda: services.reject(actor=talent, proposal_id=1, reason="x", at=now()),
    ):
        with pytest.raises(Denied):
            attempt()


def test_an_entry_is_added_under_an_id_of_its_own(files: Path, operator):
    new = Skill("htmx", "frontend", "에이치티엠엑스", "htmx", broader=("web",))
    services.add_entry(actor=operator, skill=new, reason="요청이 많음", at=now())
    queries.refresh(at_once=True)
    assert queries.implied("htmx") == {"web"}
    for id, code in (("htmx", "skills.id_taken"), ("No Slug", "skills.id"), ("a" * 61, "skills.id")):
        with pytest.raises(Invalid) as refused:
            services.add_entry(actor=operator, skill=replace(new, id=id), reason="x", at=now())
        assert codes(refused)["id"] == code


def test_the_second_of_two_operators_is_told_that_somebody_was_faster(files: Path, operator):
    seen = queries.last_revision("react")
    services.edit_entry(
        actor=operator, skill=replace(said("react"), also=("R1",)), reason="첫째", at=now(), seen=seen
    )
    for late in (
        lambda: services.edit_entry(
            actor=operator, skill=replace(said("react"), also=("R2",)), reason="둘째", at=now(), seen=seen
        ),
        lambda: services.retire(
            actor=operator, entry_id="react", successor="vue", reason="둘째", at=now(), seen=seen
        ),
    ):
        with pytest.raises(Invalid) as refused:
            late()
        assert codes(refused) == {"": "skills.changed"}
    assert said("react").also == ("R1",)


@pytest.mark.django_db(transaction=True)
def test_two_operators_at_once_do_not_give_one_name_to_two_entries(tmp_path: Path):
    write(tmp_path)
    services.load_reviewed_graph(tmp_path, at=now())
    operators = [people.operator_actor() for _ in range(2)]
    begin = threading.Barrier(2)
    told: list[str] = []

    def name(operator, entry_id: str) -> None:
        try:
            begin.wait()
            services.edit_entry(
                actor=operator, skill=replace(said(entry_id), also=("유아이킷",)), reason="동시에", at=now()
            )
            told.append("saved")
        except Invalid as invalid:
            told.append(invalid.fields["also"].code)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=name, args=pair) for pair in zip(operators, ("vue", "svelte"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["saved", "skills.taken"]


# Retiring -----------------------------------------------------------------------------------------------------


def test_a_retired_entry_lives_on_in_its_successor(files: Path, operator):
    services.retire(actor=operator, entry_id="react", successor="vue", reason="합침", at=now())
    queries.refresh(at_once=True)
    assert queries.by_name("ReactJS") == queries.by_name("react") == "vue"
    assert queries.label("react", "ko") == "리액트"
    assert "react" in queries.skill_ids()
    assert "react" not in dict(queries.choices("ko"))
    assert queries.implied("react") == {"vue", "web"}
    assert queries.implied("vue") == {"react", "web"}
    assert lexicon()["web-developer"].skills == ("vue",)
    assert [hit.skill_id for hit in recognise("리액트 경험")] == ["vue"]
    with pytest.raises(Refused):
        services.edit_entry(actor=operator, skill=replace(said("react"), also=()), reason="x", at=now())
    with pytest.raises(Invalid) as refused:  # the successor keeps the names
        services.edit_entry(
            actor=operator, skill=replace(said("svelte"), also=("ReactJS",)), reason="x", at=now()
        )
    assert codes(refused) == {"also": "skills.taken"}

    services.restore(actor=operator, entry_id="react", reason="다시 나눔", at=now())
    queries.refresh(at_once=True)
    assert queries.by_name("ReactJS") == "react"
    assert queries.implied("vue") == {"web"}
    assert [row.change for row in queries.revisions_of("react")] == ["restored", "retired", "shipped"]


@pytest.mark.parametrize("successor", ["react", "nothing", "", "web-developer"])
def test_only_another_living_entry_of_the_same_sort_succeeds(files: Path, operator, successor: str):
    with pytest.raises(Invalid) as refused:
        services.retire(actor=operator, entry_id="react", successor=successor, reason="x", at=now())
    assert codes(refused) == {"successor": "skills.no_successor"}


def test_retiring_does_not_make_a_circle(files: Path, operator):
    new = Skill("ui", "frontend", "화면 만들기", "UI work", broader=("react",))
    services.add_entry(actor=operator, skill=new, reason="x", at=now())
    with pytest.raises(
        Invalid
    ) as refused:  # ui is below react, react below web: ui in web's place goes round
        services.retire(actor=operator, entry_id="web", successor="ui", reason="x", at=now())
    assert codes(refused) == {"successor": "skills.successor_circle"}


def test_a_name_that_was_given_away_meanwhile_cannot_be_taken_back(files: Path, operator):
    services.retire(actor=operator, entry_id="react", successor="vue", reason="합침", at=now())
    services.retire(actor=operator, entry_id="vue", successor="web", reason="합침", at=now())
    queries.refresh(at_once=True)
    assert queries.by_name("ReactJS") == "web"  # as far as the chain goes
    services.restore(actor=operator, entry_id="vue", reason="다시 나눔", at=now())
    with pytest.raises(Refused):
        services.restore(actor=operator, entry_id="vue", reason="두 번", at=now())
    with pytest.raises(Missing):
        services.restore(actor=operator, entry_id="nothing", reason="x", at=now())


# Proposed terms -----------------------------------------------------------------------------------------------


def seen(term: str, where: str = "talent.profile", language: str = "en") -> Proposal | None:
    return services.propose(term=term, language=language, seen_in=where, at=now())


def test_an_unknown_term_waits_once_however_it_is_written(files: Path, operator):
    first = seen("Fast API")
    assert first
    for term in ("fastapi", "Fast-API", "FASTAPI"):
        seen(term, "demand.task")
    waiting = queries.proposals_for(operator).get()
    assert (waiting.term, waiting.times) == ("Fast API", 4)
    assert waiting.seen_in == {"talent.profile": 1, "demand.task": 3}
    assert queries.waiting_for(operator) == 1
    assert not queries.proposals_for(people.talent_actor()).exists()


@pytest.mark.parametrize(
    "term",
    ["", "x", "React", "리액트", "ann@example.org", "https://x.example", "010-1234-56789 전화", "12 34", "a b c d e f g",
     "그 회사에서 함께 일하던 아주 오래된 친구에게서 배운 여러 가지 기술과 그 밖의 많은 일들을 적었습니다"],
)  # fmt: skip
def test_what_is_known_or_no_term_is_not_kept(files: Path, term: str):
    assert seen(term) is None
    assert not Proposal.objects.exists()


def test_a_proposal_becomes_another_name(files: Path, operator):
    proposal = seen("리액트 훅", language="ko")
    services.take_as_name(actor=operator, proposal_id=proposal.pk, entry_id="react", at=now())
    queries.refresh(at_once=True)
    assert queries.by_name("리액트 훅") == "react"
    assert queries.revisions_of("react")[0].proposal == proposal
    assert seen("리액트훅") is None  # known by now
    with pytest.raises(Refused):
        services.reject(actor=operator, proposal_id=proposal.pk, reason="늦음", at=now())


def test_a_proposal_becomes_an_entry(files: Path, operator):
    proposal = seen("htmx")
    new = Skill("htmx", "frontend", "에이치티엠엑스", "htmx", broader=("web",))
    with pytest.raises(Invalid) as refused:
        services.take_as_entry(actor=operator, proposal_id=proposal.pk, skill=replace(new, ko=""), at=now())
    assert codes(refused) == {"ko": "skills.no_name"}
    services.take_as_entry(actor=operator, proposal_id=proposal.pk, skill=new, at=now())
    proposal.refresh_from_db()
    assert (proposal.state, proposal.entry_id) == ("new", "htmx")
    assert AuditEvent.objects.filter(action="skills.proposal.answered").count() == 1


def test_a_rejected_term_stays_rejected_and_is_counted_on(files: Path, operator):
    proposal = seen("열정")
    with pytest.raises(Invalid):
        services.reject(actor=operator, proposal_id=proposal.pk, reason=" ", at=now())
    services.reject(actor=operator, proposal_id=proposal.pk, reason="기술이 아닙니다", at=now())
    seen("열정")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.times) == ("rejected", 2)
    assert queries.waiting_for(operator) == 0


def test_a_name_that_needs_context_says_so(files: Path, operator):
    proposal = seen("Spring")
    services.take_as_name(
        actor=operator, proposal_id=proposal.pk, entry_id="react", at=now(), needs_context=True
    )
    assert said("react").unsure == {"Spring"}


def test_a_name_that_means_something_else_is_told_beside_the_choice(files: Path, operator):
    proposal = seen("리액트 네이티브", language="ko")
    services.take_as_name(actor=operator, proposal_id=proposal.pk, entry_id="react", at=now())
    late = Proposal.objects.create(
        key="x", term="리액트 네이티브", language="ko", first_seen_at=now(), last_seen_at=now()
    )
    with pytest.raises(Invalid) as refused:
        services.take_as_name(actor=operator, proposal_id=late.pk, entry_id="vue", at=now())
    assert codes(refused) == {"entry": "skills.taken"}


def test_what_the_graph_knows_by_now_no_longer_waits(files: Path, operator):
    by_edit, by_upgrade, still = seen("Preact"), seen("Next.js"), seen("Gatsby")
    services.edit_entry(
        actor=operator, skill=replace(said("react"), also=("ReactJS", "Preact")), reason="x", at=now()
    )
    write(files, GRAPH + 'nextjs = { ko = "넥스트제이에스", en = "Next.js" }\n')
    services.load_reviewed_graph(files, at=now())
    found = dict(Proposal.objects.values_list("term", "entry_id"))
    assert found == {by_edit.term: "react", by_upgrade.term: "nextjs", still.term: None}


def test_a_full_queue_takes_no_more_but_counts_on(files: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("talentbridge.skills.services.proposals.MOST_WAITING", 1)
    assert seen("htmx")
    assert seen("Gatsby") is None
    assert seen("HTMX").times == 2


@pytest.mark.django_db(transaction=True)
def test_a_term_that_two_people_use_at_once_waits_once():
    begin = threading.Barrier(2)

    def use() -> None:
        begin.wait()
        seen("Quantum knitting")
        connection.close()

    threads = [threading.Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Proposal.objects.get().times == 2
