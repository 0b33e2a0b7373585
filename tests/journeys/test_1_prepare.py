"""준비 · Prepare. A company writes a need in its own words and answers question by question; both sides approve."""

from __future__ import annotations

import pytest

from talentbridge.demand import queries as demand
from talentbridge.engagements.models import Engagement
from tests.journeys.story import LANGUAGES, WORDS, crossing, stage_now

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NEED = (
    "발전소 12곳의 센서 자료를 모으는 파이프라인이 필요합니다. Python과 Airflow가 필수입니다.\n"
    "토스 같은 앱처럼 사용자 친화적인 화면도 있으면 좋겠습니다.\n"
    "예산 1,800만원, 기간은 12주입니다. 하루 3시간은 겹치게 일해야 하고 영어 B2 이상이면 됩니다."
)
ANSWERS = {
    "problem": {"title_ko": "발전량 자료 파이프라인", "title_en": "Solar data pipeline",
                "problem_ko": "담당자가 매일 엑셀 12개를 손으로 합칩니다.",
                "problem_en": "Staff merge 12 spreadsheets by hand every day."},
    "scope": {"in_scope_ko": "수집, 정제, 적재", "in_scope_en": "Collecting, cleaning, loading"},
    "outside": {"out_of_scope_ko": "예측 모델", "out_of_scope_en": "The forecasting model"},
    "results": {"deliverables-0-title_ko": "수집기", "deliverables-0-title_en": "Collectors",
                "deliverables-0-artefact_format": "Git repository", "deliverables-0-language": "en",
                "deliverables-1-title_ko": "운영 문서", "deliverables-1-title_en": "Runbook",
                "deliverables-1-artefact_format": "PDF", "deliverables-1-language": "both",
                "deliverables-2-title_ko": "교육", "deliverables-2-title_en": "Training",
                "deliverables-2-artefact_format": "Recording", "deliverables-2-language": "both"},
    "acceptance": {f"deliverables-{number}-{name}": text for number in range(3) for name, text in
                   (("acceptance_ko", "시험 50개가 모두 통과합니다."), ("acceptance_en", "All 50 tests pass."),
                    ("reviewer", "문가람"))},
    "milestones": {"weeks": "12"},
    "skills": {},
    "languages": {"english": "B2"},
    "overlap": {"overlap_hours": "3", "overlap_from": "16:00", "overlap_to": "19:00", "weekly_hours": "30"},
    "form": {"work_mode": "remote", "engagement_types": "contractor"},
    "budget": {},
    "rights": {"data_class": "internal", "ip_clause": "original_acquisition"},
    "export": {f"export_{name}": "no" for name in ("national_core", "strategic_goods", "defence", "state_research")},
    "growth": {"pair_hours": "2", "junior_seats": "1"},
    "hand_over": {"hand_over_ko": "운영 문서와 접근 권한", "hand_over_en": "Runbook and access"},
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_need_becomes_a_task_that_both_sides_approve(open_page, enter, axe, shoot, language):
    story = crossing()
    page = enter(open_page(None, language=language), story.company)

    # 1. The company writes what it needs. Nothing at all is told beside the field, and nothing is saved.
    page.goto("/engagements/open/")
    page.fill("[name=need_text]", "   ")
    page.locator("main form [type=submit], main form button").first.click()
    assert page.locator("#id_need_text_error, .field.err .error").first.is_visible()
    assert not Engagement.objects.exists()

    # 2. In its own words, it goes on; the diagnosis begins at its first question, and vague words are marked.
    page.fill("[name=need_text]", NEED)
    page.locator("main form button").first.click()
    page.wait_for_url("**/needs/*/diagnosis/problem/")
    case = Engagement.objects.get()
    task = demand.task_of(case.pk)
    assert page.locator("mark.vague").count() >= 2
    axe(page)
    shoot(page, f"1-prepare-question-{language}")

    # 3. Question by question, each saved at once. Half-way the company leaves; the same link goes on where it was.
    for key, fields in ANSWERS.items():
        page.wait_for_url(f"**/diagnosis/{key}/")
        for name, value in fields.items():
            fill(page, name, value)
        if key == "milestones":
            fill(page, "starts_on", "2027-01-04")
            page.locator("[name=propose]").click()
            axe(page)
        if key == "budget":
            assert page.input_value("[name=budget_amount]").replace(",", "") == "18000000", "it was read"
            page.locator("[name=divide]").click()
        page.locator("main .decide button.go").click()
        if key == "overlap":
            page.wait_for_url("**/diagnosis/form/")
            page.goto(f"/needs/{task.pk}/diagnosis/")
    page.wait_for_url(f"**/needs/{task.pk}/diagnosis/")
    axe(page)
    shoot(page, f"1-prepare-diagnosis-{language}")

    # 4. Both languages side by side; both sides approve the same revision.
    for actor in (story.company, story.coordinator):
        window = enter(open_page(None, language=language), actor)
        window.goto(f"/needs/{task.pk}/")
        assert window.get_by_text("Staff merge 12 spreadsheets by hand every day.").is_visible()
        axe(window)
        window.locator(f"form[action$='/needs/{task.pk}/approve/'] button").click()
        window.wait_for_load_state()
    assert demand.task_of(case.pk).state == "approved"
    page.goto(f"/engagements/{case.pk}/")
    assert stage_now(page) == WORDS[language]["stages"][1]


def fill(page, name, value):
    """Type into a field, choose in a list, or press the choice of a group."""
    field = page.locator(f"main [name='{name}']")
    kind = field.first.evaluate("each => each.tagName + ':' + each.type")
    if kind.startswith("SELECT"):
        field.select_option(value)
    elif kind in ("INPUT:radio", "INPUT:checkbox"):
        page.locator(f"main [name='{name}'][value='{value}']").check()
    else:
        field.fill(value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_templates_reuse_drafts_and_scope_changes_are_good_pages(
    open_page, enter, axe, shoot, settings, language
):
    from tests.demand.test_services_diagnosis import fixed_case, propose
    from tests.factories import demand as cases

    settings.DRAFTING_URL, settings.DRAFTING_MODEL = "http://127.0.0.1:9/v1", "small-1"
    contracted, writing = fixed_case(), cases.case(need=NEED)
    propose(contracted, weeks=14)
    page = enter(open_page(None, language=language), writing.company)
    for name, path in {
        "templates": f"/needs/templates/?task={writing.task_id}",
        "template": f"/needs/templates/blockchain/?task={writing.task_id}",
        "reuse": f"/needs/{writing.task_id}/reuse/",
        "suggest": f"/needs/{writing.task_id}/draft/problem_en/",
        "edit": f"/needs/{writing.task_id}/edit/",
    }.items():
        page.goto(path)
        assert page.get_by_role("heading", level=1).is_visible()
        axe(page)
        shoot(page, f"1-{name}-{language}")
    page.goto(f"/needs/templates/web-shop/?task={writing.task_id}")
    page.locator("main .next button.go").click()
    page.wait_for_url("**/diagnosis/problem/")

    page = enter(open_page(None, language=language), contracted.coordinator)
    page.goto(f"/needs/{contracted.task_id}/")
    axe(page)
    page.locator("[name=approve]").click()
    page.wait_for_load_state()
    assert contracted.task.weeks == 14
    axe(page)
    shoot(page, f"1-scope-{language}")
