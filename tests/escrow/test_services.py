"""Worked examples: what happens to the money of one milestone."""

from datetime import timedelta

import pytest

from talentbridge.accounts.models import Notification, Person
from talentbridge.audit.models import AuditEvent
from talentbridge.contracts.models import Contract
from talentbridge.escrow import services
from talentbridge.escrow.models import CustodyInstruction, Milestone, PayoutAccount, StatementLine
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from talentbridge.kernel.models import OutboxEvent
from talentbridge.kernel.money import Money
from talentbridge.ledger import queries as ledger
from tests.factories import escrow as money
from tests.factories import people, policy

pytestmark = pytest.mark.django_db


def holds(code: str) -> int:
    return ledger.balance(code).minor


def refusal(error: pytest.ExceptionInfo) -> str:
    return error.value.decision.code


class TestPlanning:
    def test_a_contract_in_force_plans_its_milestones_once(self):
        deal = money.deal()
        services.when_contract_in_force(
            {"case_id": str(deal.case_id), "contract_id": str(deal.contract.pk)}, deal.now
        )
        assert [(m.number, m.gross, m.state) for m in Milestone.objects.order_by("number")] == [
            (1, Money(6_000_000, "KRW"), "planned"),
            (2, Money(3_000_000, "KRW"), "planned"),
        ]
        assert AuditEvent.objects.filter(action="escrow.milestones.planned").count() == 1

    def test_payer_and_payee_are_the_contracts_parties(self):
        deal = money.deal()
        assert deal.first().payer_id == deal.company.organisation_id
        assert deal.first().payee_id == deal.talent.person_id


class TestFunding:
    def test_the_company_pays_gross_and_fee_and_only_a_statement_funds(self):
        deal = money.requested()
        milestone = deal.first()
        assert milestone.state == "awaiting_funds"
        assert milestone.split.deposit == Money(6_180_000, "KRW")
        assert milestone.fee_trace["lines"][0]["rule"]["key"] == "fee.service"
        assert holds(milestone.pots.escrow) == 0

        money.pay_in(deal)
        milestone = deal.first()
        assert milestone.state == "funded"
        assert holds(milestone.pots.escrow) == holds(milestone.pots.custody) == 6_180_000

    def test_under_an_ended_contract_nothing_is_asked_for_and_what_still_comes_is_set_apart(self):
        deal = money.requested()
        Contract.objects.update(state="ended")
        money.pay_in(deal)
        assert deal.first().state == "awaiting_funds"
        assert StatementLine.objects.get().unmatched == "already_settled"
        with pytest.raises(Refused) as error:
            services.request_funding(actor=deal.company, milestone_id=deal.milestones[1].pk, at=deal.now)
        assert refusal(error) == "escrow.no_contract"

    def test_asking_twice_is_asking_once(self):
        deal = money.requested()
        services.request_funding(
            actor=deal.company, milestone_id=deal.milestones[0].pk, at=deal.after(hours=1)
        )
        assert CustodyInstruction.objects.count() == 1
        assert deal.first().requested_at == money.T0

    def test_another_total_than_the_person_saw_is_refused(self):
        deal = money.deal()
        with pytest.raises(Refused) as error:
            services.request_funding(
                actor=deal.company, milestone_id=deal.milestones[0].pk, at=deal.now, seen_minor=6_000_000
            )
        assert refusal(error) == "escrow.amount_changed"
        assert deal.first().state == "planned"

    def test_without_a_fee_row_nothing_is_asked_for(self):
        deal = money.deal()
        policy.nothing_known_about("fee.service")
        with pytest.raises(Refused) as error:
            services.request_funding(actor=deal.company, milestone_id=deal.milestones[0].pk, at=deal.now)
        assert refusal(error) == "escrow.rule_missing"

    @pytest.mark.parametrize("who", ["talent", "coordinator"])
    def test_only_the_company_funds(self, who):
        deal = money.deal()
        with pytest.raises(Denied):
            services.request_funding(
                actor=getattr(deal, who), milestone_id=deal.milestones[0].pk, at=deal.now
            )

    def test_a_stranger_does_not_even_learn_that_it_exists(self):
        deal = money.deal()
        with pytest.raises(Missing):
            services.request_funding(
                actor=people.company_actor(), milestone_id=deal.milestones[0].pk, at=deal.now
            )


