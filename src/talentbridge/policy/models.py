"""Rules as rows: dated, sourced, marked with how certain they are; and reference rates of exchange."""

from django.db import models
from django.db.models import Q

from talentbridge.policy.rules import Certainty

_CERTAINTIES = [(mark.value, mark.value) for mark in Certainty]


class RuleParameter(models.Model):
    """One value or statement in one span of time.

    Two rows of the same key and country never overlap (the database sees to it). A row without a value is a statement:
    its notes are the text.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=100)
    country = models.CharField(max_length=2, blank=True)  # ISO 3166-1; empty: Korea's side, or everywhere
    value = models.DecimalField(max_digits=24, decimal_places=10, null=True)
    unit = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # inclusive; null: until replaced
    source_name = models.CharField(max_length=300)
    source_url = models.CharField(max_length=500, blank=True)
    checked_on = models.DateField()
    certainty = models.CharField(max_length=20, choices=_CERTAINTIES)
    title_ko = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    note_ko = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    differs_from = models.CharField(
        max_length=100, blank=True
    )  # a key that says something else about the same

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "country", "valid_from"], name="one_rule_begins_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="rule_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(note_ko="", note_en=""), name="rule_says_something"
            ),
        ]


class FxRate(models.Model):
    """What one major unit of a currency was worth in won on a day, by one source."""

    id = models.BigAutoField(primary_key=True)
    currency = models.CharField(max_length=3)
    on = models.DateField()
    krw_per = models.DecimalField(max_digits=24, decimal_places=10)
    source_name = models.CharField(max_length=300)
    source_url = models.CharField(max_length=500, blank=True)
    certainty = models.CharField(max_length=20, choices=_CERTAINTIES)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["currency", "on", "source_name"], name="one_rate_a_day_and_source"
            ),
            models.CheckConstraint(condition=Q(krw_per__gt=0), name="fx_rate_above_zero"),
        ]
        indexes = [models.Index(fields=["currency", "-on"], name="fx_newest_first")]
