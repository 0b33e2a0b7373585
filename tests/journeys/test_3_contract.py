"""계약 · Contract. The coordinator offers; both sides read the same bilingual text, prove who they are, and sign."""

from __future__ import annotations

import pytest

from talentbridge.contracts import queries as contracts
from tests.factories import people
from tests.journeys.story import LANGUAGES, WORDS, crossing, stage_now

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_sign_the_same_hash(open_page, enter, axe, shoot, live_server, language):
    story = crossing("build")
    contract = contracts.contract_of(story.case_id)

    # 1. The coordinator offers it.
    page = enter(open_page(None, language=language), story.coordinator)
    page.goto(f"/contracts/{contract.pk}/")
    page.locator(f"form[action$='/contracts/{contract.pk}/offer/'] button").click()
    page.wait_for_load_state()
    assert contracts.contract_of(story.case_id).state == "offered"

    # 2. Each side proves again who it is, reads, types its name, signs.
    for actor in (story.company, story.talent):
        page = _enter_long_ago(open_page(None, language=language), actor, live_server)
        page.goto(f"/contracts/{contract.pk}/sign/")
        assert "/step-up/" in page.url
        axe(page)
        page.locator("button[name=demo]").click()
        page.wait_for_url(f"**/contracts/{contract.pk}/sign/")
        page.check("[name=agreed]")
        page.fill("[name=typed_name]", "somebody else")
        page.locator("main form button").last.click()
        page.wait_for_load_state()
        assert page.locator(".error").first.is_visible()
        axe(page)
        shoot(page, f"3-contract-{actor.role}-{language}")
        page.check("[name=agreed]")
        page.fill("[name=typed_name]", actor.name)
        page.locator("main form button").last.click()
        page.wait_for_load_state()
    assert contracts.contract_of(story.case_id).state == "in_force"

    page.goto(f"/engagements/{story.case_id}/")
    assert stage_now(page) == WORDS[language]["stages"][2]  # until the first milestone is funded


def _enter_long_ago(page, actor, live_server):
    """Signed in, but the proof of who one is has grown old."""
    from django.test import Client

    client = people.sign_in(Client(), actor, proven=False)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page
