"""The record on which everything hangs, and the little that belongs to it alone."""

import uuid

from django.db import models
from django.db.models import Q

from talentbridge.engagements.states import (
    DESIGN_CAUSES,
    MOVES,
    OBSTACLES,
    STAGE_LABELS,
    STATE_LABELS,
    STAY_MOVES,
    EngagementState,
    Stage,
    StayState,
)
from talentbridge.kernel.actor import Side


class Engagement(models.Model):
    """One need on its way across the bridge. Its id is the `case_id` of everything below.

    `stage`, `next_*`, and the columns after them are derived from facts by `services.refresh`, and stored only so
    that lists page, sort and filter in the database. Nobody sets them by hand.
    """

    seen_from: str  # annotated by accounts.queries.seen_by: on which side the reader stands
    names_talent: bool  # and whether the reader may be told who the talent is

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=12, unique=True)
    company = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+", null=True)
    opened_at = models.DateTimeField()
    state = models.CharField(
        max_length=20, choices=list(STATE_LABELS.items()), default=EngagementState.OPEN.value
    )
    completed_at = models.DateTimeField(null=True)
    stopped_reason = models.TextField(blank=True)

    stage = models.CharField(max_length=20, choices=list(STAGE_LABELS.items()), default=Stage.PREPARE.value)
    stage_position = models.PositiveSmallIntegerField(default=0)  # so that the database can sort by stage
    next_side = models.CharField(
        max_length=20, choices=[(side.value, side.value) for side in Side], blank=True
    )
    next_action = models.CharField(max_length=40, blank=True)
    next_number = models.PositiveSmallIntegerField(
        null=True
    )  # of the deliverable that the next step is about
    next_due_at = models.DateTimeField(null=True)

    title_ko = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    coordinator = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+", null=True)
    talent = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+", null=True)
    alias = models.CharField(
        max_length=80, blank=True
    )  # pseudonym and code of the chosen person, once chosen
    talent_country = models.CharField(max_length=2, blank=True)
    talent_zone = models.CharField(max_length=64, blank=True)
    held_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="KRW")
    has_frozen = models.BooleanField(default=False)
    has_unverified = models.BooleanField(default=False)  # a rule that its money rests on is not verified
    design_level = models.CharField(max_length=10, blank=True)  # of the newest `Design`: low, watch, high
    design_asked_at = models.DateTimeField(null=True)  # when the coordinator was last asked to check it again
    overlap_minutes = models.PositiveSmallIntegerField(
        null=True
    )  # of working hours, on the day of the last refresh
    skipped_stages = models.JSONField(default=list)  # stages that went on without a piece of evidence
    last_act_at = models.DateTimeField(null=True)
    paper_expires_on = models.DateField(null=True)  # the first of the papers of stays that are not over

    class Meta:
        indexes = [
            models.Index(fields=["company", "-opened_at"], name="engagements_of_company"),
            models.Index(fields=["state", "next_due_at"], name="engagements_by_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="completed") ^ Q(completed_at__isnull=True), name="completed_has_a_date"
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def case_id(self) -> uuid.UUID:
        """What the apps below call this engagement."""
        return self.id

    def move(self, state: EngagementState) -> None:
        """Change the state; refuses what `MOVES` does not have."""
        if state not in MOVES[EngagementState(self.state)]:
            raise ValueError(f"an engagement does not move from {self.state} to {state}")
        self.state = state


class YearCount(models.Model):
    """The last engagement number given out in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class HandOver(models.Model):
    """What stays with the company when the talent goes: what was handed over, who owns it there, where it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.OneToOneField(Engagement, on_delete=models.PROTECT, related_name="hand_over")
    what = models.TextField()
    owner = models.CharField(max_length=200)
    links = models.TextField(blank=True)
    written_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+", null=True)
    confirmed_at = models.DateTimeField(null=True)

    @property
    def case_id(self) -> uuid.UUID:
        return self.engagement_id


class GateSkip(models.Model):
    """Going on without a piece of evidence: asked by the coordinator with a reason, answered by a second person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="skips")
    evidence = models.CharField(max_length=60)
    reason = models.TextField()
    asked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)
    confirmed = models.BooleanField(null=True)
    answer_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "evidence"],
                condition=Q(confirmed__isnull=True) | Q(confirmed=True),
                name="one_skip_of_an_evidence",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=models.F("asked_by")),
                name="skip_takes_a_second_person",
            ),
        ]

    @property
    def case_id(self) -> uuid.UUID:
        return self.engagement_id


class Obstacle(models.Model):
    """What stood in the way of an engagement, tagged by its coordinator: evidence for policy, not against a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="obstacles")
    stage = models.CharField(max_length=20, choices=list(STAGE_LABELS.items()))
    tag = models.CharField(max_length=20, choices=list(OBSTACLES.items()))
    note = models.TextField()
    noted_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tag", "-noted_at"], name="obstacles_by_tag")]

    @property
    def case_id(self) -> uuid.UUID:
        return self.engagement_id


class Design(models.Model):
    """How the person is engaged: one option of the designer as it was on its day, kept whole with its rows.

    A new row each time somebody chooses, checks again, or the facts change; the newest counts. Never changed, but for the
    coordinator's confirmation.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="designs")
    number = models.PositiveIntegerField()
    cause = models.CharField(max_length=20, choices=[(cause, cause) for cause in DESIGN_CAUSES])
    country = models.CharField(max_length=2)
    form = models.CharField(max_length=20)
    question = models.JSONField()  # designer.rules.Ask.said()
    option = models.JSONField()  # designer.rules.option_to_json
    level = models.CharField(max_length=10)
    reason = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+", null=True)
    confirmed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+", null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["engagement", "number"], name="design_number_once")]

    @property
    def case_id(self) -> uuid.UUID:
        return self.engagement_id


class DesignStep(models.Model):
    """One thing to do before work begins, as the design asks for it. What was done stays done when the design changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="design_steps")
    key = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    who = models.CharField(max_length=20)
    text = models.TextField()  # a message id
    is_asked = models.BooleanField(default=True)  # by the newest design
    done_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+", null=True)
    done_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["engagement", "key"], name="design_step_once")]


