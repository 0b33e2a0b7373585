"""Reads of the consent ledger, and the one question whether a reader may be told who a case's talent is."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable

from talentbridge.accounts.models import Consent, LawfulKeeping
from talentbridge.accounts.rules import WORK_TOGETHER, ConsentText, Wording
from talentbridge.kernel.actor import Actor, Role
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.errors import Missing
from talentbridge.kernel.text import N_

DATA = Path(__file__).parents[1] / "data" / "consents"


@cache
def texts(key: str) -> tuple[ConsentText, ...]:
    """Every version of a reviewed consent text, oldest first."""
    data = tomllib.loads((DATA / f"{key}.toml").read_text(encoding="utf-8"))
    return tuple(
        ConsentText(
            key,
            each["version"],
            tuple(each["items"]),
            {language: Wording(**each[language]) for language in ("ko", "en")},
        )
        for each in data["version"]
    )


def text(key: str, version: str = "") -> ConsentText:
    """The current version of a consent text, or the one that is asked for. Raises `Missing`."""
    found = [each for each in texts(key) if not version or each.version == version]
    if not found:
        raise Missing
    return found[-1]


def consents_for(actor: Actor) -> QuerySet[Consent]:
    """The actor's own consents, newest first, each with its withdrawal."""
    mine = Consent.objects.select_related("recipient", "withdrawal")
    return mine.filter(Q(person_id=actor.person_id), person__isnull=False).order_by("-given_at", "pk")


def in_force(consents: QuerySet[Consent]) -> QuerySet[Consent]:
    """Those of `consents` that nobody has withdrawn."""
    return consents.filter(withdrawal=None)


def consent_in_force(
    person_id: UUID, recipient_id: UUID | None, purpose: str, *, case_id: UUID | None = None
) -> Consent | None:
    """The running consent of a person for one recipient and purpose (and case, where given), if there is one."""
    rows = Consent.objects.filter(person_id=person_id, recipient_id=recipient_id, purpose=purpose)
    if case_id is not None:
        rows = rows.filter(case_id=case_id)
    return in_force(rows).order_by("-given_at").first()


def consents_of_profiles(profile_ids: Iterable[int], purpose: str) -> QuerySet[Consent]:
    """The consents under which profiles without a person came in."""
    return Consent.objects.filter(profile_id__in=profile_ids, purpose=purpose)


def keeping(consent: Consent) -> LawfulKeeping | None:
    """Why the recipient of a consent keeps the name whatever happens to the consent; None when nothing asks for it."""
    if consent.recipient_id is None or consent.case_id is None or consent.person_id is None:
        return None
    return LawfulKeeping.objects.filter(
        person_id=consent.person_id, recipient_id=consent.recipient_id, case_id=consent.case_id
    ).first()


def people_agreed(purpose: str) -> QuerySet[Consent]:
    """The running consents of everybody for a purpose, for counting."""
    return in_force(Consent.objects.filter(purpose=purpose, person__is_active=True))


# May this reader be told who the talent of a case is? --------------------------------------------------------


def names_talent(actor: Actor, *, case: str, talent: str) -> Combinable:
    """The question over rows that hold a case's id in the column `case` and its talent's in `talent`.

    Everybody around a case but the company knows its talent. The company does while the talent's consent for this
    company and this case is in force, or while other law makes it keep the name (`LawfulKeeping`).
    """
    if actor.role is not Role.COMPANY:
        return Value(True, output_field=BooleanField())
    who = {"recipient_id": actor.organisation_id, "case_id": OuterRef(case), "person_id": OuterRef(talent)}
    agreed = Consent.objects.filter(**who, purpose=WORK_TOGETHER, withdrawal=None)
    kept = LawfulKeeping.objects.filter(**who)
    return ExpressionWrapper(Q(Exists(agreed)) | Q(Exists(kept)), output_field=BooleanField())


def may_name(actor: Actor, *, case_id: UUID, person_id: UUID | None) -> bool:
    """The question about one person of one case."""
    if actor.role is not Role.COMPANY:
        return True
    who = {"recipient_id": actor.organisation_id, "case_id": case_id, "person_id": person_id}
    agreed = in_force(Consent.objects.filter(**who, purpose=WORK_TOGETHER))
    return agreed.exists() or LawfulKeeping.objects.filter(**who).exists()


def can_be_named(person_id: UUID, recipient_id: UUID, case_id: UUID) -> Decision:
    """Whether a contract may be written that names the person to this company."""
    if consent_in_force(person_id, recipient_id, WORK_TOGETHER, case_id=case_id):
        return YES
    return no(
        "accounts.no_consent",
        N_(
            "The talent's consent to be named to this company is not in force. Talk to the talent; a new consent is "
            "given on the talent's page ‘Your data’."
        ),
    )