class TestWork:
    def test_work_is_handed_in_only_for_money_in_custody(self):
        deal = money.requested()
        with pytest.raises(Refused) as error:
            money.submit(deal)
        assert refusal(error) == "escrow.not_funded"

    def test_handing_in_starts_fourteen_days(self):
        deal = money.submitted()
        milestone = deal.first()
        assert milestone.accept_by - milestone.submitted_at == timedelta(days=14)
        assert milestone.submissions.get().links == ["https://git.example/r/1"]

    @pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://x/y", "no link", "https://"])
    def test_what_is_no_web_address_is_not_kept(self, link):
        deal = money.funded()
        with pytest.raises(Invalid) as error:
            services.submit(
                actor=deal.talent,
                milestone_id=deal.milestones[0].pk,
                note="A whole sentence.",
                links=[link],
                at=deal.now,
            )
        assert set(error.value.fields) == {"links"}
        assert deal.first().state == "funded"

    def test_changes_stop_the_clock_and_a_new_hand_in_starts_it_anew(self):
        deal = money.submitted()
        deal.after(days=13)
        services.request_changes(
            actor=deal.company, milestone_id=deal.milestones[0].pk, reason=money.CHANGES, at=deal.now
        )
        assert deal.first().accept_by is None
        assert not services.accept_silent(milestone_id=deal.milestones[0].pk, at=deal.after(days=30))
        money.submit(deal, "Load test repeated, log attached.")
        milestone = deal.first()
        assert milestone.accept_by == deal.now + timedelta(days=14)
        assert [s.number for s in milestone.submissions.order_by("number")] == [1, 2]

    def test_changes_need_a_reason_that_says_something(self):
        deal = money.submitted()
        with pytest.raises(Invalid) as error:
            services.request_changes(
                actor=deal.company, milestone_id=deal.milestones[0].pk, reason="not good", at=deal.now
            )
        assert error.value.fields["reason"].facts == {"count": 8, "least": 20}


class TestRelease:
    def test_one_entry_divides_the_deposit_by_law_and_contract(self):
        deal = money.released()
        pots = deal.first().pots
        assert holds(pots.escrow) == 0
        assert holds(pots.talent) == 5_802_000  # India, technical service abroad: 3 % and a tenth of that
        assert holds(pots.tax) == 198_000
        assert holds(pots.fee) == 180_000
        steps = [line["rule"]["key"] for line in deal.first().withholding_trace["lines"] if line["rule"]]
        assert "tax.technical_service" in steps and "tax.local_surtax" in steps

    def test_work_abroad_without_a_treaty_exception_is_not_taxed_in_korea(self):
        deal = money.released(talent_country="PL")
        milestone = deal.first()
        assert milestone.withheld_minor == 0
        assert holds(milestone.pots.talent) == 6_000_000

    def test_accepting_needs_what_was_checked(self):
        deal = money.submitted()
        with pytest.raises(Invalid):
            services.accept(actor=deal.company, milestone_id=deal.milestones[0].pk, reason="ok", at=deal.now)
        assert deal.first().state == "submitted"

    def test_another_net_amount_than_the_person_saw_is_refused_and_nothing_is_posted(self):
        deal = money.submitted()
        with pytest.raises(Refused) as error:
            services.accept(
                actor=deal.company,
                milestone_id=deal.milestones[0].pk,
                reason=money.CHECKED,
                at=deal.now,
                seen_minor=1,
            )
        assert refusal(error) == "escrow.amount_changed"
        assert holds(deal.first().pots.escrow) == 6_180_000

    def test_a_second_click_changes_nothing_and_a_second_person_is_told(self):
        deal = money.released()
        money.accept(deal)
        colleague = people.company_actor(
            where=people.Organisation.objects.get(pk=deal.company.organisation_id)
        )
        with pytest.raises(Refused) as error:
            services.accept(
                actor=colleague, milestone_id=deal.milestones[0].pk, reason=money.CHECKED, at=deal.now
            )
        assert refusal(error) == "escrow.already_released"
        assert CustodyInstruction.objects.filter(kind="payout").count() == 1

    def test_nothing_is_released_without_a_contract_in_force(self):
        deal = money.submitted()
        Contract.objects.update(state="ended")
        with pytest.raises(Refused) as error:
            money.accept(deal)
        assert refusal(error) == "escrow.no_contract"
        assert not services.accept_silent(milestone_id=deal.milestones[0].pk, at=deal.after(days=20))

    def test_silence_accepts_after_fourteen_days_and_not_a_second_earlier(self):
        deal = money.submitted()
        milestone_id = deal.milestones[0].pk
        end = deal.first().accept_by
        assert not services.accept_silent(milestone_id=milestone_id, at=end - timedelta(seconds=1))
        assert services.accept_silent(milestone_id=milestone_id, at=end)
        assert not services.accept_silent(milestone_id=milestone_id, at=end + timedelta(days=1))
        milestone = deal.first()
        assert milestone.silent_acceptance and milestone.state == "released"
        assert OutboxEvent.objects.filter(topic="escrow.milestone_released").count() == 1

    def test_three_reminders_and_the_coordinators_call(self):
        deal = money.submitted()
        start = deal.now
        told = {
            day: services.remind_reviewers(at=start + timedelta(days=day))
            for day in (6, 7, 8, 11, 12, 13, 14)
        }
        assert [day for day, sent in told.items() if sent] == [7, 11, 13]
        asked_to_call = Notification.objects.filter(
            person_id=deal.coordinator.person_id, sentence__startswith="Please call"
        )
        assert asked_to_call.count() == 1

    def test_a_sleeping_job_does_not_send_three_reminders_at_once(self):
        deal = money.submitted()
        assert services.remind_reviewers(at=deal.now + timedelta(days=13)) == 1
        assert services.remind_reviewers(at=deal.now + timedelta(days=13)) == 0


