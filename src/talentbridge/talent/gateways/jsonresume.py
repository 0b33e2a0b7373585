"""JSON Resume (https://jsonresume.org/, schema 1.x): one résumé or a list of them.

Names, e-mail, telephone, picture, schools and employers are not taken over; they are not even read into memory
beyond this module. What a page shows for confirmation is `Read.draft` and what was left out.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.text import N_
from talentbridge.skills import queries as skills
from talentbridge.skills.rules import recognise
from talentbridge.talent.gateways.source import Progress, ReadRow, RowError, RowRefused, check, refuse
from talentbridge.talent.rules import CEFR, MOST_SKILLS, ProfileDraft

MOST_BYTES = 20 * 1024 * 1024  # JSON has to be read whole
_KNOWN = {
    "basics", "work", "volunteer", "education", "awards", "certificates", "publications", "skills", "languages",
    "interests", "references", "projects", "meta", "$schema",
}  # fmt: skip
_LEVELS = {
    "beginner": 2, "novice": 2, "basic": 2, "초급": 2, "intermediate": 3, "중급": 3, "advanced": 4, "고급": 4,
    "expert": 5, "master": 5, "전문가": 5,
}  # fmt: skip
_FLUENCY = (
    ("native", "C2"), ("모국어", "C2"), ("원어민", "C2"), ("bilingual", "C2"), ("fluent", "C1"), ("유창", "C1"),
    ("advanced", "C1"), ("고급", "C1"), ("full professional", "C1"), ("professional", "B2"), ("upper", "B2"),
    ("비즈니스", "B2"), ("limited", "B1"), ("pre-intermediate", "A2"), ("intermediate", "B1"), ("중급", "B1"),
    ("conversational", "B1"), ("일상", "B1"), ("elementary", "A2"), ("초급", "A2"), ("basic", "A2"), ("beginner", "A1"),
)  # fmt: skip


@dataclass(frozen=True)
class Read:
    """What a résumé says that a profile can hold, skill words that we do not know, and the sections left out."""

    draft: ProfileDraft
    unknown_skills: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def read(path: Path, today: date, progress: Progress | None = None) -> Iterator[ReadRow | RowError]:
    """Every résumé of a file. `line` is its number in the list."""
    size = check(path, most=MOST_BYTES)
    keys: dict[str, int] = {}
    for number, resume in enumerate(
        _resumes(path.read_text(encoding="utf-8-sig", errors="replace")), start=1
    ):
        try:
            found = draft_of(resume, today)
            yield ReadRow(number, _key(resume, number, keys), found.draft)
        except RowRefused as refused:
            yield RowError(number, refused.field, refused.decision)
    if progress is not None:
        progress(size, size)


def parse(text: str, today: date) -> Read:
    """One résumé from a form. Raises `Invalid` beside the field ``resume``."""
    try:
        resumes = _resumes(text)
        if len(resumes) != 1:
            raise refuse("talent.resume_many", N_("The text holds several résumés. Bring in your own only."))
        return draft_of(resumes[0], today)
    except Invalid as invalid:
        raise Invalid({"resume": invalid.fields["source"]}) from None
    except RowRefused as refused:
        raise Invalid({"resume": refused.decision}) from None


def _resumes(text: str) -> list[Any]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise refuse(
            "talent.json_broken",
            N_("This is not complete JSON: line {line}, column {column}."),
            line=error.lineno,
            column=error.colno,
        ) from None
    except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
        raise refuse("talent.json_deep", N_("This JSON is nested too deeply to be a résumé.")) from None
    return found if isinstance(found, list) else [found]


def draft_of(resume: Any, today: date) -> Read:
    """What one résumé says; whether it can be stored is `talent.rules.problems`. Raises `RowRefused`."""
    if (
        not isinstance(resume, dict)
        or not isinstance(resume.get("basics", {}), dict)
        or not _KNOWN & resume.keys()
    ):
        raise RowRefused(
            "",
            no(
                "talent.not_a_resume",
                N_("This is JSON, but not a résumé: “basics” and “skills” are expected."),
            ),
        )
    basics = resume.get("basics") or {}
    label = _text(basics.get("label"))[:200]
    is_korean = any("가" <= letter <= "힣" for letter in label)
    found, unknown = _skills(resume)
    location = basics.get("location")
    country = _text(location.get("countryCode")).upper() if isinstance(location, dict) else ""
    languages = _languages(resume)
    draft = ProfileDraft(
        headline_ko=label if is_korean else "",
        headline_en="" if is_korean else label,
        skills=found,
        country=country,
        years=_years(resume, today),
        english=languages.get("en", ""),
        korean=languages.get("ko", ""),
    )
    left_out = tuple(sorted(set(resume) - {"basics", "skills", "languages", "meta", "$schema"}))
    return Read(draft, unknown, left_out)


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _entries(resume: Mapping[str, Any], section: str) -> list[dict[str, Any]]:
    value = resume.get(section)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _skills(resume: Mapping[str, Any]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Skills by exact name or found inside a phrase, at the highest level stated; 3 when none is stated."""
    found: dict[str, int] = {}
    unknown: list[str] = []
    for entry in _entries(resume, "skills"):
        level = _LEVELS.get(_text(entry.get("level")).casefold(), 3)
        keywords = entry.get("keywords")
        words = [_text(entry.get("name")), *(map(_text, keywords) if isinstance(keywords, list) else ())]
        for word in filter(None, words):
            ids = [known] if (known := skills.by_name(word)) else [hit.skill_id for hit in recognise(word)]
            if not ids:
                unknown.append(word[:60])
            for id in ids:
                found[id] = max(level, found.get(id, 0))
    return dict(list(found.items())[:MOST_SKILLS]), tuple(dict.fromkeys(unknown))


def _languages(resume: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for entry in _entries(resume, "languages"):
        name = _text(entry.get("language")).casefold()
        level = _cefr(_text(entry.get("fluency")))
        if name in {"english", "en", "영어"}:
            found["en"] = level
        elif name in {"korean", "ko", "한국어", "한국말"}:
            found["ko"] = level
    return found


def _cefr(fluency: str) -> str:
    if match := re.search(r"\b([ABC][12])\b", fluency.upper()):
        return match[1] if match[1] in CEFR else ""
    words = fluency.casefold()
    return next((level for word, level in _FLUENCY if word in words), "")


def _years(resume: Mapping[str, Any], today: date) -> Decimal | None:
    """Years in which there was any work, overlapping jobs counted once."""
    spans = []
    for entry in _entries(resume, "work"):
        start, end = _day(entry.get("startDate")), _day(entry.get("endDate")) or today
        if start and start < end:
            spans.append((start, min(end, today)))
    days, reached = 0, date.min
    for start, end in sorted(spans):
        days += max(0, (end - max(start, reached)).days)
        reached = max(reached, end)
    return (Decimal(days) / Decimal("365.25")).quantize(Decimal("0.1")) if spans else None


def _day(value: Any) -> date | None:
    """A day of ISO 8601, of which the day or the month may be missing."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", _text(value))
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None


def _key(resume: dict[str, Any], number: int, keys: dict[str, int]) -> str:
    """The e-mail address or the page that finds the person again, else the text itself; only a keyed hash is kept."""
    basics = resume.get("basics") or {}
    text = (
        _text(basics.get("email")).casefold()
        or _text(basics.get("url"))
        or json.dumps(resume, sort_keys=True)
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    if digest in keys:
        raise RowRefused(
            "basics.email",
            no("talent.resume_twice", N_("Résumé {number} is the same person."), number=keys[digest]),
        )
    keys[digest] = number
    return digest
