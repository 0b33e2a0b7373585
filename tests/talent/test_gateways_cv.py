"""One's own CV: what is read from each format, what is never taken over, and what hostile files are told."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import pytest

from talentbridge.kernel.errors import Invalid
from talentbridge.talent.gateways import upload
from talentbridge.talent.rules import Choice, ProfileDraft, Reading, taken_over
from tests.talent.files import CANDIDATE, CV_EN, CV_KO, PASSPORT, PASSPORT_JSON, RESUME

TODAY = date(2026, 12, 1)
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<Candidate>&b;</Candidate>"
)


def read(text: str, name: str = "Test Person"):
    return upload.read_text(text, TODAY, name)


def draft_of(reading: Reading) -> ProfileDraft:
    return taken_over(ProfileDraft(), reading, Choice(reading.sure()))


def code(call, *args) -> str:
    with pytest.raises(Invalid) as refused:
        call(*args)
    assert set(refused.value.fields) == {"resume"}
    return refused.value.fields["resume"].code


def test_a_json_resume_gives_what_a_profile_holds_and_nothing_about_the_person():
    reading, contacts = read(RESUME)
    draft = draft_of(reading)
    assert dict(draft.skills) == {"react": 4, "typescript": 4, "python": 5}
    assert (draft.english, draft.korean, draft.country) == ("B2", "A2", "VN")
    assert draft.headline_en == "Data engineer"
    assert str(draft.years) == "3.0"  # overlapping jobs count once
    assert "Quantum knitting" in reading.unknown
    assert set(reading.dropped) == {"name", "email", "employer", "school"}
    assert not any(word in repr(reading) for word in ("Test Person", "p@example.test", "Secret"))
    assert contacts.emails == ("p@example.test",)


def test_an_english_cv_is_read_with_the_words_it_came_from():
    reading, contacts = read(CV_EN, "Nguyễn Văn An")
    draft = draft_of(reading)
    assert {"python", "postgresql", "kafka", "airflow", "kubernetes"} <= draft.skills.keys()
    assert "cobol" not in draft.skills  # it stood among the schools
    assert (draft.english, dict(draft.languages), draft.country) == ("C1", {"vi": "C2"}, "VN")
    assert (draft.weekly_hours, draft.available_from) == (30, date(2027, 1, 1))
    assert (draft.work_modes, draft.engagement_types) == (("remote",), ("contractor",))
    assert draft.years == 8
    assert draft.certificates[0].name == "AWS Certified Developer"
    assert draft.certificates[0].issuer == "Amazon"
    kafka = next(item for item in reading.items if item.value == "kafka")
    assert (kafka.before, kafka.said, kafka.after) == ("Python, PostgreSQL, ", "Kafka", "")
    assert {"name", "email", "phone", "page", "birth", "sex", "nationality", "school"} <= set(reading.dropped)
    assert contacts.phones == ("+84 912 345 678",)
    for item in reading.items:
        told = f"{item.value} {item.before} {item.said} {item.after}"
        assert not any(word in told for word in ("Nguyễn", "example.test", "1990", "Hanoi", "github"))


def test_a_korean_cv_is_read_the_same_way():
    reading, _contacts = read(CV_KO, "김하늘")
    draft = draft_of(reading)
    assert {"python", "react", "kubernetes", "spring", "kotlin"} <= draft.skills.keys()
    assert "cobol" not in draft.skills
    assert draft.headline_ko and draft.headline_en
    assert float(draft.years or 0) == pytest.approx(7.7, abs=0.2)
    assert (draft.rate_minor, draft.work_modes) == (
        None,
        ("remote",),
    )  # a wish for money is shown, not ticked
    assert any(item.kind == "rate" and item.value == "5000000 KRW month" for item in reading.items)
    assert {"name", "birth", "nationality", "sex", "phone", "school"} <= set(reading.dropped)
    assert "김하늘" not in repr(reading.items)


def test_the_europass_of_today():
    reading, contacts = read(CANDIDATE)
    draft = draft_of(reading)
    assert dict(draft.skills) == {"kotlin": 3}
    assert any(
        item.value == "flutter" and not item.sure for item in reading.items
    )  # in a sentence: shown, not ticked
    assert (draft.english, dict(draft.languages), draft.country) == ("B2", {"pl": "C2"}, "PL")
    assert str(draft.years) == "4.0"
    assert (draft.samples[0].title, draft.samples[0].url) == ("Bus app", "https://bus.example.org/app")
    assert "zofia" not in draft.samples[0].text  # a link in the text would tell who it is
    assert reading.unknown == ("Quantum knitting",)
    assert set(reading.dropped) == {
        "name", "email", "phone", "address", "birth", "sex", "nationality", "photo", "employer", "school",
    }  # fmt: skip
    assert (contacts.emails, contacts.phones) == (("zofia@example.test",), ("+48600700800",))
    assert not any(word in repr(reading) for word in ("Zofia", "Secret", "Prosta", "1992"))


@pytest.mark.parametrize("text", [PASSPORT, PASSPORT_JSON], ids=["xml", "json"])
def test_the_europass_of_yesterday_in_both_of_its_forms(text: str):
    reading, contacts = read(text)
    draft = draft_of(reading)
    assert {"docker", "postgresql"} <= draft.skills.keys()
    assert (draft.english, dict(draft.languages)) == ("B1", {"pl": "C2"})
    assert (draft.headline_en, str(draft.years)) == ("Back-end developer", "10.0")
    assert contacts.emails == ("jan@example.test",)
    assert not any(word in repr(reading) for word in ("Kowal", "Secret", "1980"))


def test_a_row_of_the_bridges_own_table_is_read_too():
    reading, _ = read("headline_en;skills;years;rate;rate_currency\nDeveloper;python:4;5;2600;USD\n")
    draft = draft_of(reading)
    assert (draft.headline_en, dict(draft.skills), draft.rate_minor) == ("Developer", {"python": 4}, 260_000)


def test_a_headline_that_repeats_the_name_gives_way_to_the_role():
    resume = json.loads(RESUME)
    resume["basics"] |= {"name": "Ngoc Lan Tran", "label": "Ngoc Lan Tran, data engineer"}
    reading, _ = read(json.dumps(resume))
    assert draft_of(reading).headline_en == "Data engineer"


def test_periods_that_contradict_are_said_and_not_counted():
    resume = {"skills": [{"name": "Python"}], "work": [
        {"startDate": "2020-01", "endDate": "2018-01"}, {"startDate": "2031-01"},
        {"startDate": "2019-01", "endDate": "2020-01"},
    ]}  # fmt: skip
    reading, _ = read(json.dumps(resume))
    assert reading.doubts == ("future", "order")
    assert str(draft_of(reading).years) == "1.0"


def test_five_hundred_skills_are_shown_and_sixty_ticked():
    from talentbridge.skills.queries import skill_ids

    resume = {"skills": [{"name": id} for id in sorted(skill_ids())[:280]], "basics": {"label": "x"}}
    reading, _ = read(json.dumps(resume))
    assert len(draft_of(reading).skills) == 60
    assert "many_skills" in reading.doubts


@pytest.mark.parametrize("name", ["👩‍💻 Ada", "محمد علي", "O'Brien\u202e", "\u0000".join("ab")])
def test_odd_names_break_nothing(name: str):
    resume = json.loads(RESUME)
    resume["basics"]["name"] = name
    reading, _ = read(json.dumps(resume), name)
    assert draft_of(reading).skills


def test_odd_types_inside_a_resume_are_passed_over():
    odd = {"basics": {"label": 5, "location": "Hanoi", "profiles": {"a": 1}},
           "skills": ["React", {"name": None, "keywords": "x"}],
           "work": {}, "projects": [{"name": 4, "roles": "x"}, 7], "certificates": [{"name": "X", "date": 3}],
           "languages": [{"language": "English", "fluency": 3}]}  # fmt: skip
    reading, _ = read(json.dumps(odd))
    draft = draft_of(reading)
    assert (dict(draft.skills), draft.years, draft.english) == ({}, None, "")


# Hostile and mistaken files --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", "talent.json_broken"),
        ("[" * 50_000, "talent.json_deep"),
        ("[" * 200_000, "talent.cv_elements"),
        ('{"a":' * 50_000, "talent.json_deep"),
        ('{"SkillsPassport":' * 90 + "1" + "}" * 90, "talent.json_deep"),
        ('{"basics": ' + "9" * 6000 + "}", "talent.json_deep"),
        ("[]", "talent.resume_many"),
        ("[1, 2]", "talent.resume_many"),
        ('{"hello": "world"}', "talent.not_a_resume"),
        ('{"basics": []}', "talent.not_a_resume"),
        (BOMB, "talent.xml_entities"),
        ('<!DOCTYPE x SYSTEM "file:///etc/passwd"><Candidate/>', "talent.xml_entities"),
        ("<Candidate>", "talent.xml_broken"),
        ("<Candidate><Name>\ud800</Name></Candidate>", "talent.xml_broken"),
        ("<html><body>CV</body></html>", "talent.not_europass"),
        ("<a>" * 3000 + "</a>" * 3000, "talent.xml_deep"),
        ("<a/>" * 200_000, "talent.cv_elements"),
        ("a\0b", "talent.file_binary"),
        ("id,skills\nt1,python\nt2,react\n", "talent.csv_rows"),
        ("id,skills\nt1,knitting\n", "talent.unknown_skill"),
        ('id,skills\n"t1,python\n', "talent.csv_broken"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_cv_is_told_what_is_wrong(text: str, expected: str):
    assert code(read, text) == expected


def zip_bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/document.xml", b"0" * 50_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7 ...", "talent.cv_not_text"),
        (zip_bomb(), "talent.cv_not_text"),
        (b"\xd0\xcf\x11\xe0old word", "talent.cv_not_text"),
        (b"{\\rtf1 text}", "talent.cv_not_text"),
        (b"\x1f\x8b\x08gzip", "talent.cv_not_text"),
        (b"x" * 20_000_000, "talent.cv_big"),
        (b"Python\0developer", "talent.cv_no_text"),
        (bytes(range(128, 256)) * 4, "talent.cv_no_text"),
    ],
    ids=["pdf", "zip bomb", "doc", "rtf", "gzip", "20 MB", "zeros", "bytes"],
)
def test_a_file_that_is_no_text_is_named_for_what_it_is(data: bytes, expected: str):
    assert code(upload.read_bytes, data, TODAY, "") == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_text_in_the_encodings_of_korea_is_read(encoding: str):
    reading, _ = upload.read_bytes(CV_KO.encode(encoding), TODAY, "김하늘")
    assert "python" in draft_of(reading).skills


def test_a_very_long_cv_is_read_to_its_limit_and_says_so():
    reading, _ = read("Python developer\n" + "lorem ipsum dolor\n" * 20_000)
    assert "cut" in reading.doubts
    assert "python" in draft_of(reading).skills
