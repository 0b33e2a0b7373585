"""A partner's profiles: only with proof of consent, found again by key, kept apart from nobody, taken back for good."""

from __future__ import annotations

from typing import Any

import pytest

from talentbridge.accounts.models import Consent, ConsentWithdrawal, FeedRun
from talentbridge.accounts.rules.feeds import CALLS_AN_HOUR, PACE
from talentbridge.kernel.actor import SYSTEM
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from talentbridge.talent import queries
from talentbridge.talent.models import DuplicatePair, PartnerProfile, Profile, ProfileKey
from talentbridge.talent.services.feeds import take_profiles
from tests.factories import feeds, matching, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    return feeds.partner()


def send(partner, *items: Any, **options: Any):
    return take_profiles(
        actor=partner, envelope=feeds.envelope("profiles", *items), partner_id=partner.organisation_id, at=now(), **options
    )  # fmt: skip


def outcomes(report) -> list[str]:
    return [each.outcome for each in report.results]


def test_a_profile_comes_in_with_its_proof_and_its_origin(partner):
    [result] = send(partner, feeds.profile()).results
    profile = Profile.objects.get(code=result.name)
    assert (result.outcome, profile.origin, profile.person_id) == ("created", "partner", None)
    assert profile.brought.partner_id == partner.organisation_id
    agreed = Consent.objects.get(profile_id=profile.pk)
    assert (agreed.how, agreed.text_version, agreed.language) == ("partner", "v7", "vi")
    assert (agreed.evidence_hash, agreed.obtained, agreed.recipient_country) == (
        "ab" * 32,
        "Signed on our page.",
        "VN",
    )
    assert "p-1" not in profile.origin_key
    assert list(queries.profiles_for(SYSTEM)) == [profile]
    assert [candidate.code for candidate in queries.candidates()] == [profile.code]


def test_without_a_proof_of_consent_nothing_comes_in(partner):
    report = send(partner, feeds.profile(consent=None), feeds.profile("p-2", consent=feeds.proof(how="")))
    assert outcomes(report) == ["refused", "refused"]
    assert report.results[0].problems["consent"].code == "accounts.feed_no_consent"
    assert not Profile.objects.exists()
    assert not Consent.objects.exists()


def test_the_same_again_changes_nothing_and_a_change_is_one_update(partner):
    first = send(partner, feeds.profile())
    assert outcomes(send(partner, feeds.profile())) == ["unchanged"]
    changed = feeds.profile()
    changed["profile"]["skills"] = {"python": 5, "airflow": 3}
    [result] = send(partner, changed).results
    assert (result.outcome, result.name) == ("updated", first.results[0].name)
    [profile] = Profile.objects.all()
    assert {line.skill_id: line.level for line in profile.skills.all()} == {"python": 5, "airflow": 3}


def test_one_bad_item_does_not_stop_the_others_and_tells_all_its_problems(partner):
    bad = feeds.profile("p-2")
    bad["profile"] |= {
        "skills": {"levitation": 3},
        "country": "Vietnam",
        "rate": {"amount_minor": 0, "currency": "USD"},
    }
    report = send(partner, feeds.profile("p-1"), bad, feeds.profile("p-3"), "not an item", {"key": "p-1"})
    assert outcomes(report) == ["created", "refused", "created", "refused", "refused"]
    assert {"profile.skills.levitation", "profile.country"} <= report.results[1].problems.keys()
    assert report.results[4].problems["key"].code == "accounts.feed_key_twice"
    assert report.run.counts == {"created": 2, "refused": 3}
    assert "p-2" not in str(report.run.refused)


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ({"time_zone": "Mars/Olympus"}, "profile.time_zone"),
        ({"english": "fluent"}, "profile.english"),
        ({"weekly_hours": 400}, "profile.weekly_hours"),
        ({"skills": {"python": "a lot"}}, "profile.skills"),
        ({"skills": {"python": 9}}, "profile.skills"),
        ({"headline_en": ""}, "profile.headline_en"),
        ({"name": "Linh"}, "profile.name"),
        ({"gender": "f"}, "profile.gender"),
        ({"years": -3}, "profile.years"),
        ({"rate": {"amount_minor": 10**15, "currency": "USD"}}, "profile.rate"),
        ({"rate": {"amount_minor": 100, "currency": "XXX"}}, "profile.rate_currency"),
    ],
)
def test_what_a_profile_cannot_say_is_refused_at_its_field(partner, part, field):
    item = feeds.profile()
    item["profile"] |= part
    [result] = send(partner, item).results
    assert result.outcome == "refused"
    assert any(name.startswith(field.split("_currency")[0]) for name in result.problems), result.problems


