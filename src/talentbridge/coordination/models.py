"""The pool of coordinators, their conflicts of interest, and who is and was in charge of what."""

import uuid
from datetime import date, datetime

from django.db import models
from django.db.models import Q

from talentbridge.coordination.states import IN_CHARGE, MOVES, AssignmentState


class CoordinatorProfile(models.Model):
    """A person of the pool: what they can do and how much they can carry."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField("accounts.Person", on_delete=models.PROTECT, related_name="+")
    languages = models.JSONField(default=list)  # ["ko", "en", "vi"]
    sectors = models.JSONField(default=list)  # words of the pool's own list, e.g. "logistics"
    capacity = models.PositiveSmallIntegerField(default=45)
    away_until = models.DateField(null=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(capacity__gt=0), name="coordinator_can_carry_something")
        ]

    def is_away(self, today: date) -> bool:
        return self.away_until is not None and self.away_until >= today


class ConflictOfInterest(models.Model):
    """A coordinator who may not accompany this organisation, and why; recorded by an operator."""

    id = models.BigAutoField(primary_key=True)
    coordinator = models.ForeignKey(CoordinatorProfile, on_delete=models.PROTECT, related_name="conflicts")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coordinator", "organisation"], name="one_conflict_a_company")
        ]


class Assignment(models.Model):
    """Who is in charge of a case since when, why, and why no longer. The history is never rewritten."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_id = models.UUIDField()
    coordinator = models.ForeignKey(CoordinatorProfile, on_delete=models.PROTECT, related_name="assignments")
    state = models.CharField(
        max_length=20,
        choices=[(s.value, s.value) for s in AssignmentState],
        default=AssignmentState.RUNNING.value,
    )
    reason = models.TextField()  # a person's words, or a message id filled with `reason_facts`
    reason_facts = models.JSONField(default=dict)
    assigned_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+", null=True)
    assigned_at = models.DateTimeField()
    note = models.TextField(blank=True)  # what the one before leaves to this one
    left_reason = models.TextField(blank=True)  # why handed back
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case_id"],
                condition=Q(state__in=sorted(state.value for state in IN_CHARGE)),
                name="one_coordinator_in_charge",
            )
        ]
        indexes = [
            models.Index(fields=["coordinator", "state"], name="assignments_of_coordinator"),
            models.Index(fields=["case_id", "-assigned_at"], name="assignments_of_case"),
        ]

    def move(self, state: AssignmentState, *, at: datetime) -> None:
        """Change the state; refuses what `MOVES` does not have."""
        if state not in MOVES[AssignmentState(self.state)]:
            raise ValueError(f"an assignment does not move from {self.state} to {state}")
        self.state = state
        self.left_at = self.left_at or at
