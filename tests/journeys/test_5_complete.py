"""완료 · Complete. Hand-over, then both sides review each other blind; the engagement is completed."""

from __future__ import annotations

import pytest

from tests.journeys.story import LANGUAGES, WORDS, crossing

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_review_and_the_string_is_whole(open_page, enter, axe, shoot, language):
    story = crossing("pay")

    # 1. The talent writes what is handed over; the company confirms.
    page = enter(open_page(None, language=language), story.talent)
    page.goto(f"/engagements/{story.case_id}/hand-over/")
    page.fill("[name=what]", WORDS[language]["note"])
    page.fill("[name=owner]", "최도현")
    axe(page)
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    company = enter(open_page(None, language=language), story.company)
    company.goto(f"/engagements/{story.case_id}/hand-over/")
    company.locator(f"form[action$='/engagements/{story.case_id}/hand-over/confirm/'] button").click()
    company.wait_for_load_state()

    # 2. Neither sees the other's review before both are in.
    for window, aspects in (
        (company, ("quality", "communication", "punctuality")),
        (page, ("clarity", "payment", "respect")),
    ):
        window.goto(f"/reviews/{story.case_id}/write/")
        for aspect in aspects:
            window.check(f"[name={aspect}][value='5']")
        window.fill("[name=text]", WORDS[language]["note"])
        window.locator("[name=again]").first.check()
        axe(window)
        window.locator("main form button").first.click()
        window.wait_for_load_state()

    # 3. The string is whole.
    page.goto(f"/engagements/{story.case_id}/")
    shoot(page, f"5-complete-{language}")
    assert page.locator(".string .done").count() == len(WORDS[language]["stages"])
    assert story.engagement.state == "completed"
