"""A version of a contract, who signed it, and its sealed PDF."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from talentbridge.contracts.states import LIVE, MOVES, ContractState
from talentbridge.kernel.actor import Side


class Contract(models.Model):
    """One version. Its terms and clauses are a snapshot: it keeps the wording and the rules of its day.

    `terms_hash` is `rules.fingerprint` of `whole()`; both sides sign exactly that.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_id = models.UUIDField()
    version = models.PositiveIntegerField()
    state = models.CharField(
        max_length=20, choices=[(s.value, s.value) for s in ContractState], default=ContractState.DRAFT.value
    )
    company = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    talent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    terms = models.JSONField()
    clauses = models.JSONField()
    terms_hash = models.CharField(max_length=64)
    drafted_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    in_force_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)  # declined, withdrawn, expired or ended
    reason = models.TextField(blank=True)  # why it was declined or withdrawn

    seen_from: str  # where the reader stands; annotated by `queries.contracts_for`
    names_talent: bool  # and whether the reader may be told who the talent is

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case_id", "version"], name="contract_version_once"),
            models.UniqueConstraint(
                fields=["case_id"],
                condition=Q(state__in=sorted(s.value for s in LIVE)),
                name="one_live_contract_a_case",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=Q(state=ContractState.OFFERED.value),
                name="contracts_on_offer",
            )
        ]

    def get_absolute_url(self) -> str:
        """The contract's page, the same for both sides."""
        return reverse("contracts:detail", args=[self.pk])

    def move(self, to: ContractState, *, at: datetime) -> None:
        """Take the step to `to` and save. Raises ValueError for a step that `MOVES` does not have."""
        if to not in MOVES[ContractState(self.state)]:
            raise ValueError(f"a contract does not go from {self.state} to {to}")
        self.state = to
        if to is ContractState.OFFERED:
            self.offered_at = at
        elif to is ContractState.IN_FORCE:
            self.in_force_at = at
        else:
            self.closed_at = at
        self.save()


class Signature(models.Model):
    """One side's signature under one hash, with what proves it. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=20, choices=[(s.value, s.value) for s in (Side.COMPANY, Side.TALENT)])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    typed_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    terms_hash = models.CharField(max_length=64)
    auth_method = models.CharField(max_length=40)
    ip = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "side"], name="one_signature_a_side"),
        ]


class ContractDocument(models.Model):
    """The sealed PDF of a contract in force. `sha256` is of the file as stored under `path`."""

    contract = models.OneToOneField(
        Contract, on_delete=models.PROTECT, related_name="document", primary_key=True
    )
    sha256 = models.CharField(max_length=64, unique=True)
    path = models.CharField(max_length=200)
    at = models.DateTimeField()
