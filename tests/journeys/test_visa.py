"""비자와 서류 · Visas and papers. A stranger checks what fits; a talent enters a visit; the company reads the days only."""

from __future__ import annotations

from datetime import timedelta

import pytest

from talentbridge.engagements.models import Stay
from talentbridge.kernel.clock import now
from talentbridge.policy.services import load_reviewed_rules
from tests.factories.crossing import Crossing

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
KINDS = [("ko", 1280), ("ko", 390), ("en", 1280), ("en", 390)]
CHECK = (
    "/visa/check/?purpose=relocate&employer=korean&degree=bachelor&related=yes&years=3&pay=40000000&field=ai"
)


def sideways(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.mark.parametrize(("language", "width"), KINDS)
def test_a_stranger_reads_the_guide_and_checks(open_page, axe, shoot, language: str, width: int):
    load_reviewed_rules()
    page = open_page(None, language=language, width=width)
    for name, path in (
        ("guide", "/visa/"), ("status", "/visa/f-2-t/"), ("abroad", "/visa/us.h-1b/"), ("move", "/visa/move/"),
        ("old", "/visa/?on=2001-01-01"), ("check", "/visa/check/"), ("answer", CHECK),
        ("refused", "/visa/check/?purpose=relocate&pay=-1"),
    ):  # fmt: skip
        page.goto(path)
        axe(page)
        assert sideways(page) <= 0, path
        shoot(page, f"visa-{name}-{language}-{width}")


def test_the_answer_has_an_address_and_opens_its_sources(open_page):
    load_reviewed_rules()
    page = open_page("/visa/check/", language="en")
    page.select_option("[name=purpose]", "relocate")
    page.select_option("[name=employer]", "korean")
    page.select_option("[name=degree]", "none")
    page.fill("[name=years]", "5")
    page.fill("[name=pay]", "31000000")
    page.locator("main .btn.go").click()
    page.wait_for_load_state()
    assert "pay=31000000" in page.url
    seven = page.locator("section", has=page.locator("h2", has_text="E-7-1"))
    assert seven.locator("h2 .tag").inner_text() == "Not open as things stand"
    assert "₩31,120,000" in seven.inner_text()
    page.fill("[name=pay]", "31120000")  # one press: what would change it
    page.locator("main .btn.go").click()
    page.wait_for_load_state()
    seven = page.locator("section", has=page.locator("h2", has_text="E-7-1"))
    assert seven.locator("h2 .tag").inner_text() == "Likely open"
    seven.locator("details.more summary").first.click() if not seven.locator(
        ".src"
    ).first.is_visible() else None
    seven.locator(".src summary").first.click()
    assert "2026-11-" in seven.locator(".src[open]").first.inner_text()


@pytest.mark.parametrize(("language", "width"), [("ko", 390), ("en", 1280)])
def test_a_talent_enters_a_visit_and_the_company_reads_its_days(
    open_page, enter, axe, shoot, language: str, width: int
):
    crossing = Crossing.begin().walk("agree")
    today = now().date()
    page = enter(open_page(None, language=language, width=width), crossing.talent)
    page.goto(f"/engagements/{crossing.case_id}/stays/new/")
    page.select_option("[name=status]", "f-1-d")
    for name, days in (("begins_on", 21), ("ends_on", 34), ("passport", 80), ("insurance", 20)):
        page.fill(f"[name={name}]", (today + timedelta(days=days)).isoformat())
    page.locator("main .btn.go").click()
    page.wait_for_load_state()
    assert "F-1-D" in page.locator(".error").first.inner_text()
    axe(page)
    page.select_option("[name=status]", "short")
    page.locator("main .btn.go").click()
    page.wait_for_load_state()
    assert Stay.objects.get().status == "short"
    axe(page)
    assert sideways(page) <= 0
    shoot(page, f"stays-talent-{language}-{width}")

    page = enter(open_page(None, language=language, width=width), crossing.company)
    page.goto(f"/engagements/{crossing.case_id}/stays/")
    assert "14" in page.locator("main").inner_text()
    assert page.locator(".checks li").count() == 0
    axe(page)
    page.goto(f"/engagements/{crossing.case_id}/")
    axe(page)
    shoot(page, f"stays-company-{language}-{width}")
