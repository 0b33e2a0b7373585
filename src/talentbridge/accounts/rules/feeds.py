"""What every feed of a partner shares: the envelope, its limits, the proof of consent, and reading fields. Pure.

A feed is one JSON object: ``{"schema": "talentbridge.profiles/1", "items": [...]}``. Each item carries the partner's own
`key`; the same key is the same thing for ever. `docs/feeds.md` tells partners all of this with examples.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import rfc8785

from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

SCHEMAS = {"profiles": "talentbridge.profiles/1", "tasks": "talentbridge.tasks/1"}
MOST_ITEMS = 500  # of one call; a file is cut into calls
CALLS_AN_HOUR = 60  # of one partner, dry runs included
ITEMS_A_DAY = 20_000
LONGEST_KEY = 200
PACE = "accounts.feed_pace"  # the code of a refusal for going too fast: HTTP 429
_HASH = re.compile(r"[0-9a-f]{64}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")

MISSING = no("accounts.feed_missing", N_("This field is missing."))
UNKNOWN = no("accounts.feed_unknown", N_("The schema has no such field."))
KINDS = {
    "text": N_("a text"),
    "integer": N_("a whole number"),
    "number": N_("a number"),
    "day": N_("a day, as 2026-12-31"),
    "moment": N_("a moment with its offset, as 2026-12-31T09:00:00+09:00"),
    "list": N_("a list"),
    "object": N_("an object"),
    "true": N_("true or false"),
}
NO_CONSENT = no(
    "accounts.feed_no_consent",
    N_(
        "A profile comes in only with the proof of the person's consent: version and language of the text, when and "
        "how it was given, and the SHA-256 of the evidence."
    ),
)


class Outcome(StrEnum):
    """What became of one item."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DELETED = "deleted"
    REFUSED = "refused"


OUTCOMES = {
    Outcome.CREATED: N_("new"),
    Outcome.UPDATED: N_("updated"),
    Outcome.UNCHANGED: N_("unchanged"),
    Outcome.DELETED: N_("deleted"),
    Outcome.REFUSED: N_("refused"),
}


@dataclass(frozen=True)
class ItemResult:
    """What became of one item: the name under which it is known here, or its problems by field."""

    position: int  # from 1
    key: str
    outcome: Outcome
    name: str = ""
    duplicates: int = 0  # existing entries that may be the same person; a coordinator looks at them
    problems: Mapping[str, Decision] = field(default_factory=dict)


@dataclass(frozen=True)
class Taken:
    """What taking one item did."""

    outcome: Outcome
    name: str = ""
    duplicates: int = 0


@dataclass(frozen=True)
class Proof:
    """That a person agreed, as the partner can show it: PIPA art. 17 asks for one consent a recipient."""

    text_version: str
    language: str
    given_at: datetime
    how: str
    evidence_hash: str  # SHA-256, hexadecimal


def envelope_problems(kind: str, envelope: Any) -> Decision:
    """Whether a feed as a whole can be looked at."""
    if not isinstance(envelope, Mapping) or not isinstance(envelope.get("items"), list):
        return no("accounts.feed_envelope", N_("A feed is a JSON object with “schema” and a list “items”."))
    if envelope.get("schema") != SCHEMAS[kind]:
        return no(
            "accounts.feed_schema",
            N_("The schema has to be “{schema}”; this feed says “{given}”."),
            schema=SCHEMAS[kind],
            given=str(envelope.get("schema", ""))[:60],
        )
    if not 1 <= len(envelope["items"]) <= MOST_ITEMS:
        return no(
            "accounts.feed_items",
            N_("One call carries 1 to {most} items; this one carries {count}."),
            most=MOST_ITEMS,
            count=len(envelope["items"]),
        )
    return YES


def is_plain(item: Any) -> Decision:
    """Whether the texts of an item can be kept: no zero byte, no half of a character pair."""
    try:
        text = json.dumps(item, ensure_ascii=False)
        text.encode()
    except (UnicodeEncodeError, RecursionError):
        text = "\\u0000"
    if "\\u0000" in text:
        return no("accounts.feed_unseen", N_("A text in this item has a character that cannot be kept."))
    return YES


def pace(*, calls_last_hour: int, items_last_day: int, items: int) -> Decision:
    """Whether a partner may send `items` more now."""
    if calls_last_hour >= CALLS_AN_HOUR:
        return no(
            PACE,
            N_("{most} calls an hour are the limit. Wait, or put more items into one."),
            most=CALLS_AN_HOUR,
        )
    if items_last_day + items > ITEMS_A_DAY:
        return no(PACE, N_("{most} items a day are the limit. Go on tomorrow."), most=ITEMS_A_DAY)
    return YES


def content_hash(item: Mapping[str, Any]) -> str:
    """Tells whether a partner sent the same again: SHA-256 of the item as RFC 8785 JSON."""
    return hashlib.sha256(rfc8785.dumps(dict(item))).hexdigest()


