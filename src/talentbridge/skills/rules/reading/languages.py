"""How well one has to speak or speaks a language: CEFR levels, words, and scores of the tests that Koreans take.

A level is read when it stands beside the language's name, or when a test says both. Sources of the mappings are in
`SOURCES`; a word has none, it is our reading of everyday use.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from talentbridge.skills.rules.dictionary import Hit
from talentbridge.skills.rules.reading.denial import denial
from talentbridge.skills.rules.reading.seen import Claim, Seen, trimmed
from talentbridge.skills.rules.reading.values import Denied, Kind, LanguageLevel

SOURCES = {
    "topik": "National Institute for International Education (NIIED), TOPIK-CEFR table, 2023-12-28",
    "toeic": "ETS, TOEIC Listening and Reading correlation table, 2020",
    "toeic_speaking": "ETS, mapping of TOEIC Speaking onto the CEFR",
    "toefl": "ETS, TOEFL iBT score scale update, 2026-01-21 (both scales)",
    "ielts": "IELTS partners, IELTS and the CEFR",
    "opic": "ACTFL, assigning CEFR ratings to ACTFL assessments",
}
# The least score of each level, highest first.
_SCORES: dict[str, tuple[tuple[str, Decimal], ...]] = {
    test: tuple((level, Decimal(least)) for level, least in pairs)
    for test, pairs in {
        "toeic": (("C1", 945), ("B2", 785), ("B1", 550), ("A2", 225), ("A1", 120)),
        "toeic_speaking": (("C1", 200), ("B2", 160), ("B1", 120), ("A2", 90), ("A1", 50)),
        "toefl": (("C2", 114), ("C1", 95), ("B2", 72), ("B1", 44), ("A2", 24), ("A1", 7)),
        "toefl_band": (("C2", 6), ("C1", 5), ("B2", 4), ("B1", 3), ("A2", 2), ("A1", 1)),
        "ielts": (("C2", "8.5"), ("C1", 7), ("B2", "5.5"), ("B1", 4)),
        "topik": (("C2", 6), ("C1", 5), ("B2", 4), ("B1", 3), ("A2", 2), ("A1", 1)),
    }.items()
}
_GRADES = {"ah": "C1", "am": "B2", "al": "B2", "ih": "B1", "im": "B1", "il": "A2", "nh": "A1", "nm": "A1"}
_OF = (
    r"\s?(?:[:(=]\s?)?(?:점수|성적|score|level|레벨|등급|total)?\s?(?:of |은|는|이)?\s?"
    r"(?:최소|at least|min\.?|>=?|over)?\s?"
)
_SPEAKING = r"토익\s?스피킹|toeic speaking"
# Test, its language, its names, its scores.
_TESTS = tuple(
    (test, language, re.compile(rf"(?<![a-z])(?:{names}){_OF}{score}"))
    for test, language, names, score in (
        ("topik", "ko", r"(?:topik|토픽)\s?(?:ii?(?![a-z]))?", r"([1-6])(?![\d.])(?:\s?급)?"),
        ("opic", "en", rf"opic|오픽|토스|{_SPEAKING}", r"(ah|am|al|ih|im|il|nh|nm)\s?[1-3]?(?![a-z\d])"),
        ("toeic_speaking", "en", _SPEAKING, r"(\d{2,3})(?![\d.])(?:\s?점)?"),
        ("toeic", "en", r"(?:토익|toeic)(?!\s?(?:스피킹|speaking))", r"(\d{3})(?![\d.])(?:\s?점)?"),
        ("toefl", "en", r"(?:토플|toefl)\s?(?:ibt)?", r"(\d{1,3}(?:\.5)?)(?![\d.]\d)(?:\s?점)?"),
        (
            "ielts",
            "en",
            r"(?:아이엘츠|ielts)\s?(?:academic|general|overall|band)?",
            r"(\d(?:\.[05])?)(?![\d.]\d)(?:\s?점)?",
        ),
    )
)
_OR_MORE = re.compile(r"\s?(?:이상|\+|or (?:above|higher|better|more)|and above)")

_WRITTEN = re.compile(r"(?<![a-z0-9])([abc][12])(?![a-z0-9])\+?")
# Which word means which level, the more telling ones first.
_WORDS = tuple(
    (level, re.compile(words))
    for level, words in (
        ("A2", r"pre[ -]intermediate|elementary"),
        ("B2", r"upper[ -]intermediate|중상급|limited professional"),
        ("B1", r"limited working"),
        ("C2", r"원어민|모국어|네이티브|\bnative\b|mother tongue|first language|bilingual|이중\s?언어"),
        (
            "C1",
            r"유창|능통|고급|자유롭|자유자재|\bfluen|\badvanced\b|excellent|full professional|near[ -]native",
        ),
        ("C1", r"\bstrong\b|\bproficien"),
        ("B2", r"비즈니스|업무|회의|협상|발표|\bbusiness|\bprofessional|\bmeetings?\b|\bgood\b|\bsolid\b"),
        ("B2", r"working proficiency"),
        (
            "B1",
            r"중급|일상|소통|대화|가능|구사|\bconversation|\bintermediate\b|\bcommunicat|\bworking knowledge",
        ),
        ("A2", r"초급|기초|\bbasic|간단"),
        ("A1", r"입문|\bbeginner"),
    )
)
_NEEDED = re.compile(
    r"필수|우대|필요|required?|must|mandatory|needed|a plus|preferred|speaking|speaker|necessary"
)
_CUT = re.compile(r"[.,;/|]|또는|혹은|\s(?:and|or)\s|(?:와|과|랑|이나|하고|\s및)\s")
_BEFORE, _AFTER, _NEAR = 25, 30, 20


def languages(seen: Seen) -> Iterator[Claim]:
    """Languages with their levels; a language that is asked for without one has an empty level."""
    tests = sorted(_tests(seen), key=lambda claim: claim.start)
    yield from tests
    names = [hit for hit in seen.names("language") if not _is_of_a_people(seen, hit)]
    read: list[Claim | None] = []
    for number, hit in enumerate(names):
        left = names[number - 1].end if number else 0
        right = names[number + 1].start if number + 1 < len(names) else len(seen.folded)
        read.append(_one(seen, hit, left, right))
    for number, claim in enumerate(read):
        claim = claim or _of_neighbour(seen, names, read, number)
        if claim and not _says_the_same(claim, tests):
            yield claim


def cefr_of(words: str) -> str:
    """The CEFR level of a phrase such as "B2", "fluent" or "일상 대화 가능"; empty when it names none."""
    folded = words.casefold()
    if written := _WRITTEN.search(folded):
        return written[1].upper()
    return next((level for level, pattern in _WORDS if pattern.search(folded)), "")


def _tests(seen: Seen) -> Iterator[Claim]:
    for test, language, pattern in _TESTS:
        for match in pattern.finditer(seen.folded):
            if level := _level_of_test(test, match[1]):
                end = more.end() if (more := _OR_MORE.match(seen.folded, match.end())) else match.end()
                value = LanguageLevel(language, level, test, SOURCES[test])
                yield Claim(Kind.LANGUAGE, value, match.start(), end)


def _level_of_test(test: str, score: str) -> str:
    if test == "opic":
        return _GRADES[score]
    points = Decimal(score)
    if test == "toefl" and points <= 6:
        test = "toefl_band"
    most = {"toeic": 990, "toeic_speaking": 200, "toefl": 120, "ielts": 9}.get(test, 6)
    if points > most:
        return ""
    return next((level for level, least in _SCORES[test] if points >= least), "")


_OF_A_PEOPLE = re.compile(
    r"\s(?:compan|market|customer|client|team|startup|user|food|culture|government|won\b|time\b|"
    r"law|office|people|citizen|"
    r"national|engineer|developer|hours|business hours|holiday|labou?r)"
)


def _is_of_a_people(seen: Seen, hit: Hit) -> bool:
    """Whether the name is said of people, firms or goods (Korean companies), or is another word (to polish)."""
    said = seen.prepared.said(hit.start, hit.end)
    is_a_verb = said.isascii() and said.islower() and hit.name.id not in ("en", "ko")
    return is_a_verb or bool(_OF_A_PEOPLE.match(seen.folded, hit.end))


def _one(seen: Seen, hit: Hit, left: int, right: int) -> Claim | None:
    """What is said beside one name, no farther than the names on its left and right."""
    if denied := denial(seen, hit.start, hit.end):
        return Claim(Kind.NOT, Denied(Kind.LANGUAGE, hit.name.id), *denied)
    before = seen.before(hit.start, min(_BEFORE, hit.start - left))
    after = seen.after(hit.end, min(_AFTER, right - hit.end))
    before, after = _CUT.split(before)[-1], _CUT.split(after)[0]
    around = before + seen.folded[hit.start : hit.end] + after
    span = trimmed(seen.folded, hit.start - len(before), hit.end + len(after))
    if written := _WRITTEN.search(around):
        return Claim(Kind.LANGUAGE, LanguageLevel(hit.name.id, written[1].upper(), "cefr"), *span)
    if level := next((level for level, words in _WORDS if words.search(around)), ""):
        return Claim(Kind.LANGUAGE, LanguageLevel(hit.name.id, level, "word"), *span)
    if _NEEDED.search(before + after):
        return Claim(Kind.LANGUAGE, LanguageLevel(hit.name.id, "", "word"), *span)
    return None


def _of_neighbour(
    seen: Seen, names: Sequence[Hit], read: Sequence[Claim | None], number: int
) -> Claim | None:
    """The level of a language that is listed with another one: "fluent in English and Korean", 영어와 한국어 능통."""
    for other in (number - 1, number + 1):
        if not 0 <= other < len(names) or not isinstance(claim := read[other], Claim):
            continue
        left, right = sorted((names[number], names[other]), key=lambda hit: hit.start)
        if seen.are_joined(left.end, right.start) and isinstance(claim.value, LanguageLevel):
            here = names[number]
            return Claim(Kind.LANGUAGE, replace(claim.value, language=here.name.id), here.start, here.end)
    return None


def _says_the_same(claim: Claim, tests: Sequence[Claim]) -> bool:
    """Whether a test's score stands within `claim` or right behind it: "영어 (토익 900점)" is said once."""
    if not isinstance(claim.value, LanguageLevel) or claim.value.said_as == "cefr":
        return False
    place = bisect_left(tests, claim.start - _NEAR, key=lambda test: test.start)
    near = tests[place] if place < len(tests) else None
    return (
        near is not None
        and near.start <= claim.end + _NEAR
        and isinstance(near.value, LanguageLevel)
        and near.value.language == claim.value.language
    )
