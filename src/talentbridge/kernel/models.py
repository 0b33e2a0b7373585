"""Tables that every app may write through kernel's own functions, and nobody else's."""

import uuid

from django.db import models


class OutboxEvent(models.Model):
    """News from an app below to whoever listens above, written in the transaction that made it true."""

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    topic = models.CharField(max_length=100)
    payload = models.JSONField()
    happened_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="outbox_undelivered", condition=models.Q(delivered_at=None))
        ]
