"""What a task does not say yet, asked as questions; and what a need says so vaguely that it must be asked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from talentbridge.demand.rules.task import EXPORT_QUESTIONS, DeliverableDraft, TaskDraft
from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.money import Money
from talentbridge.kernel.text import N_


def open_questions(draft: TaskDraft) -> dict[str, Decision]:
    """What has to be answered before the task can be approved, by field, in the order of the page."""
    asked: dict[str, Decision] = {}

    def ask(name: str, answered: object, sentence: str) -> None:
        if not answered:
            asked[name] = no(f"demand.ask_{name}", sentence)

    ask("title_ko", draft.title_ko, N_("What is the task called in Korean?"))
    ask("title_en", draft.title_en, N_("What is the task called in English?"))
    ask("problem", draft.problem, N_("Which problem does the work solve, and for whom?"))
    ask("out_of_scope", draft.out_of_scope, N_("What is not part of the work?"))
    ask("deliverables", draft.deliverables, N_("What will be handed over? Name at least one deliverable."))
    ask("skills", any(skill.is_must for skill in draft.skills), N_("Which skill must the person have?"))
    ask("budget", draft.budget, N_("How much may the work cost in all?"))
    ask("starts_on", draft.starts_on, N_("When should the work begin?"))
    ask("weeks", draft.weeks, N_("How many weeks may it take?"))
    ask(
        "overlap_hours", draft.overlap_hours is not None,
        N_("How many hours a day must both sides be at work at the same time? 0 is an answer."),
    )  # fmt: skip
    ask(
        "english",
        draft.english or draft.korean,
        N_("In which language will you talk, and how well must the person know it?"),
    )
    ask("engagement_types", draft.engagement_types, N_("Which forms of engagement are possible?"))
    ask("data_class", draft.data_class, N_("How sensitive is the data that the person will see?"))
    ask(
        "hand_over",
        draft.hand_over,
        N_("What must stay with you at the end: documents, access, somebody trained?"),
    )
    answered = dict(draft.export_answers)
    ask(
        "export_answers",
        EXPORT_QUESTIONS.keys() <= answered.keys(),
        N_("Answer all four export-control questions first."),
    )
    for number, row in enumerate(draft.deliverables):
        asked |= _about_deliverable(number, row)
    return asked | _about_shares(draft)


def _about_deliverable(number: int, row: DeliverableDraft) -> dict[str, Decision]:
    needed = {
        "title_ko": (row.title_ko, N_("Name this deliverable in Korean.")),
        "title_en": (row.title_en, N_("Name this deliverable in English.")),
        "acceptance_ko": (
            row.acceptance_ko,
            N_("When is it accepted? Say in Korean how it will be checked."),
        ),
        "acceptance_en": (
            row.acceptance_en,
            N_("When is it accepted? Say in English how it will be checked."),
        ),
        "due_on": (row.due_on, N_("By when?")),
        "share_minor": (row.share_minor, N_("Which part of the budget is paid for it?")),
        "reviewer": (row.reviewer, N_("Who on your side checks it?")),
    }
    return {
        f"deliverables-{number}-{name}": no(f"demand.ask_{name}", sentence)
        for name, (value, sentence) in needed.items()
        if not value
    }


def _about_shares(draft: TaskDraft) -> dict[str, Decision]:
    shares = [row.share_minor for row in draft.deliverables]
    if draft.budget is None or not shares or None in shares:
        return {}
    total = sum(share or 0 for share in shares)
    if total == draft.budget.minor:
        return {}
    return {
        "deliverables": no(
            "demand.shares",
            N_("The shares add up to {total}, the budget is {budget} {currency}. Make them equal."),
            total=f"{_major(total, draft.budget.currency)}",
            budget=f"{_major(draft.budget.minor, draft.budget.currency)}",
            currency=draft.budget.currency,
        )
    }


def _major(minor: int, currency: str) -> str:
    return f"{Money(minor, currency).amount:,}"


@dataclass(frozen=True)
class Vague:
    """A passage (offsets into the need) that two people would understand differently, with the question to ask."""

    start: int
    end: int
    said: str
    question: str


# Abstract orders are how offshore work fails most often (expectations 4.2).
_VAGUE = (
    (
        re.compile(
            r"[^\s.,\n]{1,40}\s?(?:같은|비슷한|처럼)\s(?:앱|어플|사이트|서비스|플랫폼|시스템|느낌)|"
            r"\b(?:similar to|just like|a clone of|something like)\s[^\s.,\n]{1,40}", re.I),
        N_("Which parts of it, exactly? Name the screens or functions that matter."),
    ),
    (
        re.compile(r"사용자\s?친화적|예쁘게|깔끔하게|세련되게|직관적|\buser[- ]friendly\b|\bmodern(?:\slook| design)\b|"
            r"\bintuitive\b", re.I),
        N_("How would you notice that it is so? Name a test that a person can do."),
    ),
    (
        re.compile(r"최대한\s?빨리|빠르게\s?동작|가능한\s?한\s?빨리|\bas soon as possible\b|\bASAP\b|\bvery fast\b|"
            r"\bhigh performance\b", re.I),
        N_("How fast, in numbers, and by which date?"),
    ),
    (
        re.compile(r"등등|기타\s?등등|\band so on\b|\betc\b\.?", re.I),
        N_("What else, exactly? What is not written down is not delivered."),
    ),
)  # fmt: skip


def vague_passages(text: str) -> list[Vague]:
    """The vague passages of a need in the order of the text, at most twelve."""
    found = [
        Vague(match.start(), match.end(), match[0], question)
        for pattern, question in _VAGUE
        for match in pattern.finditer(text)
    ]
    return sorted(found, key=lambda passage: passage.start)[:12]
