"""A contract in force between a company and a talent, and its money walked to any point, through the real verbs."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from talentbridge.accounts.services import stand
from talentbridge.contracts.models import Contract
from talentbridge.contracts.rules import ContractTerms, MilestoneTerms, PartyTerms
from talentbridge.escrow import services
from talentbridge.escrow.models import CustodyInstruction, Milestone
from talentbridge.kernel.actor import Actor, Side
from talentbridge.policy.services import load_reviewed_rules
from tests.factories import people

T0 = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
CHECKED = "Checked all three acceptance criteria."
CHANGES = "The load test misses the second criterion; see the log."
WORRY = "We do not agree about what the second criterion means."


@dataclass
class Deal:
    """Who stands around one case, and a clock that tests move by hand."""

    company: Actor
    talent: Actor
    coordinator: Actor
    case_id: uuid.UUID
    contract: Contract
    now: datetime = T0
    milestones: list[Milestone] = field(default_factory=list)

    def after(self, **delta: int) -> datetime:
        """Let time pass; the new now."""
        self.now += timedelta(**delta)
        return self.now

    def first(self) -> Milestone:
        """The first milestone, fresh from the database."""
        return Milestone.objects.get(pk=self.milestones[0].pk)


def terms(company: Actor, talent: Actor, **changes: object) -> ContractTerms:
    """6,000,000 and 3,000,000 won for two deliverables, made wholly in India."""
    amounts = (6_000_000, 3_000_000)
    fields: dict[str, object] = {
        "title_ko": "물동량 예측 API",
        "title_en": "Volume forecast API",
        "company": PartyTerms(company.organisation_id, company.organisation_name, country="KR"),
        "talent": PartyTerms(talent.person_id, talent.name, country="IN"),
        "engagement_type": "contractor",
        "work_mode": "remote",
        "place_of_work": "abroad",
        "talent_country": "IN",
        "ip_clause": "original_acquisition",
        "starts_on": date(2026, 11, 1),
        "ends_on": date(2027, 3, 31),
        "currency": "KRW",
        "milestones": tuple(
            MilestoneTerms(n, f"{n}차 결과물", f"Deliverable {n}", "기준을 지킵니다.", "Meets the criteria.", amount,
                           date(2026, 11, 30) + timedelta(days=30 * n))
            for n, amount in enumerate(amounts, start=1)
        ),
        "overlap_hours": 3,
    }  # fmt: skip
    return ContractTerms(**(fields | changes))


def deal(*, talent_name: str = "Aarav Deshpande", **changes: object) -> Deal:
    """A contract in force with its milestones planned."""
    load_reviewed_rules()
    company = people.company_actor()
    talent = people.talent_actor(who=people.person(talent_name, time_zone="Asia/Kolkata", language="en"))
    coordinator = people.coordinator_actor()
    case_id = uuid.uuid4()
    stand(case_id=case_id, side=Side.COMPANY, organisation_id=company.organisation_id, at=T0)
    stand(case_id=case_id, side=Side.TALENT, person_id=talent.person_id, at=T0)
    stand(case_id=case_id, side=Side.COORDINATOR, person_id=coordinator.person_id, at=T0)
    people.agrees(talent, company, case_id, T0)
    agreed = terms(company, talent, **changes)
    contract = Contract.objects.create(
        case_id=case_id, version=1, state="in_force", company_id=company.organisation_id,
        talent_id=talent.person_id, terms=agreed.to_json(), clauses=[], terms_hash="0" * 64, drafted_at=T0,
        in_force_at=T0,
    )  # fmt: skip
    services.plan_milestones(case_id=case_id, contract_id=contract.pk, at=T0)
    planned = list(Milestone.objects.filter(contract=contract).order_by("number"))
    return Deal(company, talent, coordinator, case_id, contract, milestones=planned)


def requested(**changes: object) -> Deal:
    """The company has asked to fund the first milestone."""
    made = deal(**changes)
    services.request_funding(actor=made.company, milestone_id=made.milestones[0].pk, at=made.now)
    return made


def funded(**changes: object) -> Deal:
    """The first milestone's money is in custody."""
    made = requested(**changes)
    pay_in(made)
    return made


