"""What a need in plain Korean or English says: a simple, exact reader that keeps where it read each value.

It guesses nothing: what is not said stays empty and becomes a question. Every pattern is bounded, so a text of
20,000 characters costs milliseconds. Amounts are in `rules.amounts`, dates and spans in `rules.spans`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from talentbridge.demand.rules.amounts import budget_of
from talentbridge.demand.rules.need import clean, language_of
from talentbridge.demand.rules.spans import duration_of, start_of
from talentbridge.demand.rules.task import MAX_SKILLS, MAX_TITLE, DeliverableDraft, SkillWanted, TaskDraft
from talentbridge.skills import rules as skills


@dataclass(frozen=True)
class Evidence:
    """`field` of the task was read from ``need[start:end]``, which says `said`."""

    field: str
    start: int
    end: int
    said: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Reading:
    """A draft and where in the need each of its values stands."""

    draft: TaskDraft
    evidence: tuple[Evidence, ...]


def draft_from(text: str, on: date) -> TaskDraft:
    """The task that `text` describes, read on the day `on` ("12월 1일" is the next one). Never raises."""
    return read_need(text, on).draft


def read_need(text: str, on: date) -> Reading:
    """`draft_from` with the evidence; offsets count in ``clean(text)``."""
    text = clean(text)
    evidence: list[Evidence] = []

    def seen(field: str, span: tuple[int, int]) -> None:
        evidence.append(Evidence(field, *span, text[slice(*span)]))

    language = language_of(text) or "en"
    title, span = _title(text)
    seen("title", span)
    titles = {language: title}
    draft = TaskDraft(title_ko=titles.get("ko", ""), title_en=titles.get("en", ""), problem=_problem(text))
    weeks, span = duration_of(text, on)
    if weeks:
        seen("weeks", span)
    starts_on, span = start_of(text, on)
    if starts_on:
        seen("starts_on", span)
    budget, span = budget_of(text, weeks)
    if span != (0, 0):
        seen("budget", span)
    overlap, span = _overlap(text)
    if overlap is not None:
        seen("overlap_hours", span)
    levels = {}
    for name in ("english", "korean"):
        levels[name], span = _level(text, name)
        if levels[name]:
            seen(name, span)
    deliverables = []
    for row, span in _deliverables(text):
        deliverables.append(row)
        seen("deliverables", span)
    wanted = []
    for skill, spans in _skills(text):
        wanted.append(skill)
        for span in spans:
            seen("skills", span)
    outside, spans = _out_of_scope(text)
    for span in spans:
        seen("out_of_scope", span)
    types = tuple(_engagement_types(text, seen))
    data_class = ""
    if match := _PERSONAL_DATA.search(text):
        data_class = "personal"
        seen("data_class", match.span())
    draft = replace(
        draft, weeks=weeks, starts_on=starts_on, budget=budget, overlap_hours=overlap, deliverables=tuple(deliverables),
        skills=tuple(wanted), out_of_scope=outside, engagement_types=types, data_class=data_class,
        english=levels["english"], korean=levels["korean"],
    )  # fmt: skip
    return Reading(draft, tuple(sorted(evidence, key=lambda found: (found.start, found.end))))


_SENTENCE_END = re.compile(r"[\n!?。]|\.(?=\s|$)")


def _title(text: str) -> tuple[str, tuple[int, int]]:
    """The first sentence, cut at a word where it is long."""
    end = match.start() if (match := _SENTENCE_END.search(text)) else len(text)
    sentence = text[:end].strip()
    if len(sentence) > 80:
        sentence = (sentence[:80].rsplit(" ", 1)[0] if " " in sentence[40:80] else sentence[:80]).rstrip(
            " ,·-"
        )
    return sentence.lstrip("#*-• ")[:MAX_TITLE], (0, min(end, len(text)))


def _problem(text: str) -> str:
    """The running text of the need: its paragraphs without lists and headings."""
    lines = [
        line for line in text.split("\n") if not _BULLET.match(line) and not _HEADING.fullmatch(line.strip())
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:4_000]


_OVERLAP = (
    re.compile(r"(\d{1,2})\s?시간[^.\n]{0,20}?(?:겹[가-힣]{0,3}|공통|동시|오버랩)"),
    re.compile(r"(?:겹치|겹쳐|오버랩|공통\s?근무)[^.\n\d]{0,20}(\d{1,2})\s?시간"),
    re.compile(r"\b(\d{1,2})\s?\+?\s?(?:h|hrs?|hours?)\b[^.\n]{0,30}?\boverlap", re.I),
    re.compile(r"\boverlap[^.\n\d]{0,30}(\d{1,2})\s?\+?\s?(?:h|hrs?|hours?)\b", re.I),
)


def _overlap(text: str) -> tuple[int | None, tuple[int, int]]:
    for pattern in _OVERLAP:
        match = pattern.search(text)
        if match and int(match[1]) <= 9:
            return int(match[1]), match.span()
    return None, (0, 0)


_NAMES = {"english": r"영어|\benglish\b", "korean": r"한국어|\bkorean\b"}
_NOT_NEEDED = re.compile(
    r"불필요|필요\s?(?:없|하지)|못\s?해도|몰라도|없어도|상관\s?없|not (?:needed|required|necessary)|no need",
    re.I,
)
_NO_BEFORE = re.compile(r"\bno\s+$", re.I)
_TOPIK = {1: "A1", 2: "A2", 3: "B1", 4: "B2", 5: "C1", 6: "C2"}  # levels as the test's provider compares them
_WORDS_OF_LEVEL = (
    ("C2", re.compile(r"원어민|\bnative\b", re.I)),
    ("C1", re.compile(r"유창|능통|고급|\bfluent\b|\badvanced\b", re.I)),
    ("B2", re.compile(r"비즈니스|업무|회의|\bbusiness\b|\bprofessional\b|\bmeetings?\b", re.I)),
    ("B1", re.compile(r"중급|일상|소통|대화|가능|\bconversational\b|\bintermediate\b|\bcommunicat", re.I)),
    ("A2", re.compile(r"초급|기초|\bbasic\b", re.I)),
)


def _level(text: str, name: str) -> tuple[str, tuple[int, int]]:
    """The CEFR level of a language: written as such, as TOPIK, or as a word beside the language's name."""
    for match in re.finditer(_NAMES[name], text, re.I):
        after = re.split(
            r"[.\n,;]|영어|한국어|(?i:\benglish\b|\bkorean\b)", text[match.end() : match.end() + 30]
        )[0]
        before = re.split(
            r"[.\n,;]|영어|한국어|(?i:\benglish\b|\bkorean\b)",
            text[max(0, match.start() - 25) : match.start()],
        )[-1]
        if _NOT_NEEDED.search(after) or _NO_BEFORE.search(before):
            continue
        span = (match.start() - len(before), match.end() + len(after))
        around = before + match[0] + after
        if written := re.search(r"\b([ABC][12])(?![A-Za-z0-9])", around):
            return written[1], _trimmed(text, span)
        if topik := re.search(r"(?:TOPIK|토픽)\s?(?:level\s?)?([1-6])", around, re.I):
            return _TOPIK[int(topik[1])], _trimmed(text, span)
        for level, words in _WORDS_OF_LEVEL:
            if words.search(around):
                return level, _trimmed(text, span)
    return "", (0, 0)


