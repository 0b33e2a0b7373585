"""매칭 · Match. The coordinator makes an explained shortlist, the company decides with a reason, the talent agrees."""

from __future__ import annotations

import pytest

from talentbridge.matching import queries as matching
from tests.journeys.story import LANGUAGES, WORDS, crossing, stage_now

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_decides_and_the_talent_agrees(open_page, enter, axe, shoot, language):
    story = crossing("approve")

    # 1. The coordinator asks the engine.
    page = enter(open_page(None, language=language), story.coordinator)
    page.goto(f"/engagements/{story.case_id}/")
    page.locator(
        f"form[action*='/matching/cases/{story.case_id}'] button, a[href*='/matching/cases/']"
    ).first.click()
    page.wait_for_load_state()
    if matching.shortlist_of(story.case_id) is None:
        page.locator("main form button").first.click()
        page.wait_for_load_state()
    shortlist = matching.shortlist_of(story.case_id)
    assert shortlist is not None

    # 2. The company sees reasons and a pseudonym, never a name, and must write why.
    page = enter(open_page(None, language=language), story.company)
    page.goto(f"/matching/{shortlist.pk}/")
    assert story.talent.name not in page.content()
    axe(page)
    shoot(page, f"2-match-{language}")
    page.locator("[name=profile]").first.check()
    page.fill("[name=reason]", "좋음")
    page.locator("form[action$='/decide/'] button").click()
    page.wait_for_load_state()
    assert page.locator(".error").first.is_visible()
    assert page.input_value("[name=reason]") == "좋음"
    page.fill("[name=reason]", WORDS[language]["reason"])
    page.locator("form[action$='/decide/'] button").click()
    page.wait_for_load_state()
    selection = matching.selection_of(story.case_id)
    assert selection.reason == WORDS[language]["reason"]

    # 3. The talent reads who asks and for what, and agrees to be seen.
    page = enter(open_page(None, language=language), story.talent)
    page.goto(f"/matching/offers/{selection.pk}/")
    axe(page)
    shoot(page, f"2-match-offer-{language}")
    page.goto(f"/matching/offers/{selection.pk}/answer/")
    axe(page)
    page.check("[name=answer][value=accept]")
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    assert matching.selection_of(story.case_id).accepted is True

    page = enter(open_page(None, language=language), story.company)
    page.goto(f"/engagements/{story.case_id}/")
    assert story.talent.name in page.content()
    assert stage_now(page) == WORDS[language]["stages"][2]
