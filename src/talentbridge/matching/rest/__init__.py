"""REST: shortlists with every reason, the decision, the answer; the rights of whoever is judged stand in `rights`. Before
consent there is no name in any answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema
from ninja.pagination import paginate

from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.pages import BridgeRequest
from talentbridge.kernel.stepup import require_fresh
from talentbridge.matching import queries, rules, services
from talentbridge.matching.engine import Weights
from talentbridge.matching.models import Selection, Shortlist, ShortlistEntry
from talentbridge.matching.rest import rights
from talentbridge.matching.web import offers, shortlists

router = Router(tags=["matching"])
router.add_router("", rights.router)


class WeightsIn(Schema):
    """How much each factor counts, 0 to 50; turned into shares of 100."""

    skills: int = 30
    evidence: int = 15
    role: int = 10
    language: int = 10
    overlap: int = 10
    price: int = 10
    reputation: int = 10
    freshness: int = 5


class MakeIn(Schema):
    """For which case, and with which weights (the defaults when left out)."""

    case_id: UUID
    weights: WeightsIn | None = None


class EntryOut(Schema):
    """One person: pseudonym and code, points with their reasons, and what is missing."""

    profile_id: int
    rank: int
    pseudonym: str
    code: str
    total: float
    factors: list[dict[str, Any]]
    missing: list[dict[str, Any]]
    has_account: bool

    @staticmethod
    def resolve_pseudonym(entry: ShortlistEntry) -> str:
        return entry.profile.pseudonym

    @staticmethod
    def resolve_code(entry: ShortlistEntry) -> str:
        return entry.profile.code

    @staticmethod
    def resolve_has_account(entry: ShortlistEntry) -> bool:
        return entry.profile.person_id is not None


class ShortlistOut(Schema):
    """When and how a shortlist was made. It is partial when `lacking` of the `parts` of all people did not answer."""

    id: UUID
    case_id: UUID
    task_id: UUID
    task_revision: int
    made_at: datetime
    engine_version: str
    weights: dict[str, int]
    ask: dict[str, Any]
    pool: int
    passed: int
    excluded: list[list[Any]]
    relaxations: list[dict[str, Any]]
    parts: int
    lacking: int


class ShortlistWhole(ShortlistOut):
    """A shortlist with its people."""

    people: list[EntryOut]

    @staticmethod
    def resolve_people(shortlist: Shortlist) -> list[ShortlistEntry]:
        return list(queries.entries_of(shortlist))


class DecideIn(Schema):
    """Whom, and on which evidence (20 characters or more)."""

    profile_id: int
    reason: str
    weights: WeightsIn | None = None


class AnswerIn(Schema):
    """Take the work and agree to be named to this company, or decline."""

    accept: bool
    reason: str = ""
    consent_version: str = ""  # of the text that was read; an outdated one is refused


class SelectionOut(Schema):
    """A choice and its answer. `name` is there while the talent's consent for the company is in force."""

    id: UUID
    case_id: UUID
    shortlist_id: UUID
    profile_id: int
    pseudonym: str
    name: str
    state: str
    reason: str
    decided_at: datetime
    answered_at: datetime | None
    answer_reason: str

    @staticmethod
    def resolve_pseudonym(selection: Selection) -> str:
        return selection.profile.pseudonym

    @staticmethod
    def resolve_name(selection: Selection) -> str:
        person = selection.profile.person
        return person.name if selection.accepted and person and selection.names_talent else ""


def _weights(given: WeightsIn | None) -> Weights | None:
    return Weights(**{name: max(0, value) for name, value in given.model_dump().items()}) if given else None


@router.get("/shortlists", response=list[ShortlistOut])
@paginate
def list_shortlists(request: BridgeRequest) -> Any:
    """The shortlists that the caller may see, newest first."""
    return queries.shortlists_for(request.actor).order_by("-made_at", "pk")


@router.post("/shortlists", response=ShortlistWhole)
def make(request: BridgeRequest, asked: MakeIn) -> Any:
    """Make a shortlist for an approved task."""
    return services.make_shortlist(
        actor=request.actor, case_id=asked.case_id, weights=_weights(asked.weights), at=now()
    )


@router.get("/shortlists/{uuid:shortlist_id}", response=ShortlistWhole)
def shortlist(request: BridgeRequest, shortlist_id: UUID) -> Any:
    """One shortlist with every reason; everybody with an account on it sees that it was looked at."""
    found = shortlists.found(request.actor, shortlist_id)
    services.note_look(
        actor=request.actor, shortlist=found, entries=queries.entries_of(found), named=(),
        weights=rules.recorded_weights(found.weights), at=now(),
    )  # fmt: skip
    return found


@router.post("/shortlists/{uuid:shortlist_id}/decide", response=SelectionOut)
def decide(request: BridgeRequest, shortlist_id: UUID, choice: DecideIn) -> Any:
    """Choose one person and say why."""
    return services.decide(
        actor=request.actor, shortlist_id=shortlist_id, profile_id=choice.profile_id, reason=choice.reason,
        weights=_weights(choice.weights), at=now(),
    )  # fmt: skip


@router.get("/selections", response=list[SelectionOut])
@paginate
def list_selections(request: BridgeRequest) -> Any:
    """The choices of the caller's cases; for a talent the offers, newest first."""
    return queries.selections_for(request.actor).order_by("-decided_at", "pk")


@router.get("/selections/{uuid:selection_id}", response=SelectionOut)
def selection(request: BridgeRequest, selection_id: UUID) -> Any:
    """One choice."""
    return offers.found(request.actor, selection_id)


@router.post("/selections/{uuid:selection_id}/answer", response=SelectionOut)
def answer(request: BridgeRequest, selection_id: UUID, given: AnswerIn) -> Any:
    """Answer an offer. Needs a fresh proof of identity in the browser session."""
    require_fresh(request)
    return services.answer(
        actor=request.actor, selection_id=selection_id, accept=given.accept, reason=given.reason,
        language=show.reading(), consent_version=given.consent_version, at=now(),
    )  # fmt: skip


@router.post("/selections/{uuid:selection_id}/withdraw", response=SelectionOut)
def withdraw(request: BridgeRequest, selection_id: UUID) -> Any:
    """Take a choice back before it is answered."""
    return services.withdraw(actor=request.actor, selection_id=selection_id, at=now())
