"""A partner's feed, over REST or as a file: one way in, whatever door it came through."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from talentbridge.accounts import permissions
from talentbridge.accounts.rules.feeds import MOST_ITEMS, SCHEMAS
from talentbridge.accounts.services.feeds import FeedReport
from talentbridge.demand.services import take_tasks
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.text import N_
from talentbridge.talent.services.feeds import take_profiles

LARGEST_FILE = 20_000_000  # bytes
FEEDS: dict[str, Callable[..., FeedReport]] = {"profiles": take_profiles, "tasks": take_tasks}


def take_feed(
    *, actor: Actor, kind: str, envelope: Any, partner_id: UUID, how: str, dry_run: bool, at: datetime
) -> FeedReport:
    """Take one call of a feed (`kind`: a key of `FEEDS`)."""
    if kind not in FEEDS:
        raise Missing
    return FEEDS[kind](actor=actor, envelope=envelope, partner_id=partner_id, how=how, dry_run=dry_run, at=at)


def bring_feed(
    *, actor: Actor, data: bytes, partner_id: UUID, how: str, dry_run: bool, at: datetime
) -> list[FeedReport]:
    """Take a file of any length, in calls of `MOST_ITEMS`. Its `schema` says what it brings.

    Raises `Invalid` (``file``) when it cannot be read at all; then nothing is taken.
    """
    require(allowed=permissions.may_send_feed(actor, partner_id))
    envelope = _read(data)
    kind = next((kind for kind, schema in SCHEMAS.items() if schema == envelope.get("schema")), "")
    items = envelope.get("items")
    if not kind or not isinstance(items, list) or not items:
        raise Invalid(
            {
                "file": no(
                    "operations.feed_schema",
                    N_("The file is not a feed: it needs a “schema” ({known}) and a list “items”."),
                    known=", ".join(SCHEMAS.values()),
                )
            }
        )
    return [
        take_feed(
            actor=actor, kind=kind, envelope={**envelope, "items": items[start : start + MOST_ITEMS]},
            partner_id=partner_id, how=how, dry_run=dry_run, at=at,
        )
        for start in range(0, len(items), MOST_ITEMS)
    ]  # fmt: skip


def _read(data: bytes) -> dict[str, Any]:
    if len(data) > LARGEST_FILE:
        raise Invalid(
            {"file": no("operations.feed_large", N_("The file is larger than 20 MB. Send it in parts."))}
        )
    try:
        read = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except (UnicodeDecodeError, ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise Invalid({"file": no("operations.feed_json", N_("The file is not a JSON object in UTF-8."))})
    return read


def _no_constant(name: str) -> None:
    raise ValueError(name)
