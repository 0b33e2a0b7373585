"""Which skills and roles a Korean, English or mixed text names.

Longest match wins, from left to right. A Latin name has to stand alone (a plural s or a version number may
follow: LLMs, Python3); a Korean name may be followed by particles and by nouns that go with skills (파이썬으로,
리액트개발자). Spaces and hyphens inside a name may be left out or exchanged. A spelling that is an everyday word or
a single letter (Go, R, 고, 알, 뷰) counts only in context: beside another skill in an enumeration, or before a word
such as 언어 or developer.

A morpheme analyser was measured and not taken: docs/decisions/0014-automaton-not-morphemes.md.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from talentbridge.skills.rules.dictionary import PARTICLE, Dictionary, Hit, Name, any_of
from talentbridge.skills.rules.lexicon import ROLE, Graph, lexicon
from talentbridge.skills.rules.prepared import Prepared, is_hangul, is_latin, prepare

SKILL = "skill"
_CONTEXT_KO = """
언어 개발 프로그래밍 프로그래머 엔지니어 프레임워크 라이브러리 코드 경험 경력 능숙 숙련 전문가 스택 컴포넌트 백엔드
프론트엔드 서버 담당자 기반 엔진 테스트 설정 플러그인 클러스터 모듈 문법 버전 작업 툴 배포 쿼리
"""
_CONTEXT_EN = """
developers? development engineers? engineering programming programmer language framework back-?end front-?end code
coding experience skills expert specialist stack library scripts? services?
"""
_NEXT = re.compile(rf"\s?(?:{any_of(_CONTEXT_KO)}|(?:{any_of(_CONTEXT_EN)})\b)")
_ANYWHERE = re.compile(rf"{any_of(_CONTEXT_KO)}|작성|\b(?:{any_of(_CONTEXT_EN)}|written|write|build|built)\b")
_LEADS = re.compile(r"\b(?:in|with|using|use|know|knows|of|our)\s$")
_LISTED = re.compile(
    r"\s*(?:[,/·&+、|;]|,?\s(?:and|or)\s|와\s|과\s|및\s|,\s및|랑\s|이나\s|나\s|\sor\s|또는|"
    r"에서\s|보다\s|대신\s|말고\s)\s*"
)
# What may follow the last name of an enumeration: its end, another part of it, or a word that says what it is.
_CLOSES = re.compile(
    rf"(?:{PARTICLE.pattern})\s?(?:$|[\n,/·&+、|;.)\]:(!?]|등|및|중|또는|혹은|기반|관련|위주|계열|사용|활용|[쓰씁써쓸쓴]|"
    rf"할 ?수|가능|상관|다[룰루뤄]|옮[기겨긴]|바[꾸꿔꾼꿀]|전환|이관|교체|통일|\b(?:and|or)\b|"
    rf"{any_of(_CONTEXT_KO)}|(?:{any_of(_CONTEXT_EN)})\b)"
)
_MADE_WITH = re.compile(
    r"(?:으로|로)\s?(?:짠|짜|작성|만[든들]|개발|구현|구축|옮[기겨긴]|바[꾸꿔꾼꿀]|전환|이관|교체)"
)
_FOR_YEARS = re.compile(r"\s?[(:]?\s?\d{1,2}\+?\s?(?:년|years?\b|yrs?\b)")
_BESIDE = 40
_SENTENCE = 120  # characters on each side in which context is looked for
_SHORT = 2  # Korean syllables up to which a name in an enumeration has to close it or go on with it
# Names that are everyday words when they are not capitalised: they react quickly, embedded in our team.
_PLAIN_WORDS = """
react angular azure elixir playwright postman tableau oracle delphi smalltalk illustrator groovy embedded
"""
_PLAIN = frozenset(_PLAIN_WORDS.split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A skill or role that a text names: `said` is ``text[start:end]``, particles left out."""

    skill_id: str
    start: int
    end: int
    said: str


def recognise(text: str) -> list[Mention]:
    """The skills that `text` names, in its order, every mention; offsets are code points of `text` as given."""
    return _mentions(text, SKILL)


def recognise_roles(text: str) -> list[Mention]:
    """The roles (jobs) that `text` names, in the same way."""
    return _mentions(text, ROLE)


def meanings(term: str) -> tuple[str, ...]:
    """The id of the role or skill that is called `term`, context or not; else those that are read in it.

    A name that both a role and a skill have (back-end developer) is the role's.
    """
    named = _dictionary(lexicon()).named(term)
    if entry := named.get(ROLE) or named.get(SKILL):
        return (entry.id,)
    return tuple(dict.fromkeys(each.skill_id for each in (*recognise(term), *recognise_roles(term))))


def graph_names(graph: Graph) -> Iterable[Name]:
    """Every spelling of `graph`, as a name of the group ``skill`` or ``role``."""
    for entry in graph.values():
        group = ROLE if entry.kind == ROLE else SKILL
        for spelling in entry.spellings:
            yield Name(group, entry.id, spelling, spelling in entry.unsure)