def test_a_dry_run_says_the_same_and_keeps_nothing(partner):
    tried = send(partner, feeds.profile(), feeds.profile("p-2", consent=None), dry_run=True)
    assert outcomes(tried) == ["created", "refused"]
    assert not Profile.objects.exists()
    assert not Consent.objects.exists()
    assert FeedRun.objects.get().dry_run
    assert outcomes(send(partner, feeds.profile(), feeds.profile("p-2", consent=None))) == outcomes(tried)


def test_a_person_who_is_here_already_is_found_by_keyed_hash_and_shown_to_a_coordinator(partner):
    actor, own = matching.talent_with_profile()
    email = people.Person.objects.get(pk=actor.person_id).email
    [result] = send(partner, feeds.profile(contact={"emails": [email.upper()]})).results
    assert result.duplicates == 1
    pair = DuplicatePair.objects.get()
    assert own.pk in {pair.first_id, pair.second_id}
    assert not ProfileKey.objects.filter(digest__contains="@").exists()


def test_a_tombstone_empties_the_profile_and_ends_the_consent(partner):
    [result] = send(partner, feeds.profile()).results
    gone = {"key": "p-1", "deleted": True, "reason": "The person withdrew."}
    assert outcomes(send(partner, gone)) == ["deleted"]
    profile = Profile.objects.get(code=result.name)
    assert (profile.headline_en, profile.country, profile.time_zone) == ("", "", "")
    assert not profile.skills.exists()
    assert not profile.keys.exists()
    assert ConsentWithdrawal.objects.get().reason == "The person withdrew."
    assert not queries.profiles_for(SYSTEM).exists()
    assert not queries.candidates()
    assert outcomes(send(partner, gone)) == ["unchanged"]


def test_a_tombstone_is_honoured_until_there_is_a_newer_consent(partner):
    send(partner, feeds.profile())
    send(partner, {"key": "p-1", "deleted": True})
    [result] = send(partner, feeds.profile()).results
    assert result.problems["consent.given_at"].code == "talent.feed_taken_back"
    newer = feeds.profile(consent=feeds.proof(given_at=now().isoformat(), evidence_sha256="cd" * 32))
    assert outcomes(send(partner, newer)) == ["updated"]
    assert queries.profiles_for(SYSTEM).count() == 1


def test_a_tombstone_for_somebody_unknown_is_no_mistake(partner):
    assert outcomes(send(partner, {"key": "never-sent", "deleted": True})) == ["unchanged"]


def test_two_partners_may_use_the_same_key(partner):
    send(partner, feeds.profile())
    assert outcomes(send(feeds.partner("Another"), feeds.profile())) == ["created"]
    assert PartnerProfile.objects.count() == 2


def test_a_partner_sends_only_its_own_feed_and_nobody_else_sends_any(partner):
    envelope = feeds.envelope("profiles", feeds.profile())
    for stranger in (
        feeds.partner("Other"),
        people.company_actor(),
        people.talent_actor(),
        people.coordinator_actor(),
    ):
        with pytest.raises(Denied):
            take_profiles(actor=stranger, envelope=envelope, partner_id=partner.organisation_id, at=now())
    report = take_profiles(
        actor=people.operator_actor(),
        envelope=envelope,
        partner_id=partner.organisation_id,
        how="page",
        at=now(),
    )
    assert outcomes(report) == ["created"]


def test_an_organisation_that_is_no_partner_has_no_feed():
    company = people.company_actor()
    with pytest.raises(Missing):
        take_profiles(
            actor=SYSTEM,
            envelope=feeds.envelope("profiles", feeds.profile()),
            partner_id=company.organisation_id,
            at=now(),
        )


def test_a_feed_of_another_schema_is_refused_whole(partner):
    with pytest.raises(Invalid):
        take_profiles(
            actor=partner,
            envelope=feeds.envelope("tasks", feeds.profile()),
            partner_id=partner.organisation_id,
            at=now(),
        )
    assert not FeedRun.objects.exists()


def test_after_sixty_calls_in_an_hour_the_next_waits(partner):
    for _ in range(CALLS_AN_HOUR):
        send(partner, {"key": "x", "deleted": True})
    with pytest.raises(Refused) as refused:
        send(partner, {"key": "x", "deleted": True})
    assert refused.value.decision.code == PACE
    assert outcomes(send(partner, {"key": "x", "deleted": True}, how="file")) == ["unchanged"]


def test_the_documented_example_comes_in(partner):
    report = take_profiles(
        actor=partner, envelope=feeds.example("profiles"), partner_id=partner.organisation_id, at=now()
    )
    assert outcomes(report) == ["created", "unchanged"], report.results
