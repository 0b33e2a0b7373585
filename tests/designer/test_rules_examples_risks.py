"""Worked examples of risk, time and travel. Sources: domain facts A5 (Supreme Court 2004다29736: eleven factors, four of
them formal; rights; security), A2 (equivalence), A6 (F-1-D), B2 (tests of countries); expectations 4.12 (5), (6).
"""

from datetime import date
from itertools import combinations

import pytest

from talentbridge.designer.rules import FACTORS, Form, Level, Standing, design
from talentbridge.designer.rules.risks import labour_level
from tests.designer.examples import (
    JUDGEMENT,
    UNVERIFIED,
    ask,
    has_line,
    offered,
    option,
    risk,
    texts,
    world,
)

FORMAL = ("work_rules", "base_pay", "wage_tax", "insurance")


def labour(country: str, *factors: str, form: Form = Form.CONTRACTOR, **more) -> Level:
    return risk(option(form, country, factors=factors, **more), "labour").level


# Labour status: the platform says watch from 2 factors of substance, high from 4 -------------------------------------


def test_nothing_points_to_employment():
    found = risk(option(Form.CONTRACTOR, "UA"), "labour")
    assert found.level is Level.LOW
    assert texts(found) == ["Nothing that you said points to employment."]
    assert found.note is not None and found.note.facts == {"count": "0", "all": "11"}


@pytest.mark.parametrize(
    ("factors", "level"),
    [
        (("exclusive",), Level.LOW),  # 1
        (("exclusive", "pay_for_time"), Level.WATCH),  # 2
        (("exclusive", "pay_for_time", "no_risk"), Level.WATCH),  # 3
        (("exclusive", "pay_for_time", "no_risk", "sets_work"), Level.HIGH),  # 4
        (("base_pay",), Level.LOW),  # formal alone: 0 + 1
        (("base_pay", "wage_tax", "insurance", "work_rules"), Level.LOW),  # all formal ones count as one
        (("exclusive", "base_pay"), Level.WATCH),  # 1 + 1
        (("exclusive", "pay_for_time", "no_risk", "wage_tax"), Level.HIGH),  # 3 + 1
    ],
)
def test_the_level_by_factors(factors, level):
    """Ukraine names no sign of its own, so only the factors speak."""
    assert labour("UA", *factors) is level


def test_a_formal_factor_never_lowers():
    """ "The formal ones must not be used to deny status": for every set of seven factors and every formal one."""
    book = world().book
    others = [name for name in FACTORS if name not in FORMAL]
    for size in range(len(others) + 1):
        for chosen in combinations(others, size):
            without = labour_level(ask("UA", factors=chosen), "UA", book)
            for formal in FORMAL:
                assert labour_level(ask("UA", factors=(*chosen, formal)), "UA", book).order >= without.order


def test_every_reason_carries_the_courts_factor_and_a_way_to_lower_it():
    found = risk(option(Form.CONTRACTOR, "UA", factors=("sets_work", "exclusive")), "labour")
    said = [reason for reason in found.reasons if reason.lower]
    assert [row.key for reason in said for row in reason.said.statements] == [
        "labour.factor.sets_work", "labour.factor.exclusive",
    ]  # fmt: skip
    assert {reason.said.certainty for reason in said} == {JUDGEMENT}


def test_an_office_abroad_sets_the_place():
    """On site is a set place: Malaysia's test names it, Ukraine's does not; with one more factor Ukraine is watched too."""
    assert labour("UA", work_mode="on_site") is Level.LOW
    assert labour("MY", work_mode="on_site") is Level.WATCH
    assert labour("UA", "exclusive", work_mode="on_site") is Level.WATCH


@pytest.mark.parametrize("sign", ["direction", "fixed_hours", "company_tools", "reviews"])
def test_polands_inspector_looks_for_four_signs(sign):
    """PIP may reclassify B2B from 2026-07-08; markers: instructions, fixed hours, e-mail and systems, reviews [S]."""
    assert labour("PL", sign, on=date(2026, 7, 8)) is Level.WATCH
    assert labour("PL", sign, on=date(2026, 7, 7)) is Level.LOW
    assert labour("UA", sign, on=date(2026, 7, 8)) is Level.LOW


@pytest.mark.parametrize("country", ["US", "JP", "VN", "IN", "ID", "PH", "CN", "SG", "MY", "PL"])
def test_direction_is_a_sign_in_most_countries(country):
    """B2: control or direction stands in each of these tests."""
    assert labour(country, "direction") is Level.WATCH


