"""What one option costs the company and brings the person: every line with its formula and its rows.

Pay is turned into the country's currency, because caps and minimums are in it; what the company pays is shown in won.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from talentbridge.designer.rules import social, taxes
from talentbridge.designer.rules.asking import EMPLOYS, Ask, Form
from talentbridge.designer.rules.saying import Kind, Line, Said, Span, plain
from talentbridge.designer.rules.world import World
from talentbridge.kernel.money import Money
from talentbridge.kernel.text import N_
from talentbridge.policy.rules import COUNTRIES, percent


@dataclass(frozen=True)
class Cost:
    """The money of one option; in won unless it says local."""

    lines: tuple[Line, ...]
    month: Span
    month_local: Span
    year: Span
    engagement: Span
    deposit: Span
    leaving: Span
    withheld: Span
    net: Span
    net_local: Span
    tax: taxes.Tax


class NoFigure(Exception):
    """There is nothing to calculate this option with; `said` tells the reader what is missing."""

    def __init__(self, said: Said) -> None:
        super().__init__(said.text)
        self.said = said


def cost(ask: Ask, country: str, form: Form, world: World) -> Cost:
    """The money of one option. Raises `NoFigure`, or `NotKnown` where no row is valid on the day."""
    currency = COUNTRIES[country].currency
    pay = world.exchange(ask.gross, currency)
    gross = _gross(ask, pay, world)
    if form is Form.VENDOR:
        gross = _vendor(ask, pay, country, world)
    lines = [gross]
    if form in EMPLOYS:
        lines += [*social.contributions(pay, country, world)]
        if extra := social.thirteenth(pay, country, world):
            lines.append(extra)
    if form is Form.EOR:
        lines.append(_eor_fee(ask, world))
    tax = taxes.korean_tax(_won_pay(gross), ask, country, form, world.book)
    spread = _spread(_agreed_in(ask, form), lines, tax, world)
    lines += [_service_fee(gross, world), *spread]
    once = _deposit(ask, pay, world) if form is Form.EOR else []
    if form in EMPLOYS:
        once += social.leaving(pay, country, ask.months, world)
    if tax.withheld.high.minor:
        lines.append(_withheld(tax, currency, world))
    return _summed(ask, gross, lines, once, tax, currency, world)


def _summed(
    ask: Ask, gross: Line, lines: list[Line], once: list[Line], tax: taxes.Tax, currency: str, world: World
) -> Cost:
    zero = Span.zero("KRW")
    paid = [line.won for line in lines if line.kind in {Kind.PAY, Kind.ON_TOP}]
    month = sum(paid, start=zero)
    deposit = sum((line.won for line in once if line.returns), start=zero)
    leaving = sum((line.won for line in once if not line.returns), start=zero)
    net = gross.won.less(tax.withheld)
    return Cost(
        lines=(*lines, *once),
        month=month,
        month_local=world.exchange_span(month, currency),
        year=month.times(12),
        engagement=month.times(ask.months),
        deposit=deposit,
        leaving=leaving,
        withheld=tax.withheld,
        net=net,
        net_local=world.exchange_span(net, currency),
        tax=tax,
    )


def _won_pay(gross: Line) -> Money:
    """What tax is taken from. A range of quotes is taxed at its upper end: nobody is surprised downwards."""
    return gross.won.high


def _gross(ask: Ask, pay: Money, world: World) -> Line:
    won = world.exchange(ask.gross, "KRW")
    used = world.used(ask.gross.currency, pay.currency)
    if ask.gross.currency == "KRW":
        how = Said(N_("as you entered it; local money at the reference rate"), rules=used)
    else:
        how = Said(N_("{entered} at the reference rate"), {"entered": plain(ask.gross)}, used)
    return Line(Kind.PAY, N_("Pay before tax"), how, Span.of(won), Span.of(pay))


def _vendor(ask: Ask, pay: Money, country: str, world: World) -> Line:
    """A vendor's price: the quote that was entered, or a multiple of what direct hire would cost."""
    if ask.vendor_quote:
        won = world.exchange(ask.vendor_quote, "KRW")
        how = Said(N_("the quote that you entered"), rules=world.used(ask.vendor_quote.currency))
        local = world.exchange(ask.vendor_quote, pay.currency)
        return Line(Kind.PAY, N_("Price of the vendor"), how, Span.of(won), Span.of(local))
    multiple = world.book.get("vendor.multiple", country)
    if multiple is None:
        raise NoFigure(Said(N_("No dated source has a figure. Ask vendors for a quote and enter it here.")))
    shares = tuple(social.contributions(pay, country, world))
    direct = Span.of(pay) + sum(
        (line.local or Span.zero(pay.currency) for line in shares), start=Span.zero(pay.currency)
    )
    used = (multiple, *(rule for line in shares for rule in line.how.rules), *world.used(pay.currency))
    span = Span(direct.low.share(multiple.value), direct.high.share(multiple.value))
    how = Said(
        N_("about {times} times direct hire, which is {direct} a month with the employer's share"),
        {"times": f"{multiple.value.normalize():f}", "direct": plain(direct.high)}, used,
    )  # fmt: skip
    return Line(Kind.PAY, N_("Price of the vendor"), how, world.exchange_span(span, "KRW"), span)


