"""Keeping a profile, looking at a card, bringing in a file, recording evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from talentbridge.audit.models import AuditEvent, PersonalDataAccess
from talentbridge.kernel.actor import SYSTEM
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Denied, Invalid, Refused
from talentbridge.talent import services
from talentbridge.talent.gateways import dou
from talentbridge.talent.models import ImportRun, Profile, ProfileSkill
from talentbridge.talent.rules import Evidence, ProfileDraft
from talentbridge.talent.services import importing
from tests.factories import people
from tests.talent.files import CANDIDATE, RESUME, SHARED, TABLE, dou_text, write

pytestmark = pytest.mark.django_db

DRAFT = ProfileDraft(
    headline_en="Backend developer", skills={"python": 4, "react": 3}, country="VN", time_zone="Asia/Ho_Chi_Minh",
    rate_minor=260_000, rate_currency="USD", engagement_types=("eor", "contractor"),
)  # fmt: skip


def bring_in(path: Path, format: str, **more: Any) -> services.ImportReport:
    return services.import_profiles(actor=SYSTEM, source=path, format=format, at=now(), **more)


def test_a_talent_gets_a_pseudonym_and_a_code_and_keeps_them():
    actor = people.talent_actor()
    first = services.save_profile(actor=actor, draft=DRAFT, at=now())
    second = services.save_profile(actor=actor, draft=replace(DRAFT, headline_ko="백엔드 개발자"), at=now())
    assert (first.pk, first.code, first.pseudonym) == (second.pk, second.code, second.pseudonym)
    assert second.code == f"T-{second.pk:05d}"
    assert second.headline("ko") == "백엔드 개발자"
    assert {line.skill_id: (line.level, line.evidence) for line in second.skills.all()} == {
        "python": (4, "claimed"), "react": (3, "claimed"),
    }  # fmt: skip
    assert AuditEvent.objects.filter(action="talent.profile.edited", actor_id=actor.person_id).count() == 2


def test_a_profile_that_makes_no_sense_stores_nothing():
    actor = people.talent_actor()
    with pytest.raises(Invalid) as invalid:
        services.save_profile(actor=actor, draft=replace(DRAFT, time_zone="Moon", skills={"x": 3}), at=now())
    assert set(invalid.value.fields) == {"time_zone", "skills"}
    assert not Profile.objects.exists()


def test_only_a_talent_keeps_a_profile():
    with pytest.raises(Denied):
        services.save_profile(actor=people.coordinator_actor(), draft=DRAFT, at=now())


def test_evidence_survives_an_edit_unless_the_level_is_claimed_anew():
    actor = people.talent_actor()
    profile = services.save_profile(actor=actor, draft=DRAFT, at=now())
    services.record_evidence(
        actor=SYSTEM,
        profile_id=profile.pk,
        levels={"python": 4, "sql": 3},
        evidence=Evidence.DELIVERED,
        at=now(),
    )
    services.save_profile(
        actor=actor, draft=replace(DRAFT, skills={"python": 4, "react": 5, "sql": 5}), at=now()
    )
    assert {line.skill_id: line.evidence for line in profile.skills.all()} == {
        "python": "delivered", "react": "claimed", "sql": "claimed",
    }  # fmt: skip


def test_weaker_evidence_never_lowers_a_stronger_record_and_people_cannot_attest():
    actor = people.talent_actor()
    profile = services.save_profile(actor=actor, draft=DRAFT, at=now())
    for level, evidence in ((5, Evidence.DELIVERED), (6, Evidence.CERTIFIED)):
        services.record_evidence(
            actor=SYSTEM, profile_id=profile.pk, levels={"python": level}, evidence=evidence, at=now()
        )
    assert profile.skills.get(skill_id="python").level == 5
    with pytest.raises(Denied):
        services.record_evidence(
            actor=actor, profile_id=profile.pk, levels={"python": 6}, evidence=Evidence.ASSESSED, at=now()
        )


def test_every_look_at_a_card_is_recorded_but_not_one_s_own_and_not_at_nobody(tmp_path: Path):
    talent, coordinator = people.talent_actor(), people.coordinator_actor()
    profile = services.save_profile(actor=talent, draft=DRAFT, at=now())
    bring_in(write(tmp_path, TABLE), "csv")
    services.show_card(actor=coordinator, profile=profile, at=now())
    services.show_card(actor=talent, profile=profile, at=now())
    services.show_card(actor=coordinator, profile=Profile.objects.get(origin="csv", english="B2"), at=now())
    [read] = PersonalDataAccess.objects.all()
    assert (read.actor_id, read.subject_person_id) == (coordinator.person_id, talent.person_id)
    assert "skills" in read.items


def test_a_file_is_brought_in_once_however_often_it_is_run(tmp_path: Path):
    path = write(tmp_path, dou_text({}, {}, {dou.YEARS: "2"}, {dou.YEARS: "x"}))
    first, second = bring_in(path, "dou"), bring_in(path, "dou")
    assert (first.created, first.updated, first.unchanged, first.refused_count) == (3, 0, 0, 1)
    assert (second.created, second.updated, second.unchanged, second.refused_count) == (0, 0, 3, 1)
    assert first.rows == 4
    assert Profile.objects.count() == 3
    assert ImportRun.objects.count() == 2


def test_imported_profiles_are_numbered_in_the_order_of_the_file_and_have_nobody_behind(tmp_path: Path):
    bring_in(write(tmp_path, dou_text({dou.YEARS: "1"}, {dou.YEARS: "2"}, {dou.YEARS: "3"})), "dou")
    profiles = list(Profile.objects.order_by("id"))
    assert [profile.years for profile in profiles] == [1, 2, 3]
    assert all(profile.person_id is None and profile.code == f"T-{profile.pk:05d}" for profile in profiles)
    assert all(profile.refreshed_at.year == 2024 for profile in profiles)


def test_a_crash_between_batches_loses_and_repeats_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = write(tmp_path, dou_text(*[{dou.SALARY: str(number)} for number in range(1, 11)]))
    monkeypatch.setattr(importing, "BATCH", 4)

    def pull_the_plug(done: int, total: int) -> None:
        if Profile.objects.count() >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring_in(path, "dou", progress=pull_the_plug)
    assert Profile.objects.count() == 4
    report = bring_in(path, "dou")
    assert (report.created, report.unchanged) == (6, 4)
    assert Profile.objects.count() == 10
    assert ProfileSkill.objects.count() == 20


def test_progress_counts_up_to_the_size_of_the_file(tmp_path: Path):
    path = write(tmp_path, dou_text(*[{}] * 50))
    seen: list[tuple[int, int]] = []
    bring_in(path, "dou", progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_a_changed_row_updates_its_profile_and_no_other(tmp_path: Path):
    bring_in(write(tmp_path, TABLE), "csv")
    codes = set(Profile.objects.values_list("code", flat=True))
    report = bring_in(write(tmp_path, TABLE.replace("python:4; PostgreSQL:3", "rust:5")), "csv")
    assert (report.created, report.updated, report.unchanged) == (0, 1, 1)
    assert set(Profile.objects.values_list("code", flat=True)) == codes
    changed = Profile.objects.get(country="VN")
    assert {line.skill_id: line.level for line in changed.skills.all()} == {"rust": 5, "react": 3}


def test_rows_that_break_a_rule_are_refused_with_line_field_and_reason(tmp_path: Path):
    path = write(
        tmp_path, TABLE + "t3,Dev,python,1,Z9,,,,,,\nt4,,python,1,,,,,,,\nt5,Dev,python,1,,,,5,ZZZ,,\n"
    )
    report = bring_in(path, "csv")
    assert report.created == 2
    assert [(error.line, error.field, error.decision.code) for error in report.refused] == [
        (4, "english", "talent.bad_cefr"), (5, "headline_en", "talent.headline_missing"),
        (6, "rate", "talent.bad_currency"),
    ]  # fmt: skip


def test_keys_that_may_name_a_person_are_stored_as_a_keyed_hash_only(tmp_path: Path):
    bring_in(write(tmp_path, RESUME, "resume.json"), "jsonresume")
    bring_in(write(tmp_path, TABLE.replace("t1,", "someone@example.test,")), "csv")
    for profile in Profile.objects.all():
        assert len(profile.origin_key) == 64
        assert "example" not in profile.origin_key


def test_a_europass_file_comes_in_and_finds_itself_again(tmp_path: Path):
    path = write(tmp_path, CANDIDATE, "cv.xml")
    assert [bring_in(path, "europass").created, bring_in(path, "europass").unchanged] == [1, 1]
    profile = Profile.objects.get()
    assert (profile.headline_en, profile.english, profile.samples.get().title) == (
        "Mobile developer",
        "B2",
        "Bus app",
    )


def test_a_table_with_every_column_is_the_same_the_second_time(tmp_path: Path):
    path = write(
        tmp_path,
        "id,headline_en,skills,roles,languages,rates,available_until,notice_days,work_modes,work_in,data_class\n"
        "t1,Dev,python:4,data-engineer,vi:C2,eor: 2400 USD month,2027-12-31,14,remote,VN,personal\n",
    )
    assert bring_in(path, "csv").created == 1
    assert bring_in(path, "csv").unchanged == 1
    profile = Profile.objects.get()
    assert (profile.rates.get().minor, profile.languages.get().level, profile.work_in) == (
        240_000,
        "C2",
        ["VN"],
    )
    changed = write(tmp_path, path.read_text(encoding="utf-8-sig").replace("eor: 2400", "eor: 2500"))
    assert bring_in(changed, "csv").updated == 1
    assert profile.rates.get().minor == 250_000


@pytest.mark.parametrize("name", ["late", "unknown"])
def test_a_file_that_cannot_be_used_stores_nothing_at_all(tmp_path: Path, name: str):
    text = dou_text(*[{}] * 3000)
    path = tmp_path / "bad.csv"
    path.write_bytes(
        text.encode() + "Київ\n".encode("cp1251")
        if name == "late"
        else text.replace("Categories", "Kind", 1).encode()
    )
    with pytest.raises(Invalid):
        bring_in(path, "dou")
    assert not Profile.objects.exists()
    assert not ImportRun.objects.exists()


def test_an_unknown_format_and_a_person_without_the_right_are_refused(tmp_path: Path):
    path = write(tmp_path, TABLE)
    with pytest.raises(Invalid):
        bring_in(path, "xml")
    with pytest.raises(Denied):
        services.import_profiles(actor=people.talent_actor(), source=path, format="csv", at=now())


@pytest.mark.django_db(transaction=True)
def test_two_imports_never_run_at_once(tmp_path: Path):
    path = write(tmp_path, TABLE)
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", [importing._LOCK])
            with pytest.raises(Refused):
                bring_in(path, "csv")
            cursor.execute("select pg_advisory_unlock(%s)", [importing._LOCK])
    finally:
        other.close()
    assert bring_in(path, "csv").created == 2


def test_the_lock_is_given_back_after_a_failure(tmp_path: Path):
    with pytest.raises(Invalid):
        bring_in(tmp_path / "nowhere.csv", "csv")
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_locks l join pg_database d on d.oid = l.database "
            "where datname = current_database() and locktype = 'advisory' and objid = %s",
            [importing._LOCK],
        )
        assert cursor.fetchone() == (0,)


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the survey is not beside this checkout")
def test_the_real_survey_comes_in_whole_and_a_second_run_changes_nothing():
    first = bring_in(SHARED, "dou")
    assert (first.created, first.refused_count) == (14_148, 0)
    at = now() + timedelta(days=1)
    second = services.import_profiles(actor=SYSTEM, source=SHARED, format="dou", at=at)
    assert (second.created, second.updated, second.unchanged, second.refused_count) == (0, 0, 14_148, 0)
