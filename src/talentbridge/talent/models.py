"""Profiles: what people abroad can do, under a pseudonym."""

import uuid
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Refused
from talentbridge.kernel.money import Money
from talentbridge.kernel.text import N_
from talentbridge.talent.rules import CEFR, Evidence
from talentbridge.talent.states import MOVES, PairState


class Origin(models.TextChoices):
    """Where a profile comes from. Only `OWN` has a person who keeps it and can be invited."""

    OWN = "own"
    DOU = "dou"  # an anonymous row of DOU's salary survey, https://dou.ua/
    JSON_RESUME = "jsonresume"
    TABLE = "csv"
    EUROPASS = "europass"
    PARTNER = "partner"  # a partner's feed, each with the proof of its person's consent (`PartnerProfile`)


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
    available_until = models.DateField(null=True, blank=True)  # the last day
    notice_days = models.PositiveSmallIntegerField(null=True, blank=True)  # before work can begin
    roles = ArrayField(models.CharField(max_length=60), default=list, blank=True)  # wanted, ids of the graph
    work_modes = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    work_in = ArrayField(models.CharField(max_length=2), default=list, blank=True)  # countries, ISO 3166-1
    data_class = models.CharField(max_length=20, blank=True)  # the most that the workplace is ready for
    opted_out_at = models.DateTimeField(null=True, blank=True)  # no automated matching (PIPA art. 37-2)
    engagement_types = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    origin = models.CharField(max_length=20, choices=Origin.choices)
    origin_key = models.CharField(max_length=64)
    registered_at = models.DateTimeField()
    refreshed_at = models.DateTimeField()  # when its owner last said that it is so
    reminded_days = models.PositiveSmallIntegerField(
        default=0
    )  # the last reminder since then, see rules.REMIND
    retired_at = models.DateTimeField(null=True, blank=True)  # found to be a duplicate of `retired_into`
    retired_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

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
            models.Index(  # the order in which lists begin
                models.F("refreshed_at").desc(nulls_last=True),
                "id",
                name="profiles_by_freshness",
                condition=Q(retired_at=None),
            ),
            models.Index(fields=["country"], name="profiles_by_country"),
            models.Index(fields=["english"], name="profiles_by_english"),
            GinIndex(fields=["roles"], name="profiles_by_role"),
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
    skill_id = models.CharField(max_length=60)  # an id of the skill graph
    level = models.PositiveSmallIntegerField()
    evidence = models.CharField(
        max_length=20, choices=[(kind.value, kind.value) for kind in Evidence], default=Evidence.CLAIMED
    )
    seen_at = models.DateTimeField()  # when the evidence was given
    years = models.DecimalField(max_digits=3, decimal_places=1, null=True, blank=True)
    last_used = models.PositiveSmallIntegerField(null=True, blank=True)  # a year

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "skill_id"], name="one_line_a_skill_of_a_profile"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=6), name="profile_skill_level_1_to_6"
            ),
        ]
        indexes = [models.Index(fields=["skill_id", "level", "profile"], name="profiles_by_skill")]


class ProfileRate(models.Model):
    """What is expected for one engagement type, where it differs from the profile's general rate."""

    id = models.BigAutoField(primary_key=True)
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="rates")
    engagement_type = models.CharField(max_length=20)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    unit = models.CharField(max_length=5)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "engagement_type"], name="one_rate_an_engagement_type"
            ),
            models.CheckConstraint(condition=Q(minor__gt=0), name="profile_type_rate_is_positive"),
        ]


class ProfileLanguage(models.Model):
    """A language besides English and Korean, which have columns of their own because tasks ask for them."""

    id = models.BigAutoField(primary_key=True)
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(max_length=2)  # ISO 639-1
    level = models.CharField(max_length=2, choices=[(level, level) for level in CEFR])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "language"], name="one_line_a_language_of_a_profile")
        ]
        indexes = [models.Index(fields=["language", "level", "profile"], name="profiles_by_language")]


class WorkSample(models.Model):
    """Something that the talent has made and which part of it. A link may tell who it was: see `rules.host`."""

    id = models.BigAutoField(primary_key=True)
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="samples")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    url = models.CharField(max_length=400, blank=True)
    text = models.TextField(blank=True)
    part = models.CharField(max_length=300, blank=True)  # what one's own part was
    skills = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "position"], name="one_sample_a_place")]


