"""What a text is about, which titles mean the same, which skill or role is near to a term."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentbridge.skills import queries
from talentbridge.skills.rules import Graph, Skill, lexicon, use
from talentbridge.skills.rules.linking import Index, knowledge, nearest, ranked, role_of
from talentbridge.skills.rules.linking.knowledge import Knowledge
from talentbridge.skills.rules.linking.letters import Letters
from talentbridge.skills.rules.linking.wording import words

LABELS = [
    "Kubernetes", "manage budgets", "think proactively", "Java (computer programming)", "JavaScript", "work in teams",
    "attend to detail", "develop software prototype", "speak in public", "breed pigs", "use spreadsheets software",
    "database administration", "machine learning", "collaborate with engineers", "English",
]  # fmt: skip
TITLES = [
    "Nurse", "Head Nurse", "Accountant", "Sales Manager", "Truck Driver", "Java Programmer", "Legal Counsel", "Chef",
    "간호사", "수간호사", "회계 담당자", "영업 부장", "트럭 운전사", "자바 개발자", "변호사", "주방장",
]  # fmt: skip


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return knowledge(lexicon())


@pytest.fixture(scope="module")
def labels(known: Knowledge) -> Index:
    return Index(LABELS, known)


@pytest.fixture(scope="module")
def titles(known: Knowledge) -> Index:
    return Index(TITLES, known)


def first(index: Index, scores: np.ndarray, count: int = 1) -> list[str]:
    return [index.labels[number] for number in ranked(scores, count)]


# --- Words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("developing", "develops"), ("making", "makes"), ("using", "uses"), ("studies", "studied"), ("planning", "plans"),
        ("written", "writes"), ("programming", "program"), ("programmes", "program"), ("taught", "teaching"),
        ("boxes", "box"), ("nursing", "nurse"),
    ],
)  # fmt: skip
def test_inflected_words_have_one_stem(one: str, other: str):
    assert words(one)[0].stem == words(other)[0].stem


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("developer", "development"), ("analyst", "analytical"), ("management", "manager"), ("automation", "automate"),
        ("translator", "translation"), ("분석가", "분석"), ("개발자", "개발"),
    ],
)  # fmt: skip
def test_derived_words_have_one_root(one: str, other: str):
    assert words(one)[0].root == words(other)[0].root


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("engineer", "engine"), ("international", "intern"), ("care", "car"), ("customer", "custom"), ("officer", "office"),
        ("general", "generate"), ("sections", "sectors"),
    ],
)  # fmt: skip
def test_words_that_only_look_related_stay_apart(one: str, other: str):
    assert words(one)[0].root != words(other)[0].root


def test_korean_words_lose_particles_and_endings_and_compounds_are_cut(known: Knowledge):
    def stems(text: str) -> list[str]:
        return [word.stem for word in known.words(text)]

    assert stems("마케팅을 기획하는 디자이너에게") == ["마케팅", "기획", "디자이너"]
    assert stems("품질관리팀장") == ["품질", "관리", "팀장"]
    assert stems("내과의사와 외과의사") == ["내과", "의사", "외과", "의사"]
    assert stems(unicodedata.normalize("NFD", "회계사")) == ["회계사"]


def test_a_stop_word_in_capitals_is_a_name():
    assert [word.said for word in words("IT manager or it")] == ["it", "manager"]
    assert words("THE OR OF") == []


def test_markup_and_signs_say_nothing():
    assert words("<ORGANIZATION> · 🙂 ___ !!") == []
    assert [word.said for word in words("C++, C# and F5 <b>.NET</b>")] == ["c++", "c#", "f5", "net"]


# --- What a text is about


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("You run our clusters on K8s every day", "Kubernetes"),
        ("쿠버네티스 클러스터를 운영합니다", "Kubernetes"),
        ("Responsible for the yearly budget of the department", "manage budgets"),
        ("a proactive colleague", "think proactively"),
        ("you are a real team player", "work in teams"),
        ("detail-oriented and precise", "attend to detail"),
        ("We build prototypes of new software", "develop software prototype"),
        ("experience in the pig farm", "breed pigs"),
        ("a good command of Excel", "use spreadsheets software"),
        ("데이터베이스 관리 경험", "database administration"),
        ("ML, 특히 기계 학습 모델", "machine learning"),
        ("영어로 회의하실 수 있는 분", "English"),
    ],
)
def test_a_sentence_is_about_what_it_says_in_other_words(labels: Index, sentence: str, label: str):
    assert first(labels, labels.about(sentence)) == [label]


def test_java_is_not_javascript_and_brackets_weigh_little(labels: Index):
    assert first(labels, labels.about("five years of Java")) == ["Java (computer programming)"]
    assert first(labels, labels.about("five years of JavaScript")) == ["JavaScript"]


def test_a_label_is_found_inside_a_long_text(labels: Index):
    around = "our office has a view of the river and a nice kitchen " * 20
    assert first(labels, labels.about(around + "you handle the budgets " + around)) == ["manage budgets"]


def test_a_longer_label_that_is_said_wholly_comes_before_a_part_of_it(known: Knowledge):
    index = Index(["analysis", "market analysis", "market"], known)
    assert first(index, index.about("you do market analysis for us")) == ["market analysis"]


# --- Titles


@pytest.mark.parametrize(
    ("title", "same"),
    [
        ("간호사", {"Nurse", "간호사"}),
        ("Registered nurse", {"Nurse", "간호사"}),
        ("변호사", {"변호사", "Legal Counsel"}),
        ("Attorney", {"변호사", "Legal Counsel"}),
        ("자바 프로그래머", {"자바 개발자", "Java Programmer"}),
        ("Java engineer", {"자바 개발자", "Java Programmer"}),
        ("회계사", {"회계 담당자", "Accountant"}),
        ("lorry driver", {"Truck Driver", "트럭 운전사"}),
        ("Head cook", {"Chef", "주방장"}),
        ("영업관리자", {"Sales Manager", "영업 부장"}),
    ],
)
def test_one_job_is_found_in_both_languages(titles: Index, title: str, same: set[str]):
    assert same <= set(first(titles, titles.alike(title), 3))


def test_rank_weighs_less_than_the_field(known: Knowledge):
    index = Index(["Senior Accountant", "Senior Nurse", "Nurse Manager"], known)
    assert set(first(index, index.alike("Senior Nurse"), 2)) == {"Senior Nurse", "Nurse Manager"}


def test_alike_is_alike_from_both_sides(known: Knowledge):
    pair = ["Java developer", "Software engineer"]
    index = Index(pair, known)
    assert index.alike(pair[0])[1] == pytest.approx(index.alike(pair[1])[0], abs=0.02)


def test_a_slip_of_the_pen_is_forgiven(titles: Index):
    assert first(titles, titles.alike("Acountant")) == ["Accountant"]


# --- Order, bounds, odd input


def test_equal_scores_stand_in_the_order_of_the_list(known: Knowledge):
    index = Index(["baker", "nurse", "집배원", "Nurse", "목수"], known)
    assert index.alike("nurse")[[0, 2, 4]].tolist() == [0, 0, 0]
    assert ranked(index.alike("nurse")) == [1, 3, 0, 2, 4]
    assert ranked(index.alike("nurse"), 2) == [1, 3]


def test_asking_changes_no_answer(known: Knowledge):
    index = Index(LABELS, known)
    before = index.about("Java and teamwork")
    for number in range(50):
        index.about(f"something else {number}")
    assert (index.about("Java and teamwork") == before).all()
    assert (Index(LABELS, known).about("Java and teamwork") == before).all()


@given(st.text(max_size=200))
def test_any_text_gets_scores_from_0_to_1(text: str):
    index = Index(LABELS, knowledge(lexicon()))
    for scores in (index.about(text), index.alike(text)):
        assert scores.shape == (len(LABELS),)
        assert ((scores >= 0) & (scores <= 1)).all()


@pytest.mark.parametrize("text", ["", " ", "🙂", "<tag>", "of the and", "ㅋㅋㅋ"])
def test_a_text_without_words_is_about_nothing(labels: Index, text: str):
    assert not labels.about(text).any()
    assert not labels.alike(text).any()


def test_labels_without_words_and_no_labels_at_all(known: Knowledge):
    index = Index(["", "---", "nurse"], known)
    assert index.alike("nurse")[:2].tolist() == [0, 0]
    assert index.alike("nurse")[2] > 0.9
    assert Index([], known).about("nurse").size == 0
    assert Letters([]).cosines("nurse").size == 0


def test_a_very_long_text_and_a_very_long_word(labels: Index):
    assert labels.about("word " * 100_000 + "budget").max() < 0.5
    assert labels.alike("가" * 10_000).max() == 0


# --- Reasons


def test_every_answered_word_says_by_what_it_was_answered(known: Knowledge):
    index = Index(["Kubernetes administrator", "developing prototypes", "nurse"], known)

    by_alias = index.reasons("K8s administration", 0)
    assert [(why.said, why.word, why.how) for why in by_alias] == [
        ("k8s", "kubernetes", "skill"),
        ("administration", "administrator", "root"),
    ]
    assert [why.how for why in index.reasons("develop a prototype", 1)] == ["word", "word"]
    assert [why.how for why in index.reasons("physician", 2)] == ["field"]
    assert index.reasons("", 2) == []


# --- The graph


@pytest.mark.parametrize(
    ("term", "skill"),
    [("쿠버네티스 운영", "kubernetes"), ("kubernets", "kubernetes"), ("container platform", "containers")],
)
def test_an_unknown_term_is_near_to_skills(term: str, skill: str):
    found = nearest(term, 3)
    assert skill in [near.skill_id for near in found]
    assert [near.score for near in found] == sorted((near.score for near in found), reverse=True)
    assert len({near.skill_id for near in found}) == len(found)


def test_where_no_name_looks_alike_one_that_means_the_same_is_told():
    use(
        Graph(
            [
                Skill("accounting", "business", "회계", "Accounting"),
                Skill("sales", "business", "영업", "Sales"),
            ]
        )
    )
    try:
        assert queries.search("bookkeeping") == []
        assert queries.nearest("bookkeeping", "ko") == ["회계"]
    finally:
        use(None)


def test_nothing_is_near_to_nothing():
    assert nearest("") == nearest("zzzz qqqq") == nearest("🙂") == []
    assert nearest("Java", 0) == []


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Sr. Java programmer", "java-developer"),
        ("데이터엔지니어링 리드", "data-engineer"),
        ("Machine Learning Lead", "ml-engineer"),
        ("QA tester", "qa-engineer"),
    ],
)
def test_a_title_means_a_role(title: str, role: str):
    found = role_of(title)
    assert found is not None
    assert role in {found.skill_id, *lexicon()[found.skill_id].broader, *lexicon()[found.skill_id].related}
    assert found.said


@pytest.mark.parametrize(
    "title",
    ["Truck driver", "Registered nurse", "초등학교 교사", "Civil engineer", "Manager", "Analyst", "Senior engineer", "",
     "담당자", "Member of staff", "asdf"],
)  # fmt: skip
def test_a_title_that_is_no_role_of_the_graph_means_none(title: str):
    assert role_of(title) is None


def test_another_graph_is_known_at_once():
    graph = Graph(
        [
            Skill("zig", "language", "지그", "Zig", also=("Ziglang",)),
            Skill("wasm", "language", "와즘", "WebAssembly", related={"zig": 0.5}),
        ]
    )
    index = Index(["Zig", "cooking", "WebAssembly"], knowledge(graph))
    scores = index.alike("ziglang")
    assert ranked(scores) == [0, 2, 1]
    assert scores[2] > 0


def test_an_unsure_spelling_is_no_sign_of_its_skill(known: Knowledge):
    index = Index(["Go", "go to market"], known)
    assert index.reasons("golang", 1) == []
