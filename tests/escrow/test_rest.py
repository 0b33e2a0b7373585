"""REST: the same verbs as the pages, the same refusals."""

import json

import pytest
from django.test import Client

from talentbridge.accounts import services as accounts
from talentbridge.escrow.models import Milestone
from talentbridge.kernel.clock import now
from tests.factories import escrow as money
from tests.factories import people
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/escrow"


def call(who, method: str, path: str, data: object = None, **kwargs):
    client = who if isinstance(who, Client) else sign_in(Client(), who, **kwargs)
    return client.generic(method, ROOT + path, data=json.dumps(data) if data is not None else "",
                          content_type="application/json")  # fmt: skip


def of(deal: money.Deal, verb: str = "") -> str:
    return f"/milestones/{deal.milestones[0].pk}{verb}"


def test_the_whole_crossing_by_rest():
    deal = money.deal()
    numbers = call(deal.company, "GET", of(deal)).json()["money"]
    assert (numbers["deposit_minor"], numbers["net_minor"], numbers["is_final"]) == (
        6_180_000,
        5_802_000,
        False,
    )
    answer = call(deal.company, "POST", of(deal, "/fund"), {"seen_minor": numbers["deposit_minor"]})
    assert answer.json()["state"] == "awaiting_funds"

    order = call(deal.company, "GET", "/instructions").json()["items"][0]
    assert call(deal.company, "POST", f"/instructions/{order['id']}/play/transfer", {}).status_code == 204
    handed_in = {"note": "All endpoints are live.", "links": ["https://git.example/r"]}
    assert call(deal.talent, "POST", of(deal, "/submit"), handed_in).json()["state"] == "submitted"
    assert (
        call(deal.company, "POST", of(deal, "/request-changes"), {"reason": money.CHANGES}).status_code == 200
    )
    assert call(deal.talent, "POST", of(deal, "/submit"), handed_in).json()["state"] == "submitted"
    accepted = call(
        deal.company, "POST", of(deal, "/accept"), {"reason": money.CHECKED, "seen_minor": 5_802_000}
    )
    assert accepted.json()["state"] == "released"

    whole = call(deal.talent, "GET", of(deal)).json()
    assert [each["number"] for each in whole["submissions"]] == [1, 2]
    assert whole["money"]["is_final"] and whole["withheld_minor"] == 198_000


def test_account_and_payment():
    deal = money.released()
    assert call(deal.talent, "GET", "/payout-account").json() is None
    mine = {"holder_name": "Aarav Deshpande", "country": "IN", "bank_name": "Bank", "number": "5010023456789"}
    saved = call(deal.talent, "PUT", "/payout-account", mine).json()
    assert saved["number_end"] == "6789" and "number" not in saved
    payout = money.instruction(deal, "payout")
    played = call(deal.talent, "POST", f"/instructions/{payout.pk}/play/book")
    assert played.status_code == 204
    payout.refresh_from_db()
    assert payout.state == "prepared"  # the account has to rest a day first


@pytest.mark.parametrize(
    ("who", "verb", "data", "status"),
    [
        ("talent", "/fund", {"seen_minor": 1}, 403),
        ("company", "/fund", {"seen_minor": 1}, 409),
        ("talent", "/submit", {"note": "All is live and tested."}, 409),
        ("company", "/submit", {"note": "All is live and tested."}, 403),
        ("company", "/accept", {"reason": money.CHECKED, "seen_minor": 1}, 409),
        ("coordinator", "/accept", {"reason": money.CHECKED, "seen_minor": 1}, 403),
        ("coordinator", "/concern", {"reason": money.WORRY}, 403),
        ("company", "/resolve", {"reason": money.WORRY}, 403),
        ("company", "/refund", {"reason": money.WORRY}, 409),
        ("company", "/fund", {}, 422),
    ],
)
def test_every_refusal_has_its_number_and_its_reason(who, verb, data, status):
    deal = money.deal()
    answer = call(getattr(deal, who), "POST", of(deal, verb), data)
    assert answer.status_code == status
    if status in {403, 409}:
        assert answer.json()["code"] and answer.json()["sentence"]
    assert deal.first().state == "planned"


def test_a_stranger_learns_nothing():
    deal = money.deal()
    stranger = people.company_actor()
    assert call(stranger, "GET", of(deal)).status_code == 404
    assert call(stranger, "GET", "/milestones").json()["items"] == []
    assert call(stranger, "POST", of(deal, "/concern"), {"reason": money.WORRY}).status_code == 404
    assert call(stranger, "GET", "/unmatched").status_code == 403
    mine = call(deal.talent, "GET", f"/milestones?case_id={deal.case_id}&state=planned").json()["items"]
    assert [each["number"] for each in mine] == [1, 2]


@pytest.mark.parametrize("verb", ["/fund", "/accept", "/refund", "/refund/answer"])
def test_money_needs_a_proof_and_never_goes_by_token(verb):
    deal = money.submitted()
    data = {"seen_minor": 1, "reason": money.CHECKED, "agreed": True}
    unproven = call(deal.company, "POST", of(deal, verb), data, proven=False)
    assert unproven.status_code == 403 and unproven.json()["code"] == "accounts.prove_first"
    token = accounts.make_token(actor=deal.company, name="ERP", scope="write", days=7, at=now())[1]
    answer = Client().post(
        ROOT + of(deal, verb),
        data,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 403 and answer.json()["code"] == "accounts.not_by_token"
    assert Milestone.objects.filter(state="submitted").count() == 1


def test_unusable_text_is_told_by_field():
    deal = money.funded()
    answer = call(deal.talent, "POST", of(deal, "/submit"), {"note": "short", "links": ["nowhere"]})
    assert answer.status_code == 422 and set(answer.json()["fields"]) == {"note", "links"}