def test_vietnam_looks_at_pay_for_time():
    """Labour Code 13: "if paid + managed = labour contract" [U]."""
    assert labour("VN", "pay_for_time") is Level.WATCH


def test_with_an_employer_the_status_is_settled():
    """Own employee: low whatever is said. EOR: the one who directs may be taken for the employer beside it."""
    every = tuple(FACTORS)
    assert labour("VN", *every, form=Form.FIXED_TERM) is Level.LOW
    assert labour("VN", *every, form=Form.EMPLOYMENT, entities=("VN",)) is Level.LOW
    assert labour("VN", form=Form.EOR) is Level.LOW
    assert labour("VN", "direction", form=Form.EOR) is Level.WATCH
    assert labour("VN", "direction", form=Form.VENDOR) is Level.WATCH


# Being there ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sign", "level"),
    [
        ("concludes_contracts", Level.HIGH),
        ("core_business", Level.HIGH),
        ("half_at_home", Level.WATCH),  # OECD 2025, about half of the time [U]: closer look, no more
    ],
)
def test_permanent_establishment(sign, level):
    found = risk(option(Form.CONTRACTOR, "VN", establishment=(sign,)), "establishment")
    assert found.level is level
    assert found.reasons[0].said.certainty is UNVERIFIED  # A4: [U], a questionnaire and no verdict
    assert found.reasons[0].lower


def test_no_sign_of_an_establishment_is_an_open_question_not_a_finding():
    found = risk(option(Form.CONTRACTOR, "VN"), "establishment")
    assert found.level is Level.LOW and found.reasons[0].is_open


def test_a_fixed_term_without_an_entity_is_high():
    assert risk(option(Form.FIXED_TERM, "VN"), "registration").level is Level.HIGH
    own = option(Form.FIXED_TERM, "VN", entities=("VN",))
    assert not [each for each in own.risks if each.area == "registration"]


def test_mongolia_limits_fixed_terms():
    """ "fixed-term only for listed cases" [S]: watched with an entity too."""
    found = risk(option(Form.FIXED_TERM, "MN", entities=("MN",)), "registration")
    assert found.level is Level.WATCH
    assert [row.key for row in found.reasons[0].said.statements] == ["contract.fixed_term"]


# Rights ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [Form.CONTRACTOR, Form.EOR, Form.VENDOR])
def test_co_ownership_is_watched(form):
    """The government's form co-owns in principle; it must be overridden knowingly (A5)."""
    found = risk(option(form, "VN", ip_clause="co_owned"), "rights")
    assert found.level is Level.WATCH
    assert "neither can sell" in found.reasons[0].said.text


@pytest.mark.parametrize(
    ("clause", "level"),
    [("original_acquisition", Level.LOW), ("licence", Level.WATCH), ("co_owned", Level.WATCH)],
)
def test_indias_silent_term_is_five_years(clause, level):
    """s.19(5): an assignment silent on term is 5 years; the bridge's clause says perpetual and worldwide."""
    found = risk(option(Form.CONTRACTOR, "IN", ip_clause=clause), "rights")
    silent = next(reason for reason in found.reasons if "time lapses" in reason.said.text)
    assert silent.level is level
    assert [(rule.key, rule.value, rule.certainty) for rule in silent.said.rules] == [
        ("ip.silent_term", 5, JUDGEMENT),
    ]


# Data, export, identity -----------------------------------------------------------------------------------------------


def test_personal_data_may_go_to_poland():
    """PIPC recognised the EU on 2025-09-16: "Poland = no extra consent"; a day before it was not so."""
    found = risk(option(Form.CONTRACTOR, "PL", data_class="personal"), "data")
    assert found.level is Level.LOW
    assert found.reasons[0].said.certainty is JUDGEMENT
    assert {row.key for row in found.reasons[0].said.statements} == {"data.equivalent"}
    early = option(Form.CONTRACTOR, "PL", data_class="personal", on=date(2025, 9, 15))
    assert risk(early, "data").level is Level.WATCH


@pytest.mark.parametrize("country", ["VN", "IN", "US", "UA", "JP"])
def test_personal_data_elsewhere_are_a_transfer(country):
    """28-8: viewable from abroad is a transfer; all other source countries need consent or 28-8(1)3."""
    found = option(Form.CONTRACTOR, country, data_class="personal")
    assert risk(found, "data").level is Level.WATCH
    assert {"privacy.transfer", "data.transfer"} <= {
        row.key for row in risk(found, "data").reasons[0].said.statements
    }
    assert "transfer" in {step.key for step in found.steps}


