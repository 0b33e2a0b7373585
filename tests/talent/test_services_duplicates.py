"""Two profiles of one person: noticed when one is kept or brought in, decided by a person."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from django.db import connections

from talentbridge.audit.models import AuditEvent
from talentbridge.kernel.actor import SYSTEM
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from talentbridge.talent import queries, services
from talentbridge.talent.models import DuplicatePair, Profile, ProfileKey
from talentbridge.talent.rules import Choice, ProfileDraft, Sample
from talentbridge.talent.services import duplicates
from talentbridge.talent.states import PairState
from tests.factories import people
from tests.talent.files import CV_EN, RESUME, write

pytestmark = pytest.mark.django_db

NOTE = "The same repository stands in both of them."
DRAFT = ProfileDraft(headline_en="Data engineer", skills={"python": 4, "react": 3, "typescript": 3})


def bring_in(folder: Path, *rows: str) -> None:
    header = "id,headline_en,skills,email,phone,link\n"
    services.import_profiles(
        actor=SYSTEM, source=write(folder, header + "\n".join(rows) + "\n"), format="csv", at=now()
    )


def kinds(pair: DuplicatePair) -> list[str]:
    return [reason["kind"] for reason in pair.reasons]


def test_a_file_that_brings_somebody_in_who_is_here_is_noticed(tmp_path: Path):
    who = people.person()
    own = services.save_profile(actor=people.talent_actor(who=who), draft=DRAFT, at=now())
    bring_in(
        tmp_path, f"t1,Engineer,python:3,{who.email.upper()},,", "t2,Engineer,python:3,other@example.test,,"
    )
    [pair] = DuplicatePair.objects.all()
    assert (pair.first_id, kinds(pair)) == (own.pk, ["email"])
    bring_in(tmp_path, f"t1,Engineer,python:3,{who.email.upper()},,")
    assert DuplicatePair.objects.count() == 1


def test_somebody_who_signs_up_after_a_file_is_noticed_by_page_and_telephone(tmp_path: Path):
    bring_in(tmp_path, "t1,Engineer,python:3,,+84 912 345 678,https://github.com/annguyen")
    actor = people.talent_actor()
    sample = Sample("Repo", "https://www.github.com/AnNguyen/thing")
    services.save_profile(actor=actor, draft=ProfileDraft(headline_en="x", samples=(sample,)), at=now())
    assert kinds(DuplicatePair.objects.get()) == ["link"]
    read = services.read_resume(actor=actor, text=CV_EN, at=now())
    services.take_over(actor=actor, sealed=read.sealed, choice=Choice(read.reading.sure()), at=now())
    assert kinds(DuplicatePair.objects.get()) == ["phone", "link"]


def test_an_equal_name_counts_with_alike_skills_only(tmp_path: Path):
    services.import_profiles(
        actor=SYSTEM, source=write(tmp_path, RESUME, "r.json"), format="jsonresume", at=now()
    )
    far = people.talent_actor(who=people.person(name="Person Test"))
    services.save_profile(
        actor=far, draft=ProfileDraft(headline_en="x", skills={"figma": 3, "css": 3}), at=now()
    )
    assert not DuplicatePair.objects.exists()
    near = people.talent_actor(who=people.person(name="PERSON test"))
    services.save_profile(actor=near, draft=DRAFT, at=now())
    [pair] = DuplicatePair.objects.all()
    assert pair.reasons == [{"kind": "name", "shared": 3, "of": 3}]


def test_two_rows_of_one_file_are_noticed_and_an_agency_s_number_is_not(tmp_path: Path):
    bring_in(tmp_path, "a,Dev,python,one@example.test,,", "b,Dev,react,One+jobs@example.test,,")
    assert DuplicatePair.objects.count() == 1
    bring_in(tmp_path, *[f"c{n},Dev,python,,+82 2 555 1234 99,https://e.example.org/{n}" for n in range(25)])
    assert DuplicatePair.objects.count() == 1


def pair_of(tmp_path: Path) -> tuple[DuplicatePair, Profile, Profile]:
    who = people.person()
    own = services.save_profile(actor=people.talent_actor(who=who), draft=DRAFT, at=now())
    bring_in(tmp_path, f"t1,Engineer,java:5,{who.email},+84 912 345 678,")
    return DuplicatePair.objects.get(), own, Profile.objects.get(origin="csv")


def test_merging_keeps_one_s_own_profile_unchanged_and_retires_the_other(tmp_path: Path):
    pair, own, imported = pair_of(tmp_path)
    coordinator = people.coordinator_actor()
    before = queries.draft_of(queries.profiles_whole([own.pk])[0])
    services.merge_pair(actor=coordinator, pair_id=pair.pk, note=NOTE, at=now())
    imported.refresh_from_db()
    assert (imported.retired_into_id, imported.retired_at is None) == (own.pk, False)
    assert queries.draft_of(queries.profiles_whole([own.pk])[0]) == before
    assert [candidate.id for candidate in queries.candidates()] == [own.pk]
    assert list(queries.bulk_profiles().ids) == [own.pk]
    assert list(queries.profiles_for(people.operator_actor())) == [own]
    assert ProfileKey.objects.filter(profile=own, kind="phone").exists()  # the next file with it is noticed
    event = AuditEvent.objects.get(action="talent.profiles.merged")
    assert (event.actor_id, event.facts["retired"]) == (coordinator.person_id, imported.code)


def test_the_same_file_again_does_not_bring_a_retired_profile_back(tmp_path: Path):
    pair, own, _imported = pair_of(tmp_path)
    services.merge_pair(actor=people.operator_actor(), pair_id=pair.pk, note=NOTE, at=now())
    email = own.person.email
    report = services.import_profiles(
        actor=SYSTEM, format="csv", at=now(),
        source=write(tmp_path, f"id,headline_en,skills,email\nt1,Engineer,rust:5,{email}\n"),
    )  # fmt: skip
    assert (report.created, report.updated, report.unchanged) == (0, 0, 1)
    assert len(queries.candidates()) == 1
    assert DuplicatePair.objects.count() == 1


def test_two_people_are_never_asked_about_again(tmp_path: Path):
    pair, own, _imported = pair_of(tmp_path)
    services.keep_apart(actor=people.coordinator_actor(), pair_id=pair.pk, note=NOTE, at=now())
    services.pairs_of_all(at=now())
    assert DuplicatePair.objects.get().state == PairState.DISTINCT
    assert not queries.undecided(queries.pairs_for(people.operator_actor())).exists()
    with pytest.raises(Refused):
        services.merge_pair(actor=people.operator_actor(), pair_id=pair.pk, note=NOTE, at=now())
    assert Profile.objects.filter(retired_at=None).count() == 2


def test_two_people_with_accounts_are_not_merged_by_anybody(tmp_path: Path):
    sample = Sample("Repo", "https://github.com/shared/thing")
    for _ in range(2):
        services.save_profile(
            actor=people.talent_actor(), draft=ProfileDraft(headline_en="x", samples=(sample,)), at=now()
        )
    pair = DuplicatePair.objects.get()
    with pytest.raises(Refused) as refused:
        services.merge_pair(actor=people.operator_actor(), pair_id=pair.pk, note=NOTE, at=now())
    assert refused.value.decision.code == "talent.both_have_owners"


def test_who_may_decide_and_what_it_takes(tmp_path: Path):
    pair, *_ = pair_of(tmp_path)
    for actor in (people.talent_actor(), people.company_actor()):
        with pytest.raises((Denied, Missing)):
            services.merge_pair(actor=actor, pair_id=pair.pk, note=NOTE, at=now())
    with pytest.raises(Invalid):
        services.merge_pair(actor=people.operator_actor(), pair_id=pair.pk, note="same", at=now())
    assert DuplicatePair.objects.get().state == PairState.OPEN


@pytest.mark.django_db(transaction=True)
def test_two_operators_at_once_make_one_decision(tmp_path: Path):
    pair, *_ = pair_of(tmp_path)
    first, second = people.operator_actor(), people.operator_actor()
    outcomes: list[str] = []
    ready = threading.Barrier(2)

    def decide(actor, verb) -> None:
        ready.wait()
        try:
            verb(actor=actor, pair_id=pair.pk, note=NOTE, at=now())
            outcomes.append("decided")
        except Refused as refused:
            outcomes.append(refused.decision.code)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=decide, args=(first, services.merge_pair)),
        threading.Thread(target=decide, args=(second, services.keep_apart)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 2
    assert outcomes.count("decided") == 1
    assert set(outcomes) - {"decided"} <= {"talent.pair_decided", "talent.pair_retired"}
    assert AuditEvent.objects.filter(action__startswith="talent.profiles.").exclude(
        action="talent.profiles.imported"
    ).count() == 1  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_pairs_that_share_a_profile_are_not_both_merged(tmp_path: Path):
    """Merging A with B retires B; whoever merges B with C at the same time is told so."""
    bring_in(
        tmp_path,
        "a,Dev,python,x@example.test,,",
        "b,Dev,react,x@example.test,,",
        "c,Dev,vue,x@example.test,,",
    )
    pairs = list(DuplicatePair.objects.order_by("pk"))
    assert len(pairs) == 3
    actor = people.operator_actor()
    services.merge_pair(actor=actor, pair_id=pairs[0].pk, note=NOTE, at=now())
    retired = Profile.objects.get(retired_at__isnull=False)
    touched = next(pair for pair in pairs[1:] if retired.pk in {pair.first_id, pair.second_id})
    with pytest.raises(Refused) as refused:
        services.merge_pair(actor=actor, pair_id=touched.pk, note=NOTE, at=now())
    assert refused.value.decision.code == "talent.pair_retired"


def test_the_nightly_look_finds_what_nothing_else_did(tmp_path: Path):
    _pair, *_ = pair_of(tmp_path)
    DuplicatePair.objects.all().delete()
    assert services.pairs_of_all(at=now()) == 1
    assert services.pairs_of_all(at=now()) == 0


def test_a_look_at_everybody_goes_in_batches(tmp_path: Path):
    bring_in(tmp_path, *[f"r{n},Dev,python,{n // 2}@example.test,," for n in range(20)])
    DuplicatePair.objects.all().delete()
    assert duplicates.pairs_of_all(at=now(), batch=3) == 10
