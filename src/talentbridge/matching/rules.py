"""How a shortlist is weighed anew, when a choice can be made, and what is agreed to with it. No database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_
from talentbridge.matching.engine import Ask, Result, Weights
from talentbridge.matching.engine.values import FACTOR_NAMES
from talentbridge.matching.states import SelectionState

if TYPE_CHECKING:
    from talentbridge.matching.models import Selection

TOP = 20  # people on a shortlist
CONSIDERED = 1_000  # the best of those who pass, out of whom the list is filled
REASON_LENGTH = 20  # characters
COMPARED = (2, 4)  # people side by side

# What the talent agrees to when accepting. A changed text gets a new version; the version is kept with the consent.
CONSENT_VERSION = "2026-11"
CONSENT_ITEMS = ("name", "history", "country")
CONSENT_PURPOSE = N_("To contract and work together")
CONSENT = N_(
    "I take the work and agree that {company} in Korea sees my name, my country and my profile, in order to contract "
    "and work with me, until the engagement has ended and the legal retention periods have passed. Saying no has no "
    "disadvantage; I can ask the coordinator to stop further use at any time."
)

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
    """Order people (key, code, how well on each factor from 0 to 1) under `weights` as the engine does; ties by code.

    Raises ValueError when the weights that count sum to nothing.
    """
    weighed = []
    for key, code, shares in people:
        counted = weights.shares(tuple(shares))
        weighed.append(
            Weighed(key, code, {name: round(10 * counted[name] * shares[name]) for name in shares})
        )
    return sorted(weighed, key=lambda each: (-sum(each.tenths.values()), each.code))


def for_list(results: Sequence[Result], askable: Collection[int], most: int = TOP) -> list[Result]:
    """Who of the ranked `results` goes on the list, best first, ranks counted anew.

    People who can be asked come first; anonymous profiles (imported, nobody behind them on the bridge) only fill
    places that would stay empty, so that a survey of thousands cannot crowd out everybody who could take the work.
    """
    can_be_asked = [result for result in results if result.candidate_id in askable][:most]
    others = [result for result in results if result.candidate_id not in askable]
    listed = sorted([*can_be_asked, *others[: most - len(can_be_asked)]], key=lambda result: result.rank)
    return [replace(result, rank=rank) for rank, result in enumerate(listed, start=1)]


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


def can_choose(*, running: Selection | None, has_account: bool, has_declined: bool = False) -> Decision:
    """Whether somebody on the list can be chosen now."""
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
    return YES


def is_current(*, is_latest: bool, same_revision: bool) -> Decision:
    """Whether a decision can rest on this shortlist."""
    if is_latest and same_revision:
        return YES
    return no(
        "matching.shortlist_old",
        N_(
            "This shortlist is out of date: the task was changed, or a newer list was made. Decide on the newest one."
        ),
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
