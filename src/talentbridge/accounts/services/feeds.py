"""Taking a partner's feed, item by item. What an item becomes is the business of the app above that calls this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.crypto import salted_hmac

from talentbridge.accounts import permissions
from talentbridge.accounts.models import FeedRun, Organisation, OrganisationKind
from talentbridge.accounts.rules import feeds as rules
from talentbridge.accounts.rules.feeds import ItemResult, Outcome, Taken
from talentbridge.audit import services as audit
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, Refused, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_

TakeItem = Callable[[Organisation, str, Mapping[str, Any]], Taken]
"""(partner, digest of the partner's key, item) -> what it became; raises `Invalid` by field."""


@dataclass(frozen=True)
class FeedReport:
    """One run with the result of every item."""

    run: FeedRun
    results: list[ItemResult]


def take(
    *,
    actor: Actor,
    kind: str,
    envelope: Any,
    partner_id: UUID,
    how: str,
    dry_run: bool,
    at: datetime,
    take_item: TakeItem,
) -> FeedReport:
    """Take every item of a feed; one that cannot be used is refused with its reasons and does not stop the others.

    All of a call is one transaction, and one call of a partner waits for the other. A dry run says the same and keeps
    nothing. Raises `Invalid` when the feed as a whole cannot be used, `Refused` (``rules.PACE``) for too many calls.
    """
    require(allowed=permissions.may_send_feed(actor, partner_id))
    if not (usable := rules.envelope_problems(kind, envelope)):
        raise Invalid({"": usable})
    with transaction.atomic():
        partners = Organisation.objects.filter(kind=OrganisationKind.PARTNER)
        partner = lock(partners, partner_id)
        if how == "api":
            _require_pace(partner, len(envelope["items"]), at)
        before = transaction.savepoint()
        results = _results(partner, envelope["items"], take_item)
        if dry_run:
            transaction.savepoint_rollback(before)
        run = FeedRun.objects.create(
            partner=partner, kind=kind, how=how, dry_run=dry_run, by_id=actor.person_id, at=at,
            items=len(results), counts=dict(Counter(str(each.outcome) for each in results)),
            refused=[[each.position, _told(each.problems)] for each in results if each.problems],
        )  # fmt: skip
        audit.record(
            "accounts.feed.dry_run" if dry_run else "accounts.feed.taken", actor=actor, subject=run, at=at,
            partner=partner.name, kind=kind, items=run.items, refused=run.counts.get(Outcome.REFUSED, 0),
        )  # fmt: skip
    return FeedReport(run, results)


def _results(partner: Organisation, items: list[Any], take_item: TakeItem) -> list[ItemResult]:
    results, seen = [], set()
    for position, item in enumerate(items, start=1):
        key = item.get("key") if isinstance(item, Mapping) else None
        name = key.strip() if isinstance(key, str) else ""
        problem = None
        if not 1 <= len(name) <= rules.LONGEST_KEY:
            problem = no("accounts.feed_key", N_("Each item needs your own key of 1 to 200 characters."))
        elif not (plain := rules.is_plain(item)):
            problem = plain
        elif name in seen:
            problem = no("accounts.feed_key_twice", N_("This key stands in the feed twice."))
        seen.add(name)
        if problem is not None:
            results.append(
                ItemResult(position, name[: rules.LONGEST_KEY], Outcome.REFUSED, problems={"key": problem})
            )
            continue
        try:
            with transaction.atomic():
                taken = take_item(partner, digest(partner.pk, name), item)
        except Invalid as invalid:
            results.append(ItemResult(position, name, Outcome.REFUSED, problems=invalid.fields))
        else:
            results.append(
                ItemResult(position, name, taken.outcome, name=taken.name, duplicates=taken.duplicates)
            )
    return results


def digest(partner_id: UUID, key: str) -> str:
    """What is kept of a partner's key: a keyed hash, because such keys are often addresses or numbers of people."""
    return salted_hmac(
        f"accounts.feed.{partner_id}", key, secret=settings.SECRET_KEY, algorithm="sha256"
    ).hexdigest()


def _require_pace(partner: Organisation, items: int, at: datetime) -> None:
    runs = FeedRun.objects.filter(partner=partner, how="api")
    day = runs.filter(at__gt=at - timedelta(days=1)).aggregate(all=Sum("items"))["all"] or 0
    hour = runs.filter(at__gt=at - timedelta(hours=1)).count()
    if not (fine := rules.pace(calls_last_hour=hour, items_last_day=day, items=items)):
        raise Refused(fine)


def _told(problems: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: [decision.code, decision.sentence, {key: str(value) for key, value in decision.facts.items()}]
        for name, decision in problems.items()
    }
