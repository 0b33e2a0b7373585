"""The single verb of the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import YES, no
from talentbridge.kernel.errors import Refused, require
from talentbridge.kernel.lock import lock_all
from talentbridge.kernel.text import N_
from talentbridge.ledger import models, rules
from talentbridge.ledger.rules import Leg


class KeyReused(Refused):
    """A key that has posted one thing was used for another: nothing was posted."""


def post(
    *,
    key: str,
    kind: str,
    legs: Sequence[Leg],
    at: datetime,
    actor: Actor,
    case_id: UUID | None = None,
) -> models.Entry:
    """Post one balanced entry, once per `key`.

    The same key with the same legs returns the first entry and posts nothing; with other legs it raises `KeyReused`.
    Raises `Refused` when the legs make no entry or a guarded account (`rules.FAMILIES`) does not hold enough. The
    caller's verb writes the audit row: the entry itself is the ledger's own.
    """
    require(allowed=YES, possible=rules.can_post(legs))
    with transaction.atomic():
        entry = models.Entry(
            key=key, kind=kind, leg_count=len(legs), case_id=case_id, posted_at=at,
            actor_id=actor.person_id, actor_name=actor.name,
        )  # fmt: skip
        if not _is_new(entry):
            return _repeated(entry, legs)
        accounts = _accounts({leg.account for leg in legs})
        _guard(legs, accounts)
        models.Leg.objects.bulk_create(
            models.Leg(
                entry=entry,
                account=accounts[leg.account],
                currency=leg.amount.currency,
                minor=leg.amount.minor,
            )
            for leg in legs
        )
    return entry


def _is_new(entry: models.Entry) -> bool:
    """Claim the key. A second caller waits here until the first has committed, and then comes too late."""
    models.Entry.objects.bulk_create([entry], ignore_conflicts=True)
    return models.Entry.objects.filter(pk=entry.pk).exists()


def _repeated(entry: models.Entry, legs: Sequence[Leg]) -> models.Entry:
    first = models.Entry.objects.get(key=entry.key)
    posted = Counter(first.legs.values_list("account__code", "currency", "minor"))
    if first.kind != entry.kind or posted != Counter(
        (leg.account, leg.amount.currency, leg.amount.minor) for leg in legs
    ):
        raise KeyReused(
            no("ledger.key_reused", N_("The key {key} has already posted something else."), key=entry.key)
        )
    return first


def _accounts(codes: set[str]) -> dict[str, models.Account]:
    """The accounts of `codes`; one that does not exist yet is opened as its code says."""
    known = {account.code: account for account in models.Account.objects.filter(code__in=codes)}
    if missing := sorted(codes - known.keys()):
        facts = [rules.read_code(code) for code in missing]
        models.Account.objects.bulk_create(
            (
                models.Account(
                    code=fact.code,
                    kind=fact.kind,
                    currency=fact.currency,
                    may_go_negative=fact.may_go_negative,
                )
                for fact in facts
            ),
            ignore_conflicts=True,  # somebody else may open it at the same moment
        )
        known |= {account.code: account for account in models.Account.objects.filter(code__in=missing)}
    return known


def _guard(legs: Sequence[Leg], accounts: dict[str, models.Account]) -> None:
    """Lock the guarded accounts that become scarcer, in id order, and refuse to overdraw one."""
    scarcer = rules.scarcer(legs)
    if not scarcer:
        return
    locked = lock_all(models.Account.objects.all(), [accounts[code].pk for code in scarcer])
    sums = dict(
        models.Leg.objects.filter(account__in=locked).values_list("account").annotate(sum=Sum("minor"))
    )
    held = {account.code: rules.own_direction(account.kind, sums.get(account.pk, 0)) for account in locked}
    require(allowed=YES, possible=rules.can_spend(legs, held))
