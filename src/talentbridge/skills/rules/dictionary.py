"""Finds the names of a dictionary in a prepared text: longest first, from left to right, with clean edges.

Names are kept by the form in which they are looked up and by their first two letters, with the lengths that occur
after those. A text is walked once; at most places two letters already say that nothing begins there. So 10,000
names take about 3 MB, and the time grows with the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from talentbridge.skills.rules.prepared import is_hangul, is_latin, prepare


def any_of(words: str) -> str:
    """A pattern that matches one of `words`, which stand apart by blanks."""
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
로서 로써 라는 라도 은 는 이 가 을 를 의 에 로 와 과 도 만 나 며 고 인 라 든 등 및 랑 들 뿐 밖에 만큼 마저 조차 라든지
이라든지 라든가 라고 이라고 라면 이라면 라서 이라서 였고 이었고 였던 이었던 였는지 이었는지 인지 커녕 이야 이란 란
"""
_VERB = "(?:하(?!게)|[했한할해합됐되된될됩])[가-힣]{0,4}"  # a noun made a verb: 파인튜닝한, 파인튜닝했습니다
_TAIL = re.compile(f"(?:{any_of(_NOUNS)})*(?:(?:{any_of(_PARTICLES)}){{0,3}}|{_VERB})")
PARTICLE = re.compile(f"(?:{any_of(_PARTICLES)}){{0,2}}")
_HANGUL_RUN = re.compile("[가-힣]{0,40}")
_LATIN_TAIL = re.compile(r"s?(?![^\W_])|\d{1,4}(?:\.\d{1,4})*(?![^\W_])")
# Where a name can begin: at any syllable, at the first letter of a Latin word, at a sign.
_STARTS = re.compile(r"[가-힣]|(?<![^\W가-힣])[^\W가-힣]|[^\w\s]")
_LEAST_COMPOUND = 4  # syllables from which a Korean name is also found at the end of a longer word
_LEAST_CLOSED = 6  # letters from which a Latin name may be written without its spaces
_LEAST_PART = 2  # syllables on each side of a space that a Korean name may be written with


@dataclass(frozen=True, slots=True)
class Name:
    """A spelling of `id`. Hits of one `group` do not overlap; those of two groups may."""

    group: str
    id: str
    spelling: str
    is_unsure: bool = False
    is_stem: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A name at ``folded[start:end]``."""

    start: int
    end: int
    name: Name


class Dictionary:
    """Names by the forms in which they may be written."""

    def __init__(self, names: Iterable[Name]) -> None:
        """`names`: of two that share a form within a group, the first one counts."""
        self._names: dict[str, dict[str, Name]] = {}
        lengths: dict[str, set[int]] = {}
        for name in names:
            for form in forms(name.spelling.casefold()):
                self._names.setdefault(form, {}).setdefault(name.group, name)
                lengths.setdefault(form[:2], set()).add(len(form))
        self._lengths = {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}

    def named(self, spelling: str) -> dict[str, Name]:
        """What is spelt exactly so, by group; spaces and hyphens do not count."""
        found: dict[str, Name] = {}
        for form in sorted(forms(prepare(spelling).folded.strip())):
            found = {**self._names.get(form, {}), **found}
        return found

    def find(self, folded: str) -> Iterator[Hit]:
        """The names in a folded text, by their beginning."""
        flat = folded.replace("-", " ").replace("\n", " ")
        taken: dict[str, int] = {}  # by group: where its last hit ends
        for match in _STARTS.finditer(flat):
            start = match.start()
            for head in (flat[start : start + 2], flat[start]):
                for length in self._lengths.get(head, ()):
                    end = start + length
                    named = self._names.get(flat[start:end])
                    if not named or end > len(flat):
                        continue
                    for group, name in named.items():
                        if start >= taken.get(group, 0) and has_clean_edges(folded, start, end, name.is_stem):
                            taken[group] = end
                            yield Hit(start, end, name)


def forms(spelling: str) -> frozenset[str]:
    """A name with its inner spaces and hyphens as one space, and without them where that stays unmistakable.

    A Korean name without a space may have one anywhere (스프링부트, 스프링 부트), with two syllables on each side.
    """
    spaced = re.sub(r"[\s-]+", " ", spelling)
    closed = spaced.replace(" ", "")
    found = {spaced}
    if any(map(is_hangul, closed)) or len(closed) >= _LEAST_CLOSED:
        found.add(closed)
    if spaced == closed and all(map(is_hangul, closed)):
        cuts = range(_LEAST_PART, len(closed) - _LEAST_PART + 1)
        found.update(f"{closed[:cut]} {closed[cut:]}" for cut in cuts)
    return frozenset(found)


def has_clean_edges(folded: str, start: int, end: int, is_stem: bool = False) -> bool:
    """Whether ``folded[start:end]`` stands as a word of its own, Korean particles and English plurals allowed."""
    return _left_edge(folded, start, end) and _right_edge(folded, start, end, is_stem)


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


def _right_edge(folded: str, start: int, end: int, is_stem: bool) -> bool:
    if end == len(folded):
        return True
    after, last = folded[end], folded[end - 1]
    if is_hangul(last):
        return is_stem or not is_hangul(after) or _is_tail(_run(folded, end))
    if is_hangul(after):
        return True
    if is_latin(after):
        return end - start >= 3 and not last.isdigit() and bool(_LATIN_TAIL.match(folded, end))
    if after == "." and end + 1 < len(folded):
        return not folded[end + 1].isalpha() or is_hangul(folded[end + 1])
    return after not in "@_" and not (after in "+#" and last.isalpha())


def _run(folded: str, start: int) -> str:
    match = _HANGUL_RUN.match(folded, start)
    return match[0] if match else ""


@lru_cache(maxsize=10_000)
def _is_tail(syllables: str) -> bool:
    """Whether `syllables` are nouns that go with skills and particles, nothing else."""
    return bool(_TAIL.fullmatch(syllables))
