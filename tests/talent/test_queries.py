"""Reaching profiles, finding them by filters, and what matching is given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from talentbridge.accounts.models import Person
from talentbridge.kernel.actor import Role
from talentbridge.kernel.clock import now
from talentbridge.matching.engine import Ask, SkillWish, assess
from talentbridge.talent import queries, services
from talentbridge.talent.models import Profile
from talentbridge.talent.queries import Wanted
from talentbridge.talent.rules import ProfileDraft, Rate
from tests.factories import people

pytestmark = pytest.mark.django_db

DRAFT = ProfileDraft(
    headline_en="Developer", skills={"react": 4}, country="VN", time_zone="Asia/Ho_Chi_Minh", english="B2"
)
KRW_PER = {"KRW": Decimal(1), "USD": Decimal(1450)}


def profile(**changes: object) -> Profile:
    return services.save_profile(actor=people.talent_actor(), draft=replace(DRAFT, **changes), at=now())


def found(**wanted: object) -> list[Profile]:
    rows = queries.narrowed(Profile.objects.all(), Wanted(**wanted), krw_per=KRW_PER, at=now())
    return list(rows.order_by("pk"))


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
    react = profile()
    python = profile(skills={"django": 5}, english="C1", country="PL", headline_ko="백엔드 개발자")
    assert found(skill_ids=("frontend",), level=4) == [react]
    assert found(skill_ids=("frontend",), level=5) == []
    assert found(skill_ids=("python", "backend"), language="en", language_level="B2") == [python]
    assert found(skill_ids=("python", "react")) == []
    assert found(country="PL", text="백엔드") == [python]
    assert found(text=react.code.lower()) == [react]
    assert found(origin="dou") == []
    assert found() == [react, python]


def test_languages_are_found_in_columns_and_in_lines():
    french, korean = profile(languages={"fr": "B1", "vi": "C2"}), profile(korean="C1", english="")
    assert found(language="fr") == [french]
    assert found(language="fr", language_level="B2") == []
    assert found(language="ko", language_level="B2") == [korean]
    assert found(language="en") == [french]


def test_roles_terms_time_and_freshness():
    eager = profile(
        roles=("data-engineer",), engagement_types=("eor",), work_modes=("remote", "hybrid"), weekly_hours=40,
        available_from=date(2026, 12, 1), available_until=date(2027, 6, 30),
    )  # fmt: skip
    silent = profile()
    Profile.objects.filter(pk=silent.pk).update(refreshed_at=now() - timedelta(days=100))
    for wanted in (
        {"role": "data-engineer"}, {"engagement_type": "eor"}, {"work_mode": "hybrid"}, {"weekly_hours": 30},
        {"free_on": date(2027, 6, 30)}, {"confirmed_within": 90},
    ):  # fmt: skip
        assert found(**wanted) == [eager], wanted
    for wanted in (
        {"free_on": date(2027, 7, 1)},
        {"free_on": date(2026, 11, 30)},
        {"weekly_hours": 41},
        {"work_mode": "on_site"},
    ):
        assert found(**wanted) == [], wanted
    assert found(confirmed_within=101) == [eager, silent]


def test_a_rate_ceiling_in_won_reaches_every_currency_and_unit_to_the_won():
    dollars = profile(rate_minor=260_000, rate_currency="USD")  # 3,770,000 won a month
    won = profile(rate_minor=200_000, rate_currency="KRW", rate_unit="day")  # 4,120,000 won
    profile()  # says nothing, so it is not found
    assert found(most_krw_month=3_769_999) == []
    assert found(most_krw_month=3_770_000) == [dollars]
    assert found(most_krw_month=4_120_000) == [dollars, won]


def test_the_rate_of_a_kind_of_contract_counts_where_it_differs():
    both = profile(rate_minor=5_000_000, rate_currency="KRW", rates={"eor": Rate(3_000_000, "KRW")})
    assert found(most_krw_month=3_000_000) == [both]
    with_type = {"engagement_type": "eor", "most_krw_month": 3_000_000}
    assert found(**with_type) == []  # eor is not among the accepted types
    Profile.objects.update(engagement_types=["contractor", "eor"])
    assert found(**with_type) == [both]
    assert found(engagement_type="contractor", most_krw_month=3_000_000) == []
    assert found(engagement_type="contractor", most_krw_month=5_000_000) == [both]


def test_candidates_take_three_queries_and_carry_implied_skills_and_rates():
    for _ in range(3):
        profile(
            rates={"eor": Rate(100, "USD", "hour")},
            roles=("data-engineer",),
            work_modes=("remote",),
            notice_days=0,
        )
    with CaptureQueriesContext(connection) as captured:
        candidates = queries.candidates()
    assert len(captured) == 3
    assert len(candidates) == 3
    first = candidates[0]
    assert (first.skills["react"].level, first.skills["react"].via) == (4, "")
    assert (first.skills["frontend"].level, first.skills["frontend"].via) == (4, "react")
    assert dict(first.rates) == {"eor": Rate(100, "USD", "hour")}
    assert (first.roles, first.work_modes, first.notice_days, first.country) == (
        {"data-engineer"}, {"remote"}, 0, "VN",
    )  # fmt: skip


def test_what_is_stated_outright_wins_over_what_is_implied():
    stated = profile(skills={"typescript": 5, "javascript": 2, "react": 5})
    [candidate] = queries.candidates(only=[stated.pk])
    assert (candidate.skills["javascript"].level, candidate.skills["javascript"].via) == (2, "")


def test_no_points_change_when_everything_hidden_changes():
    """Name, e-mail, language, country and account age are turned upside down: every result stays as it was."""
    for number in range(6):
        profile(skills={"react": 1 + number}, years=Decimal(number))
    ask = Ask(on=now().date(), skills=(SkillWish("react", 2),), english="B1")
    before = [assess(ask, candidate) for candidate in queries.candidates()]
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
    assert [assess(ask, candidate) for candidate in queries.candidates()] == before
    assert sum(each.passes for each in before) == 5


def test_the_export_of_a_person_holds_the_profile_and_no_inner_number():
    actor = people.talent_actor()
    services.save_profile(actor=actor, draft=replace(DRAFT, languages={"vi": "C2"}), at=now())
    told = queries.everything_about(actor.person_id)
    assert told["languages"] == [{"language": "vi", "level": "C2"}]
    assert told["skills"][0]["skill_id"] == "react"
    assert "origin_key" not in told
    assert queries.everything_about(people.talent_actor().person_id) == {}
