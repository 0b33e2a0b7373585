"""When two profiles may be one person: what is compared, made comparable, and for which reasons. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

KEY_KINDS = {
    "email": N_("The same e-mail address"),
    "phone": N_("The same telephone number"),
    "link": N_("The same personal page"),
    "name": N_("The same name, and {shared} of {of} skills"),
}
LEAST_ALIKE = 0.6  # of the shorter list of skills, from which an equal name is worth a look
LEAST_SHARED = 2
CROWD = 20  # a number that more profiles share than this is an agency's: it tells nothing
_PHONE_END = 9  # digits; +82 10-1234-5678 and 010-1234-5678 end alike
_LETTERS = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})
_PEOPLE = {
    "linkedin.com": 2,
    "stackoverflow.com": 2,
}  # how much of a path names the person; elsewhere one word
_HOSTS_OF_MANY = frozenset(
    {
        "github.com", "gitlab.com", "bitbucket.org", "kaggle.com", "huggingface.co", "medium.com", "behance.net",
        "dribbble.com", "velog.io", "brunch.co.kr", "twitter.com", "x.com", "facebook.com",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Contacts:
    """What a file or an account says about how to reach somebody: kept nowhere, compared as keyed hashes only."""

    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    name: str = ""


def keys_of(contacts: Contacts) -> set[tuple[str, str]]:
    """(kind, comparable text) of everything that can be compared."""
    found = {("email", email_key(email)) for email in contacts.emails}
    found |= {("phone", phone_key(phone)) for phone in contacts.phones}
    found |= {("link", link_key(link)) for link in contacts.links}
    found.add(("name", name_key(contacts.name)))
    return {(kind, key) for kind, key in found if key}


def email_key(email: str) -> str:
    """Without case and without what stands after a plus sign, which reaches the same mailbox."""
    local, at, domain = unicodedata.normalize("NFKC", email).strip().casefold().partition("@")
    return f"{local.partition('+')[0]}@{domain}" if at and local and domain else ""


def phone_key(phone: str) -> str:
    """The last digits, which a country's code and a leading zero do not change; empty when there are too few."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone))
    return digits[-_PHONE_END:] if len(digits) >= _PHONE_END else ""


def link_key(link: str) -> str:
    """The page of a person: host and as much of the path as names somebody; empty for a site of many without one."""
    parts = urlsplit(link if "//" in link else f"https://{link}")
    host = (parts.hostname or "").removeprefix("www.")
    words = [word for word in parts.path.casefold().split("/") if word]
    if host in _HOSTS_OF_MANY or host in _PEOPLE:
        depth = _PEOPLE.get(host, 1)
        return "/".join([host, *words[:depth]]) if len(words) >= depth else ""
    return "/".join([host, *words]) if "." in host else ""


def name_key(name: str) -> str:
    """Letters only, without marks, the words in order of the alphabet: a name is written both ways round."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", name).casefold().translate(_LETTERS))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", letters))
    return " ".join(sorted(words))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two profiles may be one person. `shared` and `of` count skills, for an equal name."""

    kind: str
    shared: int = 0
    of: int = 0


def reasons(kinds: Iterable[str], first: Set[str], second: Set[str]) -> list[Reason]:
    """The reasons to suspect a pair that shares keys of `kinds` and holds these skills; an equal name needs skills."""
    kinds = set(kinds)
    found = [Reason(kind) for kind in KEY_KINDS if kind in kinds and kind != "name"]
    shared, of = len(first & second), min(len(first), len(second))
    if "name" in kinds and shared >= LEAST_SHARED and shared >= LEAST_ALIKE * of:
        found.append(Reason("name", shared, of))
    return found


def kept_of(both: Iterable[tuple[bool, datetime, str]]) -> str:
    """The code of the profile that a merge keeps, of (is kept by a person, confirmed at, code): one's own, else the
    one confirmed last.
    """
    return sorted(both, key=lambda each: (not each[0], -each[1].timestamp(), each[2]))[0][2]


def can_merge(first_is_own: bool, second_is_own: bool) -> Decision:
    """Two people with accounts are never merged by somebody else: each keeps their own profile."""
    if first_is_own and second_is_own:
        return no(
            "talent.both_have_owners",
            N_(
                "Behind both stands a person with an account. Ask them; nobody else may merge what two people keep."
            ),
        )
    return YES
