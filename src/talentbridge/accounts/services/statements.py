"""A talent states sex or age band for the fairness figures, and takes it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from talentbridge.accounts import permissions
from talentbridge.accounts.models import VoluntaryStatement
from talentbridge.accounts.queries import consent as consents
from talentbridge.accounts.queries import statements as queries
from talentbridge.accounts.rules import FAIRNESS_FIGURES, statements
from talentbridge.accounts.services import consent
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.errors import Invalid, require


def state(
    *, actor: Actor, sex: str, age_band: str, language: str, version: str, at: datetime
) -> VoluntaryStatement:
    """Keep what the actor states, under a consent of its own to the text of `version`. What stood there gives way.

    Either may be empty, not both (`Invalid`). What was stated is not in the log.
    """
    require(allowed=permissions.may_decide_on_consent(actor))
    if found := statements.problems(sex, age_band):
        raise Invalid(found)
    with transaction.atomic():
        given = consent.give(actor=actor, purpose=FAIRNESS_FIGURES, language=language, version=version, at=at)
        assert given.person_id is not None
        kept, _ = VoluntaryStatement.objects.update_or_create(
            person_id=given.person_id, defaults={"sex": sex, "age_band": age_band, "stated_at": at}
        )
    return kept


def forget(*, actor: Actor, at: datetime) -> None:
    """Withdraw the consent; what was stated is deleted with it, at once."""
    allowed = permissions.may_decide_on_consent(actor)
    require(
        allowed=allowed,
        possible=statements.can_forget(queries.statement_of(actor.person_id) is not None),
    )
    assert actor.person_id is not None
    running = consents.consent_in_force(actor.person_id, None, FAIRNESS_FIGURES)
    if running is not None:
        consent.withdraw(actor=actor, consent_id=running.pk, at=at)
