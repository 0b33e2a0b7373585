"""The home page's numbers are counted, not written."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from talentbridge.engagements.models import Engagement
from talentbridge.operations import queries
from tests.factories import escrow, matching

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def engagement(number: int, deal: escrow.Deal, **fields: object) -> Engagement:
    return Engagement.objects.create(
        pk=deal.case_id, number=f"E-2026-{number:04}", company_id=deal.company.organisation_id,
        **{"opened_at": escrow.T0, **fields},
    )  # fmt: skip


def told(at=escrow.T0) -> dict[str, str]:
    return {figure.label: figure.text for figure in queries.bridge_now(at).figures}


def test_an_empty_bridge_has_nothing_and_claims_no_median():
    now = queries.bridge_now(escrow.T0)
    assert not now.has_anything
    assert [figure.text for figure in now.figures] == ["0", "0", "0"]


def test_running_and_completed_engagements_and_talents_are_counted():
    engagement(1, escrow.deal())
    engagement(2, escrow.deal(), state="stopped")
    engagement(3, escrow.deal(), state="completed", completed_at=escrow.T0)
    matching.talent_with_profile()
    figures = told()
    assert figures["engagements under way"] == "1"
    assert figures["engagements completed"] == "1"
    assert figures["talent profiles, from one country"] == "1"


def test_the_median_counts_from_the_need_to_the_first_release():
    for number, days in enumerate((10, 20, 90), start=1):
        deal = escrow.released()
        engagement(number, deal, opened_at=deal.now - timedelta(days=days))
    engagement(4, escrow.submitted(), opened_at=escrow.T0 - timedelta(days=300))
    figures = told(escrow.T0 + timedelta(days=30))
    assert figures["from a written need to the first release (median)"] == "20 days"


def test_releases_older_than_half_a_year_no_longer_count():
    engagement(1, escrow.released())
    label = "from a written need to the first release (median)"
    assert label in told(escrow.T0 + timedelta(days=100))
    assert label not in told(escrow.T0 + timedelta(days=200))
