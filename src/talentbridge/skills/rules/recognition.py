"""Finds skills in Korean, English and mixed text: a dictionary automaton that knows Korean particles.

Longest match wins, from left to right. A Latin name has to stand alone (a plural s or a version number may
follow: LLMs, Python3); a Korean name may be followed by particles and by nouns that go with skills (파이썬으로,
리액트개발자). Spaces and hyphens inside a name may be left out or exchanged. A spelling that is an everyday word or
a single letter (Go, R, 고, 알, 뷰) counts only in context: beside another skill in an enumeration, or before a word
such as 언어 or developer.

A morpheme analyser was not used: its model takes 530 MB in a process (domain-facts C1), this takes one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from talentbridge.skills.rules.lexicon import ROLE, Skill, lexicon
from talentbridge.skills.rules.reading import Prepared, is_hangul, is_latin, prepare


def _any(words: str) -> str:
    """A pattern that matches one of `words`."""
    return "|".join(words.split())


_NOUNS = """
개발자 개발 엔지니어링 엔지니어 프로그래밍 프로그래머 언어 기반 경험 경력자 경력 모델링 모델 서버 앱
웹 팀 프레임워크 라이브러리 활용 사용 운영 구축 연동 튜닝 전문가 담당자 담당 능력 기술 스택 서비스
시스템 플랫폼 솔루션 환경 코드 쿼리 설계 구현 관리 분석가 분석 처리 학습 테스트 자동화 최적화
프로젝트 업무 실무 숙련자 이해 지식 컴포넌트 데이터 도구 툴 엔진 프로그램 제작 유지보수 마이그레이션
이관 전환 배포 연구원 연구 아키텍처 아키텍트 디자이너 디자인 기획자 기획 매니저 마케터 화면
"""
_PARTICLES = """
으로부터 으로서 으로써 이라는 입니다 이라도 에게서 까지 부터 보다 처럼 하고 이며 이고 이나 이다 이라 이든 이랑 에서 에게 으로
로서 로써 라는 라도 은 는 이 가 을 를 의 에 로 와 과 도 만 나 며 고 인 라 든 등 및 랑
"""
_TAIL = re.compile(f"(?:{_any(_NOUNS)})*(?:{_any(_PARTICLES)}){{0,3}}")
_PARTICLE = re.compile(f"(?:{_any(_PARTICLES)}){{0,2}}")
_HANGUL_RUN = re.compile("[가-힣]{0,40}")
_LATIN_TAIL = re.compile(r"s?(?![^\W_])|\d{1,4}(?:\.\d{1,4})*(?![^\W_])")
_LEAST_COMPOUND = 4  # syllables from which a Korean name is also found at the end of a longer word
_CONTEXT_KO = """
언어 개발 프로그래밍 프로그래머 엔지니어 프레임워크 라이브러리 코드 경험 경력 능숙 숙련 전문가 스택 컴포넌트 백엔드
프론트엔드 서버 담당자
"""
_CONTEXT_EN = """
developers? development engineers? engineering programming programmer language framework back-?end front-?end code
coding experience skills expert specialist stack library scripts? services?
"""
_NEXT = re.compile(rf"\s?(?:{_any(_CONTEXT_KO)}|(?:{_any(_CONTEXT_EN)})\b)")
_ANYWHERE = re.compile(rf"{_any(_CONTEXT_KO)}|작성|\b(?:{_any(_CONTEXT_EN)}|written|write|build|built)\b")
_LEADS = re.compile(r"\b(?:in|with|using|use|know|knows|of|our)\s$")
_LISTED = re.compile(
    r"\s*(?:[,/·&+、|;]|,?\s(?:and|or)\s|와\s|과\s|및\s|,\s및|랑\s|이나\s|나\s|\sor\s|또는)\s*"
)
_SENTENCE = 120  # characters on each side in which context is looked for


@dataclass(frozen=True, slots=True)
class Found:
    """A skill that a text names: `said` is ``text[start:end]``, particles left out."""

    skill_id: str
    start: int
    end: int
    said: str


def recognise(text: str) -> list[Found]:
    """The skills that `text` names, in its order, every mention; offsets are code points of `text` as given."""
    return _find(text, _trie(False))


def recognise_roles(text: str) -> list[Found]:
    """The roles (jobs) that `text` names, in the same way."""
    return _find(text, _trie(True))


@dataclass(frozen=True, slots=True)
class _Entry:
    skill_id: str
    spelling: str
    unsure: bool


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int  # in the folded text
    end: int
    entry: _Entry


@lru_cache(maxsize=2)
def _trie(roles: bool) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for skill in lexicon().values():
        if (skill.kind == ROLE) == roles:
            _add(root, skill)
    return root


def _add(root: dict[str, Any], skill: Skill) -> None:
    for spelling in skill.spellings:
        entry = _Entry(skill.id, spelling, spelling in skill.unsure)
        for form in _forms(spelling.casefold()):
            node = root
            for letter in form:
                node = node.setdefault(letter, {})
            node.setdefault("", entry)


def _forms(spelling: str) -> set[str]:
    """A name with its inner spaces and hyphens as one space, and without them where that stays unmistakable."""
    spaced = re.sub(r"[\s-]+", " ", spelling)
    closed = spaced.replace(" ", "")
    return {spaced, closed} if any(map(is_hangul, closed)) or len(closed) >= 6 else {spaced}


def _find(text: str, trie: dict[str, Any]) -> list[Found]:
    prepared = prepare(text)
    hits = _hits(prepared.folded, trie)
    kept = _with_context(prepared, hits)
    found = []
    for hit in kept:
        start, end = prepared.span(hit.start, hit.end)
        found.append(Found(hit.entry.skill_id, start, end, text[start:end]))
    return found


def _hits(folded: str, trie: dict[str, Any]) -> list[_Hit]:
    hits = []
    position = 0
    while position < len(folded):
        hit = _longest(folded, position, trie) if folded[position] in trie else None
        if hit:
            hits.append(hit)
        position = hit.end if hit else position + 1
    return hits


def _longest(folded: str, start: int, trie: dict[str, Any]) -> _Hit | None:
    """The longest name that begins at `start` and has clean edges."""
    best = None
    node, position = trie, start
    while node:
        entry = node.get("")
        if entry and _left_edge(folded, start, position) and _right_edge(folded, start, position):
            best = _Hit(start, position, entry)
        if position >= len(folded):
            break
        letter, width = _letter(folded, position)
        node = node.get(letter, {})
        position += width
    return best


def _letter(folded: str, position: int) -> tuple[str, int]:
    """The next letter of a name and its width: a hyphen or up to three blanks (not a blank line) count as one space."""
    if folded[position] == "-":
        return " ", 1
    if not folded[position].isspace():
        return folded[position], 1
    end = position
    while end < len(folded) and end - position < 3 and folded[end].isspace():
        end += 1
    blank = folded[position:end]
    return (" " if blank.count("\n") < 2 else "\n"), len(blank)


def _left_edge(folded: str, start: int, end: int) -> bool:
    if start == 0:
        return True
    before, first = folded[start - 1], folded[start]
    if is_hangul(first):
        return not is_hangul(before) or sum(map(is_hangul, folded[start:end])) >= _LEAST_COMPOUND
    if is_latin(before) or before in "_@" or (before == "." and first != "."):
        return False
    if before == "-" and start > 1 and is_latin(folded[start - 2]):
        return False
    return folded[max(0, start - 2) : start] != "//"


def _right_edge(folded: str, start: int, end: int) -> bool:
    if end == len(folded):
        return True
    after, last = folded[end], folded[end - 1]
    if is_hangul(last):
        run = _HANGUL_RUN.match(folded, end)
        return not is_hangul(after) or bool(run and _TAIL.fullmatch(run[0]))
    if is_hangul(after):
        return True
    if is_latin(after):
        return end - start >= 3 and not last.isdigit() and bool(_LATIN_TAIL.match(folded, end))
    if after == "." and end + 1 < len(folded):
        return not folded[end + 1].isalpha() or is_hangul(folded[end + 1])
    return after not in "@_" and not (after in "+#" and last.isalpha())


def _with_context(prepared: Prepared, hits: list[_Hit]) -> list[_Hit]:
    """Drop the unsure hits that nothing around them supports."""
    kept: list[_Hit] = []
    for number, hit in enumerate(hits):
        following = hits[number + 1] if number + 1 < len(hits) else None
        sure_next = following if following and not following.entry.unsure else None
        if not hit.entry.unsure or _is_supported(prepared, hit, kept[-1] if kept else None, sure_next, hits):
            kept.append(hit)
    return kept


def _is_supported(
    prepared: Prepared, hit: _Hit, before: _Hit | None, after: _Hit | None, hits: list[_Hit]
) -> bool:
    folded = prepared.folded
    start, end = prepared.span(hit.start, hit.end)
    latin = is_latin(folded[hit.start])
    if latin and prepared.original[start:end] not in _spoken(hit.entry.spelling):
        return False
    if latin and len(hit.entry.spelling) == 1 and folded[hit.end : hit.end + 1] in {"&", "-", "'", "’"}:
        return False
    if before and _LISTED.fullmatch(folded, before.end, hit.start):
        return True
    if after and _LISTED.fullmatch(folded, hit.end, after.start):
        return True
    tail = _PARTICLE.match(folded, hit.end)
    behind = tail.end() if tail else hit.end
    if _NEXT.match(folded, hit.end):
        return True
    if not latin:
        return False
    led = behind > hit.end or bool(_LEADS.search(folded, max(0, hit.start - 8), hit.start))
    return led and _something_near(folded, hit, hits)


def _something_near(folded: str, hit: _Hit, hits: list[_Hit]) -> bool:
    low, high = max(0, hit.start - _SENTENCE), hit.end + _SENTENCE
    sure_near = any(not other.entry.unsure and low <= other.start < high for other in hits)
    return sure_near or bool(_ANYWHERE.search(folded, low, high))


def _spoken(spelling: str) -> set[str]:
    """How an unsure Latin name is really written: as in the list, or in capitals; never in lower case."""
    return {spelling, spelling.upper()} if spelling != spelling.lower() else {spelling}