def with_context(prepared: Prepared, hits: Sequence[Hit]) -> list[Hit]:
    """Hits of one group without the unsure ones that nothing around them supports."""
    is_kept = [not _is_doubtful(prepared, hit) for hit in hits]
    for place in range(1, len(hits)):
        if not is_kept[place] and _are_korean_names(prepared.folded, hits[place - 1], hits[place]):
            is_kept[place - 1 : place + 1] = True, True
    # Twice, the second time backwards: 노드, 익스프레스 기반 - the first of them is supported by the second.
    for order in (range(len(hits)), range(len(hits) - 1, -1, -1)):
        sure = [hit.start for hit, kept in zip(hits, is_kept, strict=True) if kept]
        for place in order:
            if not is_kept[place]:
                before = hits[place - 1] if place and is_kept[place - 1] else None
                after = hits[place + 1] if place + 1 < len(hits) and is_kept[place + 1] else None
                is_kept[place] = _is_supported(prepared, hits[place], before, after, sure)
    return [hit for hit, kept in zip(hits, is_kept, strict=True) if kept]


def _are_korean_names(folded: str, one: Hit, two: Hit) -> bool:
    """Whether two names of more than one syllable are listed: by chance, no two everyday words are names of skills."""
    return (
        min(one.end - one.start, two.end - two.start) > 1
        and is_hangul(folded[one.start])
        and is_hangul(folded[two.start])
        and bool(_LISTED.fullmatch(folded, one.end, two.start))
    )


def _is_doubtful(prepared: Prepared, hit: Hit) -> bool:
    """Whether the name needs support: it is marked so in the graph, or it is an everyday word as it is written here."""
    if hit.name.is_unsure:
        return True
    return prepared.folded[hit.start : hit.end] in _PLAIN and prepared.said(hit.start, hit.end).islower()


@lru_cache(maxsize=2)
def _dictionary(graph: Graph) -> Dictionary:
    return Dictionary(graph_names(graph))


def _mentions(text: str, group: str) -> list[Mention]:
    prepared = prepare(text)
    hits = [hit for hit in _dictionary(lexicon()).find(prepared.folded) if hit.name.group == group]
    found = []
    for hit in with_context(prepared, hits):
        start, end = prepared.span(hit.start, hit.end)
        found.append(Mention(hit.name.id, start, end, text[start:end]))
    return found


def _is_supported(
    prepared: Prepared, hit: Hit, before: Hit | None, after: Hit | None, sure: Sequence[int]
) -> bool:
    """Whether something around speaks for an unsure name: an enumeration, a word such as 언어, the sentence."""
    folded = prepared.folded
    is_last = after and _LISTED.fullmatch(folded, hit.end, after.start)
    listed = is_last or (before and _LISTED.fullmatch(folded, before.end, hit.start))
    closes = bool(listed) and bool(is_last or _CLOSES.match(folded, hit.end))
    if not is_latin(folded[hit.start]):
        if _NEXT.match(folded, hit.end) or _made_with(folded, hit, sure):
            return True
        return (
            closes if hit.end - hit.start <= _SHORT else bool(listed) or _is_in_a_sentence(folded, hit, sure)
        )
    if len(hit.name.spelling) == 1 and folded[hit.end : hit.end + 1] in {"&", "-", "'"}:
        return False
    if prepared.said(hit.start, hit.end) not in _spoken(hit.name.spelling):
        return closes
    if listed or _NEXT.match(folded, hit.end):
        return True
    if (before and folded[before.end : hit.start] == " ") or (after and folded[hit.end : after.start] == " "):
        return len(hit.name.spelling) > 1  # Ansible Puppet Terraform
    tail = PARTICLE.match(folded, hit.end)
    behind = tail.end() if tail else hit.end
    is_practised = bool(_FOR_YEARS.match(folded, hit.end))
    led = behind > hit.end or is_practised or bool(_LEADS.search(folded, max(0, hit.start - 8), hit.start))
    return led and _something_near(folded, hit, sure)


def _is_in_a_sentence(folded: str, hit: Hit, sure: Sequence[int]) -> bool:
    """Whether a Korean name has a part in a sentence (a particle) that names a sure one beside it."""
    tail = PARTICLE.match(folded, hit.end)
    if not tail or tail.end() == hit.end:
        return False
    place = bisect_left(sure, hit.start - _BESIDE)
    return place < len(sure) and sure[place] < hit.end + _BESIDE


def _made_with(folded: str, hit: Hit, sure: Sequence[int]) -> bool:
    """Whether something is made with it, or moved to it, in a sentence about such things: 웹팩을 비트로 바꿔."""
    return bool(_MADE_WITH.match(folded, hit.end)) and _something_near(folded, hit, sure)


def _something_near(folded: str, hit: Hit, sure: Sequence[int]) -> bool:
    low, high = max(0, hit.start - _SENTENCE), hit.end + _SENTENCE
    place = bisect_left(sure, low)
    return (place < len(sure) and sure[place] < high) or bool(_ANYWHERE.search(folded, low, high))


def _spoken(spelling: str) -> set[str]:
    """How an unsure Latin name is really written: as in the list, or in capitals; never in lower case."""
    return {spelling, spelling.upper()} if spelling != spelling.lower() else {spelling}
