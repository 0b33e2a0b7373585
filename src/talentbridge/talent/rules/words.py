"""Words that people write about themselves: made clean, and looked at for what would tell who they are. Pure."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

# Control characters, and the marks that turn the direction of everything that follows them; joiners of emoji and of
# Persian or Indic letters stay.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
# Numbers that are written to be called: with a country's code, or a Korean mobile number.
PHONE = re.compile(
    r"(?<![\w.+])(?:\+\d{1,3}[\s.()-]{0,2}\d(?:[\s.()-]{0,2}\d){6,12}|01[016789][\s.-]?\d{3,4}[\s.-]?\d{4})(?!\w)"
)
LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>()\"'，。]{3,400}|(?:github|gitlab|linkedin)\.com/[\w./-]{2,200}",
    re.IGNORECASE,
)
MOST_URL = 400


def clean(text: str) -> str:
    """Composed (NFC), without control characters and direction marks, trimmed."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text).replace("\r\n", "\n")).strip()


def has_unseen(text: str) -> bool:
    """Whether a text has characters that a database or a reader's screen cannot be given."""
    return bool(_UNSEEN.search(text))


def tells_who(text: str, name: str = "") -> Decision:
    """Refuse a text with a contact, or with its writer's full `name`: a profile is read under a pseudonym."""
    if EMAIL.search(text) or PHONE.search(text) or LINK.search(text):
        return no(
            "talent.tells_contact",
            N_(
                "Leave out addresses, telephone numbers and links here: contacts are shown after you agree to it."
            ),
        )
    if _is_named(text, name):
        return no(
            "talent.tells_name",
            N_("Your name stands in this text. Leave it out: the profile is read under a pseudonym."),
        )
    return YES


def _is_named(text: str, name: str) -> bool:
    """A single word or two syllables may be an everyday word (Grace, 하나), so only a longer name is looked for."""
    words = clean(name).casefold().split()
    is_long = len(words) > 1 or (len(words) == 1 and len(words[0]) > 2 and "가" <= words[0][0] <= "힣")
    return is_long and " ".join(words) in " ".join(clean(text).casefold().split())


def bad_link(url: str) -> Decision:
    """Refuse what is not a plain ``https`` address of a public host."""
    try:
        parts = urlsplit(url)
        fine = (
            parts.scheme == "https"
            and "." in (parts.hostname or "")
            and not parts.username
            and not parts.hostname.replace(".", "").isdigit()  # type: ignore[union-attr]
            and not re.search(r"\s", url)
        )
    except ValueError:
        fine = False
    if not fine or len(url) > MOST_URL:
        return no("talent.bad_link", N_("A link begins with https:// and has at most 400 characters."))
    return YES


def host(url: str) -> str:
    """What of a link may be shown before its owner has agreed to more: ``github.com``."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
