"""Figures of the home page and the words about scores."""

from talentbridge.matching.engine import Weights
from talentbridge.operations import rules


def test_every_figure_says_its_source_and_that_it_was_not_checked():
    for figure in (*rules.WHY_A_BRIDGE, rules.APPEAL_SOURCE):
        assert figure.source_name
        assert figure.definition
        assert figure.certainty == "unverified"


def test_the_page_about_scores_tells_the_engines_own_weights():
    usual = Weights()
    assert {factor.key: factor.weight for factor in rules.FACTORS} == {
        key: getattr(usual, key) for key in rules_keys()
    }
    assert sum(factor.weight for factor in rules.FACTORS) == 100


def rules_keys() -> list[str]:
    return list(Weights.__dataclass_fields__)


def test_a_better_rank_stands_higher_in_the_chart():
    points = {point.rank: point.y for point in rules.appeal_points()}
    assert points[35] < points[36] < points[43] < points[49]
