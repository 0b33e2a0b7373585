"""What is vague, what contradicts, and how ready a task is: judgements that show their reasons."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentbridge.demand import rules
from talentbridge.demand.rules import DeliverableDraft, TaskDraft
from talentbridge.demand.rules.readiness import PARTS
from talentbridge.kernel.money import Money
from tests.factories.demand import ready_draft

START = date(2026, 12, 14)
READY = ready_draft(starts_on=START)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("토스 같은 앱이 필요합니다.", "토스 같은 앱"),
        ("화면은 사용자 친화적이면 됩니다.", "사용자 친화적"),
        ("가능한 빨리 시작합니다.", "가능한 빨리"),
        ("결제, 배송 등등을 다룹니다.", "등등"),
        ("오류는 적절히 처리해 주세요.", "적절히"),
        ("최신 기술을 써 주세요.", "최신 기술"),
        ("AI를 활용해서 상담을 줄입니다.", "AI를 활용해서"),
        ("검색 고도화가 필요합니다.", "고도화"),
        ("대용량 자료를 다룹니다.", "대용량"),
        ("필요시 지원해 주세요.", "필요시"),
        ("담당자는 추후 알려 드립니다.", "담당자는 추후"),
        ("경험 많은 개발자를 찾습니다.", "경험 많은"),
        ("Something similar to Uber for trucks.", "similar to Uber"),
        ("Make it user-friendly.", "user-friendly"),
        ("Deliver as soon as possible.", "as soon as possible"),
        ("It has to be very fast.", "very fast"),
        ("Please optimise the queries.", "optimise"),
        ("Support as needed.", "as needed"),
        ("The owner is TBD.", "TBD"),
        ("Use the latest technology for it.", "latest technology"),
        ("Handle errors appropriately.", "appropriately"),
        ("We want various reports.", "various"),
    ],
)
def test_vague_words_are_marked_where_they_stand(text, said):
    [found] = rules.vague_passages(text)
    assert (found.said, text[found.start : found.end]) == (said, said)
    assert found.question.endswith(("?", ".")), "each asks something"


@pytest.mark.parametrize(
    "text",
    [
        "대용량 자료(하루 300만 건)를 다룹니다.",
        "It answers very fast: p95 of 800 ms.",
        "Improve performance so that a page opens within 2 seconds.",
        "창고 세 곳의 물동량을 매일 새벽 예측합니다.",
        "The tool reads invoices and writes them into the ledger.",
    ],
)
def test_what_is_measured_or_plain_is_not_called_vague(text):
    assert rules.vague_passages(text) == []


@given(st.text(max_size=400))
def test_passages_never_overlap_and_lie_in_the_text(text):
    position = 0
    for each in rules.vague_passages(text):
        assert position <= each.start < each.end <= len(text)
        position = each.end


@pytest.mark.parametrize(
    ("text", "checkable"),
    [
        ("시험 50개가 통과합니다.", True),
        ("담당자가 혼자 재학습을 실행합니다", True),
        ("All twelve screens match the design.", True),
        ("완료", False),
        ("잘 동작합니다.", False),
        ("It works well and looks good.", False),
    ],
)
def test_a_criterion_is_checkable_when_two_people_get_the_same_answer(text, checkable):
    assert rules.is_checkable(text) is checkable


def test_a_result_without_a_test_or_form_is_built_vaguely():
    rows = (DeliverableDraft(title_ko="앱", acceptance_ko="잘 됩니다, 아주 좋게"),)
    found = rules.vague_parts(replace(READY, deliverables=rows))
    assert set(found) == {"deliverables-0-acceptance_ko", "deliverables-0-artefact_format"}


def row(**changes):
    return replace(READY.deliverables[0], **changes)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"work_mode": "on_site", "countries": ("VN",)}, "work_mode", "demand.on_site_abroad"),
        ({"work_mode": "on_site", "overlap_hours": 0}, "overlap_hours", "demand.on_site_no_overlap"),
        ({"overlap_from": "16:00", "overlap_to": "19:00"}, "overlap_to", "demand.window_length"),
        ({"overlap_from": "16:00", "overlap_to": "17:00"}, "overlap_to", "demand.window_length"),
        ({"overlap_hours": 5, "weekly_hours": 20}, "overlap_hours", "demand.overlap_over_week"),
        ({"pair_hours": 12}, "pair_hours", "demand.pair_over_overlap"),
        ({"pair_hours": 9, "weekly_hours": 8, "overlap_hours": 1}, "overlap_hours", None),
        ({"budget": Money(20_000_000, "KRW")}, "deliverables", "demand.shares"),
        ({"weekly_hours": 40, "weeks": 104, "budget": Money(3_000_000, "KRW"), "deliverables": ()}, "budget",
         "demand.budget_slip"),
        ({"data_class": "public", "export_answers": (("defence", True),)}, "data_class",
         "demand.public_but_controlled"),
        ({"problem_ko": "지금은 [[방법]]으로 합니다."}, "problem_ko", "demand.gap"),
    ],
)  # fmt: skip
def test_contradictions_are_said_at_their_cause(changes, field, code):
    found = {each.field: each for each in rules.contradictions(replace(READY, **changes))}
    if code is None:
        assert found
        return
    assert found[field].decision.code == code
    assert found[field].blocks
    assert field in rules.blocking(replace(READY, **changes))


@pytest.mark.parametrize(
    ("due_on", "code"),
    [
        (START - timedelta(days=1), "demand.due_before_start"),
        (START + timedelta(weeks=13, days=2), "demand.due_after_end"),
    ],
)
def test_a_due_date_outside_of_the_work_contradicts_it(due_on, code):
    draft = replace(READY, deliverables=(row(due_on=due_on), *READY.deliverables[1:]))
    assert rules.blocking(draft)["deliverables-0-due_on"].code == code


def test_a_secret_that_the_other_side_would_own_is_asked_about_and_blocks_nothing():
    draft = replace(READY, data_class="restricted", ip_clause="licence")
    assert [each.decision.code for each in rules.contradictions(draft)] == ["demand.secret_but_shared"]
    assert rules.blocking(draft) == {}


def test_a_text_in_the_field_of_the_other_language_is_told_and_blocks_nothing():
    draft = replace(
        READY, in_scope_en="수집하고 정제하고 적재하는 일을 매일 새벽에 합니다.", title_ko="React Native app"
    )
    assert [(each.field, each.blocks) for each in rules.contradictions(draft)] == [("in_scope_en", False)]


def test_a_ready_task_contradicts_nothing():
    assert rules.contradictions(READY) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"overlap_from": "25:00", "overlap_to": "26:00"}, "overlap_from"),
        ({"overlap_from": "16:00"}, "overlap_to"),
        ({"overlap_from": "18:00", "overlap_to": "16:00"}, "overlap_to"),
        ({"ip_clause": "finders_keepers"}, "ip_clause"),
        ({"pair_hours": 60}, "pair_hours"),
        ({"junior_seats": 21}, "junior_seats"),
        ({"growth_en": "x" * 8_001}, "growth_en"),
        ({"deliverables": (DeliverableDraft(language="fr"),)}, "deliverables-0-language"),
    ],
)
def test_new_values_that_make_no_sense_are_refused(changes, field):
    assert field in rules.validate(replace(READY, **changes))


def test_due_dates_are_spread_evenly_and_never_on_a_weekend():
    days = rules.spread_due_dates(START, 12, 3)
    assert days == (date(2027, 1, 11), date(2027, 2, 8), date(2027, 3, 8))
    assert all(day.weekday() < 5 for day in rules.spread_due_dates(date(2026, 12, 19), 10, 7))
    assert rules.spread_due_dates(START, 12, 0) == ()


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(1, 104), st.integers(1, 20))
def test_spread_due_dates_stay_within_the_work_and_in_order(starts_on, weeks, count):
    days = rules.spread_due_dates(starts_on, weeks, count)
    assert len(days) == count
    assert list(days) == sorted(days)
    assert all(starts_on <= day <= starts_on + timedelta(weeks=weeks) for day in days)


def test_steps_that_are_too_long_or_too_short_are_told():
    rows = (row(due_on=START + timedelta(days=40)), row(due_on=START + timedelta(days=43)))
    found = rules.step_warnings(replace(READY, deliverables=rows))
    assert [found[f"deliverables-{number}-due_on"].code for number in (0, 1)] == [
        "demand.step_long",
        "demand.step_short",
    ]
    assert rules.step_warnings(READY) == {}
    assert rules.steps_for(13) == 4


def test_the_weights_make_a_hundred_and_the_musts_eighty():
    assert sum(part.weight for part in PARTS) == 100
    assert sum(part.weight for part in PARTS if part.is_must) == 80


def test_readiness_begins_at_nothing_and_ends_at_a_hundred():
    assert rules.readiness(TaskDraft()).score == 0
    whole = replace(READY, overlap_from="16:00", overlap_to="18:00", pair_hours=2)
    assert rules.readiness(whole) == rules.Readiness(100, (), ())
    assert rules.readiness(READY).score == 96, "the window (1) and growth (3) would make it better"
    assert rules.readiness(READY).blocks == ()


def test_half_an_answer_counts_half_and_a_contradiction_blocks():
    half = rules.readiness(replace(READY, problem_en=""))
    assert [part.key for part in half.blocks] == ["problem"]
    assert half.score == 92  # 96 - 7 / 2, rounded down
    clash = rules.readiness(replace(READY, work_mode="on_site", countries=("VN",)))
    assert [part.key for part in clash.blocks] == ["agreement"]


def test_nothing_blocks_exactly_when_both_sides_may_approve():
    for changes in (
        {},
        {"weeks": None},
        {"title_en": ""},
        {"budget": Money(1, "KRW")},
        {"export_answers": ()},
    ):
        draft = replace(READY, **changes)
        problems = rules.open_questions(draft) | rules.blocking(draft)
        assert bool(rules.readiness(draft).blocks) == bool(problems), changes
