"""The graph as REST: read it, propose a term, keep it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status

from talentbridge.kernel.clock import now
from talentbridge.kernel.decision import Decision
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.pages import BridgeRequest
from talentbridge.skills import permissions, queries, rules, services
from talentbridge.skills.models import Entry, Proposal, Revision
from talentbridge.skills.rules import Skill

router = Router(tags=["skills"])
MOST_ROWS = 100


class Hint(Schema):
    """An entry that a typed text may mean, and the name by which it was found."""

    id: str
    kind: str
    ko: str
    en: str
    said: str


class Content(Schema):
    """What an entry says. `related` maps an id to how far it stands in (0.1-0.9); `links` a scheme to a value."""

    kind: str
    ko: str
    en: str
    also: list[str] = []
    unsure: list[str] = []
    broader: list[str] = []
    related: dict[str, float] = {}
    skills: list[str] = []
    links: dict[str, str] = {}


class EntryOut(Content):
    """An entry; `successor` stands for a retired one. `near` holds in both directions, `revision` is its last change."""

    id: str
    successor: str
    edited_here: bool
    narrower: list[str]
    near: dict[str, float]
    revision: int


class RevisionOut(Schema):
    id: int
    change: str
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str
    by_name: str
    at: datetime


class EntryIn(Content):
    """`seen` is the revision that the caller looked at; a newer one refuses the change."""

    reason: str
    seen: int | None = None


class NewEntryIn(Content):
    id: str
    reason: str


class RetireIn(Schema):
    successor: str
    reason: str
    seen: int | None = None


class ReasonIn(Schema):
    reason: str = ""


class TermIn(Schema):
    term: str
    language: str = "ko"


class ProposalOut(Schema):
    id: int
    term: str
    language: str
    times: int
    seen_in: dict[str, int]
    state: str
    entry_id: str | None
    reason: str
    first_seen_at: datetime
    last_seen_at: datetime


class AnswerIn(Schema):
    """One of: `entry_id` (another name of it), `entry` (an entry of its own), or `reason` (rejected)."""

    entry_id: str = ""
    needs_context: bool = False
    entry: NewEntryIn | None = None
    reason: str = ""


class Page(Schema):
    offset: int = 0
    limit: int = 50

    def cut(self, rows: Any) -> list[Any]:
        """The asked part of `rows`."""
        start = max(self.offset, 0)
        return list(rows[start : start + min(max(self.limit, 1), MOST_ROWS)])


@router.get("", response=list[Hint])
def search(request: HttpRequest, q: str = "", limit: int = 20, sort: str = "") -> list[dict[str, str]]:
    """Entries that `q` may mean, best first: any name in Korean or English, half-typed; `sort` is skill or role."""
    roles = {"role": True, "skill": False}.get(sort)
    hits = queries.search(q, limit=min(max(limit, 1), MOST_ROWS), roles=roles)
    return [
        {"id": hit.skill.id, "kind": hit.skill.kind, "ko": hit.skill.ko, "en": hit.skill.en, "said": hit.said}
        for hit in hits
    ]


@router.get("/entries/{skill_id}", response=EntryOut)
def entry(request: HttpRequest, skill_id: str) -> dict[str, Any]:
    """One entry, living or retired."""
    return _out(_found(request, skill_id))


@router.get("/entries/{skill_id}/revisions", response=list[RevisionOut])
def revisions(request: HttpRequest, skill_id: str, page: Query[Page]) -> list[Revision]:
    """Its history, newest first."""
    _found(request, skill_id)
    return page.cut(queries.revisions_of(skill_id))


@router.post("/entries", response={201: EntryOut})
def add(request: HttpRequest, body: NewEntryIn) -> Status:
    """Add an entry; operators only."""
    row = services.add_entry(actor=_actor(request), skill=_skill(body.id, body), reason=body.reason, at=now())
    return Status(201, _out(row))


@router.put("/entries/{skill_id}", response=EntryOut)
def edit(request: HttpRequest, skill_id: str, body: EntryIn) -> dict[str, Any]:
    """Let an entry say what the body says; operators only."""
    row = services.edit_entry(
        actor=_actor(request), skill=_skill(skill_id, body), reason=body.reason, at=now(), seen=body.seen
    )
    return _out(row)


@router.post("/entries/{skill_id}/retire", response=EntryOut)
def retire(request: HttpRequest, skill_id: str, body: RetireIn) -> dict[str, Any]:
    """Let another entry stand for this one; operators only."""
    row = services.retire(
        actor=_actor(request), entry_id=skill_id, successor=body.successor, reason=body.reason, at=now(),
        seen=body.seen,
    )  # fmt: skip
    return _out(row)


@router.post("/entries/{skill_id}/restore", response=EntryOut)
def restore(request: HttpRequest, skill_id: str, body: ReasonIn) -> dict[str, Any]:
    """Take a retired entry back into use; operators only."""
    row = services.restore(actor=_actor(request), entry_id=skill_id, reason=body.reason, at=now())
    return _out(row)


@router.get("/offered", response=dict[str, Content])
def offered(request: HttpRequest) -> dict[str, Any]:
    """By id: what the product ships now where an entry was edited here; operators only."""
    require(allowed=permissions.may_edit(_actor(request)))
    return dict(queries.offered_for(_actor(request)).values_list("id", "offered"))


@router.post("/offered/{skill_id}/accept", response=EntryOut)
def accept(request: HttpRequest, skill_id: str, body: ReasonIn) -> dict[str, Any]:
    """Take over what the product ships; operators only."""
    return _out(
        services.accept_offered(actor=_actor(request), entry_id=skill_id, at=now(), reason=body.reason)
    )


@router.post("/offered/{skill_id}/keep", response=EntryOut)
def keep(request: HttpRequest, skill_id: str, body: ReasonIn) -> dict[str, Any]:
    """Leave the entry as it was edited here; operators only."""
    return _out(services.keep_own(actor=_actor(request), entry_id=skill_id, at=now(), reason=body.reason))


@router.get("/proposals", response=list[ProposalOut])
def proposals(request: HttpRequest, page: Query[Page], state: str = "waiting") -> list[Proposal]:
    """Terms that the graph does not know, the most used first; operators only."""
    require(allowed=permissions.may_answer(_actor(request)))
    return page.cut(queries.proposals_for(_actor(request)).filter(state=state).order_by("-times", "pk"))


@router.post("/proposals", response={202: None})
def propose(request: HttpRequest, body: TermIn) -> Status:
    """Say that a term is missing. Nothing but the term is kept."""
    possible: Decision = rules.can_propose(body.term, rules.lexicon())
    if not possible:
        raise Invalid({"term": possible})
    services.propose(term=body.term, language=body.language, seen_in="skills.page", at=now())
    return Status(202, None)


@router.post("/proposals/{proposal_id}/answer", response=ProposalOut)
def answer(request: HttpRequest, proposal_id: int, body: AnswerIn) -> Proposal:
    """Answer a proposed term; operators only."""
    actor = _actor(request)
    if body.entry_id:
        return services.take_as_name(
            actor=actor, proposal_id=proposal_id, entry_id=body.entry_id, at=now(),
            needs_context=body.needs_context,
        )  # fmt: skip
    if body.entry:
        skill = _skill(body.entry.id, body.entry)
        return services.take_as_entry(actor=actor, proposal_id=proposal_id, skill=skill, at=now())
    return services.reject(actor=actor, proposal_id=proposal_id, reason=body.reason, at=now())


def _actor(request: HttpRequest) -> Any:
    return cast(BridgeRequest, request).actor


def _found(request: HttpRequest, skill_id: str) -> Entry:
    row = queries.entries_for(_actor(request)).filter(pk=skill_id).first()
    if row is None:
        raise Missing
    return row


def _skill(id: str, body: Content) -> Skill:
    return Skill(
        id=id, kind=body.kind, ko=body.ko, en=body.en, also=tuple(body.also), unsure=frozenset(body.unsure),
        broader=tuple(body.broader), related=body.related, skills=tuple(body.skills), links=body.links,
    )  # fmt: skip


def _out(row: Entry) -> dict[str, Any]:
    return rules.to_json(row.value) | {
        "id": row.pk,
        "edited_here": row.edited_here,
        "narrower": list(queries.narrower(row.pk)),
        "near": dict(queries.near(row.pk)),
        "revision": queries.last_revision(row.pk),
    }
