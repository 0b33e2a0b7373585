"""News travels up the house as rows, never as imports or signals.

`add` writes the row in the caller's transaction. Right after the commit it is delivered in this process;
if that is cut short, the job `deliver_pending` finds it. Delivery is once per event: the event's row is
locked, every listener runs in the same transaction as the mark "delivered", so a crash between the two
repeats the whole and a success never repeats.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from talentbridge.kernel.clock import now
from talentbridge.kernel.models import OutboxEvent

log = logging.getLogger(__name__)

Listener = Callable[[Mapping[str, Any], datetime], None]
_listeners: dict[str, list[Listener]] = defaultdict(list)


def listen(topic: str, listener: Listener) -> None:
    """Call `listener(payload, happened_at)` for every event of `topic`; called from `AppConfig.ready`."""
    if listener not in _listeners[topic]:
        _listeners[topic].append(listener)


def add(topic: str, *, at: datetime, **payload: Any) -> None:
    """Record news in the running transaction; listeners hear it once, after the commit."""
    event = OutboxEvent.objects.create(
        topic=topic, happened_at=at, payload={key: _plain(value) for key, value in payload.items()}
    )
    transaction.on_commit(lambda: _deliver_quietly(event.pk))


def deliver_pending(limit: int = 500) -> int:
    """Deliver what a crash or a failing listener left behind; returns how many were delivered.

    What has failed least often comes first, so that an event whose listener always fails starves no other.
    """
    pending = (
        OutboxEvent.objects.filter(delivered_at=None)
        .order_by("attempts", "id")
        .values_list("pk", flat=True)[:limit]
    )
    return sum(_deliver_quietly(pk) for pk in list(pending))


def _deliver_quietly(pk: int) -> bool:
    try:
        return _deliver(pk)
    except Exception as error:  # a listener's fault must not undo what was committed; the job tries again
        log.exception("outbox event %s was not delivered", pk)
        OutboxEvent.objects.filter(pk=pk).update(last_error=repr(error)[:2000], attempts=F("attempts") + 1)
        return False


def _deliver(pk: int) -> bool:
    with transaction.atomic():
        event = (
            OutboxEvent.objects.select_for_update(skip_locked=True).filter(pk=pk, delivered_at=None).first()
        )
        if event is None:
            return False
        for listener in _listeners[event.topic]:
            listener(event.payload, event.happened_at)
        event.delivered_at = now()
        event.attempts += 1
        event.save(update_fields=["delivered_at", "attempts"])
        return True


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | bool | list | dict) else str(value)
