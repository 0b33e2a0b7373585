"""The public pages of rules: every figure with its source, date and certainty, as of any day, and its history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import BridgeRequest, page, told
from talentbridge.kernel.sheet import csv_response
from talentbridge.policy import permissions, queries
from talentbridge.policy.models import RuleParameter
from talentbridge.policy.rules import Certainty, content
from talentbridge.policy.rules import vocabulary as words
from talentbridge.policy.rules.due import REASONS, Due
from talentbridge.policy.rules.moments import SEOUL, day_of, moment_of
from talentbridge.policy.rules.sources import SOURCES
from talentbridge.policy.rules.uses import used_by
from talentbridge.policy.web import present

FILTERS = ("q", "country", "topic", "certainty", "due", "differs", "on", "known_at")
MOST_OPEN = 50  # open questions under the list; all of them stand under their topic


@login_not_required
@require_safe
def rules(request: HttpRequest) -> HttpResponseBase:
    """The rules valid on a day (today's), by country, topic, certainty and text; `?format=csv` downloads them."""
    today = now().astimezone(SEOUL).date()
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS}
    on, known_at, errors = _as_of(asked, today)
    rows = _narrowed(queries.rows_on(on, known_at), asked, on, is_past=known_at is not None)
    if request.GET.get("format") == "csv":
        return csv_response(f"rules-{on.isoformat()}", content.COLUMNS, _cells(rows))
    listing = Listing(
        request.GET,
        rows,
        sorts={
            "key": ["key", "country"],
            "country": ["country", "key"],
            "from": ["valid_from"],
            "checked": ["checked_on"],
            "certainty": ["certainty"],
        },
        default="key",
    )
    is_whole = not any(asked.values())
    actor = cast(BridgeRequest, request).actor
    return page(
        request,
        "policy/rules.html",
        {
            "listing": listing,
            "rows": [present.row(each) for each in listing],
            "on": on,
            "known_at": known_at,
            "asked": asked,
            "errors": errors,
            "topics": present.topics(),
            "countries": present.countries(),
            "certainties": [(mark.value, present.CERTAINTIES[mark]) for mark in Certainty],
            "reasons": [(reason.value, REASONS[reason]) for reason in Due],
            "csv": listing.link(format="csv"),
            "open": [present.row(each) for each in queries.open_questions(on)[:MOST_OPEN]]
            if is_whole
            else [],
            "may_propose": actor and permissions.may_propose(actor),
            "waiting": queries.waiting_for(actor) if actor else {},
        },
    )


@login_not_required
@require_safe
def rule(request: HttpRequest, row_id: int) -> HttpResponseBase:
    """One row: what it says in both languages, where it was read, its history, what contradicts it, who uses it."""
    found = queries.found_row(row_id)
    versions = list(queries.versions_of(row_id))
    today = now().astimezone(SEOUL).date()
    actor = cast(BridgeRequest, request).actor
    proposes = bool(actor and permissions.may_propose(actor))
    reasons = [reason for reason in Due if queries.due_on(today, reason).filter(pk=row_id).exists()]
    others = queries.says_else(found)
    return page(
        request,
        "policy/rule.html",
        {
            "row": present.detail(found),
            "history": present.history(versions),
            "others": [present.row(each) for each in others],
            "used_by": used_by(found.key),
            "due": [REASONS[reason] for reason in reasons],
            "may_propose": proposes,
            "proposals": [
                present.proposal(each)
                for each in (
                    queries.proposals_for(actor).filter(row=found, state="proposed") if proposes else ()
                )
            ],
            "is_valid": found.valid_from <= today and (found.valid_to is None or found.valid_to >= today),
        },
    )


def _as_of(asked: dict[str, str], today: date) -> tuple[date, datetime | None, dict[str, str]]:
    """The day, the moment and what was wrong about them; what cannot be read counts as not asked."""
    on, known_at, errors = today, None, {}
    try:
        on = day_of(asked["on"]) if asked["on"] else today
    except Invalid as invalid:
        errors["on"] = told(invalid.fields["on"])
    try:
        known_at = moment_of(asked["known_at"]) if asked["known_at"] else None
    except Invalid as invalid:
        errors["known_at"] = told(invalid.fields["known_at"])
    return on, known_at, errors


def _narrowed(rows: QuerySet[Any], asked: dict[str, str], on: date, *, is_past: bool) -> QuerySet[Any]:
    if asked["due"] and not is_past:
        rows = queries.due_on(on, Due(asked["due"]) if asked["due"] in set(Due) else None)
    if text := asked["q"]:
        rows = rows.filter(
            Q(key__icontains=text)
            | Q(source_name__icontains=text)
            | Q(source_name__in=[each for each in SOURCES if text.lower() in show.said(each).lower()])
            | Q(title_ko__icontains=text)
            | Q(title_en__icontains=text)
            | Q(note_ko__icontains=text)
            | Q(note_en__icontains=text)
        )
    if asked["country"]:
        rows = rows.filter(country="" if asked["country"] == "-" else asked["country"].upper()[:2])
    if asked["topic"] in words.TOPICS:
        rows = rows.filter(key__startswith=f"{asked['topic']}.")
    if asked["certainty"] in set(Certainty):
        rows = rows.filter(certainty=asked["certainty"])
    if asked["differs"]:
        rows = rows.exclude(differs_from="")
    if not any(asked[name] for name in FILTERS if name not in {"on", "known_at"}):
        rows = rows.exclude(key__startswith="open.")  # they have a section of their own
    return rows


def _cells(rows: QuerySet[RuleParameter]) -> Iterator[list[str | None]]:
    """The columns of each row, as plain text."""
    for each in rows.order_by("key", "country", "valid_from").iterator():
        plain = content.to_json(each.content)
        yield [plain[name] for name in content.COLUMNS]
