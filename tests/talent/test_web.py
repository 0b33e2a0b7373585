"""The pages of talents."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talentbridge.audit.models import PersonalDataAccess
from talentbridge.kernel.actor import SYSTEM
from talentbridge.kernel.clock import now
from talentbridge.talent import services
from talentbridge.talent.models import Profile
from talentbridge.talent.rules import ProfileDraft
from tests.factories import people
from tests.talent.files import RESUME, dou_text, write

pytestmark = pytest.mark.django_db

DRAFT = ProfileDraft(
    headline_en="Developer", headline_ko="개발자", skills={"react": 4}, country="VN", english="B2"
)
TYPED = {"headline_en": "Developer", "rate_currency": "USD", "rate_unit": "month", "skill_0": "리액트", "level_0": "4",
         "skill_1": "", "level_1": "3"}  # fmt: skip


def talent_in(client: Client):
    actor = people.talent_actor(who=people.person(name="Nguyễn Thị Thanh Hà"))
    people.sign_in(client, actor)
    return actor


def test_a_talent_writes_a_profile_and_sees_it(client: Client):
    actor = talent_in(client)
    assert reverse("talent:edit") in client.get(reverse("talent:profile")).content.decode()
    answer = client.post(
        reverse("talent:edit"), TYPED | {"rate": "2600", "engagement_types": ["eor"]}, follow=True
    )
    profile = Profile.objects.get(person_id=actor.person_id)
    assert (profile.rate_minor, profile.engagement_types) == (260_000, ["eor"])
    assert profile.skills.get().skill_id == "react"
    assert profile.pseudonym in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"skill_0": "knitting"}, "skill_0"),
        ({"skill_1": "React"}, "skill_1"),
        ({"rate": "0"}, "rate"),
        ({"years": "99"}, "years"),
        ({"weekly_hours": "80"}, "weekly_hours"),
        ({"headline_en": ""}, "headline_en"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_what_was_typed_stays(client: Client, typed, field):
    talent_in(client)
    answer = client.post(reverse("talent:edit"), TYPED | {"headline_ko": ""} | typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert 'value="리액트"' in page or "knitting" in page
    assert not Profile.objects.exists()


def test_a_resume_is_shown_for_confirmation_before_anything_is_kept(client: Client):
    actor = talent_in(client)
    page = client.post(reverse("talent:import"), {"resume": RESUME}).content.decode()
    assert 'value="Data engineer"' in page
    assert "Quantum knitting" in page
    assert "p@example.test" not in page
    assert not Profile.objects.filter(person_id=actor.person_id).exists()
    file = SimpleUploadedFile("resume.json", RESUME.encode())
    assert 'value="Data engineer"' in client.post(reverse("talent:import"), {"file": file}).content.decode()


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n\xff", b"{", '{"basics": "가"'.encode("cp949"), b"[1, 2]"]
)
def test_a_file_that_is_no_resume_is_told_so(client: Client, content: bytes):
    talent_in(client)
    answer = client.post(
        reverse("talent:import"), {"file": SimpleUploadedFile("x.json", content), "resume": ""}
    )
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()


def test_a_coordinator_finds_people_and_the_talent_sees_who_looked(client: Client):
    talent = people.talent_actor(who=people.person(name="Nguyễn Thị Thanh Hà"))
    profile = services.save_profile(actor=talent, draft=DRAFT, at=now())
    coordinator = people.coordinator_actor(who=people.person(name="정다은"))
    people.sign_in(client, coordinator)
    listed = client.get(reverse("talent:list"), {"skill": "React", "english": "B2"}).content.decode()
    card = client.get(reverse("talent:detail", args=[profile.code])).content.decode()
    for page in (listed, card):
        assert profile.pseudonym in page
        assert "Nguyễn" not in page
    assert PersonalDataAccess.objects.get().subject_person_id == talent.person_id
    people.sign_in(client, talent)
    assert "정다은" in client.get(reverse("talent:profile")).content.decode()


def test_filters_leave_out_and_unknown_words_are_said(client: Client):
    code = services.save_profile(actor=people.talent_actor(), draft=DRAFT, at=now()).code
    people.sign_in(client, people.operator_actor())
    assert code in client.get(reverse("talent:list"), {"skill": "React", "level": "4"}).content.decode()
    assert code not in client.get(reverse("talent:list"), {"skill": "React", "level": "5"}).content.decode()
    page = client.get(reverse("talent:list"), {"skill": "React, knitting"}).content.decode()
    assert "knitting" in page
    assert "skill_error" in page


def test_companies_reach_neither_the_list_nor_a_card(client: Client):
    profile = services.save_profile(actor=people.talent_actor(), draft=DRAFT, at=now())
    people.sign_in(client, people.company_actor())
    assert client.get(reverse("talent:list")).status_code == 403
    assert client.get(reverse("talent:detail", args=[profile.code])).status_code == 404
    assert client.get(reverse("talent:profile")).status_code == 403
    assert not PersonalDataAccess.objects.exists()


def test_the_survey_is_credited_where_its_rows_are_shown(client: Client, tmp_path):
    services.import_profiles(actor=SYSTEM, source=write(tmp_path, dou_text({})), format="dou", at=now())
    people.sign_in(client, people.coordinator_actor())
    for address in (reverse("talent:list"), reverse("talent:detail", args=[Profile.objects.get().code])):
        assert 'href="https://dou.ua/"' in client.get(address).content.decode()


def test_the_list_asks_the_database_as_often_for_fifty_as_for_one(client: Client):
    people.sign_in(client, people.coordinator_actor())

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("talent:list")).status_code == 200
        return len(captured)

    services.save_profile(actor=people.talent_actor(), draft=DRAFT, at=now())
    one = queries()
    for number in range(12):
        services.save_profile(
            actor=people.talent_actor(),
            draft=replace(DRAFT, skills={"react": 4, "vue": 1 + number % 5}),
            at=now(),
        )
    assert queries() == one
