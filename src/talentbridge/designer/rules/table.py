"""The table: every form in every country that was asked for, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from talentbridge.designer.rules import costs
from talentbridge.designer.rules.asking import Ask, Form
from talentbridge.designer.rules.risks import risks_of
from talentbridge.designer.rules.saying import Option, Said, Standing
from talentbridge.designer.rules.starting import steps_of, terms_of, visa_of, weeks_of
from talentbridge.designer.rules.world import World
from talentbridge.kernel.text import N_
from talentbridge.policy.rules import COUNTRIES, NotKnown


@dataclass(frozen=True)
class Table:
    """All options of a question, by country, then by form as in `Form`."""

    ask: Ask
    options: tuple[Option, ...]
    visa: tuple[Said, ...]

    def option(self, country: str, form: Form | str) -> Option | None:
        """The option of one country and form, if it was asked for."""
        found = (each for each in self.options if each.country == country and each.form == form)
        return next(found, None)


def design(ask: Ask, world: World) -> Table:
    """Every option of `ask`, with cost, tax, risk, time and effort. Never raises for a missing row: it says so."""
    options = tuple(option_of(ask, country, form, world) for country in ask.countries for form in ask.forms)
    return Table(ask, options, visa_of(ask, world.book))


def option_of(ask: Ask, country: str, form: Form, world: World) -> Option:
    """One option."""
    book = world.book
    known: dict[str, Any] = {"overlap": COUNTRIES[country].overlaps(ask.on)}
    if ask.export == "yes":
        text = N_("Controlled technology: nobody abroad may work on it before the permit is recorded.")
        why = (Said(text, statements=tuple(book.statements("export"))),)
        return Option(country, form, Standing.BLOCKED, why, risks=risks_of(ask, country, form, book), **known)
    if form is Form.EMPLOYMENT and country not in ask.entities:
        return Option(country, form, Standing.NOT_OFFERED, (Said(N_("You have no entity there.")),), **known)
    known |= {
        "risks": risks_of(ask, country, form, book),
        "terms": terms_of(ask, country, form, book),
        "steps": steps_of(ask, country, form, book),
    }
    if weeks := weeks_of(form, book):
        known |= {"weeks": weeks[0], "weeks_said": weeks[1]}
    try:
        money = costs.cost(ask, country, form, world)
    except costs.NoFigure as missing:
        return Option(country, form, Standing.NO_FIGURE, (missing.said,), **known)
    except NotKnown as missing:
        said = Said(
            N_("Not known for this date: no row for ‘{key}’ is valid on {day}."),
            {"key": missing.key, "day": missing.on.isoformat()},
        )
        return Option(country, form, Standing.NOT_KNOWN, (said,), **known)
    return Option(
        country, form, Standing.OFFERED, lines=money.lines, month=money.month, month_local=money.month_local,
        year=money.year, engagement=money.engagement, deposit=money.deposit, leaving=money.leaving,
        withheld=money.withheld, net=money.net, net_local=money.net_local, tax=money.tax.steps,
        papers=money.tax.papers, **known,
    )  # fmt: skip
