"""The task of a case: what is wanted, in which revisions, and who approved which of them."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from talentbridge.demand.states import (
    MOVES,
    OFFER_MOVES,
    SUGGESTION_MOVES,
    OfferState,
    SuggestionState,
    TaskState,
)
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Refused
from talentbridge.kernel.money import Money
from talentbridge.kernel.text import N_


class Task(models.Model):
    """One structured task a case. The columns hold the current revision; `TaskRevision` keeps every one."""

    seen_from: str  # annotated by accounts.queries.seen_by: on which side the reader stands

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_id = models.UUIDField(unique=True)
    company = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, default=TaskState.DRAFT, choices=[(s, s) for s in TaskState])
    revision = models.PositiveIntegerField(default=0)  # number of the current TaskRevision
    need_text = models.TextField()  # as the company wrote it; never changed
    need_language = models.CharField(max_length=10)  # ko or en
    evidence = models.JSONField(default=list)  # what the extractor read in need_text, with offsets
    title_ko = models.CharField(max_length=120, blank=True)
    title_en = models.CharField(max_length=120, blank=True)
    problem_ko = models.TextField(blank=True)
    problem_en = models.TextField(blank=True)
    in_scope_ko = models.TextField(blank=True)
    in_scope_en = models.TextField(blank=True)
    out_of_scope_ko = models.TextField(blank=True)
    out_of_scope_en = models.TextField(blank=True)
    budget_minor = models.BigIntegerField(null=True)
    budget_currency = models.CharField(max_length=3, blank=True)
    overlap_hours = models.PositiveSmallIntegerField(
        null=True
    )  # hours a working day, Seoul 9-18 with the talent's
    overlap_from = models.CharField(max_length=5, blank=True)  # HH:MM on Seoul's clock
    overlap_to = models.CharField(max_length=5, blank=True)
    english = models.CharField(max_length=2, blank=True)  # CEFR; empty: not asked
    korean = models.CharField(max_length=2, blank=True)
    starts_on = models.DateField(null=True)
    weeks = models.PositiveSmallIntegerField(null=True)
    engagement_types = models.JSONField(default=list)
    roles = models.JSONField(default=list)  # ids of the skill graph's roles
    work_mode = models.CharField(max_length=20, blank=True)  # remote, hybrid, on_site; empty: not decided
    weekly_hours = models.PositiveSmallIntegerField(null=True)
    countries = models.JSONField(default=list)  # where the person has to live, ISO 3166-1; empty: anywhere
    data_class = models.CharField(max_length=20, blank=True)
    ip_clause = models.CharField(max_length=30, blank=True)  # of policy.rules.IpClause; empty: not decided
    hand_over_ko = models.TextField(blank=True)
    hand_over_en = models.TextField(blank=True)
    pair_hours = models.PositiveSmallIntegerField(null=True)  # a week, with domestic staff
    junior_seats = models.PositiveSmallIntegerField(null=True)  # domestic juniors who take part
    growth_ko = models.TextField(blank=True)  # what the domestic team shall be able to do afterwards
    growth_en = models.TextField(blank=True)
    export_answers = models.JSONField(default=dict)  # question -> true, false; absent: not answered
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)  # when the second side approved the current revision

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(budget_minor=None) | Q(budget_minor__gt=0), name="task_budget_positive"
            ),
            models.CheckConstraint(
                condition=Q(weekly_hours=None) | Q(weekly_hours__gte=1, weekly_hours__lte=52),
                name="task_weekly_hours_1_to_52",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[TaskState.DRAFT, TaskState.PROPOSED], approved_at=None)
                | Q(state__in=[TaskState.APPROVED, TaskState.FIXED], approved_at__isnull=False),
                name="task_approved_has_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["company", "-changed_at"], name="tasks_of_company")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The Korean title, or the English one, or the beginning of the need."""
        return self.title_ko or self.title_en or self.need_text[:60]

    def title_in(self, language: str) -> str:
        """The title in `language` when written, else whatever there is."""
        return (self.title_en if language == "en" else self.title_ko) or self.title

    @property
    def budget(self) -> Money | None:
        return None if self.budget_minor is None else Money(self.budget_minor, self.budget_currency)

    def move(self, to: TaskState, *, at: datetime) -> None:
        """Change the state and remember when; refuses what `MOVES` does not have."""
        if to not in MOVES[TaskState(self.state)]:
            raise Refused(no("demand.move", N_("The task is not in a state that allows this.")))
        self.state = to
        self.changed_at = at


