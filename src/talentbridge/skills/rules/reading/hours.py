"""Hours: those that both sides share in a day, and those worked in a week."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from talentbridge.skills.rules.reading.clocks import Clock
from talentbridge.skills.rules.reading.lengths import Length
from talentbridge.skills.rules.reading.seen import Claim, Seen
from talentbridge.skills.rules.reading.values import Hours, Kind, Overlap

_MOST_OVERLAP, _MOST_WEEKLY = 12, 84
_SHARED_AFTER = re.compile(
    r"[^\n]{0,40}?(?:겹[치쳐침칠]?[가-힣]{0,2}|공통|동시에?|오버랩)|[^\n]{0,34}?\b(?:overlap(?:s|"
    r"ping)?|in common|shared|common hours|of shared)\b"
)
_SHARED_BEFORE = re.compile(
    r"(?:겹치[는게고]?|겹쳐|오버랩|공통\s?(?:근무)?|동시\s?근무)[^\n\d]{0,20}$|\b(?:overlap(?:s|"
    r"ping)?|common|shared|in common)[^\n\d]{0,30}$"
)
_DAILY_BEFORE = re.compile(r"(?:하루(?:에)?|매일|일|daily)\s?(?:최소|약)?\s?$")
_CORE = re.compile(
    r"(?:코어\s?(?:타임|시간)|공통\s?근무(?:\s?시간)?|겹치는 시간|근무\s?시간|업무\s?시간|"
    r"core\s(?:working\s)?hours|core\stime|working hours|work hours|overlap|available)"
    r"(?:은|는|:|\s|are|is|between|from|on|weekdays|평일|매일){0,5}$"
)
_CLOCK = (
    r"(?:(?P<{p}half>오전|오후|am|pm)\s?)?(?P<{p}h>\d{{1,2}})(?:\s?시|"
    r":(?P<{p}m>[0-5]\d))?(?:\s?(?P<{p}late>am|pm|a\.m\.|p\.m\.))?"
)
_CLOCKS = re.compile(
    rf"(?<![\d:.\-/월]){_CLOCK.format(p='a')}\s?(?:~|-|to|부터|에서|and|"
    rf"until)\s?{_CLOCK.format(p='b')}(?![\d:%]|\s?(?:시간|년|월|개월|주|명|hours|hrs|%))"
)
_NO_OVERLAP = re.compile(
    r"\b(?:no|without|any) (?:time[ -]?zone )?overlap (?:is )?(?:needed|required|necessary)|"
    r"겹치(?:지 않아도|는 시간\s?(?:없어도|무관))"
)
_WEEK_BEFORE = re.compile(
    r"(?:(?<![가-힣])주(?:당|간)?|일주일(?:에)?|매주|한\s?주(?:에)?|weekly|per week|"
    r"a week)[:\s]?\s?(?:최소|최대|약|평균)?\s?$"
)
_WEEK_AFTER = re.compile(
    r"\s?(?:of work )?(?:/\s?|per |a |each |every |in a |\()?\s?(?:week(?:ly)?\b|wk\b|주(?:당)?(?![가-힣]))"
)
_FULL_TIME = re.compile(
    r"\bfull[ -]time\b(?!\s(?:remote\b.{0,3}$))|풀\s?타임|전일제|(?<![가-힣])전업(?![주])"
)
_FULL_WEEK = Decimal(40)  # hours of a full week (Labor Standards Act art. 50)


def overlaps(seen: Seen, spans: Sequence[Length], named: Sequence[Clock]) -> Iterator[Claim]:
    """Hours a working day in common, in numbers or as times of a clock."""
    for match in _NO_OVERLAP.finditer(seen.folded):
        yield Claim(Kind.OVERLAP, Overlap(Decimal(0)), *match.span())
    for length in spans:
        if length.unit != "hour" or not 0 <= length.said <= _MOST_OVERLAP:
            continue
        last = seen.clause(length.start, length.end)[1]
        before = seen.before(length.start, 40)
        behind = _SHARED_AFTER.match(seen.folded, length.end, last)
        ahead = None if behind else _SHARED_BEFORE.search(before)
        if not (behind or ahead):
            continue
        start = length.start - len(before) + ahead.start() if ahead else length.start
        end = behind.end() if behind else length.end
        clock = _clock_near(seen, named, start, end)
        if clock and end <= clock.start <= end + 12:
            end = clock.end
        hours = length.low if length.low is not None else length.said
        yield Claim(Kind.OVERLAP, Overlap(hours, clock.zones.zone if clock else ""), start, end)
    yield from _core_hours(seen, named)


def weekly_hours(seen: Seen, spans: Sequence[Length]) -> Iterator[Claim]:
    """Hours a week; full time is forty."""
    for length in spans:
        if length.unit != "hour" or not 1 <= length.said <= _MOST_WEEKLY:
            continue
        ahead = _WEEK_BEFORE.search(before := seen.before(length.start, 14))
        behind = _WEEK_AFTER.match(seen.folded, length.end)
        if ahead or behind:
            start = length.start - len(before) + ahead.start() if ahead else length.start
            end = behind.end() if behind and not ahead else length.end
            yield Claim(Kind.WEEKLY, Hours(length.low, length.high), start, end)
    for match in _FULL_TIME.finditer(seen.folded):
        yield Claim(Kind.WEEKLY, Hours(_FULL_WEEK, _FULL_WEEK), *match.span())


def _core_hours(seen: Seen, named: Sequence[Clock]) -> Iterator[Claim]:
    """Times of a clock between which one has to be there: 코어타임 10시~16시, core hours 9am-1pm KST."""
    for match in _CLOCKS.finditer(seen.folded):
        begins, ends = _time(match, "a", "b"), _time(match, "b", "b")
        clock = _clock_near(seen, named, *match.span())
        core = _CORE.search(before := seen.before(match.start(), 30))
        has_form = (
            any(match[part] for part in ("ahalf", "bhalf", "alate", "blate", "am", "bm")) or "시" in match[0]
        )
        if not begins or not ends or not has_form or not (core or clock):
            continue
        start = match.start() - len(before) + core.start() if core else match.start()
        end = clock.end if clock and clock.start >= match.end() else match.end()
        end += seen.folded[end : end + 1] == ")" and "(" in seen.folded[match.end() : end]
        yield Claim(Kind.OVERLAP, Overlap(None, clock.zones.zone if clock else "", begins, ends), start, end)


def _time(match: re.Match[str], part: str, other: str) -> str:
    """HH:MM of one end of a range; am and pm may be said once for both."""
    hour, minute = int(match[f"{part}h"]), int(match[f"{part}m"] or 0)
    half = (match[f"{part}half"] or match[f"{part}late"] or "").replace(".", "")
    if half in ("오후", "pm") and hour < 12:
        hour += 12
    elif half in ("오전", "am") and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute:02d}" if hour <= 24 else ""


def _clock_near(seen: Seen, named: Sequence[Clock], start: int, end: int) -> Clock | None:
    """The clock that the same clause names, a single one."""
    first, last = seen.clause(start, end)
    place = bisect_left(named, max(first, start - 40), key=lambda clock: clock.start)
    near = [clock for clock in named[place : place + 3] if clock.end <= min(last, end + 40)]
    return min(near, key=lambda clock: max(start - clock.end, clock.start - end), default=None)
