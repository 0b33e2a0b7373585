"""The pages of rules: public to read, operators propose, a second one approves."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talentbridge.kernel.actor import Role
from talentbridge.kernel.clock import now
from talentbridge.policy import services
from talentbridge.policy.models import RuleOffer, RuleParameter, RuleProposal
from talentbridge.policy.rules import content
from tests.factories import people, policy

pytestmark = pytest.mark.django_db


def at(name: str, *args: object) -> str:
    return reverse(f"policy:{name}", args=args)


@pytest.fixture
def row():
    return policy.row()


@pytest.fixture
def proposer(client: Client):
    actor = people.operator_actor(who=people.person(name="배수아"))
    people.sign_in(client, actor)
    client.cookies["language"] = "en"
    return actor


@pytest.fixture
def second():
    """A second operator in a window of their own."""
    client = Client()
    client.cookies["language"] = "en"
    people.sign_in(client, people.operator_actor(who=people.person(name="강은솔")))
    return client


def typed(row: RuleParameter, **changes: object) -> dict[str, object]:
    """What the form posts for a row as it stands, with `changes`."""
    plain = {name: value or "" for name, value in content.to_json(row.content).items()}
    return plain | {"seen": 1, "reason": "The act was amended."} | changes


# Reading ------------------------------------------------------------------------------------------------------


def test_a_stranger_reads_the_list_a_row_and_its_history(client: Client, row):
    client.cookies["language"] = "en"
    page = client.get(at("rules")).text
    assert "Withholding on royalties" in page and "20 %" in page
    page = client.get(at("rule", row.pk)).text
    assert "Income Tax Act, art. 156" in page and "Next check by" in page and "Came with the product" in page
    assert at("change", row.pk) not in page
    assert client.get(at("rule", row.pk + 1)).status_code == 404


def test_filters_narrow_and_the_wrong_ones_do_no_harm(client: Client, row):
    policy.row(key="leave.annual", country="IN", unit="days", value=Decimal(15), certainty="unverified",
               title_en="Annual leave", title_ko="연차", differs_from="leave.other")  # fmt: skip
    client.cookies["language"] = "en"

    def finds(query: str) -> tuple[bool, bool]:
        page = client.get(f"{at('rules')}?{query}").text
        return "Withholding on royalties" in page, "Annual leave" in page

    assert finds("country=IN") == (False, True)
    assert finds("country=-") == (True, False)
    assert finds("topic=tax") == (True, False)
    assert finds("certainty=unverified") == (False, True)
    assert finds("differs=1") == (False, True)
    assert finds("q=연차") == (False, True)
    source = "Personal Information Protection Act art. 28-8 (promulgated 2026-09-08, Act no. 21910)"
    policy.row(key="data.transfer", country="VN", title_ko="자료 보내기", source_name=source)
    client.cookies["language"] = "ko"
    assert (
        "자료 보내기" in client.get(f"{at('rules')}?q=개인정보 보호법").text
    )  # a source is found by its Korean name
    client.cookies["language"] = "en"
    assert finds("on=2020-01-01") == (False, False)
    assert finds("topic=nothing&certainty=x&sort=y&page=z&due=w") == (False, False)  # nothing is due
    assert "Not verified" in client.get(f"{at('rules')}?country=IN").text


def test_a_bad_day_is_a_message_beside_the_field(client: Client, row):
    client.cookies["language"] = "en"
    for field in ("on", "known_at"):
        page = client.get(f"{at('rules')}?{field}=yesterday")
        assert page.status_code == 200
        assert f'id="{field}_error"' in page.text and "“yesterday” is no" in page.text
    assert "“never” is no day" in client.get(f"{at('rates')}?on=never").text


def test_the_list_downloads_as_csv(client: Client, row):
    answer = client.get(f"{at('rules')}?format=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("key,country,value,unit")
    assert lines[1].startswith("tax.royalty,,0.2,rate of gross,2026-01-01")


def test_what_contradicts_a_row_stands_on_both_pages(client: Client, row):
    other = policy.row(key="spec.royalty", value=Decimal("0.15"), title_en="The specification's royalty",
                       differs_from="tax.royalty")  # fmt: skip
    client.cookies["language"] = "en"
    assert at("rule", other.pk) in client.get(at("rule", row.pk)).text
    assert at("rule", row.pk) in client.get(at("rule", other.pk)).text


def test_open_questions_have_a_section_of_their_own(client: Client, row):
    policy.row(
        key="open.vietnam", value=None, unit="", title_en="Is it settled?", note_ko="아직", note_en="Not yet"
    )
    client.cookies["language"] = "en"
    page = client.get(at("rules")).text
    assert page.index("Open questions</h2>") < page.index("Is it settled?")


def test_rows_do_not_cost_queries(client: Client, row):
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(at("rules"))
        return len(queries)

    before = count()
    for number in range(30):
        policy.row(key=f"visa.e-7-1.x{number}", unit="years")
    assert count() == before <= 8


# Proposing and approving ----------------------------------------------------------------------------------------


def test_one_proposes_another_approves(client: Client, proposer, second: Client, row):
    sent = client.post(at("change", row.pk), typed(row, value="0.22"))
    proposal = RuleProposal.objects.get()
    assert sent.headers["Location"] == at("proposal", proposal.pk)
    page = client.get(at("proposal", proposal.pk)).text
    assert "0.2</del>" in page and "0.22</ins>" in page
    assert "You proposed this yourself" in page and at("approve", proposal.pk) not in page
    assert client.post(at("approve", proposal.pk), {"seen": 1}).status_code == 403
    assert at("proposal", proposal.pk) in second.get(at("proposals")).text
    done = second.post(at("approve", proposal.pk), {"seen": 1, "answer": "Read the act."}, follow=True)
    assert "22 %" in done.text and "Proposed by 배수아, approved by 강은솔" in done.text
    assert "배수아" not in Client().get(at("rule", row.pk)).text  # names of staff are not for strangers
    row.refresh_from_db()
    assert (row.value, row.edited_here) == (Decimal("0.22"), True)


def test_approving_needs_a_fresh_proof(client: Client, proposer, row):
    client.post(at("end", row.pk), {"valid_to": "2026-12-31", "source": "Act", "reason": "Ends"})
    other = people.sign_in(Client(), people.operator_actor(), proven=False)
    proposal = RuleProposal.objects.get()
    for act in ("approve", "refuse"):
        answer = other.post(at(act, proposal.pk), {"seen": 1, "reason": "No"})
        assert answer.status_code == 302 and "step-up" in answer.headers["Location"]
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


def test_a_row_that_was_changed_meanwhile_is_looked_at_again(client: Client, proposer, second: Client, row):
    client.post(at("change", row.pk), typed(row, value="0.22"))
    client.post(at("check", row.pk), {"checked_on": "2026-11-20", "reason": "Looked"})
    change, check = RuleProposal.objects.order_by("pk")
    second.post(at("approve", check.pk), {"seen": 1})
    refused = second.post(at("approve", change.pk), {"seen": 1})
    assert refused.status_code == 422 and "changed since you looked" in refused.text
    page = second.get(at("proposal", change.pk)).text
    assert "The row was changed since this was proposed" in page and 'name="seen" value="2"' in page
    second.post(at("approve", change.pk), {"seen": 2})
    row.refresh_from_db()
    assert (row.value, row.checked_on) == (Decimal("0.22"), date(2026, 11, 20))  # both changes stand


def test_bad_input_stands_beside_its_field_and_keeps_what_was_typed(client: Client, proposer, row):
    answer = client.post(
        at("change", row.pk),
        typed(
            row,
            value="0.22",
            unit="bananas",
            valid_to="2025-12-31",
            title_ko="",
            source_name="",
            reason="mine",
        ),
    )
    assert answer.status_code == 422 and not RuleProposal.objects.exists()
    for text in (
        "what the unit “bananas” means",
        "ends before it begins",
        "what the row is about",
        "where it was read",
    ):
        assert text in answer.text, text
    assert "mine</textarea>" in answer.text
    answer = client.post(at("new"), {"key": "tax.moon", "valid_from": "x", "checked_on": "2026-11-01"})
    assert answer.status_code == 422
    answer = client.post(
        at("new"), typed(row, key="tax.moon", valid_from="2026-01-01", country="") | {"seen": ""}
    )
    assert "No calculation knows the key tax.moon" in answer.text
    answer = client.post(at("new"), typed(row, valid_from="2026-06-01", country="") | {"seen": ""})
    assert "Two rows of tax.royalty are valid on 2026-06-01" in answer.text


def test_a_refusal_needs_a_reason_and_withdrawing_is_for_the_proposer(
    client: Client, proposer, second: Client, row
):
    client.post(at("change", row.pk), typed(row, value="0.22"))
    proposal = RuleProposal.objects.get()
    assert second.post(at("withdraw", proposal.pk)).status_code == 403
    assert second.post(at("refuse", proposal.pk), {"reason": " "}).status_code == 422
    second.post(at("refuse", proposal.pk), {"reason": "Not yet in force"})
    assert "Not yet in force" in client.get(at("proposal", proposal.pk)).text
    assert second.post(at("approve", proposal.pk), {"seen": 1}).status_code == 409
    assert client.post(at("withdraw", proposal.pk)).status_code == 409


@pytest.mark.parametrize("role", [Role.TALENT, Role.COMPANY, Role.COORDINATOR, Role.GOVERNMENT], ids=str)
def test_everybody_else_reads_and_changes_nothing(client: Client, row, role: Role):
    people.sign_in(client, people.actor(role))
    assert client.get(at("rule", row.pk)).status_code == 200
    for name, args in (
        ("new", []), ("change", [row.pk]), ("end", [row.pk]), ("check", [row.pk]), ("proposals", []), ("offers", []),
        ("enter-rate", []), ("import-rates", []),
    ):  # fmt: skip
        assert client.get(at(name, *args)).status_code == 403, name
    assert client.post(at("change", row.pk), typed(row, value="1")).status_code == 403


def test_what_the_files_say_now_is_taken_or_kept(client: Client, proposer, second: Client, tmp_path):
    row = policy.row(edited_here=True)
    said = {**row.content, "value": Decimal("0.25")}
    offer = RuleOffer.objects.create(
        key=row.key, valid_from=row.valid_from, row=row, digest=content.digest(said), offered=content.to_json(said),
        release="0.2", at=now(),
    )  # fmt: skip
    assert "0.25</ins>" in client.get(at("offers")).text
    client.post(at("decide-offer", offer.pk), {"answer": "take", "reason": "The release is right"})
    proposal = RuleProposal.objects.get()
    second.post(at("approve", proposal.pk), {"seen": 1})
    row.refresh_from_db(), offer.refresh_from_db()
    assert (row.value, row.edited_here, offer.state) == (Decimal("0.25"), False, "taken")
    assert client.post(at("decide-offer", offer.pk), {"answer": "take", "reason": "again"}).status_code == 409


def test_due_rows_are_found_and_told_on_the_page(client: Client, row):
    client.cookies["language"] = "en"
    old = policy.row(key="leave.annual", country="IN", unit="days", title_en="Annual leave",
                     checked_on=now().date() - timedelta(days=400))  # fmt: skip
    soon = policy.row(key="leave.annual", country="VN", unit="days", title_en="Leave that ends",
                      checked_on=now().date(), valid_to=now().date() + timedelta(days=20))  # fmt: skip
    page = client.get(f"{at('rules')}?due=check").text
    assert at("rule", old.pk) in page and at("rule", soon.pk) not in page
    page = client.get(f"{at('rules')}?due=ends").text
    assert at("rule", old.pk) not in page and at("rule", soon.pk) in page
    assert "Last checked more than 12 months ago" in client.get(at("rule", old.pk)).text


def test_the_past_is_read_as_it_stood(client: Client, proposer, second: Client, row):
    proposal = services.propose_change(
        actor=proposer, row_id=row.pk, said={**row.content, "value": Decimal("0.22")}, reason="x", at=now()
    )
    second.post(at("approve", proposal.pk), {"seen": 1})
    assert "22 %" in client.get(at("rules")).text
    long_ago = client.get(f"{at('rules')}?known_at=2020-01-01").text
    assert "No rule matches" in long_ago
