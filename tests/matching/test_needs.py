"""From a need in plain words to an explained list."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from talentbridge.kernel.errors import Invalid
from talentbridge.matching.services import match_need
from talentbridge.policy.services import load_reviewed_rules
from tests.factories import matching

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, tzinfo=UTC)
KOREAN = "파이썬으로 재고 데이터를 모아야 합니다. 파이썬은 필수입니다. 예산은 월 600만원, 기간은 3개월입니다."
ENGLISH = "We need a data engineer: Python is required. Airflow is a plus. English B2 for the daily call."


@pytest.fixture(autouse=True)
def _rates():
    load_reviewed_rules()


@pytest.mark.parametrize(("text", "language"), [(KOREAN, "ko"), (ENGLISH, "en")])
def test_a_need_becomes_a_list_with_reasons_in_the_reader_s_language(text: str, language: str):
    _actor, profile = matching.talent_with_profile()
    matching.anonymous_profile(skills={"rust": 4})
    report = match_need(text=text, top=10, at=AT, language=language)
    assert [result.code for result in report.ranking.results] == [profile.code]
    told = "\n".join(report.lines())
    assert profile.pseudonym in told
    assert {"ko": "파이썬 4", "en": "Python 4"}[language] in told
    assert "{" not in told


def test_machines_get_plain_values_in_a_stable_shape():
    matching.talent_with_profile()
    answer = match_need(text=ENGLISH, top=5, at=AT, language="en").to_json()
    assert set(answer) == {
        "version", "language", "need", "ask", "pool", "passed", "parts", "lacking", "eased", "results", "excluded",
        "relaxations",
    }  # fmt: skip
    [result] = json.loads(json.dumps(answer))["results"]
    assert set(result) == {
        "rank",
        "code",
        "pseudonym",
        "headline",
        "total",
        "can_be_invited",
        "factors",
        "missing",
    }
    assert result["can_be_invited"] is True
    assert round(sum(factor["points"] for factor in result["factors"]), 1) == result["total"]


def test_when_nobody_fits_the_nearest_are_shown_and_it_is_said():
    matching.anonymous_profile(skills={"python": 1})
    report = match_need(text=KOREAN, top=5, at=AT, language="ko")
    assert (report.ranking.passed, report.eased) == (0, ("skill:python",))
    assert len(report.shown.results) == 1
    assert report.to_json()["eased"] == ["skill:python"]


def test_an_empty_bridge_answers_too():
    report = match_need(text=KOREAN, top=5, at=AT, language="ko")
    assert (report.ranking.pool, report.shown.results) == (0, ())
    assert list(report.lines())


@pytest.mark.parametrize(
    "text", ["", "   ", "가" * 60_000, "<div><p></p></div>" * 50, "Мы ищем разработчика на полный день"]
)
def test_what_is_no_need_is_refused_with_a_reason(text: str):
    with pytest.raises(Invalid) as invalid:
        match_need(text=text, top=5, at=AT, language="ko")
    assert set(invalid.value.fields) == {"text"}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_documented_needs_ask_for_what_they_say(language: str):
    example = Path(__file__).resolve().parents[2] / "docs" / "examples" / f"need-{language}.txt"
    ask = match_need(text=example.read_text(encoding="utf-8"), top=1, at=AT, language=language).ask
    assert ask.budget_krw_month and ask.overlap_hours == 2 and ask.english == "B2"
    assert any(wish.is_must for wish in ask.skills)


def test_the_engine_reads_no_file_of_the_survey():
    root = Path(__file__).resolve().parents[2] / "src"
    assert not [path for path in root.rglob("*.py") if "shared/data" in path.read_text(encoding="utf-8")]