def _trimmed(text: str, span: tuple[int, int]) -> tuple[int, int]:
    said = text[slice(*span)]
    return span[0] + len(said) - len(said.lstrip()), span[1] - len(said) + len(said.rstrip())


_BULLET = re.compile(r"[ \t]*(?:[-*•·▪◦–]|\d{1,2}[.)](?=\s)|\(\d{1,2}\)|[①-⑳]|[가-하][.)](?=\s))[ \t]*(.+)")
_HEADING = re.compile(r"[^.]{1,40}[:：]|#{1,4} .{1,60}|\[[^\]]{1,40}\]|【[^】]{1,40}】")
_RESULTS = re.compile(
    r"결과물|산출물|납품|만들|개발 ?범위|할 일|deliverable|output|scope|we need|to build", re.I
)
_NOT_RESULTS = re.compile(
    r"기술|스택|자격|요건|우대|조건|예산|기간|일정|언어|경력|제외|skill|stack|require|qualif|nice to have|budget|timeline|"
    r"schedule|language|experience|out of scope|not included|exclu", re.I)  # fmt: skip
_INLINE = re.compile(r"(?:결과물|산출물)(?:은|는|로|:|\s)\s?|\bdeliverables?(?: are| include|:)\s?", re.I)


def _deliverables(text: str) -> list[tuple[DeliverableDraft, tuple[int, int]]]:
    """Enumerated results: lists under a heading that announces them, else lists under none; else a list in a sentence."""
    under_results, under_none = [], []
    heading, position = "", 0
    for line in text.split("\n"):
        start, position = position, position + len(line) + 1
        if bullet := _BULLET.match(line):
            span = (start + bullet.start(1), start + bullet.start(1) + len(bullet[1].rstrip()))
            if _RESULTS.search(heading):
                under_results.append(span)
            elif not _NOT_RESULTS.search(heading) and not _NOT_RESULTS.match(bullet[1]):
                under_none.append(span)
        elif line.strip():
            heading = line if _HEADING.fullmatch(line.strip()) or line.rstrip().endswith((":", "：")) else ""
    spans = under_results or under_none or list(_inline_items(text))
    return [(_deliverable(text[slice(*span)]), span) for span in spans[:12]]


def _inline_items(text: str) -> Iterator[tuple[int, int]]:
    if not (announced := _INLINE.search(text)):
        return
    end = match.start() if (match := _SENTENCE_END.search(text, announced.end())) else len(text)
    sentence = text[announced.end() : min(end, announced.end() + 400)]
    for item in re.finditer(r"[^,·/]+?(?=\s?[,·/]|\s(?:및|그리고|and)\s|$)", sentence):
        said = re.sub(r"^\s*(?:및|그리고|and)?\s*|\s*(?:입니다|이다|등)$", "", item[0])
        if len(said) > 1:
            start = announced.end() + item.start() + item[0].index(said)
            yield start, start + len(said)


