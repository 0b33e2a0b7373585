"""Bringing rates of exchange in: what somebody brings, and what jumps, waits for a second person."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection, transaction

from talentbridge.audit import services as audit
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, Refused, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_
from talentbridge.policy import permissions, queries
from talentbridge.policy.gateways import sources
from talentbridge.policy.gateways.published import Published
from talentbridge.policy.models import RateImport
from talentbridge.policy.queries.rates import same_days
from talentbridge.policy.rules import Certainty, fx
from talentbridge.policy.services.keeping import alone_with_rates, reason_of, today
from talentbridge.policy.states import IMPORT_MOVES, ImportState

MOST_BROUGHT = 10_000  # rates of one uploaded file: 90 days of the European Central Bank are about 1,900
_INSERT = """
insert into policy_fxrate (currency, "on", krw_per, source_name, source_url, certainty, brought_by_id, taken_at)
select currency, day, krw_per, %s, %s, %s, %s, %s from unnest(%s::text[], %s::date[], %s::numeric[])
  as given(currency, day, krw_per)
on conflict (currency, "on", source_name) do """
_KEEP = "nothing"
_REPLACE = (
    "update set krw_per = excluded.krw_per, source_url = excluded.source_url, certainty = excluded.certainty, "
    "brought_by_id = excluded.brought_by_id, taken_at = excluded.taken_at"
)


@dataclass(frozen=True)
class Preview:
    """What an import changes: `new` rates come into use, `flags` wait for a second person."""

    new: tuple[tuple[Published, fx.Rate], ...]
    flags: tuple[tuple[Published, fx.Flag], ...]
    unchanged: int


def look_at(*, actor: Actor, document: bytes, format: str, on: date | None, at: datetime) -> RateImport:
    """Read a file and keep it for `send_import`; nothing is changed yet. Raises `Invalid` by field."""
    require(allowed=permissions.may_propose(actor))
    read = _checked(sources.read(document, format, on), at)
    if sum(len(of.rates) for of in read) > MOST_BROUGHT:
        raise Invalid(
            {
                "document": no(
                    "policy.fx_many",
                    N_(
                        "A file of at most {most} rates. Whoever keeps the machine brings in a longer history with "
                        "talentbridge fx-import."
                    ),
                    most=MOST_BROUGHT,
                )
            }
        )
    with transaction.atomic():
        made = _new("file", format, read, actor, at, on=on, document=document)
        made.state, made.document = ImportState.LOOKED_AT, zlib.compress(document)
        made.save()
    return made


def preview(*, actor: Actor, import_id: int, at: datetime) -> Preview:
    """What a file that was looked at would change now."""
    require(allowed=permissions.may_propose(actor))
    found = queries.imports_for(actor).filter(pk=import_id).first()
    if found is None or found.document is None:
        raise Refused(no("policy.fx_over", N_("This file has been sent on or taken back.")))
    return _preview(_reread(found, at), waits=True)


def send_import(*, actor: Actor, import_id: int, at: datetime) -> RateImport:
    """Hand a file that was looked at to a second person: every rate of it that is new waits for them.

    A file says of itself whose it is, so what somebody uploads waits as a rate entered by hand does. What the daily job
    fetches from the publisher, and what the machine's keeper brings in on the command line, waits only where it jumps.
    """
    with transaction.atomic():
        alone_with_rates()
        made = lock(queries.imports_for(actor), import_id)
        require(allowed=permissions.may_withdraw(actor, made))
        _require_move(made, ImportState.WAITING)
        found = _preview(_reread(made, at), waits=True)
        if not found.flags:
            raise Refused(no("policy.fx_nothing_new", N_("Every rate of this file is known already.")))
        made.document = None
        return _wait(made, found, actor, at)


def bring_in(
    *,
    actor: Actor,
    document: bytes,
    format: str,
    on: date | None,
    how: str,
    at: datetime,
    dry_run: bool = False,
) -> tuple[Preview, list[RateImport]]:
    """Read a document and bring it into use at once: the command line and the daily job. Safe to repeat.

    Returns what it changes and what was kept of it (nothing where nothing is new, or for a `dry_run`).
    """
    require(allowed=permissions.may_propose(actor))
    read = _checked(sources.read(document, format, on), at)
    with transaction.atomic():
        alone_with_rates()
        found = _preview(read, waits=False)
        if dry_run or not (found.new or found.flags):
            return found, []
        made = _new(how, format, read, actor, at, on=on, document=document)
        made.state = ImportState.APPLIED
        return found, _apply(made, read, found, actor, at)


def enter_rate(
    *,
    actor: Actor,
    currency: str,
    on: date,
    krw_per: Decimal,
    source: str,
    certainty: str,
    reason: str,
    at: datetime,
    source_url: str = "",
) -> RateImport:
    """Enter one rate by hand; it counts when a second operator has approved it. Raises `Invalid` by field."""
    require(allowed=permissions.may_propose(actor))
    rate = fx.Rate(currency.strip().upper(), on, krw_per)
    if (found := fx.wrong(rate, today=today(at))) is not None:
        raise Invalid({_FIELD.get(found.code, "krw_per"): found})
    if not source.strip() or len(source) > 300:
        raise Invalid({"source": no("policy.no_source", N_("Say where it was read."))})
    if certainty not in {Certainty.OFFICIAL, Certainty.JUDGEMENT}:
        raise Invalid({"certainty": no("policy.certainty", N_("Say how certain it is."))})
    said = Published(source.strip(), source_url.strip(), Certainty(certainty), (_rounded(rate),))
    known = same_days(said.source, said.rates).get((rate.currency, on))
    if known == said.rates[0].krw_per:
        raise Invalid({"on": no("policy.fx_known", N_("This rate is known already, from the same source."))})
    with transaction.atomic():
        alone_with_rates()
        waits = _preview([said], waits=True)
        if not waits.flags:
            raise Invalid(
                {"on": no("policy.fx_waiting", N_("The same rate waits for a second person already."))}
            )
        made = _new("manual", "", [said], actor, at, reason=reason_of(reason))
        return _wait(made, waits, actor, at)


def approve_import(*, actor: Actor, import_id: int, at: datetime, answer: str = "") -> RateImport:
    """A second person lets rates come into use. A rate that the same source gave before for that day is replaced."""
    with transaction.atomic():
        alone_with_rates()
        made = lock(queries.imports_for(actor), import_id)
        require(allowed=permissions.may_approve(actor, made))
        _require_move(made, ImportState.APPROVED)
        for said in _held(made):
            made.count += _insert(said, made, at, replaces=True)
        _answer(made, ImportState.APPROVED, actor, answer, at)
        audit.record(
            "policy.rates.approved",
            actor=actor,
            subject=made,
            at=at,
            proposer=made.proposed_by_name,
            new=made.count,
        )
    return made


def refuse_import(*, actor: Actor, import_id: int, reason: str, at: datetime) -> RateImport:
    """A second person says no, and why."""
    with transaction.atomic():
        made = lock(queries.imports_for(actor), import_id)
        require(allowed=permissions.may_approve(actor, made))
        _require_move(made, ImportState.REFUSED)
        _answer(made, ImportState.REFUSED, actor, reason_of(reason), at)
        audit.record("policy.rates.refused", actor=actor, subject=made, at=at, proposer=made.proposed_by_name)
    return made


def withdraw_import(*, actor: Actor, import_id: int, at: datetime) -> RateImport:
    """Take back what one brought oneself: a file that was looked at, or rates that wait."""
    with transaction.atomic():
        made = lock(queries.imports_for(actor), import_id)
        require(allowed=permissions.may_withdraw(actor, made))
        _require_move(made, ImportState.WITHDRAWN)
        made.document = None
        _answer(made, ImportState.WITHDRAWN, actor, "", at)
        audit.record("policy.rates.withdrawn", actor=actor, subject=made, at=at)
    return made


_FIELD = {"policy.fx_home": "currency", "policy.fx_currency": "currency", "policy.fx_future": "on"}


def _rounded(rate: fx.Rate) -> fx.Rate:
    return fx.Rate(rate.currency, rate.on, fx.rounded(rate.krw_per))


def _checked(read: list[Published], at: datetime) -> list[Published]:
    """The tables with rates as the database keeps them. Raises `Invalid` on ``document`` at the first wrong one."""
    checked = []
    for of in read:
        rates = tuple(_rounded(rate) for rate in of.rates)
        for rate in of.rates:
            if (found := fx.wrong(rate, today=today(at))) is not None:
                raise Invalid({"document": found})
        if (found := fx.twice(rates)) is not None:
            raise Invalid({"document": found})
        checked.append(Published(of.source, of.source_url, of.certainty, rates))
    return checked


def _reread(made: RateImport, at: datetime) -> list[Published]:
    assert made.document is not None
    return _checked(sources.read(zlib.decompress(bytes(made.document)), made.format, made.on), at)


def _preview(read: Iterable[Published], *, waits: bool) -> Preview:
    """What tables would change. With `waits` every new rate is held for a second person; what is held already is not
    held again."""
    new: list[tuple[Published, fx.Rate]] = []
    held: list[tuple[Published, fx.Flag]] = []
    unchanged, waiting = 0, _waiting()
    for of in read:
        same = same_days(of.source, of.rates)
        fresh = [rate for rate in of.rates if same.get((rate.currency, rate.on)) != rate.krw_per]
        unchanged += len(of.rates) - len(fresh)
        newest = queries.newest_known(_last(fresh))
        flagged = {(flag.rate.currency, flag.rate.on): flag for flag in fx.flags(fresh, newest, same)}
        for rate in fresh:
            flag = flagged.get((rate.currency, rate.on))
            if flag is None and waits:
                flag = fx.Flag(rate, newest.get(rate.currency) or fx.Known(rate.on, rate.krw_per))
            if flag is None:
                new.append((of, rate))
            elif (of.source, rate) in waiting:
                unchanged += 1
            else:
                held.append((of, flag))
    return Preview(tuple(new), tuple(held), unchanged)


def _last(rates: Iterable[fx.Rate]) -> Iterable[fx.Rate]:
    last: dict[str, fx.Rate] = {}
    for rate in rates:
        if rate.currency not in last or last[rate.currency].on < rate.on:
            last[rate.currency] = rate
    return last.values()


def _waiting() -> set[tuple[str, fx.Rate]]:
    imports = RateImport.objects.filter(state=ImportState.WAITING).defer("document")
    return {(of.source, rate) for made in imports for of in _held(made) for rate in of.rates}


def _apply(
    made: RateImport, read: list[Published], found: Preview, actor: Actor, at: datetime
) -> list[RateImport]:
    made.save()
    done = [made]
    for of, mine in groupby(found.new, key=itemgetter(0)):
        rates = tuple(rate for _, rate in mine)
        made.count += _insert(Published(of.source, of.source_url, of.certainty, rates), made, at)
    made.save()
    audit.record("policy.rates.applied", actor=actor, subject=made, at=at, new=made.count, source=made.source)
    if found.flags:
        rest = _new(made.how, made.format, read, actor, at, on=made.on)
        rest.sha256, rest.source = made.sha256, made.source
        done.append(_wait(rest, found, actor, at))
    return done


def _wait(made: RateImport, found: Preview, actor: Actor, at: datetime) -> RateImport:
    """Keep held rates for a second person."""
    made.state = ImportState.WAITING
    made.rates = [
        {
            "source": of.source, "url": of.source_url, "certainty": of.certainty.value, "currency": flag.rate.currency,
            "on": flag.rate.on.isoformat(), "krw_per": str(flag.rate.krw_per), "against": str(flag.against.krw_per),
            "against_on": flag.against.on.isoformat(), "correction": flag.is_correction,
        }
        for of, flag in found.flags
    ]  # fmt: skip
    made.save()
    audit.record("policy.rates.proposed", actor=actor, subject=made, at=at, count=len(made.rates))
    return made


def _held(made: RateImport) -> list[Published]:
    """The rates that wait in an import, by source."""
    tables: dict[tuple[str, str, str], list[fx.Rate]] = {}
    for each in made.rates:
        rate = fx.Rate(each["currency"], date.fromisoformat(each["on"]), Decimal(each["krw_per"]))
        tables.setdefault((each["source"], each["url"], each["certainty"]), []).append(rate)
    return [
        Published(source, url, Certainty(mark), tuple(rates)) for (source, url, mark), rates in tables.items()
    ]


def _insert(of: Published, made: RateImport, at: datetime, *, replaces: bool = False) -> int:
    """Write rates in one statement; returns how many came into use."""
    columns: list[list[Any]] = [
        [rate.currency for rate in of.rates],
        [rate.on for rate in of.rates],
        [rate.krw_per for rate in of.rates],
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT + (_REPLACE if replaces else _KEEP),
            [of.source, of.source_url, of.certainty.value, made.pk, at, *columns],
        )
        return cursor.rowcount


def _new(
    how: str,
    format: str,
    read: list[Published],
    actor: Actor,
    at: datetime,
    *,
    on: date | None = None,
    document: bytes = b"",
    reason: str = "",
) -> RateImport:
    """An import, not saved yet."""
    return RateImport(
        how=how, format=format, source=" · ".join(of.source for of in read)[:300],
        source_url=read[0].source_url if read else "",
        certainty=read[0].certainty.value if read else Certainty.JUDGEMENT.value, on=on,
        sha256=hashlib.sha256(document).hexdigest() if document else "", reason=reason,
        proposed_by=actor.person_id, proposed_by_name=actor.name, taken_at=at,
    )  # fmt: skip


def _require_move(made: RateImport, to: ImportState) -> None:
    if to not in IMPORT_MOVES[ImportState(made.state)]:
        raise Refused(no("policy.fx_answered", N_("This import has been decided already.")))


def _answer(made: RateImport, state: ImportState, actor: Actor, answer: str, at: datetime) -> None:
    made.move(state)
    made.answered_by, made.answered_by_name, made.answered_at = actor.person_id, actor.name, at
    made.answer = answer.strip()
    made.save()
