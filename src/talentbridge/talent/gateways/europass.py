"""Europass: the XML of europass.europa.eu since 2020 (`Candidate`, HR-XML), and the older `SkillsPassport` (v3) as XML or
JSON. https://europass.europa.eu/ and http://europass.cedefop.europa.eu/Europass

The two formats become one plain tree first; elements are found by their local names, and none is required. Entities and
outside documents are refused before anything is read (defusedxml).
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from talentbridge.kernel.decision import no
from talentbridge.kernel.text import N_
from talentbridge.talent.gateways import meaning
from talentbridge.talent.gateways.jsonresume import only_one, resumes_in
from talentbridge.talent.gateways.notes import Notes
from talentbridge.talent.gateways.source import Progress, ReadRow, RowError, RowRefused, check, refuse
from talentbridge.talent.rules import CEFR, Choice, Contacts, ProfileDraft, Reading, taken_over

MOST_BYTES = 20 * 1024 * 1024  # with a picture inside
_DEEPEST = 60
_TAGS = re.compile(r"<[^<>]{0,2000}>")
Tree = dict[str, Any]  # local name -> list of (text or Tree); "#" is an element's own text


def read(path: Path, today: date, progress: Progress | None = None) -> Iterator[ReadRow | RowError]:
    """The one CV of a file."""
    size = check(path, most=MOST_BYTES)
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    try:
        reading, contacts = reading_of(tree_of(text), today)
        draft = taken_over(ProfileDraft(), reading, Choice(reading.sure()))
        key = (contacts.emails or contacts.links or (text,))[0].casefold()
        yield ReadRow(1, hashlib.sha256(key.encode("utf-8", "replace")).hexdigest(), draft, contacts=contacts)
    except RowRefused as refused:
        yield RowError(1, refused.field, refused.decision)
    if progress is not None:
        progress(size, size)


def tree_of(text: str) -> Tree:
    """A Europass document, XML or JSON, as a plain tree. Raises `Invalid` (``source``)."""
    if text.lstrip().startswith(("{", "[")):
        return _from_json(only_one(resumes_in(text)), 0)
    try:
        # The declaration may name another encoding than the one that the text was decoded from already.
        root = fromstring(re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text, count=1), forbid_dtd=True)
    except DefusedXmlException:
        raise refuse(
            "talent.xml_entities", N_("This XML defines entities or a document type, which a CV never needs.")
        ) from None
    except (ParseError, ValueError) as error:
        line, column = getattr(error, "position", (0, 0))
        raise refuse(
            "talent.xml_broken",
            N_("This is not complete XML: line {line}, column {column}."),
            line=line,
            column=column,
        ) from None
    return {_local(root.tag): [_from_xml(root, 0)]}


def is_europass(tree: Tree) -> bool:
    """Whether a tree looks like one of the Europass formats."""
    return bool({"SkillsPassport", "Candidate", "LearnerInfo"} & tree.keys())


def _local(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


def _from_xml(element: Element, depth: int) -> Tree:
    if depth > _DEEPEST:
        raise refuse("talent.xml_deep", N_("This XML is nested too deeply to be a CV."))
    found: Tree = {f"@{_local(name)}": value for name, value in element.attrib.items()}
    found["#"] = (element.text or "").strip()
    for child in element:
        found.setdefault(_local(child.tag), []).append(_from_xml(child, depth + 1))
    return found


def _from_json(value: Any, depth: int) -> Tree:
    """JSON of the same format: ``Year: 2019`` becomes what the attribute ``year="2019"`` is."""
    if depth > _DEEPEST:
        raise refuse("talent.json_deep", N_("This JSON is nested too deeply to be a résumé."))
    if not isinstance(value, dict):
        return {
            "#": str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
        }
    found: Tree = {"#": ""}
    for name, inner in value.items():
        rows = inner if isinstance(inner, list) else [inner]
        if name in {"Year", "Month", "Day"} and isinstance(inner, int):
            found[f"@{name.lower()}"] = str(inner)
        found[name] = [_from_json(row, depth + 1) for row in rows[:1000]]
    return found


def reading_of(tree: Tree, today: date) -> tuple[Reading, Contacts]:
    """What a Europass CV says. Raises `RowRefused`."""
    notes = Notes(today)
    if candidate := _first(tree, "Candidate"):
        _candidate(candidate, notes)
    elif learner := _first(tree, "SkillsPassport", "LearnerInfo") or _first(tree, "LearnerInfo"):
        _learner(learner, notes)
    else:
        raise RowRefused(
            "",
            no(
                "talent.not_europass", N_("This is XML or JSON, but neither a Europass CV nor a JSON Resume.")
            ),
        )
    return notes.reading(), notes.contacts()


# SkillsPassport, to 2020 ------------------------------------------------------------------------------------------


def _learner(learner: Tree, notes: Notes) -> None:
    person = _first(learner, "Identification") or {}
    names = [_said(person, "PersonName", part) for part in ("FirstName", "Surname")]
    notes.name(" ".join(filter(None, names)))
    contact = _first(person, "ContactInfo") or {}
    notes.email(*_texts(contact, "Email", "Contact"))
    notes.phone(
        *_texts(contact, "TelephoneList", "Telephone", "Contact"), *_texts(contact, "Telephone", "Contact")
    )
    notes.page(*_texts(contact, "WebsiteList", "Website", "Contact"), *_texts(contact, "Website", "Contact"))
    address = _first(contact, "Address", "Contact") or {}
    notes.drop("address", _said(address, "AddressLine") or _said(address, "PostalCode"))
    notes.country(_said(address, "Country", "Code"), "Address")
    about = _first(person, "Demographics") or {}
    notes.drop("birth", _first(about, "Birthdate"))
    notes.drop("sex", _first(about, "Gender"))
    notes.drop("nationality", _first(about, "NationalityList") or _first(about, "Nationality"))
    notes.drop("photo", _first(person, "Photo"))
    notes.headline(_said(learner, "Headline", "Description", "Label"), "Headline")
    for job in [*_all(learner, "WorkExperienceList", "WorkExperience"), *_all(learner, "WorkExperience")]:
        if _first(job, "Period"):
            notes.worked(_date(_first(job, "Period", "From")), _date(_first(job, "Period", "To")))
            notes.drop("employer", _said(job, "Employer", "Name"))
            notes.roles(_said(job, "Position", "Label"), "WorkExperience")
            notes.prose(_prose(_said(job, "Activities")), "WorkExperience")
    notes.drop("school", _first(learner, "EducationList") or _first(learner, "Education"))
    _known_by(learner, notes)
    for made in [*_all(learner, "AchievementList", "Achievement"), *_all(learner, "Achievement")]:
        title, text = _said(made, "Title", "Label"), _prose(_said(made, "Description"))
        if "certif" in f"{_said(made, 'Title', 'Code')} {title}".casefold():
            notes.certificate(text[:160], "", None, "", "Achievement")
        elif "project" in f"{_said(made, 'Title', 'Code')} {title}".casefold():
            notes.sample(text.partition("\n")[0], "", text, "", None, "Achievement")


def _known_by(learner: Tree, notes: Notes) -> None:
    """Languages, and skills that are described in sentences."""
    tongues = _first(learner, "Skills", "Linguistic") or {}
    for tongue in [*_all(tongues, "MotherTongueList", "MotherTongue"), *_all(tongues, "MotherTongue")]:
        if _first(tongue, "Description"):
            name = _said(tongue, "Description", "Code") or _said(tongue, "Description", "Label")
            notes.language(name, "C2", "MotherTongue")
    for tongue in [
        *_all(tongues, "ForeignLanguageList", "ForeignLanguage"),
        *_all(tongues, "ForeignLanguage"),
    ]:
        if _first(tongue, "Description"):
            name = _said(tongue, "Description", "Code") or _said(tongue, "Description", "Label")
            scores = _first(tongue, "ProficiencyLevel") or {}
            notes.language(name, _lowest(row["#"] for rows in scores.values() if isinstance(rows, list) for row in rows),
                           "ForeignLanguage")  # fmt: skip
    for kind in ("Computer", "JobRelated"):
        for line in re.split(
            r"[\n;•·]|(?<!\d),(?!\d)", _prose(_said(learner, "Skills", kind, "Description"))
        ):
            if len(line.strip()) <= 40:
                notes.skill(line, kind)
            else:
                notes.prose(line, kind)


# Candidate, since 2020 --------------------------------------------------------------------------------------------


def _candidate(candidate: Tree, notes: Notes) -> None:
    person = _first(candidate, "CandidatePerson") or {}
    names = [_said(person, "PersonName", part) for part in ("GivenName", "FamilyName")]
    notes.name(" ".join(filter(None, names)))
    for way in _all(person, "Communication"):
        channel, address = _said(way, "ChannelCode").casefold(), _said(way, "URI")
        if channel == "email":
            notes.email(address)
        elif channel == "telephone":
            notes.phone(f"+{_said(way, 'CountryDialing')}{_said(way, 'DialNumber')}")
        elif channel in {"web", "social media"}:
            notes.page(address)
        if place := _first(way, "Address"):
            notes.drop("address", _said(place, "AddressLine") or _said(place, "PostalCode"))
            notes.country(_said(place, "CountryCode"), "Address")
    notes.drop("birth", _first(person, "BirthDate"))
    notes.drop("sex", _first(person, "GenderCode"))
    notes.drop("nationality", _first(person, "NationalityCode"))
    for tongue in _all(person, "PrimaryLanguageCode"):
        notes.language(tongue["#"], "C2", "PrimaryLanguageCode")
    for profile in _all(candidate, "CandidateProfile"):
        _profile(profile, notes)


def _profile(profile: Tree, notes: Notes) -> None:
    notes.drop("photo", _first(profile, "Attachment"))
    notes.prose(_prose(_said(profile, "ExecutiveSummary")), "ExecutiveSummary")
    for employer in _all(profile, "EmploymentHistory", "EmployerHistory"):
        notes.drop("employer", _said(employer, "OrganizationName"))
        for position in _all(employer, "PositionHistory"):
            period = _first(position, "EmploymentPeriod") or {}
            start = meaning.day(_said(period, "StartDate", "FormattedDateTime"))
            notes.worked(start, meaning.day(_said(period, "EndDate", "FormattedDateTime")))
            notes.roles(_said(position, "PositionTitle"), "EmploymentHistory")
            notes.prose(_prose(_said(position, "Description")), "EmploymentHistory")
    notes.drop("school", _first(profile, "EducationHistory", "EducationOrganizationAttendance"))
    for competency in _all(profile, "PersonQualifications", "PersonCompetency"):
        if _said(competency, "TaxonomyID").casefold() == "language":
            scores = [_said(each, "Score", "ScoreText") for each in _all(competency, "CompetencyDimension")]
            notes.language(_said(competency, "CompetencyID"), _lowest(scores), "PersonQualifications")
    groups = [
        *_all(profile, "Skills", "PersonCompetency"),
        *_all(profile, "Skills", "SkillsGroup", "PersonCompetency"),
    ]
    for skill in groups:
        notes.skill(_said(skill, "CompetencyName"), "Skills")
    for other in _all(profile, "Others"):
        title = _said(other, "Title").casefold()
        for entry in _all(other, "Other"):
            _custom(title, entry, notes)


def _custom(title: str, entry: Tree, notes: Notes) -> None:
    """A section that the person named: projects and certificates are read, everything else is left."""
    text, name, link = _prose(_said(entry, "Description")), _said(entry, "Title"), _said(entry, "Link")
    when = meaning.day(_said(entry, "Date", "EndDate", "FormattedDateTime")) or meaning.day(
        _said(entry, "Date", "StartDate", "FormattedDateTime")
    )
    if "certif" in title or "자격" in title:
        notes.certificate(name, "", when, link, "Others")
    elif "project" in title or "portfolio" in title or "프로젝트" in title:
        notes.sample(name, link, text, "", when.year if when else None, "Others")


# The tree ---------------------------------------------------------------------------------------------------------


def _all(tree: Tree, *path: str) -> list[Tree]:
    """Every element at the end of a path of local names."""
    found = [tree]
    for name in path:
        found = [
            child
            for parent in found
            for child in (parent.get(name, ()) if isinstance(parent.get(name), list) else ())
        ]
    return [each for each in found if isinstance(each, dict)]


def _first(tree: Tree, *path: str) -> Tree | None:
    return next(iter(_all(tree, *path)), None)


def _said(tree: Tree, *path: str) -> str:
    """The text of the first element at the end of a path; empty when there is none."""
    found = _first(tree, *path)
    return str(found.get("#", "")) if found else ""


def _texts(tree: Tree, *path: str) -> list[str]:
    return [each["#"] for each in _all(tree, *path) if each.get("#")]


def _prose(text: str) -> str:
    """Sentences without the markup that Europass keeps inside its texts; each paragraph a line."""
    broken = re.sub(r"(?i)<(?:br|/p|/li|/ul|/ol)[^<>]{0,20}>", "\n", html.unescape(text))
    return html.unescape(_TAGS.sub("", broken)).strip()


def _date(tree: Tree | None) -> date | None:
    """``<From year="2019" month="--03"/>``."""
    if not tree:
        return None
    numbers = [re.sub(r"\D", "", str(tree.get(f"@{name}", ""))) for name in ("year", "month", "day")]
    year, month, day = (int(number) if number else 1 for number in numbers)
    try:
        return date(year, month, day) if numbers[0] else None
    except ValueError:
        return None


def _lowest(scores: Any) -> str:
    """The lowest of the CEFR levels of one language: somebody who writes at B1 is not at C1."""
    known = [score for score in scores if score in CEFR]
    return min(known, key=CEFR.index, default="")
