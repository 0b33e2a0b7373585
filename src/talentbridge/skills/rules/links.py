"""Where else an entry is described: facts, each with whose list it is and under which licence it may be repeated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.text import N_


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A list that our entries are tied to. `shape` is what a value has to look like; `says` tells that in words."""

    title: str
    source: str
    shape: re.Pattern[str]
    says: str


LONGEST_LINK = 200  # characters
_OCCUPATION = re.compile(r"\d\d-\d{4}\.\d\d")  # of O*NET, by the Standard Occupational Classification
_SORT = re.compile(r"\d{8}")  # of software, a commodity of UNSPSC
LINKS: Mapping[str, Elsewhere] = {
    "esco": Elsewhere(
        "ESCO",
        N_(
            "This uses the ESCO classification of the European Commission (v1.2). Free to reuse with "
            "acknowledgement, Commission Decision 2011/833/EU."
        ),
        re.compile(r"https?://data\.europa\.eu/esco/(?:skill|occupation|isced-f)/[\w.-]+"),
        N_("An address that begins with http://data.europa.eu/esco/."),
    ),
    "onet": Elsewhere(
        "O*NET",
        N_(
            "O*NET database (2024) of the U.S. Department of Labor (USDOL/ETA), CC BY 4.0; the code alone, chosen by us. "
            "USDOL/ETA has not approved or tested this."
        ),
        re.compile(f"{_OCCUPATION.pattern}|{_SORT.pattern}"),
        N_("The code of an occupation (15-1252.00) or of a sort of software (43232604)."),
    ),
    "stackoverflow": Elsewhere(
        "Stack Overflow",
        N_("A tag of Stack Overflow; Stack Exchange content, CC BY-SA 4.0."),
        re.compile(r"[a-z0-9+#.\-]{1,35}"),
        N_("A tag: lower-case letters, digits, + # . and hyphens."),
    ),
    "itsqf": Elsewhere(
        "ITSQF",
        N_("The job of ITSQF under which KOSA counts the role in its wage statistics, by our judgement."),
        re.compile(r"\S.*"),
        N_("The name of the job in Korean."),
    ),
}


def address(scheme: str, value: str) -> str:
    """Where a value is described on the web; empty when it has no page of its own."""
    if scheme == "esco":
        return value
    if scheme == "stackoverflow":
        return f"https://stackoverflow.com/questions/tagged/{quote(value, safe='')}"
    if scheme == "onet" and _OCCUPATION.fullmatch(value):
        return f"https://www.onetonline.org/link/summary/{value}"
    return ""


def link_problems(links: Mapping[str, str]) -> dict[str, Decision]:
    """What is wrong with links, by ``link_<scheme>``."""
    found: dict[str, Decision] = {}
    for scheme, value in links.items():
        if scheme not in LINKS:
            found[""] = no("skills.scheme", N_("There is no list “{scheme}” to link to."), scheme=scheme)
        elif len(value) > LONGEST_LINK or not LINKS[scheme].shape.fullmatch(value):
            found[f"link_{scheme}"] = no("skills.link", LINKS[scheme].says)
    return found
