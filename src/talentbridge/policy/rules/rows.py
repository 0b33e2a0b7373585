"""What a row of policy says: a value or a statement, with its dates, its source and how certain it is.

Values of law, tax and fees are never constants: they come as `Rule`s out of a `Book`, the rows of one day. Where no row
is valid on that day, `NotKnown` is raised: never read as zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Certainty(StrEnum):
    """How far a row can be trusted; the same three words everywhere."""

    OFFICIAL = "official"  # read in the official source
    JUDGEMENT = "judgement"  # read in a source, but applying it needs judgement
    UNVERIFIED = "unverified"  # general knowledge or a sample: warns, never blocks


_ORDER = [Certainty.OFFICIAL, Certainty.JUDGEMENT, Certainty.UNVERIFIED]


def least(marks: Iterable[Certainty]) -> Certainty:
    """The least certain of `marks`; official when there is none (nothing was taken from anywhere)."""
    return max(marks, key=_ORDER.index, default=Certainty.OFFICIAL)


@dataclass(frozen=True)
class Rule:
    """One dated, sourced value. `value` is a Decimal (a rate of 3 % is 0.03); `unit` says of what (`rules.names`)."""

    key: str
    country: str
    value: Decimal
    unit: str
    valid_from: date
    valid_to: date | None
    source_name: str
    source_url: str
    checked_on: date
    certainty: Certainty
    note_ko: str = ""
    note_en: str = ""
    title_ko: str = ""
    title_en: str = ""
    differs_from: str = ""  # key of another row of this country that says something else about the same thing

    def title(self, language: str) -> str:
        """What the row is about, in the reader's language."""
        return (self.title_ko if language == "ko" else self.title_en) or self.key

    def note(self, language: str) -> str:
        """The remark that has to be read with the value."""
        return self.note_ko if language == "ko" else self.note_en


@dataclass(frozen=True)
class Statement:
    """One dated, sourced sentence: a rule of law, a custom, an open question. It has no value to calculate with."""

    key: str
    country: str
    text_ko: str
    text_en: str
    valid_from: date
    valid_to: date | None
    source_name: str
    source_url: str
    checked_on: date
    certainty: Certainty
    title_ko: str = ""
    title_en: str = ""
    differs_from: str = ""

    def title(self, language: str) -> str:
        return (self.title_ko if language == "ko" else self.title_en) or self.key

    def text(self, language: str) -> str:
        """The sentence in the reader's language."""
        return self.text_ko if language == "ko" else self.text_en


class NotKnown(Exception):
    """No row is valid for this key, country and date. Never read as zero."""

    def __init__(self, key: str, country: str, on: date) -> None:
        super().__init__(f"{key} {country} is not known for {on}")
        self.key, self.country, self.on = key, country, on


Find = Callable[[str, str], Rule]  # (key, country) -> the rule of the day; raises NotKnown


class Book:
    """The rows of one day. Keys are dotted paths (``social.employer.pension``); `docs/rules.md` lists them.

    Country "" is Korea's side or everywhere. A book is a value: two calculations on one book cannot disagree.
    """

    def __init__(self, on: date, rules: Iterable[Rule] = (), statements: Iterable[Statement] = ()) -> None:
        self.on = on
        self._rules: dict[str, dict[str, Rule]] = {}
        self._statements: dict[str, dict[str, Statement]] = {}
        for rule in sorted(rules, key=lambda row: row.key):
            self._rules.setdefault(rule.country, {})[rule.key] = rule
        for statement in sorted(statements, key=lambda row: row.key):
            self._statements.setdefault(statement.country, {})[statement.key] = statement
        self._under: dict[tuple[str, str], list[Statement]] = {}  # a table asks the same prefixes many times

    def find(self, key: str, country: str = "") -> Rule:
        """The rule `key` of `country`. Raises `NotKnown`."""
        if rule := self.get(key, country):
            return rule
        raise NotKnown(key, country, self.on)

    def get(self, key: str, country: str = "") -> Rule | None:
        """The rule, or None where no row is valid on this day."""
        return self._rules.get(country, {}).get(key)

    def under(self, prefix: str, country: str = "") -> list[Rule]:
        """Every rule of `country` whose key begins with ``prefix.``, by key."""
        return [rule for key, rule in self._rules.get(country, {}).items() if key.startswith(f"{prefix}.")]

    def statement(self, key: str, country: str = "") -> Statement | None:
        """The statement `key` of `country`, or None."""
        return self._statements.get(country, {}).get(key)

    def statements(self, prefix: str, country: str = "") -> list[Statement]:
        """Every statement of `country` whose key is `prefix` or begins with ``prefix.``, by key."""
        found = self._under.get((prefix, country))
        if found is None:
            rows = self._statements.get(country, {})
            found = [rows[key] for key in rows if key == prefix or key.startswith(f"{prefix}.")]
            self._under[prefix, country] = found
        return found


def rule_to_json(rule: Rule) -> dict[str, str]:
    """A rule as plain data, so that an old decision keeps the row of its day."""
    return {
        "key": rule.key,
        "country": rule.country,
        "value": str(rule.value),
        "unit": rule.unit,
        "valid_from": rule.valid_from.isoformat(),
        "valid_to": rule.valid_to.isoformat() if rule.valid_to else "",
        "source_name": rule.source_name,
        "source_url": rule.source_url,
        "checked_on": rule.checked_on.isoformat(),
        "certainty": rule.certainty,
        "note_ko": rule.note_ko,
        "note_en": rule.note_en,
        "title_ko": rule.title_ko,
        "title_en": rule.title_en,
    }


def rule_from_json(data: Mapping[str, str]) -> Rule:
    """The row that `rule_to_json` kept (before 0.3 without titles)."""
    return Rule(
        key=data["key"],
        country=data["country"],
        value=Decimal(data["value"]),
        unit=data["unit"],
        valid_from=date.fromisoformat(data["valid_from"]),
        valid_to=date.fromisoformat(data["valid_to"]) if data["valid_to"] else None,
        source_name=data["source_name"],
        source_url=data["source_url"],
        checked_on=date.fromisoformat(data["checked_on"]),
        certainty=Certainty(data["certainty"]),
        note_ko=data["note_ko"],
        note_en=data["note_en"],
        title_ko=data.get("title_ko", ""),
        title_en=data.get("title_en", ""),
    )
