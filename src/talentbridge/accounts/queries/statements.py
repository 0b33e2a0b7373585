"""Reads of voluntary statements. Only the fairness figures and their owners read them; nothing that matches does."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef

from talentbridge.accounts.models import Consent, VoluntaryStatement
from talentbridge.accounts.rules import FAIRNESS_FIGURES


def statement_of(person_id: UUID | None) -> VoluntaryStatement | None:
    """What a person has stated. The caller has proven that it is their own."""
    return VoluntaryStatement.objects.filter(person_id=person_id).first() if person_id else None


def stated() -> dict[UUID, tuple[str, str]]:
    """(sex, age band) by person, of those whose consent to be counted is in force."""
    agreed = Consent.objects.filter(
        person_id=OuterRef("person_id"), purpose=FAIRNESS_FIGURES, withdrawal=None
    )
    rows = VoluntaryStatement.objects.filter(Exists(agreed), person__is_active=True)
    return {person: (sex, age) for person, sex, age in rows.values_list("person_id", "sex", "age_band")}
