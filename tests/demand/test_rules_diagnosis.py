"""Fifteen questions that together say a whole task; templates and revisions that fill one."""

from dataclasses import fields, replace
from datetime import date

import pytest

from talentbridge.demand import rules
from talentbridge.demand.rules import DeliverableDraft, TaskDraft, diagnosis, drafting, scope, templates
from talentbridge.demand.rules.diagnosis import BY_KEY, QUESTIONS, Mark, Standing
from talentbridge.demand.states import ScopeState
from talentbridge.skills.rules import lexicon
from tests.factories.demand import ready_draft

START = date(2026, 12, 14)
READY = ready_draft(starts_on=START)


def test_the_questions_ask_for_everything_that_a_task_says_and_for_nothing_twice():
    assert len(QUESTIONS) == 15
    asked = [name for question in QUESTIONS for name in question.fields]
    assert sorted([*asked, "deliverables"]) == sorted(field.name for field in fields(TaskDraft))
    rows = [name for question in QUESTIONS for name in question.rows]
    assert sorted(rows) == sorted(field.name for field in fields(DeliverableDraft))


def test_everything_that_can_be_open_belongs_to_a_question():
    empty = replace(TaskDraft(), deliverables=(DeliverableDraft(),))
    names = {**rules.open_questions(TaskDraft()), **rules.open_questions(empty)}
    assert all(diagnosis.question_of(name) for name in names)
    assert diagnosis.question_of("title") is BY_KEY["problem"]


def test_answers_to_all_questions_make_the_task():
    draft = TaskDraft()
    for question in QUESTIONS:
        values = {name: getattr(READY, name) for name in question.fields}
        rows = [
            (None if question.makes_rows else number, {name: getattr(row, name) for name in question.rows})
            for number, row in enumerate(READY.deliverables)
        ]
        draft = diagnosis.answered(draft, question, values, rows)
    assert draft == READY


def test_rows_keep_what_other_questions_said_of_them():
    results = BY_KEY["results"]
    rows = [(2, {"title_ko": "셋째"}), (None, {"title_en": "New"})]
    draft = diagnosis.answered(READY, results, {}, rows)
    assert [row.title_ko for row in draft.deliverables] == ["셋째", ""]
    assert draft.deliverables[0].acceptance_en == "50 tests pass."
    due = diagnosis.answered(READY, BY_KEY["milestones"], {}, [(1, {"due_on": START})])
    assert [row.due_on == START for row in due.deliverables] == [False, True, False]


@pytest.mark.parametrize(
    ("mark", "is_read", "draft", "expected"),
    [
        (None, False, TaskDraft(), Standing.OPEN),
        (Mark.SKIPPED, False, TaskDraft(), Standing.SKIPPED),
        (Mark.ANSWERED, False, TaskDraft(problem_ko="문제"), Standing.PART),
        (None, True, READY, Standing.READ),
        (Mark.FILLED, False, READY, Standing.READ),
        (Mark.ANSWERED, True, READY, Standing.ANSWERED),
        (None, False, READY, Standing.ANSWERED),
        (Mark.SKIPPED, False, READY, Standing.ANSWERED),
    ],
)
def test_where_a_question_stands(mark, is_read, draft, expected):
    missing = rules.open_questions(draft)
    found = diagnosis.standing(BY_KEY["problem"], draft, missing=missing, mark=mark, is_read=is_read)
    assert found is expected


def test_the_next_question_is_the_next_open_one_then_the_first_then_one_in_parts():
    standings = dict.fromkeys(BY_KEY, Standing.ANSWERED) | {"scope": Standing.OPEN, "rights": Standing.READ}
    assert diagnosis.next_open(standings) == "scope"
    assert diagnosis.next_open(standings, after="scope") == "rights"
    assert diagnosis.next_open(standings, after="hand_over") == "scope"
    standings |= {"scope": Standing.SKIPPED, "rights": Standing.PART}
    assert diagnosis.next_open(standings) == "rights"
    assert diagnosis.next_open(standings, after="rights") is None


def test_a_fingerprint_belongs_to_its_question_only():
    overlap = BY_KEY["overlap"]
    seen = diagnosis.fingerprint(overlap, READY)
    assert diagnosis.fingerprint(overlap, replace(READY, weeks=5)) == seen
    assert diagnosis.fingerprint(overlap, replace(READY, overlap_hours=5)) != seen


def test_a_revision_from_before_the_second_language_is_read_in_todays_names():
    old = {
        name: value
        for name, value in READY.to_json().items()
        if name[-3:] not in ("_ko", "_en") or name.startswith("title")
    } | {
        "problem": "People merge spreadsheets by hand.",
        "in_scope": "수집과 적재입니다",
        "out_of_scope": "",
        "hand_over": "",
    }
    for name in ("overlap_from", "overlap_to", "ip_clause", "pair_hours", "junior_seats"):
        del old[name]
    for row in old["deliverables"]:
        del row["language"]
    draft = TaskDraft.from_json(old)
    assert (draft.problem_en, draft.problem_ko) == ("People merge spreadsheets by hand.", "")
    assert (draft.in_scope_ko, draft.in_scope_en) == ("수집과 적재입니다", "")
    assert [change.field for change in rules.changes(old, draft.to_json())] == []
    after = replace(draft, problem_ko="사람이 합칩니다.")
    assert [change.field for change in rules.changes(old, after.to_json())] == ["problem_ko"]


