"""What waits for a coordinator or operator: pairs of profiles that may be one person, certificates nobody looked at."""

from __future__ import annotations

from django.db.models import QuerySet

from talentbridge.kernel.actor import Actor
from talentbridge.talent.models import Certificate, DuplicatePair
from talentbridge.talent.permissions import may_check_certificates, may_resolve_duplicates
from talentbridge.talent.states import PairState


def pairs_for(actor: Actor) -> QuerySet[DuplicatePair]:
    """Pairs that somebody has to decide about or has decided; nothing for those who may not."""
    if not may_resolve_duplicates(actor):
        return DuplicatePair.objects.none()
    return DuplicatePair.objects.select_related("first", "second", "decided_by")


def undecided(pairs: QuerySet[DuplicatePair]) -> QuerySet[DuplicatePair]:
    """Those that wait, profiles that were retired meanwhile left out."""
    return pairs.filter(state=PairState.OPEN, first__retired_at=None, second__retired_at=None)


def certificates_for(actor: Actor) -> QuerySet[Certificate]:
    """Certificates of people who keep a profile; nothing for those who may not check them."""
    if not may_check_certificates(actor):
        return Certificate.objects.none()
    return Certificate.objects.filter(profile__person__isnull=False, profile__retired_at=None).select_related(
        "profile"
    )
