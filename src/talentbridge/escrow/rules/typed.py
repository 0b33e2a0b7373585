"""What people type: reasons, links, names and account numbers."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from urllib.parse import urlsplit

from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

REASON_LENGTH = 20  # characters of a reason that another person has to act on
CHECKED_LENGTH = 10  # characters of "which acceptance criteria you checked"
NOTE_LENGTH = 10
TEXT_LIMIT = 10_000
LINKS_LIMIT = 20


def reason_given(text: str, *, least: int) -> Decision:
    """Whether a reason says enough for the other person to act on."""
    length = len(text.strip())
    if length < least:
        return no(
            "escrow.reason_short",
            N_(
                "Not saved: {count} characters are too few. Please write {least} or more, so that others can act on it."
            ),
            count=length,
            least=least,
        )
    if length > TEXT_LIMIT:
        return no(
            "escrow.text_long", N_("Not saved: please keep it under {limit} characters."), limit=TEXT_LIMIT
        )
    return YES


def links_usable(links: Sequence[str]) -> Decision:
    """Web addresses only: nothing that runs when it is pressed."""
    if len(links) > LINKS_LIMIT:
        return no("escrow.many_links", N_("Please give {limit} links at most."), limit=LINKS_LIMIT)
    for link in links:
        if not _is_web_address(link):
            return no(
                "escrow.bad_link",
                N_("“{link}” is not a web address. It should begin with https://."),
                link=link[:80],
            )
    return YES


def _is_web_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"} and bool(parts.hostname) and len(link) <= 500 and link.isprintable()
    )


_BANK_LETTERS = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def bank_spelling(name: str) -> str:
    """A name as banks compare it: no accents, case or punctuation. Scripts other than Latin stay as they are."""
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_BANK_LETTERS))
    kept = "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def holder_is(contract_name: str, holder_name: str) -> Decision:
    """Only the contract's own party is paid: money to anybody else is third-party payment under Korean exchange law."""
    if bank_spelling(holder_name) and bank_spelling(holder_name) == bank_spelling(contract_name):
        return YES
    return no(
        "escrow.other_holder",
        N_(
            "The account holder's name differs from the name in the contract. Please enter an account in your own name."
        ),
    )


def iban_is_sound(number: str) -> bool:
    """ISO 13616 check digits; True for anything that does not look like an IBAN (many countries have none)."""
    if not (number[:2].isalpha() and number[2:4].isdigit() and 15 <= len(number) <= 34):
        return True
    return int("".join(str(int(c, 36)) for c in number[4:] + number[:4])) % 97 == 1


def number_usable(number: str) -> Decision:
    """Letters and digits, as banks write account numbers; an IBAN with sound check digits."""
    plain = number.replace("-", "")
    if not (5 <= len(plain) <= 34 and plain.isascii() and plain.isalnum()):
        return no("escrow.account_number", N_("An account number has 5 to 34 letters or digits."))
    if not iban_is_sound(plain):
        return no("escrow.iban", N_("This IBAN has a typing mistake: its check digits do not fit."))
    return YES


def is_country(code: str) -> bool:
    """Whether `code` has the form of an ISO 3166-1 country code."""
    return len(code) == 2 and code.isascii() and code.isupper()
