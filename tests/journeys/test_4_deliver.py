"""수행 · Deliver. The company funds through the sandbox bank, the talent hands in, the company accepts; one entry pays."""

from __future__ import annotations

import pytest

from talentbridge.escrow import queries as escrow
from talentbridge.ledger import queries as ledger
from tests.journeys.story import LANGUAGES, WORDS, crossing, stage_now

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_money_moves_only_for_accepted_work(open_page, enter, axe, shoot, language):
    story = crossing("sign")
    milestone = story.milestones[0]

    # 1. The company sees the fee before it commits, and pays in at the labelled sandbox bank.
    page = enter(open_page(None, language=language), story.company)
    page.goto(f"/escrow/{milestone.pk}/fund/")
    assert "6,180,000" in page.content()
    axe(page)
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    page.goto("/escrow/sandbox-bank/")
    page.locator("form[action$='/transfer/'] button").first.click()
    page.wait_for_load_state()
    assert escrow.milestones_of(story.case_id).get(number=1).state == "funded"
    page.goto(f"/engagements/{story.case_id}/")
    assert stage_now(page) == WORDS[language]["stages"][3]

    # 2. The talent hands in.
    page = enter(open_page(None, language=language), story.talent)
    page.goto(f"/escrow/{milestone.pk}/submit/")
    page.fill("[name=note]", WORDS[language]["note"])
    page.fill("[name=links]", "https://example.org/repository")
    axe(page)
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    assert escrow.milestones_of(story.case_id).get(number=1).state == "submitted"

    # 3. The company sees both sides' numbers and accepts with a reason.
    page = enter(open_page(None, language=language), story.company)
    page.goto(f"/escrow/{milestone.pk}/review/")
    axe(page)
    shoot(page, f"4-deliver-{language}")
    page.fill("[name=reason]", WORDS[language]["reason"])
    page.locator("form:has([name=seen_minor]) button").click()
    page.wait_for_load_state()
    assert escrow.milestones_of(story.case_id).get(number=1).state == "released"

    # 4. Both read the same numbers; the ledger agrees with itself.
    for actor in (story.company, story.talent):
        window = enter(open_page(None, language=language), actor)
        window.goto(f"/escrow/{milestone.pk}/")
        assert "198,000" in window.content()  # Vietnam: 3 % and its tenth, marked as not verified
    assert ledger.self_check() == []
