"""The pool that a process keeps: built from the tables as they are, and kept up with whatever changes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection, connections

from talentbridge.kernel.clock import now
from talentbridge.matching import queries
from talentbridge.matching.engine import Ask, SkillWish
from talentbridge.talent import queries as talent_queries
from talentbridge.talent import services as talent
from talentbridge.talent.models import Profile
from talentbridge.talent.rules import Rate
from talentbridge.talent.services import forget_changes
from tests.factories import matching

DAY = date(2026, 12, 1)
WANTED = Ask(on=DAY, skills=(SkillWish("python", 4),), english="C1")
RICH = replace(
    matching.FITTING, engagement_types=("contractor", "eor"), work_modes=("remote",), notice_days=14, weekly_hours=40,
    available_from=date(2026, 12, 1), available_until=date(2027, 6, 30), roles=("data-engineer",), data_class="personal",
    rates={"eor": Rate(5_000_000, "KRW")},
)  # fmt: skip


def ids(ask: Ask = WANTED) -> set[int]:
    return {result.candidate_id for result in queries.pool(on=DAY).rank(ask, top=100).results}


@pytest.mark.django_db
def test_columns_read_at_once_say_what_the_tables_say_one_by_one():
    _, kept = matching.talent_with_profile(draft=RICH)
    matching.anonymous_profile()
    pool = queries.pool(on=DAY)
    everything = Ask(
        on=DAY,
        skills=tuple(SkillWish(s, 1, is_must=False) for s in ("python", "airflow")),
        roles=("data-engineer",),
    )
    for one in talent_queries.candidates():
        column = pool.candidate(one.id, everything)
        assert column is not None
        for field in ("time_zone", "english", "korean", "rate_minor", "rate_currency", "rate_unit", "weekly_hours",
                      "available_from", "available_until", "notice_days", "engagement_types", "work_modes", "data_class",
                      "country", "rates", "refreshed_on"):  # fmt: skip
            assert getattr(column, field) == getattr(one, field), field
        assert column.roles == one.roles & {"data-engineer"}
        for skill in ("python", "airflow"):
            assert column.skills.get(skill) == one.skills.get(skill)
    person = pool.candidate(kept.pk, everything)
    assert person is not None and person.can_be_asked and person.is_new


@pytest.mark.django_db
def test_a_saved_profile_is_matched_anew_at_the_next_ask():
    actor, profile = matching.talent_with_profile()
    assert ids() == {profile.pk}
    talent.save_profile(actor=actor, draft=replace(matching.FITTING, english="B1"), at=now())
    assert ids() == set()
    talent.save_profile(actor=actor, draft=matching.FITTING, at=now())
    assert ids() == {profile.pk}


@pytest.mark.django_db
def test_a_row_changed_by_hand_is_seen_too_and_a_deleted_one_is_gone():
    anonymous = matching.anonymous_profile()
    assert ids() == {anonymous.pk}
    anonymous.skills.update(level=2)
    assert ids() == set()
    anonymous.skills.update(level=6)
    assert ids() == {anonymous.pk}
    Profile.objects.filter(pk=anonymous.pk).delete()
    assert ids() == set()


@pytest.mark.django_db
def test_whoever_opts_out_is_out_at_once():
    actor, profile = matching.talent_with_profile()
    assert ids() == {profile.pk}
    talent.opt_out(actor=actor, at=now())
    assert ids() == set()


@pytest.mark.django_db(transaction=True)
def test_a_slow_transaction_is_not_stepped_over_by_a_quick_one():
    slow, quick = matching.anonymous_profile(english="A1"), matching.anonymous_profile(english="A1")
    assert ids() == set()
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("begin")
            cursor.execute("update talent_profile set english = 'C1' where id = %s", [slow.pk])
            Profile.objects.filter(pk=quick.pk).update(english="C1")  # begins later, commits first
            assert ids() == {quick.pk}
            cursor.execute("commit")
        assert ids() == {slow.pk, quick.pk}
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_the_feed_is_forgotten_after_a_day():
    matching.anonymous_profile()
    with connection.cursor() as cursor:
        cursor.execute("update talent_profilechange set changed_at = now() - interval '25 hours'")
        noted = cursor.rowcount
    fresh = matching.anonymous_profile()
    assert forget_changes(at=now()) == noted > 0
    assert ids() >= {fresh.pk}
