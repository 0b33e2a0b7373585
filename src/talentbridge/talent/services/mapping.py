"""Being counted on the public map: only with an own consent, in one field and one place, until it is withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from talentbridge.accounts.rules import TALENT_MAP
from talentbridge.accounts.services import consent
from talentbridge.audit import services as audit
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, require
from talentbridge.kernel.text import N_
from talentbridge.talent import permissions, queries, rules
from talentbridge.talent.models import MapEntry


def join_map(
    *, actor: Actor, field: str, country: str, region: str, version: str, language: str, at: datetime
) -> MapEntry:
    """Agree to the current text and be counted, or be counted elsewhere; saying the same again changes nothing.

    Raises `Invalid` by field: an unknown field of work or place, Korea (the map is of people abroad), an old text.
    """
    require(allowed=permissions.may_edit(actor))
    fields, regions = queries.map_fields(), queries.map_regions()
    wrong = {}
    if field not in fields:
        wrong["field"] = no("talent.map_field", N_("Choose a field from the list."))
    if country == "KR" or country not in rules.countries():
        wrong["country"] = no(
            "talent.map_country", N_("Choose the country in which you live; the map is of people abroad.")
        )
    if region and region not in regions.get(country, {}):
        wrong["region"] = no("talent.map_region", N_("This region is not in the country that you chose."))
    if wrong:
        raise Invalid(wrong)
    assert actor.person_id is not None
    with transaction.atomic():
        given = consent.give(actor=actor, purpose=TALENT_MAP, language=language, version=version, at=at)
        entry, _ = MapEntry.objects.update_or_create(
            person_id=actor.person_id,
            defaults={"consent": given, "field": field, "country": country, "region": region, "at": at},
        )
        audit.record("talent.map.joined", actor=actor, subject=entry, at=at)
    return entry


def leave_map(*, actor: Actor, at: datetime) -> None:
    """Withdraw the consent; the counts are without the actor from this moment. Twice is once."""
    entry = queries.my_map_entry(actor)
    if entry is not None:
        consent.withdraw(actor=actor, consent_id=entry.consent_id, at=at)


def when_consent_withdrawn(payload: Mapping[str, Any], at: datetime) -> None:
    """The counts have dropped already (they ask for a consent in force); what was chosen is deleted too."""
    if payload["purpose"] == TALENT_MAP:
        MapEntry.objects.filter(consent_id=payload["consent_id"]).delete()
