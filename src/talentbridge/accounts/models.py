"""People, organisations, who belongs where, and who stands around a case."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

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
