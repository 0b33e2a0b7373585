"""Bringing the table to the reviewed files of the product, without touching what operators changed."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from importlib.metadata import version as release_of
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from talentbridge.kernel.errors import Invalid
from talentbridge.policy.models import FxRate, RuleOffer, RuleParameter, RuleVersion
from talentbridge.policy.rules import Certainty, content, files, fx
from talentbridge.policy.services.keeping import alone, tell, version
from talentbridge.policy.states import Change, OfferState

SAMPLE_RATES = Path(__file__).parents[1] / "data" / "fx.toml"
BATCH = 500
Identity = tuple[str, str, date]


@dataclass
class _Plan:
    """What a load does to the table."""

    new: list[RuleParameter] = field(default_factory=list)
    updated: list[RuleParameter] = field(default_factory=list)
    following: list[RuleParameter] = field(
        default_factory=list
    )  # says what the files say again: follows them again
    withdrawn: list[RuleParameter] = field(default_factory=list)
    bare: list[RuleParameter] = field(default_factory=list)  # from before there was a history
    offers: list[tuple[content.Content, RuleParameter | None]] = field(default_factory=list)


def load_reviewed_rules(directory: Path = files.SHIPPED, *, at: datetime | None = None) -> int:
    """Bring the table to the reviewed files of the repository; returns how many rows are new, changed or offered.

    A row is known by key, country and first day. Rows that operators changed stay; what the files say instead is offered
    (`queries.offers_for`). A row that the files no longer have is withdrawn. Everything is checked before anything is
    written: an end before the beginning, or two rows of one key that overlap, refuse the whole load (`Invalid`).
    `at` is the moment of the versions; the database's when not given.
    """
    rows = [content.tidy(row) for row in files.read(directory)]
    if refused := files.refused(rows):
        raise Invalid(refused)
    release = release_of("talentbridge")
    with transaction.atomic():
        at = at or _moment()
        alone()
        plan = _planned(rows)
        changed = _write(plan, release, at) + _offer(plan, release, at)
    if directory == files.SHIPPED:
        _load_sample_rates(at)
    return changed


def _planned(rows: list[content.Content]) -> _Plan:
    known: dict[Identity, RuleParameter] = {_identity(r.content): r for r in RuleParameter.objects.all()}
    versioned = set(RuleVersion.objects.values_list("row_id", flat=True).distinct())
    shipped = _last_shipped()
    open_offers = RuleOffer.objects.filter(state=OfferState.WAITING)
    waiting = set(open_offers.values_list("key", "country", "valid_from"))
    ours: dict[tuple[str, str], list[content.Content]] = defaultdict(list)
    for row in known.values():
        if row.edited_here:
            ours[row.key, row.country].append(row.content)
    plan = _Plan()
    for said in rows:
        old = known.pop(_identity(said), None)
        if old is not None and old.edited_here:
            if content.same(old.content, said):
                plan.following.append(old)
            elif (
                old.pk not in shipped or not content.same(shipped[old.pk], said) or _identity(said) in waiting
            ):
                plan.offers.append((said, old))  # not again what was there when it was changed here
        elif any(content.overlaps(said, other) for other in ours[said["key"], said["country"]]):
            plan.offers.append((said, old))
            if (
                old is not None
            ):  # an older release's row that a row from here replaced in part: it stays as it is
                known[_identity(said)] = old
        elif old is None:
            plan.new.append(RuleParameter(**said))
        elif old.is_withdrawn or not content.same(old.content, said):
            old.take(said)
            old.is_withdrawn = False
            plan.updated.append(old)
        elif old.pk not in versioned:
            plan.bare.append(old)
    offered = {_identity(said) for said, _ in plan.offers}
    for identity, row in known.items():
        if not row.edited_here and not row.is_withdrawn and identity not in offered:
            row.is_withdrawn = True
            plan.withdrawn.append(row)
    return plan


def _write(plan: _Plan, release: str, at: datetime) -> int:
    """Write rows and versions; overlaps are looked at when all of them are written."""
    changed = len(plan.new) + len(plan.updated) + len(plan.withdrawn)
    if plan.following:
        for row in plan.following:
            row.edited_here = False
        RuleParameter.objects.bulk_update(plan.following, ["edited_here"], BATCH)
    if not changed and not plan.bare:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS rules_do_not_overlap DEFERRED")
    RuleParameter.objects.bulk_update(plan.withdrawn, ["is_withdrawn"], BATCH)
    RuleParameter.objects.bulk_update(plan.updated, [*content.COLUMNS, "is_withdrawn"], BATCH)
    RuleParameter.objects.bulk_create(plan.new, BATCH)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS rules_do_not_overlap IMMEDIATE")
    last = _numbers([*plan.updated, *plan.withdrawn])
    made = [version(row, Change.SHIPPED, number=1, at=at, release=release) for row in [*plan.new, *plan.bare]]
    for change, rows in ((Change.UPDATED, plan.updated), (Change.WITHDRAWN, plan.withdrawn)):
        made += [version(row, change, number=last.get(row.pk, 0) + 1, at=at, release=release) for row in rows]
    RuleVersion.objects.bulk_create(made, BATCH)
    tell(made[-1].pk, at)
    return changed


def _offer(plan: _Plan, release: str, at: datetime) -> int:
    """Offer what the files say beside rows from here; what was answered once is not offered again."""
    if not plan.offers:
        return 0
    known = {(o.key, o.country, o.valid_from): o for o in RuleOffer.objects.all()}
    made = 0
    for said, row in plan.offers:
        digest, offer = content.digest(said), known.get(_identity(said))
        if offer is None:
            offer = RuleOffer(key=said["key"], country=said["country"], valid_from=said["valid_from"])
        elif offer.digest == digest:
            continue
        elif offer.state != OfferState.WAITING:
            offer.move(OfferState.WAITING)
        offer.row, offer.digest, offer.offered = row, digest, content.to_json(said)
        offer.release, offer.at = release, at
        offer.answered_by, offer.answered_by_name, offer.answered_at, offer.reason = None, "", None, ""
        offer.save()
        made += 1
    return made


def _last_shipped() -> dict[int, content.Content]:
    """What the files said last about each row that was changed here."""
    theirs = RuleVersion.objects.filter(
        row__edited_here=True, change__in=[Change.SHIPPED, Change.UPDATED, Change.TAKEN]
    )
    return {each.row_id: each.content for each in theirs.order_by("row_id", "-number").distinct("row_id")}


def _numbers(rows: Iterable[RuleParameter]) -> dict[int, int]:
    """The newest version's number of each row."""
    counted = RuleVersion.objects.filter(row__in=list(rows)).values("row_id").annotate(newest=Max("number"))
    return {each["row_id"]: each["newest"] for each in counted}


