"""Milestones with what happened to them, instructions to the custodian, and what the custodian's statements said."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language

from talentbridge.escrow.rules import Pots, Split, Till
from talentbridge.escrow.states import (
    INSTRUCTION_KINDS,
    INSTRUCTION_MOVES,
    INSTRUCTION_NAMES,
    MILESTONE_MOVES,
    MILESTONE_NAMES,
    TONES,
    InstructionKind,
    InstructionState,
    MilestoneState,
)
from talentbridge.kernel.money import Money


class Milestone(models.Model):
    """One deliverable of a contract and its money, in minor units of the contract's currency.

    `payer` and `payee` are the contract's parties as it came into force; nobody else is ever paid. `fee_minor` is fixed
    when funding is asked for, `withheld_minor` when the work is accepted; each with the trace of rules that led to it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_id = models.UUIDField(db_index=True)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    payer = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    payee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    title_ko = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    acceptance_ko = models.TextField(blank=True)
    acceptance_en = models.TextField(blank=True)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    due_on = models.DateField()
    review_days = models.PositiveSmallIntegerField(default=14)
    state = models.CharField(
        max_length=20,
        choices=[(state.value, state.value) for state in MilestoneState],
        default=MilestoneState.PLANNED,
    )

    provider = models.CharField(max_length=40, blank=True)  # the custodian that holds the money
    fee_minor = models.BigIntegerField(default=0)
    fee_trace = models.JSONField(null=True)
    requested_at = models.DateTimeField(null=True)
    funded_at = models.DateTimeField(null=True)

    submitted_at = models.DateTimeField(null=True)
    accept_by = models.DateTimeField(null=True)  # when silence accepts; null while no clock runs
    reminders = models.PositiveSmallIntegerField(default=0)
    frozen_from = models.CharField(max_length=20, blank=True)
    frozen_at = models.DateTimeField(null=True)

    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    decision_reason = models.TextField(blank=True)
    silent_acceptance = models.BooleanField(default=False)
    withheld_minor = models.BigIntegerField(default=0)
    withholding_trace = models.JSONField(null=True)
    paid_at = models.DateTimeField(null=True)
    return_reason = models.CharField(max_length=300, blank=True)  # why the bank sent the last payout back

    seen_from: str  # on which side the reader stands; annotated by `queries.milestones_for`
    names_talent: bool  # and whether the reader may be told who the talent is

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="one_milestone_a_number"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="milestone_is_worth_something"),
            models.CheckConstraint(
                condition=Q(withheld_minor__gte=0, withheld_minor__lte=models.F("amount_minor")),
                name="tax_is_part_of_the_gross",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(accept_by__isnull=False, submitted_at__isnull=False),
                name="a_review_has_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["released", "paid"]) | Q(decided_at__isnull=False),
                name="released_money_was_decided_about",
            ),
            models.CheckConstraint(
                condition=~Q(state="frozen") | (Q(frozen_at__isnull=False) & ~Q(frozen_from="")),
                name="a_freeze_knows_where_it_came_from",
            ),
        ]
        indexes = [
            models.Index(fields=["accept_by"], condition=Q(state="submitted"), name="reviews_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def move(self, to: MilestoneState) -> None:
        """Take one step of `MILESTONE_MOVES` (ValueError for any other) and save everything changed on the way."""
        if to not in MILESTONE_MOVES[MilestoneState(self.state)]:
            raise ValueError(f"a milestone does not go from {self.state} to {to}")
        self.state = to
        self.save()

    @property
    def title(self) -> str:
        """The title in the reader's language, or the other one where only that was written."""
        first, second = (
            (self.title_ko, self.title_en) if get_language() == "ko" else (self.title_en, self.title_ko)
        )
        return first or second

    @property
    def state_name(self) -> str:
        """The word of the state (a message id), the same on both sides."""
        return MILESTONE_NAMES[MilestoneState(self.state)]

    @property
    def tone(self) -> str:
        """The colour of the state's tag; the word always goes with it."""
        return TONES.get(MilestoneState(self.state), "")

    def get_absolute_url(self) -> str:
        """The milestone's page, the same for both sides."""
        return reverse("escrow:milestone", args=[self.pk])

    @property
    def gross(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def split(self) -> Split:
        """How the money divides, as far as it has been fixed."""
        return Split(
            self.gross, Money(self.fee_minor, self.currency), Money(self.withheld_minor, self.currency)
        )

    @property
    def pots(self) -> Pots:
        """The ledger's accounts of this milestone."""
        return Pots(self.provider, self.currency, self.pk, self.payee_id, self.payer_id)


class Submission(models.Model):
    """What the talent handed in. Never changed; handing in again makes the next one."""

    id = models.BigAutoField(primary_key=True)
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    note = models.TextField()
    language = models.CharField(max_length=10)
    links = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["milestone", "number"], name="one_submission_a_number")
        ]


class ChangeRequest(models.Model):
    """What the company asks to be changed, and why."""

    id = models.BigAutoField(primary_key=True)
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="change_requests")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="change_requests")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class Concern(models.Model):
    """Either side's worry. While it is open the milestone is frozen; the coordinator resolves it in writing."""

    id = models.BigAutoField(primary_key=True)
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="concerns")
    side = models.CharField(max_length=20)
    text = models.TextField()
    at = models.DateTimeField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    resolution = models.TextField(blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["milestone"], condition=Q(resolved_at=None), name="one_open_concern_a_milestone"
            )
        ]


