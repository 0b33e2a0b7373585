"""The pages of one's own profile: part by part, from a CV, still true."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from talentbridge.kernel.clock import now
from talentbridge.skills.models import Proposal
from talentbridge.talent import queries, services
from talentbridge.talent.models import Profile
from talentbridge.talent.rules import PARTS, ProfileDraft
from tests.factories import people
from tests.talent.files import CANDIDATE, CV_KO, RESUME

pytestmark = pytest.mark.django_db

WORK = {"headline_en": "Developer", "headline_ko": "", "years": "5", "rows-TOTAL_FORMS": "2", "rows-INITIAL_FORMS": "0",
        "rows-0-role": "Data engineer", "rows-1-role": ""}  # fmt: skip
SKILLS = {"rows-TOTAL_FORMS": "3", "rows-INITIAL_FORMS": "0",
          "rows-0-skill": "리액트", "rows-0-level": "4", "rows-0-years": "3.5", "rows-0-last_used": "2025",
          "rows-1-skill": "", "rows-1-level": "3", "rows-2-skill": "Python", "rows-2-level": "5"}  # fmt: skip
LANGUAGES = {"english": "B2", "korean": "", "rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0",
             "rows-0-language": "vi", "rows-0-level": "C2"}  # fmt: skip
TIME = {"country": "VN", "time_zone": "Asia/Ho_Chi_Minh", "available_from": "2026-12-01", "available_until": "2027-12-01",
        "notice_days": "14", "weekly_hours": "40"}  # fmt: skip
TERMS = {"engagement_types": ["eor"], "work_modes": ["remote"], "work_in": "베트남, KR", "data_class": "personal",
         "rate": "2600", "rate_currency": "USD", "rate_unit": "month", "rate_eor": "2400.5", "currency_eor": "USD",
         "unit_eor": "month"}  # fmt: skip
SAMPLES = {"rows-TOTAL_FORMS": "2", "rows-INITIAL_FORMS": "0", "rows-0-title": "Shop", "rows-0-url": "https://code.example.org/x",
           "rows-0-part": "Author", "rows-0-skills": "React, 파이썬", "rows-0-year": "2025", "rows-1-title": ""}  # fmt: skip
CERTIFICATES = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-name": "Exam", "rows-0-skill": "React",
                "rows-0-issuer": "Board", "rows-0-issued_on": "2024-05-01", "rows-0-url": ""}  # fmt: skip
TYPED = {"work": WORK, "skills": SKILLS, "languages": LANGUAGES, "time": TIME, "terms": TERMS, "samples": SAMPLES,
         "certificates": CERTIFICATES}  # fmt: skip


def talent_in(client: Client):
    actor = people.talent_actor(who=people.person(name="Nguyễn Thị Thanh Hà"))
    people.sign_in(client, actor)
    return actor


def part(name: str) -> str:
    return reverse("talent:part", args=[name])


def stored(actor) -> ProfileDraft:
    return queries.draft_of(queries.my_profile(actor))


def test_a_profile_is_written_part_by_part_and_each_leads_to_the_next(client: Client):
    actor = talent_in(client)
    assert part("work") in client.get(reverse("talent:profile")).content.decode()
    assert client.get(part("skills")).headers["Location"] == part("work")
    names = list(PARTS)
    for name, following in zip(names, [*names[1:], None], strict=True):
        answer = client.post(part(name), TYPED[name] | {"go_on": "1"})
        assert answer.status_code == 302, (name, answer.content.decode()[:4000])
        assert answer.headers["Location"] == (part(following) if following else reverse("talent:profile"))
    draft = stored(actor)
    assert (draft.headline_en, draft.years, draft.roles) == ("Developer", 5, ("data-engineer",))
    assert dict(draft.skills) == {"react": 4, "python": 5}
    assert draft.practice["react"].last_used == 2025
    assert (draft.english, dict(draft.languages)) == ("B2", {"vi": "C2"})
    assert (draft.country, draft.notice_days, draft.available_until.year) == ("VN", 14, 2027)
    assert (draft.rate_minor, draft.rates["eor"].minor, set(draft.work_in)) == (
        260_000,
        240_050,
        {"VN", "KR"},
    )
    assert draft.samples[0].skills == ("react", "python")
    assert draft.certificates[0].skill_id == "react"
    page = client.get(reverse("talent:profile")).content.decode()
    assert Profile.objects.get().pseudonym in page
    for name in PARTS:  # what was typed stands there again, and saving it again changes nothing
        assert client.get(part(name)).status_code == 200


def test_the_page_of_the_parts_says_what_stands_there_and_where_to_go_on(client: Client):
    talent_in(client)
    client.cookies["language"] = "en"
    client.post(part("work"), WORK)
    page = client.get(reverse("talent:edit")).content.decode()
    assert "Developer" in page
    assert "Go on with: Skills" in page


@pytest.mark.parametrize(
    ("name", "typed", "field"),
    [
        ("work", {"headline_en": ""}, "headline_en"),
        ("work", {"years": "99"}, "years"),
        ("work", {"headline_en": "Nguyễn Thị Thanh Hà, developer"}, "headline_en"),
        ("work", {"rows-0-role": "astronaut"}, "rows-0-role"),
        ("skills", {"rows-0-skill": "knitting"}, "rows-0-skill"),
        ("skills", {"rows-1-skill": "React"}, "rows-1-skill"),
        ("skills", {"rows-2-last_used": "2050"}, ""),
        ("languages", {"rows-0-level": ""}, "rows-0-level"),
        ("time", {"available_until": "2026-11-01"}, "available_until"),
        ("time", {"weekly_hours": "80"}, "weekly_hours"),
        ("time", {"notice_days": "181"}, "notice_days"),
        ("terms", {"rate": "0"}, "rate"),
        ("terms", {"rate": "1000000000000"}, "rate"),
        ("terms", {"rate": "2600.5", "rate_currency": "VND"}, "rate"),
        ("terms", {"rate_eor": "0"}, "rate_eor"),
        ("terms", {"work_in": "Atlantis"}, "work_in"),
        ("samples", {"rows-0-url": "http://plain.example.org"}, "rows-0-url"),
        ("samples", {"rows-0-title": ""}, "rows-0-title"),
        ("samples", {"rows-0-skills": "knitting"}, "rows-0-skills"),
        ("certificates", {"rows-0-issued_on": "2050-01-01"}, "rows-0-issued_on"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_beside_its_field_and_what_was_typed_stays(client: Client, name, typed, field):
    actor = talent_in(client)
    services.save_profile(actor=actor, draft=ProfileDraft(headline_en="Before"), at=now())
    answer = client.post(part(name), TYPED[name] | typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page if field else "callout bad" in page
    assert next(iter(typed.values())) in page
    assert stored(actor) == ProfileDraft(headline_en="Before")


def test_a_part_that_does_not_exist_is_missing(client: Client):
    talent_in(client)
    assert client.get(part("nonsense")).status_code == 404


def test_five_hundred_rows_of_skills_are_refused_with_a_message(client: Client):
    actor = talent_in(client)
    services.save_profile(actor=actor, draft=ProfileDraft(headline_en="Before"), at=now())
    rows = {f"rows-{n}-skill": "React" for n in range(500)} | {f"rows-{n}-level": "3" for n in range(490)}
    answer = client.post(part("skills"), rows | {"rows-TOTAL_FORMS": "500", "rows-INITIAL_FORMS": "0"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_a_sample_is_removed_by_its_box(client: Client):
    actor = talent_in(client)
    client.post(part("work"), WORK)
    client.post(part("samples"), SAMPLES)
    client.post(part("samples"), SAMPLES | {"rows-0-remove": "on"})
    assert stored(actor).samples == ()


# From a CV -------------------------------------------------------------------------------------------------------


def read(client: Client, text: str) -> str:
    return client.post(reverse("talent:import"), {"resume": text}).content.decode()


def sealed_in(page: str) -> str:
    return re.search(r'name="sealed" value="([^"]+)"', page)[1]


def ticked(page: str) -> dict[str, str]:
    """What a browser would send back from the page of a reading."""
    boxes = re.findall(r'<input type="checkbox" name="(take_\d+)"[^>]*?checked', page)
    levels = re.findall(r'<select name="(level_\d+)".*?<option value="(\d)" selected', page, re.DOTALL)
    texts = re.findall(r'<input type="text" name="(text_\d+)" value="([^"]*)"', page)
    return {"sealed": sealed_in(page), **dict.fromkeys(boxes, "on"), **dict(levels), **dict(texts)}


def test_a_cv_is_shown_beside_its_words_before_anything_is_kept(client: Client):
    actor = talent_in(client)
    page = read(client, CV_KO)
    assert "<mark>쿠버네티스</mark>" in page
    assert "1991.03.02" not in page
    assert "010-1234-5678" not in page
    assert not Profile.objects.exists()
    typed = ticked(page)
    answer = client.post(reverse("talent:confirm"), typed)
    assert answer.headers["Location"] == reverse("talent:profile")
    assert {"python", "react", "kubernetes"} <= stored(actor).skills.keys()


def test_an_uploaded_file_is_read_the_same_way(client: Client):
    talent_in(client)
    file = SimpleUploadedFile("cv.xml", CANDIDATE.encode())
    page = client.post(reverse("talent:import"), {"file": file, "resume": ""}).content.decode()
    assert "Kotlin" in page
    assert "Nowak" not in page


def test_what_is_unticked_is_not_kept_and_the_page_says_what_was_dropped(client: Client):
    actor = talent_in(client)
    client.cookies["language"] = "en"
    page = read(client, RESUME)
    for dropped in ("schools", "employers", "e-mail address"):
        assert f"<li>{dropped}</li>" in page
    typed = ticked(page)
    kept = {name: value for name, value in typed.items() if not name.startswith("take_")}
    only = next(name for name in typed if name.startswith("take_"))  # the headline
    client.post(reverse("talent:confirm"), kept | {only: "on"})
    assert stored(actor) == ProfileDraft(headline_en="Data engineer")


def test_nothing_that_stands_in_a_profile_is_replaced_without_a_tick(client: Client):
    actor = talent_in(client)
    services.save_profile(
        actor=actor, draft=ProfileDraft(headline_en="Mine", skills={"react": 6}, english="C2"), at=now()
    )
    client.post(reverse("talent:confirm"), ticked(read(client, RESUME)))
    draft = stored(actor)
    assert (draft.headline_en, draft.english, draft.skills["react"]) == ("Mine", "C2", 6)
    assert {"python", "typescript"} <= draft.skills.keys()


def test_a_mistake_on_the_page_of_a_reading_keeps_the_reading(client: Client):
    talent_in(client)
    typed = ticked(read(client, RESUME))
    headline = next(name for name in typed if name.startswith("text_"))
    answer = client.post(reverse("talent:confirm"), typed | {headline: "mail me at a@example.org"})
    assert answer.status_code == 422
    assert "mail me at a@example.org" in answer.content.decode()
    assert sealed_in(answer.content.decode()) == typed["sealed"]
    assert not Profile.objects.exists()


def test_a_reading_that_is_gone_leads_back_to_the_beginning(client: Client):
    talent_in(client)
    answer = client.post(reverse("talent:confirm"), {"sealed": "nonsense", "take_0": "on"}, follow=True)
    assert answer.redirect_chain == [(reverse("talent:import"), 302)]
    assert 'class="callout bad"' in answer.content.decode()


def test_unknown_names_are_proposed_by_a_tick(client: Client):
    talent_in(client)
    client.post(reverse("talent:confirm"), ticked(read(client, RESUME)) | {"propose": ["Quantum knitting"]})
    assert Proposal.objects.get().term == "Quantum knitting"


@pytest.mark.parametrize(
    "content",
    [b"", b"\x89PNG\r\n\x1a\n\xff", b"%PDF-1.7", b"PK\x03\x04docx", b"{",
     '{"basics": "가"'.encode("cp949"), b"[1, 2]", b"x" * 4_000_000],
    ids=["empty", "png", "pdf", "docx", "json", "cp949", "list", "4 MB"],
)  # fmt: skip
def test_a_file_that_is_no_cv_is_told_so(client: Client, content: bytes):
    talent_in(client)
    answer = client.post(
        reverse("talent:import"), {"file": SimpleUploadedFile("x.json", content), "resume": ""}
    )
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


# Still true ------------------------------------------------------------------------------------------------------


def test_one_click_says_that_all_is_still_true(client: Client):
    actor = talent_in(client)
    services.save_profile(actor=actor, draft=ProfileDraft(headline_en="x"), at=now() - timedelta(days=200))
    client.cookies["language"] = "en"
    assert "Not confirmed for 6 months" in client.get(reverse("talent:profile")).content.decode()
    assert client.get(reverse("talent:still_true")).status_code == 405
    page = client.post(reverse("talent:still_true"), follow=True).content.decode()
    assert "Confirmed lately" in page


def test_somebody_who_opted_out_is_told_so_on_their_page(client: Client):
    actor = talent_in(client)
    services.save_profile(actor=actor, draft=ProfileDraft(headline_en="x"), at=now())
    services.opt_out(actor=actor, at=now())
    client.cookies["language"] = "en"
    assert "You take no part in automated matching." in client.get(reverse("talent:profile")).content.decode()
