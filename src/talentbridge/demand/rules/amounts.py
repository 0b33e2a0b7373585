"""Reading an amount of money as Koreans and others write it: 월 600만원, 3천만 원, 1억 2천, ₩18,000,000, USD 5k."""

from __future__ import annotations

import re
from decimal import Decimal

from talentbridge.kernel.money import Money

Span = tuple[int, int]

_KOREAN_DIGITS = {c: n for n, c in enumerate("일이삼사오육칠팔구", start=1)}
_SMALL = {"십": 10, "백": 100, "천": 1_000}
_LARGE = {"만": 10_000, "억": 100_000_000}
# A whole run of digits or nothing: partial runs would let a pattern try every way to cut "1111111".
_NUMBER = r"(?:(?<![\d,.])(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d{1,3})?(?![\d]))"
_HANGUL = "[일이삼사오육칠팔구십백천만억]"
_PART = rf"{_NUMBER}?\s?{_HANGUL}"
_KOREAN_NUMBER = rf"(?:{_NUMBER}\s?{_HANGUL}|{_HANGUL}|{_NUMBER})(?:\s?{_PART}){{0,9}}"
_RANGE = rf"(?:{_NUMBER}\s?(?:[천백십]?[만억]\s?원?)?\s?(?:~|-|–|에서|to)\s?)?"
_SIGNS = {"$": "USD", "US$": "USD", "USD": "USD", "₩": "KRW", "KRW": "KRW", "€": "EUR", "EUR": "EUR",
          "¥": "JPY", "JPY": "JPY"}  # fmt: skip
_WORDS = {"원": "KRW", "won": "KRW", "달러": "USD", "불": "USD", "dollars": "USD", "usd": "USD", "krw": "KRW",
          "유로": "EUR", "euros": "EUR", "eur": "EUR", "엔": "JPY", "jpy": "JPY"}  # fmt: skip
_THOUSANDS = {"k": 1_000, "m": 1_000_000, "million": 1_000_000}

_SIGN = r"(?:US\$|[$₩€¥])"
_SIGN_FIRST = re.compile(
    rf"(US\$|USD|KRW|EUR|JPY|[$₩€¥])\s?(?:{_NUMBER}k?\s?(?:-|–|~|to)\s?{_SIGN}?)?({_NUMBER})(?:\s?(k|m|million)\b)?",
    re.I,
)
_WORD_LAST = re.compile(
    rf"{_RANGE}({_NUMBER})\s?(k|m|million)?\s?(won|dollars|euros|USD|KRW|EUR|JPY)\b", re.I
)
_KOREAN = re.compile(
    rf"{_RANGE}({_KOREAN_NUMBER})\s?(원|달러|불|유로|엔)|"
    rf"{_RANGE}({_KOREAN_NUMBER}[만억])(?=\s|[.,)]|$|까지|정도|이내|이하|으로|안)"
)
_BREAK = re.compile(r"[.,;\n!?](?!\d)")  # what stands beyond it is said about something else
_MONTHLY = re.compile(r"(?:매?월|한\s?달에?|월급|monthly)\s?(?:에\s|최대\s|약\s)?$", re.I)
_MONTHLY_AFTER = re.compile(r"\s?(?:/\s?(?:월|mo)|per month|a month|each month|monthly|/month)", re.I)
_HOURLY = re.compile(r"(?:시간당|시급|일당|하루|건당)\s?$", re.I)
_HOURLY_AFTER = re.compile(r"\s?(?:/\s?(?:h|hr|hour|day|시간|일)|per (?:hour|day)|an hour|a day)\b", re.I)
_ABOUT_BUDGET = re.compile(
    r"예산|총액|총\s?비용|비용|금액|계약금|\bbudget|\bin total|\btotal|\bpay\b|\bcost", re.I
)
_ABOUT_OTHERS = re.compile(
    r"매출|투자|시리즈|거래액|결제액|가격|월세|revenue|funding|raised|turnover|valuation|\bGMV", re.I
)