class TestPayout:
    def test_the_talent_is_paid_when_the_statement_says_so(self):
        deal = money.released()
        money.account(deal)
        deal.after(days=1)
        payout = money.instruction(deal, "payout")
        assert services.send(instruction_id=payout.pk, at=deal.now)
        pots = deal.first().pots
        assert (holds(pots.talent), holds(pots.clearing)) == (0, -5_802_000)
        assert deal.first().state == "released"

        assert services.bank_works(at=deal.now) == 0  # not yet a minute
        assert services.bank_works(at=deal.after(minutes=1)) == 1
        services.import_statements(at=deal.now)
        assert deal.first().state == "paid"
        assert (holds(pots.clearing), holds(pots.custody)) == (0, 378_000)  # tax and fee are still there

    def test_without_an_account_the_payout_waits(self):
        deal = money.released()
        assert services.send_prepared(at=deal.now) == 0
        assert money.instruction(deal, "payout").state == "prepared"

    def test_a_new_account_rests_a_day(self):
        deal = money.released()
        money.account(deal)
        assert services.send_prepared(at=deal.after(hours=23)) == 0
        assert services.send_prepared(at=deal.after(hours=1)) == 1

    def test_nobody_but_the_contracts_party_can_be_paid(self):
        deal = money.released()
        with pytest.raises(Invalid) as error:
            money.account(deal, holder="Somebody Else")
        assert error.value.fields["holder_name"].code == "escrow.other_holder"
        with pytest.raises(Denied):
            services.save_payout_account(
                actor=deal.company, holder_name="x", country="KR", bank_name="x", bank_code="", number="123456",
                at=deal.now,
            )  # fmt: skip

    def test_renaming_oneself_opens_no_way_to_somebody_elses_account(self):
        deal = money.released()
        Person.objects.filter(pk=deal.talent.person_id).update(name="Somebody Else")
        with pytest.raises(Invalid):
            money.account(deal, holder="Somebody Else")

    def test_an_account_of_another_name_from_before_the_contract_is_not_paid(self):
        deal = money.released()
        money.account(deal)
        PayoutAccount.objects.update(holder_name="Somebody Else")
        assert services.send_prepared(at=deal.after(hours=25)) == 0

    def test_the_account_number_is_not_readable_in_the_database(self):
        deal = money.released()
        account = money.account(deal)
        assert b"50100234567891" not in bytes(account.number_sealed)
        assert account.number_end == "7891"
        money.services.send_prepared(at=deal.after(days=1))
        payout = money.instruction(deal, "payout")
        assert b"50100234567891" not in bytes(payout.document_sealed)

    def test_a_returned_payout_reopens_with_its_reason_and_goes_again_after_mending(self):
        deal = money.released()
        money.account(deal)
        deal.after(days=1)
        services.bank_returns(
            actor=deal.talent, instruction_id=money.instruction(deal, "payout").pk, at=deal.now
        )
        milestone = deal.first()
        assert milestone.state == "released" and "AC04" in milestone.return_reason
        assert holds(milestone.pots.talent) == 5_802_000
        assert services.send_prepared(at=deal.now) == 0  # nothing goes again by itself

        money.account(deal, number="5010 0999 9999 99")
        assert services.send_prepared(at=deal.now) == 0
        again = money.instruction(deal, "payout")
        services.bank_books(actor=deal.talent, instruction_id=again.pk, at=deal.after(days=1))
        milestone = deal.first()
        assert milestone.state == "paid" and milestone.return_reason == ""
        assert holds(milestone.pots.custody) == 378_000


