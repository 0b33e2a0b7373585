"""Korean tax on what a non-resident is paid, and the platform's fee. Both sides see the same trace."""

from __future__ import annotations

from enum import StrEnum

from talentbridge.kernel.money import Money
from talentbridge.kernel.text import N_
from talentbridge.policy.rules.rows import Find, NotKnown, Rule
from talentbridge.policy.rules.traces import Trace, TraceLine, percent


class PlaceOfWork(StrEnum):
    ABROAD = "abroad"
    KOREA = "korea"


class IpClause(StrEnum):
    """Who owns what is made. The choice can change the tax (`withholding`)."""

    ORIGINAL_ACQUISITION = "original_acquisition"
    LICENCE = "licence"
    CO_OWNED = "co_owned"


def service_fee(*, gross: Money, find: Find) -> Trace:
    """What the company pays the platform on top of `gross`; the talent pays nothing."""
    rule = find("fee.service", "")
    fee = gross.share(rule.value)
    line = TraceLine(
        N_("Service fee"), N_("{rate} of the gross amount"), {"rate": percent(rule.value)}, rule, amount=fee
    )
    return Trace((line,), fee)


def withholding(
    *, gross: Money, place_of_work: PlaceOfWork | str, country: str, ip_clause: IpClause | str, find: Find
) -> Trace:
    """Korean tax withheld from a non-resident individual's `gross`.

    Place of performance decides: work done wholly abroad is not Korean-source (NTS 사전-2022-법규국조-1074), unless a
    treaty deems technical services to arise in Korea (3 %, Income Tax Act art. 156①, decree 207②), or the IP clause is
    a licence, which makes the fee a royalty (20 %). Work in Korea: 20 %. Local income tax is a tenth of the tax.
    Treaty relief needs papers and judgement and is not applied here; the row's note says so.
    """
    place = PlaceOfWork(place_of_work)
    clause = IpClause(ip_clause)
    lines: list[TraceLine] = []
    if place is PlaceOfWork.KOREA:
        lines.append(TraceLine(N_("Where is the work done?"), N_("In Korea")))
        return _taxed(gross, find("tax.services_in_korea", ""), lines, find)
    abroad = find("tax.services_abroad", "")
    lines.append(TraceLine(N_("Where is the work done?"), N_("Wholly outside Korea"), rule=abroad))
    if clause is IpClause.LICENCE:
        lines.append(
            TraceLine(
                N_("Royalty instead?"), N_("Yes: the contract grants a licence, so the fee is a royalty")
            )
        )
        return _taxed(gross, find("tax.royalty", ""), lines, find)
    lines.append(TraceLine(N_("Royalty instead?"), N_("No: the company acquires the rights by the contract")))
    try:
        technical = find("tax.technical_service", country)
    except NotKnown:
        zero = gross.share(abroad.value)
        if possible := _possible(country, find):
            open_ = N_("Not settled whether the treaty places it in Korea: ask a tax partner before payment")
            lines.append(TraceLine(N_("What kind of income?"), open_, rule=possible))
        lines.append(
            TraceLine(
                N_("Tax withheld in Korea"), N_("None: not income from Korea"), rule=abroad, amount=zero
            )
        )
        return Trace(tuple(lines), zero)
    lines.append(
        TraceLine(
            N_("What kind of income?"),
            N_("Technical service, which the treaty places in Korea"),
            rule=technical,
        )
    )
    return _taxed(gross, technical, lines, find)


def _possible(country: str, find: Find) -> Rule | None:
    """The row that says a technical service may be taxed though it is not settled: it warns, nothing is withheld."""
    try:
        return find("tax.technical_service.possible", country)
    except NotKnown:
        return None


def _taxed(gross: Money, rule: Rule, lines: list[TraceLine], find: Find) -> Trace:
    surtax_rule = find("tax.local_surtax", "")
    tax = gross.share(rule.value)
    surtax = tax.share(surtax_rule.value)
    lines.append(
        TraceLine(
            N_("Income tax"), N_("{rate} of the gross amount"), {"rate": percent(rule.value)}, rule, tax
        )
    )
    lines.append(
        TraceLine(
            N_("Local income tax"),
            N_("{rate} of the income tax"),
            {"rate": percent(surtax_rule.value)},
            surtax_rule,
            surtax,
        )
    )
    return Trace(tuple(lines), tax + surtax)