def test_no_personal_data_no_question():
    for data_class in ("public", "internal"):
        found = option(Form.CONTRACTOR, "VN", data_class=data_class)
        assert not [each for each in found.risks if each.area == "data"]
    assert risk(option(Form.CONTRACTOR, "VN"), "data").reasons[0].is_open


@pytest.mark.parametrize("form", list(Form))
def test_controlled_technology_blocks_every_form(form):
    """ "Hard gate: overseas staffing blocked until a recorded approval" (A5): no figure, high."""
    found = option(form, "VN", export="yes", entities=("VN",))
    assert found.standing is Standing.BLOCKED
    assert found.level is Level.HIGH
    assert found.lines == () and found.month is None
    assert {"export.gate", "export.nct", "export.strategic"} <= {row.key for row in found.why[0].statements}


@pytest.mark.parametrize(("answer", "level"), [("permitted", Level.WATCH), ("", Level.LOW), ("no", None)])
def test_export_answers(answer, level):
    found = offered(Form.CONTRACTOR, "UA", export=answer)
    areas = {each.area: each.level for each in found.risks}
    assert areas.get("export") is level
    assert ("export" in {step.key for step in found.steps}) is (answer != "no")


@pytest.mark.parametrize(
    "flag", ["no_video", "third_party_payout", "many_addresses", "inconsistent", "unreachable"]
)
def test_a_red_flag_is_high(flag):
    """US advisory of 2022-05-16 [S]: a coordinator looks before any access."""
    found = risk(option(Form.CONTRACTOR, "UA", identity=(flag,)), "identity")
    assert found.level is Level.HIGH
    assert found.reasons[0].said.statements


def test_a_payout_in_china_is_looked_at_twice_but_no_accusation():
    """B2: payout via a Chinese bank "is also a DPRK red flag" [U]: watch, not high; no other country by itself."""
    assert risk(option(Form.CONTRACTOR, "CN"), "identity").level is Level.WATCH
    assert not [each for each in option(Form.CONTRACTOR, "UA").risks if each.area == "identity"]


# Time and travel ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "weeks"),
    [
        (Form.CONTRACTOR, (1, 2)),
        (Form.EOR, (2, 4)),
        (Form.VENDOR, (2, 4)),
        (Form.FIXED_TERM, (8, 16)),
        (Form.EMPLOYMENT, (8, 16)),
    ],
)
def test_weeks_to_start(form, weeks):
    """The platform's judgement without a source: marked unverified."""
    found = option(form, "VN", entities=("VN",))
    assert found.weeks == weeks
    assert found.weeks_said is not None and found.weeks_said.certainty is UNVERIFIED


def test_remote_work_needs_no_visa():
    visa = design(ask("VN"), world()).visa
    assert [said.text for said in visa] == ["Nobody travels: no visa is needed for remote work from home."]


@pytest.mark.parametrize("travel", [{"days_in_korea": 14}, {"relocation": True}])
def test_f_1_d_is_refused_with_its_reason(travel):
    """A6: F-1-D may not work for Korean companies or earn Korean income; it must not be offered."""
    visa = design(ask("VN", **travel), world()).visa
    refusal = next(said for said in visa if "F-1-D" in said.text)
    assert "cannot be used" in refusal.text and "Korean companies" in refusal.text
    assert refusal.certainty is not None
    assert not any(
        "f-1-d" in row.key and row.key != "visa.f-1-d.work" for said in visa for row in said.statements
    )


def test_relocation_names_the_way_back():
    visa = design(ask("VN", relocation=True), world()).visa
    assert visa[-1].text.startswith("And back:")


def test_a_contractors_terms_of_japan():
    """Freelance Act 2024-11-01: pay within 60 days, 30 days' notice [S]; not among an employee's terms."""
    keys = {rule.key for said in offered(Form.CONTRACTOR, "JP").terms for rule in said.rules}
    assert "pay.within" in keys
    assert "pay.within" not in {r.key for said in offered(Form.EOR, "JP").terms for r in said.rules}


def test_contracts_in_indonesian():
    """B2: contract in Indonesian language required [S papaya]."""
    assert "language" in {step.key for step in offered(Form.CONTRACTOR, "ID").steps}
    assert "language" not in {step.key for step in offered(Form.CONTRACTOR, "UA").steps}


def test_malaysia_asks_something_of_platforms():
    """Gig Workers Act 2025 (Act 872): check whether we are a platform provider."""
    assert "platform" in {step.key for step in offered(Form.CONTRACTOR, "MY").steps}
    assert not has_line(offered(Form.CONTRACTOR, "MY"), "Thirteenth month")