class Fields:
    """Reads one JSON object field by field and gathers every problem, so that a partner sees all of them at once."""

    def __init__(self, raw: Any, where: str = "", problems: dict[str, Decision] | None = None) -> None:
        self.problems = {} if problems is None else problems
        self.where = f"{where}." if where else ""
        self.raw: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
        self.seen: set[str] = set()
        if not isinstance(raw, Mapping):
            self._refuse("", "object")

    def text(self, name: str, most: int = 200, *, required: bool = False) -> str:
        """A text without surrounding spaces; empty when it is not there."""
        value = self._take(name, required)
        if value is None:
            return ""
        if not isinstance(value, str):
            return str(self._refuse(name, "text", ""))
        value = value.replace("\x00", "").strip()
        if len(value) > most:
            self._problem(name, no("accounts.feed_long", N_("At most {most} characters."), most=most))
            return ""
        if required and not value:
            self._problem(name, MISSING)
        return value

    def integer(self, name: str) -> int | None:
        """A whole number, of a size that the database knows."""
        value = self._take(name)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53):
            return value
        self._refuse(name, "integer")
        return None

    def number(self, name: str) -> float | None:
        """A finite number."""
        value = self._take(name)
        if value is None or (
            isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9
        ):
            return value
        self._refuse(name, "number")
        return None

    def day(self, name: str) -> date | None:
        """A day."""
        value = self._take(name)
        try:
            return None if value is None else date.fromisoformat(value)
        except (TypeError, ValueError):
            self._refuse(name, "day")
            return None

    def moment(self, name: str, *, required: bool = False) -> datetime | None:
        """A moment with its offset."""
        value = self._take(name, required)
        try:
            found = None if value is None else datetime.fromisoformat(value)
            if found is None or found.utcoffset() is not None:
                return found
        except (TypeError, ValueError):
            pass
        self._refuse(name, "moment")
        return None

    def texts(self, name: str, most: int = 50) -> tuple[str, ...]:
        """A list of short texts."""
        value = self._take(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self._refuse(name, "list")
            return ()
        return tuple(each.strip()[:200] for each in value[:most])

    def flag(self, name: str) -> bool:
        """True or false; false when it is not there."""
        value = self._take(name)
        if value not in (None, True, False):
            self._refuse(name, "true")
        return value is True

    def part(self, name: str) -> Fields | None:
        """An object inside this one; its problems are named ``name.field``."""
        value = self._take(name)
        return None if value is None else Fields(value, f"{self.where}{name}", self.problems)

    def mapping(self, name: str, most: int = 100) -> dict[str, Any]:
        """An object whose names the sender chooses."""
        value = self._take(name)
        if value is None:
            return {}
        if not isinstance(value, Mapping) or len(value) > most:
            self._refuse(name, "object")
            return {}
        return dict(value)

    def finish(self) -> None:
        """Everything that was sent and not asked for is a mistake that the sender should know."""
        for name in sorted(map(str, self.raw.keys() - self.seen)):
            self._problem(name[:60], UNKNOWN)

    def _take(self, name: str, required: bool = False) -> Any:
        self.seen.add(name)
        value = self.raw.get(name)
        if value is None and required:
            self._problem(name, MISSING)
        return value

    def _refuse(self, name: str, kind: str, instead: Any = None) -> Any:
        self._problem(name, no("accounts.feed_kind", N_("This has to be {kind}."), kind=KINDS[kind]))
        return instead

    def _problem(self, name: str, decision: Decision) -> None:
        self.problems.setdefault(f"{self.where}{name}".strip(".") or "item", decision)


def proof_of(fields: Fields, at: datetime) -> Proof | None:
    """The proof of consent inside an item; None, with the reason among the problems, when it proves nothing."""
    part = fields.part("consent")
    if part is None:
        fields.problems["consent"] = NO_CONSENT
        return None
    before = len(fields.problems)
    version = part.text("text_version", 60, required=True)
    language = part.text("language", 10, required=True)
    given_at = part.moment("given_at", required=True)
    how = part.text("how", 300, required=True)
    evidence = part.text("evidence_sha256", 64, required=True)
    part.finish()
    if evidence and not _HASH.fullmatch(evidence):
        part.problems.setdefault(
            "consent.evidence_sha256",
            no(
                "accounts.feed_hash",
                N_("A SHA-256 is 64 small hexadecimal digits of the evidence that you keep."),
            ),
        )
    if language and not _LANGUAGE.fullmatch(language):
        part.problems.setdefault(
            "consent.language", no("accounts.feed_language", N_("Write a language as ko, en or vi."))
        )
    if given_at is not None and given_at > at + timedelta(minutes=5):
        part.problems.setdefault(
            "consent.given_at",
            no("accounts.feed_future", N_("A consent cannot have been given in the future.")),
        )
    if len(fields.problems) > before or given_at is None:
        return None
    return Proof(version, language, given_at, how, evidence)
