"""Accounts, entries and legs. They only grow; PostgreSQL itself refuses everything else (`migrations/0002_truth.py`)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from talentbridge.ledger.rules import ENTRY_KINDS, AccountKind, EntryKind, family_title


class Account(models.Model):
    """A pot with a code out of the chart of accounts. There is no balance column: a balance is a sum of legs."""

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in AccountKind])
    currency = models.CharField(max_length=3)
    may_go_negative = models.BooleanField()

    class Meta:
        constraints = [
            # the target of the legs' foreign key, by which a leg cannot be in another currency than its account
            models.UniqueConstraint(fields=["id", "currency"], name="account_and_its_currency"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def family(self) -> str:
        """The heading (message id) under which the account stands in reports."""
        return family_title(self.code)


class Entry(models.Model):
    """One posting. `key` makes it happen once; `leg_count` lets the database see a leg that is missing or came late."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40)
    leg_count = models.PositiveSmallIntegerField()
    case_id = models.UUIDField(null=True)
    posted_at = models.DateTimeField()
    actor_id = models.UUIDField(
        null=True
    )  # no foreign key: like the audit log, the ledger never blocks the data
    actor_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(leg_count__gte=2), name="entry_has_two_legs_or_more"),
        ]
        indexes = [
            models.Index(fields=["case_id"], name="entries_of_case"),
            models.Index(fields=["-posted_at"], name="entries_by_time"),
        ]

    @property
    def kind_name(self) -> str:
        """The word of the kind (a message id)."""
        return ENTRY_KINDS[EntryKind(self.kind)] if self.kind in set(EntryKind) else self.kind


class Leg(models.Model):
    """`minor` units of `currency` into (positive) or out of (negative) an account, seen as a debit."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="legs")
    # the database's own foreign key is (account, currency), written in 0002
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="legs", db_constraint=False, db_index=False
    )
    currency = models.CharField(max_length=3)
    minor = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(minor=0), name="leg_moves_something")]
        indexes = [models.Index(fields=["account"], include=["minor"], name="legs_of_account")]

    @property
    def credit(self) -> int:
        """The leg's minor units, seen as a credit."""
        return -self.minor