def test_every_template_is_whole_in_both_languages():
    found = templates.all_templates()
    assert len(found) >= 20
    graph = lexicon()
    for template in found.values():
        draft = template.draft
        for name in ("title", "problem", "in_scope", "out_of_scope", "hand_over"):
            assert getattr(draft, f"{name}_ko"), (template.id, name)
            assert getattr(draft, f"{name}_en"), (template.id, name)
            assert rules.language_of(getattr(draft, f"{name}_ko")) == "ko", (template.id, name)
            assert not any("가" <= letter <= "힣" for letter in getattr(draft, f"{name}_en")), (
                template.id,
                name,
            )
        assert 2 <= len(draft.deliverables) <= 4, template.id
        assert rules.validate(draft) == {}, template.id
        for row in draft.deliverables:
            assert row.artefact_format
            assert row.language in rules.ARTEFACT_LANGUAGES
            assert rules.is_checkable(row.acceptance_ko), (template.id, row.acceptance_ko)
            assert rules.is_checkable(row.acceptance_en), (template.id, row.acceptance_en)
            assert not rules.vague_passages(row.acceptance_ko), (template.id, row.acceptance_ko)
            assert not rules.vague_passages(row.acceptance_en), (template.id, row.acceptance_en)
        assert any(skill.is_must for skill in draft.skills), template.id
        assert all(
            graph.get(skill.skill_id) and not graph.get(skill.skill_id).is_role for skill in draft.skills
        )
        assert all(graph.get(role) and graph.get(role).is_role for role in draft.roles)
        assert len(template.questions) >= 2
        assert template.certainty in ("judgement", "unverified")
        assert rules.steps_for(draft.weeks) <= len(draft.deliverables) + 4, template.id
    assert found["blockchain"].note_en, "cryptography comes with its export-control note"


def test_templates_are_found_by_words_of_either_language_and_by_sector():
    every = templates.all_templates().values()
    assert [each.id for each in templates.searched(every, text="펌웨어 칩")] == ["embedded-firmware"]
    assert "web-shop" in [each.id for each in templates.searched(every, text="payment")]
    assert {each.sector for each in templates.searched(every, sector="ai")} == {"ai"}
    assert templates.searched(every, text="자전거 수리") == []


def test_a_template_fills_only_what_nobody_has_said():
    source = templates.all_templates()["data-pipeline"].draft
    mine = TaskDraft(title_en="Ours", weeks=4, deliverables=(DeliverableDraft(title_ko="하나"),))
    filled = templates.filled(mine, source)
    assert (filled.title_en, filled.title_ko, filled.weeks) == ("Ours", "", 4), (
        "a title in one language is a title"
    )
    assert filled.deliverables == mine.deliverables
    assert (filled.problem_ko, filled.skills) == (source.problem_ko, source.skills)
    assert templates.filled(filled, source) == filled
    assert "problem_ko" in rules.blocking(filled), "what stands in brackets has to be filled"


def test_an_earlier_task_comes_without_dates_and_export_answers():
    again = templates.reusable(READY)
    assert (again.starts_on, again.export_answers) == (None, ())
    assert [row.due_on for row in again.deliverables] == [None] * 3
    assert again.deliverables[0].acceptance_ko == READY.deliverables[0].acceptance_ko


def test_a_template_file_that_is_not_whole_is_refused():
    with pytest.raises(KeyError):
        templates.parse("x", {"sector": "web"})
    with pytest.raises(ValueError, match="sector"):
        templates.parse("x", {"sector": "astrology"})


@pytest.mark.parametrize(
    ("is_proposal", "answers", "approvals", "expected"),
    [
        (True, [], [], ScopeState.WAITING),
        (True, [("company", True)], [], ScopeState.WAITING),
        (True, [("company", True), ("coordinator", True)], [], ScopeState.AGREED),
        (True, [("company", True), ("coordinator", False)], [], ScopeState.REFUSED),
        (True, [("company", True), ("company", False)], [], ScopeState.WITHDRAWN),
        (False, [], [set()], ScopeState.WAITING),
        (False, [], [{"company"}, {"coordinator"}], ScopeState.WAITING),
        (False, [], [set(), {"company", "coordinator"}], ScopeState.AGREED),
    ],
)
def test_where_a_scope_change_stands(is_proposal, answers, approvals, expected):
    state = scope.state_of(
        proposed_by="company", answers=answers, approvals=approvals, is_proposal=is_proposal
    )
    assert state is expected


def test_what_a_model_is_asked_is_exactly_one_text_and_its_purpose():
    draft = replace(READY, problem_en="")
    request = drafting.request_for(draft, "problem_en")
    assert draft.problem_ko in request.question
    assert draft.hand_over_ko not in request.text
    assert drafting.request_for(draft, "reviewer") is None
    assert drafting.request_for(draft, "budget") is None
    assert drafting.request_for(draft, "deliverables-9-title_ko") is None
    assert drafting.request_for(TaskDraft(), "problem_ko") is None
    bare = replace(READY, deliverables=(DeliverableDraft(title_ko="앱"),))
    criteria = drafting.request_for(bare, "deliverables-0-acceptance_ko")
    assert "앱" in criteria.question
    assert "Korean" in criteria.question
    assert drafting.key_of(1, request, "m") != drafting.key_of(1, request, "other")
    assert not drafting.can_ask("approved", request)
