"""The pages of talents: browsing under pseudonyms, and what a coordinator decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talentbridge.audit.models import PersonalDataAccess
from talentbridge.kernel.actor import SYSTEM
from talentbridge.kernel.clock import now
from talentbridge.talent import services
from talentbridge.talent.models import Certificate, DuplicatePair, Profile
from talentbridge.talent.rules import Certification, ProfileDraft, Sample
from tests.factories import people
from tests.talent.files import dou_text, write

pytestmark = pytest.mark.django_db

DRAFT = ProfileDraft(
    headline_en="Developer", headline_ko="개발자", skills={"react": 4}, country="VN", english="B2"
)
LIST = reverse("talent:list")


def keep(**changes: object) -> Profile:
    return services.save_profile(actor=people.talent_actor(), draft=replace(DRAFT, **changes), at=now())


def test_a_coordinator_finds_people_and_the_talent_sees_who_looked(client: Client):
    talent = people.talent_actor(who=people.person(name="Nguyễn Thị Thanh Hà"))
    profile = services.save_profile(actor=talent, draft=DRAFT, at=now())
    coordinator = people.coordinator_actor(who=people.person(name="정다은"))
    people.sign_in(client, coordinator)
    listed = client.get(LIST, {"skill": "React", "language": "en", "language_level": "B2"}).content.decode()
    card = client.get(reverse("talent:detail", args=[profile.code])).content.decode()
    for page in (listed, card):
        assert profile.pseudonym in page
        assert "Nguyễn" not in page
    assert {read.subject_person_id for read in PersonalDataAccess.objects.all()} == {talent.person_id}
    people.sign_in(client, talent)
    assert "정다은" in client.get(reverse("talent:profile")).content.decode()


def test_links_of_samples_and_certificates_are_not_on_the_card_of_a_stranger(client: Client):
    sample = Sample("Shop", "https://code.example.org/nguyen", part="Author")
    profile = keep(
        samples=(sample,), certificates=(Certification("Exam", url="https://proof.example.org/nguyen"),)
    )
    people.sign_in(client, people.coordinator_actor())
    page = client.get(reverse("talent:detail", args=[profile.code])).content.decode()
    assert "code.example.org" in page
    assert "nguyen" not in page


@pytest.mark.parametrize(
    ("asked", "finds"),
    [
        ({"skill": "React", "level": "4"}, True),
        ({"skill": "React", "level": "5"}, False),
        ({"skill": "React, 파이썬"}, False),
        ({"language": "vi", "language_level": "C1"}, True),
        ({"language": "fr"}, False),
        ({"role": "프론트엔드 개발자"}, True),
        ({"role": "Data engineer"}, False),
        ({"country": "VN", "work_mode": "remote", "engagement_type": "eor", "weekly_hours": "30"}, True),
        ({"most": "4,000,000"}, True),
        ({"most": "3000000"}, False),
        ({"free_on": "2027-01-01"}, True),
        ({"free_on": "2026-01-01"}, False),
        ({"fresh": "30"}, True),
        ({"origin": "csv"}, False),
        # what means nothing is left out of the search, and breaks nothing
        ({"level": "9", "language": "xx", "country": "QQ", "free_on": "tomorrow", "most": "-5", "fresh": "9" * 40}, True),
        ({"weekly_hours": "１０", "most": "1e9", "size": "x", "page": "zzz", "sort": "passwords"}, True),
        ({"q": "Devel"}, True),
        ({"q": "%"}, False),
        ({"q": "\u202e'; drop table"}, False),
    ],
)  # fmt: skip
def test_filters_find_and_leave_out(client: Client, asked: dict[str, str], finds: bool):
    code = keep(
        languages={"vi": "C2"}, roles=("frontend-developer",), work_modes=("remote",), engagement_types=("eor",),
        weekly_hours=40, rate_minor=2_500_00, rate_currency="USD", available_from=date(2026, 12, 1),
    ).code  # fmt: skip
    people.sign_in(client, people.operator_actor())
    assert (code in client.get(LIST, asked).content.decode()) is finds


def test_words_that_name_nothing_are_said(client: Client):
    keep()
    people.sign_in(client, people.operator_actor())
    page = client.get(LIST, {"skill": "React, knitting", "role": "astronaut"}).content.decode()
    assert "knitting" in page
    assert "astronaut" in page
    assert "skill_error" in page


@pytest.mark.parametrize("address", [f"{LIST}?q=%00", f"{LIST}T-%00/", "/needs/?q=a%00b", f"{LIST}?q=%2500"])
def test_a_zero_byte_in_an_address_is_refused_and_is_no_fault_of_ours(client: Client, address: str):
    people.sign_in(client, people.operator_actor())
    expected = {400} if "%2500" not in address else {200}
    assert client.get(address).status_code in expected


def test_an_old_profile_says_so_in_the_list(client: Client):
    services.save_profile(actor=people.talent_actor(), draft=DRAFT, at=now() - timedelta(days=200))
    people.sign_in(client, people.operator_actor())
    client.cookies["language"] = "en"
    assert "Not confirmed for 6 months" in client.get(LIST).content.decode()


def test_companies_reach_neither_the_list_nor_a_card(client: Client):
    profile = keep()
    people.sign_in(client, people.company_actor())
    assert client.get(LIST).status_code == 403
    assert client.get(reverse("talent:detail", args=[profile.code])).status_code == 404
    for name in ("profile", "edit", "import", "pairs", "certificates"):
        assert client.get(reverse(f"talent:{name}")).status_code == 403, name
    assert not PersonalDataAccess.objects.exists()


def test_the_survey_is_credited_where_its_rows_are_shown(client: Client, tmp_path):
    services.import_profiles(actor=SYSTEM, source=write(tmp_path, dou_text({})), format="dou", at=now())
    people.sign_in(client, people.coordinator_actor())
    for address in (LIST, reverse("talent:detail", args=[Profile.objects.get().code])):
        assert 'href="https://dou.ua/"' in client.get(address).content.decode()


@pytest.mark.parametrize(
    "asked", [{}, {"skill": "React", "most": "9000000", "language": "vi", "engagement_type": "eor"}]
)
def test_the_list_asks_the_database_as_often_for_fifty_as_for_one(client: Client, asked: dict[str, str]):
    people.sign_in(client, people.coordinator_actor())
    wanted = {
        "languages": {"vi": "C2"},
        "engagement_types": ("eor",),
        "rate_minor": 100,
        "rate_currency": "USD",
    }

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST, asked).status_code == 200
        return len(captured)

    keep(**wanted)
    one = queries()
    for number in range(12):
        keep(skills={"react": 4, "vue": 1 + number % 5}, **wanted)
    assert queries() == one


# Duplicates and certificates -------------------------------------------------------------------------------------

NOTE = "The same repository and the same years."


def pair_with_a_file(tmp_path) -> tuple[DuplicatePair, Profile]:
    who = people.person()
    own = services.save_profile(actor=people.talent_actor(who=who), draft=DRAFT, at=now())
    rows = f"id,headline_en,skills,email\nt1,Engineer,java:5,{who.email}\n"
    services.import_profiles(actor=SYSTEM, source=write(tmp_path, rows), format="csv", at=now())
    return DuplicatePair.objects.get(), own


def test_a_coordinator_sees_why_two_may_be_one_and_decides(client: Client, tmp_path):
    pair, own = pair_with_a_file(tmp_path)
    people.sign_in(client, people.coordinator_actor())
    client.cookies["language"] = "en"
    address = reverse("talent:pair", args=[pair.pk])
    assert address in client.get(reverse("talent:pairs")).content.decode()
    page = client.get(address).content.decode()
    assert "The same e-mail address" in page
    assert own.code in page
    assert own.person.email not in page
    assert PersonalDataAccess.objects.filter(subject_person_id=own.person_id).exists()
    mistake = client.post(address, {"note": "same", "merge": "1"})
    assert mistake.status_code == 422
    assert "same</textarea>" in mistake.content.decode()
    assert client.post(address, {"note": NOTE, "merge": "1"}).status_code == 302
    assert Profile.objects.get(origin="csv").retired_into_id == own.pk
    assert NOTE in client.get(reverse("talent:pairs"), {"state": "merged"}).content.decode()
    assert client.post(address, {"note": NOTE, "apart": "1"}).status_code == 409
    assert NOTE in client.get(address).content.decode()


def test_two_people_with_accounts_cannot_be_merged_and_the_page_says_why(client: Client):
    sample = Sample("Repo", "https://github.com/shared/thing")
    keep(samples=(sample,))
    keep(samples=(sample,))
    people.sign_in(client, people.operator_actor())
    client.cookies["language"] = "en"
    page = client.get(reverse("talent:pair", args=[DuplicatePair.objects.get().pk])).content.decode()
    assert "Behind both stands a person with an account." in page
    assert "disabled" in page


def test_a_certificate_is_looked_at_and_attested(client: Client):
    talent = people.talent_actor()
    draft = replace(
        DRAFT,
        certificates=(
            Certification("React exam", "Board", url="https://proof.example.org/1", skill_id="react"),
        ),
    )
    services.save_profile(actor=talent, draft=draft, at=now())
    number = Certificate.objects.get().pk
    people.sign_in(client, people.coordinator_actor(who=people.person(name="정다은")))
    address = reverse("talent:certificate", args=[number])
    assert address in client.get(reverse("talent:certificates")).content.decode()
    assert "https://proof.example.org/1" in client.get(address).content.decode()
    assert client.post(address, {"level": "9", "how": "x"}).status_code == 422
    assert client.post(address, {"level": "3", "how": "I opened the link and read it."}).status_code == 302
    assert Profile.objects.get().skills.get().evidence == "certified"
    assert address not in client.get(reverse("talent:certificates")).content.decode()
    people.sign_in(client, talent)
    assert "정다은" in client.get(reverse("talent:profile")).content.decode()
    assert client.get(address).status_code == 403
