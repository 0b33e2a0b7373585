"""What a language model may be asked to draft for a task, and the exact words that go out for it. Nothing else does."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

from talentbridge.demand.rules.task import BILINGUAL, TaskDraft
from talentbridge.demand.states import TaskState
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

MOST_SENT = 12_000  # characters of one request
MOST_ANSWER = 8_000  # characters of a draft, as of the field
_LANGUAGES = {"ko": "Korean", "en": "English"}
_ROLE = (
    "You help a company and a coordinator to write a task for remote work in plain Korean and English. "
    "Answer with the text only: no heading, no quotation marks, no explanation. Invent no figures, names or dates."
)


@dataclass(frozen=True)
class Request:
    """Two messages of a chat: who the model is, and what it is asked. `text` is what a person is shown before."""

    field: str
    role: str
    question: str

    @property
    def messages(self) -> list[dict[str, str]]:
        return [{"role": "system", "content": self.role}, {"role": "user", "content": self.question}]

    @property
    def text(self) -> str:
        """Everything that goes out, as it is shown."""
        return f"{self.role}\n\n{self.question}"


def value_of(draft: TaskDraft, field: str) -> str | None:
    """The text of a field that can be drafted (``problem_en``, ``deliverables-0-acceptance_ko``); None for any other."""
    row, name = _place(field)
    if row is None:
        return getattr(draft, name) if name[:-3] in BILINGUAL and name[-3:] in ("_ko", "_en") else None
    if (
        row >= len(draft.deliverables)
        or name[:-3] not in ("title", "acceptance")
        or name[-3:] not in ("_ko", "_en")
    ):
        return None
    return getattr(draft.deliverables[row], name)


def with_value(draft: TaskDraft, field: str, text: str) -> TaskDraft:
    """`draft` with the text in such a field."""
    row, name = _place(field)
    change: dict[str, Any] = {name: text}
    if row is None:
        return replace(draft, **change)
    rows = list(draft.deliverables)
    rows[row] = replace(rows[row], **change)
    return replace(draft, deliverables=tuple(rows))


def request_for(draft: TaskDraft, field: str) -> Request | None:
    """What would be asked for a field: the other language of what is written, or a draft of acceptance criteria."""
    if value_of(draft, field) is None:
        return None
    language = field[-2:]
    other = "en" if language == "ko" else "ko"
    if source := value_of(draft, f"{field[:-2]}{other}"):
        question = f"Translate from {_LANGUAGES[other]} into {_LANGUAGES[language]}:\n\n{source}"
        return Request(field, _ROLE, question)
    row, name = _place(field)
    if row is None or not name.startswith("acceptance"):
        return None
    result = draft.deliverables[row]
    title = result.title_en if language == "en" else result.title_ko
    known = {
        "Result": title or result.title_ko or result.title_en,
        "Format": result.artefact_format,
        "Purpose of the task": draft.in_language("problem", language)[:2_000],
    }
    if not known["Result"]:
        return None
    facts = "\n".join(f"{label}: {text}" for label, text in known.items() if text)
    question = (
        f"Write two or three acceptance criteria in {_LANGUAGES[language]} that two people can check and get the same "
        f"answer. Where a figure is needed that is not given, write [[figure]].\n\n{facts}"
    )
    return Request(field, _ROLE, question)


def key_of(task_id: object, request: Request, model: str) -> str:
    """One key for the same request, so that a click twice sends once."""
    said = json.dumps([str(task_id), request.field, request.text, model])
    return hashlib.sha256(said.encode()).hexdigest()


def can_ask(state: str, request: Request | None) -> Decision:
    """Whether a draft can be asked for: the task is being written, there is something to go by, and it is not too long."""
    if state not in (TaskState.DRAFT, TaskState.PROPOSED):
        return no(
            "demand.draft_agreed",
            N_("Both sides have approved the task. Write a change yourself, with its reason."),
        )
    if request is None:
        return no("demand.draft_nothing", N_("There is nothing to draft from yet. Write one language first."))
    if len(request.text) > MOST_SENT:
        return no("demand.draft_long", N_("The text is too long to be drafted in one piece."))
    return YES


def _place(field: str) -> tuple[int | None, str]:
    """The row of a field, if it is in one, and its name."""
    group, _dash, rest = field.partition("-")
    number, _dash, name = rest.partition("-")
    if group == "deliverables" and number.isdecimal() and name:
        return int(number), name
    return None, field
