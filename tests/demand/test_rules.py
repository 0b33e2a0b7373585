"""What a task is, when it may be agreed on, and which text can be read as a need."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentbridge.demand import rules
from talentbridge.demand.rules import DeliverableDraft, SkillWanted, TaskDraft
from talentbridge.kernel.money import Money
from tests.factories.demand import ready_draft

START = date(2026, 12, 14)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "demand.need_empty"),
        (" \n\t ", "demand.need_empty"),
        ("🙂🙂🎉 123", "demand.need_too_short"),
        ("필" * 20_001, "demand.need_too_long"),
        ("Нам нужен разработчик для мобильного приложения", "demand.need_language"),
        ("我们需要一个开发人员来做应用程序和网站", "demand.need_language"),
        ("Chúng tôi cần một lập trình viên cho ứng dụng di động", "demand.need_language"),
        (
            "Necesitamos un desarrollador para la aplicación, por favor que hable con el equipo",
            "demand.need_language",
        ),
        ("<html><body><div class='x'><p>Shop</p></div></body></html>", "demand.need_markup"),
        ("우리 쇼핑몰을 리액트로 다시 만들고 싶습니다.", ""),
        ("We need a data pipeline, and somebody to look after it.", ""),
        ("React Native developer", ""),
        ("Terraform 마이그레이션을 도와줄 분", ""),
        ("우리 <b>쇼핑몰</b>을 다시 만들고 싶습니다.", ""),
    ],
)
def test_which_texts_can_be_read(text, code):
    assert rules.check_need(rules.clean(text)).code == code


def test_the_refusal_of_a_long_text_names_the_count():
    refusal = rules.check_need("필" * 50_000)
    assert refusal.facts == {"count": "50,000", "most": "20,000"}


def test_what_nobody_can_see_is_taken_out_of_a_need():
    assert rules.clean("  가\u1100\u1161\x00나\u202e\r\n다  ") == "가가나\n다"


@given(st.text(max_size=300))
def test_cleaning_twice_is_cleaning_once(text):
    once = rules.clean(text)
    assert rules.clean(once) == once
    rules.check_need(once)


def test_a_ready_task_leaves_no_question():
    assert rules.open_questions(ready_draft(starts_on=START)) == {}
    assert rules.validate(ready_draft(starts_on=START)) == {}


def test_an_empty_task_asks_for_everything():
    asked = rules.open_questions(TaskDraft())
    assert {
        "title_ko",
        "title_en",
        "deliverables",
        "skills",
        "budget",
        "export_answers",
        "overlap_hours",
    } <= asked.keys()


def test_no_overlap_at_all_is_an_answer():
    assert "overlap_hours" not in rules.open_questions(ready_draft(starts_on=START, overlap_hours=0))


def test_a_deliverable_without_a_check_is_asked_about():
    draft = replace(ready_draft(starts_on=START), deliverables=(DeliverableDraft(title_ko="앱"),))
    asked = rules.open_questions(draft)
    assert "deliverables-0-acceptance_ko" in asked
    assert "deliverables-0-title_ko" not in asked


def test_shares_must_sum_to_the_budget():
    draft = ready_draft(starts_on=START, budget=Money(20_000_000, "KRW"))
    refusal = rules.blocking(draft)["deliverables"]
    assert refusal.facts == {"total": "18,000,000", "budget": "20,000,000", "currency": "KRW"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"budget": Money(0, "KRW")}, "budget"),
        ({"budget": Money(-1, "KRW")}, "budget"),
        ({"budget": Money(10**14, "KRW")}, "budget"),
        ({"budget": Money(100, "XXX")}, "budget"),
        ({"overlap_hours": 10}, "overlap_hours"),
        ({"weeks": 0}, "weeks"),
        ({"english": "D1"}, "english"),
        ({"engagement_types": ("slavery",)}, "engagement_types"),
        ({"data_class": "cosmic"}, "data_class"),
        ({"title_en": "x" * 121}, "title_en"),
        ({"skills": (SkillWanted("python", 7),)}, "skills-0-level"),
        ({"skills": (SkillWanted("python"), SkillWanted("python"))}, "skills-1-skill_id"),
        ({"deliverables": (DeliverableDraft(share_minor=0),)}, "deliverables-0-share_minor"),
        ({"export_answers": (("astrology", True),)}, "export_answers"),
        ({"skills": (SkillWanted("underwater-basketry"),)}, "skills-0-skill_id"),
        ({"skills": (SkillWanted("backend-developer"),)}, "skills-0-skill_id"),
        ({"roles": ("python",)}, "roles"),
        ({"roles": ("backend-developer",) * 6}, "roles"),
        ({"work_mode": "by pigeon"}, "work_mode"),
        ({"weekly_hours": 53}, "weekly_hours"),
        ({"weekly_hours": 0}, "weekly_hours"),
        ({"countries": ("VN", "XX")}, "countries"),
    ],
)
def test_values_that_make_no_sense_are_refused_beside_their_field(changes, field):
    assert list(rules.validate(replace(ready_draft(starts_on=START), **changes))) == [field]


def test_the_hash_follows_the_content_and_nothing_else():
    draft = ready_draft(starts_on=START)
    assert rules.content_hash(draft) == rules.content_hash(TaskDraft.from_json(draft.to_json()))
    assert rules.content_hash(draft) != rules.content_hash(replace(draft, weeks=12))


def test_a_revision_from_before_the_search_fields_is_still_read():
    old = ready_draft(starts_on=START).to_json()
    for name in ("roles", "work_mode", "weekly_hours", "countries"):
        del old[name]
    draft = TaskDraft.from_json(old)
    assert draft == ready_draft(starts_on=START)
    assert (draft.roles, draft.work_mode, draft.weekly_hours, draft.countries) == ((), "", None, ())


def test_what_the_search_needs_differs_by_name():
    before = ready_draft(starts_on=START).to_json()
    after = ready_draft(starts_on=START, work_mode="remote", weekly_hours=20, countries=("VN",)).to_json()
    assert [change.field for change in rules.changes(before, after)] == [
        "weekly_hours",
        "work_mode",
        "countries",
    ]
    assert rules.changes({}, {"work_mode": ""}) == [], "nothing said then, nothing said now"


@pytest.mark.parametrize(
    ("answers", "permitted", "code"),
    [
        ({}, (), "demand.export_unanswered"),
        (dict.fromkeys(rules.EXPORT_QUESTIONS, False), (), ""),
        (dict.fromkeys(rules.EXPORT_QUESTIONS, False) | {"defence": True}, (), "demand.export_blocked"),
        (
            dict.fromkeys(rules.EXPORT_QUESTIONS, False) | {"defence": True},
            ("strategic_goods",),
            "demand.export_blocked",
        ),
        (dict.fromkeys(rules.EXPORT_QUESTIONS, False) | {"defence": True}, ("defence",), ""),
    ],
)
def test_export_control_opens_only_with_every_yes_permitted(answers, permitted, code):
    assert rules.export_gate(answers, permitted).code == code


def test_vague_passages_come_with_a_question():
    said = [
        passage.said
        for passage in rules.vague_passages("배달의민족 같은 앱을 최대한 빨리, similar to Uber, etc.")
    ]
    assert said == ["배달의민족 같은 앱", "최대한 빨리", "similar to Uber", "etc."]
