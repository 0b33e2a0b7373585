"""JSON Resume (https://jsonresume.org/, schema 1.x): one résumé or a list of them.

Names, contacts, picture, schools and employers are not taken over: contacts are compared as keyed hashes, the rest is
not even read beyond this module.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from talentbridge.kernel.decision import no
from talentbridge.kernel.text import N_
from talentbridge.talent.gateways import meaning
from talentbridge.talent.gateways.notes import USUAL_LEVEL, Notes
from talentbridge.talent.gateways.source import Progress, ReadRow, RowError, RowRefused, check, refuse
from talentbridge.talent.rules import Choice, Contacts, ProfileDraft, Reading, taken_over

MOST_BYTES = 20 * 1024 * 1024  # JSON has to be read whole
_KNOWN = {
    "basics", "work", "volunteer", "education", "awards", "certificates", "publications", "skills", "languages",
    "interests", "references", "projects", "meta", "$schema",
}  # fmt: skip
_READ = {"basics", "work", "skills", "languages", "projects", "certificates", "meta", "$schema"}


def read(path: Path, today: date, progress: Progress | None = None) -> Iterator[ReadRow | RowError]:
    """Every résumé of a file. `line` is its number in the list."""
    size = check(path, most=MOST_BYTES)
    keys: dict[str, int] = {}
    for number, resume in enumerate(
        resumes_in(path.read_text(encoding="utf-8-sig", errors="replace")), start=1
    ):
        try:
            reading, contacts = reading_of(resume, today)
            draft = taken_over(ProfileDraft(), reading, Choice(reading.sure()))
            yield ReadRow(number, key_of(resume, number, keys), draft, contacts=contacts)
        except RowRefused as refused:
            yield RowError(number, refused.field, refused.decision)
    if progress is not None:
        progress(size, size)


def resumes_in(text: str) -> list[Any]:
    """The objects of a JSON text. Raises `Invalid` (``source``)."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise refuse(
            "talent.json_broken",
            N_("This is not complete JSON: line {line}, column {column}."),
            line=error.lineno,
            column=error.colno,
        ) from None
    except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
        raise refuse("talent.json_deep", N_("This JSON is nested too deeply to be a résumé.")) from None
    return found if isinstance(found, list) else [found]


def only_one(resumes: list[Any]) -> Any:
    """The one résumé of a person's own file. Raises `Invalid` (``source``)."""
    if len(resumes) != 1:
        raise refuse("talent.resume_many", N_("The text holds several résumés. Bring in your own only."))
    return resumes[0]


def reading_of(resume: Any, today: date) -> tuple[Reading, Contacts]:
    """What one résumé says; whether it can be stored is `talent.rules.problems`. Raises `RowRefused`."""
    if (
        not isinstance(resume, dict)
        or not isinstance(resume.get("basics", {}), dict)
        or not _KNOWN & resume.keys()
    ):
        raise RowRefused(
            "",
            no(
                "talent.not_a_resume",
                N_("This is JSON, but not a résumé: “basics” and “skills” are expected."),
            ),
        )
    notes = Notes(today)
    _person(resume.get("basics") or {}, notes)
    _skills(resume, notes)
    for entry in _entries(resume, "languages"):
        notes.language(_text(entry.get("language")), _text(entry.get("fluency")), "languages")
    _work(resume, notes)
    _made(resume, notes)
    notes.drop("school", _entries(resume, "education"))
    return notes.reading(sorted(set(resume) - _READ)), notes.contacts()


def _person(basics: Mapping[str, Any], notes: Notes) -> None:
    notes.name(_text(basics.get("name")))
    notes.email(_text(basics.get("email")))
    notes.phone(_text(basics.get("phone")))
    profiles = basics.get("profiles")
    pages = (
        [_text(page.get("url")) for page in profiles if isinstance(page, dict)]
        if isinstance(profiles, list)
        else []
    )
    notes.page(_text(basics.get("url")), *pages)
    notes.drop("photo", _text(basics.get("image")))
    location = basics.get("location")
    if isinstance(location, dict):
        notes.drop("address", _text(location.get("address")) or _text(location.get("postalCode")))
        notes.country(_text(location.get("countryCode")), "basics › location")
    notes.headline(_text(basics.get("label")), "basics › label")
    notes.prose(_text(basics.get("summary")), "basics › summary")


def _skills(resume: Mapping[str, Any], notes: Notes) -> None:
    """Skills by exact name or found inside a phrase, at the highest level stated."""
    for entry in _entries(resume, "skills"):
        level = meaning.LEVELS.get(_text(entry.get("level")).casefold(), USUAL_LEVEL)
        keywords = entry.get("keywords")
        group = _text(entry.get("name"))
        notes.skill(group, "skills", level, is_heading=bool(keywords))
        for word in keywords if isinstance(keywords, list) else ():
            notes.skill(_text(word), f"skills › {group[:60]}", level)


def _work(resume: Mapping[str, Any], notes: Notes) -> None:
    for entry in _entries(resume, "work"):
        notes.worked(meaning.day(entry.get("startDate")), meaning.day(entry.get("endDate")))
        notes.drop("employer", _text(entry.get("name")) or _text(entry.get("company")))
        notes.roles(_text(entry.get("position")), "work › position")
        highlights = entry.get("highlights")
        lines = [_text(line) for line in highlights] if isinstance(highlights, list) else []
        notes.prose("\n".join([_text(entry.get("summary")), *lines]), "work")


def _made(resume: Mapping[str, Any], notes: Notes) -> None:
    for entry in _entries(resume, "projects"):
        roles = entry.get("roles")
        part = ", ".join(filter(None, map(_text, roles))) if isinstance(roles, list) else ""
        ended = meaning.day(entry.get("endDate")) or meaning.day(entry.get("startDate"))
        notes.sample(
            _text(entry.get("name")), _text(entry.get("url")), _text(entry.get("description")), part,
            ended.year if ended else None, "projects",
        )  # fmt: skip
    for entry in _entries(resume, "certificates"):
        notes.certificate(
            _text(entry.get("name")), _text(entry.get("issuer")), meaning.day(entry.get("date")),
            _text(entry.get("url")), "certificates",
        )  # fmt: skip


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _entries(resume: Mapping[str, Any], section: str) -> list[dict[str, Any]]:
    value = resume.get(section)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def key_of(resume: dict[str, Any], number: int, keys: dict[str, int]) -> str:
    """The e-mail address or the page that finds the person again, else the text itself; only a keyed hash is kept."""
    basics = resume.get("basics") or {}
    text = (
        _text(basics.get("email")).casefold()
        or _text(basics.get("url"))
        or json.dumps(resume, sort_keys=True)
    )
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    if digest in keys:
        raise RowRefused(
            "basics.email",
            no("talent.resume_twice", N_("Résumé {number} is the same person."), number=keys[digest]),
        )
    keys[digest] = number
    return digest
