"""Beginning a profile from a résumé: read, shown for confirmation, and only what was confirmed is kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing

from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, require
from talentbridge.kernel.text import N_
from talentbridge.skills import services as skills
from talentbridge.talent import permissions, rules
from talentbridge.talent.gateways import upload
from talentbridge.talent.models import Profile
from talentbridge.talent.rules import Choice, Reading
from talentbridge.talent.services.identity import Digests, digests_of
from talentbridge.talent.services.keeping import keep

_SALT = "talent.reading"
GOOD_FOR = timedelta(days=1)
PROPOSED_IN = "talent.profile"  # where an unknown name of a skill was met


@dataclass(frozen=True)
class Read:
    """What was read, and the same sealed: it travels with the page, so that nothing is stored before it is confirmed."""

    reading: Reading
    sealed: str


def read_resume(*, actor: Actor, text: str = "", data: bytes = b"", at: datetime) -> Read:
    """Read the actor's own résumé, pasted or uploaded; nothing is stored. Raises `Invalid` (``resume``).

    Contacts leave this function as keyed hashes only.
    """
    require(allowed=permissions.may_edit(actor))
    if data:
        reading, contacts = upload.read_bytes(data, at.date(), actor.name)
    else:
        reading, contacts = upload.read_text(text, at.date(), actor.name)
    if not reading.items:
        raise Invalid(
            {
                "resume": no(
                    "talent.cv_nothing", N_("Nothing that a profile holds was found in it. Write it by hand.")
                )
            }
        )
    kept = {
        "person": str(actor.person_id),
        "reading": reading.to_json(),
        "keys": sorted(digests_of(contacts)),
    }
    return Read(reading, signing.dumps(kept, salt=_SALT, compress=True))


def resume_again(*, actor: Actor, sealed: str) -> tuple[Reading, Digests]:
    """A reading that came back with a page. Raises `Invalid` when it is another person's, altered or of yesterday."""
    require(allowed=permissions.may_edit(actor))
    try:
        kept = signing.loads(sealed, salt=_SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        kept = {}
    if kept.get("person") != str(actor.person_id):
        raise Invalid(
            {
                "resume": no(
                    "talent.reading_gone",
                    N_("What was read is no longer there. Bring in the résumé once more."),
                )
            }
        )
    return Reading.from_json(kept["reading"]), frozenset((kind, digest) for kind, digest in kept["keys"])


def take_over(
    *, actor: Actor, sealed: str, choice: Choice, propose: Collection[str] = (), at: datetime
) -> Profile:
    """Keep what was confirmed of a reading; what the profile says already stays. Raises `Invalid` by field.

    `propose` are unknown names of skills that go to the reviewers of the graph, without the person.
    """
    reading, keys = resume_again(actor=actor, sealed=sealed)
    numbers = range(len(reading.items))
    choice = Choice([number for number in choice.taken if number in numbers], choice.levels, choice.texts)
    if not choice.taken:
        raise Invalid(
            {"": no("talent.nothing_taken", N_("Nothing is ticked. Tick what is right, or leave the page."))}
        )
    profile = keep(
        actor=actor,
        change=lambda stored: rules.taken_over(stored, reading, choice),
        parts=tuple(rules.PARTS),
        at=at,
        keys=keys,
    )
    for term in set(propose) & set(reading.unknown):
        skills.propose(term=term, language=actor.language, seen_in=PROPOSED_IN, at=at)
    return profile
