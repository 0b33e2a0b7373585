"""What would change the answer: one input changed at a time, and what becomes of the option."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import TypeAdapter

from talentbridge.designer.rules.advising import advise
from talentbridge.designer.rules.asking import FACTORS, Ask, Form
from talentbridge.designer.rules.saying import Level, Option, Span, Standing
from talentbridge.designer.rules.table import design, option_of
from talentbridge.designer.rules.world import World
from talentbridge.kernel.text import N_
from talentbridge.policy.rules import IpClause

T = TypeVar("T")
DIRECTED = ("sets_work", "direction", "fixed_hours", "pay_for_time")


@dataclass(frozen=True)
class Difference:
    """What one side reads of a change: before and after, each absent where there is no figure."""

    standing: tuple[Standing, Standing] | None = None
    month: tuple[Span | None, Span | None] | None = None
    net: tuple[Span | None, Span | None] | None = None
    level: tuple[Level, Level] | None = None
    factors: tuple[int, int] | None = None
    advice: tuple[Form | None, Form | None] | None = None  # the form that is recommended in this country

    def __bool__(self) -> bool:
        return any((self.standing, self.month, self.net, self.level, self.factors, self.advice))


@dataclass(frozen=True)
class Change:
    """One input changed: its sentence, the question with it, and the difference for the option looked at."""

    key: str
    label: str
    ask: Ask
    difference: Difference


_DIFFERENCE = TypeAdapter(Difference)


def difference_to_json(found: Difference) -> dict[str, Any]:
    """A difference as plain values, what stays the same left out."""
    return _DIFFERENCE.dump_python(found, mode="json", exclude_none=True)


def changes_of(ask: Ask, chosen: Option, world: World) -> tuple[Change, ...]:
    """The changes that make a difference to `chosen`, in the order of their weight in talks."""
    found = []
    for key, label, changed in _variants(ask, chosen.country):
        difference = compare(ask, changed, chosen, world)
        if difference:
            found.append(Change(key, label, changed, difference))
    return tuple(found)


def compare(ask: Ask, changed: Ask, chosen: Option, world: World) -> Difference:
    """What `changed` makes of the option that `ask` made."""
    other = option_of(changed, chosen.country, chosen.form, world)

    return Difference(
        standing=_differ(chosen.standing, other.standing),
        month=_differ(chosen.month, other.month),
        net=_differ(chosen.net, other.net),
        level=_differ(chosen.level, other.level),
        factors=_differ(len(set(ask.factors) & FACTORS.keys()), len(set(changed.factors) & FACTORS.keys())),
        advice=_differ(_advised(ask, chosen.country, world), _advised(changed, chosen.country, world)),
    )


def _differ(before: T, after: T) -> tuple[T, T] | None:
    return (before, after) if before != after else None


def _advised(ask: Ask, country: str, world: World) -> Form | None:
    advice = advise(design(ask.change(countries=(country,), forms=tuple(Form)), world))
    return advice.option.form if advice else None


def _variants(ask: Ask, country: str) -> Iterator[tuple[str, str, Ask]]:
    if ask.ip_clause is IpClause.ORIGINAL_ACQUISITION:
        yield "licence", N_("A licence instead of an assignment"), ask.change(ip_clause=IpClause.LICENCE)
    else:
        original = IpClause.ORIGINAL_ACQUISITION
        yield (
            "assignment",
            N_("The company acquires the rights from the start"),
            ask.change(ip_clause=original),
        )
    missing = tuple(name for name in FACTORS if name in {*DIRECTED, *ask.factors})
    if set(DIRECTED) - set(ask.factors):
        yield "directed", N_("Fixed hours, daily direction and pay for time"), ask.change(factors=missing)
    if ask.factors:
        yield "free", N_("The person decides how and when to work"), ask.change(factors=())
    if not ask.papers:
        yield "papers", N_("A residence certificate before payment"), ask.change(papers=True)
    if ask.service_kind == "technical":
        text = N_("A tax partner finds that it is an independent professional service")
        yield "independent", text, ask.change(service_kind="independent")
    if ask.days_in_korea:
        yield "stay", N_("No day of work in Korea"), ask.change(days_in_korea=0)
    else:
        yield "visit", N_("Two weeks of work in Korea"), ask.change(days_in_korea=14)
    if country not in ask.entities:
        yield (
            "entity",
            N_("An entity of yours in this country"),
            ask.change(entities=(*ask.entities, country)),
        )
    if ask.data_class != "personal":
        yield "personal", N_("The person sees personal data"), ask.change(data_class="personal")
    other = (
        ("sync", N_("Mostly at the same time"))
        if ask.rhythm == "async"
        else ("async", N_("Mostly in writing"))
    )
    yield other[0], other[1], ask.change(rhythm=other[0])
