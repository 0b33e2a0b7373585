"""준비 · Prepare. A company writes a need in its own words and completes the task; it and the coordinator approve."""

from __future__ import annotations

import pytest

from talentbridge.demand import queries as demand
from talentbridge.engagements.models import Engagement
from tests.factories.demand import NEED
from tests.journeys.story import LANGUAGES, WORDS, crossing, stage_now

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


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

    # 2. In its own words, it goes on.
    page.fill("[name=need_text]", NEED)
    page.locator("main form button").first.click()
    page.wait_for_url("**/needs/*/")
    case = Engagement.objects.get()
    page.goto(f"/engagements/{case.pk}/")
    assert stage_now(page) == WORDS[language]["stages"][0]
    axe(page)
    shoot(page, f"1-prepare-{language}")

    # 3. The task is pre-filled with what was read; the company completes it.
    story.case_id = case.pk
    task = demand.task_of(case.pk)
    page.goto(f"/needs/{task.pk}/edit/")
    assert page.input_value("[name=budget_amount]").replace(",", "") == "18000000"
    axe(page)
    page.fill("[name=title_ko]", "발전량 자료 파이프라인")
    page.fill("[name=title_en]", "Solar data pipeline")
    page.locator("main form button").last.click()
    page.wait_for_url(f"**/needs/{task.pk}/**")
    assert demand.task_of(case.pk).title_en == "Solar data pipeline"

    # 4. Both sides approve the same revision.
    _complete(story)
    for actor in (story.company, story.coordinator):
        window = enter(open_page(None, language=language), actor)
        window.goto(f"/needs/{task.pk}/")
        window.locator(f"form[action$='/needs/{task.pk}/approve/'] button").click()
        window.wait_for_load_state()
    assert demand.task_of(case.pk).state == "approved"
    page.goto(f"/engagements/{case.pk}/")
    assert stage_now(page) == WORDS[language]["stages"][1]


def _complete(story) -> None:
    """The rest of the form, typed by the same verb that the page calls."""
    from talentbridge.demand import services
    from talentbridge.kernel.clock import now
    from tests.factories.demand import ready_draft

    services.edit_task(
        actor=story.company, task_id=demand.task_of(story.case_id).pk, form=ready_draft(), at=now()
    )
