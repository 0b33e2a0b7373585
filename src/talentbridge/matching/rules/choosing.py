"""How a shortlist is weighed anew, when a choice can be made, and what is agreed to with it. No database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_
from talentbridge.matching.engine import SERVICES, Ask, SkillWish, Weights
from talentbridge.matching.engine.people import tie_of
from talentbridge.matching.engine.values import COMPARES, FACTOR_NAMES
from talentbridge.matching.states import SelectionState

if TYPE_CHECKING:
    from talentbridge.matching.models import Selection

TOP = 20  # people on a shortlist
REASON_LENGTH = 20  # characters
COMPARED = (2, 4)  # people side by side


@dataclass(frozen=True)
class FactorTold:
    """A factor in words, with its weight (share of 100) for each kind of service."""

    key: str
    name: str
    compares: str
    weights: tuple[int, ...]


def factors_told() -> tuple[FactorTold, ...]:
    """Every factor for the page that explains scores, in the order of `engine.SERVICES`."""
    usual = [service.weights for service in SERVICES.values()]
    return tuple(
        FactorTold(key, name, COMPARES[key], tuple(getattr(weights, key) for weights in usual))
        for key, name in FACTOR_NAMES.items()
    )


def services_told() -> tuple[tuple[str, str], ...]:
    """(name, why its weights differ) of every kind of service."""
    return tuple((service.name, service.why) for service in SERVICES.values())


WEIGHTS_SUM_TO_NOTHING = no("matching.weights_nothing", N_("At least one factor has to count for something."))


def plain(ask: Ask) -> dict[str, Any]:
    """An ask as JSON values: dates as ISO text, tuples as lists."""
    return {key: _plain(value) for key, value in asdict(ask).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def asked(stored: Mapping[str, Any]) -> Ask:
    """The ask that `plain` kept, also by an earlier version that knew fewer parts of it."""
    known = {field.name: field for field in fields(Ask)}
    values = {name: value for name, value in stored.items() if name in known}
    for name in ("on", "starts_on", "ends_on", "asked_on"):
        if values.get(name):
            values[name] = date.fromisoformat(values[name])
    values["skills"] = tuple(SkillWish(**wish) for wish in values.get("skills", ()))
    for name in ("engagement_types", "roles", "countries"):
        values[name] = tuple(values.get(name) or ())
    return Ask(**values)


def recorded_weights(stored: Mapping[str, int]) -> Weights:
    """Weights as they were kept, with the factors that this version knows."""
    known = {field.name for field in fields(Weights)}
    return Weights(**{name: value for name, value in stored.items() if name in known})


def weights_text(weights: Mapping[str, int]) -> str:
    """Weights as the log keeps them: ``skills 30, evidence 15``."""
    return ", ".join(f"{name} {weights[name]}" for name in FACTOR_NAMES if name in weights)


def behind(
    factors: Iterable[Mapping[str, Any]], other: Iterable[Mapping[str, Any]]
) -> tuple[str, float] | None:
    """(factor, points) in which somebody is furthest behind another person; None when nowhere."""
    best = {factor["key"]: factor["points"] for factor in other}
    gaps = {factor["key"]: best.get(factor["key"], 0) - factor["points"] for factor in factors}
    key = max(gaps, key=lambda name: gaps[name], default="")
    return (key, round(gaps[key], 1)) if key and gaps[key] > 0 else None


def main_difference(factors: Iterable[Mapping[str, Any]], chosen: Iterable[Mapping[str, Any]]) -> str:
    """The name (a message id) of the factor in which somebody is furthest behind the chosen person."""
    best = {factor["key"]: factor["points"] for factor in chosen}
    behind = max(factors, key=lambda factor: best.get(factor["key"], 0) - factor["points"])
    return FACTOR_NAMES[behind["key"]]


@dataclass(frozen=True)
class Weighed:
    """One person under other weights: tenths of points by factor, and their sum."""

    key: int  # what the caller knows the person by
    code: str
    tenths: Mapping[str, int]

    @property
    def total(self) -> float:
        """Points of 100."""
        return sum(self.tenths.values()) / 10


def weigh(people: Iterable[tuple[int, str, Mapping[str, float]]], weights: Weights) -> list[Weighed]:
    """Order people (key, code, how well on each factor from 0 to 1) under `weights` as the engine does.

    Raises ValueError when the weights that count sum to nothing.
    """
    weighed = []
    for key, code, shares in people:
        counted = weights.shares(tuple(shares))
        weighed.append(
            Weighed(key, code, {name: round(10 * counted[name] * shares[name]) for name in shares})
        )
    return sorted(weighed, key=lambda each: (-sum(each.tenths.values()), tie_of(each.key)))


def reason_given(reason: str) -> Decision:
    """A decision says which evidence was looked at."""
    if len(reason.strip()) >= REASON_LENGTH:
        return YES
    return no(
        "matching.reason_short",
        N_(
            "Not saved: the reason is too short. Say which evidence you looked at, in {least} characters or more "
            "(now {count})."
        ),
        least=REASON_LENGTH,
        count=len(reason.strip()),
    )


def can_search(state_is_approved: bool, running: Selection | None) -> Decision:
    """Whether a shortlist can be made: the task is agreed on, and nobody has been chosen already."""
    if not state_is_approved:
        return no("matching.task_not_approved", N_("Company and coordinator have to approve the task first."))
    if running is not None:
        return no(
            "matching.already_chosen", N_("Someone has been chosen already. Withdraw that choice first.")
        )
    return YES


def can_choose(
    *, running: Selection | None, has_account: bool, has_declined: bool = False, is_left_out: bool = False
) -> Decision:
    """Whether somebody on the list can be chosen now. Who refuses automated matching is not chosen by it (PIPA 37-2)."""
    if running is not None:
        return no(
            "matching.already_chosen", N_("Someone has been chosen already. Withdraw that choice first.")
        )
    if not has_account:
        return no(
            "matching.no_account",
            N_(
                "This person has no account on the bridge yet. The coordinator can look for a way to invite them."
            ),
        )
    if has_declined:
        return no("matching.has_declined", N_("This person has declined this work already."))
    if is_left_out:
        return no(
            "matching.left_out", N_("This person has asked to be left out of automated matching since then.")
        )
    return YES


def is_current(*, is_latest: bool, same_revision: bool, parts: int, lacking: int) -> Decision:
    """Whether a decision can rest on this shortlist: on the newest, and only when every part of the people answered."""
    if not (is_latest and same_revision):
        return no(
            "matching.shortlist_old",
            N_(
                "This shortlist is out of date: the task was changed, or a newer list was made. Decide on the newest one."
            ),
        )
    return is_whole(parts=parts, lacking=lacking)


def is_whole(*, parts: int, lacking: int) -> Decision:
    """Whether everybody was asked: a list from some of the shards can be read, not decided on."""
    if not lacking:
        return YES
    return no(
        "matching.partial",
        N_(
            "This list is partial: only {answered} of {parts} parts of the profiles answered. "
            "Make the list again when all parts answer."
        ),
        answered=parts - lacking,
        parts=parts,
    )


def can_answer(selection: Selection) -> Decision:
    """Whether the talent can still answer."""
    return _open(selection)


def can_withdraw(selection: Selection) -> Decision:
    """Whether the company can still take the choice back."""
    return _open(selection)


def _open(selection: Selection) -> Decision:
    if selection.state == SelectionState.OFFERED:
        return YES
    return no("matching.answered", N_("This choice has been answered or withdrawn already."))
