"""Figures of the home page and the words about scores."""

from talentbridge.operations import rules


def test_every_figure_says_its_source_and_that_it_was_not_checked():
    for figure in (*rules.WHY_A_BRIDGE, rules.APPEAL_SOURCE):
        assert figure.source_name
        assert figure.definition
        assert figure.certainty == "unverified"


def test_a_better_rank_stands_higher_in_the_chart():
    points = {point.rank: point.y for point in rules.appeal_points()}
    assert points[35] < points[36] < points[43] < points[49]
