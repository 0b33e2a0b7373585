"""The demo world: invented people walk the real verbs, at dates counted back from today.

Nothing here writes a table of a case directly: what the demo shows, the product did. Loading it again adds nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from talentbridge.accounts import queries as accounts
from talentbridge.accounts import services as enrolment
from talentbridge.coordination import services as coordination
from talentbridge.demand import queries as demand
from talentbridge.kernel.actor import SYSTEM, Actor, Role
from talentbridge.operations.demo import fairness, rulebook, trust
from talentbridge.operations.demo.walk import Walk
from talentbridge.skills import queries as skills_known
from talentbridge.skills import services as skills
from talentbridge.talent import services as talent
from talentbridge.talent.rules import Certification, Practice, ProfileDraft, Rate, Sample

if TYPE_CHECKING:
    from talentbridge.accounts.models import Membership

DATA = Path(__file__).parent
MAIL = "demo.example"  # a domain that cannot exist (RFC 2606)
ROLE_OF = {
    "company": Role.COMPANY,
    "operator": Role.OPERATOR,
    "partner": Role.PARTNER,
    "institution": Role.INSTITUTION,
    "research": Role.RESEARCHER,
    "government": Role.GOVERNMENT,
}
OLDEST = timedelta(days=200)  # when the first of them joined


@dataclass
class World:
    """Who is there: actors by sign-in name."""

    actors: dict[str, Actor]
    companies: dict[str, str]  # key of an organisation -> sign-in name of who acts for it
    known: dict[str, Membership]  # by address, from an earlier load

    def organisation_of(self, signin: str) -> UUID | None:
        """The organisation that an earlier load made for this person."""
        membership = self.known.get(f"{signin}@{MAIL}")
        return membership.organisation_id if membership else None


def load(at: datetime) -> int:
    """Make the demo world as of `at`; returns how many cases were walked (0 when everything is there already).

    Cut short and started again, it goes on: people are known by address, cases by company and need.
    """
    world = World({}, {}, {m.person.email: m for m in accounts.demo_memberships()})
    _organisations(world, at)
    _coordinators(world, at)
    _talents(world, at)
    _terms(world, at)
    walked = 0
    for case in sorted(_read("cases")["case"], key=lambda case: -int(case["ago"])):
        company = world.actors[world.companies[case["company"]]]
        if not demand.tasks_for(company).filter(need_text=case["need"]).exists():
            Walk(world.actors, company, case, at).go()
            walked += 1
    trust.load(world.actors, world.companies, _read("trust"), _abroad(world, at), at)
    fairness.load(world.actors, _read("fairness"), at)
    rulebook.load(world.actors["operator"], world.actors["eunsol.kang"], at)
    return walked


def _abroad(world: World, at: datetime) -> Callable[[str, str, str, str], Actor]:
    """Brings in Koreans who work abroad: they are counted on the map and keep no profile."""

    def enrol(signin: str, name: str, country: str, zone: str) -> Actor:
        return _enrol(
            world,
            signin,
            name,
            Role.TALENT,
            at,
            None,
            language="ko",
            name_language="ko",
            country=country,
            time_zone=zone,
        )

    return enrol


def _more(world: World, at: datetime) -> fairness.Enrol:
    """Brings in talents of whom there is nothing to tell but what they can do."""

    def enrol(signin: str, name: str, group: Mapping[str, Any]) -> Actor:
        world.actors[signin] = _enrol(
            world, signin, name, Role.TALENT, at, None, language="en", name_language=group["name_language"],
            country=group["country"], time_zone=group["time_zone"],
        )  # fmt: skip
        return world.actors[signin]

    return enrol


def _organisations(world: World, at: datetime) -> None:
    for raw in _read("people")["organisation"]:
        organisation_id = world.organisation_of(raw["people"][0][1]) or enrolment.bring_in_organisation(
            kind=raw["kind"], name=raw["name"], name_en=raw.get("name_en", ""), country=raw.get("country", "KR"),
            at=at - OLDEST, is_demo=True,
            registration_number=raw.get("registration_number", ""), address=raw.get("address", ""),
            about=raw["about"], about_en=raw["about_en"],
        ).pk  # fmt: skip
        for name, signin, is_manager in raw["people"]:
            korean = raw.get("country", "KR") == "KR"
            world.actors[signin] = _enrol(
                world, signin, name, ROLE_OF[raw["kind"]], at, organisation_id, is_manager=is_manager,
                language="ko" if korean else "en", name_language="ko" if korean else "vi",
                country=raw.get("country", "KR"), time_zone="Asia/Seoul" if korean else "Asia/Ho_Chi_Minh",
            )  # fmt: skip
            if is_manager:
                world.companies[raw["key"]] = signin
            if raw["kind"] == "operator":
                world.actors.setdefault("operator", world.actors[signin])


def _coordinators(world: World, at: datetime) -> None:
    operator = world.actors["operator"]
    for raw in _read("people")["coordinator"]:
        actor = _enrol(
            world, raw["email"], raw["name"], Role.COORDINATOR, at, operator.organisation_id, language="ko",
            name_language="ko", country="KR",
        )  # fmt: skip
        world.actors[raw["email"]] = actor
        assert actor.person_id is not None
        coordination.join_pool(
            person_id=actor.person_id,
            languages=raw["languages"],
            sectors=raw["sectors"],
            capacity=raw["capacity"],
        )


def _talents(world: World, at: datetime) -> None:
    for number, raw in enumerate(_read("talents")["talent"]):
        actor = _enrol(
            world, raw["email"], raw["name"], Role.TALENT, at, None, language="en", name_language=raw["name_language"],
            country=raw["country"], time_zone=raw["time_zone"],
        )  # fmt: skip
        world.actors[raw["email"]] = actor
        if f"{raw['email']}@{MAIL}" not in world.known:
            confirmed = at - timedelta(days=raw.get("confirmed_days_ago", number % 40))
            began = (
                at - OLDEST + timedelta(days=25 * (number % 3))
            )  # before the first list; some are still new here
            said = {name: raw[name] for name in ("headline_ko", "headline_en", "skills")}
            talent.save_profile(actor=actor, draft=ProfileDraft(**said), at=began)
            talent.save_profile(actor=actor, draft=_draft(raw, at, confirmed), at=confirmed)
    fairness.people(_read("fairness"), _more(world, at), at)
    talent.import_profiles(
        actor=SYSTEM, source=DATA / "elsewhere.csv", format="csv", at=at - timedelta(days=30)
    )


def _draft(raw: dict[str, Any], at: datetime, confirmed: datetime) -> ProfileDraft:
    """What an invented talent said about themselves when they last confirmed it."""
    free_for = raw.get("free_for_days")
    return ProfileDraft(
        headline_ko=raw["headline_ko"], headline_en=raw["headline_en"], skills=raw["skills"],
        country=raw["country"], time_zone=raw["time_zone"], years=Decimal(raw["years"]), english=raw["english"],
        korean=raw["korean"], rate_minor=raw["rate"] * 100, rate_currency=raw["currency"], rate_unit="month",
        weekly_hours=raw["weekly_hours"], available_from=_first_day(at), engagement_types=tuple(raw["types"]),
        available_until=at.date() + timedelta(days=free_for) if free_for else None,
        notice_days=raw["notice_days"], roles=tuple(raw["roles"]), work_modes=tuple(raw["work_modes"]),
        work_in=tuple(raw["work_in"]), data_class=raw["data_class"], languages=raw["languages"],
        rates={name: Rate(amount * 100, raw["currency"]) for name, amount in raw.get("rates", {}).items()},
        practice={
            skill: Practice(Decimal(years), confirmed.year - ago) for skill, (years, ago) in raw["practice"].items()
        },
        samples=tuple(
            Sample(each["title"], each.get("url", ""), each.get("text", ""), each["part"], tuple(each["skills"]),
                   confirmed.year - each["years_ago"])
            for each in raw.get("sample", ())
        ),
        certificates=tuple(
            Certification(each["name"], each["issuer"], confirmed.date() - timedelta(days=30 * each["months_ago"]),
                          skill_id=each.get("skill", ""))
            for each in raw.get("certificate", ())
        ),
    )  # fmt: skip


def _terms(world: World, at: datetime) -> None:
    """Words that people missed in the skill graph, some of them answered."""
    operator = world.actors["operator"]
    if skills_known.proposals_for(operator).exists():
        return
    for raw in _read("terms")["term"]:
        seen = at - timedelta(days=raw["ago"])
        proposal = None
        for _time in range(raw["times"]):
            proposal = skills.propose(
                term=raw["term"], language=raw["language"], seen_in=raw["seen_in"], at=seen
            )
        if proposal and "rejected" in raw:
            skills.reject(actor=operator, proposal_id=proposal.pk, reason=raw["rejected"], at=seen)
        if proposal and "name_of" in raw:
            skills.take_as_name(actor=operator, proposal_id=proposal.pk, entry_id=raw["name_of"], at=seen)


def _enrol(
    world: World,
    signin: str,
    name: str,
    role: Role,
    at: datetime,
    organisation_id: UUID | None,
    **person: Any,
) -> Actor:
    membership = world.known.get(f"{signin}@{MAIL}") or enrolment.enrol(
        email=f"{signin}@{MAIL}", name=name, role=role, at=at - OLDEST, organisation_id=organisation_id,
        is_demo=True, **person,
    )  # fmt: skip
    return accounts.actor_in(membership)


def _first_day(at: datetime) -> date:
    return (at - OLDEST).date()


def _read(name: str) -> dict[str, Any]:
    with (DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def sign_ins() -> Iterator[str]:
    """Every address of the demo world."""
    people = _read("people")
    names = [person[1] for organisation in people["organisation"] for person in organisation["people"]]
    names += [raw["email"] for raw in people["coordinator"]]
    names += [raw["email"] for raw in _read("talents")["talent"]]
    names += [
        f"abroad{number:02}"
        for number in range(1, sum(len(each["names"]) for each in _read("trust")["counted"]) + 1)
    ]
    names += fairness.sign_ins(_read("fairness"))
    return (f"{name}@{MAIL}" for name in names)
