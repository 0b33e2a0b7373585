"""What the reader takes out of a need, in Korean, English and both."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentbridge.demand.rules import clean, draft_from, read_need
from talentbridge.kernel.money import Money
from talentbridge.skills.rules.reading.money import korean_number

ON = date(2026, 11, 23)

SHOP = """쇼핑몰 앱을 리액트 네이티브로 다시 만들고 싶습니다. 지금은 주문이 몰리면 멈춥니다.
예산은 3천만 원이고 3개월 안에 끝내야 합니다. 12월 14일부터 시작하고 하루 4시간 겹치게 일하면 좋겠습니다.
영어로 소통이 가능해야 하고 한국어는 몰라도 됩니다.
결과물:
- iOS와 안드로이드 앱
- 관리자 페이지
① 운영 문서
제외: 서버 이전은 포함하지 않습니다"""


def won(amount):
    return Money(amount, "KRW")


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("예산은 3천만 원입니다", won(30_000_000)),
        ("예산 1,800만원", won(18_000_000)),
        ("2500만 원까지", won(25_000_000)),
        ("총 1.5억원 규모", won(150_000_000)),
        ("예산 1억 2천만원", won(120_000_000)),
        ("예산 1억 2천 원", won(120_000_000)),
        ("삼천만 원", won(30_000_000)),
        ("₩18,000,000 이내", won(18_000_000)),
        ("18,000,000원", won(18_000_000)),
        ("KRW 18,000,000", won(18_000_000)),
        ("예산 1,500만~2,000만원", won(20_000_000)),
        ("월 600만원, 3개월", won(18_000_000)),
        ("월 600만원, 6주", won(8_307_692)),  # 6 weeks are 6 x 12 / 52 months
        ("USD 5,000 in total", Money(500_000, "USD")),
        ("$5k for everything", Money(500_000, "USD")),
        ("budget of 5,000 dollars", Money(500_000, "USD")),
        ("$3,000-$5,000", Money(500_000, "USD")),
        ("USD 5,000 per month for 12 weeks", Money(1_384_615, "USD")),  # 12 x 12 / 52 = 2.77 months
        ("예산 5천 달러", Money(500_000, "USD")),
        ("매출 30억원인 회사입니다. 예산은 2천만원입니다", won(20_000_000)),
        ("시간당 3만원 개발자", None),
        ("월 600만원으로 함께할 분", None),  # for how long is not said: a question, not a guess
        ("사용자 100만 명", None),
        ("아무 숫자도 없는 글", None),
    ],
)
def test_budgets_as_people_write_them(text, budget):
    assert draft_from(text, ON).budget == budget


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("3천만", 30_000_000),
        ("1억", 100_000_000),
        ("1,800만", 18_000_000),
        ("오백", 500),
        ("1억 2천", 120_000_000),
        ("만", 10_000),
    ],
)
def test_korean_numbers(said, value):
    assert korean_number(said) == value


@pytest.mark.parametrize(
    ("text", "weeks", "starts_on"),
    [
        ("3개월 동안", 13, None),
        ("10주간 진행", 10, None),
        ("for 12 weeks", 12, None),
        ("두 달이면 됩니다", 9, None),
        ("반년 계약", 26, None),
        ("2~3개월", 13, None),
        ("경력 5년 이상, 기간은 3개월", 13, None),
        ("3 years of experience required", None, None),
        ("12월 14일부터 시작", None, date(2026, 12, 14)),
        ("1월 5일부터", None, date(2027, 1, 5)),
        ("start on December 7, for 8 weeks", 8, date(2026, 12, 7)),
        ("2026-12-01부터 2027-03-02까지", 13, date(2026, 12, 1)),
        ("다음 달부터 두 달", 9, date(2026, 12, 1)),
        ("13월 40일부터", None, None),
        ("회의는 12월 1일입니다", None, None),
    ],
)
def test_how_long_and_from_when(text, weeks, starts_on):
    draft = draft_from(text, ON)
    assert (draft.weeks, draft.starts_on) == (weeks, starts_on)


@pytest.mark.parametrize(
    ("text", "overlap", "english", "korean"),
    [
        ("하루 4시간 겹치게, 영어 B2", 4, "B2", ""),
        ("4 hours overlap with Seoul, English C1", 4, "C1", ""),
        ("an overlap of at least 3 hours; fluent English", 3, "C1", ""),
        ("겹치는 시간은 2시간, TOPIK 4급 이상 한국어", 2, "", "B2"),
        ("영어 회의 가능, 한국어 불필요", None, "B2", ""),
        ("no Korean needed, basic English", None, "A2", ""),
        ("비즈니스 영어와 일상 한국어", None, "B2", "B1"),
    ],
)
def test_overlap_and_languages(text, overlap, english, korean):
    draft = draft_from(text, ON)
    assert (draft.overlap_hours, draft.english, draft.korean) == (overlap, english, korean)


def test_a_whole_korean_need():
    draft = draft_from(SHOP, ON)
    assert draft.title_ko == "쇼핑몰 앱을 리액트 네이티브로 다시 만들고 싶습니다"
    assert [row.title_ko for row in draft.deliverables] == [
        "iOS와 안드로이드 앱",
        "관리자 페이지",
        "운영 문서",
    ]
    assert draft.out_of_scope_ko.startswith("제외: 서버 이전")
    assert draft.problem_ko.startswith("쇼핑몰 앱을")
    assert "관리자 페이지" not in draft.problem_ko
    assert any("react_native" in skill.skill_id.replace("-", "_") for skill in draft.skills)


def test_deliverables_in_one_english_sentence():
    draft = draft_from(
        "We need a shop. Deliverables: dashboard, API docs and a test suite. Skills: React", ON
    )
    assert [row.title_en for row in draft.deliverables] == ["dashboard", "API docs", "a test suite"]
    assert draft.title_en == "We need a shop"
    assert draft.title_ko == ""


def test_a_list_of_skills_is_not_a_list_of_deliverables():
    draft = draft_from("개발자를 찾습니다.\n기술 스택:\n- Python\n- Airflow\n결과물:\n- 파이프라인", ON)
    assert [row.title_ko for row in draft.deliverables] == ["파이프라인"]


def test_wished_skills_do_not_filter():
    skills = {
        skill.skill_id: skill.is_must for skill in draft_from("Python 필수. Kubernetes 경험 우대.", ON).skills
    }
    assert skills == {"python": True, "kubernetes": False}


def test_every_value_shows_where_it_was_read():
    reading = read_need(SHOP, ON)
    assert all(clean(SHOP)[found.start : found.end] == found.said for found in reading.evidence)
    said = {found.field: found.said for found in reading.evidence}
    assert said["budget"] == "3천만 원"
    assert said["weeks"] == "3개월"
    assert said["overlap_hours"].startswith("4시간 겹")


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("0123456789,.~-만억천원월일주개년 영어a$₩①<\n")), max_size=200))
def test_the_reader_never_raises(text):
    for found in read_need(text, ON).evidence:
        assert clean(text)[found.start : found.end] == found.said


@pytest.mark.parametrize("piece", ["1", "1,", "만", "영어 ", "같은 ", "1시간 ", "- ", "12월 ", "<a", "\n- a"])
def test_hostile_repetition_stays_fast(piece):
    start = time.perf_counter()
    read_need(piece * (20_000 // len(piece)), ON)
    assert time.perf_counter() - start < 2


def test_five_thousand_characters_take_less_than_300_ms():
    text = (SHOP + "\n") * 40
    read_need(text[:100], ON)  # the dictionary of skills is loaded once
    start = time.perf_counter()
    read_need(text[:5_000], ON)
    assert time.perf_counter() - start < 0.3


@pytest.mark.parametrize(
    ("text", "must", "wish"),
    [
        ("Python과 Airflow가 필수이고 Kubernetes 경험을 우대합니다.", {"python", "airflow"}, {"kubernetes"}),
        ("TypeScript 필수, AWS 경험 우대.", {"typescript"}, {"aws"}),
        ("Python is a must, Docker is nice to have.", {"python"}, {"docker"}),
        ("필수: Python\n우대: Kubernetes", {"python"}, {"kubernetes"}),
        ("Must know Python, TypeScript; Kubernetes is a plus", {"python", "typescript"}, {"kubernetes"}),
    ],
)
def test_what_is_needed_and_what_would_be_good(text, must, wish):
    skills = draft_from(text, ON).skills
    assert {skill.skill_id for skill in skills if skill.is_must} == must
    assert {skill.skill_id for skill in skills if not skill.is_must} == wish


JOB = """베트남이나 인도에 거주하는 시니어 백엔드 개발자를 찾습니다. 전면 재택이고 주 30시간입니다.
Python은 필수, AWS는 몰라도 됩니다. 파견은 받지 않고 프리랜서로 계약합니다. 즉시 시작할 수 있으면 좋습니다."""


def test_what_the_search_needs_is_read_with_its_place():
    reading = read_need(JOB, ON)
    draft = reading.draft
    assert (draft.countries, draft.work_mode, draft.weekly_hours) == (("IN", "VN"), "remote", 30)
    assert (draft.roles, draft.engagement_types) == (("backend-developer",), ("contractor",))
    assert draft.starts_on == ON
    said = {(found.field, found.said) for found in reading.evidence}
    assert said >= {
        ("countries", "베트남"), ("countries", "인도"), ("work_mode", "전면 재택"), ("weekly_hours", "주 30시간"),
        ("roles", "백엔드 개발자"), ("starts_on", "즉시 시작"), ("engagement_types", "프리랜서"),
    }  # fmt: skip


def test_what_is_not_needed_is_not_wanted():
    skills = {skill.skill_id: skill for skill in draft_from(JOB, ON).skills}
    assert "aws" not in skills
    assert (skills["python"].is_must, skills["backend"].level) == (True, 4)


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("EU residents only", 27),
        ("we hire worldwide", 0),
        ("we hire in DACH, except Austria", 2),
        ("the app is for users in Germany", 0),
    ],
)
def test_regions_are_read_as_their_countries(text, countries):
    assert len(draft_from(text, ON).countries) == countries


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("remote or on-site", "hybrid"),
        ("remote-friendly", "remote"),
        ("매일 출근", "on_site"),
        ("출근 기록 앱", ""),
    ],
)
def test_two_ways_of_working_are_a_hybrid(text, mode):
    assert draft_from(text, ON).work_mode == mode


@pytest.mark.parametrize(
    ("text", "hours"),
    [("코어타임 10시~16시(한국 시간)", 6), ("9am-1pm KST core hours", 4), ("core hours 9am-1pm EST", None)],
)
def test_times_of_the_clock_in_seoul_are_shared_hours(text, hours):
    assert draft_from(text, ON).overlap_hours == hours


def test_a_budget_in_a_currency_that_is_not_paid_out_is_asked_about():
    reading = read_need("예산 5억 동", ON)
    assert reading.draft.budget is None
    assert "budget" in {found.field for found in reading.evidence}
