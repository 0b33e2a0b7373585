"""Every look at a shortlist is kept: who, when, under which weights and version; and whose data was on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from talentbridge.audit import services as audit
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.text import N_
from talentbridge.matching import rules
from talentbridge.matching.engine import Weights
from talentbridge.matching.models import Look, Shortlist, ShortlistEntry

SHOWN = (N_("headline"), N_("skills"), N_("languages"), N_("rate"), N_("availability"))
NAME = N_("name")
PURPOSE = N_("A shortlist for a task")


def note_look(
    *,
    actor: Actor,
    shortlist: Shortlist,
    entries: Iterable[ShortlistEntry],
    named: Collection[int],
    weights: Weights,
    at: datetime,
) -> None:
    """Keep that `actor` has `entries` of a shortlist before them, weighed by `weights`.

    Everybody with an account sees who looked at them, for which task; the profiles in `named` are shown with their names.
    """
    persons = {entry.profile_id: entry.profile.person_id for entry in entries}
    with transaction.atomic():
        Look.objects.create(
            shortlist=shortlist, person_id=actor.person_id, role=actor.role, borrowed_from=actor.borrowed_from, at=at,
            engine_version=shortlist.engine_version, weights=asdict(weights),
            is_reweighed=weights != rules.recorded_weights(shortlist.weights),
        )  # fmt: skip
        for items, ids in ((SHOWN, persons.keys() - set(named)), ((*SHOWN, NAME), named)):
            looked_at = [person for id in ids if (person := persons[id]) and person != actor.person_id]
            if looked_at:
                audit.personal_data_reads(
                    actor=actor, person_ids=looked_at, items=items, purpose=PURPOSE, at=at,
                    case_id=shortlist.case_id,
                )  # fmt: skip
