"""What Korea takes from a month's pay, as the choices of the `Ask` decide it.

Place of performance first, then the treaty's technical-service clause, then the IP clause (domain facts A4). With the
defaults of an `Ask` the most that is shown is what `policy.rules.withholding` takes at release, except where a clause is
only possible (Pakistan): there the release takes the least that is shown. Papers for treaty relief, days in Korea and the
kind of service are what this adds. Information with its source; a tax partner confirms.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from talentbridge.designer.rules.asking import Ask, Form
from talentbridge.designer.rules.saying import Said, Span, plain
from talentbridge.kernel.money import Money
from talentbridge.kernel.text import N_
from talentbridge.policy.rules import Book, IpClause, Rule, percent

_DAYS_A_YEAR = Decimal(365)


@dataclass(frozen=True)
class Tax:
    """What is withheld of a month's pay (in the pay's currency), how it was found, and the papers that change it."""

    withheld: Span
    steps: tuple[Said, ...]
    papers: tuple[Said, ...] = ()


def korean_tax(pay: Money, ask: Ask, country: str, form: Form, book: Book) -> Tax:
    """Korean withholding on `pay` for a contractor or a vendor; on employment abroad there is none. Raises `NotKnown`.

    The days in Korea are a share of the pay: days ÷ (months × 365 ÷ 12).
    """
    in_korea = _share_in_korea(ask)
    here, away = pay.share(in_korea), pay - pay.share(in_korea)
    if form not in {Form.CONTRACTOR, Form.VENDOR}:
        return _of_employment(pay, ask, in_korea, book)
    steps: list[Said] = []
    withheld = Span.zero(pay.currency)
    if (
        ask.ip_clause is IpClause.LICENCE
    ):  # what is paid for a right follows its use in Korea, not where it was made
        withheld, steps = _royalty(pay, ask, country, book)
        return Tax(withheld, tuple(steps), _papers(country, book))
    if in_korea < 1:
        tax, said = _abroad(away, ask, country, book)
        withheld, steps = withheld + tax, [*steps, *said]
    if in_korea > 0:
        tax, said = _in_korea(here, ask, country, form, book)
        withheld, steps = withheld + tax, [*steps, *said]
    needs_papers = withheld.high.minor or in_korea
    return Tax(withheld, tuple(steps), _papers(country, book) if needs_papers else ())


def _papers(country: str, book: Book) -> tuple[Said, ...]:
    rows = (*book.statements("tax.papers"), *book.statements("tax.papers", country))
    return tuple(Said(N_("Papers for relief by treaty"), statements=(row,)) for row in rows)


def _share_in_korea(ask: Ask) -> Decimal:
    """The part of the engagement that is worked in Korea, 0 to 1."""
    return min(Decimal(1), Decimal(ask.days_in_korea) / (ask.months * _DAYS_A_YEAR / 12))


def _of_employment(pay: Money, ask: Ask, in_korea: Decimal, book: Book) -> Tax:
    none = Said(
        N_(
            "An employee who works abroad earns nothing in Korea; tax and insurance follow the country of work."
        ),
        rules=(book.find("tax.services_abroad"),),
    )
    if not in_korea:
        return Tax(Span.zero(pay.currency), (none,))
    asked = Said(
        N_("For {days} days in Korea wage tax may be due here. It is not calculated: ask a tax partner."),
        {"days": str(ask.days_in_korea)}, is_judgement=True,
    )  # fmt: skip
    return Tax(Span.zero(pay.currency), (none, asked))


def _abroad(pay: Money, ask: Ask, country: str, book: Book) -> tuple[Span, list[Said]]:
    outside = book.find("tax.services_abroad")
    where = Said(N_("As a rule, work done outside Korea is not taxed in Korea."), rules=(outside,))
    if settled := book.get("tax.technical_service", country):
        tax, said = _technical(pay, ask, settled, book)
        return tax, [where, *said]
    if possible := book.get("tax.technical_service.possible", country):
        most, said = _taxed(pay, possible, book)
        open_ = Said(
            N_("Whether the treaty places technical services in Korea is not settled: up to {amount} may be withheld."),
            {"amount": plain(most)}, (possible,),
        )  # fmt: skip
        return Span(Money(0, pay.currency), most), [where, open_, *said]
    return Span.of(pay.share(outside.value)), [where, Said(N_("Nothing is withheld."), rules=(outside,))]


def _technical(pay: Money, ask: Ask, rule: Rule, book: Book) -> tuple[Span, list[Said]]:
    """The 3 % branch of India and Vietnam, unless the service is another kind (Income Tax Act 156①, decree 207②)."""
    most, said = _taxed(pay, rule, book)
    none = Money(0, pay.currency)
    if ask.service_kind == "independent":
        text = N_(
            "An independent professional service is no technical service: nothing is withheld, if a tax partner confirms it."
        )
        return Span.of(none), [Said(text, rules=(rule,), is_judgement=True)]
    if ask.service_kind == "unsettled":
        text = N_(
            "As a technical service {amount} is withheld, as an independent professional service nothing."
        )
        return Span(none, most), [Said(text, {"amount": plain(most)}, (rule,)), *said]
    return Span.of(most), [Said(N_("The treaty places technical services in Korea."), rules=(rule,)), *said]


def _royalty(pay: Money, ask: Ask, country: str, book: Book) -> tuple[Span, list[Said]]:
    """A licence makes the fee a royalty: 20 % and local tax, or the treaty's cap where the papers are there."""
    royalty = book.find("tax.royalty")
    because = Said(
        N_("The contract grants a licence instead of the rights, so the fee is taken to be a royalty."),
        rules=(royalty,),
    )
    domestic, said = _taxed(pay, royalty, book)
    cap = book.get("treaty.royalty", country)
    if not ask.papers or cap is None:
        if cap is not None:
            said.append(
                Said(
                    N_("With a residence certificate and an application before payment, the treaty caps it at {rate}."),
                    {"rate": _rates(cap, book.get("treaty.royalty.high", country))}, (cap,),
                )
            )  # fmt: skip
        return Span.of(domestic), [because, *said]
    high = book.get("treaty.royalty.high", country) or cap
    used = (cap, high) if high is not cap else (cap,)
    facts = {"rate": _rates(cap, high), "pay": plain(pay)}
    if apart := book.statement("treaty.local_tax_apart", country):
        local = book.find("tax.local_surtax")
        ends = [min(pay.share(rule.value * (1 + local.value)), domestic) for rule in (cap, high)]
        text = N_("The treaty caps it at {rate} of {pay}; local tax comes on top.")
        said = [Said(text, facts, (*used, local), (apart,), is_judgement=True)]
        return Span(*ends), [because, *said]
    ends = [min(pay.share(rule.value), domestic) for rule in (cap, high)]
    text = N_("The treaty caps it at {rate} of {pay}, local tax included.")
    return Span(*ends), [because, Said(text, facts, used, is_judgement=True)]


