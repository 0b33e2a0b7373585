"""Reads of the ledger. Every figure is a sum over legs at the moment of asking."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, QuerySet, Sum, Window
from django.db.models.functions import Coalesce

from talentbridge.accounts.queries import seen_by
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.money import Money
from talentbridge.ledger import rules
from talentbridge.ledger.models import Account, Entry, Leg


def entries_for(actor: Actor) -> QuerySet[Entry]:
    """The entries of the actor's cases; all of them for operators and jobs."""
    return seen_by(actor, Entry.objects.all())


def legs_of(entries: QuerySet[Entry]) -> QuerySet[Leg]:
    """The legs of visible `entries`, debits first."""
    return Leg.objects.filter(entry__in=entries).select_related("account", "entry").order_by("-minor", "id")


def balance(account: str, currency: str = "") -> Money:
    """What `account` holds, in its own direction: an asset by its debits, a liability by its credits.

    So money in custody and money owed are both positive. An account without entries holds zero. `currency` may be
    given for a reader's sake; the code already says it (ValueError when they differ).
    """
    facts = rules.read_code(account)
    if currency and currency != facts.currency:
        raise ValueError(f"{account} does not keep {currency}")
    signed = Leg.objects.filter(account__code=account).aggregate(sum=Coalesce(Sum("minor"), 0))["sum"]
    return Money(rules.own_direction(facts.kind, int(signed)), facts.currency)


def balances(prefix: str) -> dict[str, Money]:
    """What every account whose code starts with `prefix` holds, in one query."""
    rows = Account.objects.filter(code__startswith=prefix).annotate(signed=Coalesce(Sum("legs__minor"), 0))
    return {row.code: Money(rules.own_direction(row.kind, int(row.signed)), row.currency) for row in rows}


def statement(account: str) -> QuerySet[Leg]:
    """The legs of one account, oldest first, each with `running`: the signed sum up to and including it."""
    return (
        Leg.objects.filter(account__code=account)
        .select_related("entry", "account")
        .annotate(running=Window(Sum("minor"), order_by=[F("entry__posted_at").asc(), F("id").asc()]))
        .order_by("entry__posted_at", "id")
    )


def trial_balance() -> QuerySet[Account, Any]:
    """Every account with its signed sum and number of legs; the sums of a currency add up to zero."""
    return (
        Account.objects.order_by("code")
        .annotate(signed=Coalesce(Sum("legs__minor"), 0), moves=Count("legs"))
        .values("code", "kind", "currency", "may_go_negative", "signed", "moves")
    )


def self_check() -> list[str]:
    """What is wrong with the books, in sentences for operators; empty when all is well.

    The database refuses each of these when it is written. This looks again at the whole, for the case that somebody
    has been in the database with the triggers off.
    """
    faults = []
    for row in Leg.objects.values("currency").annotate(sum=Sum("minor")).exclude(sum=0).order_by("currency"):
        faults.append(f"{row['currency']}: debits and credits differ by {row['sum']}")
    lame = Entry.objects.annotate(found=Count("legs")).exclude(found=F("leg_count"))
    faults += [
        f"entry {entry.key} should have {entry.leg_count} legs and has {entry.found}" for entry in lame
    ]
    uneven = Leg.objects.values("entry__key", "currency").annotate(sum=Sum("minor")).exclude(sum=0)
    faults += [f"entry {row['entry__key']} is off by {row['sum']} {row['currency']}" for row in uneven]
    for account in trial_balance().filter(may_go_negative=False):
        if rules.own_direction(account["kind"], account["signed"]) < 0:
            faults.append(f"{account['code']} is overdrawn")
    strays = Leg.objects.exclude(currency=F("account__currency"))
    return faults + [f"leg {leg.pk} is not in its account's currency" for leg in strays]
