"""Rows of the table as pages and operators need them: valid, due, offered, proposed, as they stood."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from talentbridge.kernel.actor import Actor
from talentbridge.kernel.errors import Missing
from talentbridge.policy import permissions
from talentbridge.policy.models import RateImport, RuleOffer, RuleParameter, RuleProposal, RuleVersion
from talentbridge.policy.rules.due import ENDS_WITHIN, Due, oldest_check
from talentbridge.policy.states import ImportState, OfferState, ProposalState


def valid_on(on: date) -> QuerySet[RuleParameter]:
    """The rows that are valid on `on`. Rules are public: everybody may read them."""
    rows = RuleParameter.objects.filter(is_withdrawn=False)
    return rows.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on).order_by("key", "country")


def as_it_stood(known_at: datetime) -> QuerySet[RuleVersion]:
    """The state of every row at a moment: the last version before it, withdrawn rows left out."""
    last = (
        RuleVersion.objects.filter(at__lte=known_at).order_by("row_id", "-at", "-number").distinct("row_id")
    )
    return RuleVersion.objects.filter(pk__in=last.values("pk"), is_withdrawn=False)


def rows_on(on: date, known_at: datetime | None = None) -> QuerySet[RuleParameter] | QuerySet[RuleVersion]:
    """The rows that are valid on a day; with `known_at` as the table stood then. Both have a row's columns."""
    if known_at is None:
        return valid_on(on)
    stood = as_it_stood(known_at).filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    return stood.order_by("key", "country")


def due_on(on: date, reason: Due | None = None) -> QuerySet[RuleParameter]:
    """Rows that somebody should look at again: checked too long ago, or ending soon with nothing to follow."""
    follows = RuleParameter.objects.filter(
        key=OuterRef("key"),
        country=OuterRef("country"),
        valid_from__gt=OuterRef("valid_to"),
        is_withdrawn=False,
    )
    old = Q(checked_on__lt=oldest_check(on))
    ends = Q(valid_to__range=(on, on + ENDS_WITHIN)) & ~Exists(follows)
    asked = {Due.CHECK: old, Due.ENDS: ends}
    return valid_on(on).filter(asked[reason] if reason else old | ends)


def open_questions(on: date) -> QuerySet[RuleParameter]:
    """What the research left open."""
    return valid_on(on).filter(key__startswith="open.")


def found_row(row_id: int) -> RuleParameter:
    """One row, a withdrawn one too: its history stays readable. Raises `Missing`."""
    row = RuleParameter.objects.filter(pk=row_id).first()
    if row is None:
        raise Missing
    return row


def versions_of(row_id: int) -> QuerySet[RuleVersion]:
    """The history of a row, newest first; public like the row."""
    return RuleVersion.objects.filter(row_id=row_id).order_by("-number")


def number_of(row_id: int) -> int:
    """The number of a row's newest version: what a form carries to notice that somebody else was faster."""
    return RuleVersion.objects.filter(row_id=row_id).aggregate(newest=Max("number"))["newest"] or 0


def says_else(row: RuleParameter) -> QuerySet[RuleParameter]:
    """Rows of the same country that contradict this one: those it names, and those that name it."""
    named = Q(key=row.differs_from) if row.differs_from else Q(pk=None)
    rows = RuleParameter.objects.filter(country=row.country, is_withdrawn=False)
    return rows.filter(named | Q(differs_from=row.key)).exclude(pk=row.pk).order_by("key", "valid_from")


def known_keys() -> set[str]:
    """Every key that the table has."""
    return set(RuleParameter.objects.values_list("key", flat=True).distinct())


def proposals_for(actor: Actor) -> QuerySet[RuleProposal]:
    """What operators proposed; operators only."""
    if not permissions.may_propose(actor) and not permissions.may_answer(actor):
        return RuleProposal.objects.none()
    return RuleProposal.objects.all()


def offers_for(actor: Actor) -> QuerySet[RuleOffer]:
    """What the product's files say now about rows that were changed here; operators only."""
    return RuleOffer.objects.all() if permissions.may_propose(actor) else RuleOffer.objects.none()


def waiting_for(actor: Actor) -> dict[str, int]:
    """How much waits for operators: proposals, offers of the files, imports of rates."""
    if not permissions.may_propose(actor):
        return {"proposals": 0, "offers": 0, "rates": 0}
    return {
        "proposals": RuleProposal.objects.filter(state=ProposalState.PROPOSED).count(),
        "offers": RuleOffer.objects.filter(state=OfferState.WAITING).count(),
        "rates": RateImport.objects.filter(state=ImportState.WAITING).count(),
    }
