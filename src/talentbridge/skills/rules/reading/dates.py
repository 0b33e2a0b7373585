"""From when, until when and how long: 12월 14일부터, start on December 1, by 2027-02-28, 3개월 동안, for 12 weeks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from talentbridge.skills.rules.reading.lengths import Length
from talentbridge.skills.rules.reading.seen import Claim, Seen
from talentbridge.skills.rules.reading.values import Duration, Kind

AT_ONCE = "at once"
_WEEKS = {"day": Decimal(1) / 7, "week": Decimal(1), "month": Decimal(13) / 3, "year": Decimal(52)}
_MOST_WEEKS = 260
_PAST = re.compile(
    r"경력|경험|최근|지난|전부터|전에|마다|운영|설립|past|last|experience|every|ago|per\s?$|old\b|"
    r"notice|warranty|보증"
)
_EXPERIENCE_AFTER = re.compile(
    r"\s?(?:이상)?(?:의|차)?\s?(?:경력|경험|전\b|전에|전부터|째|차|마다|된|실무)|"
    r"\+?\s?(?:of )?(?:\w+ ){0,3}(?:experience|ago|old)|\+|"
    r"\s?(?:정보|단위|주기|notice|warranty|무상)"
)
_FOR_SO_LONG = re.compile(
    r"기간|동안|간\b|이내|안에|내에|예정|진행|일정|계약|duration|\bfor\b|within|\btakes?\b|"
    r"timeline|period|project|contract"
)
_ISO = re.compile(
    r"(?<![\d.])(20\d\d)[-./]\s?(\d{1,2})[-./]\s?(\d{1,2})(?!\d)|(20\d\d)년\s?(\d{1,2})월\s?(\d{1,2})일"
)
_KO_DAY = re.compile(r"(?<!\d)(?:(20\d\d)년\s?)?(\d{1,2})월\s?(?:(\d{1,2})일|(초|중순|말))?")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_EN_MONTH = (
    r"(january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?![a-z])\.?"
)
_EN_DAY = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?\s(?:of )?{_EN_MONTH}|{_EN_MONTH}\s(\d{{1,2}})(?:st|nd|rd|"
    rf"th)?(?![\d:]))(?:,?\s(20\d\d))?|"
    rf"\b(?:mid-|early |late )?{_EN_MONTH}(?:,?\s(20\d\d))"
)
_BEGIN_AFTER = re.compile(r"\s?(?:부터|에\s?(?:시작|착수|입사|투입|합류)|시작|착수|입사|투입|합류|onwards?)")
_BEGIN_BEFORE = re.compile(
    r"(?:시작일?|착수일?|입사일?|투입일?|합류|starts?|starting|begin(?:s|ning)?|from|as of|"
    r"available(?: from)?|joining|join)"
    r"(?:\s?(?:은|는|:|on|date|in|from))*\s?$"
)
_END_AFTER = re.compile(r"\s?(?:까지|에\s?(?:오픈|마감|출시|완료|종료)|마감|이전|종료)")
_END_BEFORE = re.compile(
    r"(?:by|until|till|due|deadline|before|마감일?|종료일?|ends?|ending)(?:\s?(?:은|는|:|on|is|"
    r"in))*\s?$|(?:부터|\d|to)\s?(?:~|-|to)\s?$"
)
_AT_ONCE = re.compile(
    r"즉시\s?(?:시작|투입|착수|가능|합류|입사|근무)|바로\s?(?:시작|투입|착수|합류|입사|근무)|"
    r"\b(?:start|starting|available|begin|join)\s(?:immediately|right away|asap|now|as soon as possible)\b|"
    r"\bimmediate(?:ly)? (?:start|available|availability|joiner)|\basap start\b"
)
_NEXT_MONTH = re.compile(
    r"다음\s?달(?:부터|에|\s?시작)|\b(?:start(?:ing|s)?|from|begin(?:ning|s)?) next month\b|\bnext month\b"
)
_NEXT_WEEK = re.compile(
    r"다음\s?주(?:부터|에|\s?시작)|\b(?:start(?:ing|s)?|from|begin(?:ning|s)?) next week\b"
)
_FARTHEST = timedelta(days=730)  # a start beyond two years is a slip or about something else


def dates(seen: Seen) -> Iterator[Claim]:
    """Days on which work is to begin or to be done; a day that is neither is not read."""
    begun = False
    for day, start, end, kind in sorted(_days(seen), key=lambda found: found[1]):
        if kind == Kind.END:
            yield Claim(Kind.END, day, start, end)
        elif kind == Kind.START and seen.on <= day <= seen.on + _FARTHEST:
            begun = True
            yield Claim(Kind.START, day, start, end)
    for match in _AT_ONCE.finditer(seen.folded):
        yield Claim(Kind.START, AT_ONCE, *match.span())
    if begun:
        return
    if month := _NEXT_MONTH.search(seen.folded):
        yield Claim(Kind.START, _month_start(seen.on), *month.span())
    elif week := _NEXT_WEEK.search(seen.folded):
        yield Claim(Kind.START, seen.on + timedelta(days=7 - seen.on.weekday()), *week.span())


def durations(seen: Seen, spans: Sequence[Length]) -> Iterator[Claim]:
    """How long the work takes: where words say so, else the first length that is not experience or time past."""
    plain: Claim | None = None
    is_said = False
    for length in spans:
        if length.unit not in _WEEKS:
            continue
        start, end = length.number
        before = re.split(r"[,.;\n]", seen.folded[max(0, start - 14) : start])[-1]
        after = seen.after(end, 14)
        if _PAST.search(before) or _EXPERIENCE_AFTER.match(after):
            continue
        high = round(length.said * _WEEKS[length.unit])
        low = round((length.low if length.low is not None else length.said) * _WEEKS[length.unit])
        if not 1 <= high <= _MOST_WEEKS:
            continue
        claim = Claim(Kind.DURATION, Duration(min(low, high), high), *length.number)
        if _FOR_SO_LONG.search(before) or _FOR_SO_LONG.search(after):
            is_said = True
            yield claim
        elif length.unit != "day":
            plain = plain or claim
    if plain and not is_said:
        yield plain


_Day = tuple[date, int, int, str]


def _days(seen: Seen) -> Iterator[_Day]:
    """Every date in the text with its place and whether the words around make it a start or an end."""
    folded = seen.folded
    for match in _ISO.finditer(folded):
        year, month, day = (int(part) for part in match.groups() if part)
        yield from _one(folded, match.span(), year, month, day)
    for match in _KO_DAY.finditer(folded):
        month = int(match[2])
        if match[1] and match[3]:
            continue  # read with its year above
        day = int(match[3]) if match[3] else {"초": 1, "중순": 15, "말": 28}.get(match[4] or "", 1)
        year = int(match[1]) if match[1] else _next_year(seen.on, month, day)
        yield from _one(folded, match.span(), year, month, day)
    for match in _EN_DAY.finditer(folded):
        month = _MONTHS.index((match[2] or match[3] or match[6])[:3]) + 1
        day = int(match[1] or match[4] or 1)
        said = match[5] or match[7]
        year = int(said) if said else _next_year(seen.on, month, day)
        yield from _one(folded, match.span(), year, month, day)


def _one(folded: str, span: tuple[int, int], year: int, month: int, day: int) -> Iterator[_Day]:
    try:
        found = date(year, month, day)
    except ValueError:  # 13월 40일 is no day
        return
    before, after = folded[max(0, span[0] - 16) : span[0]], folded[span[1] : span[1] + 12]
    if _END_AFTER.match(after) or _END_BEFORE.search(before):
        yield found, *span, Kind.END
    elif _BEGIN_AFTER.match(after) or _BEGIN_BEFORE.search(before):
        yield found, *span, Kind.START


def _next_year(on: date, month: int, day: int) -> int:
    return on.year if (month, day) >= (on.month, on.day) else on.year + 1


def _month_start(on: date) -> date:
    return date(on.year + on.month // 12, on.month % 12 + 1, 1)
