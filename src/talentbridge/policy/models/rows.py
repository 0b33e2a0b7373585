"""Rows of policy, every state that they were in, and what is proposed about them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from talentbridge.policy.rules import Certainty, content
from talentbridge.policy.rules.content import Content
from talentbridge.policy.states import (
    MOVES,
    OFFER_MOVES,
    Change,
    OfferState,
    ProposalKind,
    ProposalState,
)

CERTAINTIES = [(mark.value, mark.value) for mark in Certainty]


class RuleContent(models.Model):
    """What a row says. A row without a value is a statement: its notes are the text."""

    key = models.CharField(max_length=100)
    country = models.CharField(max_length=2, blank=True)  # ISO 3166-1; empty: Korea's side, or everywhere
    value = models.DecimalField(max_digits=24, decimal_places=10, null=True)
    unit = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # inclusive; null: until replaced
    source_name = models.CharField(max_length=300)
    source_url = models.CharField(max_length=500, blank=True)
    checked_on = models.DateField()
    certainty = models.CharField(max_length=20, choices=CERTAINTIES)
    title_ko = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    note_ko = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    # a key that says something else about the same
    differs_from = models.CharField(max_length=100, blank=True)

    class Meta:
        abstract = True

    @property
    def content(self) -> Content:
        """The row as plain values."""
        return content.content_of(self)

    def take(self, said: Content) -> None:
        """Say what `said` says."""
        for name in content.COLUMNS:
            setattr(self, name, said[name])


class RuleParameter(RuleContent):
    """One value or statement in one span of time, as it stands now.

    Two rows of the same key and country never overlap (the database sees to it). Key, country and first day never
    change, nor does a row ever vanish: one that the product no longer ships is withdrawn.
    """

    id = models.BigAutoField(primary_key=True)
    is_withdrawn = models.BooleanField(default=False)
    edited_here = models.BooleanField(
        default=False
    )  # an operator changed or added it: no release overwrites it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "country", "valid_from"], name="one_rule_begins_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="rule_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(note_ko="", note_en=""), name="rule_says_something"
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("policy:rule", args=[self.pk])


class RuleVersion(RuleContent):
    """One state of one row; only ever added. The newest id is the version of the whole table.

    Without a person it is the product's reviewed files that spoke; `release` says which.
    """

    id = models.BigAutoField(primary_key=True)
    row = models.ForeignKey(RuleParameter, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()  # of this row: 1, 2, 3, …
    change = models.CharField(max_length=20, choices=[(c.value, c.value) for c in Change])
    is_withdrawn = models.BooleanField(default=False)
    release = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    proposal = models.ForeignKey("RuleProposal", on_delete=models.PROTECT, null=True, related_name="+")
    proposed_by = models.UUIDField(null=True)  # accounts.Person
    proposed_by_name = models.CharField(max_length=200, blank=True)
    approved_by = models.UUIDField(null=True)
    approved_by_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["row", "number"], name="rule_versions_are_counted"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("proposed_by")),
                name="rule_version_has_four_eyes",
            ),
        ]
        indexes = [models.Index(fields=["row", "-at", "-number"], name="rule_as_it_stood")]


class RuleProposal(models.Model):
    """What one operator asks for and another answers."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in ProposalKind])
    # null: a new row, until it is approved
    row = models.ForeignKey(RuleParameter, on_delete=models.PROTECT, null=True, related_name="proposals")
    key = models.CharField(max_length=100)
    country = models.CharField(max_length=2, blank=True)
    seen = models.PositiveIntegerField(default=0)  # number of the row's version that the proposer looked at
    before = models.JSONField(null=True)  # `rules.content.to_json` of that version
    proposed = models.JSONField()
    reason = models.TextField()
    source = models.CharField(max_length=300)  # where the proposer read it
    state = models.CharField(
        max_length=20,
        choices=[(s.value, s.value) for s in ProposalState],
        default=ProposalState.PROPOSED.value,
    )
    proposed_by = models.UUIDField(null=True)  # accounts.Person
    proposed_by_name = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved")
                | (Q(answered_by__isnull=False) & ~Q(answered_by=models.F("proposed_by"))),
                name="rule_proposal_has_four_eyes",
            )
        ]
        indexes = [models.Index(fields=["state", "-proposed_at"], name="rule_proposals_queue")]

    def get_absolute_url(self) -> str:
        return reverse("policy:proposal", args=[self.pk])

    def move(self, state: ProposalState) -> None:
        """Go over to `state`; refuses what `MOVES` does not have."""
        if state not in MOVES[ProposalState(self.state)]:
            raise ValueError(f"a proposal does not go from {self.state} to {state}")
        self.state = state


class RuleOffer(models.Model):
    """What the product's files say now where this table says something else because operators changed it."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=100)
    country = models.CharField(max_length=2, blank=True)
    valid_from = models.DateField()
    # null: the files have a new row that overlaps with one from here
    row = models.ForeignKey(RuleParameter, on_delete=models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64)  # `rules.content.digest` of what is offered
    offered = models.JSONField()
    release = models.CharField(max_length=40)
    state = models.CharField(
        max_length=20, choices=[(s.value, s.value) for s in OfferState], default=OfferState.WAITING.value
    )
    at = models.DateTimeField()
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "country", "valid_from"], name="one_offer_a_rule")
        ]

    def move(self, state: OfferState) -> None:
        """Go over to `state`; refuses what `OFFER_MOVES` does not have."""
        if state not in OFFER_MOVES[OfferState(self.state)]:
            raise ValueError(f"an offer does not go from {self.state} to {state}")
        self.state = state

    @property
    def content(self) -> dict[str, Any]:
        """What is offered, as plain values."""
        return content.from_json(self.offered)


class RuleReminder(models.Model):
    """Operators were told that a row is due; once for each row, reason and day that the reason goes by."""

    id = models.BigAutoField(primary_key=True)
    row = models.ForeignKey(RuleParameter, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)
    about = models.DateField()  # `checked_on` or `valid_to` as it was
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["row", "reason", "about"], name="one_reminder_a_reason")
        ]
