"""Four eyes on rules: one operator proposes, another one, in person, answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from talentbridge.audit import services as audit
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.errors import Invalid, Missing, Refused, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_
from talentbridge.policy import permissions, queries
from talentbridge.policy.models import RuleOffer, RuleParameter, RuleProposal
from talentbridge.policy.rules import content
from talentbridge.policy.services.keeping import alone, reason_of, tell, today, version
from talentbridge.policy.states import (
    CHANGE_OF,
    MOVES,
    OFFER_MOVES,
    Change,
    OfferState,
    ProposalKind,
    ProposalState,
)

CHANGED = N_("The row was changed since you looked at it. Compare what stands there now, then decide again.")


def propose_row(*, actor: Actor, said: Mapping[str, Any], reason: str, at: datetime) -> RuleProposal:
    """Propose a row that the table does not have. Raises `Invalid` by column."""
    require(allowed=permissions.may_propose(actor))
    plain = content.tidy(said)
    with transaction.atomic():
        _refuse(_problems(plain, None, at))
        return _keep(ProposalKind.NEW, None, plain, actor, reason, plain["source_name"], at)


def propose_change(
    *, actor: Actor, row_id: int, said: Mapping[str, Any], reason: str, at: datetime, seen: int | None = None
) -> RuleProposal:
    """Propose that a row says something else from now on; key, country and first day stay as they are.

    `seen` is the number of the version that the proposer looked at. Raises `Invalid` by column, on '' when nothing would
    change or somebody else was faster.
    """
    require(allowed=permissions.may_propose(actor))
    with transaction.atomic():
        row = _living(row_id)
        _refuse_stale(row, seen)
        plain = content.tidy({**said, **{name: getattr(row, name) for name in content.IDENTITY}})
        if content.same(plain, row.content):
            raise Invalid({"": no("policy.same", N_("Nothing was changed."))})
        _refuse(_problems(plain, row, at))
        return _keep(ProposalKind.CHANGE, row, plain, actor, reason, plain["source_name"], at)


def propose_end(
    *,
    actor: Actor,
    row_id: int,
    last_day: date,
    source: str,
    reason: str,
    at: datetime,
    seen: int | None = None,
) -> RuleProposal:
    """Propose the last day on which a row is valid, and say where that was read."""
    require(allowed=permissions.may_propose(actor))
    if not source.strip() or len(source) > 300:
        raise Invalid({"source": no("policy.no_source", N_("Say where it was read."))})
    with transaction.atomic():
        row = _living(row_id)
        _refuse_stale(row, seen)
        plain = {**row.content, "valid_to": last_day}
        found = _problems(plain, row, at)
        if row.valid_to == last_day:
            found["valid_to"] = no("policy.same", N_("Nothing was changed."))
        _refuse(found)
        return _keep(ProposalKind.END, row, plain, actor, reason, source.strip(), at)


def propose_check(
    *, actor: Actor, row_id: int, checked_on: date, reason: str, at: datetime, seen: int | None = None
) -> RuleProposal:
    """Propose to note that a row was looked at again in its source and still says the same."""
    require(allowed=permissions.may_propose(actor))
    with transaction.atomic():
        row = _living(row_id)
        _refuse_stale(row, seen)
        plain = {**row.content, "checked_on": checked_on}
        found = _problems(plain, row, at)
        if checked_on <= row.checked_on:
            found["checked_on"] = no(
                "policy.checked_before",
                N_("The row was checked on {day} already. Give a later day."),
                day=row.checked_on.isoformat(),
            )
        _refuse(
            {name: each for name, each in found.items() if name in {"checked_on", "valid_to", "valid_from"}}
        )
        return _keep(ProposalKind.CHECK, row, plain, actor, reason, row.source_name, at)


def approve(*, actor: Actor, proposal_id: int, seen: int, at: datetime, answer: str = "") -> RuleProposal:
    """Let a proposal come true: applied, kept as a version, told.

    `seen` is the number of the row's version that the second person compared with (0 for a new row). Everything is
    checked once more, on the row as it stands: what others changed meanwhile stays changed. Raises `Invalid` when it no
    longer fits, on '' when the row is another one than was looked at.
    """
    with transaction.atomic():
        alone()
        proposal = _open(actor, proposal_id, ProposalState.APPROVED)
        require(allowed=permissions.may_approve(actor, proposal))
        row = _living(proposal.row_id) if proposal.row_id else None
        number = queries.number_of(row.pk) if row else 0
        if seen != number:
            raise Invalid({"": no("policy.changed", CHANGED)})
        said = result_of(proposal, row)
        _refuse(_problems(said, row, at))
        _answer(proposal, ProposalState.APPROVED, actor, answer, at)
        row = row or RuleParameter()
        row.take(said)
        row.edited_here = proposal.kind != ProposalKind.TAKE
        row.is_withdrawn = False
        row.save()
        proposal.row = row
        proposal.save()
        made = version(
            row, Change(CHANGE_OF[ProposalKind(proposal.kind)]), number=number + 1, at=at, proposal=proposal
        )
        made.save()
        _settle_offer(proposal, actor, at)
        audit.record(
            "policy.rule.approved", actor=actor, subject=proposal, at=at, key=row.key, country=row.country,
            proposer=proposal.proposed_by_name, version=made.pk,
        )  # fmt: skip
        tell(made.pk, at, key=row.key, country=row.country)
    return proposal


def refuse(*, actor: Actor, proposal_id: int, reason: str, at: datetime) -> RuleProposal:
    """Say no to a proposal, and why."""
    with transaction.atomic():
        proposal = _open(actor, proposal_id, ProposalState.REFUSED)
        require(allowed=permissions.may_approve(actor, proposal))
        _answer(proposal, ProposalState.REFUSED, actor, reason_of(reason), at)
        proposal.save()
        audit.record(
            "policy.rule.refused", actor=actor, subject=proposal, at=at, key=proposal.key, country=proposal.country,
            proposer=proposal.proposed_by_name,
        )  # fmt: skip
    return proposal


def withdraw(*, actor: Actor, proposal_id: int, at: datetime) -> RuleProposal:
    """Take back what one proposed oneself."""
    with transaction.atomic():
        proposal = _open(actor, proposal_id, ProposalState.WITHDRAWN)
        require(allowed=permissions.may_withdraw(actor, proposal))
        _answer(proposal, ProposalState.WITHDRAWN, actor, "", at)
        proposal.save()
        audit.record(
            "policy.rule.withdrawn",
            actor=actor,
            subject=proposal,
            at=at,
            key=proposal.key,
            country=proposal.country,
        )
    return proposal


def result_of(proposal: RuleProposal, row: RuleParameter | None) -> content.Content:
    """What the row would say after `proposal`, as `row` stands now."""
    said = content.from_json(proposal.proposed)
    if row is None or proposal.before is None:
        return said
    if proposal.kind == ProposalKind.TAKE:
        return said
    return content.merged(content.from_json(proposal.before), said, row.content)


def _keep(
    kind: ProposalKind,
    row: RuleParameter | None,
    said: content.Content,
    actor: Actor,
    reason: str,
    source: str,
    at: datetime,
) -> RuleProposal:
    proposal = RuleProposal.objects.create(
        kind=kind, row=row, key=said["key"], country=said["country"], seen=queries.number_of(row.pk) if row else 0,
        before=content.to_json(row.content) if row else None, proposed=content.to_json(said), reason=reason_of(reason),
        source=source, proposed_by=actor.person_id, proposed_by_name=actor.name, proposed_at=at,
    )  # fmt: skip
    audit.record(
        "policy.rule.proposed", actor=actor, subject=proposal, at=at, key=proposal.key, country=proposal.country,
        kind=kind.value,
    )  # fmt: skip
    return proposal


def _problems(said: content.Content, row: RuleParameter | None, at: datetime) -> dict[str, Decision]:
    """What is wrong with a content beside everything else in the table, by column."""
    of_key = RuleParameter.objects.filter(key=said["key"])
    found = content.problems(said, known_key=of_key.exists(), on=today(at))
    if said["valid_from"] is None or "valid_to" in found:
        return found
    others = of_key.filter(country=said["country"])
    if row is not None:
        others = others.exclude(pk=row.pk)
    for other in others.order_by("valid_from"):
        if other.is_withdrawn and other.valid_from != said["valid_from"]:
            continue
        if other.is_withdrawn or content.overlaps(said, other.content):
            column = "valid_to" if row is not None or other.valid_from > said["valid_from"] else "valid_from"
            found[column] = content.overlap(said, other.content)
            break
    if said["differs_from"] and not RuleParameter.objects.filter(key=said["differs_from"]).exists():
        found["differs_from"] = no("policy.differs", N_("The table has no row of this key."))
    return found


def _living(row_id: int) -> RuleParameter:
    """The row, fresh and locked. Raises `Missing`, and `Refused` when the product no longer ships it."""
    row = RuleParameter.objects.select_for_update().filter(pk=row_id).first()
    if row is None:
        raise Missing
    if row.is_withdrawn:
        raise Refused(no("policy.gone", N_("This row is no longer shipped and was taken out of use.")))
    return row


def _open(actor: Actor, proposal_id: int, to: ProposalState) -> RuleProposal:
    """The proposal, locked, if it may still go over to `to`."""
    proposal = lock(queries.proposals_for(actor), proposal_id)
    if to not in MOVES[ProposalState(proposal.state)]:
        raise Refused(no("policy.answered", N_("This proposal has been answered already.")))
    return proposal


def _answer(proposal: RuleProposal, state: ProposalState, actor: Actor, answer: str, at: datetime) -> None:
    proposal.move(state)
    proposal.answered_by, proposal.answered_by_name = actor.person_id, actor.name
    proposal.answered_at, proposal.answer = at, answer.strip()[: content.LONGEST_REASON]


def _settle_offer(proposal: RuleProposal, actor: Actor, at: datetime) -> None:
    """What the files offered for the row is answered when it was taken over."""
    if proposal.kind != ProposalKind.TAKE:
        return
    said = content.from_json(proposal.proposed)
    offer = RuleOffer.objects.filter(
        key=said["key"], country=said["country"], valid_from=said["valid_from"], digest=content.digest(said)
    ).first()
    if offer is not None and OfferState.TAKEN in OFFER_MOVES[OfferState(offer.state)]:
        offer.move(OfferState.TAKEN)
        offer.row = proposal.row
        offer.answered_by, offer.answered_by_name, offer.answered_at = actor.person_id, actor.name, at
        offer.save()


def _refuse_stale(row: RuleParameter, seen: int | None) -> None:
    """Raise `Invalid` when the row has changed since version `seen`; None: the caller looked at nothing."""
    if seen is not None and seen != queries.number_of(row.pk):
        raise Invalid({"": no("policy.changed", CHANGED)})


def _refuse(found: Mapping[str, Decision]) -> None:
    if found:
        raise Invalid(found)
