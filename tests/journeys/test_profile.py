"""프로필 · Profile. A talent brings in a CV, confirms it and goes on; a file brings the same person in a second time."""

from __future__ import annotations

from pathlib import Path

import pytest

from talentbridge.kernel.actor import SYSTEM
from talentbridge.kernel.clock import now
from talentbridge.policy.services import load_reviewed_rules
from talentbridge.talent import queries, services
from talentbridge.talent.models import DuplicatePair, Profile
from talentbridge.talent.rules import Choice
from tests.factories import people
from tests.talent.files import CV_EN, CV_KO, write

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
CASES = [("ko", 390, "김하늘", CV_KO), ("en", 1280, "Nguyễn Văn An", CV_EN)]


@pytest.mark.parametrize(("language", "width", "name", "cv"), CASES, ids=["ko", "en"])
def test_a_profile_is_built_in_minutes(
    open_page, enter, axe, shoot, language: str, width: int, name: str, cv: str
):
    load_reviewed_rules()
    actor = people.talent_actor(who=people.person(name=name))
    page = enter(open_page(None, language=language, width=width), actor)

    # 1. Bring in: one press from the empty profile.
    page.goto("/talent/me/")
    page.locator("main .btn.go").click()
    axe(page)
    page.fill("[name=resume]", cv)
    page.locator("main .btn.go").click()
    page.wait_for_load_state()

    # 2. Confirm: every item beside its words; one is unticked, one gets another level. Nothing is kept yet.
    assert not Profile.objects.exists()
    assert page.locator("mark").count() > 5
    assert "1990" not in page.content() and "1991" not in page.content()
    axe(page)
    shoot(page, f"profile-confirm-{language}")
    row = page.locator(
        "tr", has=page.locator("mark", has_text="Kafka" if language == "en" else "리액트")
    ).first
    row.locator("input[type=checkbox]").uncheck()
    python = page.locator(
        "tr", has=page.locator("mark", has_text="Python" if language == "en" else "파이썬")
    ).first
    python.locator("select").select_option("5")
    page.locator("main .btn.go").click()
    page.wait_for_load_state()

    # 3. Done: the card stands under a pseudonym, with what would still change in matching.
    draft = queries.draft_of(queries.my_profile(actor))
    assert draft.skills["python"] == 5
    assert not {"kafka", "react"} & draft.skills.keys()
    assert Profile.objects.get().pseudonym in page.content()
    axe(page)
    shoot(page, f"profile-{language}")

    # 4. Go on another day: the next empty part, kept on its own.
    page.goto("/talent/me/edit/terms/")
    page.fill("[name=rate]", "0")
    page.locator("main .btn.go").click()
    page.wait_for_load_state()
    assert page.locator("#id_rate_error").is_visible()
    page.fill("[name=rate]", "2600")
    page.select_option("[name=rate_currency]", "USD")
    page.locator("main .btn.go").click()
    page.wait_for_load_state()
    assert queries.draft_of(queries.my_profile(actor)).rate_minor == 260_000

    # 5. One click: still true.
    page.goto("/talent/me/")
    page.locator("form[action$='/still-true/'] button").click()
    page.wait_for_load_state()
    assert page.locator(".messages").is_visible()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_one_person_who_came_twice(open_page, enter, axe, shoot, tmp_path: Path, language: str):
    load_reviewed_rules()
    actor = people.talent_actor(who=people.person(name="Nguyễn Văn An"))
    read = services.read_resume(actor=actor, text=CV_EN, at=now())
    own = services.take_over(actor=actor, sealed=read.sealed, choice=Choice(read.reading.sure()), at=now())
    file = write(tmp_path, "id,headline_en,skills,phone\nt1,Engineer,java:5,0912 345 678\n")
    services.import_profiles(actor=SYSTEM, source=file, format="csv", at=now())
    pair = DuplicatePair.objects.get()

    page = enter(open_page(None, language=language), people.coordinator_actor())
    page.goto("/talent/")
    page.locator("a[href$='/talent/duplicates/']").click()
    axe(page)
    page.locator(f"a[href$='/duplicates/{pair.pk}/']").click()
    axe(page)
    shoot(page, f"profile-pair-{language}")
    page.fill("[name=note]", "The telephone number is the same in both.")
    page.locator("button[name=merge]").click()
    page.wait_for_load_state()
    assert Profile.objects.get(origin="csv").retired_into_id == own.pk
    page.goto("/talent/")
    assert own.code in page.content()
    assert Profile.objects.get(origin="csv").code not in page.content()
