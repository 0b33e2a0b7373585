"""Keys that tell two profiles of one person: kept as keyed hashes only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils.crypto import salted_hmac

from talentbridge.talent.models import ProfileKey
from talentbridge.talent.rules import Contacts, keys_of

Digests = frozenset[tuple[str, str]]  # (kind, digest)


def digests_of(contacts: Contacts) -> Digests:
    """What is kept of contacts. With another secret key of the installation they would all be others."""
    return frozenset((kind, _digest(kind, key)) for kind, key in keys_of(contacts))


def _digest(kind: str, key: str) -> str:
    return salted_hmac(f"talent.key.{kind}", key, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()


def note_keys(digests: Mapping[int, Iterable[tuple[str, str]]]) -> None:
    """Add what is known of each profile; what is known already stays once."""
    ProfileKey.objects.bulk_create(
        (
            ProfileKey(profile_id=profile_id, kind=kind, digest=digest)
            for profile_id, found in digests.items()
            for kind, digest in found
        ),
        batch_size=5000,
        ignore_conflicts=True,
    )
