"""One engagement walked across the bridge through the real verbs, to any point of the way.

`Crossing` opens an engagement; each method takes the next step by the right role, lets time pass, and delivers the
news, so that stage and next step are derived as in life. `walk(to)` takes every step up to `to`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from talentbridge.contracts import queries as contract_reads
from talentbridge.contracts import services as contracts
from talentbridge.contracts.models import Contract
from talentbridge.contracts.rules import SigningEvidence
from talentbridge.coordination import services as coordination
from talentbridge.demand import queries as tasks
from talentbridge.demand import services as demand
from talentbridge.engagements import rules, services
from talentbridge.engagements.models import Engagement
from talentbridge.engagements.web.forms import ContractForm, contract_initial
from talentbridge.escrow import services as escrow
from talentbridge.escrow.models import CustodyInstruction, Milestone
from talentbridge.kernel import outbox
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.models import OutboxEvent
from talentbridge.kernel.money import Money
from talentbridge.matching import queries as choices
from talentbridge.matching import services as matching
from talentbridge.policy.services import load_reviewed_rules
from talentbridge.reputation import services as reputation
from talentbridge.reputation.rules import ASPECTS
from talentbridge.talent import services as talents
from talentbridge.talent.rules import ProfileDraft
from tests.factories import people
from tests.factories.demand import NEED, ready_draft

T0 = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)  # a Monday, 10:00 in Seoul
STEPS = (
    "open", "approve", "shortlist", "decide", "agree", "build", "offer", "sign", "fund", "submit", "accept", "pay",
    "hand_over", "review",
)  # fmt: skip
REASON = "Checked the repository of the last project and the overlap of three hours."


def deliver() -> None:
    """Hand every piece of news to its listeners, and the news that these make; fails when a listener failed."""
    while outbox.deliver_pending():
        pass
    failed = OutboxEvent.objects.filter(delivered_at=None).first()
    assert failed is None, f"{failed.topic}: {failed.last_error}"


@dataclass
class Crossing:
    """Who takes part, and a clock that the story moves."""

    company: Actor
    talent: Actor
    coordinator: Actor
    now: datetime = T0
    case_id: UUID | None = None
    deliverables: int = 2
    done: list[str] = field(default_factory=list)

    @classmethod
    def begin(cls, *, deliverables: int = 2, **parts: Actor) -> Crossing:
        """A company, a talent in India with a fitting profile, and a coordinator with room."""
        load_reviewed_rules()
        company = parts.get("company") or people.company_actor(who=people.person("윤서진"))
        talent = parts.get("talent") or people.talent_actor(
            who=people.person("Aarav Deshpande", time_zone="Asia/Kolkata", language="en", country="IN")
        )
        coordinator = parts.get("coordinator") or people.coordinator_actor(who=people.person("정다은"))
        coordination.join_pool(person_id=coordinator.person_id, languages=["ko", "en"])
        talents.save_profile(
            actor=talent,
            draft=ProfileDraft(
                headline_en="Data engineer", skills={"python": 5}, country="IN", time_zone="Asia/Kolkata",
                years=Decimal(6), english="C1", rate_minor=1_500_000, rate_currency="KRW", rate_unit="month",
                weekly_hours=40, engagement_types=("contractor",),
            ),
            at=T0,
        )  # fmt: skip
        return cls(company, talent, coordinator, deliverables=deliverables)

    # what tests look at ------------------------------------------------------------------------------------------

    @property
    def engagement(self) -> Engagement:
        return Engagement.objects.get(pk=self.case_id)

    @property
    def milestones(self) -> list[Milestone]:
        return list(Milestone.objects.filter(case_id=self.case_id).order_by("number"))

    @property
    def contract(self) -> Contract:
        found = contract_reads.contract_of(self.case_id)
        assert found is not None
        return found

    def walk(self, to: str) -> Crossing:
        """Take every step up to and with `to`."""
        for step in STEPS[: STEPS.index(to) + 1]:
            if step not in self.done:
                getattr(self, step)()
        return self

    def after(self, **delta: int) -> datetime:
        """Let time pass; the new now."""
        self.now += timedelta(**delta)
        return self.now

    def _did(self, step: str) -> None:
        deliver()
        self.done.append(step)

    # the steps ---------------------------------------------------------------------------------------------------

    def open(self) -> None:
        self.case_id = services.open_engagement(actor=self.company, need_text=NEED, at=self.after(hours=1)).pk
        self._did("open")

    def approve(self) -> None:
        task = tasks.task_of(self.case_id)
        draft = ready_draft(starts_on=self.now.date())
        draft = replace(
            draft,
            deliverables=draft.deliverables[: self.deliverables],
            budget=Money(6_000_000 * self.deliverables, "KRW"),
        )
        demand.edit_task(actor=self.company, task_id=task.pk, form=draft, at=self.after(hours=1))
        demand.approve(actor=self.company, task_id=task.pk, at=self.after(hours=1))
        deliver()
        demand.approve(actor=self.coordinator, task_id=task.pk, at=self.after(hours=1))
        self._did("approve")

    def shortlist(self) -> None:
        matching.make_shortlist(actor=self.coordinator, case_id=self.case_id, at=self.after(hours=1))
        self._did("shortlist")

    def decide(self) -> None:
        shortlist = choices.shortlist_of(self.case_id)
        profile = shortlist.entries.get(profile__person_id=self.talent.person_id).profile
        matching.decide(
            actor=self.company, shortlist_id=shortlist.pk, profile_id=profile.pk, reason=REASON, at=self.after(days=1)
        )  # fmt: skip
        self._did("decide")

    def agree(self) -> None:
        self.answer(accept=True)
        self._did("agree")

    def answer(self, *, accept: bool) -> None:
        """The talent's yes or no."""
        selection = choices.selection_of(self.case_id)
        matching.answer(actor=self.talent, selection_id=selection.pk, accept=accept, at=self.after(days=1))
        deliver()

    def contract_choices(self) -> rules.ContractChoices:
        """What the coordinator's form proposes out of the task, taken as it is."""
        task = tasks.task_of(self.case_id)
        proposal = rules.propose(tasks.draft_of(task), self.now.date())
        data = contract_initial(proposal, "KRW")
        form = ContractForm(data, count=self.deliverables, currency="KRW")
        assert form.is_valid(), form.errors
        return form.choices()

    def build(self) -> None:
        services.build_contract(
            actor=self.coordinator,
            case_id=self.case_id,
            choices=self.contract_choices(),
            at=self.after(days=1),
        )
        self._did("build")

    def offer(self) -> None:
        contracts.offer(actor=self.coordinator, contract_id=self.contract.pk, at=self.after(hours=1))
        self._did("offer")

    def sign(self) -> None:
        for actor in (self.talent, self.company):
            evidence = SigningEvidence(
                typed_name=actor.name, agreed=True, terms_hash=self.contract.terms_hash, auth_method="passkey"
            )
            contracts.sign(
                actor=actor, contract_id=self.contract.pk, evidence=evidence, at=self.after(hours=2)
            )
            deliver()
        self._did("sign")

    def fund(self, number: int = 1) -> None:
        milestone = self.milestones[number - 1]
        escrow.request_funding(actor=self.company, milestone_id=milestone.pk, at=self.after(hours=1))
        deliver()
        order = CustodyInstruction.objects.get(milestone=milestone, kind="collect")
        escrow.company_transfers(actor=self.company, instruction_id=order.pk, at=self.after(hours=1))
        self._did("fund")

    def submit(self, number: int = 1) -> None:
        escrow.submit(
            actor=self.talent, milestone_id=self.milestones[number - 1].pk, at=self.after(days=10),
            note="Everything that the acceptance criteria name is in the repository.",
            links=["https://example.org/repository"],
        )  # fmt: skip
        self._did("submit")

    def accept(self, number: int = 1) -> None:
        escrow.accept(
            actor=self.company, milestone_id=self.milestones[number - 1].pk,
            reason="Checked all acceptance criteria against the repository.", at=self.after(days=2),
        )  # fmt: skip
        self._did("accept")

    def payout(self, number: int = 1) -> None:
        """The talent says where to pay; the bank pays."""
        escrow.save_payout_account(
            actor=self.talent, holder_name=self.talent.name, country="IN", bank_name="Sandbox Bank",
            bank_code="HDFC0000001", number="50100123456789", at=self.now,
        )  # fmt: skip
        order = CustodyInstruction.objects.filter(
            milestone=self.milestones[number - 1], kind="payout"
        ).latest("prepared_at")
        escrow.bank_books(actor=self.company, instruction_id=order.pk, at=self.after(days=2))
        deliver()

    def pay(self) -> None:
        """Everything that is left until all money is settled."""
        self.payout(1)
        for number in range(2, self.deliverables + 1):
            self.fund(number)
            self.submit(number)
            self.accept(number)
            self.payout(number)
        self._did("pay")

    def hand_over(self) -> None:
        services.write_hand_over(
            actor=self.talent, case_id=self.case_id, what="Repository, operating manual, access to the pipeline.",
            owner="최도현", links="https://example.org/manual", at=self.after(hours=1),
        )  # fmt: skip
        deliver()
        services.confirm_hand_over(actor=self.company, case_id=self.case_id, at=self.after(hours=1))
        self._did("hand_over")

    def review_by(self, actor: Actor, *, points: int = 5) -> None:
        """One side's review."""
        side = "company" if actor is self.company else "talent"
        reputation.write_review(
            actor=actor, case_id=self.case_id, ratings=dict.fromkeys(ASPECTS[side], points),
            text="Clear words, good work, and no surprises at the end.", again=True, at=self.after(hours=1),
        )  # fmt: skip
        deliver()

    def review(self) -> None:
        self.review_by(self.company)
        self.review_by(self.talent)
        self._did("review")
