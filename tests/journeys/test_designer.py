"""계약 형태 설계 · Designer. A stranger compares, a company chooses with a reason, a coordinator confirms and checks."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from talentbridge.engagements.models import Design
from tests.factories.crossing import Crossing

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "width"), [("ko", 390), ("en", 1280)], ids=["ko", "en"])
def test_forms_are_compared_chosen_and_checked(open_page, enter, axe, shoot, language: str, width: int):
    crossing = Crossing.begin().walk("agree")

    # 1. Anybody: a question, a number that opens its source, one input changed.
    stranger = open_page("/designer/?country=IN,VN,US&gross=4500000", language=language, width=width)
    expect(stranger.locator("table.matrix")).to_be_visible()
    axe(stranger)
    shoot(stranger, f"designer-{language}")
    stranger.goto("/designer/?country=IN,VN,US&gross=4500000&show=IN.contractor")
    stranger.locator("table.lines details.src summary").first.click()
    expect(stranger.locator("table.lines details.src[open] dl").first).to_be_visible()
    axe(stranger)
    stranger.locator("#changes + ul a").first.click()  # a licence instead of an assignment
    stranger.wait_for_load_state()
    expect(stranger.locator("[role=status]").first).to_be_visible()
    expect(stranger.locator("body")).to_contain_text("3,510,000")  # 4,500,000 less 22 %
    axe(stranger)

    # 2. What cannot be read keeps its words.
    stranger.goto("/designer/")
    stranger.fill("[name=gross]", "-4")
    with stranger.expect_response(lambda answer: answer.status == 422):
        stranger.locator("main .btn.go").click()
    stranger.wait_for_load_state()
    assert stranger.input_value("[name=gross]") == "-4"
    expect(stranger.locator("#id_gross_error")).to_be_visible()
    stranger.context.clear_cookies()

    # 3. The company: from its engagement to the comparison and back, with a reason.
    company = enter(open_page(None, language=language, width=width), crossing.company)
    company.goto(f"/engagements/{crossing.case_id}/")
    company.locator(f"main a[href='/engagements/{crossing.case_id}/design/']").first.click()
    company.wait_for_load_state()
    axe(company)
    company.locator("main .btn.go").click()
    company.wait_for_load_state()
    axe(company)
    company.locator("aside .btn.go").click()
    company.wait_for_load_state()
    axe(company)
    company.fill("[name=reason]", "결과물마다 지급하고 시간은 인재가 정합니다. Paid by results.")
    company.locator("main .btn.go").click()
    company.wait_for_load_state()
    axe(company)
    design = Design.objects.get()
    assert design.confirmed_at is None

    # 4. The coordinator: confirms, marks a step, checks again; the alarm is raised.
    coordinator = enter(open_page(None, language=language, width=width), crossing.coordinator)
    coordinator.goto(f"/engagements/{crossing.case_id}/design/")
    axe(coordinator)
    coordinator.locator("main .btn.go").click()
    coordinator.wait_for_load_state()
    design.refresh_from_db()
    assert design.confirmed_at is not None
    coordinator.goto(f"/engagements/{crossing.case_id}/design/check/")
    axe(coordinator)
    for factor in ("sets_work", "direction", "fixed_hours", "pay_for_time"):
        coordinator.check(f"[name=factor][value={factor}]")
    coordinator.fill("[name=reason]", "매일 지시하는 메시지를 두 사람과 함께 읽었습니다. Read with both.")
    coordinator.locator("main .btn.go").click()
    coordinator.wait_for_load_state()
    axe(coordinator)
    shoot(coordinator, f"design-checked-{language}")
    assert Design.objects.order_by("-number").first().level == "high"