def korean_number(said: str) -> Decimal | None:
    """The value of digits and Korean number words, mixed: ``1억 2천`` is 120,000,000, ``3천만`` 30,000,000."""
    total = section = Decimal(0)
    number: Decimal | None = None
    for token in re.findall(rf"{_NUMBER}|{_HANGUL}", said):
        if token in _SMALL:
            section += (number if number is not None else 1) * _SMALL[token]
            number = None
        elif token in _LARGE:
            section += number or 0
            total += (section or 1) * _LARGE[token]
            section, number = Decimal(0), None
        else:
            number = (
                Decimal(_KOREAN_DIGITS[token]) if token in _KOREAN_DIGITS else Decimal(token.replace(",", ""))
            )
    rest = section + (number or 0)
    if total >= _LARGE["억"] and "만" not in said and section and rest % 100 == 0:
        rest *= _LARGE["만"]  # 1억 2천 is said for 1억 2천만
    value = total + rest
    return value if value > 0 else None


def budget_of(text: str, weeks: int | None) -> tuple[Money | None, Span]:
    """The whole budget and where it stands. A monthly amount is multiplied by the months of `weeks`; without them
    its place is returned but no amount, so that the page can ask. The upper end of a range counts.
    """
    best: tuple[int, int, Money, Span, bool] | None = None
    for money, span, has_currency in _amounts(text):
        before = _BREAK.split(text[max(0, span[0] - 25) : span[0]])[-1]
        after = _BREAK.split(text[span[1] : span[1] + 20])[0]
        if _HOURLY.search(before) or _HOURLY_AFTER.match(after):
            continue
        about_budget = bool(_ABOUT_BUDGET.search(before) or _ABOUT_BUDGET.search(after))
        monthly = _MONTHLY.search(before)
        is_monthly = bool(monthly or _MONTHLY_AFTER.match(after))
        if _ABOUT_OTHERS.search(before) or _ABOUT_OTHERS.match(after.lstrip()):
            continue
        if not (has_currency or about_budget or is_monthly):  # 100만 명 is not money
            continue
        if monthly:
            span = (span[0] - len(before) + monthly.start(), span[1])
        if best is None or (about_budget, -span[0]) > best[:2]:
            best = (about_budget, -span[0], money, span, is_monthly)
    if best is None:
        return None, (0, 0)
    money, span, is_monthly = best[2:]
    if not is_monthly:
        return money, span
    return (_for_weeks(money, weeks) if weeks else None), span


def _for_weeks(monthly: Money, weeks: int) -> Money:
    """A monthly amount for so many weeks; thirteen weeks are three months, six are 1.38."""
    months = Decimal(weeks) * 12 / 52
    if abs(months - round(months)) < Decimal("0.15"):
        return Money(monthly.minor * round(months), monthly.currency)
    return Money(int(monthly.minor * months), monthly.currency)


def _amounts(text: str) -> list[tuple[Money, Span, bool]]:
    """Every amount in the order of the text; the flag says whether a currency stands beside it."""
    found: dict[int, tuple[Money, Span, bool]] = {}
    for match in _SIGN_FIRST.finditer(text):
        value = Decimal(match[2].replace(",", "")) * _THOUSANDS.get((match[3] or "").lower(), 1)
        _keep(found, value, _SIGNS[match[1].upper()], match.span())
    for match in _WORD_LAST.finditer(text):
        value = Decimal(match[1].replace(",", "")) * _THOUSANDS.get((match[2] or "").lower(), 1)
        _keep(found, value, _WORDS[match[3].lower()], match.span())
    for match in _KOREAN.finditer(text):
        number = korean_number(match[1] or match[3])
        if number is not None:
            _keep(found, number, _WORDS[match[2]] if match[2] else "KRW", match.span(), bool(match[2]))
    return [found[start] for start in sorted(found)]


def _keep(
    found: dict[int, tuple[Money, Span, bool]],
    value: Decimal,
    currency: str,
    span: Span,
    has_currency: bool = True,
) -> None:
    """Keep an amount unless it is too small to be a budget, too large to be meant, or already read."""
    least = {"KRW": 100_000, "JPY": 10_000}.get(currency, 100)
    if least <= value <= 10_000_000_000 and not any(
        a < span[1] and span[0] < b for _, (a, b), _ in found.values()
    ):
        minor = int(value) if currency in ("KRW", "JPY") else int(value * 100)
        found[span[0]] = (Money(minor, currency), span, has_currency)
