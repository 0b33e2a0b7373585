"""When two profiles may be one person, how fresh a profile is, what would change, what a confirmed reading makes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentbridge.talent import rules
from talentbridge.talent.rules import (
    Choice,
    Contacts,
    Item,
    Practice,
    ProfileDraft,
    Rate,
    Reading,
    keys_of,
    taken_over,
)
from talentbridge.talent.rules.freshness import Age
from talentbridge.talent.rules.identity import email_key, link_key, name_key, phone_key
from talentbridge.talent.rules.reading import ordered, reading_from, years_of

TODAY = date(2026, 12, 1)


# One person or two -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "one", "other"),
    [
        (email_key, "An.Nguyen+jobs@Example.org", " an.nguyen@example.org "),
        (phone_key, "+82 10-1234-5678", "010 1234 5678"),
        (phone_key, "(+84) 912.345.678", "0912345678"),
        (link_key, "https://www.github.com/AnNguyen/repo?tab=1", "github.com/annguyen"),
        (link_key, "https://linkedin.com/in/an-nguyen/", "http://www.linkedin.com/in/an-nguyen/details/skills"),
        (name_key, "Nguyễn Văn An", "van an NGUYEN"),
        (name_key, "Łukasz Żółć", "zolc lukasz"),
        (name_key, "김하늘", "김하늘 "),
    ],
)  # fmt: skip
def test_the_same_person_written_in_two_ways_has_one_key(key, one: str, other: str):
    assert key(one) == key(other) != ""


@pytest.mark.parametrize(
    ("key", "nothing"),
    [(email_key, "an.nguyen"), (phone_key, "112"), (link_key, "https://github.com/"), (link_key, "nonsense"),
     (link_key, "https://linkedin.com/in"), (name_key, "42 !")],
)  # fmt: skip
def test_what_names_nobody_has_no_key(key, nothing: str):
    assert key(nothing) == ""


def test_decomposed_hangul_is_the_same_name():
    import unicodedata

    assert name_key(unicodedata.normalize("NFD", "김하늘")) == name_key("김하늘")


def test_keys_carry_their_kind_so_that_a_name_is_never_compared_with_a_page():
    contacts = Contacts(("a@b.org",), ("+84 912 345 678",), ("https://an.example.org/me",), "An Nguyen")
    assert {kind for kind, _ in keys_of(contacts)} == {"email", "phone", "link", "name"}
    assert keys_of(Contacts()) == set()


def test_an_equal_name_needs_alike_skills_and_a_contact_does_not():
    mine, other = {"python", "sql", "spark"}, {"python", "sql", "java", "kotlin", "react"}
    assert [reason.kind for reason in rules.reasons(["email", "name"], mine, {"figma"})] == ["email"]
    assert rules.reasons(["name"], mine, {"python"}) == []
    [reason] = rules.reasons(["name"], mine, other)
    assert (reason.kind, reason.shared, reason.of) == ("name", 2, 3)


def test_the_own_profile_is_kept_else_the_one_confirmed_last():
    old, new = datetime(2024, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    assert rules.kept_of([(False, new, "T-1"), (True, old, "T-2")]) == "T-2"
    assert rules.kept_of([(False, old, "T-1"), (False, new, "T-2")]) == "T-2"
    assert rules.can_merge(True, False)
    assert rules.can_merge(True, True).code == "talent.both_have_owners"


# Freshness -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("confirmed", "age"),
    [(date(2026, 12, 1), Age.FRESH), (date(2026, 9, 3), Age.FRESH), (date(2026, 9, 2), Age.AGING),
     (date(2026, 6, 4), Age.OLD), (date(2027, 1, 1), Age.FRESH)],
)  # fmt: skip
def test_how_fresh_a_profile_is(confirmed: date, age: Age):
    assert rules.freshness(confirmed, TODAY).age is age


def test_each_reminder_is_due_once_and_a_missed_one_is_not_made_up_for():
    assert [rules.due(days, 0) for days in (0, 89, 90, 179, 180, 700)] == [0, 0, 90, 90, 180, 180]
    assert rules.due(100, 90) == 0
    assert rules.due(200, 90) == 180
    assert rules.due(999, 180) == 0


# Hints -----------------------------------------------------------------------------------------------------------

FULL = ProfileDraft(
    headline_en="x", skills={"python": 3}, country="VN", time_zone="Asia/Ho_Chi_Minh", english="B2", korean="A1",
    rate_minor=1, rate_currency="KRW", weekly_hours=40, available_from=TODAY, engagement_types=("eor",),
    roles=("r",), work_modes=("remote",), data_class="internal", samples=(rules.Sample("x", "https://e.org"),),
)  # fmt: skip


def hint_keys(draft: ProfileDraft, confirmed: date = TODAY) -> list[str]:
    return [hint.key for hint in rules.hints(draft, confirmed=confirmed, on=TODAY)]


def test_a_whole_and_fresh_profile_has_no_hint():
    assert hint_keys(FULL) == []


@pytest.mark.parametrize(
    ("changes", "key"),
    [({"skills": {}}, "skills"), ({"time_zone": ""}, "overlap"), ({"english": ""}, "english"), ({"korean": ""}, "korean"),
     ({"rate_minor": None}, "rate"), ({"country": ""}, "country"), ({"data_class": ""}, "data_class"),
     ({"roles": ()}, "role"), ({"engagement_types": ()}, "engagement_type"), ({"work_modes": ()}, "work_mode"),
     ({"available_from": None}, "available"), ({"weekly_hours": None}, "weekly_hours"), ({"samples": ()}, "samples"),
     ({"available_until": date(2026, 11, 30)}, "until")],
)  # fmt: skip
def test_each_gap_is_named_with_the_part_that_closes_it(changes: dict[str, object], key: str):
    [hint] = rules.hints(replace(FULL, **changes), confirmed=TODAY, on=TODAY)
    assert hint.key == key
    assert hint.part in rules.PARTS


def test_a_rate_of_one_kind_of_contract_is_a_rate():
    assert "rate" not in hint_keys(replace(FULL, rate_minor=None, rates={"eor": Rate(1, "KRW")}))


def test_an_old_profile_is_asked_for_a_word():
    assert hint_keys(FULL, date(2026, 6, 1)) == ["freshness"]


def test_matching_puts_its_numbers_into_the_sentence():
    [hint] = rules.hints(replace(FULL, rate_minor=None), confirmed=TODAY, on=TODAY)
    told = rules.counted(hint, tasks=12, open=31)
    assert (
        told.sentence.format(**told.facts) == "State your rate. 12 of 31 open tasks compare it with a budget."
    )
    unknown = rules.Hint("until", "time", "x")
    assert rules.counted(unknown, tasks=1, open=2) == unknown


# Readings --------------------------------------------------------------------------------------------------------

READING = Reading(
    (
        Item("headline_en", "Data engineer"), Item("role", "data-engineer"), Item("skill", "python", level=3),
        Item("skill", "kafka", level=3), Item("practice", "python:6"), Item("practice", "kafka:2"), Item("years", "8"),
        Item("language", "en:C1"), Item("language", "vi:C2"), Item("country", "VN"), Item("weekly_hours", "30"),
        Item("available_from", "2027-01-01"), Item("engagement_type", "contractor"), Item("work_mode", "remote"),
        Item("rate", "300000 USD month"),
        Item("sample", json.dumps({"title": "Pipe", "url": "https://e.org/x", "skills": ["kafka"]})),
        Item("certificate", json.dumps({"name": "Exam", "issued_on": "2024-05-01"})),
    ),
    unknown=("Quantum knitting",), dropped=("name",), doubts=("order",),
)  # fmt: skip


def test_only_what_is_ticked_is_taken_over_with_the_level_that_was_set():
    taken = [number for number, item in enumerate(READING.items) if item.value != "kafka"]
    draft = taken_over(
        ProfileDraft(headline_ko="개발자"), READING, Choice(taken, {2: 5}, {0: "Data engineer, logistics"})
    )
    assert (draft.headline_ko, draft.headline_en) == ("개발자", "Data engineer, logistics")
    assert dict(draft.skills) == {"python": 5}
    assert dict(draft.practice) == {
        "python": Practice(Decimal(6))
    }  # years with a skill that was not taken are not
    assert (draft.english, dict(draft.languages), draft.country) == ("C1", {"vi": "C2"}, "VN")
    assert (draft.rate_minor, draft.rate_currency, draft.rate_unit) == (300_000, "USD", "month")
    assert draft.samples[0].skills == ("kafka",)
    assert draft.certificates[0].issued_on == date(2024, 5, 1)
    assert draft.years == 8


def test_what_stands_there_already_stays_and_a_second_time_adds_nothing():
    base = ProfileDraft(headline_en="Old", skills={"java": 5, "python": 4}, roles=("a",), english="B1")
    everything = Choice(range(1, len(READING.items)))
    once = taken_over(base, READING, everything)
    assert once.headline_en == "Old"
    assert dict(once.skills) == {"java": 5, "python": 3, "kafka": 3}
    assert once.roles == ("a", "data-engineer")
    assert taken_over(once, READING, everything) == once


def test_a_reading_travels_as_json_and_comes_back_the_same():
    assert Reading.from_json(json.loads(json.dumps(READING.to_json()))) == READING


def test_of_what_a_profile_holds_once_only_the_first_is_ticked():
    doubts: set[str] = set()
    items = [Item("skill", f"s{n}", level=3) for n in range(80)]
    items += [Item("years", "8"), Item("years", "9"), Item("language", "en:B1"), Item("language", "en:C1")]
    found = ordered(items, doubts)
    assert sum(item.sure for item in found if item.kind == "skill") == rules.MOST_SKILLS
    assert [item.value for item in found if item.kind == "years" and item.sure] == ["8"]
    assert [item.value for item in found if item.kind == "language" and item.sure] == ["en:B1"]
    assert doubts == {"many_skills"}


def test_a_table_row_becomes_items_that_make_the_same_draft():
    draft = ProfileDraft(
        headline_en="Developer", skills={"python": 4}, country="VN", time_zone="Asia/Ho_Chi_Minh", years=Decimal(5),
        english="B2", korean="A1", languages={"vi": "C2"}, rate_minor=5, rate_currency="USD", rate_unit="day",
        weekly_hours=40, available_from=TODAY, engagement_types=("eor",), work_modes=("remote",), roles=("r",),
    )  # fmt: skip
    reading = reading_from(draft)
    assert taken_over(ProfileDraft(), reading, Choice(reading.sure())) == draft


DAY = st.dates(date(1990, 1, 1), date(2030, 1, 1))


@given(st.lists(st.tuples(DAY, DAY).filter(lambda span: span[0] <= span[1]), max_size=8))
def test_years_never_count_a_day_twice_and_never_reach_beyond_today(spans: list[tuple[date, date]]):
    years = years_of(spans, TODAY)
    if not spans:
        assert years is None
        return
    days = {
        day
        for start, end in spans
        for day in range(start.toordinal(), min(end, TODAY).toordinal())
        if start < TODAY
    }
    assert years == (Decimal(len(days)) / Decimal("365.25")).quantize(Decimal("0.1"))
