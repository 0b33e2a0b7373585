"""Who did what, to what, when: append-only, without foreign keys, so the log never blocks the data."""

import uuid

from django.db import models

from talentbridge.audit import rules


class AuditEvent(models.Model):
    """One act. `action` is the word stem of the permission in the past tense: `escrow.milestone.accepted`.

    `case_id` ties the act to an engagement; those events, told as sentences, are its timeline.
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    action = models.CharField(max_length=100)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    actor_role = models.CharField(max_length=20)
    organisation_id = models.UUIDField(null=True)
    borrowed_from = models.UUIDField(null=True)
    case_id = models.UUIDField(null=True)
    subject_type = models.CharField(max_length=100)
    subject_id = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["case_id", "-at"], name="audit_of_case"),
            models.Index(fields=["subject_type", "subject_id"], name="audit_of_subject"),
            models.Index(fields=["actor_id", "-at"], name="audit_of_actor"),
        ]

    @property
    def sentence(self) -> str:
        """The English message id that tells this act; empty when it is not for a timeline."""
        return rules.sentence(self.action)


class PersonalDataAccess(models.Model):
    """A read of somebody's personal data: who saw whose, which items, why.

    Korean PIPA art. 29 and its safety-measure notice ask for this log for at least one year, two from 50,000
    people on (`docs/privacy.md`).
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    actor_role = models.CharField(max_length=20, blank=True)  # empty before 2026-12
    organisation_id = models.UUIDField(null=True)
    country = models.CharField(
        max_length=2, blank=True
    )  # from where it was read, as far as known (art. 28-8)
    subject_person_id = models.UUIDField()
    items = models.JSONField(default=list)
    purpose = models.CharField(max_length=200)
    case_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject_person_id", "-at"], name="access_to_person")]
