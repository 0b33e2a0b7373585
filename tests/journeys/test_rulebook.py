"""규칙 · Rules. An operator proposes what changed in a law, a second one compares and approves; everybody reads it."""

from __future__ import annotations

import pytest

from talentbridge.policy.models import RuleParameter, RuleProposal
from talentbridge.policy.services import load_reviewed_rules
from tests.factories import people
from tests.policy.test_gateways import CSV

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "width"), [("ko", 390), ("en", 1280)], ids=["ko", "en"])
def test_a_rule_changes_by_two_hands(open_page, enter, axe, shoot, tmp_path, language: str, width: int):
    load_reviewed_rules()
    row = RuleParameter.objects.get(key="treaty.royalty", country="IN")  # 10 % as shipped
    first = enter(
        open_page(None, language=language, width=width),
        people.operator_actor(who=people.person(name="배수아")),
    )
    second = enter(
        open_page(None, language=language, width=width),
        people.operator_actor(who=people.person(name="강은솔")),
    )

    # 1. Propose: what is wrong stands beside the field, then it waits.
    first.goto(f"/rules/{row.pk}/change/")
    axe(first)
    first.fill("[name=value]", "0.15")
    first.fill("[name=unit]", "bananas")
    first.fill("[name=reason]", "개정의정서 · Protocol")
    first.locator("main .btn.go").click()
    assert first.locator("#id_unit_error").is_visible()
    axe(first)
    first.fill("[name=unit]", "rate of gross")
    first.locator("main .btn.go").click()
    first.wait_for_load_state()
    proposal = RuleProposal.objects.get()
    assert first.locator("main .btn.go").count() == 0  # not by oneself
    axe(first)

    # 2. Approve: the second operator finds it in the queue and sees both states side by side.
    second.goto("/rules/proposals/")
    axe(second)
    second.locator("main tbody a").first.click()
    second.wait_for_load_state()
    assert second.locator("ins", has_text="0.15").is_visible()
    axe(second)
    shoot(second, f"rule-proposal-{language}")
    second.locator("main .btn.go").click()
    second.wait_for_load_state()
    proposal.refresh_from_db()
    assert proposal.state == "approved"
    axe(second)
    shoot(second, f"rule-{language}")

    # 3. Everybody reads it.
    stranger = open_page("/rules/?country=IN&q=treaty", language=language, width=width)
    assert stranger.locator("td", has_text="15 %").first.is_visible()
    axe(stranger)
    stranger.goto("/rules/?on=never")
    assert stranger.locator("#on_error").is_visible()
    axe(stranger)

    # 4. Rates: a file is looked at, sent, and comes into use when the second operator approves.
    file = tmp_path / "eurofxref.csv"
    file.write_text(CSV)
    first.goto("/rules/rates/import/")
    axe(first)
    first.set_input_files("[name=document]", file)
    first.locator("main .btn.go").click()
    first.wait_for_load_state()
    axe(first)
    shoot(first, f"rates-import-{language}")
    first.locator("main .btn.go").click()
    first.wait_for_load_state()
    axe(first)
    assert first.locator("main .btn.go").count() == 0  # not by oneself
    second.goto(first.url)
    axe(second)
    second.locator("main .btn.go").click()
    second.wait_for_load_state()
    stranger.goto("/rules/rates/?on=2026-11-27")
    assert "1,280" in stranger.content()
    axe(stranger)
    shoot(stranger, f"rates-{language}")
