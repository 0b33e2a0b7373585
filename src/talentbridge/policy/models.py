"""Rules of law and fees as rows: dated, sourced, marked with how certain they are."""

from django.db import models
from django.db.models import Q

from talentbridge.policy.rules import Certainty


class RuleParameter(models.Model):
    """One value in one span of time. Two rows of the same key and country never overlap (the database sees to it)."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=100)
    country = models.CharField(max_length=2, blank=True)  # ISO 3166-1; empty: everywhere
    value = models.DecimalField(max_digits=24, decimal_places=10)
    unit = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # inclusive; null: until replaced
    source_name = models.CharField(max_length=300)
    source_url = models.CharField(max_length=500, blank=True)
    checked_on = models.DateField()
    certainty = models.CharField(max_length=20, choices=[(mark.value, mark.value) for mark in Certainty])
    note_ko = models.TextField(blank=True)
    note_en = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "country", "valid_from"], name="one_rule_begins_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="rule_ends_after_it_begins",
            ),
        ]
