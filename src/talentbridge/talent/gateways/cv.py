"""A CV in words, Korean or English: lines that tell who it is are not read, the rest is, with offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from talentbridge.kernel.money import digits
from talentbridge.skills.rules import recognise_roles
from talentbridge.skills.rules.reading import Found, Hours, Kind, LanguageLevel, Pay, SkillLevel, Years, read
from talentbridge.talent.gateways import meaning
from talentbridge.talent.gateways.notes import USUAL_LEVEL, Notes
from talentbridge.talent.rules import RATE_UNITS, Contacts, Item, Reading, clean, countries
from talentbridge.talent.rules.words import EMAIL, LINK, PHONE

MOST_CHARACTERS = 100_000
_AROUND = 60  # characters shown on each side of what was read

# The general reader's words for how one works together and where, as a profile has them.
_MODES = {
    "fully_remote": "remote", "remote_first": "remote", "remote_friendly": "remote", "remote": "remote",
    "hybrid": "hybrid", "on_site": "on_site",
}  # fmt: skip
_FORMS = {
    "contractor": "contractor", "freelance": "contractor", "subcontract": "contractor", "employment": "employment",
    "fixed_term": "fixed_term", "eor": "eor",
}  # fmt: skip

# Lines that say who somebody is, by their label. They are not read at all.
_LABELS = {
    "name": r"(?:full )?name|성\s?명|이\s?름|성함",
    "birth": r"date of birth|birth ?date|birthday|d\.?o\.?b\.?|born|age|생년월일|출생|나\s?이|연령|주민등록번호|주민번호",
    "sex": r"sex|gender|성\s?별",
    "nationality": r"nationality|citizenship|국\s?적",
    "family": r"marital status|결혼(?: ?여부)?|혼인|가족(?: ?관계)?|병역|military service",
    "photo": r"photo|picture|사\s?진",
    "address": r"(?:home |postal )?address|주\s?소|거주지 주소",
    "phone": r"(?:tele)?phone|mobile|cell|tel|전화(?:번호)?|휴대폰|연락처|핸드폰",
    "email": r"e-?mail|이메일|메일",
}
_LABELLED = re.compile(
    "|".join(
        rf"(?P<{kind}>^\W{{0,3}}(?:{words})\s?(?:[:：|\t]|\s{{2,}}|-\s))" for kind, words in _LABELS.items()
    ),
    re.IGNORECASE,
)
_ID_NUMBER = re.compile(r"\b\d{6}\s?-\s?[1-8]\d{6}\b")  # a Korean resident registration number
_SCHOOL = re.compile(
    r"\b(?:university|college|institute of technology|polytechnic|high school|bachelor|master'?s (?:degree|of|in)|master of|"
    r"ph\.?d|b\.?sc|m\.?sc|b\.?eng|gpa|alma mater)\b|대학교|대학원|고등학교|전문대|학사|석사|박사|학점|졸업|전공",
    re.IGNORECASE,
)
_HEADINGS = {
    "school": r"education(?: and training)?|academic(?: background)?|학력(?: ?사항)?|교육",
    "references": r"references?|referees|추천인",
    "certificates": r"certificat\w+|licen[cs]es?(?: and certifications?)?|자격증?|자격 ?사항|보유 ?자격",
    "skills": r"(?:technical |core |key )?skills?|technologies|tech stack|기술(?: ?스택)?|보유 ?기술|역량",
    "languages": r"languages?|어학|외국어|언어",
    "work": r"(?:work |professional |employment )?(?:experience|history)|career|projects?|경력(?: ?사항)?|업무 ?경험|"
    r"프로젝트(?: ?경험)?",
    "other": r"hobbies|interests|summary|profile|about(?: me)?|objective|personal (?:data|details|information)|contact|"
    r"awards|자기소개|소개|인적 ?사항|수상",
}
_HEADING = re.compile(
    "|".join(rf"(?P<{name}>(?:{words}))" for name, words in _HEADINGS.items()), re.IGNORECASE
)
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip
# A month and year in the usual ways: Mar 2018, 03/2018, 2018.03, 2018년 3월, 2018.
_POINT = (
    r"(?:(?P<{0}m1>[A-Za-z]{{3,9}})\.?\s+)?(?:(?P<{0}m2>\d{{1,2}})\s?[./]\s?)?"
    r"(?P<{0}y>(?:19|20)\d\d)(?:\s?년|\s?[./-]\s?)?\s?(?:(?P<{0}m3>\d{{1,2}})\s?월?)?"
)
_PERIOD = re.compile(
    _POINT.format("a")
    + r"\.?\s{0,2}(?:-|–|—|~|∼|to|until|부터)\s{0,2}(?:"
    + _POINT.format("b")
    + r"|(?P<now>present|now|current|today|ongoing|현재|재직\s?중?|진행\s?중?))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Line:
    start: int
    text: str
    section: str


def reading_of(text: str, today: date, name: str) -> tuple[Reading, Contacts]:
    """What a CV in words says. `name` is its owner's: a line that is nothing else is not read either."""
    notes = Notes(today, name)
    text = text.replace("\r\n", "\n")
    if len(text) > MOST_CHARACTERS:
        text = text[:MOST_CHARACTERS]
        notes.doubt("cut")
    notes.email(*EMAIL.findall(text))
    notes.phone(*PHONE.findall(text))
    notes.page(*LINK.findall(text))
    lines = list(_readable(text, notes, name))
    kept = _only(text, lines)
    _headline(lines, notes)
    _Findings(text, lines, notes).note(read(kept, today))
    for line in lines:
        if line.section == "certificates":
            _certificate(line.text, notes)
        for match in _PERIOD.finditer(line.text):
            notes.worked(*_period(match, today))
    return notes.reading(), notes.contacts()


