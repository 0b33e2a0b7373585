"""What a profile may say, pseudonyms, permissions."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from talentbridge.kernel.actor import SYSTEM, Actor, Role
from talentbridge.talent import permissions
from talentbridge.talent.rules import Evidence, Held, ProfileDraft, code, is_stronger, problems, pseudonym

KNOWN = frozenset({"python", "react"})
GOOD = ProfileDraft(headline_en="Developer", skills={"python": 3}, country="VN", time_zone="Asia/Ho_Chi_Minh")


def test_a_short_profile_is_enough():
    assert problems(GOOD, KNOWN) == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"headline_en": "  "}, "headline_en"),
        ({"headline_en": "x" * 201}, "headline_en"),
        ({"skills": {f"skill-{n}": 3 for n in range(500)}}, "skills"),
        ({"skills": {"unheard-of": 3}}, "skills"),
        ({"skills": {"python": 7}}, "skills"),
        ({"country": "Vietnam"}, "country"),
        ({"country": "vn"}, "country"),
        ({"time_zone": "Asia/Atlantis"}, "time_zone"),
        ({"years": Decimal(-1)}, "years"),
        ({"years": Decimal("NaN")}, "years"),
        ({"years": Decimal(61)}, "years"),
        ({"english": "fluent"}, "english"),
        ({"korean": "D1"}, "korean"),
        ({"rate_minor": 0, "rate_currency": "USD"}, "rate"),
        ({"rate_minor": 10**12, "rate_currency": "USD"}, "rate"),
        ({"rate_minor": 100, "rate_currency": "XXX"}, "rate"),
        ({"rate_minor": 100, "rate_currency": "USD", "rate_unit": "week"}, "rate"),
        ({"weekly_hours": 53}, "weekly_hours"),
        ({"engagement_types": ("slave",)}, "engagement_types"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(changes: dict[str, object], field: str):
    assert list(problems(replace(GOOD, **changes), KNOWN)) == [field]


def test_emoji_and_right_to_left_headlines_are_fine():
    assert problems(replace(GOOD, headline_en="مطور 🚀"), KNOWN) == {}


def test_pseudonyms_follow_the_order_of_registration_and_never_repeat():
    assert [pseudonym(number) for number in (1, 2, 3)] == ["가온", "나래", "다온"]
    assert pseudonym(101) == "가온2"
    assert len({pseudonym(number) for number in range(1, 20_001)}) == 20_000
    assert (code(7), code(123_456)) == ("T-00007", "T-123456")


def test_evidence_beats_claims_and_a_higher_level_beats_a_lower_one():
    assert is_stronger(Evidence.CERTIFIED, 3, Evidence.CLAIMED, 5)
    assert is_stronger(Evidence.ASSESSED, 4, Evidence.ASSESSED, 3)
    assert not is_stronger(Evidence.CLAIMED, 6, Evidence.DELIVERED, 3)
    assert Held(4).is_better_than(Held(3, "delivered"))
    assert Held(3, "delivered").is_better_than(Held(3))


def test_who_may_do_what():
    def actor(role: Role, *may: str) -> Actor:
        return Actor(person_id=None, name="", role=role, permissions=frozenset(may))

    assert permissions.may_browse(actor(Role.COORDINATOR, "talent.profile.browse"))
    assert permissions.may_browse(actor(Role.COMPANY)).code == "talent.not_for_browsing"
    assert not permissions.may_edit(actor(Role.TALENT, "talent.profile.edit"))  # nobody behind it
    assert not permissions.may_edit(actor(Role.COORDINATOR))
    assert permissions.may_import(actor(Role.OPERATOR))
    assert not permissions.may_import(actor(Role.TALENT, "talent.profile.edit"))
    assert permissions.may_attest(SYSTEM)
    assert not permissions.may_attest(actor(Role.OPERATOR))
