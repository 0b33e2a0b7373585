"""What a profile may say, pseudonyms, permissions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentbridge.kernel.actor import SYSTEM, Actor, Role
from talentbridge.talent import permissions, rules
from talentbridge.talent.rules import (
    PARTS,
    Certification,
    Evidence,
    Held,
    Known,
    Practice,
    ProfileDraft,
    Rate,
    Sample,
    code,
    is_stronger,
    problems,
    pseudonym,
)

KRW_PER = {"KRW": Decimal(1), "USD": Decimal(1450), "VND": Decimal("0.055"), "IDR": Decimal("0.09")}
TODAY = date(2026, 12, 1)
KNOWN = Known(
    frozenset({"python", "react"}), frozenset({"data-engineer"}), KRW_PER, TODAY, name="Nguyễn Văn An"
)
GOOD = ProfileDraft(headline_en="Developer", skills={"python": 3}, country="VN", time_zone="Asia/Ho_Chi_Minh")
SAMPLE = Sample("Order pipeline", "https://example.org/orders")
CERTIFICATE = Certification("Cloud exam", issued_on=date(2024, 5, 1))


def test_a_short_profile_is_enough():
    assert problems(GOOD, KNOWN) == {}


def test_a_full_profile_is_fine():
    full = replace(
        GOOD, roles=("data-engineer",), practice={"python": Practice(Decimal("6.5"), 2026)},
        languages={"vi": "C2", "fr": "B1"}, available_from=TODAY, available_until=date(2027, 6, 30), notice_days=0,
        work_modes=("remote",), work_in=("VN", "KR"), data_class="personal", rate_minor=2_600_00, rate_currency="USD",
        rates={"eor": Rate(60_000_000, "VND"), "contractor": Rate(3_000, "USD", "hour")}, samples=(SAMPLE,),
        certificates=(CERTIFICATE,),
    )  # fmt: skip
    assert problems(full, KNOWN) == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"headline_en": "  "}, "headline_en"),
        ({"headline_en": "x" * 201}, "headline_en"),
        ({"headline_en": "a\0b"}, "headline_en"),
        ({"headline_en": "two\nlines"}, "headline_en"),
        ({"headline_en": "Reach me: an@example.org"}, "headline_en"),
        ({"headline_en": "github.com/somebody"}, "headline_en"),
        ({"headline_ko": "개발자 010-1234-5678"}, "headline_ko"),
        ({"headline_en": "Nguyễn  văn An, developer"}, "headline_en"),
        ({"roles": ("astronaut",)}, "roles"),
        ({"roles": ("data-engineer",) * 6}, "roles"),
        ({"skills": {f"skill-{n}": 3 for n in range(500)}}, "skills"),
        ({"skills": {"unheard-of": 3}}, "skills"),
        ({"skills": {"python": 7}}, "skills"),
        ({"practice": {"python": Practice(Decimal(70))}}, "practice.python"),
        ({"practice": {"python": Practice(last_used=2027)}}, "practice.python"),
        ({"practice": {"react": Practice(Decimal(2))}}, "skills"),
        ({"country": "Vietnam"}, "country"),
        ({"country": "vn"}, "country"),
        ({"country": "QQ"}, "country"),
        ({"time_zone": "Asia/Atlantis"}, "time_zone"),
        ({"years": Decimal(-1)}, "years"),
        ({"years": Decimal("NaN")}, "years"),
        ({"years": Decimal(61)}, "years"),
        ({"english": "fluent"}, "english"),
        ({"korean": "D1"}, "korean"),
        ({"languages": {"en": "B2"}}, "languages"),
        ({"languages": {"xx": "B2"}}, "languages"),
        ({"languages": {"vi": ""}}, "languages"),
        ({"rate_minor": 0, "rate_currency": "USD"}, "rate"),
        ({"rate_minor": 10**12, "rate_currency": "USD"}, "rate"),
        ({"rate_minor": 10**12, "rate_currency": "VND"}, "rate"),
        ({"rate_minor": 10**12, "rate_currency": "IDR"}, "rate"),
        ({"rate_minor": 10**40, "rate_currency": "KRW"}, "rate"),
        ({"rate_minor": 100, "rate_currency": "XXX"}, "rate"),
        ({"rate_minor": 100, "rate_currency": "USD", "rate_unit": "week"}, "rate"),
        ({"rates": {"eor": Rate(0, "USD")}}, "rates.eor"),
        ({"rates": {"eor": Rate(100, "GBP")}}, "rates.eor"),
        ({"rates": {"barter": Rate(100, "USD")}}, "rates.barter"),
        ({"weekly_hours": 53}, "weekly_hours"),
        ({"notice_days": 181}, "notice_days"),
        ({"notice_days": -1}, "notice_days"),
        ({"available_from": date(2027, 2, 1), "available_until": date(2027, 1, 1)}, "available_until"),
        ({"available_from": date(9999, 1, 1)}, "available_from"),
        ({"engagement_types": ("slave",)}, "engagement_types"),
        ({"work_modes": ("moon",)}, "work_modes"),
        ({"work_in": ("Korea",)}, "work_in"),
        ({"data_class": "secret"}, "data_class"),
        ({"samples": (SAMPLE,) * 11}, "samples"),
        ({"samples": (replace(SAMPLE, title=""),)}, "samples.0.title"),
        ({"samples": (SAMPLE, replace(SAMPLE, url="http://plain.org"))}, "samples.1.url"),
        ({"samples": (replace(SAMPLE, url="https://me:secret@example.org"),)}, "samples.0.url"),
        ({"samples": (replace(SAMPLE, url="https://[bad"),)}, "samples.0.url"),
        ({"samples": (replace(SAMPLE, url="javascript:alert(1)"),)}, "samples.0.url"),
        ({"samples": (replace(SAMPLE, url=""),)}, "samples.0.url"),
        ({"samples": (replace(SAMPLE, year=1900),)}, "samples.0.year"),
        ({"samples": (replace(SAMPLE, text="call +84 912 345 678"),)}, "samples.0.text"),
        ({"certificates": (replace(CERTIFICATE, issued_on=date(2027, 1, 1)),)}, "certificates.0.issued_on"),
        ({"certificates": (replace(CERTIFICATE, skill_id="knitting"),)}, "certificates.0.skill"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_beside_its_field(changes: dict[str, object], field: str):
    assert list(problems(replace(GOOD, **changes), KNOWN)) == [field]


def test_a_part_is_checked_alone():
    wrong = replace(GOOD, time_zone="Moon", english="Z9")
    assert list(problems(wrong, KNOWN, ["languages"])) == ["english"]
    assert list(problems(wrong, KNOWN, ["work"])) == []


def test_every_field_of_a_draft_belongs_to_one_part():
    fields = [name for part in PARTS.values() for name in part.fields]
    assert sorted(fields) == sorted(ProfileDraft.__dataclass_fields__)


def test_a_part_is_filled_when_anything_of_it_is_said():
    assert not any(rules.is_filled(ProfileDraft(), part) for part in PARTS)
    assert rules.is_filled(ProfileDraft(notice_days=0), "time")
    assert rules.is_filled(ProfileDraft(rates={"eor": Rate(1, "KRW")}), "terms")


@pytest.mark.parametrize(
    "headline", ["مطور 🚀", "مُطوِّر واجهات", "👩‍💻 developer", "개발자 · C++", "उत्तर भाषा के लिए"]
)
def test_emoji_and_right_to_left_headlines_are_fine(headline: str):
    assert problems(replace(GOOD, headline_en=headline), KNOWN) == {}
    assert rules.clean(headline) == headline


def test_direction_marks_and_control_characters_are_taken_out():
    assert rules.clean("\u202edeveloper\u202c \x07!\r\nnext") == "developer !\nnext"


@pytest.mark.parametrize(
    ("text", "name", "fine"),
    [
        ("Grace under load: resilience engineer", "Grace", True),  # one word may be an everyday word
        ("이수한 과정: 데이터", "이수", True),
        ("김하늘, 백엔드 개발자", "김하늘", False),
        ("VAN AN NGUYEN", "Nguyen Van An", True),  # another order is found by people, not by us
        ("12 services, 99.95% uptime, 2019-2021", "Ann Lee", True),
        ("1 200 000 000 rows a day", "Ann Lee", True),
        ("see www.example.org", "", False),
    ],
)
def test_texts_that_tell_who_it_is(text: str, name: str, fine: bool):
    assert bool(rules.tells_who(text, name)) is fine


@given(st.integers(1, 10**9), st.sampled_from(sorted(KRW_PER)), st.sampled_from(sorted(rules.RATE_UNITS)))
def test_the_most_minor_units_within_a_budget_are_exactly_the_last_that_fit(
    krw: int, currency: str, unit: str
):
    most = rules.most_minor(krw, currency, unit, KRW_PER)
    assert rules.month_krw(most, currency, unit, KRW_PER) <= krw
    assert rules.month_krw(most + 1, currency, unit, KRW_PER) > krw


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
    assert permissions.may_check_certificates(actor(Role.COORDINATOR, "talent.certificate.attest"))
    assert not permissions.may_check_certificates(actor(Role.TALENT, "talent.profile.edit"))
    assert not permissions.may_resolve_duplicates(actor(Role.COMPANY))
