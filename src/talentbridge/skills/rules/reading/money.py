"""Budgets and rates as Koreans and others write them: 월 600만원, 1억 2천, ₩18,000,000, $4k-5k/month.

Every currency of `words.toml` by its code, the usual ones by sign and word. What an amount is paid for (a month, an
hour, the whole) its neighbours say; turnover, prices and funding are about something else and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from talentbridge.skills.rules.prepared import is_hangul
from talentbridge.skills.rules.reading.seen import Claim, Seen
from talentbridge.skills.rules.reading.values import Kind, Pay
from talentbridge.skills.rules.reading.words import tables

_KOREAN_DIGITS = {letter: number for number, letter in enumerate("일이삼사오육칠팔구", start=1)}
_SMALL = {"십": 10, "백": 100, "천": 1_000}
_LARGE = {"만": 10_000, "억": 100_000_000, "조": 1_000_000_000_000}
# A whole run of digits or nothing: partial runs would let a pattern try every way to cut "1111111".
NUMBER = r"(?:(?<![\d,.])(?:\d{1,3}(?:,\d{2,3})+|\d{1,13})(?:\.\d{1,3})?(?!\d))"
_HANGUL = "[일이삼사오육칠팔구십백천만억조]"
_PART = rf"{NUMBER}?\s?{_HANGUL}"
_KOREAN_NUMBER = rf"(?:{NUMBER}\s?{_HANGUL}|(?<![가-힣]){_HANGUL}|{NUMBER})(?:\s?{_PART}){{0,9}}"
_CURRENCIES = tables()["currency"]
_SIGNS = {sign.casefold(): code for code, entry in _CURRENCIES.items() for sign in entry.get("signs", ())}
_WORDS = {word.casefold(): code for code, entry in _CURRENCIES.items() for word in entry.get("words", ())}
_CODES = {code.casefold(): code for code in _CURRENCIES}
_LEAST, _HIGHEST = 5, Decimal(10) ** 13  # below it a slip, above it no pay
_POWERS = {3: "k thousand", 5: "lakh lakhs lpa", 6: "m mn mil million", 7: "crore crores", 9: "bn billion"}
_SCALES = {word: 10**power for power, words in _POWERS.items() for word in words.split()}


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_SCALE = rf"(?:\s?({_any(_SCALES)})(?![a-z]))?"
_TO = r"\s?(?:~|-|to|에서|and|부터)\s?"
_SIGN = rf"(?:{_any(_SIGNS)}|(?<![a-z])(?:{_any(_CODES)})(?![a-z]))"
_SIGN_FIRST = re.compile(
    rf"(?=[a-z$₩€£¥₫₹₴₱฿₽₸₺₮])({_SIGN})\s?({NUMBER}){_SCALE}(?:{_TO}(?:{_SIGN}\s?)?({NUMBER}){_SCALE})?"
)
_INDIAN = re.compile(rf"({NUMBER})(?:\s?(?:-|to)\s?({NUMBER}))?\s?(lakhs?|lpa|crores?)(?![a-z])")
_HANGUL_WORDS = [word for word in _WORDS if is_hangul(word[0])]
_WORD_LAST = re.compile(
    rf"({NUMBER}){_SCALE}(?:{_TO}({NUMBER}){_SCALE})?\s?"
    rf"(?:({_any({*_WORDS, *_CODES} - {*_HANGUL_WORDS})})(?![a-z])|([€₫₴₽₸₹₺]))"
)
_FIRST_OF_TWO = rf"(?:({NUMBER})\s?((?:[천백십]?[만억]|[천백십])?)\s?(?:원|달러|불)?{_TO})?"
_KOREAN = re.compile(
    rf"(?=[\d일이삼사오육칠팔구십백천만억조])(?:"
    rf"{_FIRST_OF_TWO}({_KOREAN_NUMBER})\s?({_any(_HANGUL_WORDS)})(?![장래칙서본인격점])|"
    rf"{_FIRST_OF_TWO}({_KOREAN_NUMBER}[만억])(?=\s|[.,)/]|$|까지|정도|이내|이하|이상|으로|안|선|대))"
)

_SAID = r"\s?(?:(?:에|최대|최소|약|은|는|of)\s|:\s?)*$"  # between a unit and its amount
_UNIT_BEFORE = {
    "month": r"매?월|한\s?달에?|월급여?|월 ?(?:단가|보수|평균)|monthly(?: rate| fee| budget)?",
    "year": r"연봉|연간|연|annual(?:ly)?(?: salary| pay| compensation)?|yearly",
    "week": r"주급|매주|weekly(?: rate)?",
    "day": r"일당|하루에?|일 ?단가|일급|daily(?: rate)?",
    "hour": r"시간당|시급|hourly(?: rate)?",
}
_BEFORE = {unit: re.compile(f"(?:{words}){_SAID}") for unit, words in _UNIT_BEFORE.items()}
_UNIT_AFTER = {
    "month": r"/ ?(?:월|mo\b|month|mth)|(?:per|a|each) month|monthly|p\.?m\.?\b",
    "year": r"/ ?(?:년|yr|year|y\b|annum)|(?:per|a) year|per annum|annually|yearly|p\.?a\.?(?![a-z])",
    "week": r"/ ?(?:주|wk|week)|(?:per|a) week|weekly",
    "day": r"/ ?(?:일|d|day)(?![a-z])|(?:per|a) day|daily|day rate",
    "hour": r"/ ?(?:h|hr|hour|시간)(?![a-z])|(?:per|an) hour|hourly|ph\b",
    "item": r"/ ?(?:건|장|page|word|ticket)|(?:per|a) (?:page|word|ticket|item|user|seat|piece)",
}
_NET = r"\s?\+?\s?(?:gross|net|before tax|after tax|세전|세후)?\s?"
_AFTER = {unit: re.compile(f"{_NET}(?:{words})") for unit, words in _UNIT_AFTER.items()}
_PER_ITEM = re.compile(r"(?:건당|장당|개당|인당|명당|페이지당|per (?:page|user|seat))\s?$")
_WHOLE = re.compile(
    r"예산|총액|총\s?비용|사업비|비용|금액|계약금|총\s?$|\bbudget|\bin total|\btotal|\bcost|"
    r"\bfixed[ -]price|\bfor (?:everything|the (?:whole|entire|project))|\bper project|"
    r"/\s?project|프로젝트\s?당"
)
_PAID = re.compile(
    r"단가|보수|급여|페이|희망|연봉|사례|\bpay\b|\brates?\b|\bsalary|compensation|\bfee\b|"
    r"remuneration|stipend|\bpaying"
)
_OTHER = re.compile(
    r"매출|투자|시리즈|거래액|결제액|가격|월세|벌금|보증금|시장 ?규모|자본금|상금|revenue|funding|"
    r"raised|turnover|valuation|\bgmv|\barr\b|\bmrr\b|"
    r"market size|\bprice|customers pay|\bfine of|prize|donat|saved|saving|processes|transactions"
)
_BREAK = re.compile(r"[.,;\n!?](?!\d)")  # what stands beyond it is said about something else
_MOST_BEFORE = re.compile(
    r"(?:최대|up to|at most|no more than|maximum(?: of)?|max\.?|under|below|less than|<=?)\s?$"
)
_LEAST_BEFORE = re.compile(
    r"(?:최소|at least|minimum(?: of)?|min\.?|from|more than|over|starting at|>=?)\s?$"
)
_MOST_AFTER = re.compile(r"\s?(?:이하|이내|까지|미만|or less|max(?:imum)?\b|안에서|안쪽)")
_LEAST_AFTER = re.compile(r"\s?(?:이상|부터|\+|or more|and up|minimum|초과)")


def korean_number(said: str) -> Decimal | None:
    """The value of digits and Korean number words, mixed: ``1억 2천`` is 120,000,000, ``3천만`` 30,000,000."""
    total = section = Decimal(0)
    number: Decimal | None = None
    for token in re.findall(rf"{NUMBER}|{_HANGUL}", said):
        if token in _SMALL:
            section += (number if number is not None else 1) * _SMALL[token]
            number = None
        elif token in _LARGE:
            section += number or 0
            total += (section or 1) * _LARGE[token]
            section, number = Decimal(0), None
        else:
            number = Decimal(_KOREAN_DIGITS[token]) if token in _KOREAN_DIGITS else _plain(token)
    rest = section + (number or 0)
    if total >= _LARGE["억"] and "만" not in said and section and rest % 100 == 0:
        rest *= _LARGE["만"]  # 1억 2천 is said for 1억 2천만
    value = total + rest
    return value if value > 0 else None


def pay(seen: Seen) -> Iterator[Claim]:
    """Every amount that somebody is to be paid, with what it is paid for where that is said."""
    for low, high, currency, start, end, is_sure in _amounts(seen.folded):
        claim = _in_context(seen, low, high, currency, (start, end), is_sure)
        if claim:
            yield claim


def _in_context(
    seen: Seen, low: Decimal | None, high: Decimal, currency: str, span: tuple[int, int], is_sure: bool
) -> Claim | None:
    """The amount as pay, with its unit; None where the words around say that it is something else."""
    start, end = span
    before = _BREAK.split(seen.folded[max(0, start - 25) : start])[-1]
    after = _BREAK.split(seen.folded[end : end + 24])[0]
    if _OTHER.search(before) or _OTHER.match(after.lstrip()) or _PER_ITEM.search(before):
        return None
    unit, ahead, behind = _unit(before, after)
    if unit == "item":
        return None
    is_whole = bool(_WHOLE.search(before) or _WHOLE.search(after))
    if not (is_sure or unit or is_whole or _PAID.search(before)):  # 100만 명 is not money
        return None
    least, most = low if low is not None else high, high
    left = before[: ahead or len(before)]
    if low is None and (_MOST_BEFORE.search(left) or _MOST_BEFORE.search(before) or _MOST_AFTER.match(after)):
        least = None  # type: ignore[assignment]
    elif low is None and (_LEAST_BEFORE.search(before) or _LEAST_AFTER.match(after)):
        most = None  # type: ignore[assignment]
    first = start if ahead is None else start - len(before) + ahead
    value = Pay(least, most, currency, unit or ("project" if is_whole else ""))
    return Claim(Kind.PAY, value, first, end + behind)


def _unit(before: str, after: str) -> tuple[str, int | None, int]:
    """The unit, where in `before` it begins to be said, and how far into `after` it goes."""
    for unit, pattern in _AFTER.items():
        if match := pattern.match(after):
            return unit, None, match.end()
    for unit, pattern in _BEFORE.items():
        if match := pattern.search(before):
            return unit, match.start(), 0
    return "", None, 0


_Amount = tuple[Decimal | None, Decimal, str, int, int, bool]


def _amounts(folded: str) -> list[_Amount]:
    """(low, high, currency, start, end, whether a currency stands beside it), in the order of the text."""
    found: list[_Amount] = []
    for match in _SIGN_FIRST.finditer(folded):
        currency = _SIGNS.get(match[1]) or _CODES[match[1]]
        scale = match[5] or (match[3] if match[4] else None)
        high = _scaled(match[4] or match[2], scale or match[3])
        low = _scaled(match[2], match[3] or scale) if match[4] else None
        found.append((low, high, currency, *match.span(), True))
    for match in _WORD_LAST.finditer(folded):
        word = match[5] or match[6]
        currency = _WORDS.get(word) or _SIGNS.get(word) or _CODES[word]
        scale = match[4] or match[2]
        high = _scaled(match[3] or match[1], scale)
        low = _scaled(match[1], match[2] or scale) if match[3] else None
        found.append((low, high, currency, *match.span(), True))
    for match in _INDIAN.finditer(folded):  # lakh and crore are said of rupees
        low = _scaled(match[1], match[3]) if match[2] else None
        found.append((low, _scaled(match[2] or match[1], match[3]), "INR", *match.span(), True))
    for match in _KOREAN.finditer(folded):
        if (high_said := korean_number(match[3] or match[7])) is not None:
            low = _low_of(match[1] or match[5], match[2] or match[6] or "", match[3] or match[7], high_said)
            found.append((low, high_said, _WORDS.get(match[4] or "", "KRW"), *match.span(), bool(match[4])))
    kept: list[_Amount] = []
    for amount in sorted(found, key=lambda amount: (amount[3], -amount[4])):
        is_apart = not kept or kept[-1][4] <= amount[3]
        if is_apart and _CURRENCIES[amount[2]].get("least", _LEAST) <= amount[1] <= _HIGHEST:
            kept.append(amount)
    return kept


def _low_of(number: str | None, scale: str, high: str, value: Decimal) -> Decimal | None:
    """The lower end of a Korean range: in 1,500만~2,000만 it has its own scale, in 3~5천만 원 that of the upper end."""
    if not number:
        return None
    if not scale:
        scale = "".join(re.findall("[십백천만억조]", high))
    low = korean_number(f"{number}{scale}")
    return low if low is not None and low <= value else None


def _scaled(number: str, scale: str | None) -> Decimal:
    return _plain(number) * _SCALES.get(scale or "", 1)


def _plain(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))
