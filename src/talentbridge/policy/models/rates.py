"""Rates of exchange, and the imports that brought them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from talentbridge.policy.models.rows import CERTAINTIES
from talentbridge.policy.states import IMPORT_MOVES, ImportState


class RateImport(models.Model):
    """One file, one answer of a service, or one entry by hand: which rates it brings and who answers for them.

    `rates` are ``[currency, day, won per unit]`` that wait for a second person, with what they are held against;
    `document` is a file that was looked at and not applied yet (deflated). Both are gone when it is over.
    """

    id = models.BigAutoField(primary_key=True)
    how = models.CharField(max_length=20)  # file, manual, service, command
    format = models.CharField(max_length=20)  # ecb, eximbank, csv; empty by hand
    source = models.CharField(max_length=300)
    source_url = models.CharField(max_length=500, blank=True)
    certainty = models.CharField(max_length=20, choices=CERTAINTIES)
    on = models.DateField(
        null=True
    )  # the day that was asked for, where the format does not say it (Eximbank)
    sha256 = models.CharField(max_length=64, blank=True)
    document = models.BinaryField(null=True)
    rates = models.JSONField(default=list)
    count = models.PositiveIntegerField(default=0)  # rates that it brought into use
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in ImportState])
    proposed_by = models.UUIDField(null=True)  # accounts.Person; null: the product itself
    proposed_by_name = models.CharField(max_length=200, blank=True)
    taken_at = models.DateTimeField()
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved")
                | (Q(answered_by__isnull=False) & ~Q(answered_by=models.F("proposed_by"))),
                name="rate_import_has_four_eyes",
            )
        ]
        indexes = [models.Index(fields=["state", "-taken_at"], name="rate_imports_queue")]

    def get_absolute_url(self) -> str:
        return reverse("policy:rate-import", args=[self.pk])

    def move(self, state: ImportState) -> None:
        """Go over to `state`; refuses what `IMPORT_MOVES` does not have."""
        if state not in IMPORT_MOVES[ImportState(self.state)]:
            raise ValueError(f"an import does not go from {self.state} to {state}")
        self.state = state


class FxRate(models.Model):
    """What one major unit of a currency was worth in won on a day, by one source.

    How it was taken, by whom and who approved it says `brought_by`; the samples that ship came by none.
    """

    id = models.BigAutoField(primary_key=True)
    currency = models.CharField(max_length=3)
    on = models.DateField()
    krw_per = models.DecimalField(max_digits=24, decimal_places=10)
    source_name = models.CharField(max_length=300)
    source_url = models.CharField(max_length=500, blank=True)
    certainty = models.CharField(max_length=20, choices=CERTAINTIES)
    brought_by = models.ForeignKey(RateImport, on_delete=models.PROTECT, null=True, related_name="brought")
    taken_at = models.DateTimeField(null=True)
    is_sample = models.GeneratedField(
        expression=Q(certainty="unverified"),  # type: ignore[arg-type]
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["currency", "on", "source_name"], name="one_rate_a_day_and_source"
            ),
            models.CheckConstraint(condition=Q(krw_per__gt=0), name="fx_rate_above_zero"),
        ]
        # the one rate that counts: real before sample, newest first, the official one of two of a day
        indexes = [
            models.Index(fields=["currency", "is_sample", "-on", "-certainty", "-id"], name="fx_that_counts")
        ]
