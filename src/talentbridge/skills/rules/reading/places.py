"""Where one has to live: "US only", "EU residents", "remote from Latin America", 베트남 거주.

A country that is only talked about (the US market) is no place to live. A name counts with words of hiring or living
beside it, in an enumeration with such a one, or where a line says nothing but places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from talentbridge.skills.rules.dictionary import Hit
from talentbridge.skills.rules.reading.denial import denial
from talentbridge.skills.rules.reading.regions import ALWAYS_CAPITALS, WORLDWIDE
from talentbridge.skills.rules.reading.seen import Claim, Seen
from talentbridge.skills.rules.reading.values import Denied, Kind

_WHO = (
    "based|located|living|live|lives|reside|resides|residing|residents?|stay|staying|hires?|hiring|recruit|recruiting|employ|"
    "employs|employees?|candidates?|applicants?|people|developers?|engineers?|talents?|positions?|roles?|jobs?|openings?|"
    "remote|remotely|work|working|works|anywhere|anyone|members?|contractors?|citizens?|authorized|authorised|eligible|right|"
    "open|available|restricted|limited|team|teams|staff|colleagues|freelancers?|distributed|apply|spread|workers?"
)
_AHEAD = re.compile(
    rf"(?:\b(?:{_WHO})\s(?:\w+\s){{0,3}}(?:in|within|from|across|throughout|to|of|around|inside)\s(?:\w+\s){{0,1}}|"
    r"\b(?:must|should|to|can|may|currently) (?:be|live|reside) (?:in|from|within) |\bremote ?[(,\-/:|] ?|"
    r"\b(?:locations?|regions?|country|countries|residence|where|based in|remote) ?[:\-] ?|"
    r"(?:지역|국가|거주지|근무지|거주 ?국가|소재지|위치|근무 ?지역|채용 ?국가) ?[:\-] ?)(?:the |mainland )?$"
)
_BEHIND = re.compile(
    r"(?: or [a-z ]{2,20})?[ \-]?(?:\(?\bonly\b|\b(?:based|residents?|citizens?|applicants?|"
    r"candidates?|freelancers?|employees|"
    r"developers|engineers|remote)\b)|(?:에서만|에서|에|내에서|내에|내|권|에만|만)? ?(?:거주|체류|"
    r"사는|살고|사시는|현지 ?(?:거주|체류|인력|개발자)|근무 ?(?:가능|자|하)|"
    r"일할|일하|에 한[함해정]|한정|지원 ?가능|채용|만 ?(?:가능|지원))"
)
_OUTSIDE = re.compile(r"\b(?:outside(?: of)?|not (?:in|from)|non|except|excluding)[ \-](?:the )?$")
_ABROAD = re.compile(r" ?(?:외|이외|밖)(?:의|에|에서)?(?: |$)")
_LINK = re.compile(
    r"(?:[\s,/&+·、;|*#()\-]|\b(?:and|or|the|also|in|as well as|plus)\b|및|와|과|또는|나|이나|등){1,12}"
)
_FILLER = re.compile(
    r"(?:[\s,/&+·、;|*#()\-.:!]|\b(?:and|or|the|only|remote|remotely|all|parts|of|in|from|region|"
    r"regions|based|preferred|also|"
    r"currently|mostly|mainly|primarily|countries|timezones?|time zones?|but|us|work|is|are|we)\b|"
    r"및|와|과|또는|등|지역|전역|만){0,40}"
)
_REMARK = re.compile(r" ?\(|, (?:with|but|though|preferably|mostly|mainly|primarily)\b")
_WORKING = re.compile(rf"\b(?:{_WHO}|hired)\b|근무|거주|채용|재택|원격|일할|일하|인재|개발자|지원")
_NOT_WORKING = re.compile(
    r"customers?|clients?|users|companies|brands|markets?|offices|partners|readers|고객|사용자|시장|서비스|매출|기업"
)
_LOOSE = frozenset(
    {"global", "globally", "international", "internationally", "글로벌", "anywhere", "everywhere"}
)
_WHO_IN = re.compile(rf"\b(?:{_WHO}|hired)\b (?:\w+ ){{0,3}}$|\bremote ?[(,\-/:|] ?$")


def places(seen: Seen) -> Iterator[Claim]:
    """Countries and regions in which one has to live, and those that are ruled out."""
    for group in _groups(seen):
        is_field = _is_field(seen, group)
        is_meant = is_field or any(_is_meant(seen, hit) for hit in group)
        denied = _denied(seen, group)
        for hit in group:
            if hit in denied:
                match = _ABROAD.match(seen.folded, hit.end)
                end = hit.end + len(match[0].rstrip()) if match else hit.end
                yield Claim(Kind.NOT, Denied(Kind.PLACE, hit.name.id), hit.start, end)
            elif is_meant and (is_field or hit.name.id != WORLDWIDE or _is_worldwide(seen, hit)):
                yield Claim(Kind.PLACE, hit.name.id, hit.start, hit.end)


def _groups(seen: Seen) -> Iterator[list[Hit]]:
    """Names that stand in one enumeration."""
    group: list[Hit] = []
    for hit in seen.names("place"):
        if (
            hit.name.spelling in ALWAYS_CAPITALS
            and seen.prepared.said(hit.start, hit.end) != hit.name.spelling
        ):
            continue
        if group and not _LINK.fullmatch(seen.folded, group[-1].end, min(hit.start, group[-1].end + 40)):
            yield group
            group = []
        group.append(hit)
    if group:
        yield group


def _denied(seen: Seen, group: Sequence[Hit]) -> set[Hit]:
    """The places that are ruled out: from "excluding" on, and back from 제외; worldwide is what they are taken from."""
    ahead = next((place for place, hit in enumerate(group) if _is_outside(seen, hit)), len(group))
    behind = max((place for place, hit in enumerate(group) if _is_excluded(seen, hit)), default=-1)
    return {
        hit
        for place, hit in enumerate(group)
        if (place >= ahead or place <= behind) and hit.name.id != WORLDWIDE
    }


def _is_outside(seen: Seen, hit: Hit) -> bool:
    said = denial(seen, hit.start, hit.end)
    return bool(_OUTSIDE.search(seen.before(hit.start, 24)) or (said and said[0] < hit.start))


def _is_excluded(seen: Seen, hit: Hit) -> bool:
    said = denial(seen, hit.start, hit.end)
    return bool(_ABROAD.match(seen.folded, hit.end) or (said and said[1] > hit.end))


def _is_meant(seen: Seen, hit: Hit) -> bool:
    if hit.name.id == WORLDWIDE:
        return _is_worldwide(seen, hit)
    return bool(_AHEAD.search(seen.before(hit.start, 70)) or _BEHIND.match(seen.folded, hit.end))


def _is_worldwide(seen: Seen, hit: Hit) -> bool:
    """Worldwide is said of customers, too: it counts where work, hiring or living is spoken of."""
    if hit.name.spelling in _LOOSE and not _WHO_IN.search(seen.before(hit.start, 70)):
        return False
    around = seen.before(hit.start, 60) + " " + seen.after(hit.end, 60)
    return bool(_WORKING.search(around)) and not _NOT_WORKING.search(around)


def _is_field(seen: Seen, group: Sequence[Hit]) -> bool:
    """Whether the clause around says nothing but places, remarks after them left out."""
    start, end = seen.clause(group[0].start, group[-1].end)
    position = start
    for hit in group:
        if not _FILLER.fullmatch(seen.folded, position, hit.start):
            return False
        position = hit.end
    rest = seen.folded[position:end]
    return bool(_FILLER.fullmatch(rest) or _REMARK.match(rest))
