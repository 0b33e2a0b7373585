"""Worked examples of the whole answer: what is recommended, what a change does, what is kept; and what holds for every
question. Sources: issue 4 point 3 ("What would change the answer", recommendation), domain facts E2, E5.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from talentbridge.designer.rules import (
    COUNTRIES,
    Advice,
    Form,
    Kind,
    Level,
    Line,
    Span,
    Standing,
    advise,
    changes_of,
    design,
    option_from_json,
    option_to_json,
)
from talentbridge.kernel.money import Money
from talentbridge.policy.rules import IpClause, withholding
from talentbridge.policy.rules.rows import least
from tests.designer.examples import ask, line, offered, one, option, world
from tests.designer.test_rules_examples_asking import ASKS

DIRECTED = ("direction", "fixed_hours", "pay_for_time", "sets_work")


def advice(country: str, **more) -> Advice:
    found = advise(design(ask(country, **more), world()))
    assert found is not None
    return found


# What is recommended --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("country", ["UA", "VN", "IN", "PL", "JP"])
def test_nothing_points_to_employment(country):
    found = advice(country)
    assert found.option.form is Form.CONTRACTOR
    assert found.reasons[0].text.startswith("Nothing that you said points to employment")
    assert found.second is not None and found.second.form is not Form.CONTRACTOR


@pytest.mark.parametrize("country", ["UA", "VN", "IN", "PL", "JP"])
def test_fixed_hours_and_direction_need_an_employer(country):
    """Four factors of substance are high for a contractor; a fixed term needs a registration: so an EOR."""
    found = advice(country, factors=DIRECTED)
    assert found.option.form is Form.EOR
    assert found.reasons[0].text.startswith("What you said points to employment")


@pytest.mark.parametrize("country", ["UA", "VN", "IN", "PL", "JP"])
def test_with_an_entity_of_ones_own_employment(country):
    found = advice(country, factors=DIRECTED, entities=(country,))
    assert found.option.form is Form.EMPLOYMENT
    assert any("entity there" in said.text for said in found.reasons)


def test_the_price_of_less_risk_is_told():
    """Ukraine, 6,000,000, directed: EOR = pay + 22 % 1,320,000 + 599 USD 838,600 + 3 % 180,000 = 8,338,600; a contractor
    6,180,000; the difference 2,158,600."""
    found = advice("UA", factors=DIRECTED)
    assert found.option.month == one("8338600")
    told = next(said for said in found.reasons if "more" in said.facts)
    assert told.facts["more"] == "2,158,600"


def test_nothing_is_recommended_where_nothing_can_be_offered():
    assert advise(design(ask("VN", export="yes"), world())) is None


# What a change does ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "before"),
    [("UA", "6000000"), ("IN", "5802000"), ("VN", "5802000")],  # 6,000,000 less nothing, or less 3.3 %
)
def test_when_the_clause_becomes_a_licence(country, before):
    """6,000,000 - 22 % = 4,680,000 left; the company pays the same 6,180,000; the level goes up."""
    asked = ask(country)
    chosen = offered(Form.CONTRACTOR, country)
    change = next(each for each in changes_of(asked, chosen, world()) if each.key == "licence")
    assert change.difference.net == (one(before), one("4680000"))
    assert change.difference.month is None
    assert chosen.month == one("6180000")
    assert change.ask.ip_clause is IpClause.LICENCE


def test_when_the_licence_becomes_an_assignment():
    """Back again: 4,680,000 becomes 6,000,000 in Ukraine, watch becomes low."""
    asked = ask("UA", ip_clause="licence")
    chosen = offered(Form.CONTRACTOR, "UA", ip_clause="licence")
    change = next(each for each in changes_of(asked, chosen, world()) if each.key == "assignment")
    assert change.difference.net == (one("4680000"), one("6000000"))
    assert change.difference.level == (Level.WATCH, Level.LOW)


def test_papers_under_a_licence():
    """India: 6,000,000 - 1,320,000 = 4,680,000 without papers; - 10 % 600,000 = 5,400,000 with them."""
    asked = ask("IN", ip_clause="licence")
    chosen = offered(Form.CONTRACTOR, "IN", ip_clause="licence")
    change = next(each for each in changes_of(asked, chosen, world()) if each.key == "papers")
    assert change.difference.net == (one("4680000"), one("5400000"))


def test_a_tax_partners_finding():
    """India: 5,802,000 becomes 6,000,000. In Ukraine the finding changes nothing, so it is not shown."""
    chosen = offered(Form.CONTRACTOR, "IN")
    change = next(each for each in changes_of(ask("IN"), chosen, world()) if each.key == "independent")
    assert change.difference.net == (one("5802000"), one("6000000"))
    shown = changes_of(ask("UA"), offered(Form.CONTRACTOR, "UA"), world())
    assert "independent" not in {each.key for each in shown}


def test_being_directed_changes_the_recommendation():
    change = next(
        each
        for each in changes_of(ask("UA"), offered(Form.CONTRACTOR, "UA"), world())
        if each.key == "directed"
    )
    assert change.difference.level == (Level.LOW, Level.HIGH)
    assert change.difference.factors == (0, 4)
    assert change.difference.advice == (Form.CONTRACTOR, Form.EOR)


def test_two_weeks_in_korea():
    """14 of 182.5 days: 6,000,000 x 14/182.5 = 460,274; 20 % 92,055; local 9,205.5, to the even 9,206; 101,261 in all;
    left 5,898,739."""
    change = next(
        each for each in changes_of(ask("UA"), offered(Form.CONTRACTOR, "UA"), world()) if each.key == "visit"
    )
    assert change.difference.net == (one("6000000"), one("5898739"))


def test_a_change_that_changes_nothing_is_not_shown():
    for each in changes_of(ask("UA"), offered(Form.CONTRACTOR, "UA"), world()):
        assert each.difference


# What holds for every question ----------------------------------------------------------------------------------------


def spans(found) -> list[Span]:
    kept = [found.month, found.month_local, found.year, found.engagement, found.deposit, found.leaving,
            found.withheld, found.net, found.net_local]  # fmt: skip
    lines = [span for each in found.lines for span in (each.won, each.local)]
    return [span for span in (*kept, *lines) if span is not None]


def totalled(lines: list[Line]) -> tuple[int, int]:
    return sum(each.won.low.minor for each in lines), sum(each.won.high.minor for each in lines)


def ends(span: Span | None) -> tuple[int, int]:
    assert span is not None
    return span.low.minor, span.high.minor


@settings(max_examples=60)
@given(ASKS, st.sampled_from(sorted(COUNTRIES)))
def test_every_answer_adds_up(question, country):
    """Totals are the sums of their lines, low is never above high, net is pay less tax, and the mark is the worst line's."""
    question = replace(question, countries=(country,), forms=tuple(Form), export="no")
    for found in design(question, world()).options:
        assert all(span.low.minor <= span.high.minor for span in spans(found))
        if found.standing is not Standing.OFFERED:
            assert found.month is None and found.lines == ()
            continue
        by = {kind: [each for each in found.lines if each.kind is kind] for kind in Kind}
        assert ends(found.month) == totalled(by[Kind.PAY] + by[Kind.ON_TOP])
        assert ends(found.year) == tuple(12 * each for each in ends(found.month))
        assert ends(found.engagement) == tuple(question.months * each for each in ends(found.month))
        assert ends(found.deposit) == totalled([each for each in by[Kind.ONCE] if each.returns])
        assert ends(found.leaving) == totalled([each for each in by[Kind.ONCE] if not each.returns])
        assert ends(found.withheld) == totalled(by[Kind.WITHHELD])
        pay, tax = totalled(by[Kind.PAY]), ends(found.withheld)
        assert ends(found.net) == (pay[0] - tax[1], pay[1] - tax[0])
        assert ends(found.net)[0] >= 0
        assert found.certainty is least(each.certainty for each in found.lines if each.certainty)


