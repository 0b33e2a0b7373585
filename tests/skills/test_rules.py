"""What the recogniser reads, and what it leaves alone."""

from __future__ import annotations

import time
import unicodedata
from collections import defaultdict

import pytest

from talentbridge.skills import queries
from talentbridge.skills.rules import ROLE, lexicon, recognise, recognise_roles
from talentbridge.skills.rules.dictionary import forms


def ids(text: str) -> list[str]:
    return [found.skill_id for found in recognise(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("React를 쓰는 개발자", ["react"]),
        ("리액트와 타입스크립트로 화면을 만듭니다", ["react", "typescript"]),
        ("파이썬으로 짠 서버", ["python"]),
        ("ReactJS, React.js 그리고 리액트개발자", ["react", "react", "react"]),
        ("파인튜닝과 파인 튜닝, fine-tuning, fine tuning, finetuning", ["fine-tuning"] * 5),
        ("Java17 / Spring Boot 3", ["java", "spring"]),
        ("fine tuning of LLMs", ["fine-tuning", "llm"]),
        ("machine\nlearning", ["machine-learning"]),
        ("C#과 .NET Core, C++20", ["csharp", "dotnet", "cpp"]),
        ("대용량데이터파이프라인을 운영", ["data-pipeline"]),
        ("KUBERNETES(쿠버네티스)", ["kubernetes", "kubernetes"]),
    ],
)
def test_names_are_found_with_particles_plurals_versions_and_spaces(text: str, expected: list[str]):
    assert ids(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "그리고 알 수 있는 뷰가 좋은 진 고객",
        "고객이 알고 싶어 하는 고급 정보",
        "We go to the market in spring, rust never sleeps",
        "Vitamin C, R&D and C-level people; express your feelings",
        "바다가 보이는 뷰 좋은 방을 고 싶습니다",
        "JavaBean을 reactive하게, 오프스프링",
        "mail me at react@example.org or //python.org/docs",
        "they react quickly, go fast and are embedded in our team",
        "the oracle told of azure skies to a postman",
        "진 빚을 갚고 알 만한 사람은 다 아는 고 정주영",
    ],
)
def test_everyday_words_and_single_letters_do_not_fire_alone(text: str):
    assert ids(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("파이썬, 고, 리액트 경험", ["python", "go", "react"]),
        ("Go 언어 백엔드", ["go", "backend"]),
        ("서버를 Go로 작성합니다", ["go"]),
        ("written in Go, Rust and C++", ["go", "rust", "cpp"]),
        ("R or Python", ["r", "python"]),
        ("C로 작성된 펌웨어", ["c", "embedded"]),
        ("뷰 컴포넌트를 만듭니다", ["vue"]),
        ("senior Swift developer", ["swift"]),
        ("python, go, rust", ["python", "go", "rust"]),
        ("react, vue or angular", ["react", "vue", "angular"]),
        ("Docker Ansible Puppet Terraform", ["docker", "ansible", "puppet", "terraform"]),
        ("Python, go home in spring", ["python"]),
        ("리액트, 뷰 좋은 사무실", ["react"]),
        ("리액트, 뷰 등", ["react", "vue"]),
        ("리액트와 뷰를 쓸 수 있는 분", ["react", "vue"]),
    ],
)
def test_context_lets_ambiguous_names_through(text: str, expected: list[str]):
    assert ids(text) == expected


def test_offsets_point_into_the_text_as_it_was_given():
    text = "요구: 파이썬으로 만든 API, React를 곁들여"
    for found in recognise(text):
        assert text[found.start : found.end] == found.said
    assert [found.said for found in recognise(text)] == ["파이썬", "React"]


def test_decomposed_korean_is_read_and_keeps_its_own_offsets():
    text = unicodedata.normalize("NFD", "우리는 파이썬과 자바를 씁니다")
    found = recognise(text)
    assert [each.skill_id for each in found] == ["python", "java"]
    assert [unicodedata.normalize("NFC", text[each.start : each.end]) for each in found] == ["파이썬", "자바"]


def test_roles_are_found_apart_from_skills():
    text = "백엔드 개발자와 데이터 사이언티스트를 찾습니다"
    assert [found.skill_id for found in recognise_roles(text)] == ["backend-developer", "data-scientist"]
    assert not {found.skill_id for found in recognise(text)} & {"backend-developer", "data-scientist"}


def test_fifty_thousand_characters_take_less_than_a_second():
    hostile = [
        "React를 쓰는 개발자, 파이썬으로 API 개발. " * 1700,
        "데이터파이프라인" * 6000,
        "고 " * 25_000,
        "개발" * 25_000,
    ]
    for text in hostile:
        started = time.process_time()
        recognise(text)
        assert time.process_time() - started < 1


def test_the_list_is_bilingual_and_consistent():
    entries = lexicon()
    assert sum(entry.kind != ROLE for entry in entries.values()) >= 250
    assert sum(entry.kind == ROLE for entry in entries.values()) >= 40
    for entry in entries.values():
        assert entry.ko and entry.en, entry.id
        is_role = entry.kind == ROLE
        for id in (*entry.broader, *entry.related):
            assert id in entries, (entry.id, id)
            assert (entries[id].kind == ROLE) == is_role, (entry.id, id)
        assert all(0.1 <= weight <= 0.9 for weight in entry.related.values()), entry.id
        assert entry.id not in entry.related, entry.id
        assert all(id in entries and entries[id].kind != ROLE for id in entry.skills), entry.id
        assert is_role or not entry.skills, entry.id
        assert entry.unsure <= set(entry.spellings), entry.id


def test_no_spelling_means_two_skills():
    owners = defaultdict(set)
    for entry in lexicon().values():
        for spelling in entry.spellings:
            for form in forms(spelling.casefold()):
                owners[form, entry.kind == ROLE].add(entry.id)
    assert {form: found for form, found in owners.items() if len(found) > 1} == {}


def test_one_syllable_korean_names_always_need_context():
    for entry in lexicon().values():
        for spelling in entry.spellings:
            if len(spelling) == 1:
                assert spelling in entry.unsure, (entry.id, spelling)


def test_every_skill_is_recognised_by_its_own_names_in_a_list():
    for entry in lexicon().values():
        if entry.kind == ROLE:
            continue
        for spelling in (entry.ko, entry.en):
            assert entry.id in ids(f"{spelling}, PostgreSQL"), spelling


def test_a_narrower_skill_implies_broader_ones_however_far():
    assert {"react", "frontend", "javascript"} <= queries.implied("nextjs")
    assert "nextjs" not in queries.implied("react")
    assert queries.implied("no-such-skill") == frozenset()


def test_broader_skills_never_run_in_a_circle():
    for id in lexicon():
        assert id not in queries.implied(id)


def test_names_and_labels_speak_both_languages():
    assert queries.label("react", "ko") == "리액트"
    assert queries.label("react", "en") == queries.label("react", "vi") == "React"
    assert queries.label("gone", "ko") == "gone"
    assert queries.by_name(" 리액트 ") == queries.by_name("REACTJS") == "react"
    assert queries.by_name("underwater basket weaving") == ""
    assert dict(queries.choices("ko")).keys() == queries.skill_ids()