class RefundProposal(models.Model):
    """One side's written proposal to give the money back; it happens only when the other side agrees."""

    id = models.BigAutoField(primary_key=True)
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="refund_proposals")
    side = models.CharField(max_length=20)
    reason = models.TextField()
    at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    agreed = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["milestone"],
                condition=Q(answered_at=None),
                name="one_open_refund_proposal_a_milestone",
            )
        ]


class PayoutAccount(models.Model):
    """Where a talent is paid. The number is encrypted (`gateways.vault`); only its end is shown.

    A change makes a new row and closes the old one, so that what a payout used can always be read.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    holder_name = models.CharField(max_length=140)
    country = models.CharField(max_length=2)
    bank_name = models.CharField(max_length=140)
    bank_code = models.CharField(max_length=20, blank=True)  # BIC, IFSC or what the country uses
    number_sealed = models.BinaryField()
    number_end = models.CharField(max_length=4)
    since = models.DateTimeField()
    usable_from = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(until=None), name="one_payout_account_a_person"
            )
        ]


class CustodyInstruction(models.Model):
    """One order to the custodian, once per `key`. `reference` travels with the money and comes back in the statement."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    reference = models.CharField(max_length=35, unique=True)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in InstructionKind])
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.value) for state in InstructionState],
        default=InstructionState.PREPARED,
    )
    provider = models.CharField(max_length=40)
    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, related_name="instructions", null=True
    )  # none when unexplained money is sent back
    line = models.ForeignKey("StatementLine", on_delete=models.PROTECT, related_name="+", null=True)
    account = models.ForeignKey(PayoutAccount, on_delete=models.PROTECT, related_name="+", null=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    prepared_at = models.DateTimeField()
    message_id = models.CharField(max_length=35, blank=True)
    document_sealed = models.BinaryField(
        null=True
    )  # what the custodian gets, fixed before it leaves, encrypted
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    return_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="an_instruction_moves_something"),
        ]
        indexes = [
            models.Index(fields=["prepared_at"], condition=Q(state="prepared"), name="instructions_to_send")
        ]

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def state_name(self) -> str:
        """The word of the state (a message id)."""
        return INSTRUCTION_NAMES[InstructionState(self.state)]

    @property
    def kind_name(self) -> str:
        """What the instruction is about (a message id)."""
        return INSTRUCTION_KINDS[InstructionKind(self.kind)]

    @property
    def till(self) -> Till:
        """The ledger's accounts of the custodian that gets the instruction."""
        return Till(self.provider, self.currency)

    @property
    def owed(self) -> str:
        """The account that an outgoing payment settles: the talent's, the company's, or money nobody explained."""
        if self.milestone is None:
            return self.till.unmatched
        pots = self.milestone.pots
        return pots.talent if self.kind == InstructionKind.PAYOUT else pots.company

    def move(self, to: InstructionState, *, at: datetime) -> None:
        """Take one step of `INSTRUCTION_MOVES` (ValueError for any other), note when, and save."""
        if to not in INSTRUCTION_MOVES[InstructionState(self.state)]:
            raise ValueError(f"an instruction does not go from {self.state} to {to}")
        self.state = to
        setattr(self, f"{to}_at", at)
        self.save()


class StatementLine(models.Model):
    """One booking on the custodian's statement, applied once. What nothing explains waits for an operator."""

    id = models.BigAutoField(primary_key=True)
    provider = models.CharField(max_length=40)
    external_id = models.CharField(max_length=140)
    reference = models.CharField(max_length=140, blank=True)
    is_credit = models.BooleanField()
    is_return = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    booked_on = models.DateField()
    counterparty_name = models.CharField(max_length=140, blank=True)
    counterparty_sealed = models.BinaryField(null=True)
    received_at = models.DateTimeField()
    instruction = models.ForeignKey(
        CustodyInstruction, on_delete=models.PROTECT, related_name="lines", null=True
    )
    unmatched = models.CharField(max_length=60, blank=True)  # why nothing explains it; empty: applied
    sent_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "external_id"], name="a_statement_line_applies_once")
        ]
        indexes = [models.Index(fields=["-received_at"], condition=~Q(unmatched=""), name="unmatched_lines")]

    @property
    def till(self) -> Till:
        """The ledger's accounts of the custodian whose statement this is."""
        return Till(self.provider, self.currency)

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class SandboxLetter(models.Model):
    """A document on the desk of the sandbox bank, and the statement with which it answered. No money moves."""

    id = models.BigAutoField(primary_key=True)
    message_id = models.CharField(max_length=35, unique=True)
    document_sealed = models.BinaryField()
    arrived_at = models.DateTimeField()
    booked_at = models.DateTimeField(null=True)


class SandboxStatement(models.Model):
    """A camt.053 document that the sandbox bank has written; fetched like a real bank's."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=60, unique=True)
    document_sealed = models.BinaryField()
    currency = models.CharField(max_length=3)
    closing_minor = models.BigIntegerField()  # the stand-in's balance after this statement
    written_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)