def _in_korea(pay: Money, ask: Ask, country: str, form: Form, book: Book) -> tuple[Span, list[Said]]:
    """The part that is worked in Korea: 20 % for a person, 2 % for a business, unless the treaty exempts a short stay."""
    rule = book.find("tax.business_in_korea" if form is Form.VENDOR else "tax.services_in_korea")
    where = Said(
        N_("{days} days in Korea are {share} of the engagement: {pay} of the pay is income from Korea."),
        {"days": str(ask.days_in_korea), "share": percent(_share_in_korea(ask).quantize(Decimal("0.0001"))),
         "pay": plain(pay)},
    )  # fmt: skip
    tax, said = _taxed(pay, rule, book)
    if form is Form.VENDOR:
        text = N_(
            "For a company the treaty asks for a permanent establishment, not for days: ask a tax partner."
        )
        return Span.of(tax), [where, *said, Said(text, is_judgement=True)]
    days = book.get("treaty.services_days", country)
    if days is None or ask.days_in_korea >= days.value:
        return Span.of(tax), [where, *said]
    if ask.papers:
        exempt = Said(
            N_("Fewer than {limit} days and no fixed base in Korea: the treaty exempts it, with the papers in time."),
            {"limit": f"{days.value:f}".partition(".")[0]}, (days,), is_judgement=True,
        )  # fmt: skip
        return Span.zero(pay.currency), [where, exempt]
    could = Said(
        N_("Below {limit} days the treaty may exempt it; without the papers it is withheld and claimed back."),
        {"limit": f"{days.value:f}".partition(".")[0]}, (days,), is_judgement=True,
    )  # fmt: skip
    return Span.of(tax), [where, *said, could]


def _taxed(pay: Money, rule: Rule, book: Book) -> tuple[Money, list[Said]]:
    """Income tax by `rule` and the local tax on it."""
    local = book.find("tax.local_surtax")
    tax = pay.share(rule.value)
    surtax = tax.share(local.value)
    return tax + surtax, [
        Said(N_("Income tax: {pay} × {rate} = {tax}"),
             {"pay": plain(pay), "rate": percent(rule.value), "tax": plain(tax)}, (rule,)),
        Said(N_("Local income tax: {tax} × {rate} = {surtax}"),
             {"tax": plain(tax), "rate": percent(local.value), "surtax": plain(surtax)}, (local,)),
    ]  # fmt: skip


def _rates(low: Rule, high: Rule | None) -> str:
    if high is None or high.value == low.value:
        return percent(low.value)
    return f"{percent(low.value)}–{percent(high.value)}"
