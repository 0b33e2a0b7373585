"""Rows, versions, proposals and rates as pages show them, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from talentbridge.kernel import show
from talentbridge.policy.models import RuleParameter, RuleProposal, RuleVersion
from talentbridge.policy.rules import COUNTRIES, Certainty, content, figure
from talentbridge.policy.rules import vocabulary as words
from talentbridge.policy.rules.due import next_check
from talentbridge.policy.states import CHANGES, KINDS, PROPOSALS, TONES, Change, ProposalKind, ProposalState

CERTAINTIES = {  # the words of the certainty mark
    Certainty.OFFICIAL: "Official source",
    Certainty.JUDGEMENT: "Source found, needs judgement",
    Certainty.UNVERIFIED: "Not verified",
}


def row(each: RuleParameter | RuleVersion) -> dict[str, Any]:
    """A line of the list: a row as it stands, or as it stood."""
    ko = show.reading() == "ko"
    value, unit, facts = figure(each.value, each.unit) if each.value is not None else ("", "", {})
    return {
        "id": each.row_id if isinstance(each, RuleVersion) else each.pk,
        "key": each.key,
        "country": each.country,
        "title": (each.title_ko if ko else each.title_en) or each.key,
        "note": each.note_ko if ko else each.note_en,
        "value": value,
        "unit": unit,
        "facts": facts,
        "valid_from": each.valid_from,
        "valid_to": each.valid_to,
        "source_name": each.source_name,
        "source_url": each.source_url,
        "checked_on": each.checked_on,
        "certainty": each.certainty,
        "unverified": each.certainty == Certainty.UNVERIFIED,
        "differs_from": each.differs_from,
    }


def detail(each: RuleParameter) -> dict[str, Any]:
    """Everything that a row says, both texts too."""
    return row(each) | {
        "title_ko": each.title_ko,
        "title_en": each.title_en,
        "note_ko": each.note_ko,
        "note_en": each.note_en,
        "next_check": next_check(each.checked_on),
        "topic": show.said(words.TOPICS.get(words.topic(each.key), "")),
        "topic_key": words.topic(each.key),
        "edited_here": each.edited_here,
        "is_withdrawn": each.is_withdrawn,
    }


def shown(column: str, value: str) -> str:
    """A column's plain text as a reader sees it: names of countries, words of certainty."""
    if column == "country" and value:
        return show.country(value)
    if column == "certainty" and value:
        return show.said(CERTAINTIES[Certainty(value)])
    if column == "source_name":
        return show.said(value)
    return value


def differences(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[dict[str, str]]:
    """Two states of a row, side by side."""
    return [
        {
            "column": each.column,
            "label": show.said(content.LABELS[each.column]),
            "before": shown(each.column, each.before),
            "after": shown(each.column, each.after),
        }
        for each in content.differences(before, after)
    ]


def history(versions: list[RuleVersion]) -> list[dict[str, Any]]:
    """Versions, newest first, each with what it changed about the one before."""
    older = {version.number: version for version in versions}
    return [
        {
            "number": version.number,
            "what": show.said(CHANGES[Change(version.change)]),
            "at": version.at,
            "release": version.release,
            "reason": version.reason,
            "proposed_by": version.proposed_by_name,
            "approved_by": version.approved_by_name,
            "proposal_id": version.proposal_id,
            "differences": differences(older[version.number - 1].content, version.content)
            if version.number - 1 in older
            else [],
        }
        for version in versions
    ]


def proposal(each: RuleProposal) -> dict[str, Any]:
    """A proposal in the queue."""
    said = content.from_json(each.proposed)
    state = ProposalState(each.state)
    title = said["title_ko"] if show.reading() == "ko" else said["title_en"]
    return {
        "id": each.pk,
        "kind": show.said(KINDS[ProposalKind(each.kind)]),
        "title": title or each.key,
        "key": each.key,
        "country": each.country,
        "row_id": each.row_id,
        "reason": each.reason,
        "source": each.source,
        "state": show.said(PROPOSALS[state]),
        "tone": TONES[state],
        "is_open": state is ProposalState.PROPOSED,
        "by": each.proposed_by_name,
        "at": each.proposed_at,
        "answered_by": each.answered_by_name,
        "answered_at": each.answered_at,
        "answer": each.answer,
    }


def topics() -> list[tuple[str, str]]:
    """Topics by name, as the reader's language sorts them."""
    return sorted(((key, show.said(name)) for key, name in words.TOPICS.items()), key=lambda pair: pair[1])


def countries() -> list[tuple[str, str]]:
    """Countries by name."""
    return sorted(((code, show.country(code)) for code in COUNTRIES), key=lambda pair: pair[1])


def amount(value: Decimal) -> str:
    """1,450.25 without needless zeros."""
    return f"{value.normalize():,f}"


def percent_of(share: Decimal) -> str:
    """+12.3 %, with a true minus."""
    plain = f"{abs(share) * 100:.1f}%"
    return f"+{plain}" if share >= 0 else f"{show.MINUS}{plain}"


def days_old(on: date, today: date) -> int:
    return (today - on).days
