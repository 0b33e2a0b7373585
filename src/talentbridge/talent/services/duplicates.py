"""Two profiles of one person: found by keys, decided by a coordinator or operator, never by the machine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import asdict
from datetime import datetime

from django.db import connection, transaction

from talentbridge.audit import services as audit
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, Refused, require
from talentbridge.kernel.lock import lock, lock_all
from talentbridge.kernel.text import N_
from talentbridge.talent import permissions, queries, rules
from talentbridge.talent.models import DuplicatePair, Profile, ProfileKey, ProfileSkill
from talentbridge.talent.states import PairState

MOST_PAIRS = 5000  # of one look; the next one finds the others
_SHARED = """
select least(mine.profile_id, other.profile_id), greatest(mine.profile_id, other.profile_id), mine.kind
from talent_profilekey mine
join talent_profilekey other
  on other.kind = mine.kind and other.digest = mine.digest and other.profile_id <> mine.profile_id
join talent_profile a on a.id = mine.profile_id and a.retired_at is null
join talent_profile b on b.id = other.profile_id and b.retired_at is null
where mine.profile_id = any(%s)
  and (select count(*) from (
        select 1 from talent_profilekey crowd
        where crowd.kind = mine.kind and crowd.digest = mine.digest limit %s) near) <= %s
group by 1, 2, 3 order by 1, 2 limit %s
"""


def find_duplicates(*, profile_ids: Collection[int], at: datetime) -> int:
    """Note every pair of one of these profiles with another one that may be the same person; returns how many are new.

    A pair about which somebody has decided is never asked again.
    """
    kinds = _shared_keys(profile_ids)
    if not kinds:
        return 0
    skills = _skills({profile_id for pair in kinds for profile_id in pair})
    suspected = {
        pair: [asdict(reason) for reason in found]
        for pair, shared in kinds.items()
        if (found := rules.reasons(shared, skills[pair[0]], skills[pair[1]]))
    }
    known = {
        (pair.first_id, pair.second_id): pair
        for pair in DuplicatePair.objects.filter(first_id__in=[first for first, _ in suspected])
    }
    for pair, reasons in suspected.items():
        if (row := known.get(pair)) and row.state == PairState.OPEN and row.reasons != reasons:
            row.reasons = reasons
            row.save(update_fields=["reasons"])
    new = [
        DuplicatePair(first_id=first, second_id=second, reasons=reasons, found_at=at)
        for (first, second), reasons in suspected.items()
        if (first, second) not in known
    ]
    DuplicatePair.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _shared_keys(profile_ids: Collection[int]) -> dict[tuple[int, int], set[str]]:
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_SHARED, [list(profile_ids), rules.CROWD + 1, rules.CROWD, MOST_PAIRS])
        for first, second, kind in cursor.fetchall():
            found[first, second].add(kind)
    return found


def _skills(profile_ids: Collection[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for profile_id, skill_id in ProfileSkill.objects.filter(profile_id__in=profile_ids).values_list(
        "profile_id", "skill_id"
    ):
        found[profile_id].add(skill_id)
    return found


def merge_pair(*, actor: Actor, pair_id: int, note: str, at: datetime) -> DuplicatePair:
    """The two are one person: the own profile stays (else the one confirmed last), the other is retired.

    Nothing of the retired one is taken over: what a person keeps is never changed by a file. Its keys are, so that
    the next file that names the person is found too.
    """
    note = _note(note)
    with transaction.atomic():
        pair, profiles = _locked(actor, pair_id)
        require(
            allowed=permissions.may_resolve_duplicates(actor),
            possible=rules.can_merge(*(profile.person_id is not None for profile in profiles)),
        )
        code = rules.kept_of((each.person_id is not None, each.refreshed_at, each.code) for each in profiles)
        kept, retired = sorted(profiles, key=lambda each: each.code != code)
        pair.move(PairState.MERGED, at=at)
        pair.decided_by_id, pair.note = actor.person_id, note
        pair.save()
        retired.retired_at, retired.retired_into = at, kept
        retired.save(update_fields=["retired_at", "retired_into"])
        _hand_over_keys(retired, kept)
        audit.record(
            "talent.profiles.merged", actor=actor, subject=pair, at=at, retired=retired.code, kept=kept.code
        )
    return pair


def _hand_over_keys(retired: Profile, kept: Profile) -> None:
    keys = ProfileKey.objects.filter(profile=retired).values_list("kind", "digest")
    ProfileKey.objects.bulk_create(
        (ProfileKey(profile=kept, kind=kind, digest=digest) for kind, digest in keys), ignore_conflicts=True
    )


def keep_apart(*, actor: Actor, pair_id: int, note: str, at: datetime) -> DuplicatePair:
    """The two are different people; they are not asked about again."""
    note = _note(note)
    with transaction.atomic():
        pair, (first, second) = _locked(actor, pair_id)
        require(allowed=permissions.may_resolve_duplicates(actor))
        pair.move(PairState.DISTINCT, at=at)
        pair.decided_by_id, pair.note = actor.person_id, note
        pair.save()
        audit.record(
            "talent.profiles.kept_apart",
            actor=actor,
            subject=pair,
            at=at,
            first=first.code,
            second=second.code,
        )
    return pair


def _locked(actor: Actor, pair_id: int) -> tuple[DuplicatePair, list[Profile]]:
    """The pair first, then both profiles in order of their numbers: two operators wait for each other here."""
    pair = lock(queries.pairs_for(actor), pair_id)
    profiles = lock_all(Profile.objects.all(), [pair.first_id, pair.second_id])
    if any(profile.retired_at for profile in profiles):
        raise Refused(no("talent.pair_retired", N_("One of the two has been retired meanwhile.")))
    return pair, profiles


def _note(note: str) -> str:
    note = rules.clean(note)
    if not 10 <= len(note) <= 300:
        raise Invalid(
            {"note": no("talent.pair_note", N_("Say in 10 to 300 characters what you looked at to be sure."))}
        )
    return note


def pairs_of_all(*, at: datetime, batch: int = 2000) -> int:
    """Look at every profile once more (a job, at night); returns how many pairs are new."""
    return sum(find_duplicates(profile_ids=ids, at=at) for ids in _batches(batch))


def _batches(size: int) -> Iterator[list[int]]:
    last = 0
    while ids := list(
        ProfileKey.objects.filter(profile_id__gt=last)
        .order_by("profile_id")
        .values_list("profile_id", flat=True)
        .distinct()[:size]
    ):
        yield ids
        last = ids[-1]
