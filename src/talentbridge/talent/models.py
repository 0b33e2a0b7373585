"""Profiles: what people abroad can do, under a pseudonym."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from talentbridge.kernel.money import Money
from talentbridge.talent.rules import CEFR, Evidence


class Origin(models.TextChoices):
    """Where a profile comes from. Only `OWN` has a person who keeps it and can be invited."""

    OWN = "own"
    DOU = "dou"  # an anonymous row of DOU's salary survey, https://dou.ua/
    JSON_RESUME = "jsonresume"
    TABLE = "csv"


class Profile(models.Model):
    """One talent. `code` and `pseudonym` follow from the number (`id`) in the order of registration.

    Name, photo, nationality, sex, age and school are not here: the name stands on `person`, the others nowhere.
    Empty texts, nulls and an empty list of engagement types mean "not stated".
    """

    id = models.BigAutoField(primary_key=True)
    person = models.OneToOneField(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="profile"
    )
    code = models.CharField(max_length=20, unique=True)
    pseudonym = models.CharField(max_length=40)
    headline_ko = models.CharField(max_length=200, blank=True)
    headline_en = models.CharField(max_length=200, blank=True)
    country = models.CharField(
        max_length=2, blank=True
    )  # where the person lives, ISO 3166-1; never nationality
    time_zone = models.CharField(max_length=64, blank=True)
    years = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    english = models.CharField(max_length=2, blank=True, choices=[(level, level) for level in CEFR])
    korean = models.CharField(max_length=2, blank=True, choices=[(level, level) for level in CEFR])
    rate_minor = models.BigIntegerField(null=True, blank=True)
    rate_currency = models.CharField(max_length=3, blank=True)
    rate_unit = models.CharField(max_length=5, default="month")
    weekly_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    available_from = models.DateField(null=True, blank=True)
    engagement_types = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    origin = models.CharField(max_length=20, choices=Origin.choices)
    origin_key = models.CharField(max_length=64)
    registered_at = models.DateTimeField()
    refreshed_at = models.DateTimeField()  # when its owner last said that it is so

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "origin_key"], name="one_profile_an_origin_key"),
            models.CheckConstraint(
                condition=Q(origin=Origin.OWN, person__isnull=False) | ~Q(origin=Origin.OWN),
                name="own_profile_has_a_person",
            ),
            models.CheckConstraint(
                condition=Q(rate_minor=None) | (Q(rate_minor__gt=0) & ~Q(rate_currency="")),
                name="profile_rate_is_positive_and_has_a_currency",
            ),
            models.CheckConstraint(
                condition=Q(years=None) | Q(years__gte=0, years__lte=60), name="profile_years_are_possible"
            ),
        ]
        indexes = [
            models.Index(fields=["-refreshed_at", "id"], name="profiles_by_freshness"),
            models.Index(fields=["country"], name="profiles_by_country"),
            models.Index(fields=["english"], name="profiles_by_english"),
        ]

    def __str__(self) -> str:
        return f"{self.pseudonym} {self.code}"

    @property
    def rate(self) -> Money | None:
        return None if self.rate_minor is None else Money(self.rate_minor, self.rate_currency)

    def headline(self, language: str) -> str:
        """The headline in `language` when written, else in the other one."""
        first, second = (
            (self.headline_ko, self.headline_en) if language == "ko" else (self.headline_en, self.headline_ko)
        )
        return first or second


class ProfileSkill(models.Model):
    """A skill of a profile at a level (1-6) and where the level comes from."""

    id = models.BigAutoField(primary_key=True)
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="skills")
    skill_id = models.CharField(max_length=60)  # an id of skills/data/skills.toml
    level = models.PositiveSmallIntegerField()
    evidence = models.CharField(
        max_length=20, choices=[(kind.value, kind.value) for kind in Evidence], default=Evidence.CLAIMED
    )
    seen_at = models.DateTimeField()  # when the evidence was given

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "skill_id"], name="one_line_a_skill_of_a_profile"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=6), name="profile_skill_level_1_to_6"
            ),
        ]
        indexes = [models.Index(fields=["skill_id", "level", "profile"], name="profiles_by_skill")]


class ImportRun(models.Model):
    """One file that was brought in: who, when, with what result. What a row said is on its profile."""

    id = models.BigAutoField(primary_key=True)
    origin = models.CharField(max_length=20, choices=Origin.choices)
    file_name = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