class Deliverable(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="deliverables")
    number = models.PositiveSmallIntegerField()
    title_ko = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    artefact_format = models.CharField(max_length=200, blank=True)
    acceptance_ko = models.TextField(blank=True)
    acceptance_en = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    share_minor = models.BigIntegerField(null=True)  # of the budget, in its currency
    reviewer = models.CharField(max_length=120, blank=True)  # who at the company checks it
    language = models.CharField(max_length=4, blank=True)  # ko, en, both: in which the artefact is delivered

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["task", "number"], name="deliverable_number_once"),
            models.CheckConstraint(
                condition=Q(share_minor=None) | Q(share_minor__gt=0), name="deliverable_share_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title_ko or self.title_en}"

    @property
    def acceptance_criteria(self) -> str:
        """The criteria as first written: Korean, else English."""
        return self.acceptance_ko or self.acceptance_en


class TaskSkill(models.Model):
    id = models.BigAutoField(primary_key=True)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="skills")
    skill_id = models.CharField(max_length=100)  # of skills' graph
    level = models.PositiveSmallIntegerField()  # 1-6
    is_must = models.BooleanField()

    class Meta:
        ordering = ["-is_must", "-level", "id"]
        constraints = [
            models.UniqueConstraint(fields=["task", "skill_id"], name="task_skill_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=6), name="task_skill_level_1_to_6"),
        ]


class TaskRevision(models.Model):
    """A revision as it was: written once, never changed (a trigger holds it)."""

    id = models.BigAutoField(primary_key=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)  # SHA-256 of the content as RFC 8785 JSON
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    written_from = models.CharField(max_length=20)  # the side
    scope_change = models.ForeignKey(
        "ScopeChange", on_delete=models.PROTECT, null=True, related_name="revisions"
    )  # which change of an agreed task it belongs to

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["task", "number"], name="task_revision_once")]


class Approval(models.Model):
    """One side stands behind one revision. A new revision has none: an edit voids both by itself."""

    id = models.BigAutoField(primary_key=True)
    revision = models.ForeignKey(TaskRevision, on_delete=models.PROTECT, related_name="approvals")
    side = models.CharField(max_length=20)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "side"], name="one_approval_a_side"),
            models.CheckConstraint(
                condition=Q(side__in=["company", "coordinator"]), name="approval_by_company_or_coordinator"
            ),
        ]


class ScopeChange(models.Model):
    """A change of what both sides had agreed on: numbered, with its reason, written once (a trigger holds it).

    Before a contract it is saved at once and the new revision waits for both approvals; on a task that a contract has
    fixed it is a proposal until both sides have answered (`ScopeAnswer`).
    """

    id = models.BigAutoField(primary_key=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="scope_changes")
    number = models.PositiveIntegerField()
    from_revision = models.PositiveIntegerField()
    is_proposal = models.BooleanField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    reason = models.TextField()
    side = models.CharField(max_length=20)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["task", "number"], name="scope_change_number_once")]


class ScopeAnswer(models.Model):
    """One side's answer to a proposed scope change, written once."""

    id = models.BigAutoField(primary_key=True)
    change = models.ForeignKey(ScopeChange, on_delete=models.PROTECT, related_name="answers")
    side = models.CharField(max_length=20)
    says_yes = models.BooleanField()
    reason = models.TextField(blank=True)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            # A side that has said yes can still take its yes back: a no after it.
            models.UniqueConstraint(fields=["change", "side", "says_yes"], name="scope_answer_once"),
            models.CheckConstraint(
                condition=Q(side__in=["company", "coordinator"]),
                name="scope_answer_by_company_or_coordinator",
            ),
        ]


class DiagnosisMark(models.Model):
    """What a person left at a question of the diagnosis: answered, or skipped for now. The answer is in the task."""

    id = models.BigAutoField(primary_key=True)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="marks")
    question = models.CharField(max_length=30)
    mark = models.CharField(max_length=20)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "question"], name="one_mark_a_question")]