class TestConcern:
    @pytest.mark.parametrize("who", ["company", "talent"])
    def test_either_side_stops_clock_and_money(self, who):
        deal = money.submitted()
        before = deal.first().accept_by
        milestone_id = deal.milestones[0].pk
        services.raise_concern(
            actor=getattr(deal, who), milestone_id=milestone_id, text=money.WORRY, at=deal.now
        )
        for act in (money.accept, money.submit):
            with pytest.raises(Refused):
                act(deal)
        assert not services.accept_silent(milestone_id=milestone_id, at=before + timedelta(days=90))
        assert holds(deal.first().pots.escrow) == 6_180_000

    def test_the_coordinator_resolves_in_writing_and_the_clock_goes_on(self):
        deal = money.submitted()
        milestone_id, before = deal.milestones[0].pk, deal.first().accept_by
        services.raise_concern(actor=deal.talent, milestone_id=milestone_id, text=money.WORRY, at=deal.now)
        with pytest.raises(Denied):
            services.resolve_concern(
                actor=deal.company, milestone_id=milestone_id, resolution=money.WORRY, at=deal.now
            )
        deal.after(days=3)
        services.resolve_concern(
            actor=deal.coordinator, milestone_id=milestone_id, at=deal.now,
            resolution="Both agreed on the log as evidence of the second criterion.",
        )  # fmt: skip
        milestone = deal.first()
        assert milestone.state == "submitted" and milestone.accept_by == before + timedelta(days=3)
        assert milestone.concerns.get().resolver_id == deal.coordinator.person_id

    def test_paid_money_cannot_be_frozen(self):
        deal = money.released()
        with pytest.raises(Refused) as error:
            services.raise_concern(
                actor=deal.company, milestone_id=deal.milestones[0].pk, text=money.WORRY, at=deal.now
            )
        assert refusal(error) == "escrow.nothing_to_freeze"


class TestRefund:
    WHY = "The project was stopped by the client's board."

    def test_both_sides_agree_and_the_deposit_goes_back_fee_included(self):
        deal = money.funded()
        milestone_id = deal.milestones[0].pk
        services.propose_refund(actor=deal.company, milestone_id=milestone_id, reason=self.WHY, at=deal.now)
        with pytest.raises(Denied) as error:
            services.answer_refund(actor=deal.company, milestone_id=milestone_id, agreed=True, at=deal.now)
        assert refusal(error) == "escrow.other_side_answers"
        services.answer_refund(actor=deal.talent, milestone_id=milestone_id, agreed=True, at=deal.now)
        milestone = deal.first()
        assert milestone.state == "refunded"
        assert holds(milestone.pots.company) == 6_180_000
        services.bank_books(
            actor=deal.company, instruction_id=money.instruction(deal, "refund").pk, at=deal.after(hours=1)
        )
        assert holds(milestone.pots.company) == holds(milestone.pots.custody) == 0

    def test_declined_the_money_stays(self):
        deal = money.funded()
        milestone_id = deal.milestones[0].pk
        services.propose_refund(actor=deal.talent, milestone_id=milestone_id, reason=self.WHY, at=deal.now)
        services.answer_refund(actor=deal.company, milestone_id=milestone_id, agreed=False, at=deal.now)
        assert deal.first().state == "funded"
        services.propose_refund(actor=deal.talent, milestone_id=milestone_id, reason=self.WHY, at=deal.now)

    def test_after_something_was_handed_in_it_is_too_late(self):
        deal = money.funded()
        milestone_id = deal.milestones[0].pk
        services.propose_refund(actor=deal.company, milestone_id=milestone_id, reason=self.WHY, at=deal.now)
        money.submit(deal)
        with pytest.raises(Refused):
            services.answer_refund(actor=deal.talent, milestone_id=milestone_id, agreed=True, at=deal.now)
        with pytest.raises(Refused):
            services.propose_refund(
                actor=deal.company, milestone_id=milestone_id, reason=self.WHY, at=deal.now
            )


def test_every_act_is_logged_in_the_case_and_can_be_told():
    from talentbridge.audit import rules

    deal = money.released()
    told = AuditEvent.objects.filter(case_id=deal.case_id).order_by("id")
    assert [event.action.rpartition(".")[2] for event in told] == [
        "planned", "funding_requested", "funded", "submitted", "accepted",
    ]  # fmt: skip
    assert all(rules.sentence(event.action) for event in told)
