"""The fairness figures: counted as they should be, for those who may see them, without small counts."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talentbridge.accounts.queries import consent
from talentbridge.accounts.rules import FAIRNESS_FIGURES
from talentbridge.accounts.services import statements
from talentbridge.kernel.actor import Role
from talentbridge.kernel.clock import now
from talentbridge.matching import services
from talentbridge.matching.engine import Weights
from talentbridge.matching.queries import fairness as queries
from talentbridge.matching.rules import impact
from talentbridge.matching.rules.requests import SEOUL
from talentbridge.policy.services import load_reviewed_rules
from talentbridge.talent import services as keeping
from tests.factories import demand, matching, people

pytestmark = pytest.mark.django_db

FITTING = vars(matching.FITTING)


def draft(**changes):
    return type(matching.FITTING)(**{**FITTING, **changes})


def crowd(**by_country: tuple[int, int]) -> dict[str, list]:
    """Country → talents, of whom so many of so many meet every condition of a usual task."""
    made = {}
    for country, (fitting, of) in by_country.items():
        made[country] = [
            matching.talent_with_profile(
                draft=draft(country=country, english="C1" if number < fitting else "A1")
            )
            for number in range(of)
        ]
    return made


def shortlist(**kwargs):
    case = demand.approved_case()
    return case, services.make_shortlist(actor=case.coordinator, case_id=case.case_id, at=now(), **kwargs)


def this_quarter() -> impact.Period:
    return impact.quarter_of(now().astimezone(SEOUL).date())


def row(table: impact.Table, key: str) -> impact.Row:
    return next(each for each in table.rows if each.key == key)


def test_people_are_counted_once_a_task_and_anonymous_profiles_never():
    crowd(VN=(10, 20), IN=(10, 11))
    matching.anonymous_profile(country="VN")
    case, _ = shortlist()
    services.make_shortlist(actor=case.coordinator, case_id=case.case_id, at=now())
    shortlist()
    found = queries.figures(this_quarter(), 0.8)
    assert (found.lists, found.tasks, found.decisions) == (3, 2, 0)
    table = found.tables["country"]
    assert row(table, "VN").counts[:2] == (40, 20)
    assert row(table, "IN").counts[:2] == (22, 20)
    assert row(table, "VN").steps[0].ratio == pytest.approx(0.5 / (20 / 22))
    assert row(table, "VN").steps[0].is_low
    assert not row(table, "IN").steps[0].is_low
    assert row(table, "VN").counts[2:] == (0, 0)


def test_who_came_later_or_had_left_was_not_considered():
    made = crowd(VN=(10, 12))
    actor, _ = made["VN"][-1]
    keeping.opt_out(actor=actor, at=now() - timedelta(days=2))
    _, later = made["VN"][-2]
    type(later).objects.filter(pk=later.pk).update(registered_at=now() + timedelta(days=2))
    shortlist()
    assert row(queries.figures(this_quarter(), 0.8).tables["country"], "VN").counts[0] == 10


def test_choices_and_answers_are_counted_and_other_weights_noted():
    made = matching.listed()
    weights = Weights(skills=50)
    selection = services.decide(
        actor=made.case.company, shortlist_id=made.shortlist.pk, profile_id=made.profile.pk, reason=matching.REASON,
        at=now(), weights=weights,
    )  # fmt: skip
    services.answer(actor=made.talent, selection_id=selection.pk, accept=True, at=now())
    found = queries.figures(this_quarter(), 0.8)
    assert (found.decisions, found.reweighed) == (1, 1)
    assert found.used[0].version == made.shortlist.engine_version
    assert "skills 30" in found.used[0].weights
    assert found.tables["country"].rows == ()  # one person: nothing is shown


def test_other_quarters_are_not_in_it():
    crowd(VN=(10, 10))
    case = demand.approved_case()
    services.make_shortlist(actor=case.coordinator, case_id=case.case_id, at=datetime(2025, 2, 3, tzinfo=UTC))
    assert queries.figures(this_quarter(), 0.8).lists == 0
    assert queries.figures(impact.Period(2025, 1), 0.8).lists == 1
    assert queries.periods(now().date(), running=True)[0].key == "2025-1"


def test_a_list_at_midnight_in_seoul_belongs_to_the_quarter_that_begins():
    crowd(VN=(1, 1))
    case = demand.approved_case()
    at = datetime(2026, 9, 30, 15, 0, tzinfo=UTC)  # 1 October, 00:00 in Seoul
    services.make_shortlist(actor=case.coordinator, case_id=case.case_id, at=at)
    assert queries.figures(impact.Period(2026, 4), 0.8).lists == 1
    assert queries.figures(impact.Period(2026, 3), 0.8).lists == 0


def state(actor, sex, age_band=""):
    version = consent.text(FAIRNESS_FIGURES).version
    statements.state(actor=actor, sex=sex, age_band=age_band, language="en", version=version, at=now())


def test_voluntary_statements_are_counted_apart_and_leave_with_their_consent():
    made = crowd(VN=(12, 24), IN=(5, 10))
    for number, (actor, _) in enumerate(made["VN"]):
        state(actor, "female" if number % 2 else "male", "30_39")
    shortlist()
    found = queries.figures(this_quarter(), 0.8)
    sexes = found.tables["sex"]
    assert {each.key: each.counts[0] for each in sexes.rows} == {"female": 12, "male": 12, impact.OTHER: 10}
    assert {each.key for each in found.tables["age_band"].rows} == {"30_39", impact.OTHER}
    for actor, _ in made["VN"][:3]:
        statements.forget(actor=actor, at=now())
    anew = queries.figures(this_quarter(), 0.8).tables["sex"]
    assert {each.key: each.counts[0] for each in anew.rows} == {"female": 11, impact.OTHER: 23} or {
        each.key: each.counts[0] for each in anew.rows
    } == {"female": 11, "male": 10, impact.OTHER: 13}


def test_more_lists_do_not_ask_more_queries():
    crowd(VN=(10, 10))
    counts = []
    for _number in range(2):
        shortlist()
        with CaptureQueriesContext(connection) as captured:
            queries.figures(this_quarter(), 0.8)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 8


# The page -----------------------------------------------------------------------------------------------------


SEES = {Role.OPERATOR, Role.INSTITUTION, Role.GOVERNMENT, Role.RESEARCHER}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM], ids=str)
def test_who_sees_the_figures(role):
    client = people.sign_in(Client(), people.actor(role))
    for name in ("fairness", "fairness-csv"):
        status = client.get(reverse(f"matching:{name}")).status_code
        assert status == (404 if name == "fairness-csv" else 200) if role in SEES else status == 403
    assert client.get("/api/v1/matching/fairness").status_code == (200 if role in SEES else 403)


def test_a_running_quarter_is_for_operators_only():
    crowd(VN=(10, 10))
    shortlist()
    operator = people.sign_in(Client(), people.operator_actor())
    assert operator.get(reverse("matching:fairness")).context["figures"].lists == 1
    researcher = people.sign_in(Client(), people.actor(Role.RESEARCHER))
    asked = {"quarter": this_quarter().key}
    assert researcher.get(reverse("matching:fairness"), asked).context["figures"] is None
    assert researcher.get("/api/v1/matching/fairness", asked).json()["rows"] == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_marks_a_low_ratio_and_names_its_rule(language):
    load_reviewed_rules()
    crowd(VN=(10, 40), IN=(10, 11))
    shortlist()
    client = people.sign_in(Client(), people.operator_actor())
    client.cookies["language"] = language
    page = client.get(reverse("matching:fairness")).content.decode()
    assert ("낮음" if language == "ko" else ">low<") in page
    assert ("확인되지 않음" if language == "ko" else "Not verified") in page
    assert ("베트남" if language == "ko" else "Vietnam") in page


def test_hidden_figures_are_empty_cells_in_the_file():
    made = crowd(VN=(12, 20), IN=(3, 20), ID=(0, 20))
    shortlist()
    client = people.sign_in(Client(), people.operator_actor())
    answer = client.get(reverse("matching:fairness-csv"))
    text = b"".join(answer.streaming_content).decode().lstrip("\ufeff")
    rows = {(each["by"], each["group"], each["stage"]): each for each in csv.DictReader(io.StringIO(text))}
    assert rows["country", "IN", "listed"]["count"] == ""
    assert rows["country", "IN", "listed"]["rate"] == ""
    assert sum(rows["country", group, "listed"]["count"] == "" for group in made) == 2
    assert rows["country", "ID", "listed"]["count"] == "0"
    assert rows["country", "all", "listed"]["count"] == "15"
    assert rows["country", "IN", "considered"]["count"] == "20"
