"""Terms that people use and the graph does not know: queued once, counted, answered by an operator."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from talentbridge.audit import services as audit
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, Refused, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_
from talentbridge.skills import permissions, queries, rules
from talentbridge.skills.models import Proposal
from talentbridge.skills.rules import Graph, Skill, lexicon
from talentbridge.skills.services.keeping import (
    alone,
    bring_in,
    entry,
    graph,
    keep,
    reason_of,
    refuse,
    without,
)
from talentbridge.skills.states import MOVES, Change, ProposalState

MOST_WAITING = 5_000  # a queue that nobody could read helps nobody; what is there is still counted


def propose(*, term: str, language: str, seen_in: str, at: datetime) -> Proposal | None:
    """Queue a term that the graph does not know, or count it once more; None when it cannot be a term.

    `seen_in` says where ("talent.profile"). Only the term is kept: not who wrote it, not the text around it.
    A term that was answered is counted too, and stays answered.
    """
    if not rules.can_propose(term, lexicon()):
        return None
    key = rules.term_key(term)
    with transaction.atomic():
        known = Proposal.objects.select_for_update().filter(key=key).first()
        if known is None:
            if Proposal.objects.filter(state=ProposalState.WAITING).count() >= MOST_WAITING:
                return None
            first = {
                "term": rules.written(term), "language": "ko" if language == "ko" else "en",
                "seen_in": {seen_in: 1}, "first_seen_at": at, "last_seen_at": at,
            }  # fmt: skip
            known, is_new = Proposal.objects.select_for_update().get_or_create(key=key, defaults=first)
            if is_new:
                return known
        known.times += 1
        known.seen_in[seen_in] = known.seen_in.get(seen_in, 0) + 1
        known.last_seen_at = max(at, known.last_seen_at)
        known.save(update_fields=["times", "seen_in", "last_seen_at"])
    return known


def identify(*, name: str, language: str, seen_in: str, at: datetime, is_role: bool = False) -> str:
    """The id of the skill (or role) that is called `name`, empty for an empty name: what a form's field means.

    A version behind the name is left out. An unknown name is queued; raises `Invalid` on '' with the nearest names in
    the reader's language.
    """
    by_name = queries.role_by_name if is_role else queries.by_name
    found = by_name(name) or by_name(rules.without_version(name))
    if found or not name.strip():
        return found
    noted = propose(term=name, language=language, seen_in=seen_in, at=at)
    near = queries.nearest(name, language, roles=is_role)
    raise Invalid({"": rules.unknown(name, near, is_noted=noted is not None)})


def take_as_name(
    *, actor: Actor, proposal_id: int, entry_id: str, at: datetime, needs_context: bool = False
) -> Proposal:
    """The term is another name of an entry; `needs_context` when it is an everyday word as well."""
    require(allowed=permissions.may_answer(actor))
    with transaction.atomic():
        alone()
        proposal = _open(actor, proposal_id, ProposalState.ALIAS)
        row = entry(entry_id)
        require(allowed=permissions.may_answer(actor), possible=rules.can_change(is_retired=row.is_retired))
        before = row.value
        unsure = before.unsure | ({proposal.term} if needs_context else set())
        skill = rules.tidy(replace(before, also=(*before.also, proposal.term), unsure=unsure))
        found = rules.problems(skill, without(graph(), entry_id))
        refuse({"entry": found.get("also") or next(iter(found.values()))} if found else {})
        if skill != before:
            row.take(rules.to_json(skill))
            row.edited_here = True
            keep(row, Change.EDITED, before=before, actor=actor, at=at, proposal=proposal)
        _answer(proposal, ProposalState.ALIAS, actor, at, entry_id=entry_id)
    return proposal


def take_as_entry(*, actor: Actor, proposal_id: int, skill: Skill, at: datetime) -> Proposal:
    """The term becomes an entry of its own. Raises `Invalid` by field of the entry."""
    require(allowed=permissions.may_answer(actor) & permissions.may_edit(actor))
    with transaction.atomic():
        alone()
        proposal = _open(actor, proposal_id, ProposalState.NEW)
        row = bring_in(skill, graph())
        keep(row, Change.ADDED, before=None, actor=actor, at=at, proposal=proposal)
        _answer(proposal, ProposalState.NEW, actor, at, entry_id=row.pk)
    return proposal


def reject(*, actor: Actor, proposal_id: int, reason: str, at: datetime) -> Proposal:
    """The term is no skill or role, or too narrow to compare people by."""
    require(allowed=permissions.may_answer(actor))
    with transaction.atomic():
        proposal = _open(actor, proposal_id, ProposalState.REJECTED)
        proposal.reason = reason_of(reason)
        _answer(proposal, ProposalState.REJECTED, actor, at)
    return proposal


def settle_known(known: Graph, at: datetime) -> int:
    """Answer the waiting terms that `known` knows by now; returns how many."""
    settled = 0
    for proposal in Proposal.objects.select_for_update().filter(state=ProposalState.WAITING).order_by("pk"):
        if skill := rules.known_as(proposal.term, known):
            proposal.move(ProposalState.ALIAS)
            proposal.entry_id, proposal.answered_at = skill.id, at
            proposal.save(update_fields=["state", "entry", "answered_at"])
            settled += 1
    return settled


def _open(actor: Actor, proposal_id: int, to: ProposalState) -> Proposal:
    """The proposal, locked, if it may still go over to `to`."""
    proposal = lock(queries.proposals_for(actor), proposal_id)
    if to not in MOVES[ProposalState(proposal.state)]:
        raise Refused(no("skills.answered", N_("This term has been answered already.")))
    return proposal


def _answer(
    proposal: Proposal, state: ProposalState, actor: Actor, at: datetime, entry_id: str | None = None
) -> None:
    proposal.move(state)
    proposal.entry_id = entry_id
    proposal.answered_by_name, proposal.answered_at = actor.name, at
    proposal.save()
    audit.record(
        "skills.proposal.answered", actor=actor, subject=proposal, at=at, term=proposal.term, answer=state
    )
