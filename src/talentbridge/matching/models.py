"""Shortlists as they were shown, and the decisions that people made on them."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Refused
from talentbridge.kernel.text import N_
from talentbridge.matching.states import (
    MOVES,
    OPEN,
    REQUEST_MOVES,
    RUNNING,
    Outcome,
    RequestKind,
    RequestState,
    SelectionState,
)


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
    service = models.CharField(max_length=10, default="build")  # engine.SERVICES: whose weights it began with
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
    parts = models.PositiveSmallIntegerField(default=1)  # shards that hold the people
    lacking = models.PositiveSmallIntegerField(default=0)  # those of them that did not answer: a partial list

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
    gains = models.JSONField(default=list)  # what would bring this person more points
    kept_for_newcomer = models.BooleanField(default=False)  # this place is kept for people who are new here

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["shortlist", "profile"], name="once_on_a_shortlist"),
            models.UniqueConstraint(fields=["shortlist", "rank"], name="one_a_rank"),
        ]


class Selection(models.Model):
    """A person of the company chose somebody and wrote why; the chosen one answers."""

    seen_from: str
    names_talent: bool  # whether the reader may be told who it is (accounts.queries.consent)

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


class Request(models.Model):
    """What a talent asks about automated matching (PIPA art. 37-2), its clock, and the answer that a person gave.

    `rule` is the row of the day that sets the clock. `facts` are what the bridge prepared and the person had before
    them; `answer` is what they wrote. It has no `case_id` of its own, so that no act on it stands on a case's timeline.
    """

    seen_from: str

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    profile = models.ForeignKey("talent.Profile", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in RequestKind])
    state = models.CharField(
        max_length=20, default=RequestState.ASKED, choices=[(state, state) for state in RequestState]
    )
    shortlist = models.ForeignKey(Shortlist, on_delete=models.PROTECT, null=True, related_name="requests")
    words = models.TextField(blank=True)  # what the person wrote
    language = models.CharField(max_length=10)  # ko or en: of the answer
    asked_at = models.DateTimeField()
    due_on = models.DateField()  # the last day, in Seoul
    rule = models.JSONField(default=dict)
    handler = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    extended_at = models.DateTimeField(null=True)
    extension_reason = models.TextField(blank=True)
    reminded_left = models.SmallIntegerField(
        null=True
    )  # days that were left at the last reminder; -1: overdue
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=20, blank=True, choices=[(each, each) for each in Outcome])
    answer = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "shortlist"],
                condition=Q(state__in=sorted(OPEN)),
                nulls_distinct=False,
                name="one_open_request_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.ANSWERED, answered_at__isnull=False) & ~Q(outcome="")
                | (~Q(state=RequestState.ANSWERED) & Q(answered_at=None, outcome="")),
                name="answered_request_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.IN_WORK, handler__isnull=False)
                | ~Q(state=RequestState.IN_WORK),
                name="request_in_work_has_a_handler",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(state__in=sorted(OPEN)), name="requests_by_due"),
            models.Index(fields=["person", "-asked_at"], name="requests_of_person"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("matching:request", args=[self.pk])

    def move(self, to: RequestState) -> None:
        """Change the state; refuses what `REQUEST_MOVES` does not have."""
        if to not in REQUEST_MOVES[RequestState(self.state)]:
            raise Refused(
                no("matching.request_over", N_("This request has been answered or withdrawn already."))
            )
        self.state = to


class EndedSearch(models.Model):
    """The engagement of a case was stopped: its task looks for nobody any more, approved as it may still be."""

    case_id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()


class Look(models.Model):
    """Somebody had a shortlist before them, under these weights: the table only grows (migration 0004).

    Whose data was read stands in `audit.PersonalDataAccess`; a decision keeps its weights itself.
    """

    id = models.BigAutoField(primary_key=True)
    shortlist = models.ForeignKey(Shortlist, on_delete=models.PROTECT, related_name="looks")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20)
    borrowed_from = models.UUIDField(null=True)
    at = models.DateTimeField()
    engine_version = models.CharField(max_length=20)
    weights = models.JSONField()
    is_reweighed = models.BooleanField()  # other weights than the list was made with

    class Meta:
        indexes = [models.Index(fields=["shortlist", "-at"], name="looks_at_shortlist")]