def _deliverable(said: str) -> DeliverableDraft:
    title = said.strip(" .;,")[:200]
    return (
        DeliverableDraft(title_ko=title) if language_of(title) == "ko" else DeliverableDraft(title_en=title)
    )


_MARKER = re.compile(
    r"(?P<wish>우대|있으면|좋겠|선호|nice to have|a plus|preferred|ideally|bonus)|"
    r"(?P<must>필수|반드시|꼭|\bmust\b|\brequired?\b|\bneeds?\b)", re.I)  # fmt: skip
_LEVEL_WORDS = ((5, re.compile(r"고급|전문가|\bexpert\b|\badvanced\b", re.I)),
                (4, re.compile(r"시니어|능숙|숙련|\bsenior\b|\bproficient\b|\bstrong\b|\bexperienced\b|"
                               r"경험이? ?(?:많|풍부)", re.I)),
                (2, re.compile(r"기초|초급|\bbasic\b|\bjunior\b", re.I)))  # fmt: skip
_A_COMMA_AWAY, _KOREAN_BEFORE = (
    30,
    15,
)  # characters that a comma, and a Korean word before its noun, count for


def _skills(text: str) -> list[tuple[SkillWanted, list[tuple[int, int]]]]:
    """The skills named, in order. A must where the sentence says so; where no sentence says anything, the first two.

    A must filters people out, so it is claimed rarely; the company confirms each.
    """
    places: dict[str, list[tuple[int, int]]] = {}
    for found in skills.recognise(text):
        places.setdefault(str(found.skill_id), []).append((found.start, found.end))
    said = {skill: _said_of(text, spans[0]) for skill, spans in places.items()}
    musts = {skill for skill, marker in said.items() if marker == "must"}
    if not 1 <= len(musts) <= 4:
        musts = {skill for skill, marker in list(said.items())[:MAX_SKILLS] if marker != "wish"}
        musts = set([skill for skill in places if skill in musts][:2])
    rows = []
    for skill, spans in list(places.items())[:MAX_SKILLS]:
        start, end = _sentence_around(text, spans[0])
        level = next((level for level, words in _LEVEL_WORDS if words.search(text, start, end)), 3)
        rows.append((SkillWanted(skill, level, skill in musts), spans))
    return rows


def _said_of(text: str, span: tuple[int, int]) -> str:
    """``must`` or ``wish``, whichever word of the sentence stands nearest to the skill; empty when neither does.

    Korean says it after the noun (Python 필수이고 dbt 우대), so a Korean word before it counts as farther.
    """
    start, end = _sentence_around(text, span)
    best: tuple[int, str] | None = None
    for marker in _MARKER.finditer(text, start, end):
        is_before = marker.end() <= span[0]
        between = text[marker.end() : span[0]] if is_before else text[span[1] : marker.start()]
        far = len(between) + _A_COMMA_AWAY * between.count(",")
        if is_before and "가" <= marker[0][0] <= "힣":
            far += _KOREAN_BEFORE
        if best is None or far < best[0]:
            best = (far, marker.lastgroup or "")
    return best[1] if best else ""


_CLAUSE_END = re.compile(r"[\n!?。;；]|\.(?=\s|$)")


def _sentence_around(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Where the sentence (or what a semicolon ends) with `span` begins and ends, 200 characters away at most."""
    first = max(0, span[0] - 200)
    start = max((match.end() for match in _CLAUSE_END.finditer(text, first, span[0])), default=first)
    end = match.start() if (match := _CLAUSE_END.search(text, span[1], span[1] + 200)) else span[1] + 200
    return start, min(end, len(text))


_OUTSIDE = re.compile(
    r"[^.\n]{0,120}(?:범위\s?밖|제외(?:합|됩|하|$)|포함하지 않|out of scope|not included|not part of)[^.\n]{0,160}",
    re.I,
)


def _out_of_scope(text: str) -> tuple[str, list[tuple[int, int]]]:
    found = [_trimmed(text, match.span()) for match in _OUTSIDE.finditer(text)][:5]
    return "\n".join(text[slice(*span)].lstrip("-*• ") for span in found), found


_TYPES = (
    ("contractor", re.compile(r"프리랜서|외주|도급|\bfreelanc\w+|\bcontractors?\b", re.I)),
    ("employment", re.compile(r"정규직|\bpermanent (?:role|position|employee)\b", re.I)),
    ("fixed_term", re.compile(r"계약직|기간제|\bfixed[- ]term\b", re.I)),
    ("eor", re.compile(r"\bEOR\b|\bemployer of record\b")),
)
_PERSONAL_DATA = re.compile(
    r"개인\s?정보|고객\s?정보|의료\s?(?:데이터|정보)|\bpersonal data\b|\bPII\b|\bpatient data\b", re.I
)


def _engagement_types(text: str, seen: Any) -> Iterator[str]:
    for name, words in _TYPES:
        if match := words.search(text):
            seen("engagement_types", match.span())
            yield name