class Certificate(models.Model):
    """Evidence that the talent names. Self-stated until a coordinator has looked at it and says for which level."""

    id = models.BigAutoField(primary_key=True)
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="certificates")
    skill_id = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=160)
    issuer = models.CharField(max_length=160, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    url = models.CharField(max_length=400, blank=True)
    stated_at = models.DateTimeField()
    attested_at = models.DateTimeField(null=True, blank=True)
    attested_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    attested_level = models.PositiveSmallIntegerField(null=True, blank=True)  # 1-6
    attested_how = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["stated_at"], condition=Q(attested_at=None), name="certificates_not_attested"
            )
        ]


class ProfileKey(models.Model):
    """What tells that two profiles are one person: an e-mail address, telephone number, page or name.

    Only a keyed hash of it is kept (`services.identity`); nobody can read back from it what it was.
    """

    id = models.BigAutoField(primary_key=True)
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="keys")
    kind = models.CharField(max_length=5)  # rules.KEY_KINDS
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "kind", "digest"], name="one_key_a_profile")
        ]
        indexes = [models.Index(fields=["kind", "digest"], name="profiles_by_key")]


class DuplicatePair(models.Model):
    """Two profiles that may be one person, with the reasons; a coordinator or operator decides."""

    id = models.BigAutoField(primary_key=True)
    first = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="+")
    reasons = models.JSONField()  # [{"kind": …, "shared": …, "of": …}]
    found_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, default=PairState.OPEN, choices=[(state, state) for state in PairState]
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_pair_of_two_profiles"),
            models.CheckConstraint(condition=Q(first__lt=models.F("second")), name="pair_in_order"),
        ]
        indexes = [models.Index(fields=["state", "-found_at"], name="pairs_to_decide")]

    def move(self, to: PairState, *, at: datetime) -> None:
        """Decide; refuses what `MOVES` does not have: somebody else was faster."""
        if to not in MOVES[PairState(self.state)]:
            raise Refused(no("talent.pair_decided", N_("Somebody has decided about these two already.")))
        self.state, self.decided_at = to, at


class ProfileChange(models.Model):
    """Which profiles changed, in which transaction: triggers write it (0003), each matching process reads on from where
    it was. Rows older than a day are removed; a process that slept longer reads the pool anew.
    """

    id = models.BigAutoField(primary_key=True)
    profile_id = models.BigIntegerField()  # of a profile that may be gone
    transaction = models.BigIntegerField()  # pg_current_xact_id
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["transaction"], name="profile_changes_in_order"),
            models.Index(fields=["changed_at"], name="profile_changes_by_age"),
        ]


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


class PartnerProfile(models.Model):
    """A profile that a partner's feed brought in: from whom, under which consent, and whether it was taken back.

    The partner's own key is the profile's `origin_key`, as a keyed hash. What was taken back is emptied and retired.
    """

    profile = models.OneToOneField(
        Profile, on_delete=models.CASCADE, primary_key=True, related_name="brought"
    )
    partner = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey("accounts.Consent", on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)


class SavedSearch(models.Model):
    """Filters of the list of talents under a name. `known` are the profiles found last time, while it is watched."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)  # of the list's address, with known filters only
    is_watched = models.BooleanField(default=False)
    known = ArrayField(models.BigIntegerField(), default=list, blank=True)
    looked_on = models.DateField(null=True)  # the day in Seoul of the last look
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="one_search_a_name")]
        indexes = [models.Index(fields=["looked_on"], condition=Q(is_watched=True), name="searches_watched")]


class MapEntry(models.Model):
    """Somebody who is counted on the public map, while `consent` is in force. Field and region: `data/map.toml`."""

    person = models.OneToOneField(
        "accounts.Person", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    consent = models.ForeignKey("accounts.Consent", on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=30)
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=30, blank=True)
    at = models.DateTimeField()


class WorkWeek(models.Model):
    """When somebody usually works, on the clock of the profile's time zone. `days`: 0 is Monday."""

    profile = models.OneToOneField(
        Profile, on_delete=models.CASCADE, primary_key=True, related_name="work_week"
    )
    days = ArrayField(models.PositiveSmallIntegerField())
    begins = models.TimeField()
    ends = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=models.F("begins")), name="work_week_has_hours")
        ]


class DaysOff(models.Model):
    """Days on which somebody does not work. Nobody is asked why."""

    id = models.BigAutoField(primary_key=True)
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="days_off")
    first = models.DateField()
    last = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="days_off_in_order")
        ]


class CalendarLink(models.Model):
    """A secret address under which a calendar program reads when somebody is free. Only the token's SHA-256 is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="calendar_links")
    name = models.CharField(max_length=80)
    hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
