"""Pages of money: who sees them, what they say, and that nothing happens before a proof and a whole form."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from talentbridge.escrow import services
from talentbridge.escrow.models import Milestone, StatementLine
from talentbridge.policy.services import load_reviewed_rules
from tests.factories import escrow as money
from tests.factories import people
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db

PAGES = ["milestone", "fund", "submit", "review", "concern", "resolve", "refund"]


def url(name: str, deal: money.Deal) -> str:
    return reverse(f"escrow:{name}", args=[deal.milestones[0].pk])


def reader(actor, language: str = "en", **kwargs) -> Client:
    """A signed-in browser that has chosen a language."""
    client = sign_in(Client(), actor, **kwargs)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def text(response) -> str:
    """What a reader sees, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


STAGES = {
    "planned": money.deal,
    "awaiting_funds": money.requested,
    "funded": money.funded,
    "submitted": money.submitted,
    "released": money.released,
}


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("stage", STAGES)
def test_every_page_of_a_milestone_opens_for_who_may_act_and_nobody_breaks_it(stage, language):
    deal = STAGES[stage]()
    for who in (deal.company, deal.talent, deal.coordinator, people.operator_actor()):
        client = reader(who, language)
        for name in PAGES:
            response = client.get(
                url(name, deal),
            )
            assert response.status_code in {200, 403}, (name, who.role, response.status_code)
        assert client.get(url("milestone", deal)).status_code == 200
        assert client.get(url("review", deal)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_gets_a_404_from_each(name):
    deal = money.submitted()
    for stranger in (people.company_actor(), people.talent_actor(), people.coordinator_actor()):
        assert reader(stranger).get(url(name, deal)).status_code == 404


def test_both_sides_read_the_same_numbers_before_anything_is_pressed():
    deal = money.submitted()
    pages = [reader(who).get(url("review", deal)) for who in (deal.company, deal.talent)]
    for amount in ("₩6,000,000", "₩180,000", "₩6,180,000", "₩198,000", "₩5,802,000"):
        assert all(amount in text(page) for page in pages), amount
    assert all("Source found, needs judgement" in text(page) for page in pages)
    assert "Accept and release" in text(pages[0]) and "Accept and release" not in text(pages[1])


class TestFunding:
    def test_asks_who_you_are_first_and_keeps_nothing_half_done(self):
        deal = money.deal()
        client = reader(deal.company, proven=False)
        response = client.post(url("fund", deal), {"seen_minor": 6_180_000})
        assert response.status_code == 302 and reverse("accounts:step-up") in response["Location"]
        assert deal.first().state == "planned"

    def test_funds_and_shows_where_to_pay(self):
        deal = money.deal()
        client = reader(deal.company)
        response = client.post(url("fund", deal), {"seen_minor": 6_180_000}, follow=True)
        assert money.instruction(deal, "collect").reference in text(response)

    def test_a_talent_cannot_fund(self):
        deal = money.deal()
        client = reader(deal.talent)
        assert client.get(url("fund", deal)).status_code == 403
        assert client.post(url("fund", deal), {"seen_minor": 6_180_000}).status_code == 403
        assert deal.first().state == "planned"


class TestWork:
    def test_a_bad_link_is_told_beside_the_field_and_the_text_stays(self):
        deal = money.funded()
        client = reader(deal.talent)
        response = client.post(
            url("submit", deal),
            {"note": "All endpoints are live.", "links": "javascript:alert(1)", "language": "en"},
        )
        assert response.status_code == 200
        assert "All endpoints are live." in response.content.decode()
        assert 'aria-invalid="true"' in response.content.decode()
        assert deal.first().submissions.count() == 0

    def test_what_somebody_typed_is_shown_as_text_never_as_markup(self):
        deal = money.funded()
        money.submit(deal, note="<script>alert('x')</script> is what we tested.")
        page = reader(deal.company).get(url("review", deal)).content.decode()
        assert "<script>alert" not in page and "&lt;script&gt;alert" in page

    def test_a_short_reason_for_changes_says_how_many_characters(self):
        deal = money.submitted()
        client = reader(deal.company)
        response = client.post(url("request-changes", deal), {"changes": "too slow"})
        assert "8 characters are too few" in text(response)
        assert "too slow" in response.content.decode()
        assert deal.first().state == "submitted"

    def test_changes_are_asked_for(self):
        deal = money.submitted()
        reader(deal.company).post(url("request-changes", deal), {"changes": money.CHANGES})
        assert deal.first().state == "changes_requested"


class TestAcceptance:
    def test_releases_after_a_proof(self):
        deal = money.submitted()
        client = reader(deal.company)
        client.post(url("review", deal), {"seen_minor": 5_802_000, "reason": money.CHECKED})
        assert deal.first().state == "released"

    def test_what_was_typed_comes_back_after_the_proof(self):
        deal = money.submitted()
        client = reader(deal.company, proven=False)
        response = client.post(url("review", deal), {"seen_minor": 5_802_000, "reason": money.CHECKED})
        assert response.status_code == 302
        assert money.CHECKED in client.get(url("review", deal)).content.decode()
        assert deal.first().state == "submitted"

    def test_an_empty_reason_changes_nothing(self):
        deal = money.submitted()
        response = reader(deal.company).post(url("review", deal), {"seen_minor": 5_802_000, "reason": ""})
        assert response.status_code == 200 and deal.first().state == "submitted"

    def test_a_changed_amount_is_a_conflict(self):
        deal = money.submitted()
        response = reader(deal.company).post(url("review", deal), {"seen_minor": 1, "reason": money.CHECKED})
        assert response.status_code == 409 and deal.first().state == "submitted"


class TestConcernsAndRefunds:
    def test_raise_and_resolve(self):
        deal = money.submitted()
        reader(deal.talent).post(url("concern", deal), {"text": money.WORRY})
        assert deal.first().state == "frozen"
        page = reader(deal.coordinator).get(url("resolve", deal)).content.decode()
        assert money.WORRY in page
        reader(deal.coordinator).post(url("resolve", deal), {"resolution": money.WORRY})
        assert deal.first().state == "submitted"

    def test_propose_and_agree(self):
        deal = money.funded()
        reader(deal.company).post(url("refund", deal), {"reason": money.WORRY})
        talent = reader(deal.talent)
        assert money.WORRY in talent.get(url("refund", deal)).content.decode()
        talent.post(url("answer-refund", deal), {"answer": "agree"})
        assert deal.first().state == "refunded"

    def test_anything_but_agree_is_no(self):
        deal = money.funded()
        services.propose_refund(
            actor=deal.company, milestone_id=deal.milestones[0].pk, reason=money.WORRY, at=deal.now
        )
        reader(deal.talent).post(url("answer-refund", deal), {})
        assert deal.first().state == "funded"


class TestList:
    def test_filters_sorts_pages_and_takes_along(self):
        deal = money.submitted()
        client = reader(deal.company)
        assert "Deliverable 2" in text(client.get(reverse("escrow:list")))
        filtered = client.get(reverse("escrow:list"), {"state": "submitted"})
        assert "Deliverable 1" in text(filtered) and "Deliverable 2" not in text(filtered)
        nothing = client.get(reverse("escrow:list"), {"q": "no such thing"})
        assert "Nothing matches" in text(nothing)
        sheet = b"".join(client.get(reverse("escrow:list"), {"format": "csv"}).streaming_content).decode(
            "utf-8-sig"
        )
        assert len(sheet.strip().splitlines()) == 3

    def test_query_count_does_not_grow_with_rows(self, django_assert_max_num_queries):
        deal = money.submitted()
        client = reader(deal.company)
        client.get(reverse("escrow:list"))
        rows = [
            Milestone(
                case_id=deal.case_id, contract=deal.contract, payer_id=deal.company.organisation_id,
                payee_id=deal.talent.person_id, number=n, title_ko="x", title_en="x", currency="KRW", amount_minor=1,
                due_on=deal.first().due_on,
            )
            for n in range(3, 43)
        ]  # fmt: skip
        Milestone.objects.bulk_create(rows)
        with django_assert_max_num_queries(12):
            assert client.get(reverse("escrow:list")).status_code == 200


class TestPayoutAccount:
    FORM = {
        "holder_name": "Aarav Deshpande", "country": "in", "bank_name": "Bank", "bank_code": "", "number": "5010023456789",
    }  # fmt: skip

    def test_saved_and_shown_by_its_end_only(self):
        deal = money.released()
        client = reader(deal.talent)
        response = client.post(reverse("escrow:payout-account"), self.FORM, follow=True)
        assert "6789" in text(response) and "5010023456789" not in response.content.decode()

    def test_somebody_elses_name_is_refused_beside_the_field(self):
        deal = money.released()
        client = reader(deal.talent)
        response = client.post(reverse("escrow:payout-account"), self.FORM | {"holder_name": "Somebody Else"})
        assert "differs from the name in the contract" in text(response)

    def test_a_company_has_none(self):
        assert reader(people.company_actor()).get(reverse("escrow:payout-account")).status_code == 403


class TestBank:
    def test_the_sandbox_says_what_it_is_and_plays_the_transfer(self):
        deal = money.requested()
        client = reader(deal.company)
        desk = client.get(reverse("escrow:sandbox-bank"))
        assert "no money moves" in text(desk)
        order = money.instruction(deal, "collect")
        client.post(reverse("escrow:play", args=[order.pk, "transfer"]), {"amount": "6180000"})
        assert deal.first().state == "funded"

    def test_a_wrong_amount_waits_for_an_operator_who_sends_it_back(self):
        deal = money.requested()
        order = money.instruction(deal, "collect")
        reader(deal.company).post(reverse("escrow:play", args=[order.pk, "transfer"]), {"amount": "6000000"})
        assert deal.first().state == "awaiting_funds"
        operator = reader(people.operator_actor())
        page = operator.get(reverse("escrow:statements"))
        assert "The amount differs from the instruction." in text(page)
        line = StatementLine.objects.get()
        operator.post(reverse("escrow:send-back", args=[line.pk]))
        line.refresh_from_db()
        assert line.sent_back_at

    def test_the_desk_shows_only_ones_own_cases(self):
        deal = money.requested()
        order = money.instruction(deal, "collect")
        stranger = reader(people.company_actor())
        assert order.reference not in text(stranger.get(reverse("escrow:sandbox-bank")))
        assert stranger.post(reverse("escrow:play", args=[order.pk, "transfer"])).status_code == 404

    def test_where_a_real_bank_is_connected_there_is_no_sandbox(self, settings):
        deal = money.requested()
        settings.CUSTODIAN = "files"
        assert reader(deal.company).get(reverse("escrow:sandbox-bank")).status_code == 403

    def test_a_file_that_is_no_statement_is_told_beside_the_field(self):
        from django.core.files.uploadedfile import SimpleUploadedFile

        operator = reader(people.operator_actor())
        for content, told in ((b"not xml", "cannot be read as XML"), (b"<a/>", "another kind of document")):
            upload = {"document": SimpleUploadedFile("s.xml", content)}
            response = operator.post(reverse("escrow:statements"), upload)
            assert told in text(response)

    def test_statements_are_for_operators(self):
        assert reader(people.company_actor()).get(reverse("escrow:statements")).status_code == 403


def test_a_card_stands_where_somebody_gives_or_takes_feedback():
    load_reviewed_rules()
    deal = money.submitted()
    payee = deal.milestones[0].payee
    payee.country = "IN"
    payee.save()
    assert "Working with somebody in India · Giving feedback" in text(
        reader(deal.company).get(url("review", deal))
    )
    deal = money.funded()
    assert "Working with a Korean company · Giving feedback" in text(
        reader(deal.talent).get(url("submit", deal))
    )
