"""One question answered out of the table of rules and the reference rates. Page, REST and command line ask here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from talentbridge.designer import rules
from talentbridge.designer.rules import Advice, Ask, Option, Table, World
from talentbridge.policy import queries as policy

# What is asked when nothing is: the four countries that the specification has tables about.
AT_FIRST = {"country": "IN,VN,JP,US", "gross": "4500000", "currency": "KRW", "months": "6"}


@dataclass(frozen=True)
class Answer:
    """A question, every option, what the platform would look at first, and the world it was answered in."""

    table: Table
    advice: Advice | None
    world: World

    @property
    def ask(self) -> Ask:
        return self.table.ask

    def chosen(self, country: str = "", form: str = "") -> Option | None:
        """The option that was asked for, else the advised one, else the first."""
        return self.table.option(country, form) or (
            self.advice.option if self.advice else next(iter(self.table.options), None)
        )

    def to_json(self, *, with_changes: bool = False) -> dict[str, Any]:
        """Options with their traces as plain data; with what would change each possible one if asked."""
        return {
            "question": self.ask.said(),
            "rates": {
                each.key.rpartition(".")[2]: str(each.value) for each in self.world.used(*self._currencies())
            },
            "advice": _advice(self.advice),
            "options": [
                rules.option_to_json(option)
                | {"level": option.level, "certainty": option.certainty}
                | ({"changes": self._changes(option)} if with_changes and option.is_possible else {})
                for option in self.table.options
            ],
            "visa": [said.text for said in self.table.visa],
        }

    def _currencies(self) -> list[str]:
        return sorted(
            {self.ask.gross.currency, *(rules.COUNTRIES[code].currency for code in self.ask.countries)}
        )

    def _changes(self, option: Option) -> list[dict[str, Any]]:
        return [
            {
                "key": change.key,
                "label": change.label,
                "difference": rules.difference_to_json(change.difference),
            }
            for change in rules.changes_of(self.ask, option, self.world)
        ]


def answer(said: Mapping[str, str], *, today: date, known: World | None = None) -> Answer:
    """The answer to a question in text (`rules.read`); `known` is today's world where the caller has it already.

    Raises `Invalid`, keyed by option.
    """
    known = known or world(today)
    ask = rules.read(said, today=today, currencies=currencies(known))
    return answered(ask, known if ask.on == today else world(ask.on))


def question(said: Mapping[str, str], *, today: date) -> Ask:
    """A question in text without its answer. Raises `Invalid`, keyed by option."""
    return rules.read(said, today=today, currencies=policy.fx_rates(today))


def answered(ask: Ask, known: World) -> Answer:
    """The answer to a question that is already read."""
    table = rules.design(ask, known)
    return Answer(table, rules.advise(table), known)


def world(on: date) -> World:
    """Every row and rate that is valid on `on`."""
    return World(policy.book(on), policy.fx_rules(on))


def currencies(known: World) -> frozenset[str]:
    """The currencies that pay can be named in: won, and those that there is a rate for."""
    return frozenset({"KRW", *known.rates})


def _advice(advice: Advice | None) -> dict[str, Any] | None:
    if advice is None:
        return None
    return {
        "country": advice.option.country,
        "form": advice.option.form,
        "reasons": [{"text": said.text, "facts": said.facts} for said in advice.reasons],
        "second": [advice.second.country, advice.second.form] if advice.second else None,
    }
