"""What an employer adds to the pay: social contributions with their caps, the thirteenth month, leaving.

Every part is a row of the country (``social.employer.<part>`` with ``.high``, ``.cap``, ``.fixed``; `docs/rules.md`), so
a new law is a new row and no new code. Amounts are per month in the country's currency.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal

from talentbridge.designer.rules.saying import Kind, Line, Said, Span, plain
from talentbridge.designer.rules.world import World
from talentbridge.kernel.money import Money, digits
from talentbridge.kernel.text import N_
from talentbridge.policy.rules import NotKnown, Rule, percent

PREFIX = "social.employer"
_DAYS_A_MONTH = 30


def contributions(pay: Money, country: str, world: World) -> Iterator[Line]:
    """One line for each part of the employer's share of `pay`. Raises `NotKnown` when the country has no row at all."""
    parts: dict[str, dict[str, Rule]] = {}
    for rule in world.book.under(PREFIX, country):
        part, _, about = rule.key.removeprefix(f"{PREFIX}.").partition(".")
        parts.setdefault(part, {})[about] = rule
    if not parts:
        raise NotKnown(PREFIX, country, world.book.on)
    for rows in parts.values():
        yield _part(pay, rows, world)


def _part(pay: Money, rows: dict[str, Rule], world: World) -> Line:
    if fixed := rows.get("fixed"):
        most = rows.get("fixed.high") or fixed
        span = Span(_in(pay.currency, fixed, world), _in(pay.currency, most, world))
        how = Said(
            N_("{amount} a month, whatever the pay"), {"amount": _amounts(span)},
            tuple(dict.fromkeys((fixed, most))),
        )  # fmt: skip
        return _line(fixed, how, span, world)
    rate, high, cap = rows[""], rows.get("high"), rows.get("cap")
    base, capped = _base(pay, cap, world)
    span = Span(base.share(rate.value), base.share((high or rate).value))
    used = tuple(rule for rule in (rate, high, cap) if rule)
    rates = f"{percent(rate.value)}–{percent(high.value)}" if high else percent(rate.value)
    facts = {"base": plain(base), "rate": rates}
    if capped and cap is not None:
        how = Said(N_("{base} × {rate}: only up to the cap of {cap}"), facts | {"cap": _cap(cap)}, used)
    else:
        how = Said(N_("{base} × {rate}"), facts, used)
    return _line(rate, how, span, world)


def _base(pay: Money, cap: Rule | None, world: World) -> tuple[Money, bool]:
    """What of a month's pay the rate is taken from, and whether the cap cut it. A yearly cap is spread over the year."""
    if cap is None:
        return pay, False
    most = _in(pay.currency, cap, world)
    if cap.unit.endswith("a year"):
        most = _part_of(most, Decimal(1), 12)
    return (most, True) if most.minor < pay.minor else (pay, False)


def thirteenth(pay: Money, country: str, world: World) -> Line | None:
    """The thirteenth month, spread over the year: what the law adds, and up to what custom adds. None: no row, or none."""
    law, custom = world.book.get("pay.thirteenth", country), world.book.get("pay.thirteenth.custom", country)
    by_law = law.value if law else Decimal(0)
    most = by_law + (custom.value if custom else 0)
    used = tuple(rule for rule in (law, custom) if rule)
    if not most:
        return None
    span = Span(_part_of(pay, by_law, 12), _part_of(pay, most, 12))
    facts = {"pay": plain(pay), "months": f"{by_law.normalize():f}", "most": f"{most.normalize():f}"}
    if by_law == most:
        how = Said(N_("{pay} × {months} months a year ÷ 12"), facts, used)
    else:
        how = Said(N_("{pay} × {months} months by law, up to {most} by custom, ÷ 12"), facts, used)
    return Line(Kind.ON_TOP, N_("Thirteenth month"), how, world.exchange_span(span, "KRW"), span)


def leaving(pay: Money, country: str, months: int, world: World) -> list[Line]:
    """What ending the employment costs once: the notice period's pay, and severance for the time served."""
    lines = []
    notice, most = world.book.get("end.notice", country), world.book.get("end.notice.high", country)
    if longest := most or notice:
        shortest = notice.value if notice else Decimal(0)  # "up to": only the upper end is known
        span = Span(_part_of(pay, shortest, _DAYS_A_MONTH), _part_of(pay, longest.value, _DAYS_A_MONTH))
        days = f"{longest.value.normalize():f}"
        if longest is not notice:
            days = f"{shortest.normalize():f}–{days}"
        how = Said(
            N_("{pay} × {days} days ÷ 30, if it is ended early"), {"pay": plain(pay), "days": days},
            tuple(rule for rule in (notice, most) if rule),
        )  # fmt: skip
        lines.append(
            Line(Kind.ONCE, N_("Pay for the notice period"), how, world.exchange_span(span, "KRW"), span)
        )
    if severance := world.book.get("end.severance", country):
        a_month = _DAYS_A_MONTH if severance.unit.startswith("days") else 1
        in_months = severance.value / a_month
        span = Span.of(_part_of(pay, severance.value * months, 12 * a_month))
        how = Said(
            N_("{pay} × {months} months of pay a year × {served} ÷ 12 months served"),
            {"pay": plain(pay), "months": f"{in_months.quantize(Decimal('0.01')).normalize():f}", "served": str(months)},
            (severance,),
        )  # fmt: skip
        lines.append(
            Line(Kind.ONCE, N_("Severance or gratuity"), how, world.exchange_span(span, "KRW"), span)
        )
    return lines


def _in(currency: str, rule: Rule, world: World) -> Money:
    """A row's amount ("VND a month") in `currency`."""
    own = rule.unit.partition(" ")[0]
    return world.exchange(Money.of(rule.value.quantize(Decimal(1).scaleb(-digits(own))), own), currency)


def _part_of(pay: Money, times: Decimal, of: int) -> Money:
    """`times`/`of` of an amount, rounded once and half to even: a twelfth has no exact decimal to multiply with."""
    return Money(int((pay.minor * times / of).to_integral_value(ROUND_HALF_EVEN)), pay.currency)


def _amounts(span: Span) -> str:
    return f"{plain(span.low)} – {plain(span.high)}" if span.is_range else plain(span.low)


def _cap(rule: Rule) -> str:
    return f"{rule.value.normalize():,f} {rule.unit.partition(' ')[0]}"


def _line(rule: Rule, how: Said, span: Span, world: World) -> Line:
    return Line(Kind.ON_TOP, rule.key, how, world.exchange_span(span, "KRW"), span)