def _identity(said: content.Content) -> Identity:
    return said["key"], said["country"], said["valid_from"]


def _moment() -> datetime:
    """The moment at which this transaction began, by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("select transaction_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def sample_rates(rates: Iterable[fx.Rate], *, at: datetime) -> int:
    """Rates for the demo world and for a start without real ones; marked as what they are. Returns how many are new.

    A real rate of any day goes before them.
    """
    source = _sample()["source"]
    made = [
        FxRate(
            currency=rate.currency, on=rate.on, krw_per=rate.krw_per, source_name=source,
            certainty=Certainty.UNVERIFIED, taken_at=at,
        )
        for rate in rates
    ]  # fmt: skip
    known = set(FxRate.objects.filter(source_name=source).values_list("currency", "on"))
    new = [rate for rate in made if (rate.currency, rate.on) not in known]
    FxRate.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _load_sample_rates(at: datetime) -> None:
    """Rates of the right order of magnitude, so that a new bridge can calculate before it has real ones."""
    sample = _sample()
    sample_rates(
        (fx.Rate(code, sample["on"], Decimal(str(each))) for code, each in sample["krw_per"].items()), at=at
    )


def _sample() -> dict[str, Any]:
    with SAMPLE_RATES.open("rb") as file:
        return tomllib.load(file, parse_float=Decimal)