def _readable(text: str, notes: Notes, name: str) -> Iterator[_Line]:
    """The lines that do not say who somebody is, each with the section it stands in."""
    start, section = 0, ""
    for raw in text.split("\n"):
        line, begin = raw.strip(), start
        start += len(raw) + 1
        if not line:
            continue
        if heading := _heading(line):
            section = heading
            notes.drop("school", section == "school")
            continue
        kind = _tells(line, name)
        if kind:
            notes.drop(kind)
        elif section not in {"school", "references"}:
            yield _Line(begin, raw, section)


def _heading(line: str) -> str:
    bare = re.sub(r"^[\W\d]+|[\W]+$", "", line)
    if len(bare) > 40:
        return ""
    match = _HEADING.fullmatch(bare)
    return match.lastgroup or "" if match else ""


def _tells(line: str, name: str) -> str:
    """What of `rules.DROPPED` a line tells; empty when it may be read."""
    if _ID_NUMBER.search(line):
        return "birth"
    if match := _LABELLED.match(line):
        return match.lastgroup or ""
    if _SCHOOL.search(line):
        return "school"
    if name and clean(line).casefold() == clean(name).casefold():
        return "name"
    return ""


def _only(text: str, lines: list[_Line]) -> str:
    """The text with everything blanked out that is not in `lines`, contacts too: offsets stay."""
    kept = list(re.sub(r"[^\n]", " ", text))
    for line in lines:
        kept[line.start : line.start + len(line.text)] = line.text
    plain = "".join(kept)
    for pattern in (EMAIL, LINK, PHONE):
        plain = pattern.sub(lambda match: " " * len(match[0]), plain)
    return plain


def _headline(lines: list[_Line], notes: Notes) -> None:
    """The first short line that names a role: its name in the graph, because the line may name the person too."""
    for line in lines[:15]:
        roles = recognise_roles(line.text)
        if roles and len(line.text.strip()) <= 120:
            notes.role_as_headline(roles[0].skill_id, line.text.strip())
            return


