"""People, organisations, who belongs where, and who stands around a case."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from talentbridge.accounts.rules import CONSENT_EFFECTS, CONSENT_WAYS, KEEPING_REASONS
from talentbridge.kernel.actor import Role, Side
from talentbridge.kernel.text import N_


class OrganisationKind(models.TextChoices):
    COMPANY = "company", N_("Company")
    INSTITUTION = "institution", N_("University or educator")
    PARTNER = "partner", N_("Partner")
    OPERATOR = "operator", N_("Operator")
    RESEARCH = "research", N_("Research institute")
    GOVERNMENT = "government", N_("Government")


class People(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """A human being with a sign-in. `name` is the full name as its owner writes it, in any script; never split."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    name_language = models.CharField(max_length=10, blank=True)  # for `<bdi lang>`
    language = models.CharField(max_length=10, default="ko")
    time_zone = models.CharField(max_length=64, default="Asia/Seoul")
    country = models.CharField(max_length=2, blank=True)  # ISO 3166-1
    high_contrast = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)  # fictional; shown as such everywhere
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = People()
    USERNAME_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email


class Organisation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    registration_number = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=2, default="KR")
    address = models.CharField(max_length=300, blank=True)
    about = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "registration_number"],
                condition=~Q(registration_number=""),
                name="one_organisation_a_registration_number",
            )
        ]

    @property
    def name_here(self) -> str:
        """The name as the reader's language has it: the English one on English pages, where there is one."""
        return (self.name_en or self.name) if get_language() == "en" else self.name

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person in a role, inside an organisation where the role has one. Ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships", null=True, blank=True
    )
    role = models.CharField(
        max_length=20, choices=[(role.value, role.value) for role in Role if role != Role.SYSTEM]
    )
    is_manager = models.BooleanField(default=False)
    since = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="one_running_membership_of_a_kind",
            )
        ]


class Party(models.Model):
    """Who stands around a case: the one list that decides who reaches anything of an engagement.

    `case_id` is the engagement's id as seen from below it. A company stands there as an organisation, a talent
    and a coordinator as persons. When a coordinator changes, one row changes and every page follows.
    """

    id = models.BigAutoField(primary_key=True)
    case_id = models.UUIDField()
    side = models.CharField(max_length=20, choices=[(side.value, side.value) for side in Side])
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) ^ Q(person__isnull=True),
                name="party_is_person_or_organisation",
            ),
            models.UniqueConstraint(
                fields=["case_id", "side"], condition=Q(until=None), name="one_running_party_a_side"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "case_id"], name="cases_of_organisation"),
            models.Index(fields=["person", "case_id"], name="cases_of_person"),
        ]


class Invitation(models.Model):
    """A manager asks an e-mail address into an organisation; its link works once, for seven days.

    The link's secret is a signature over this row's id (`services.invitations.token_of`), so nothing that is
    stored here opens the door, and the job that mails it can make it again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=20)
    is_manager = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="ko")  # of the mail; the inviter chooses
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email", "organisation", "role"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_of_a_kind",
            )
        ]


class BorrowedSession(models.Model):
    """An operator or coordinator acts for a person, in one of the person's memberships: timed, reasoned, announced."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    helper = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    helper_role = models.CharField(max_length=20)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="borrowed_sessions")
    reason = models.TextField()
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["helper"], condition=Q(ended_at=None), name="one_borrowed_session_a_helper"
            )
        ]
        indexes = [models.Index(fields=["person", "-started_at"], name="borrowed_of_person")]


class AccessToken(models.Model):
    """A program's key to the REST interface, in one membership of a person. Only its SHA-256 is stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    scope = models.CharField(
        max_length=10, choices=[("read", N_("Read only")), ("write", N_("Read and write"))]
    )
    hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)


class Notification(models.Model):
    """A sentence to one person: an English message id and its facts, told in the reader's language when shown."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notifications")
    sentence = models.TextField()
    facts = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at"], name="notifications_of_person"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notifications_unread"),
        ]


class DeletionRequest(models.Model):
    """A person asks to be deleted (PIPA art. 36). Operators answer; running contracts and tax records stay as law says."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(withdrawn_at=None), name="one_open_deletion_request"
            )
        ]


class Consent(models.Model):
    """A yes, exactly as it was given; never changed. In force until a `ConsentWithdrawal` names it.

    `text_hash` is of both languages as filled and shown (`rules.ConsentText.fingerprint`); `language` is the one read.
    A yes that a partner collected has no person on the bridge: it belongs to a profile, and `evidence_hash` is of the
    partner's proof.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents", null=True)
    profile_id = models.BigIntegerField(null=True)  # talent.Profile
    purpose = models.CharField(max_length=40)  # a key of `data/consents`, or `partner_profile`
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True)
    recipient_name = models.CharField(
        max_length=200, blank=True
    )  # as shown; empty: nobody gets anything that names the person
    recipient_name_en = models.CharField(max_length=200, blank=True)
    recipient_country = models.CharField(max_length=2, blank=True)
    items = models.JSONField()
    text_version = models.CharField(max_length=60)
    text_hash = models.CharField(max_length=64)
    language = models.CharField(max_length=10)
    case_id = models.UUIDField(null=True)
    how = models.CharField(max_length=20, choices=list(CONSENT_WAYS.items()))
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    recorded_at = models.DateTimeField()
    evidence_hash = models.CharField(max_length=64, blank=True)
    obtained = models.CharField(max_length=300, blank=True)  # how the partner came by it, in its words

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(profile_id__isnull=False), name="consent_is_somebodys"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-given_at"], name="consents_of_person"),
            models.Index(fields=["profile_id"], name="consents_of_profile"),
            models.Index(fields=["recipient", "case_id"], name="consents_to_recipient"),
        ]


class ConsentWithdrawal(models.Model):
    """The end of a consent, once: why, and what followed."""

    consent = models.OneToOneField(
        Consent, on_delete=models.PROTECT, related_name="withdrawal", primary_key=True
    )
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    reason = models.TextField(blank=True)
    effect = models.CharField(max_length=20, choices=list(CONSENT_EFFECTS.items()))


class LawfulKeeping(models.Model):
    """A recipient keeps somebody's name in a case because other law asks for it, also after a withdrawal."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case_id = models.UUIDField()
    reason = models.CharField(max_length=20, choices=list(KEEPING_REASONS.items()))
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case_id", "recipient", "person", "reason"], name="one_keeping_of_a_kind"
            )
        ]


class FeedRun(models.Model):
    """One call of a partner's feed and what became of its items, by position; never changed.

    The items themselves are with what they became. Partners' keys are not here: they may name somebody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="feed_runs")
    kind = models.CharField(max_length=20)  # a key of rules.feeds.SCHEMAS
    how = models.CharField(max_length=10)  # api, page, file
    dry_run = models.BooleanField(default=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    items = models.PositiveIntegerField()
    counts = models.JSONField()  # outcome -> how many
    refused = models.JSONField(default=list)  # [position, {field: [code, sentence, facts]}]

    class Meta:
        indexes = [models.Index(fields=["partner", "-at"], name="feed_runs_of_partner")]


class VoluntaryStatement(models.Model):
    """Sex and age band as a person stated them, for the fairness figures (`matching.queries.fairness`) and nothing else.

    It stands under its own consent (`rules.FAIRNESS_FIGURES`) and is deleted with it. Matching never reads it. Empty
    means "rather not say".
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")
    sex = models.CharField(max_length=10, blank=True)  # a key of rules.statements.SEXES
    age_band = models.CharField(max_length=10, blank=True)  # a key of rules.statements.AGE_BANDS
    stated_at = models.DateTimeField()
