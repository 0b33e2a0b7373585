"""Requests about automated matching: their clock, who may look at them, what can be done with them. No database.

PIPA art. 37-2: who is judged by a system may have the decision explained, have a person look again, or refuse it. The
clock is a row of law (`CLOCK`), read on the day of the request and kept with it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_
from talentbridge.matching.states import OPEN, Outcome, RequestKind, RequestState

if TYPE_CHECKING:
    from talentbridge.matching.models import Request

SEOUL = ZoneInfo("Asia/Seoul")  # days are those of the institution that runs the bridge
CLOCK, EXTENSION = "privacy.automated.days", "privacy.automated.extension_days"  # keys of policy's rows
REMIND_LEFT = (
    10,
    3,
    -1,
)  # days left when whoever answers is reminded: day 20, day 27, and once it is overdue
WORDS_LENGTH = 2_000  # of a request, characters at most
ANSWER_LENGTH = (40, 8_000)
REASON_LENGTH = 20
OUTCOMES_OF = {
    RequestKind.EXPLANATION: (Outcome.EXPLAINED,),
    RequestKind.REVIEW: (Outcome.CONFIRMED, Outcome.LOOK_AGAIN),
    RequestKind.LEFT_OUT: (Outcome.LEFT_OUT,),
}


def due_on(asked_at: datetime, days: int) -> date:
    """The last day on which an answer is in time: `days` after the day in Seoul on which it was asked."""
    return asked_at.astimezone(SEOUL).date() + timedelta(days=days)


def days_left(due: date, on: date) -> int:
    """Days until the last one; 0 on it, below zero when it has passed."""
    return (due - on).days


def reminder(left: int, reminded_left: int | None) -> int | None:
    """The step of `REMIND_LEFT` that is reached and was not told yet; None when there is nothing to tell."""
    reached = [step for step in REMIND_LEFT if left <= step]
    if not reached or (reminded_left is not None and reminded_left <= reached[-1]):
        return None
    return reached[-1]


def involved(kind: str, *, deciders: Collection[UUID], makers: Collection[UUID | None]) -> frozenset[UUID]:
    """Who may not answer: whoever decided; and a re-review is not done by who made the list either."""
    also = makers if kind == RequestKind.REVIEW else ()
    return frozenset({*deciders, *(person for person in also if person)})


def can_ask(kind: str, *, has_list: bool, is_left_out: bool) -> Decision:
    """Whether this can be asked now. A re-review is of one list; an explanation may be of matching as such."""
    if kind not in set(RequestKind):
        return no("matching.unknown_kind", N_("Choose what you would like to ask for."))
    if kind == RequestKind.REVIEW and not has_list:
        return no("matching.review_of_what", N_("Choose the list that a person should look at again."))
    if kind == RequestKind.LEFT_OUT and is_left_out:
        return no("matching.left_out_already", N_("You are left out of automated matching already."))
    return YES


def words_fit(words: str) -> Decision:
    """Whether what somebody wrote can be kept; writing nothing is fine."""
    if len(words) <= WORDS_LENGTH:
        return YES
    return no(
        "matching.words_long",
        N_("Too long: {count} characters. At most {most}, please."),
        count=len(words),
        most=WORDS_LENGTH,
    )


def can_take(request: Request) -> Decision:
    """Whether somebody can begin to work on it."""
    if request.state == RequestState.IN_WORK:
        return no("matching.taken", N_("Somebody else has taken this request just now."))
    return _open(request)


def can_give_back(request: Request) -> Decision:
    """Whether it can go back into the queue."""
    if request.state == RequestState.ASKED:
        return no("matching.not_taken", N_("Nobody has taken this request yet."))
    return _open(request)


def can_extend(request: Request, on: date) -> Decision:
    """Whether its last day can be put off: once, and before it has passed."""
    if days_left(request.due_on, on) < 0:
        return no("matching.extended_late", N_("The last day has passed. Answer it now."))
    if request.extended_at is not None:
        return no("matching.extended_once", N_("This request has been put off once already."))
    return _in_work(request)


def can_be_answered(request: Request) -> Decision:
    """Whether an answer can be sent."""
    return _in_work(request)


def can_withdraw(request: Request) -> Decision:
    """Whether who asked can still take it back."""
    return _open(request)


def answer_fits(kind: str, outcome: str, answer: str, prepared: str) -> dict[str, Decision]:
    """What keeps an answer from being sent, by field. A re-review says in own words what was looked at."""
    found: dict[str, Decision] = {}
    least, most = ANSWER_LENGTH
    length = len(answer.strip())
    if outcome not in OUTCOMES_OF[RequestKind(kind)]:
        found["outcome"] = no("matching.outcome", N_("Choose what came of it."))
    if length < least:
        found["answer"] = no(
            "matching.answer_short",
            N_("Write {least} characters or more; there are {count}. The person reads this."),
            least=least,
            count=length,
        )
    elif length > most:
        found["answer"] = no(
            "matching.words_long",
            N_("Too long: {count} characters. At most {most}, please."),
            count=length,
            most=most,
        )
    elif kind == RequestKind.REVIEW and answer.split() == prepared.split():
        found["answer"] = no(
            "matching.answer_unread",
            N_(
                "This is the text that the bridge prepared, unchanged. Add what you looked at yourself and what you found."
            ),
        )
    return found


def reason_fits(reason: str) -> Decision:
    """Putting off says why; the person reads it."""
    length = len(reason.strip())
    if REASON_LENGTH <= length <= WORDS_LENGTH:
        return YES
    return no(
        "matching.extension_reason",
        N_("Say why in {least} to {most} characters; there are {count}. The person reads this."),
        least=REASON_LENGTH,
        most=WORDS_LENGTH,
        count=length,
    )


def _in_work(request: Request) -> Decision:
    if request.state == RequestState.ASKED:
        return no("matching.take_first", N_("Take the request first, so that nobody else answers it too."))
    return _open(request)


def _open(request: Request) -> Decision:
    if request.state in OPEN:
        return YES
    return no("matching.request_over", N_("This request has been answered or withdrawn already."))
