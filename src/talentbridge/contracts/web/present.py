"""A contract prepared for a reader: articles side by side, what changed since the version before, who has signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from talentbridge.contracts import permissions, queries, rules
from talentbridge.contracts.models import Contract
from talentbridge.contracts.rules import ContractTerms
from talentbridge.contracts.states import LABELS, TONES, ContractState
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.clock import now

Changes = list[tuple[str, str]]


def whole(contract: Contract, actor: Actor, *, compare: bool = False) -> dict[str, Any]:
    """Everything that a page about one contract shows."""
    terms = ContractTerms.from_json(contract.terms)
    before = queries.version_before(contract) if compare else None
    earlier = {article["key"]: article for article in before.clauses} if before else {}
    signatures = {row.side: row for row in contract.signatures.select_related("person")}
    at = now()
    answerable = permissions.may_answer(actor, contract) & rules.can_answer(contract, at)
    return {
        "contract": contract,
        "terms": terms,
        "agreement": queries.agreement(terms.engagement_type),
        "state_label": LABELS[ContractState(contract.state)],
        "state_tone": TONES.get(ContractState(contract.state), ""),
        "engagement_type": rules.ENGAGEMENT_TYPES[terms.engagement_type],
        "work_mode": rules.WORK_MODES[terms.work_mode],
        "place_of_work": rules.PLACES_OF_WORK[terms.place_of_work],
        "ip_clause": rules.IP_CLAUSES[terms.ip_clause],
        "prevailing_language": rules.LANGUAGES[terms.prevailing_language],
        "articles": [_article(each, earlier.get(each["key"]), bool(before)) for each in contract.clauses],
        "gone": [
            article
            for article in (before.clauses if before else [])
            if article["key"] not in {each["key"] for each in contract.clauses}
        ],
        "before": before,
        "signatures": [{"side": side, "row": signatures.get(side)} for side in rules.SIGNING_SIDES],
        "has_signed": contract.seen_from in signatures,
        "answerable": answerable & rules.not_yet_signed(contract.seen_from in signatures),
        "offerable": permissions.may_offer(actor, contract) & rules.can_offer(contract),
        "writable": permissions.may_draft(actor, contract.seen_from),
        "withdrawable": permissions.may_withdraw(actor, contract) & rules.can_withdraw(contract),
        "is_side": contract.seen_from in rules.SIGNING_SIDES,
    }


def _article(article: Mapping[str, Any], earlier: Mapping[str, Any] | None, compare: bool) -> dict[str, Any]:
    language = "ko" if (get_language() or "ko").startswith("ko") else "en"
    several = len(article["paragraphs"]) > 1
    paragraphs = []
    for index, paragraph in enumerate(article["paragraphs"]):
        old = earlier["paragraphs"][index] if earlier and index < len(earlier["paragraphs"]) else None
        paragraphs.append(
            {
                "mark_ko": chr(0x2460 + index) if several else "",
                "mark_en": f"({index + 1})" if several else "",
                "ko": _changes(old["ko"] if old else "", paragraph["ko"], compare),
                "en": _changes(old["en"] if old else "", paragraph["en"], compare),
            }
        )
    is_changed = compare and (earlier is None or earlier["paragraphs"] != article["paragraphs"])
    return {
        **article,
        "paragraphs": paragraphs,
        "plain": article["plain"][language],
        "source": article["source"][language],
        "warning": article["warning"][language] if article["warning"] else "",
        "owner": rules.OWNERS[article["owner"]],
        "is_changed": is_changed,
        "title_here": article["title"][language],
    }


def _changes(before: str, after: str, compare: bool) -> Changes:
    return rules.changes(before, after) if compare else [("same", after)]