class _Findings:
    """What the general reader found, as items of a profile with the words around them."""

    def __init__(self, text: str, lines: list[_Line], notes: Notes) -> None:
        self.text, self.lines, self.notes = text, lines, notes
        self.starts = [line.start for line in lines]
        self.levels: dict[str, int] = {}

    def note(self, found: list[Found]) -> None:
        """Note everything that a profile can hold."""
        for each in found:
            if isinstance(each.value, SkillLevel):
                self.levels.setdefault(each.value.skill, each.value.level)
        for each in found:
            for kind, value, sure in self._said(each):
                level = self.levels.get(value, USUAL_LEVEL) if kind == "skill" else 0
                before, after = _before(self.text, each.start), _after(self.text, each.end)
                self.notes.add(Item(kind, value, each.said, before, after, level=level, sure=sure))

    def _said(self, found: Found) -> Iterator[tuple[str, str, bool]]:
        """(kind of item, value, whether it is ticked). What stands in the work history was so; it may not be wished."""
        value, is_now = found.value, self._section(found.start) != "work"
        if found.kind == Kind.SKILL:
            yield "skill", str(value), True
        elif found.kind == Kind.ROLE:
            yield "role", str(value), False
        elif isinstance(value, Years):
            years = value.least if value.least is not None else value.most
            if years is not None:
                yield (
                    ("practice", f"{value.skill}:{years}", True)
                    if value.skill
                    else ("years", str(years), True)
                )
        elif isinstance(value, LanguageLevel) and value.level:
            yield "language", f"{value.language}:{value.level}", True
        elif found.kind == Kind.START and isinstance(value, date) and value >= self.notes.today:
            yield "available_from", value.isoformat(), True
        elif isinstance(value, Hours) and (hours := value.low or value.high):
            yield "weekly_hours", str(int(hours)), is_now
        elif isinstance(value, Pay) and (rate := _rate(value)):
            yield "rate", rate, False
        elif found.kind == Kind.MODE and (mode := _MODES.get(str(value))):
            yield "work_mode", mode, is_now
        elif found.kind == Kind.FORM and (form := _FORMS.get(str(value))):
            yield "engagement_type", form, is_now
        elif found.kind == Kind.PLACE and str(value) in countries():
            yield "country", str(value), is_now

    def _section(self, start: int) -> str:
        return self.lines[max(0, bisect_right(self.starts, start) - 1)].section if self.lines else ""


def _rate(pay: Pay) -> str:
    """A yearly sum as a month's; a price of a project is no rate."""
    amount = pay.low if pay.low is not None else pay.high
    unit = "month" if pay.unit == "year" else pay.unit
    if amount is None or unit not in RATE_UNITS:
        return ""
    minor = (amount / (12 if pay.unit == "year" else 1)).scaleb(digits(pay.currency))
    return f"{int(minor)} {pay.currency} {unit}"


def _before(text: str, start: int) -> str:
    """What stands before in the same line, from a whole word on."""
    line = text.rfind("\n", 0, start) + 1
    if start - line <= _AROUND:
        return text[line:start]
    cut = text[start - _AROUND : start]
    return "… " + cut.partition(" ")[2]


def _after(text: str, end: int) -> str:
    """What stands behind in the same line, up to a whole word."""
    line = text.find("\n", end)
    line = line if line >= 0 else len(text)
    if line - end <= _AROUND:
        return text[end:line]
    return text[end : end + _AROUND].rpartition(" ")[0] + " …"


def _certificate(line: str, notes: Notes) -> None:
    found = re.search(r"(19|20)\d\d(?:[.\-/]\s?(\d{1,2}))?(?:[.\-/]\s?(\d{1,2}))?", line)
    issued = None
    if found:
        issued = meaning.day(
            "-".join([found[0][:4], *(f"{int(part):02d}" for part in found.groups()[1:] if part)])
        )
    name = re.sub(r"\(?\b(?:19|20)\d\d[.\-/\d\s]{0,7}\)?", " ", line).strip(" \t-–—•·*,|:()")
    stated, _comma, issuer = name.partition(", ")
    notes.certificate(stated, issuer, issued, "", "")


def _period(match: re.Match[str], today: date) -> tuple[date | None, date | None]:
    start = _point(match, "a")
    if match["now"]:
        return start, None
    end = _point(match, "b")
    if end is None:
        return start, start
    last = date(end.year + end.month // 12, end.month % 12 + 1, 1) - timedelta(days=1)
    has_month = any(match[f"b{part}"] for part in ("m1", "m2", "m3"))
    return start, last if has_month else date(end.year, 1, 1)


def _point(match: re.Match[str], side: str) -> date | None:
    month = 1
    if word := match[f"{side}m1"]:
        month = _MONTHS.get(word[:3].casefold(), 1)
    elif number := match[f"{side}m2"] or match[f"{side}m3"]:
        month = int(number)
    return date(int(match[f"{side}y"]), month, 1) if 1 <= month <= 12 else None
