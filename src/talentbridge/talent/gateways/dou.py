"""DOU's salary survey (https://dou.ua/): anonymous rows of Ukrainian IT specialists, header in Ukrainian.

The mapping is documented in `docs/formats.md`. Gender and region are dropped on reading and never stored, not even
inside the key of a row.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from talentbridge.kernel.decision import no
from talentbridge.kernel.text import N_
from talentbridge.skills import queries as skills
from talentbridge.skills import rules
from talentbridge.talent.gateways.source import Progress, ReadRow, RowError, RowRefused, table
from talentbridge.talent.rules import ProfileDraft

SUBMITTED = "Submitted at"
EMPLOYMENT = "Ваша основна зайнятість в ІТ зараз..."
SALARY = "Зарплата / дохід в IT у $$$ за місяць, лише ставка ЧИСТИМИ - після сплати податків"
TITLE = "Оберіть ваш тайтл або роль у компанії"
CATEGORY = "Categories"
POSITION = "Position"
SPECIALISATION = "Розробники - основна спеціалізація"
LANGUAGE = "Основна мова програмування"
COMPANY_KIND = "Основний напрям роботи компанії, в якій працюєте"
YEARS = "Загальний стаж роботи за нинішньою ІТ-спеціальністю"
ENGLISH = "Знання англійської мови"
PLACE = "Де ви зараз живете?"
REGION = "В якій області ви зараз живете?"
GENDER = "Ваша стать"
COLUMNS = (
    SUBMITTED, EMPLOYMENT, SALARY, TITLE, CATEGORY, POSITION, SPECIALISATION, LANGUAGE, COMPANY_KIND, YEARS, ENGLISH,
    PLACE, REGION, GENDER,
)  # fmt: skip
REQUIRED = (SUBMITTED, SALARY, TITLE, CATEGORY, POSITION, YEARS, ENGLISH, PLACE)

_FILE = Path(__file__).parents[1] / "data" / "dou.toml"
_OTHER_ROLE = {"ko": "디지털 전문가", "en": "Digital professional"}
_KYIV = ZoneInfo("Europe/Kyiv")
# The survey's own words for English; it asks for the scale of British courses, whose usual CEFR levels these are.
_ENGLISH = {
    "Не знаю взагалі": "",
    "Elementary": "A1",
    "Pre-Intermediate": "A2",
    "Intermediate": "B1",
    "Upper-Intermediate": "B2",
    "Advanced": "C1",
}
_IN_UKRAINE = "В Україні"
_ABROAD = "За кордоном"
_FREELANCER = "Я фрилансер(-ка)"
_LOOKING = "Втратив(-ла) роботу і шукаю нову"


def read(path: Path, progress: Progress | None = None) -> Iterator[ReadRow | RowError]:
    """Every row of the survey, understood or refused. Rows that say the same in every column stay distinct.

    Keeps about 100 bytes a row in memory to tell equal rows apart.
    """
    seen: Counter[bytes] = Counter()
    for cells in table(path, expected=COLUMNS, required=REQUIRED, progress=progress):
        if cells.error is not None:
            yield RowError(cells.line, "", cells.error)
            continue
        cells.values.pop(GENDER, None)
        digest = hashlib.sha256(
            "\x1f".join(cells.values.get(name, "") for name in COLUMNS[:-1]).encode()
        ).digest()
        seen[digest[:12]] += 1
        try:
            draft, said_at = draft_of(cells.values)
        except RowRefused as refused:
            yield RowError(cells.line, refused.field, refused.decision)
            continue
        yield ReadRow(cells.line, f"{digest.hex()[:48]}-{seen[digest[:12]]}", draft, said_at)


def draft_of(row: Mapping[str, str]) -> tuple[ProfileDraft, datetime]:
    """What one row of the survey says, and when. Raises `RowRefused`."""
    said_at = _moment(row[SUBMITTED])
    years = _number(row, YEARS)
    level = _words().titles.get(row[TITLE], {}).get("level") or _level_by_years(years)
    in_ukraine = _in_ukraine(row[PLACE])
    salary = _number(row, SALARY)
    employment = row.get(EMPLOYMENT, "")
    role = _role(row)
    return ProfileDraft(
        headline_ko=_headline(row, role, "ko"),
        headline_en=_headline(row, role, "en"),
        skills=dict.fromkeys(_skills(row, role), level),
        country="UA" if in_ukraine else "",
        time_zone="Europe/Kyiv" if in_ukraine else "",
        years=years,
        english=_english(row[ENGLISH]),
        rate_minor=int(salary * 100) or None,  # 0 means: not said
        rate_currency="USD" if salary else "",
        available_from=_looking_since(employment, said_at),
        engagement_types=("contractor",) if employment == _FREELANCER else (),
    ), said_at


def _looking_since(employment: str, said_at: datetime) -> date | None:
    return said_at.date() if employment == _LOOKING else None


def _moment(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=_KYIV)
    except ValueError:
        raise RowRefused(
            SUBMITTED,
            no(
                "talent.row_moment",
                N_("“{value}” is not a date and time like 2024-12-01 9:30:00."),
                value=text[:40],
            ),
        ) from None


def _number(row: Mapping[str, str], column: str) -> Decimal:
    text = row[column]
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or number < 0 or number >= 10**9:
        raise RowRefused(
            column,
            no("talent.row_number", N_("“{value}” is not a number that makes sense here."), value=text[:40]),
        )
    return number


def _english(text: str) -> str:
    if text not in _ENGLISH:
        raise RowRefused(
            ENGLISH,
            no(
                "talent.row_word",
                N_("“{value}” is not one of: {known}."),
                value=text[:40],
                known=", ".join(_ENGLISH),
            ),
        )
    return _ENGLISH[text]


def _in_ukraine(text: str) -> bool:
    if text == _IN_UKRAINE or text.startswith(_ABROAD):
        return text == _IN_UKRAINE
    known = f"{_IN_UKRAINE}, {_ABROAD}"
    raise RowRefused(
        PLACE, no("talent.row_word", N_("“{value}” is not one of: {known}."), value=text[:40], known=known)
    )


def _level_by_years(years: Decimal) -> int:
    """For people without a title: 1 under a year, 2 to three, 3 to six, 4 beyond."""
    return 1 + sum(years >= bound for bound in (1, 3, 6))


def _role(row: Mapping[str, str]) -> str:
    """The role that position, else specialisation, else category names; empty when we know none of them.

    Free text is never repeated: it may name a company or a person.
    """
    words = _words()
    specialisation = " ".join(row.get(SPECIALISATION, "").split())
    return (
        words.positions.get(row[POSITION])
        or words.specialisations.get(specialisation)
        or words.categories.get(row[CATEGORY], "")
    )


def _languages(row: Mapping[str, str]) -> list[str]:
    """The skills behind the main programming language; some people named several."""
    words, said = _words(), row.get(LANGUAGE, "")
    if known := words.languages.get(said.casefold()):
        return known
    found = []
    for word in said.replace("/", ",").split(","):
        found += words.languages.get(word.strip().casefold()) or [skills.by_name(word)]
    return list(dict.fromkeys(filter(None, found)))


def _skills(row: Mapping[str, str], role: str) -> list[str]:
    """What the role's name says (not all that the job usually needs: nobody claimed that), the specialisation that is
    a skill's name, and the language; each once.
    """
    found = [*(_words().skills.get(role) or rules.lexicon()[role].skills[:1])] if role else []
    found += filter(None, [skills.by_name(row.get(SPECIALISATION, ""))])
    return list(dict.fromkeys([*found, *_languages(row)]))


def _headline(row: Mapping[str, str], role: str, language: str) -> str:
    title = _words().titles.get(row[TITLE], {}).get(language, "")
    job = skills.label(role, language) if role else _OTHER_ROLE[language]
    spoken = "".join(f" · {skills.label(skill, language)}" for skill in _languages(row)[:1])
    return f"{title} {job}{spoken}".strip()


@dataclass(frozen=True)
class _Words:
    titles: dict[str, dict[str, Any]]
    categories: dict[str, str]
    positions: dict[str, str]
    specialisations: dict[str, str]
    languages: dict[str, list[str]]
    skills: dict[str, list[str]]


@lru_cache(maxsize=1)
def _words() -> _Words:
    with _FILE.open("rb") as file:
        found = tomllib.load(file)
    found["positions"] = {name: role for role, names in found["positions"].items() for name in names}
    return _Words(**found)
