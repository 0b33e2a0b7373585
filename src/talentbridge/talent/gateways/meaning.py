"""What words in a résumé mean: languages, how well they are spoken, how well a skill is known, dates."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.core import get_global

from talentbridge.talent.rules import CEFR

LEVELS = {
    "beginner": 2, "novice": 2, "basic": 2, "foundation": 2, "초급": 2, "하": 2, "intermediate": 3, "중급": 3, "중": 3,
    "independent": 3, "advanced": 4, "고급": 4, "상": 4, "proficient": 4, "expert": 5, "master": 5, "전문가": 5,
}  # fmt: skip
_FLUENCY = (
    ("native", "C2"), ("모국어", "C2"), ("원어민", "C2"), ("mother tongue", "C2"), ("bilingual", "C2"), ("fluent", "C1"),
    ("유창", "C1"), ("advanced", "C1"), ("고급", "C1"), ("full professional", "C1"), ("professional", "B2"),
    ("upper", "B2"), ("비즈니스", "B2"), ("business", "B2"), ("limited", "B1"), ("pre-intermediate", "A2"),
    ("intermediate", "B1"), ("중급", "B1"), ("conversational", "B1"), ("일상", "B1"), ("elementary", "A2"),
    ("초급", "A2"), ("basic", "A2"), ("beginner", "A1"),
)  # fmt: skip


def cefr(fluency: str) -> str:
    """A1 to C2 from a level or from words; empty when they say nothing."""
    if match := re.search(r"\b([ABC][12])\b", fluency.upper()):
        return match[1] if match[1] in CEFR else ""
    words = fluency.casefold()
    return next((level for word, level in _FLUENCY if word in words), "")


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    """ISO 639-1 by code of two or three letters and by name in Korean and English."""
    codes = [code for code in map(str, Locale("en").languages) if len(code) == 2]
    names: dict[str, str] = {
        "한국말": "ko",
        "조선어": "ko",
        "tiếng việt": "vi",
        "bahasa indonesia": "id",
        "日本語": "ja",
    }
    for reader in ("en", "ko"):
        names |= {str(Locale(reader).languages.get(code, code)).casefold(): code for code in codes}
    three = {
        alias: code
        for alias, code in get_global("language_aliases").items()
        if code in codes and len(alias) == 3
    }
    return names | {code: code for code in codes} | three


def language(name: str) -> str:
    """The code of a language given by code or name (``Ukrainian``, 우크라이나어, ``ukr``); empty when unknown."""
    name = name.strip().casefold()
    return _languages().get(name) or _languages().get(name.partition(" ")[0].partition("(")[0], "")


def day(value: Any) -> date | None:
    """A day of ISO 8601, of which the day or the month may be missing; None for anything else."""
    match = re.fullmatch(
        r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T.*)?", value.strip() if isinstance(value, str) else ""
    )
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None