def _eor_fee(ask: Ask, world: World) -> Line:
    if ask.eor_quotes:
        won = sorted((world.exchange(each, "KRW") for each in ask.eor_quotes), key=lambda each: each.minor)
        used = world.used(*(each.currency for each in ask.eor_quotes))
        how = Said(N_("{count} quotes that you entered"), {"count": str(len(won))}, used)
        return Line(Kind.ON_TOP, N_("Fee of the EOR"), how, Span(won[0], won[-1]))
    rule = world.book.get("fee.eor")
    if rule is None:
        raise NoFigure(Said(N_("No quote yet. Ask EOR partners and enter what they say.")))
    high = world.book.get("fee.eor.high") or rule
    currency = rule.unit.partition(" ")[0]
    ends = [
        world.exchange(Money.of(each.value.quantize(Decimal("0.01")), currency), "KRW")
        for each in (rule, high)
    ]
    amount = f"{rule.value.normalize():,f} {currency}"
    how = Said(
        N_("{amount} a month, a list price; no quote yet"), {"amount": amount},
        tuple(dict.fromkeys((rule, high, *world.used(currency)))),
    )  # fmt: skip
    return Line(Kind.ON_TOP, N_("Fee of the EOR"), how, Span(*ends))


def _deposit(ask: Ask, pay: Money, world: World) -> list[Line]:
    rule = world.book.get("fee.eor_deposit")
    if rule is None:
        return []
    span = Span.of(pay.share(rule.value))
    months = f"{rule.value.normalize():f}"
    how = Said(
        N_("{pay} × {months} months, comes back at the end"), {"pay": plain(pay), "months": months}, (rule,)
    )
    return [
        Line(Kind.ONCE, N_("Deposit with the EOR"), how, world.exchange_span(span, "KRW"), span, returns=True)
    ]


def _service_fee(gross: Line, world: World) -> Line:
    rule = world.book.find("fee.service")
    span = Span(gross.won.low.share(rule.value), gross.won.high.share(rule.value))
    how = Said(
        N_("{base} × {rate}; the talent pays none"),
        {"base": plain(gross.won.high), "rate": percent(rule.value)},
        (rule,),
    )
    return Line(Kind.ON_TOP, N_("Service fee of the bridge"), how, span)


def _agreed_in(ask: Ask, form: Form) -> str:
    """The currency that the company pays in: that of a vendor's quote, otherwise that of the pay."""
    quoted = ask.vendor_quote if form is Form.VENDOR else None
    return (quoted or ask.gross).currency


def _spread(currency: str, abroad: list[Line], tax: taxes.Tax, world: World) -> list[Line]:
    """What a bank keeps of the exchange: the company buys the currency, unless the pay is agreed in won. Of what goes
    abroad: tax that is withheld and the bridge's fee stay here."""
    rule = world.book.get("fx.spread")
    if rule is None or currency == "KRW":
        return []
    total = sum((line.won for line in abroad), start=Span.zero("KRW")).less(tax.withheld)
    span = Span(total.low.share(rule.value), total.high.share(rule.value))
    how = Said(N_("{base} × {rate} when you buy the currency"),
               {"base": plain(total.high), "rate": percent(rule.value)}, (rule,))  # fmt: skip
    return [Line(Kind.ON_TOP, N_("Cost of the exchange"), how, span)]


def _withheld(tax: taxes.Tax, currency: str, world: World) -> Line:
    rules = tuple(dict.fromkeys(rule for step in tax.steps for rule in step.rules))
    how = Said(N_("part of the pay; step by step below"), rules=rules)
    return Line(Kind.WITHHELD, N_("Tax withheld in Korea"), how, tax.withheld,
                world.exchange_span(tax.withheld, currency))  # fmt: skip
