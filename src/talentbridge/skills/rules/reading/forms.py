"""In which form one works together, and how remote: words only, each as what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from talentbridge.skills.rules.dictionary import Hit
from talentbridge.skills.rules.reading.denial import denial
from talentbridge.skills.rules.reading.seen import Claim, Seen
from talentbridge.skills.rules.reading.values import Denied, Kind

_EVERYBODY = re.compile(
    r"\b(?:all|everyone|everybody|entire|whole|every|completely|100 ?%)\b[^.,;\n]{0,40}$|"
    r"전\s?(?:직원|구성원|원)\S{0,3}\s\S{0,8}\s?$"
)
_NOT_EVERYBODY = re.compile(
    r"\b(?:most(?:ly)?|majority|some|half|partly|few|many|almost|nearly|not|several|certain|"
    r"sometimes)\b[^.,;\n]{0,40}$"
)
_AND_OFFICE = re.compile(
    r"\s?(?:and|or|/|,|\+|&)\s?(?:partly |also |sometimes )?(?:in |from |at )?(?:the |an |our )?(?:office|on-?site)|"
    r"[^.\n]{0,30}\b(?:days? (?:a|per) week|come in(?:to)?(?: to)?|time) (?:in |at |to )?(?:the |our )?office"
)
_WITH_OFFICE = re.compile(r"\boffice(?:s)? ?(?:and|or|/|,|&) ?(?:partly |or |from )?$")
# Words that take a name away from work: hybrid cloud, remote control, remote server, 원격 제어.
_OTHER_REMOTE = re.compile(
    r"\s(?:control|server|desktop|sensing|access|repositor|procedure|machine|host|monitoring|device|sensor|data|api|"
    r"diagnos|support tool|shell|storage|branch|debug|code execution|patient|area|region|village)|"
    r"\s?(?:제어|서버|데스크|접속|저장소|진료|교육|수업|조종|지원\s?(?:도구|솔루션)|모니터링|검침|의료)"
)
_OTHER_HYBRID = re.compile(
    r"\s(?:app|cloud|mobile|search|model|vehicle|car|recommend|approach|retriev|architect|event|framework)|"
    r"\s?(?:앱|클라우드|모델|검색|추천|차|자동차|방식|웹|모바일)"
)
_OTHER_SITE = re.compile(
    r"\s(?:search|seo|mobile|screen|workshop|training|event|meet|retreat)|\s?(?:시간|부|퇴근)"
)
_OTHERS = {"remote": _OTHER_REMOTE, "hybrid": _OTHER_HYBRID, "on_site": _OTHER_SITE}
_IMPOSSIBLE = re.compile(
    r"(?:근무)?(?:는|은|이|가)?\s?(?:불가|안\s?(?:됨|되|돼))|\s(?:work\s)?(?:is|"
    r"are)?\s?not (?:possible|allowed|available|an option)"
)


def employment_forms(seen: Seen) -> Iterator[Claim]:
    """Employee, contractor, freelancer, 파견, 도급 and the others, wherever the text names one."""
    for hit in seen.names("employment_form"):
        yield _claim(seen, hit, Kind.FORM)


def work_modes(seen: Seen) -> Iterator[Claim]:
    """Remote, hybrid, on site and the shades between. Remote that is said to be impossible is on site."""
    for hit in seen.names("work_mode"):
        other = _OTHERS.get(hit.name.id)
        if other and other.match(seen.folded, hit.end):
            continue
        impossible = _IMPOSSIBLE.match(seen.folded, hit.end) if hit.name.id.endswith("remote") else None
        if impossible:
            yield Claim(Kind.MODE, "on_site", hit.start, impossible.end())
        elif hit.name.id == "remote":
            yield _how_remote(seen, hit)
        else:
            yield _claim(seen, hit, Kind.MODE)


def _how_remote(seen: Seen, hit: Hit) -> Claim:
    """Plain remote, or what the words around make of it: everyone is, or from home and from the office."""
    before = seen.before(hit.start, 60)
    behind = _AND_OFFICE.match(seen.folded, hit.end, seen.clause(hit.start, hit.end)[1])
    if behind or _WITH_OFFICE.search(before):
        return Claim(Kind.MODE, "hybrid", hit.start, behind.end() if behind else hit.end)
    if _EVERYBODY.search(before) and not _NOT_EVERYBODY.search(before):
        return Claim(Kind.MODE, "fully_remote", hit.start, hit.end)
    return _claim(seen, hit, Kind.MODE)


def _claim(seen: Seen, hit: Hit, kind: Kind) -> Claim:
    if denied := denial(seen, hit.start, hit.end):
        return Claim(Kind.NOT, Denied(kind, hit.name.id), *denied)
    return Claim(kind, hit.name.id, hit.start, hit.end)
