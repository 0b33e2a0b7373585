"""Years of experience and levels of skill, each with the skill that it is said of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from talentbridge.skills.rules.dictionary import Hit
from talentbridge.skills.rules.reading.denial import denial
from talentbridge.skills.rules.reading.lengths import Length
from talentbridge.skills.rules.reading.seen import Claim, Seen
from talentbridge.skills.rules.reading.values import Denied, Kind, SkillLevel, Value, Years

_NOT_A_LEVEL = re.compile(
    r"master (?:data|schema|key|branch|plan|class|node|thesis|degree|page)|lead (?:to|time|generation|role in)|"
    r"senior (?:management|citizen)|expert system|advanced degree|basic (?:pay|salary)|regular expression|mid\d|"
    r"middle (?:east|ware)|(?:기본|기초)\s?(?:적|화|자료|소양|권|급여|소통)"
)
_EXPERIENCE = re.compile(
    r"경력|경험|실무|현업|연차|종사|experience|expertise|\bexp\b|\byoe\b|background|track record|"
    r"\bworking (?:as|with|in)\b|\bbuilding\b|\bdeveloping\b|\bprogramming\b|\bas an? \w+"
)
_OF_EXPERIENCE = re.compile(
    r"\s?(?:이상|\+)?\s?(?:의|차|간)?\s?(?:개발|실무|관련|업계|현업|웹|운영)?\s?(?:경력|경험|실무|"
    r"이상의?\s?(?:경력|경험))|차\b|"
    r"\s?(?:of )?(?:\w+[ /-]){0,5}(?:experience|expertise|exp\b|background)|\s(?:of )?(?:working|"
    r"work|building|developing) "
)
_PAST = re.compile(r"최근|지난|전부터|마다|동안\s?운영|설립|창립|past |last |every |ago|old\b|since")
_AGO = re.compile(
    r"\s?(?:전|째|된|만에|마다|간 운영|연속|ago|old\b|anniversary|plan\b|warranty|contract\b|계약|"
    r"보증|약정|내에|이내|안에|동안 진행)"
)
_UNSTATED = re.compile(
    r"(?:경력|연차|학력)(?:\s?[,/·]\s?\w{1,6})?\s?(?:은|는|사항)?\s?(?:무관|상관\s?없|제한\s?없|"
    r"불문)|\bno (?:prior |previous )?experience (?:is )?(?:needed|required|necessary)\b|"
    r"\bexperience (?:is )?not (?:needed|required|necessary)\b|신입\s?(?:가능|지원\s?가능|환영)"
)
_FRESH = re.compile(
    r"(?<![가-힣])신입(?!사원\s?교육|생)(?:\s?(?:/|·|및|~|과|,)\s?경력)?|\bnew grad(?:uate)?s?\b|\bfresh graduates?\b"
)
# What may stand between years and the skill that they are said of: "3 years of experience in", 파이썬 경력 3년.
_IN_SKILL = re.compile(
    r"\s?(?:\+|이상|이하)?\s?(?:의|of)?\s?(?:\w+\s){0,4}?(?:experience\s|expertise\s|경력\s?|경험\s?|exp\s)?"
    r"(?:\w+\s){0,3}?(?:in|with|of|using|on|as an?|의)?\s?"
)
_SKILL_FOR = re.compile(
    r"\s?(?:개발|경력|경험|실무|사용|활용|운영|을|를|로|으로|은|는|이|가|developer|experience|skills?|for|"
    r"[:(\-/,]|\s){0,6}\s?"
)
# Years that stand right beside a skill without a word between: Python(3년), Python 5 years, 7 years in Python.
_DIRECTLY = re.compile(r"\+?\s(?:in|with|of|using)\s|\s?(?:$|[),/])")
_FOR = re.compile(r"\b(?:for|동안)\s?$")
_BY_YEARS = ((Decimal(1), 1), (Decimal(3), 2), (Decimal(6), 3))  # as DOU's levels without a title: else 4


def years(seen: Seen, spans: Sequence[Length], skills: Sequence[Hit]) -> Iterator[Claim]:
    """Years of experience: in a skill where one stands beside them, else in all. Ages and time past are not read."""
    for match in _UNSTATED.finditer(seen.folded):
        yield Claim(Kind.NOT, Denied(Kind.YEARS), *match.span())
    for match in _FRESH.finditer(seen.folded):
        both = "경력" in match[0]
        yield Claim(Kind.YEARS, Years(Decimal(0), None if both else Decimal(1)), *match.span())
    for length in spans:
        if length.unit not in ("year", "month") or length.said > (60 if length.unit == "year" else 600):
            continue
        skill = _skill_beside(seen, length, skills)
        if not _is_experience(seen, length, bool(skill)):
            continue
        per = Decimal(1) if length.unit == "year" else Decimal(12)
        least, most = (None if bound is None else bound / per for bound in (length.low, length.high))
        if least == most:
            most = None  # "5 years of experience" asks for no less
        end = length.end
        if behind := _OF_EXPERIENCE.match(seen.folded, end):
            end = behind.end() if behind[0].strip() in ("차", "이상") else end
        for id in skill or ("",):
            yield Claim(Kind.YEARS, Years(least, most, id), length.start, end)


def levels(
    seen: Seen, said_years: Sequence[Claim], skills: Sequence[Hit], taken: Sequence[Claim]
) -> Iterator[Claim]:
    """The level of each skill that a word or years beside it tell. `taken` are words that say something else."""
    covered = {place for claim in taken for place in range(claim.start, claim.end)}
    words = [
        hit
        for hit in seen.names("level")
        if hit.start not in covered and not _NOT_A_LEVEL.match(seen.folded, hit.start)
    ]
    by_years = {claim.value.skill: claim for claim in said_years if isinstance(claim.value, Years)}
    for place, skill in enumerate(skills):
        if word := _level_word(seen, skills, place, words):
            yield Claim(Kind.LEVEL, SkillLevel(skill.name.id, int(word.name.id)), word.start, word.end)
        elif claim := by_years.get(skill.name.id):
            yield Claim(Kind.LEVEL, SkillLevel(skill.name.id, _level_of(claim.value)), claim.start, claim.end)


def _level_of(said: Value) -> int:
    """The level that years alone suggest."""
    least = said.least if isinstance(said, Years) and said.least is not None else Decimal(0)
    return next((level for under, level in _BY_YEARS if least < under), 4)


def _level_word(seen: Seen, skills: Sequence[Hit], place: int, words: Sequence[Hit]) -> Hit | None:
    """The nearest level word of the clause that is said of the skill at `place`, too."""
    skill = skills[place]
    first, last = seen.clause(skill.start, skill.end)
    near = [word for word in seen.within(words, first, last + 1) if not _overlap(word, skill)]
    for word in sorted(near, key=lambda word: max(skill.start - word.end, word.start - skill.end)):
        if _is_said_of(seen, skills, place, word, is_alone=len(near) == 1):
            return None if denial(seen, word.start, word.end) else word
    return None


def _is_said_of(seen: Seen, skills: Sequence[Hit], place: int, word: Hit, *, is_alone: bool) -> bool:
    """Whether no other skill stands in between, or only those of one enumeration; what is not listed has to be said
    without a comma, and the word has to be the only one of its clause.
    """
    skill = skills[place]
    left, right = (word.end, skill.start) if word.end <= skill.start else (skill.end, word.start)
    between = [other for other in seen.within(skills, left, right) if not _overlap(other, skill)]
    if not between:
        return True
    chain = [*between, skill] if word.end <= skill.start else [skill, *between]
    return all(
        seen.are_listed(one.end, two.start) or (is_alone and "," not in seen.folded[one.end : two.start])
        for one, two in pairwise(chain)
    )


def _overlap(one: Hit, two: Hit) -> bool:
    return one.start < two.end and two.start < one.end


def _skill_beside(seen: Seen, length: Length, skills: Sequence[Hit]) -> tuple[str, ...]:
    """The skill that the years are said of, with those listed beside it; empty where none stands near."""
    first, last = seen.clause(length.start, length.end)
    near = seen.within(skills, first, last + 1)
    after = [hit for hit in near if hit.start >= length.end]
    if after and _IN_SKILL.fullmatch(seen.folded[length.end : after[0].start]):
        return tuple(_listed_from(seen, after))
    before = [hit for hit in near if hit.end <= length.start]
    if before and _SKILL_FOR.fullmatch(seen.folded[before[-1].end : length.start]):
        return tuple(_listed_from(seen, before[::-1]))
    return ()


def _listed_from(seen: Seen, hits: Sequence[Hit]) -> Iterator[str]:
    """The first of `hits` and those that follow it in one enumeration, whichever way they run."""
    yield hits[0].name.id
    for here, there in pairwise(hits):
        left, right = (here.end, there.start) if here.end <= there.start else (there.end, here.start)
        if not seen.are_joined(left, right):
            return
        yield there.name.id


def _is_experience(seen: Seen, length: Length, has_skill: bool) -> bool:
    before, after = seen.before(length.start, 24), seen.after(length.end, 60)
    if _PAST.search(before) or _AGO.match(after):
        return False
    if _OF_EXPERIENCE.match(after) or seen.folded.endswith("년차", 0, length.end):
        return True
    if has_skill and length.unit == "year" and _DIRECTLY.match(after) and not _FOR.search(before):
        return True
    is_open = length.low != length.high
    return ((is_open or has_skill) and bool(_EXPERIENCE.search(before) or _EXPERIENCE.search(after))) or (
        is_open and has_skill
    )
