"""What the bridge prepares for the person who answers a request: the facts, and a first text in the asker's language.

It is a draft. A person reads it, checks it and writes the answer; a re-review cannot be sent as it was prepared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, override

from talentbridge.kernel import show
from talentbridge.matching.engine import VERSION
from talentbridge.matching.engine.values import FACTOR_NAMES
from talentbridge.matching.models import Request, Selection
from talentbridge.matching.queries import mine, selection_of, told
from talentbridge.matching.queries.mine import Standing, Tasks
from talentbridge.matching.rules.requests import SEOUL


@dataclass(frozen=True)
class Prepared:
    """Facts as plain JSON values, and the same as text in the language of whoever asked."""

    facts: dict[str, Any]
    text: str


def prepare(request: Request, on: date) -> Prepared:
    """The facts of a request as of `on`. What the list recorded stands beside what is calculated now."""
    with override(request.language):
        if request.shortlist is None:
            found = mine.tasks_for(request.profile, on)
            return Prepared(_general_facts(found, on), "\n".join(_general(found)))
        standing = mine.standing(request.profile, request.shortlist, on)
        selection = selection_of(request.shortlist.case_id)
        return Prepared(_facts(standing, selection, on), "\n".join(_text(standing, selection)))


def _facts(standing: Standing, selection: Selection | None, on: date) -> dict[str, Any]:
    entry, now = standing.entry, standing.now
    return {
        "list": {
            "made_at": standing.shortlist.made_at.isoformat(),
            "engine": standing.shortlist.engine_version,
            "weights": standing.shortlist.weights,
            "place": entry.rank if entry else None,
            "total": float(entry.total) if entry else None,
            "factors": entry.factors if entry else [],
        },
        "today": None if now is None else {
            "on": on.isoformat(),
            "engine": VERSION,
            "total": now.total,
            "place": standing.place,
            "passed": standing.passed,
            "failed": [list(each) for each in now.failed],
            "factors": [asdict(factor) for factor in now.factors],
            "gains": [asdict(gain) for gain in now.gains],
            "behind": list(standing.behind) if standing.behind else None,
        },
        "decision": None if selection is None else {
            "at": selection.decided_at.isoformat(), "reason": selection.reason, "state": selection.state,
        },
    }  # fmt: skip


def _text(standing: Standing, selection: Selection | None) -> Iterator[str]:
    listed, entry = standing.shortlist, standing.entry
    title = listed.task.title_in(show.reading())
    yield gettext("This is about the list for ‘{task}’, made on {date} with formula {version}.").format(
        task=title, date=show.day(listed.made_at.astimezone(SEOUL).date()), version=listed.engine_version
    )
    if entry is not None:
        yield gettext("You stand on it at place {place}, with {points} of 100 points.").format(
            place=entry.rank, points=show.number(entry.total)
        )
    else:
        yield gettext("You are not on it.")
    if standing.now is None:
        yield gettext("You take no part in automated matching now, so nothing was calculated again.")
    else:
        yield from _calculated(standing)
    if selection is not None:
        yield ""
        yield gettext("A person of the company decided on {date} and wrote this reason:").format(
            date=show.day(selection.decided_at.astimezone(SEOUL).date())
        )
        yield f"“{selection.reason}”"


def _calculated(standing: Standing) -> Iterator[str]:
    assert standing.now is not None
    found = told.explained(standing.ask, standing.now)
    yield ""
    yield gettext("Calculated again today, with your profile as it is now:")
    for check in found.failed:
        yield "· " + gettext("Not met: {condition}. {instead}.").format(
            condition=check.words, instead=check.instead
        )
    if found.checks and not found.failed:
        yield "· " + gettext("Every condition is met.")
    if standing.place is not None:
        yield "· " + gettext("Place {place} by points among the {passed} who meet every condition.").format(
            place=show.number(standing.place), passed=show.number(standing.passed)
        )
    for factor in found.factors:
        yield "· " + gettext("{factor}: {points} of {most} points. {claim}.").format(
            factor=gettext(factor.label), points=show.number(round(factor.points, 1)),
            most=show.number(round(factor.weight, 1)), claim=gettext(factor.claim).format(**factor.facts),
        )  # fmt: skip
    if standing.behind:
        key, points = standing.behind
        sentence = gettext("The largest difference to the last place of the list: {factor}, {points} points.")
        yield "· " + sentence.format(factor=gettext(FACTOR_NAMES[key]), points=show.number(points))
    for what, points_told in found.gains:
        yield "· " + gettext("What would bring points: {what} (+{points})").format(
            what=what, points=points_told
        )


def _general_facts(found: Tasks, on: date) -> dict[str, Any]:
    return {
        "today": {
            "on": on.isoformat(), "engine": VERSION, "open": len(found.shown) + found.others,
            "fit": found.others_fit + sum(each.assessment.passes for each in found.shown),
            "in_the_way": dict(found.in_the_way),
        }
    }  # fmt: skip


def _general(found: Tasks) -> Iterator[str]:
    open_now = len(found.shown) + found.others
    fit = found.others_fit + sum(each.assessment.passes for each in found.shown)
    yield gettext(
        "Matching compares your profile with each approved task: first its conditions, then eight factors in points. "
        "A person decides and writes down why."
    )
    yield gettext("Today {open} tasks are open; you meet every condition of {fit} of them.").format(
        open=show.number(open_now), fit=show.number(fit)
    )
    for kind, count in found.in_the_way.most_common(3):
        yield "· " + gettext("{condition}: stands in the way of {count} tasks.").format(
            condition=gettext(told.KINDS[kind]), count=show.number(count)
        )
