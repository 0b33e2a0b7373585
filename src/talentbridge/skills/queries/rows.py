"""Rows of the graph's tables: entries as operators keep them, their history, the queue of proposed terms."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Case, IntegerField, QuerySet, Value, When

from talentbridge.kernel.actor import Actor
from talentbridge.kernel.errors import Missing
from talentbridge.skills import permissions
from talentbridge.skills.models import Entry, Proposal, Revision
from talentbridge.skills.states import ProposalState


def entries_for(actor: Actor) -> QuerySet[Entry]:
    """Every entry, retired ones too: the graph is open to whoever is signed in."""
    return Entry.objects.all()


def narrowed(
    entries: QuerySet[Entry], *, kind: str = "", ids: Sequence[str] | None = None
) -> QuerySet[Entry]:
    """Entries of one kind, and only `ids` where given, with their place in it as ``place``."""
    if kind:
        entries = entries.filter(kind=kind)
    if ids is None:
        return entries.annotate(place=Value(0, IntegerField()))
    places = [When(pk=id, then=Value(number)) for number, id in enumerate(ids)]
    place = (
        Case(*places, default=Value(0), output_field=IntegerField()) if places else Value(0, IntegerField())
    )
    return entries.filter(pk__in=ids).annotate(place=place)


def offered_for(actor: Actor) -> QuerySet[Entry]:
    """Entries that were edited here and that the product now ships differently; for operators."""
    return _for_operators(actor, Entry.objects.exclude(offered=None))


def dropped_for(actor: Actor) -> QuerySet[Entry]:
    """Living entries that the product no longer ships and nobody here edited; for operators."""
    return _for_operators(actor, Entry.objects.filter(reviewed="", edited_here=False, retired_at=None))


def _for_operators(actor: Actor, entries: QuerySet[Entry]) -> QuerySet[Entry]:
    return entries if permissions.may_edit(actor) else entries.none()


def revisions_of(entry_id: str) -> QuerySet[Revision]:
    """The history of an entry, newest first; open to whoever may read the entry."""
    return Revision.objects.filter(entry_id=entry_id).select_related("proposal").order_by("-id")


def last_revision(entry_id: str) -> int:
    """The number that a form carries to notice that somebody else was faster."""
    return revisions_of(entry_id).values_list("id", flat=True).first() or 0


def proposals_for(actor: Actor) -> QuerySet[Proposal]:
    """The queue of proposed terms; for those who answer them."""
    return Proposal.objects.all() if permissions.may_answer(actor) else Proposal.objects.none()


def found_proposal(actor: Actor, proposal_id: int) -> Proposal:
    """One proposed term. Raises `Missing`."""
    proposal = proposals_for(actor).filter(pk=proposal_id).first()
    if proposal is None:
        raise Missing
    return proposal


def waiting_for(actor: Actor) -> int:
    """How many terms wait for an answer that this actor could give."""
    return proposals_for(actor).filter(state=ProposalState.WAITING).count()
