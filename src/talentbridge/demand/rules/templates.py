"""Templates of tasks by kind of work: versioned files in both languages, and what they fill in a task.

What stands in ``[[double brackets]]`` is for the company to say; a task with such a gap is not approved.
`reviewed_by` is empty until an expert of that kind of work has looked at it; the page says so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from talentbridge.demand.rules.task import DeliverableDraft, SkillWanted, TaskDraft
from talentbridge.kernel.text import N_

SECTORS = {
    "web": N_("Web and systems"),
    "mobile": N_("Mobile"),
    "data": N_("Data"),
    "ai": N_("AI"),
    "quality": N_("Quality"),
    "security": N_("Security"),
    "operation": N_("Operation and renewal"),
    "device": N_("Devices"),
    "game": N_("Games"),
    "content": N_("Content"),
    "design": N_("Design"),
}
_TEXTS = ("title", "problem", "in_scope", "out_of_scope", "hand_over")


@dataclass(frozen=True)
class Template:
    """One kind of work. `questions` are pairs (Korean, English) that it must answer; `note` is a warning, or empty."""

    id: str
    version: str
    written_on: date
    reviewed_by: str
    certainty: str
    sector: str
    draft: TaskDraft
    questions: tuple[tuple[str, str], ...]
    note_ko: str
    note_en: str

    def title_in(self, language: str) -> str:
        """Its name."""
        return self.draft.in_language("title", language)

    def note_in(self, language: str) -> str:
        """Its warning."""
        return self.note_ko if language == "ko" else self.note_en

    def questions_in(self, language: str) -> list[str]:
        """What this kind of work must answer."""
        return [ko if language == "ko" else en for ko, en in self.questions]


@cache
def all_templates() -> dict[str, Template]:
    """Every template of the house, by id, in the order of sector and name. Read once a process."""
    folder = resources.files("talentbridge.demand") / "data" / "templates"
    found = [
        parse(file.name.removesuffix(".toml"), tomllib.loads(file.read_text(encoding="utf-8")))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    ]
    order = list(SECTORS)
    found.sort(key=lambda each: (order.index(each.sector), each.id))
    return {template.id: template for template in found}


def parse(id: str, raw: Mapping[str, Any]) -> Template:
    """A template as its file says it. Raises `KeyError` or `ValueError` on a file that is not whole."""
    if raw["sector"] not in SECTORS:
        raise ValueError(f"{id}: unknown sector {raw['sector']}")
    rows = tuple(
        DeliverableDraft(
            title_ko=row["title"]["ko"], title_en=row["title"]["en"], artefact_format=row["format"],
            language=row["language"], acceptance_ko=row["acceptance"]["ko"], acceptance_en=row["acceptance"]["en"],
        )
        for row in raw["deliverable"]
    )  # fmt: skip
    skills = tuple(
        SkillWanted(skill, level, is_must)
        for is_must, wanted in ((True, raw["must"]), (False, raw["want"]))
        for skill, level in wanted.items()
    )
    draft = TaskDraft(
        **{f"{name}_{language}": raw[name][language] for name in _TEXTS for language in ("ko", "en")},
        deliverables=rows, skills=skills, roles=tuple(raw["roles"]), weeks=raw["weeks"],
        overlap_hours=raw["overlap_hours"],
    )  # fmt: skip
    note = raw.get("note", {"ko": "", "en": ""})
    return Template(
        id, raw["version"], raw["written_on"], raw["reviewed_by"], raw["certainty"], raw["sector"], draft,
        tuple((ko, en) for ko, en in raw["questions"]), note["ko"], note["en"],
    )  # fmt: skip


def searched(templates: Iterable[Template], *, text: str = "", sector: str = "") -> list[Template]:
    """Those of a sector in which every word of `text` stands, in either language or among the skills' ids."""
    words = text.casefold().split()[:8]

    def says(template: Template) -> str:
        draft = template.draft
        texts = [getattr(draft, f"{name}_{language}") for name in _TEXTS for language in ("ko", "en")]
        texts += [row.title_ko + " " + row.title_en for row in draft.deliverables]
        return " ".join([template.id, *texts, *(wish.skill_id for wish in draft.skills)]).casefold()

    return [
        template
        for template in templates
        if (not sector or template.sector == sector) and all(word in says(template) for word in words)
    ]


def filled(draft: TaskDraft, source: TaskDraft) -> TaskDraft:
    """`draft` with what it does not say yet taken from `source`; nothing that is said is touched.

    A pair of languages is one text: where one language is written, the other is not filled with something else.
    """
    changes = {}
    for name, value in vars(source).items():
        partner = {"_ko": "_en", "_en": "_ko"}.get(name[-3:])
        is_said = getattr(draft, name) not in _NOTHING or (
            partner is not None and bool(getattr(draft, name[:-3] + partner))
        )
        if name != "export_answers" and value not in _NOTHING and not is_said:
            changes[name] = value
    return replace(draft, **changes)


_NOTHING = ("", None, ())


def reusable(draft: TaskDraft) -> TaskDraft:
    """An earlier task as a source for a new one: without dates and without export-control answers, which are asked anew."""
    rows = tuple(replace(row, due_on=None) for row in draft.deliverables)
    return replace(draft, deliverables=rows, starts_on=None, export_answers=())
