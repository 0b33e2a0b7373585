"""What a task does not say yet, asked as questions."""

from __future__ import annotations

from talentbridge.demand.rules.task import EXPORT_QUESTIONS, DeliverableDraft, TaskDraft
from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.text import N_


def open_questions(draft: TaskDraft) -> dict[str, Decision]:
    """What has to be answered before the task can be approved, by field, in the order of the page."""
    asked: dict[str, Decision] = {}

    def ask(name: str, answered: object, sentence: str) -> None:
        if not answered:
            asked[name] = no(f"demand.ask_{name}", sentence)

    ask("title_ko", draft.title_ko, N_("What is the task called in Korean?"))
    ask("title_en", draft.title_en, N_("What is the task called in English?"))
    ask("problem_ko", draft.problem_ko, N_("Which problem does the work solve, and for whom? In Korean."))
    ask("problem_en", draft.problem_en, N_("Which problem does the work solve, and for whom? In English."))
    ask("in_scope_ko", draft.in_scope_ko, N_("What is part of the work? In Korean."))
    ask("in_scope_en", draft.in_scope_en, N_("What is part of the work? In English."))
    ask("out_of_scope_ko", draft.out_of_scope_ko, N_("What is not part of the work? In Korean."))
    ask("out_of_scope_en", draft.out_of_scope_en, N_("What is not part of the work? In English."))
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
        "hand_over_ko",
        draft.hand_over_ko,
        N_("What must stay with you at the end: documents, access, somebody trained? In Korean."),
    )
    ask(
        "hand_over_en",
        draft.hand_over_en,
        N_("What must stay with you at the end: documents, access, somebody trained? In English."),
    )
    answered = dict(draft.export_answers)
    ask(
        "export_answers",
        EXPORT_QUESTIONS.keys() <= answered.keys(),
        N_("Answer all four export-control questions first."),
    )
    for number, row in enumerate(draft.deliverables):
        asked |= _about_deliverable(number, row)
    return asked


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
