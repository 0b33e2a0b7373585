"""What is published: the choices, the pay of a month, and schema.org's words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from talentbridge.demand.rules import TaskDraft, public
from talentbridge.demand.rules.public import Choices, Posting
from talentbridge.kernel.money import Money

TODAY = date(2026, 11, 23)
CHOICES = Choices(
    names_company=False, sector="energy", description_ko="", description_en="A pipeline for sensor data. " * 5,
    countries=("VN", "IN"), valid_through=date(2026, 12, 23),
)  # fmt: skip
DRAFT = TaskDraft(
    title_ko="파이프라인", title_en="Pipeline", budget=Money(18_000_000, "KRW"), weeks=13,
    engagement_types=("contractor",), starts_on=date(2027, 1, 4),
)  # fmt: skip


def posting(**changes: object) -> Posting:
    draft, choices = DRAFT, CHOICES
    for name, value in changes.items():
        if hasattr(choices, name):
            choices = replace(choices, **{name: value})
        else:
            draft = replace(draft, **{name: value})
    return public.posting(draft, choices, company=("햇빛에너지", "Haetbit Energy"), skills={})


def data(shown: Posting) -> dict:
    return public.job_posting(
        shown,
        language="en",
        company="X",
        url="https://bridge.example/tasks/1/",
        identifier="1",
        posted="2026-11-23",
    )


def test_every_property_that_search_engines_ask_for_is_there():
    said = data(posting())
    assert said["@context"] == "https://schema.org/"
    assert said["@type"] == "JobPosting"
    assert said["title"] == "Pipeline"
    assert said["description"].startswith("<p>A pipeline")
    assert (said["datePosted"], said["validThrough"]) == ("2026-11-23", "2026-12-23T23:59:59+09:00")
    assert said["hiringOrganization"] == {"@type": "Organization", "name": "X"}
    assert said["jobLocationType"] == "TELECOMMUTE"
    assert said["applicantLocationRequirements"] == [
        {"@type": "Country", "name": "IN"}, {"@type": "Country", "name": "VN"},
    ]  # fmt: skip
    assert said["employmentType"] == ["CONTRACTOR"]
    assert said["baseSalary"]["currency"] == "KRW"
    assert said["baseSalary"]["value"]["unitText"] == "MONTH"


def test_the_salary_is_a_months_share_of_the_budget():
    assert public.monthly(posting()) == Money(
        6_010_000, "KRW"
    )  # 18,000,000 over 13 weeks of 365/84 a month: 6,016,483
    assert public.monthly(posting(budget=Money(100_000, "USD"), weeks=52)).currency == "USD"


@pytest.mark.parametrize(
    ("kinds", "hours", "words"),
    [
        (("employment",), 40, ["FULL_TIME"]),
        (("employment", "contractor"), None, ["CONTRACTOR", "FULL_TIME"]),
        (("fixed_term",), 20, ["PART_TIME", "TEMPORARY"]),
        ((), None, ["CONTRACTOR"]),
    ],
)
def test_forms_of_engagement_in_schema_orgs_words(kinds, hours, words):
    assert data(posting(engagement_types=kinds, weekly_hours=hours))["employmentType"] == words


def test_work_on_site_has_a_place_and_is_no_telework():
    said = data(posting(work_mode="hybrid"))
    assert "jobLocationType" not in said
    assert said["jobLocation"]["address"]["addressCountry"] == "KR"


def test_markup_in_a_description_stays_text():
    said = data(posting(description_en="<script>alert(1)</script>\n\nR&D " + "x" * 100))
    assert said["description"].startswith("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p><p>R&amp;D ")


def test_without_the_name_the_companys_name_is_nowhere():
    assert "Haetbit" not in str(posting().to_json())
    assert "햇빛" not in str(posting().to_json())
    assert posting(names_company=True).company_en == "Haetbit Energy"


def test_need_scope_and_criteria_never_go_out():
    secret = "trade secret"
    inside = replace(
        DRAFT,
        **{
            f"{name}_{language}": secret
            for name in ("problem", "in_scope", "out_of_scope", "hand_over", "growth")
            for language in ("ko", "en")
        },
    )
    assert secret not in str(public.posting(inside, CHOICES, company=("A", "A"), skills={}).to_json())


def test_what_was_stored_comes_back_the_same_and_any_change_changes_the_fingerprint():
    shown = posting()
    assert Posting.from_json(shown.to_json()) == shown
    assert posting(description_en="Another text of enough letters. " * 4).fingerprint() != shown.fingerprint()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"description_en": "short"}, "description_en"),
        ({"description_en": "x" * 5_000}, "description_en"),
        ({"sector": ""}, "sector"),
        ({"sector": "magic"}, "sector"),
        ({"countries": ()}, "countries"),
        ({"valid_through": TODAY}, "valid_through"),
        ({"valid_through": date(2027, 6, 1)}, "valid_through"),
    ],
)
def test_choices_that_cannot_be_published_say_so_at_their_field(change, field):
    assert field in public.choice_problems(replace(CHOICES, **change), TODAY)
    assert not public.choice_problems(CHOICES, TODAY)


@pytest.mark.parametrize(
    ("state", "draft", "code"),
    [
        ("draft", DRAFT, "demand.publish_not_agreed"),
        ("proposed", DRAFT, "demand.publish_not_agreed"),
        ("approved", replace(DRAFT, budget=None), "demand.publish_no_pay"),
        ("approved", replace(DRAFT, weeks=None), "demand.publish_no_pay"),
    ],
)
def test_only_an_agreed_task_with_its_pay_is_published(state, draft, code):
    assert public.can_publish(state, draft).code == code
    assert public.can_publish("approved", DRAFT)
