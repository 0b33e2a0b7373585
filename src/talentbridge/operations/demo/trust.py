"""Around the cases: who is counted on the map, what a partner brought, what is published, a saved search, a calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from talentbridge.accounts.queries import consent, organisations
from talentbridge.accounts.rules import TALENT_MAP
from talentbridge.audit import queries as audit
from talentbridge.demand import queries as demand
from talentbridge.demand import services as demand_verbs
from talentbridge.demand.rules.public import Choices
from talentbridge.kernel.actor import SYSTEM, Actor
from talentbridge.kernel.text import N_
from talentbridge.operations.services import feeds
from talentbridge.talent import queries as talent
from talentbridge.talent.services import calendar, mapping, searches, show_card

SEOUL = ZoneInfo("Asia/Seoul")
PARTNER, COORDINATOR, OWNER = "eunbyeol.noh", "daeun.jeong", "aarav"
ON_A_LIST = N_("A shortlist for a task")
SEARCH = {
    "name": "Python · 영어 B2 이상",
    "asked": {"skill": "python", "level": "4", "language": "en", "language_level": "B2"},
}


def load(
    actors: Mapping[str, Actor],
    companies: Mapping[str, str],
    raw: Mapping[str, Any],
    enrol: Callable[[str, str, str, str], Actor],
    at: datetime,
) -> None:
    """Make it all; what is there already stays as it is. `enrol(sign-in, name, country, zone)` brings a talent in."""
    _count(raw["counted"], enrol, at)
    _feed(actors[PARTNER], raw, actors, companies, at)
    for each in raw["published"]:
        _publish(actors, each, at)
    _search(actors[COORDINATOR], at)
    _calendar(actors[OWNER], at)
    _looks(actors, at)


def _count(groups: list[dict[str, Any]], enrol: Callable[[str, str, str, str], Actor], at: datetime) -> None:
    version, number = consent.text(TALENT_MAP).version, 0
    for group in groups:
        for name in group["names"]:
            number += 1
            actor = enrol(f"abroad{number:02}", name, group["country"], group["time_zone"])
            if talent.my_map_entry(actor) is None:
                mapping.join_map(
                    actor=actor, field=group["field"], country=group["country"], region=group["region"], version=version,
                    language="ko", at=at - timedelta(days=number),
                )  # fmt: skip


def _feed(
    partner: Actor,
    raw: Mapping[str, Any],
    actors: Mapping[str, Actor],
    companies: Mapping[str, str],
    at: datetime,
) -> None:
    """The partner's first two calls; sent once, since a feed that runs again notes a run."""
    if organisations.feed_runs_for(partner).exists() or partner.organisation_id is None:
        return
    by_id = organisations.by_id({actor.organisation_id for actor in actors.values() if actor.organisation_id})
    profiles = [_profile(each, at) for each in raw["brought"]]
    refused = {name: part for name, part in _profile(raw["brought"][0], at).items() if name != "consent"}
    offered = []
    for each in raw["offered"]:
        owner = actors[companies[each["company"]]].organisation_id
        assert owner is not None
        number = by_id[owner].registration_number
        company = {"name": by_id[owner].name, "registration_number": number}
        offered.append(
            {"key": each["key"], "company": company, "mandate": each["mandate"], "need": each["need"]}
        )
    calls = {"profiles": [*profiles, refused | {"key": "eor-2090"}], "tasks": offered}
    for day, (kind, items) in enumerate(calls.items(), start=2):
        feeds.take_feed(
            actor=partner, kind=kind, envelope={"schema": f"talentbridge.{kind}/1", "items": items},
            partner_id=partner.organisation_id, how="api", dry_run=False, at=at - timedelta(days=day),
        )  # fmt: skip


def _profile(each: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    names = ("headline_en", "headline_ko", "skills", "country", "time_zone", "english")
    return {
        "key": each["key"],
        "consent": {
            "text_version": "doumi-3", "language": "en", "given_at": (at - timedelta(days=9)).isoformat(),
            "how": "Signed on our page after a call.", "evidence_sha256": "5f" * 32,
        },
        "profile": {name: each[name] for name in names}
        | {"rate": {"amount_minor": each["rate"], "currency": "USD", "unit": "month"}, "engagement_types": ["eor"]},
    }  # fmt: skip


def _publish(actors: Mapping[str, Actor], each: Mapping[str, Any], at: datetime) -> None:
    task = demand.tasks_for(SYSTEM).filter(title_en=each["title_en"]).first()
    if task is None or demand.publication_of(task) is not None:
        return
    owner = next(
        actor for actor in actors.values() if actor.organisation_id == task.company_id and actor.is_manager
    )
    choices = Choices(
        names_company=each["names_company"], sector=each["sector"], description_ko=each["description_ko"],
        description_en=each["description_en"], countries=tuple(each["countries"]),
        valid_through=_day(at + timedelta(days=40)),
    )  # fmt: skip
    shown = demand.tasks_for(owner).select_related("company").get(pk=task.pk)
    seen = demand_verbs.posting_of(actor=owner, task=shown, choices=choices, at=at).fingerprint()
    demand_verbs.publish(actor=owner, task_id=task.pk, choices=choices, seen=seen, at=at)


def _search(coordinator: Actor, at: datetime) -> None:
    if not talent.searches_for(coordinator).exists():
        searches.save_search(actor=coordinator, at=at, **SEARCH)  # type: ignore[arg-type]


def _calendar(owner: Actor, at: datetime) -> None:
    profile = talent.my_profile(owner)
    if profile is None or talent.work_week_of(profile) is not None:
        return
    calendar.set_week(actor=owner, days=(0, 1, 2, 3, 4), begins=time(10), ends=time(18, 30), at=at)
    away = _day(at + timedelta(days=12))
    calendar.add_days_off(actor=owner, first=away, last=away + timedelta(days=2), at=at)


def _looks(actors: Mapping[str, Actor], at: datetime) -> None:
    """Somebody looked at the owner's card; noted once, since a look that is made again is another look."""
    profile = talent.my_profile(actors[OWNER])
    if profile is None or audit.reads_of(actors[OWNER]).exists():
        return
    task = demand.tasks_for(actors[OWNER]).order_by("created_at").first()
    looks = ((COORDINATOR, 70, None), (COORDINATOR, 69, task), ("seojin.yoon", 66, task))
    for name, days, about in looks:
        show_card(
            actor=actors[name], profile=profile, at=at - timedelta(days=days), case_id=about.case_id if about else None,
            **({"purpose": ON_A_LIST} if about else {}),
        )  # fmt: skip


def _day(at: datetime) -> date:
    return at.astimezone(SEOUL).date()
