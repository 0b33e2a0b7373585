"""What a text says is not needed: "no AWS needed", "React 제외", "한국어 불필요", "경력 무관"."""

from __future__ import annotations

import re

from talentbridge.skills.rules.reading.seen import Seen

_NOUN = "경험|지식|능력|기술|사용|활용|실력|실무|근무|여부|연수|기간|수준|스택|업무|언어|구사"
_AFTER = re.compile(
    rf"(?:을|를|은|는|이|가|도|의|으로|로)?\s?(?:(?:{_NOUN})(?:은|는|이|가|도|을|를)?\s?){{0,2}}(?:전혀\s|굳이\s)?"
    r"(?:불필요|필요\s?(?:없|하지\s?않|치\s?않)|무관|상관\s?없|관계\s?없|몰라도|못\s?해도|없어도|"
    r"없더라도|없으셔도|안\s?해도|"
    r"제외|불가|아님|아닌|아니라|말고|대신|쓰지\s?않|사용하지\s?않|안\s?(?:씀|씁|써|쓰)|하지\s?않)|"
    r"\s(?:(?:experience|knowledge|skills?|background|proficiency|work|working|positions?|roles?)\s)?"
    r"(?:(?:is|are|was)\s)?(?:isn't|aren't|not)\s(?:strictly\s|at all\s|currently\s)?"
    r"(?:needed|required|necessary|used|essential|mandatory|allowed|possible|available|accepted|an option|offered)|"
    r"\s(?:(?:is|are)\s)?(?:excluded|unnecessary)\b"
)
_BEFORE = re.compile(
    r"(?:\b(?:without|unlike|except(?: for)?|excluding|other than|instead of|rather than|apart from|not looking for|not|"
    r"no need (?:for|of|to know|to use))|(?:\b(?:not|never)|n't) (?:need|require|use|using|want|offer|do)|"
    r"(?:제외|불필요|필요 없음) ?:)(?: to (?:know|use|have))?\s?(?:(?:any|prior|previous|the|a|an|of)\s){0,2}$"
)
_NO = re.compile(
    r"\bno\s(?:(?:any|prior|previous)\s)?(?:(?:experience|knowledge|background)\s(?:with|in|of)\s)?$"
)
# Where nothing says what it is not needed for, "no" has to begin the thought: not in "we have no Python developer".
_NO_ALONE = re.compile(rf"(?:^|[,(:;\-]|\b(?:and|but|or|requires?|needs?|with|is|are))\s?{_NO.pattern}")
_NEEDED = re.compile(r"[^,]{0,30}\b(?:needed|required|necessary|please|allowed|possible)\b")
_STILL_WISHED = re.compile(r"plus\b|\bnice\b|bonus|prefer|ideal|우대|있으면|좋[은겠습아]|선호")


def denial(seen: Seen, start: int, end: int) -> tuple[int, int] | None:
    """The span that says so when ``folded[start:end]`` is not needed or not meant; None otherwise.

    "Not required, but a plus" is a wish, so it is no denial.
    """
    if behind := _AFTER.match(seen.folded, end, seen.clause(end - 1, end)[1]):
        return None if _STILL_WISHED.search(seen.after(behind.end(), 40)) else (start, behind.end())
    before = seen.before(start, 32)
    if ahead := _BEFORE.search(before):
        return start - len(before) + ahead.start(), end
    needed = _NEEDED.match(seen.folded, end, seen.clause(end - 1, end)[1])
    if (_NO if needed else _NO_ALONE).search(before):
        return start - len(before) + before.rindex("no"), needed.end() if needed else end
    return None
