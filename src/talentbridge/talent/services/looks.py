"""A look at many people at once leaves a trace with each of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from talentbridge.audit import services as audit
from talentbridge.kernel.actor import Actor
from talentbridge.talent.models import Profile
from talentbridge.talent.services.keeping import CARD, LOOKING_FOR_TALENT


def show_list(*, actor: Actor, profiles: Iterable[Profile], at: datetime) -> None:
    """Record that `actor` looks at a page of a list: one event for each person on it, in one query."""
    persons = {profile.person_id for profile in profiles if profile.person_id not in {None, actor.person_id}}
    if persons:
        audit.personal_data_reads(
            actor=actor, person_ids=persons, items=CARD, purpose=LOOKING_FOR_TALENT, at=at
        )
