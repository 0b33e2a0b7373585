"""Programmes of other countries: what is known of them is little, and said so."""

from __future__ import annotations

from collections.abc import Callable

from talentbridge.kernel.text import N_
from talentbridge.policy.rules.rows import Book
from talentbridge.policy.rules.visa.facts import Facts, Field
from talentbridge.policy.rules.visa.lines import Answer, Line, ask, unknown, yes_no

Lines = tuple[Line, ...]


def h_1b(facts: Facts, book: Book) -> Lines:
    """The employer's petition, and the fee while a row knows it."""
    rule = book.get("visa.us.h-1b.fee")
    criterion = N_("Fee on a new petition")
    if rule is None:
        fee = unknown(criterion, book)
    else:
        reason = N_("The employer pays US$ {fee} on a new petition.")
        fee = Line(criterion, Answer.ASK, reason, {"fee": f"{rule.value:,.0f}"}, (rule,))
    petition = ask(
        N_("An employer in the United States petitions"),
        N_("Selection is weighted by wage; the employer asks a lawyer there."),
        book,
        "visa.us.h-1b.who",
    )
    return petition, fee


def china_k(facts: Facts, book: Book) -> Lines:
    """Young people of science and engineering, without a sponsor."""
    is_technical = None if facts.field is None else facts.field is not Field.OTHER
    key = "visa.cn.k.who"
    return (
        yes_no(N_("Science or engineering"), is_technical, book, key),
        ask(N_("Young"), N_("Up to which age was not found."), book, key),
    )


def named_only(status: str) -> Callable[[Facts, Book], Lines]:
    """A checker for a programme of which only the name is known."""

    def check(facts: Facts, book: Book) -> Lines:
        return (
            ask(
                N_("Its criteria"), N_("They are not verified here; ask that country's mission."), book,
                f"visa.{status}.who",
            ),
        )  # fmt: skip

    return check
