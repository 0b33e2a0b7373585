"""Around matching: more invented talents, what some of them state for the fairness figures, and what they ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from talentbridge.accounts.queries import consent, statements
from talentbridge.accounts.rules import FAIRNESS_FIGURES
from talentbridge.accounts.services import statements as stating
from talentbridge.demand import queries as demand
from talentbridge.kernel.actor import SYSTEM, Actor
from talentbridge.matching import queries as matching
from talentbridge.matching.models import Request, ShortlistEntry
from talentbridge.matching.queries import requests as queries
from talentbridge.matching.services import requests as verbs
from talentbridge.talent import queries as talents
from talentbridge.talent import services as talent
from talentbridge.talent.rules import ProfileDraft

Enrol = Callable[[str, str, Mapping[str, Any]], Actor]  # (sign-in, name, group) -> the talent


def sign_ins(raw: Mapping[str, Any]) -> list[str]:
    """The sign-in names of the talents of `people`."""
    count = sum(len(group["names"]) for group in raw["group"])
    return [f"more{number:02}" for number in range(1, count + 1)]


def people(raw: Mapping[str, Any], enrol: Enrol, at: datetime) -> None:
    """Talents of a few countries with one of a few sets of skills each; who has a profile already stays as they are."""
    names = iter(sign_ins(raw))
    for group in raw["group"]:
        for number, name in enumerate(group["names"]):
            actor = enrol(next(names), name, group)
            if talents.profile_of(actor.person_id) is not None:  # type: ignore[arg-type]
                continue
            kind = raw["kind"][number % len(raw["kind"])]
            began = at - timedelta(days=190 - 3 * number)
            talent.save_profile(
                actor=actor, at=began,
                draft=ProfileDraft(
                    headline_ko=kind["headline_ko"], headline_en=kind["headline_en"], skills=kind["skills"],
                    roles=tuple(kind["roles"]), country=group["country"], time_zone=group["time_zone"], english="B2",
                    rate_minor=(group["rate"] + 60 * number) * 100, rate_currency="USD", rate_unit="month",
                    weekly_hours=40, engagement_types=("contractor",), work_modes=("remote",),
                ),
            )  # fmt: skip
            talent.confirm(actor=actor, at=at - timedelta(days=5 * number))


def load(actors: Mapping[str, Actor], raw: Mapping[str, Any], at: datetime) -> None:
    """Statements and requests; what is there already stays as it is."""
    version = consent.text(FAIRNESS_FIGURES).version
    for signin, (sex, age_band) in raw["stated"].items():
        actor = actors[signin]
        if statements.statement_of(actor.person_id) is None:
            stating.state(
                actor=actor,
                sex=sex,
                age_band=age_band,
                language="en",
                version=version,
                at=at - timedelta(days=40),
            )
    for each in raw["asked"]:
        _ask(actors, each, at)


def _ask(actors: Mapping[str, Actor], each: Mapping[str, Any], at: datetime) -> None:
    by_person = {actor.person_id: actor for actor in actors.values()}
    asked_at = at - timedelta(days=each["ago"])
    entry = _listed(each, asked_at) if "about" in each else None
    asker = by_person[entry.profile.person_id] if entry else actors[each["by"]]
    if queries.requests_for(asker).filter(kind=each["kind"]).exists():
        return
    made = verbs.ask(
        actor=asker, kind=each["kind"], shortlist_id=entry.shortlist_id if entry else None, at=asked_at,
        words=each.get("words", ""), language=each.get("language", "en"),
    )  # fmt: skip
    if "taken" not in each:
        return
    handler = _handler(actors, made)
    verbs.take(actor=handler, request_id=made.pk, at=asked_at + timedelta(days=each["taken"]))
    if "put_off" in each:
        verbs.put_off(
            actor=handler,
            request_id=made.pk,
            reason=each["put_off"],
            at=asked_at + timedelta(days=each["taken"] + 2),
        )
    if "answer" in each:
        verbs.answer(
            actor=handler, request_id=made.pk, outcome=each["outcome"], text=each["answer"],
            at=asked_at + timedelta(days=each["taken"] + 3),
        )  # fmt: skip


def _listed(each: Mapping[str, Any], before: datetime) -> ShortlistEntry:
    """Somebody on the list of a case who was not chosen, counted from the top."""
    task = demand.tasks_for(SYSTEM).get(title_en=each["about"])
    shortlist = matching.shortlist_of(task.case_id)
    chosen = matching.selection_of(task.case_id)
    assert shortlist is not None and shortlist.made_at < before, each["about"]
    rows = matching.entries_of(shortlist).filter(profile__person__isnull=False)
    return list(rows.exclude(profile_id=chosen.profile_id if chosen else 0))[each["number"]]


def _handler(actors: Mapping[str, Actor], request: Request) -> Actor:
    """Whoever would be told first: the coordinator of the case, or an operator."""
    told = queries.answerers(request.kind, request.shortlist)
    return next(actor for actor in actors.values() if actor.person_id == told[0])