@settings(max_examples=40)
@given(ASKS, st.sampled_from(sorted(COUNTRIES)))
def test_every_option_is_kept_whole(question, country):
    """Kept as JSON with an engagement, it comes back equal, with every row it rests on."""
    for found in design(replace(question, countries=(country,)), world()).options:
        assert option_from_json(option_to_json(found)) == found


KEPT = (
    Path(__file__).parent / "kept_2026_12.json"
)  # an EOR in India, as version 0.3.0 kept it; never written again


def test_what_an_older_version_kept_can_be_read_for_ever():
    """Engagements live for years: a change of the designer's words must not take their figures away."""
    found = option_from_json(json.loads(KEPT.read_text(encoding="utf-8")))
    assert (found.country, found.form, found.standing) == ("IN", Form.EOR, Standing.OFFERED)
    assert found.month == one("7047400")
    assert found.level is Level.WATCH
    assert all(row.source_name for each in found.lines for row in each.how.rules)


def test_a_word_that_left_the_code_is_not_read_as_another():
    with pytest.raises(ValidationError):
        option_from_json(json.loads(KEPT.read_text(encoding="utf-8")) | {"form": "posted"})


# Pakistan stands apart below: whether its clause applies is not settled, so there the designer shows more than is taken.
SETTLED = sorted(set(COUNTRIES) - {"PK"})


@pytest.mark.parametrize("clause", list(IpClause))
@pytest.mark.parametrize("country", SETTLED)
def test_the_designer_and_the_release_take_the_same(country, clause):
    """Default answers, work abroad: the high end is what `policy.rules.withholding` takes when money is released."""
    gross = Money(4_505_517, "KRW")
    taken = withholding(
        gross=gross, place_of_work="abroad", country=country, ip_clause=clause, find=world().book.find
    ).total
    found = offered(Form.CONTRACTOR, country, "4505517", ip_clause=clause)
    assert found.withheld == Span.of(taken)


@pytest.mark.parametrize("clause", list(IpClause))
def test_pakistan_shows_what_may_come_beside_what_is_taken(clause):
    """Without a licence the release takes nothing, the low end; 3.3 % of 6,000,000 = 198,000 may be asked for [U]."""
    taken = withholding(
        gross=Money(6_000_000, "KRW"), place_of_work="abroad", country="PK", ip_clause=clause,
        find=world().book.find,
    ).total  # fmt: skip
    found = offered(Form.CONTRACTOR, "PK", ip_clause=clause)
    assert found.withheld is not None
    assert found.withheld.low == taken
    assert found.withheld.high == Money(1_320_000 if clause is IpClause.LICENCE else 198_000, "KRW")


def test_the_same_question_twice_is_the_same_answer():
    assert option(Form.EOR, "VN") == option(Form.EOR, "VN")
    assert line(option(Form.EOR, "VN"), "Fee of the EOR").won == one("838600")