def refund_proposed(**changes: object) -> Deal:
    """The company has proposed to take the money back."""
    made = funded(**changes)
    services.propose_refund(
        actor=made.company, milestone_id=made.milestones[0].pk, reason=WORRY, at=made.after(hours=1)
    )
    return made


def submitted(**changes: object) -> Deal:
    """The first deliverable is handed in."""
    made = funded(**changes)
    submit(made)
    return made


def released(**changes: object) -> Deal:
    """The first deliverable is accepted; the payout waits for an account."""
    made = submitted(**changes)
    accept(made)
    return made


def ordered(**changes: object) -> Deal:
    """The talent has an account that has rested its day, and the payout has gone to the custodian."""
    made = released(**changes)
    account(made)
    services.send_prepared(at=made.after(days=1))
    return made


def paid(**changes: object) -> Deal:
    """The custodian's statement shows the payout."""
    made = ordered(**changes)
    services.bank_books(
        actor=made.talent, instruction_id=instruction(made, "payout").pk, at=made.after(hours=1)
    )
    return made


def returned(**changes: object) -> Deal:
    """The talent's bank sent the payout back."""
    made = ordered(**changes)
    services.bank_returns(
        actor=made.talent, instruction_id=instruction(made, "payout").pk, at=made.after(hours=1)
    )
    return made


def changes_requested(**changes: object) -> Deal:
    """The company has asked for changes."""
    made = submitted(**changes)
    services.request_changes(
        actor=made.company, milestone_id=made.milestones[0].pk, reason=CHANGES, at=made.after(hours=1)
    )
    return made


def frozen(**changes: object) -> Deal:
    """The talent has raised a concern while the review ran."""
    made = submitted(**changes)
    services.raise_concern(
        actor=made.talent, milestone_id=made.milestones[0].pk, text=WORRY, at=made.after(hours=1)
    )
    return made


def refunded(**changes: object) -> Deal:
    """Both sides have agreed to give the money back."""
    made = refund_proposed(**changes)
    services.answer_refund(
        actor=made.talent, milestone_id=made.milestones[0].pk, agreed=True, at=made.after(hours=1)
    )
    return made


def instruction(deal: Deal, kind: str) -> CustodyInstruction:
    """The latest instruction of a kind for the first milestone."""
    return CustodyInstruction.objects.filter(milestone=deal.milestones[0], kind=kind).latest(
        "prepared_at", "pk"
    )


def pay_in(deal: Deal, amount_minor: int | None = None) -> None:
    """The company's bank transfers to the sandbox custodian."""
    services.company_transfers(
        actor=deal.company, instruction_id=instruction(deal, "collect").pk, amount_minor=amount_minor,
        at=deal.after(hours=1),
    )  # fmt: skip


def submit(deal: Deal, note: str = "All endpoints are live and tested.") -> None:
    services.submit(
        actor=deal.talent, milestone_id=deal.milestones[0].pk, note=note, links=["https://git.example/r/1"],
        at=deal.after(hours=1),
    )  # fmt: skip


def accept(deal: Deal) -> Milestone:
    return services.accept(
        actor=deal.company, milestone_id=deal.milestones[0].pk, reason=CHECKED, at=deal.after(hours=1)
    )


def account(deal: Deal, holder: str = "AARAV DESHPANDE", number: str = "5010 0234 5678 91"):
    return services.save_payout_account(
        actor=deal.talent, holder_name=holder, country="IN", bank_name="Bengaluru Bank", bank_code="HDFC0000123",
        number=number, at=deal.after(minutes=1),
    )  # fmt: skip
