"""Shortlists as they were shown, and the decisions that people made on them."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Refused
from talentbridge.kernel.text import N_
from talentbridge.matching.states import MOVES, RUNNING, SelectionState


class Shortlist(models.Model):
    """One answer of the engine, kept: what was asked, with which weights and version, and who was excluded why."""

    seen_from: str  # annotated by accounts.queries.seen_by

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_id = models.UUIDField()
    task = models.ForeignKey("demand.Task", on_delete=models.PROTECT, related_name="+")
    task_revision = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    engine_version = models.CharField(max_length=20)
    weights = models.JSONField()  # factor -> slider value
    ask = models.JSONField()
    pool = models.PositiveIntegerField()
    passed = models.PositiveIntegerField()
    excluded = models.JSONField(default=list)  # [constraint, people who fail it first], most first
    relaxations = models.JSONField(default=list)  # what would change
    let_go = models.JSONField(
        default=list
    )  # nobody passed: the conditions to let go of so that somebody does
    let_in = models.PositiveIntegerField(default=0)  # and how many would then pass

    class Meta:
        indexes = [models.Index(fields=["case_id", "-made_at"], name="shortlists_of_case")]

    def get_absolute_url(self) -> str:
        return reverse("matching:shortlist", args=[self.pk])


class ShortlistEntry(models.Model):
    """One person on a shortlist, with every point explained."""

    id = models.BigAutoField(primary_key=True)
    shortlist = models.ForeignKey(Shortlist, on_delete=models.CASCADE, related_name="entries")
    profile = models.ForeignKey("talent.Profile", on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    total = models.DecimalField(max_digits=5, decimal_places=1)  # of 100
    factors = models.JSONField()
    shares = models.JSONField()  # factor -> how well, 0 to 1: other weights can be tried without asking anew
    missing = models.JSONField(default=list)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["shortlist", "profile"], name="once_on_a_shortlist"),
            models.UniqueConstraint(fields=["shortlist", "rank"], name="one_a_rank"),
        ]


class Selection(models.Model):
    """A person of the company chose somebody and wrote why; the chosen one answers."""

    seen_from: str

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_id = models.UUIDField()
    shortlist = models.ForeignKey(Shortlist, on_delete=models.PROTECT, related_name="selections")
    profile = models.ForeignKey("talent.Profile", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=20, default=SelectionState.OFFERED, choices=[(state, state) for state in SelectionState]
    )
    reason = models.TextField()
    weights = models.JSONField()  # the sliders as they stood when it was decided
    decided_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case_id"],
                condition=Q(state__in=sorted(RUNNING)),
                name="one_running_selection_a_case",
            )
        ]
        indexes = [models.Index(fields=["profile", "-decided_at"], name="selections_of_profile")]

    def get_absolute_url(self) -> str:
        return reverse("matching:offer", args=[self.pk])

    @property
    def accepted(self) -> bool | None:
        """True or False once it is settled, None while the talent has not answered."""
        if self.state == SelectionState.OFFERED:
            return None
        return self.state == SelectionState.ACCEPTED

    def move(self, to: SelectionState, *, at: datetime) -> None:
        """Change the state; refuses what `MOVES` does not have."""
        if to not in MOVES[SelectionState(self.state)]:
            raise Refused(no("matching.answered", N_("This choice has been answered or withdrawn already.")))
        self.state = to
        self.answered_at = at
        self.save()