class TemplateUse(models.Model):
    """A task was begun with a template; how often each is used is counted from these."""

    id = models.BigAutoField(primary_key=True)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="template_uses")
    template = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "template"], name="template_once_a_task")]
        indexes = [models.Index(fields=["template"], name="uses_of_template")]


class Suggestion(models.Model):
    """A text that a language model was asked to draft for one field. It waits beside the field until a person decides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="suggestions")
    field = models.CharField(max_length=60)  # as in refusals: problem_en, deliverables-0-acceptance_ko
    key = models.CharField(max_length=64)  # the same request twice is one
    host = models.CharField(max_length=200)
    model = models.CharField(max_length=120)
    sent = models.TextField()  # exactly what went out, as it was shown before
    field_before = models.TextField(blank=True)
    state = models.CharField(
        max_length=20, default=SuggestionState.ASKED, choices=[(s, s) for s in SuggestionState]
    )
    text = models.TextField(blank=True)
    problem = models.CharField(max_length=40, blank=True)  # code of what went wrong
    asked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state__in=["asked", "ready"]), name="one_suggestion_of_a_request"
            )
        ]
        indexes = [models.Index(fields=["task", "field"], name="suggestions_of_field")]

    def move(self, to: SuggestionState) -> None:
        """Change the state; refuses what `SUGGESTION_MOVES` does not have."""
        if to not in SUGGESTION_MOVES[SuggestionState(self.state)]:
            raise Refused(no("demand.suggestion_move", N_("This suggestion has been dealt with already.")))
        self.state = to


class ExportPermit(models.Model):
    """An approval of the authorities, recorded by a person, that lets a controlled task be staffed from abroad."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="permits")
    covers = models.JSONField()  # the questions answered with yes that it covers
    authority = models.CharField(max_length=200)
    reference = models.CharField(max_length=120)
    granted_on = models.DateField()
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


class OfferedNeed(models.Model):
    """A company's need that a partner's feed brought. Nothing happens with it before a person accepts it.

    `key_digest` is the partner's own key as a keyed hash; `origin` stays readable on the task through `case_id`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    key_digest = models.CharField(max_length=64, unique=True)
    content_hash = models.CharField(max_length=64)
    company_name = models.CharField(max_length=200)
    registration_number = models.CharField(max_length=20)  # of the company, checked for its check digit
    mandate = models.CharField(max_length=300)  # why the partner may speak for the company
    need_text = models.TextField()
    need_language = models.CharField(max_length=10)
    state = models.CharField(max_length=20, default=OfferState.WAITING, choices=[(s, s) for s in OfferState])
    taken_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    answered_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer_reason = models.TextField(blank=True)
    case_id = models.UUIDField(null=True)  # of the engagement that was opened on it

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=OfferState.ACCEPTED, case_id__isnull=False)
                | (~Q(state=OfferState.ACCEPTED) & Q(case_id=None)),
                name="accepted_need_has_a_case",
            )
        ]
        indexes = [models.Index(fields=["state", "-changed_at"], name="needs_offered")]

    def move(self, to: OfferState, *, at: datetime) -> None:
        """Change the state and remember when; refuses what `OFFER_MOVES` does not have."""
        if to not in OFFER_MOVES[OfferState(self.state)]:
            raise Refused(
                no("demand.offer_answered", N_("Somebody has answered this already, or it was taken back."))
            )
        self.state, self.changed_at = to, at


class PublicTask(models.Model):
    """What a company has published of its approved task: a snapshot of exactly what it was shown before.

    The public never reads the task itself, so a later edit publishes nothing.
    """

    seen_from: str

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="publications")
    case_id = models.UUIDField()
    revision = models.PositiveIntegerField()
    content = models.JSONField()  # rules.public.Posting
    names_company = models.BooleanField()
    sector = models.CharField(max_length=30, blank=True)
    published_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    valid_through = models.DateField()  # the last day
    withdrawn_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(withdrawn_at=None), name="one_publication_of_a_task"
            )
        ]
        indexes = [
            models.Index(fields=["-published_at"], condition=Q(withdrawn_at=None), name="tasks_in_public")
        ]
