"""Reading how long and from when: 3개월, 10주, 12 weeks, 12월 1일부터, start on December 1, by 2027-02-28."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

Span = tuple[int, int]

_LENGTH = re.compile(
    r"(?:(\d{1,3})\s?(?:~|-|–|to|에서)\s?)?(?:(\d{1,3})\s?|(한|두|세|석|네|넉|다섯|여섯|a|one|two|three|four|six)\s)"
    r"(개월|달|주일?|년|weeks?|wks?|months?|years?)(?![a-z])|(반년|half a year)",
    re.I,
)
_IN_WORDS = {"한": 1, "두": 2, "세": 3, "석": 3, "네": 4, "넉": 4, "다섯": 5, "여섯": 6, "a": 1, "one": 1, "two": 2,
             "three": 3, "four": 4, "six": 6}  # fmt: skip
_WEEKS_OF = {"주": 1.0, "w": 1.0, "달": 13 / 3, "개": 13 / 3, "m": 13 / 3, "년": 52.0, "y": 52.0}
_PAST = re.compile(
    r"경력|경험|최근|지난|전부터|전에|마다|운영|past|last|experience|every|ago|per\s?$|old\b", re.I
)
_EXPERIENCE_AFTER = re.compile(
    r"\s?(?:이상)?(?:의|차)?\s?(?:경력|경험|전|째|차|마다|된)|\+?\s?(?:of )?(?:\w+ )?(?:experience|ago|old)|\+",
    re.I,
)
_FOR_SO_LONG = re.compile(
    r"기간|동안|간\b|이내|안에|내에|예정|진행|일정|duration|\bfor\b|within|\btakes?\b|timeline|period|project",
    re.I,
)

_ISO = re.compile(
    r"(?<!\d)(20\d\d)[-./]\s?(\d{1,2})[-./]\s?(\d{1,2})(?!\d)|(20\d\d)년\s?(\d{1,2})월\s?(\d{1,2})일"
)
_KO_DAY = re.compile(r"(?<!\d)(\d{1,2})월\s?(?:(\d{1,2})일|(초|중순|말))")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_EN_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_EN_DAY = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?\s{_EN_MONTH}|{_EN_MONTH}\s(\d{{1,2}})(?:st|nd|rd|th)?(?!\d))(?:,?\s(20\d\d))?",
    re.I,
)
_BEGIN_AFTER = re.compile(r"\s?(?:부터|에\s?(?:시작|착수)|시작|착수|\s?onwards?)", re.I)
_BEGIN_BEFORE = re.compile(
    r"(?:시작일?|착수일?|starts?|starting|begin(?:s|ning)?|from|as of)(?:\s?(?:은|는|:|on|date|in))*\s?$",
    re.I,
)
_END_AFTER = re.compile(r"\s?(?:까지|에\s?(?:오픈|마감|출시|완료)|마감|이전)", re.I)
_END_BEFORE = re.compile(r"(?:by|until|till|due|deadline|before|마감일?)(?:\s?(?:은|는|:|on|is))*\s?$", re.I)


def duration_of(text: str, on: date) -> tuple[int | None, Span]:
    """Weeks of work and where it says so. Years of experience are not a duration; a deadline alone gives the weeks
    from the start, or from `on`.
    """
    best: tuple[int, int, int, Span] | None = None
    for match in _LENGTH.finditer(text):
        before = re.split(r"[,.;\n]", text[max(0, match.start() - 14) : match.start()])[-1]
        after = text[match.end() : match.end() + 14]
        if _PAST.search(before) or _EXPERIENCE_AFTER.match(after):
            continue
        score = int(bool(_FOR_SO_LONG.search(before) or _FOR_SO_LONG.search(after)))
        weeks = _weeks(match)
        if 1 <= weeks <= 104 and (best is None or (score, -match.start()) > best[:2]):
            best = (score, -match.start(), weeks, match.span())
    if best:
        return best[2], best[3]
    for day, span, kind in _days(text, on):
        if kind == "end":
            start, _ = start_of(text, on)
            weeks = -(-(day - (start or on)).days // 7)
            if 1 <= weeks <= 104:
                return weeks, span
    return None, (0, 0)


def start_of(text: str, on: date) -> tuple[date | None, Span]:
    """The day on which work should begin, when the text says that a day is a beginning."""
    for day, span, kind in _days(text, on):
        if kind == "start" and on <= day <= on + timedelta(days=730):
            return day, span
    if match := re.search(r"다음\s?달(?:부터|에)|\bnext month\b", text, re.I):
        return _month_start(on, 1), match.span()
    if match := re.search(r"다음\s?주(?:부터|에)|\b(?:start(?:ing)?|from) next week\b", text, re.I):
        return on + timedelta(days=7 - on.weekday()), match.span()
    return None, (0, 0)


def _weeks(match: re.Match[str]) -> int:
    if match[5]:
        return 26
    number = int(match[2]) if match[2] else _IN_WORDS[match[3].lower()]
    return round(number * _WEEKS_OF[match[4][0].lower()])


def _days(text: str, on: date) -> Iterator[tuple[date, Span, str]]:
    """Every date in the text with its place and whether the words around make it a start or an end."""
    for match in _ISO.finditer(text):
        yield from _one(text, match.span(), *(int(part) for part in match.groups() if part))
    for match in _KO_DAY.finditer(text):
        if text[max(0, match.start() - 2) : match.start()].rstrip().endswith("년"):
            continue
        day = int(match[2]) if match[2] else {"초": 1, "중순": 15, "말": 28}[match[3]]
        yield from _one(text, match.span(), _next_year(on, int(match[1]), day), int(match[1]), day)
    for match in _EN_DAY.finditer(text):
        month = _MONTHS.index((match[2] or match[3])[:3].lower()) + 1
        day = int(match[1] or match[4])
        yield from _one(
            text, match.span(), int(match[5]) if match[5] else _next_year(on, month, day), month, day
        )


def _one(text: str, span: Span, year: int, month: int, day: int) -> Iterator[tuple[date, Span, str]]:
    try:
        found = date(year, month, day)
    except ValueError:  # 13월 40일 is no day
        return
    before, after = text[max(0, span[0] - 16) : span[0]], text[span[1] : span[1] + 12]
    if _END_AFTER.match(after) or _END_BEFORE.search(before):
        yield found, span, "end"
    elif _BEGIN_AFTER.match(after) or _BEGIN_BEFORE.search(before):
        yield found, span, "start"
    else:
        yield found, span, ""


def _next_year(on: date, month: int, day: int) -> int:
    return on.year if (month, day) >= (on.month, on.day) else on.year + 1


def _month_start(on: date, ahead: int) -> date:
    months = on.month - 1 + ahead
    return date(on.year + months // 12, months % 12 + 1, 1)
