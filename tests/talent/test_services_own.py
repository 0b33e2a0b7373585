"""One's own profile: part by part, from a résumé, still true, out of matching, attested, reminded."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import signing
from django.db import connections

from talentbridge.accounts.models import Notification
from talentbridge.audit.models import AuditEvent, PersonalDataAccess
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from talentbridge.skills.models import Proposal
from talentbridge.talent import queries, services
from talentbridge.talent.models import Certificate, Profile, ProfileKey
from talentbridge.talent.rules import Certification, Choice, Practice, ProfileDraft, Rate, Sample
from tests.factories import people
from tests.talent.files import CV_EN, RESUME

pytestmark = pytest.mark.django_db

FULL = ProfileDraft(
    headline_en="Backend developer", skills={"python": 4, "react": 3}, country="VN", time_zone="Asia/Ho_Chi_Minh",
    years=Decimal(6), english="B2", korean="A1", rate_minor=260_000, rate_currency="USD", weekly_hours=40,
    available_from=date(2026, 12, 1), available_until=date(2027, 12, 1), notice_days=14,
    engagement_types=("contractor", "eor"), roles=("backend-developer",), work_modes=("remote",), work_in=("VN",),
    data_class="personal", rates={"eor": Rate(240_000, "USD")}, practice={"python": Practice(Decimal(6), 2026)},
    languages={"vi": "C2"}, samples=(Sample("Pipeline", "https://e.example.org/x", "", "Author", ("python",), 2025),),
    certificates=(Certification("Exam", "Board", date(2024, 5, 1), "https://e.example.org/c", "python"),),
)  # fmt: skip


def stored(profile: Profile) -> ProfileDraft:
    return queries.draft_of(queries.with_everything(Profile.objects.filter(pk=profile.pk)).get())


def test_everything_that_is_kept_comes_back_as_it_was():
    profile = services.save_profile(actor=people.talent_actor(), draft=FULL, at=now())
    assert stored(profile) == FULL


def test_a_part_changes_itself_and_nothing_else():
    actor = people.talent_actor()
    profile = services.save_profile(actor=actor, draft=FULL, at=now())
    services.save_part(
        actor=actor,
        part="languages",
        values={"english": "C1", "korean": "", "languages": {"vi": "C2", "fr": "B1"}},
        at=now(),
    )
    assert stored(profile) == replace(FULL, english="C1", korean="", languages={"vi": "C2", "fr": "B1"})


def test_a_part_with_a_mistake_changes_nothing_and_only_it_is_checked():
    actor = people.talent_actor()
    profile = services.save_profile(actor=actor, draft=FULL, at=now())
    Profile.objects.update(rate_currency="ZZZ")  # a currency that policy has lost its rate for
    with pytest.raises(Invalid) as invalid:
        services.save_part(
            actor=actor, part="samples", values={"samples": (Sample("", "http://x"),)}, at=now()
        )
    assert set(invalid.value.fields) == {"samples.0.title", "samples.0.url"}
    assert len(stored(profile).samples) == 1
    services.save_part(actor=actor, part="samples", values={"samples": ()}, at=now())
    assert stored(profile).samples == ()


def test_a_profile_begins_with_what_one_does():
    actor = people.talent_actor()
    with pytest.raises(Refused) as refused:
        services.save_part(actor=actor, part="certificates", values={"certificates": ()}, at=now())
    assert refused.value.decision.code == "talent.not_begun"
    values = {"headline_ko": "", "headline_en": "Developer", "years": None, "roles": ()}
    assert services.save_part(actor=actor, part="work", values=values, at=now()).headline_en == "Developer"
    with pytest.raises(Missing):
        services.save_part(actor=actor, part="nonsense", values={}, at=now())


def test_one_s_own_name_and_contacts_stay_out_of_what_is_read_under_a_pseudonym():
    actor = people.talent_actor(who=people.person(name="Thanh Ha Nguyen"))
    with pytest.raises(Invalid) as invalid:
        services.save_profile(
            actor=actor, draft=replace(FULL, headline_en="Thanh Ha Nguyen, developer"), at=now()
        )
    assert invalid.value.fields["headline_en"].code == "talent.tells_name"


@pytest.mark.django_db(transaction=True)
def test_two_parts_kept_at_once_both_stay():
    actor = people.talent_actor()
    profile = services.save_profile(actor=actor, draft=FULL, at=now())
    at = now()
    parts = [("languages", {"english": "C2", "korean": "B2", "languages": {}}), ("samples", {"samples": ()})]

    def keep(part: str, values: dict[str, object]) -> None:
        services.save_part(actor=actor, part=part, values=values, at=at)
        connections.close_all()

    threads = [threading.Thread(target=keep, args=each) for each in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stored(profile) == replace(FULL, english="C2", korean="B2", languages={}, samples=())


# From a résumé ---------------------------------------------------------------------------------------------------


def test_reading_stores_nothing_and_taking_over_stores_what_is_ticked():
    actor = people.talent_actor()
    read = services.read_resume(actor=actor, text=RESUME, at=now())
    assert not Profile.objects.exists()
    wanted = {"headline_en", "skill"}
    taken = [n for n, item in enumerate(read.reading.items) if item.kind in wanted and item.value != "react"]
    levels = {n: 2 for n in taken if read.reading.items[n].kind == "skill"}
    profile = services.take_over(actor=actor, sealed=read.sealed, choice=Choice(taken, levels), at=now())
    draft = stored(profile)
    assert draft.headline_en == "Data engineer"
    assert dict(draft.skills) == {"typescript": 2, "python": 2}
    assert (draft.country, draft.english) == ("", "")  # not ticked


def test_what_was_read_is_sealed_for_one_person_and_one_day():
    mine, other = people.talent_actor(), people.talent_actor()
    read = services.read_resume(actor=mine, text=RESUME, at=now())
    for actor, sealed in ((other, read.sealed), (mine, read.sealed[:-3] + "xyz"), (mine, "")):
        with pytest.raises(Invalid):
            services.take_over(actor=actor, sealed=sealed, choice=Choice([0]), at=now())
    assert not Profile.objects.exists()
    assert "p@example.test" not in str(signing.loads(read.sealed, salt="talent.reading"))


def test_nothing_ticked_is_nothing_kept():
    actor = people.talent_actor()
    read = services.read_resume(actor=actor, text=CV_EN, at=now())
    with pytest.raises(Invalid):
        services.take_over(actor=actor, sealed=read.sealed, choice=Choice([]), at=now())
    assert not Profile.objects.exists()


def test_unknown_names_are_proposed_only_when_asked_and_only_those():
    actor = people.talent_actor()
    read = services.read_resume(actor=actor, text=RESUME, at=now())
    choice = Choice(read.reading.sure())
    services.take_over(actor=actor, sealed=read.sealed, choice=choice, at=now())
    assert not Proposal.objects.exists()
    services.take_over(
        actor=actor,
        sealed=read.sealed,
        choice=choice,
        propose=["Quantum knitting", "Something else"],
        at=now(),
    )
    [proposal] = Proposal.objects.all()
    assert proposal.term == "Quantum knitting"
    assert actor.name not in str(vars(proposal))


def test_contacts_of_a_cv_are_kept_as_keyed_hashes_only():
    actor = people.talent_actor()
    read = services.read_resume(actor=actor, text=CV_EN, at=now())
    services.take_over(actor=actor, sealed=read.sealed, choice=Choice(read.reading.sure()), at=now())
    keys = list(ProfileKey.objects.values_list("kind", "digest"))
    assert {kind for kind, _ in keys} >= {"email", "phone", "link", "name"}
    assert all(len(digest) == 64 and set(digest) <= set("0123456789abcdef") for _, digest in keys)


def test_a_text_without_anything_in_it_is_told_so():
    with pytest.raises(Invalid) as invalid:
        services.read_resume(actor=people.talent_actor(), text="hello there", at=now())
    assert invalid.value.fields["resume"].code == "talent.cv_nothing"
    with pytest.raises(Denied):
        services.read_resume(actor=people.company_actor(), text=RESUME, at=now())


# Still true, out of matching -------------------------------------------------------------------------------------


def test_one_click_makes_a_profile_fresh():
    actor = people.talent_actor()
    services.save_profile(actor=actor, draft=FULL, at=now() - timedelta(days=100))
    at = now()
    assert services.confirm(actor=actor, at=at).refreshed_at == at
    assert AuditEvent.objects.filter(action="talent.profile.confirmed").count() == 1
    with pytest.raises(Missing):
        services.confirm(actor=people.talent_actor(), at=at)


def test_owners_are_asked_after_90_and_180_days_once_each_and_not_after_they_answered():
    actor, at = people.talent_actor(), now()
    services.save_profile(actor=actor, draft=FULL, at=at)

    def told(days: int) -> int:
        services.remind(at=at + timedelta(days=days))
        return Notification.objects.filter(person_id=actor.person_id).count()

    assert [told(days) for days in (89, 90, 91, 179, 180, 181, 400)] == [0, 1, 1, 1, 2, 2, 2]
    services.confirm(actor=actor, at=at + timedelta(days=401))
    assert [told(days) for days in (402, 490, 491)] == [2, 2, 3]
    assert "{days}" in Notification.objects.first().sentence


def test_opting_out_leaves_the_engine_s_pool_and_opting_in_returns_to_it():
    actor = people.talent_actor()
    profile = services.save_profile(actor=actor, draft=FULL, at=now())
    first = now()
    services.opt_out(actor=actor, at=first)
    assert services.opt_out(actor=actor, at=now()).opted_out_at == first
    assert queries.candidates() == []
    assert list(queries.bulk_profiles().ids) == []
    services.opt_in(actor=actor, at=now())
    services.opt_in(actor=actor, at=now())
    assert [candidate.id for candidate in queries.candidates()] == [profile.pk]
    actions = list(AuditEvent.objects.filter(action__contains="opted").values_list("action", flat=True))
    assert sorted(actions) == ["talent.profile.opted_in", "talent.profile.opted_out"]


# Certificates ----------------------------------------------------------------------------------------------------

HOW = "I opened the link and compared the date."


def test_an_attested_certificate_certifies_its_skill_and_its_holder_is_told():
    talent, coordinator = people.talent_actor(), people.coordinator_actor()
    profile = services.save_profile(actor=talent, draft=FULL, at=now())
    certificate = Certificate.objects.get()
    services.look_at_certificate(actor=coordinator, certificate=certificate, at=now())
    services.attest_certificate(actor=coordinator, certificate_id=certificate.pk, level=3, how=HOW, at=now())
    line = profile.skills.get(skill_id="python")
    assert (line.level, line.evidence) == (3, "certified")  # less than claimed, and worth more
    assert Notification.objects.filter(person_id=talent.person_id).count() == 1
    assert PersonalDataAccess.objects.get().subject_person_id == talent.person_id
    with pytest.raises(Refused):
        services.attest_certificate(
            actor=coordinator, certificate_id=certificate.pk, level=5, how=HOW, at=now()
        )


@pytest.mark.parametrize(("level", "how", "field"), [(7, HOW, "level"), (0, HOW, "level"), (3, "ok", "how")])
def test_an_attestation_says_level_and_how(level: int, how: str, field: str):
    services.save_profile(actor=people.talent_actor(), draft=FULL, at=now())
    with pytest.raises(Invalid) as invalid:
        services.attest_certificate(
            actor=people.coordinator_actor(),
            certificate_id=Certificate.objects.get().pk,
            level=level,
            how=how,
            at=now(),
        )
    assert set(invalid.value.fields) == {field}


def test_nobody_attests_for_themselves_and_an_edit_makes_it_self_stated_again():
    talent, coordinator = people.talent_actor(), people.coordinator_actor()
    services.save_profile(actor=talent, draft=FULL, at=now())
    certificate_id = Certificate.objects.get().pk
    with pytest.raises(Missing):
        services.attest_certificate(actor=talent, certificate_id=certificate_id, level=3, how=HOW, at=now())
    services.attest_certificate(actor=coordinator, certificate_id=certificate_id, level=3, how=HOW, at=now())
    services.save_profile(actor=talent, draft=replace(FULL, country="PL"), at=now())
    assert Certificate.objects.get().attested_at is not None  # it says the same as before
    [stated] = FULL.certificates
    services.save_profile(
        actor=talent, draft=replace(FULL, certificates=(replace(stated, name="Better"),)), at=now()
    )
    assert Certificate.objects.get().attested_at is None
