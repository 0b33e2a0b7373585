"""What must not count does not count: every hidden attribute is changed, and no rank and no point moves.

And it cannot begin to count unnoticed: the columns that matching reads are a literal list, and what matching imports is
walked.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from talentbridge.accounts.models import Person
from talentbridge.accounts.queries import consent
from talentbridge.accounts.rules import FAIRNESS_FIGURES
from talentbridge.accounts.services import statements
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.clock import now
from talentbridge.matching import queries
from talentbridge.matching.engine import Ask, Candidate, SkillWish
from talentbridge.matching.engine.people import COLUMNS
from talentbridge.talent import queries as talent
from talentbridge.talent import services as keeping
from talentbridge.talent.models import Profile
from talentbridge.talent.rules import Certification, ProfileDraft, Sample
from tests.factories import matching

HOUSE = Path(__file__).parents[2] / "src" / "talentbridge"
PLACES = [
    ("VN", "Asia/Ho_Chi_Minh"), ("IN", "Asia/Kolkata"), ("PL", "Europe/Warsaw"), ("UA", "Europe/Kyiv"),
    ("ID", "Asia/Jakarta"),
]  # fmt: skip
NAMES = [
    "Nguyễn Thị Thanh Hà",
    "Aarav Deshpande",
    "Zofia Nowak",
    "김하늘",
    "محمد رضا",
    "Mary-Jane O'Neill",
    "🙂",
]
SKILLS = ["python", "airflow", "postgresql", "docker", "react", "typescript"]
ASKS = [
    Ask(on=now().date()),
    Ask(on=now().date(), skills=(SkillWish("python", 3), SkillWish("docker", 3, False))),
    Ask(on=now().date(), skills=(SkillWish("airflow", 2, False),), english="B1", overlap_hours=2,
        budget_krw_month=6_000_000, engagement_types=("contractor",), roles=("data-engineer",)),
    Ask(on=now().date(), skills=(SkillWish("react", 2),), korean="A1", starts_on=now().date(), weekly_hours=20),
]  # fmt: skip


def crowd(size: int) -> list[tuple[Actor | None, Profile]]:
    """People as the product makes them, from a seed: some with an account, some brought in by a file."""
    draw, made = random.Random(37), []
    for _number in range(size):
        country, zone = draw.choice(PLACES)
        draft = ProfileDraft(
            headline_ko=draw.choice(["개발자", "데이터 엔지니어"]), headline_en="Engineer", country=country,
            time_zone=zone, skills={skill: draw.randint(1, 6) for skill in draw.sample(SKILLS, draw.randint(1, 5))},
            english=draw.choice(["", "A2", "B1", "C1"]), korean=draw.choice(["", "A1", "B2"]),
            rate_minor=draw.choice([2_000_000, 4_000_000, 9_000_000]), rate_currency="KRW",
            weekly_hours=draw.choice([None, 20, 40]), roles=draw.choice([(), ("data-engineer",)]),
            engagement_types=draw.choice([(), ("contractor",), ("eor",)]), work_in=(country,),
            certificates=(Certification("Degree", "School of Saigon"),),
            samples=(Sample("Site", text="A page", part="All of it"),),
        )  # fmt: skip
        if draw.random() < 0.8:
            made.append(matching.talent_with_profile(draft=draft, name=draw.choice(NAMES), country=country))
        else:
            made.append((None, matching.anonymous_profile(country=country, time_zone=zone)))
    return made


def answers(asks: list[Ask] = ASKS) -> list[object]:
    """Everything that matching says of these people; the code is a label of the id."""
    pool = queries.pool(on=now().date())
    found: list[object] = []
    for ask in asks:
        ranking = pool.rank(ask, top=50)
        found.append((ranking.passed, ranking.excluded, [
            (each.candidate_id, each.rank, each.total, each.factors, each.missing, each.kept_for_newcomer)
            for each in ranking.results
        ]))  # fmt: skip
    return found


def state(actors: list[Actor], sexes: list[str], bands: list[str]) -> None:
    version = consent.text(FAIRNESS_FIGURES).version
    for number, actor in enumerate(actors):
        statements.state(
            actor=actor, sex=sexes[number % len(sexes)], age_band=bands[number % len(bands)], language="en",
            version=version, at=now(),
        )  # fmt: skip


@pytest.mark.django_db
def test_no_hidden_attribute_moves_a_rank_or_a_point():
    actors = [actor for actor, _ in crowd(60) if actor]
    before = answers()
    assert sum(len(results) for _, _, results in before) > 60
    draw = random.Random(11)

    for (
        person
    ) in Person.objects.all():  # the name, its script, where the account says that one lives, its language
        person.name, person.name_language = draw.choice(NAMES)[::-1], draw.choice(["", "ko", "vi", "ur"])
        person.country, person.language = draw.choice(PLACES)[0], draw.choice(["ko", "en"])
        person.save()
    state(actors, ["female", "male", "another"], ["under_30", "50_up"])  # sex and age
    for (
        profile
    ) in Profile.objects.all():  # headline, pseudonym, country of residence (the clock stays), permits, years
        profile.headline_ko, profile.headline_en = "어머니, 서울대", "Father of two, MIT, class of 1979"
        profile.pseudonym, profile.country = draw.choice(["가람", "너울"]), draw.choice(PLACES)[0]
        profile.work_in, profile.years = ["KR"], draw.randint(0, 45)
        profile.save()
        profile.certificates.update(issuer="Seoul National University")  # school
        profile.samples.update(title="https://example.org/photo.jpg", part="My portrait")  # photo
    ids = [actor.person_id for actor in actors]
    for one, other in zip(ids[::2], ids[1::2], strict=False):  # even the person: whose account it is
        first, second = Profile.objects.get(person_id=one), Profile.objects.get(person_id=other)
        Profile.objects.filter(pk=second.pk).update(
            origin="csv", origin_key=f"moved-{second.pk}", person=None
        )
        Profile.objects.filter(pk=first.pk).update(person_id=other)
        Profile.objects.filter(pk=second.pk).update(person_id=one)

    assert answers() == before
    queries.forget_pool()
    assert answers() == before


@pytest.mark.django_db
def test_the_comparison_would_notice_what_does_count():
    crowd(20)
    before = answers()
    for profile in Profile.objects.all():
        profile.time_zone = "Asia/Seoul"
        profile.save()
    assert answers() != before


@pytest.mark.django_db
def test_where_a_task_is_limited_to_countries_the_country_of_residence_filters_and_scores_nothing():
    crowd(40)
    limited = [replace(ask, countries=("VN", "IN")) for ask in ASKS]
    lives_in = dict(Profile.objects.values_list("pk", "country"))
    for (_, _, everybody), (_, excluded, results) in zip(answers(), answers(limited), strict=True):
        points = {each[0]: each[2:4] for each in everybody}
        assert {lives_in[each[0]] for each in results} <= {"VN", "IN"}
        assert excluded["country"] > 0
        assert all(each[2:4] == points[each[0]] for each in results if each[0] in points)


def test_the_candidate_is_a_literal_list_without_anything_hidden():
    assert {field.name for field in fields(Candidate)} == {
        "id", "code", "skills", "time_zone", "english", "korean", "rate_minor", "rate_currency", "rate_unit",
        "weekly_hours", "available_from", "engagement_types", "refreshed_on", "roles", "work_modes",
        "available_until", "notice_days", "data_class", "country", "rates", "reputation", "can_be_asked", "is_new",
    }  # fmt: skip
    assert set(COLUMNS) == {
        "country", "time_zone", "languages", "engagement_types", "work_modes", "data_class", "start",
        "available_until", "weekly_hours", "refreshed_on", "reputation", "standing",
    }  # fmt: skip


@pytest.mark.django_db
def test_the_bulk_query_touches_no_table_of_people():
    crowd(3)
    queries.forget_pool()
    with CaptureQueriesContext(connection) as captured:
        queries.pool(on=now().date())
        talent.candidates()
    asked = "\n".join(each["sql"] for each in captured).lower()
    assert "talent_profile" in asked
    for hidden in (
        "accounts_person",
        "voluntarystatement",
        "headline",
        "pseudonym",
        "talent_certificate",
        "worksample",
    ):
        assert hidden not in asked


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_only_the_figures_and_their_owner_read_what_people_stated():
    readers = {
        str(path.relative_to(HOUSE))
        for path in HOUSE.rglob("*.py")
        if any(name.endswith(("queries.statements", "VoluntaryStatement")) for name in _imports(path))
    }
    assert readers <= {
        "accounts/queries/__init__.py",  # the person's own export
        "accounts/queries/statements.py",
        "accounts/services/consent.py",  # deletes it with its consent
        "accounts/services/statements.py",
        "accounts/web/statements.py",
        "matching/queries/fairness.py",
        "operations/demo/fairness.py",
    }


def test_what_ranks_reaches_the_figures_by_no_import():
    begin = [*(HOUSE / "matching" / "engine").glob("*.py"), HOUSE / "matching" / "queries" / "pool.py"]
    begin += [HOUSE / "matching" / "services" / "choosing.py", HOUSE / "talent" / "queries" / "bulk.py"]
    seen, waiting = set(), list(begin)
    while waiting:
        path = waiting.pop()
        if path in seen or "migrations" in path.parts:
            continue
        seen.add(path)
        for name in _imports(path):
            if name.startswith("talentbridge."):
                inner = HOUSE.joinpath(*name.split(".")[1:])
                waiting += [
                    each for each in (inner.with_suffix(".py"), inner / "__init__.py") if each.exists()
                ]
    reached = {str(path.relative_to(HOUSE)) for path in seen}
    assert "matching/engine/score.py" in reached
    assert "talent/queries/bulk.py" in reached
    assert "accounts/queries/statements.py" not in reached
    assert "matching/queries/fairness.py" not in reached


@pytest.mark.django_db
def test_a_statement_changes_no_profile_and_so_nothing_is_matched_anew():
    actor, _ = matching.talent_with_profile()
    place, _ = talent.changes_since(None)
    before = len(talent.changes_since(place)[1])
    state([actor], ["female"], ["30_39"])
    assert len(talent.changes_since(place)[1]) == before
    keeping.confirm(actor=actor, at=now())
    assert len(talent.changes_since(place)[1]) > before
