"""Reaching profiles, and what matching is given."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from talentbridge.accounts.models import Person
from talentbridge.kernel.actor import Role
from talentbridge.kernel.clock import now
from talentbridge.matching.engine import Ask, SkillWish, rank
from talentbridge.talent import queries, services
from talentbridge.talent.models import Profile
from talentbridge.talent.rules import ProfileDraft
from tests.factories import people

pytestmark = pytest.mark.django_db

DRAFT = ProfileDraft(
    headline_en="Developer", skills={"react": 4}, country="VN", time_zone="Asia/Ho_Chi_Minh", english="B2"
)


def profile(**changes: object) -> Profile:
    return services.save_profile(actor=people.talent_actor(), draft=replace(DRAFT, **changes), at=now())


def test_who_reaches_which_profiles():
    mine, other = people.talent_actor(), profile()
    own = services.save_profile(actor=mine, draft=DRAFT, at=now())
    assert list(queries.profiles_for(mine)) == [own]
    assert set(queries.profiles_for(people.coordinator_actor())) == {own, other}
    assert set(queries.profiles_for(people.operator_actor())) == {own, other}
    for role in (Role.COMPANY, Role.PARTNER, Role.RESEARCHER, Role.GOVERNMENT, Role.INSTITUTION):
        assert not queries.profiles_for(people.actor(role)).exists()
    assert queries.my_profile(mine) == own
    assert queries.my_profile(people.talent_actor()) is None


def test_filters_combine_and_a_broader_skill_finds_the_narrower_one():
    react, python = (
        profile(),
        profile(skills={"django": 5}, english="C1", country="PL", headline_ko="백엔드 개발자"),
    )
    everyone = Profile.objects.all()
    assert list(queries.narrowed(everyone, skill_ids=["frontend"], level=4)) == [react]
    assert list(queries.narrowed(everyone, skill_ids=["frontend"], level=5)) == []
    assert list(queries.narrowed(everyone, skill_ids=["python", "backend"], english="B2")) == [python]
    assert list(queries.narrowed(everyone, skill_ids=["python", "react"])) == []
    assert list(queries.narrowed(everyone, country="PL", text="백엔드")) == [python]
    assert list(queries.narrowed(everyone, text=react.code.lower())) == [react]
    assert list(queries.narrowed(everyone, origin="dou")) == []


def test_candidates_take_two_queries_and_carry_implied_skills():
    for _ in range(3):
        profile()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        found = queries.candidates()
    assert len(captured) == 2
    assert len(found) == 3
    held = found[0].skills
    assert (held["react"].level, held["react"].via) == (4, "")
    assert (held["frontend"].level, held["frontend"].via) == (4, "react")


def test_what_is_stated_outright_wins_over_what_is_implied():
    stated = profile(skills={"typescript": 5, "javascript": 2, "react": 5})
    [candidate] = queries.candidates(only=[stated.pk])
    assert (candidate.skills["javascript"].level, candidate.skills["javascript"].via) == (2, "")


def test_no_rank_changes_when_everything_hidden_changes():
    """Name, e-mail, language, country and account age are turned upside down: the list stays as it was."""
    for number in range(6):
        profile(skills={"react": 1 + number}, years=number)
    ask = Ask(on=now().date(), skills=(SkillWish("react", 2),), english="B1")
    before = rank(ask, queries.candidates())
    for number, person in enumerate(Person.objects.all()):
        Person.objects.filter(pk=person.pk).update(
            name=f"Żółć {9 - number}",
            name_language="ar",
            country=["KP", "US", "NG"][number % 3],
            language="en",
        )
    Profile.objects.update(
        country="NG", years=40, headline_en="Another", headline_ko="다른 말", pseudonym="같은이름"
    )
    after = rank(ask, queries.candidates())
    assert [(each.code, each.total, each.factors) for each in after.results] == [
        (each.code, each.total, each.factors) for each in before.results
    ]
    assert before.passed == 5