class Stay(models.Model):
    """Somebody who works from abroad comes to Korea for some days. Entered only when somebody travels.

    No number of a permit, visa or passport is ever stored: only until when each paper is valid (`StayPaper`).
    """

    seen_from: str  # annotated by accounts.queries.seen_by

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="stays")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20)
    status = models.CharField(max_length=20)  # as `engagements.rules.stays.STATUSES` names it
    begins_on = models.DateField()
    ends_on = models.DateField()  # inclusive
    state = models.CharField(
        max_length=20,
        choices=[(state.value, state.value) for state in StayState],
        default=StayState.PLANNED.value,
    )
    revision = models.PositiveSmallIntegerField(
        default=1
    )  # grows with every change: nobody overwrites unseen
    noted_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["engagement", "begins_on"], name="stays_of_engagement")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("begins_on")), name="stay_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(status="f-1-d"), name="workation_serves_no_engagement"),
        ]

    @property
    def case_id(self) -> uuid.UUID:
        return self.engagement_id

    def move(self, state: StayState) -> None:
        """Change the state; refuses what `STAY_MOVES` does not have."""
        if state not in STAY_MOVES[StayState(self.state)]:
            raise ValueError(f"a stay does not move from {self.state} to {state}")
        self.state = state


class StayPaper(models.Model):
    """One paper of a stay and the day until which it is valid; forgotten soon after the stay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=30)  # as `engagements.rules.stays.PAPERS` names it
    expires_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stay", "kind"], name="one_paper_of_a_kind")]


class StayAlarm(models.Model):
    """That the end of a paper has been told, so many days before: once each."""

    id = models.BigAutoField(primary_key=True)
    paper = models.ForeignKey(StayPaper, on_delete=models.CASCADE, related_name="alarms")
    expires_on = models.DateField()  # the end that was told: another end is told anew
    days = models.PositiveSmallIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "expires_on", "days"], name="one_alarm_a_threshold")
        ]
