"""Lengths of time as people write them: 3년 이상, 3~5 years, at least two months, 하루 4시간, 반년.

Read once for a text; what each means (experience, duration, overlap, a working week) its neighbours say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from talentbridge.skills.rules.reading.seen import Seen

_ENGLISH_WORDS = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
twenty
"""
_KOREAN_WORDS = "한 두 세/석/서 네/넉 다섯 여섯 일곱 여덟 아홉 열"  # before a counter, with their other forms
_ENGLISH = {"a": 1, "an": 1, "thirty": 30, "forty": 40} | {
    word: number for number, word in enumerate(_ENGLISH_WORDS.split(), start=1)
}
_KOREAN = {
    word: number for number, words in enumerate(_KOREAN_WORDS.split(), start=1) for word in words.split("/")
} | {word: number for number, word in enumerate("일이삼사오육칠팔구십", start=1)}


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


NUMBER = (
    r"(?:(?<![\d.,:])\d{1,4}(?:\.\d{1,2})?(?![\d]|[.,:]\d)|"
    rf"(?<![a-z])(?:{_any(_ENGLISH)})(?![a-z])|"
    rf"(?<![가-힣])(?:{_any(_KOREAN)})(?=\s?(?:시간|달|주|해|개월|년)))"
)
_UNITS = {
    "year": r"년(?:차|간)?(?!도|생|월|\s?\d{1,2}\s?월|대)|해(?![가-힣])|-?(?:years?|yrs?)'?(?![a-z])",
    "month": r"개월(?:간|차)?|달(?![러리])(?:간)?|-?(?:months?|mos)(?![a-z])",
    "week": r"주(?!년|일에|말|소|당|식)(?:간|일)?|-?(?:weeks?|wks?)(?![a-z])",
    "day": r"일(?![가-힣]*정)(?:간)?|-?(?:days?)(?![a-z])",
    "hour": r"시간|-?(?:hours?|hrs?)(?![a-z])|h(?![a-z0-9])",
}
_UNIT = "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNITS.items()) + ")"
_ANY_UNIT = r"(?:년|개월|달|주|일|시간|years?|yrs?|months?|weeks?|days?|hours?|hrs?|h(?![a-z]))"
_LENGTH = re.compile(
    rf"(?P<low>{NUMBER})\s?\+?(?:\s?(?P<first>{_ANY_UNIT}))?\s?(?:~|-|to|에서|부터|or|and)\s?"
    rf"(?P<high>{NUMBER})\s?(?P<more>\+)?\s?{_UNIT}|"
    rf"(?P<one>{NUMBER})\s?(?P<plus>\+)?\s?(?:(?:plus|full|business|working)\s)?{_UNIT.replace('?P<', '?P<u')}"
)
_HALF_YEAR = re.compile(r"(?<![가-힣])반\s?년|\bhalf a year\b")
_AND_MONTHS = re.compile(r"\s?(\d{1,2})\s?개월|\sand (?:(\d{1,2}) months|(?:a )?half)")
_LEAST_BEFORE = re.compile(
    r"(?:최소(?:한)?|적어도|at least|(?:a )?minimum(?: of)?|min\.?|more than|over|no less than|>=?|≥)\s?$"
)
_MOST_BEFORE = re.compile(
    r"(?:최대|많아야|up to|at most|no more than|less than|under|(?:a )?maximum(?: of)?|max\.?|within|<=?|≤)\s?$"
)
_ABOUT_BEFORE = re.compile(r"(?:약|대략|about|around|approximately|roughly|~)\s?$")
_LEAST_AFTER = re.compile(r"\s?(?:\+|이상|초과|or more|or above|and above|minimum|at least|plus\b|넘)")
_MOST_AFTER = re.compile(r"\s?(?:이하|미만|이내|까지|안에|or less|or fewer|maximum|at most|max\b)")


@dataclass(frozen=True, slots=True)
class Length:
    """`low` to `high` of a `unit` (year, month, week, day, hour). None: no bound on that side."""

    low: Decimal | None
    high: Decimal | None
    unit: str
    start: int  # with the words that bound it (at least, 이상)
    end: int
    number: tuple[int, int]  # the number and its unit alone

    @property
    def said(self) -> Decimal:
        """The number that stands there: the upper end of a range."""
        return self.high if self.high is not None else self.low or Decimal(0)


def lengths(seen: Seen) -> Iterator[Length]:
    """Every length of time in the text, in its order."""
    for match in _LENGTH.finditer(seen.folded):
        groups = {name: text for name, text in match.groupdict().items() if text is not None}
        unit = next(
            name for name in (*_UNITS, *(f"u{unit}" for unit in _UNITS)) if name in groups
        ).removeprefix("u")
        start, end = match.span()
        if "one" in groups:
            low = high = _value(groups["one"])
            if unit == "year" and (more := _AND_MONTHS.match(seen.folded, end)):
                months = more[1] or more[2]
                low = high = low + (Decimal(months) / 12 if months else Decimal("0.5"))
                end = more.end()
        elif "first" in groups and not re.fullmatch(_UNITS[unit], groups["first"]):
            low = high = _value(groups["high"])  # 14일부터 3개월 is no range
            start = match.start("high")
        else:
            low, high = _value(groups["low"]), _value(groups["high"])
        if unit == "year" and low >= 1900:  # a year of the calendar
            continue
        is_open = "plus" in groups or "more" in groups
        yield _bounded(seen, Length(low, high, unit, start, end, (start, end)), is_open)
    for match in _HALF_YEAR.finditer(seen.folded):
        yield Length(Decimal(6), Decimal(6), "month", *match.span(), match.span())


def _bounded(seen: Seen, length: Length, is_open: bool) -> Length:
    """The length with the words around it that open one of its ends."""
    low, high = length.low, length.high
    before = seen.before(length.start, 16)
    start, end = length.start, length.end
    least, most = _LEAST_BEFORE.search(before), _MOST_BEFORE.search(before)
    about = _ABOUT_BEFORE.search(before)
    if ahead := least or most or about:
        start -= len(before) - ahead.start()
    behind_least = _LEAST_AFTER.match(seen.folded, end)
    behind_most = None if behind_least else _MOST_AFTER.match(seen.folded, end)
    if behind := behind_least or behind_most:
        end = behind.end()
    if least or behind_least or is_open:
        high = high if low != high else None
    elif most or behind_most:
        low = low if low != high else None
    return Length(low, high, length.unit, start, end, length.number)


def _value(said: str) -> Decimal:
    if said[0].isdigit():
        return Decimal(said)
    return Decimal(_ENGLISH.get(said) or _KOREAN[said])
