"""`talentbridge design`: the designer in a terminal, by the same code as the page."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import click

from talentbridge.config.cli.words import gettext as _

# Every option of the designer but the two flags; a command line may not load the product for its help.
_HELP = {
    "country": "Country codes, for example VN or VN,IN.",
    "type": "contractor, eor, fixed_term, employment, vendor; default: all.",
    "gross": "Pay a month before tax, for example 2000.",
    "currency": "Currency of the pay; default KRW.",
    "months": "How long, 1 to 60; default 6.",
    "on": "Rules of the day, YYYY-MM-DD; default today.",
    "work_mode": "remote, hybrid, on_site.",
    "rhythm": "async, sync.",
    "days_in_korea": "Days of work in Korea in all; default 0.",
    "ip_clause": "original_acquisition, licence, co_owned.",
    "service_kind": "technical, independent, unsettled.",
    "entity": "Countries in which the company has an entity.",
    "factor": "What points to employment: sets_work, direction, fixed_hours …",
    "establishment": "Signs of a taxable presence: concludes_contracts, fixed_place …",
    "identity": "What made you look twice: no_video, third_party_payout …",
    "data_class": "public, internal, personal, restricted.",
    "export": "no, yes, permitted.",
    "eor_quote": "Quoted EOR fees a month: '599 USD; 650 USD'.",
    "vendor_quote": "A vendor's price a month: '6000 USD'.",
}
_FLAGS = {
    "papers": "Papers for treaty relief are there before payment.",
    "relocation": "Both may want to move to Korea later.",
}


def _options(command: Any) -> Any:
    for name, text in reversed(_FLAGS.items()):
        command = click.option(f"--{name}", is_flag=True, help=text)(command)
    for name, text in reversed(_HELP.items()):
        command = click.option(f"--{name.replace('_', '-')}", name, multiple=True, help=text)(command)
    return command


@click.command()
@_options
@click.option("--changes", is_flag=True, help="Also what would change each option (with --json).")
@click.option("--json", "as_json", is_flag=True, help="For machines: every option with its trace.")
def design(changes: bool, as_json: bool, **typed: Any) -> None:
    """Compare forms of engagement and countries: cost, tax, rights, risk and time, every number with its source."""
    said = {name: ";".join(typed[name]) if "quote" in name else ",".join(typed[name])
            for name in _HELP if typed[name]} | {name: "yes" for name in _FLAGS if typed[name]}  # fmt: skip
    from talentbridge.config.cli.session import with_database

    with with_database(prepared=True):
        from talentbridge.designer import queries, rules

        answer = queries.answer(said, today=datetime.now(UTC).astimezone(rules.ZONE).date())
        if as_json:
            click.echo(json.dumps(answer.to_json(with_changes=changes), ensure_ascii=False, indent=2))
            return
        for line in _told(answer):
            click.echo(line)


def _told(answer: Any) -> Any:
    from talentbridge.designer import rules
    from talentbridge.kernel import show

    for option in answer.table.options:
        title = f"{show.country(option.country)} · {show.said(rules.FORMS[option.form])}"
        if option.month is None:
            why = "; ".join(show.said(each.text).format_map(show.facts(each.facts)) for each in option.why)
            yield f"{title}: {why}"
            continue
        yield _("{title}: {cost} a month, {net} to the talent · {level} · {certainty}").format(
            title=title, cost=_span(option.month), net=_span(option.net), level=show.said(rules.LEVELS[option.level]),
            certainty=option.certainty,
        )  # fmt: skip
        for line in option.lines:
            label = (
                line.how.rules[0].title(show.reading())
                if line.label.startswith("social.")
                else show.said(line.label)
            )
            yield f"    {label}: {_span(line.won)}  ({show.said(line.how.text).format_map(show.facts(line.how.facts))})"
    if answer.advice:
        option = answer.advice.option
        yield _("To look at first: {title}").format(
            title=f"{show.country(option.country)} · {show.said(rules.FORMS[option.form])}"
        )
        for said in answer.advice.reasons:
            yield "    " + show.said(said.text).format_map(show.facts(said.facts))
    yield _(
        "Information with sources, not legal or tax advice. --json prints every rule behind every number."
    )


def _span(value: Any) -> str:
    from talentbridge.kernel import show

    return (
        show.money(value.low) if not value.is_range else f"{show.money(value.low)}–{show.money(value.high)}"
    )
