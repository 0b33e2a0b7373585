"""Calculations that show their work: every line with its formula, its rule and how certain that rule is.

A total is only as certain as its least certain line. Information with its source, never advice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from talentbridge.kernel.money import Money
from talentbridge.policy.rules.rows import Certainty, Rule, least, rule_from_json, rule_to_json


@dataclass(frozen=True)
class TraceLine:
    """One step: what was asked, what the answer is (English message ids), by which rule, and the amount it adds."""

    step: str
    answer: str
    facts: dict[str, str] = field(default_factory=dict)
    rule: Rule | None = None
    amount: Money | None = None


@dataclass(frozen=True)
class Trace:
    """Lines that lead to `total`."""

    lines: tuple[TraceLine, ...]
    total: Money

    @property
    def certainty(self) -> Certainty:
        """The least certain line's mark."""
        return least(line.rule.certainty for line in self.lines if line.rule)

    def to_json(self) -> dict[str, Any]:
        """Plain data, kept with whatever was decided by it."""
        return {
            "total_minor": self.total.minor,
            "currency": self.total.currency,
            "certainty": self.certainty,
            "lines": [
                {
                    "step": line.step,
                    "answer": line.answer,
                    "facts": dict(line.facts),
                    "amount_minor": None if line.amount is None else line.amount.minor,
                    "rule": None if line.rule is None else rule_to_json(line.rule),
                }
                for line in self.lines
            ],
        }


def trace_from_json(data: Mapping[str, Any]) -> Trace:
    """The trace that `to_json` kept: an old decision is shown with the rules of its day."""

    def amount(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, data["currency"])

    return Trace(
        tuple(
            TraceLine(
                line["step"],
                line["answer"],
                dict(line["facts"]),
                None if line["rule"] is None else rule_from_json(line["rule"]),
                amount(line["amount_minor"]),
            )
            for line in data["lines"]
        ),
        Money(data["total_minor"], data["currency"]),
    )


def percent(rate: Decimal) -> str:
    """0.03 -> "3 %", 0.075 -> "7.5 %"."""
    return f"{(rate * 100).normalize():f} %"
