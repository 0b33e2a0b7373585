"""Who may review and reply. `window.seen_from` says where the actor stands in the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talentbridge.kernel.actor import Actor, Side, in_person
from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.text import N_

if TYPE_CHECKING:
    from talentbridge.reputation.models import Review, ReviewWindow


def may_write(actor: Actor, window: ReviewWindow) -> Decision:
    """Write a review: the company and the talent of the case, nobody for them."""
    if actor.may("reputation.review.write") and window.seen_from in {Side.COMPANY, Side.TALENT}:
        return in_person(actor)
    return no(
        "reputation.not_a_party", N_("Only the company and the talent of this engagement review each other.")
    )


def may_reply(actor: Actor, review: Review) -> Decision:
    """Reply to a review: the side that it is about."""
    about = {Side.COMPANY: Side.TALENT, Side.TALENT: Side.COMPANY}[Side(review.side)]
    if actor.may("reputation.review.write") and review.seen_from == about:
        return in_person(actor)
    return no("reputation.not_reviewed", N_("Only the side that was reviewed replies."))
