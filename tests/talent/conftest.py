"""Profiles name currencies, and which of them are known is a rule of policy."""

from __future__ import annotations

import pytest

from talentbridge.policy.services import load_reviewed_rules


@pytest.fixture(autouse=True)
def _reference_rates(request: pytest.FixtureRequest) -> None:
    """Reviewed rules in the database of every test that has one."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue(
            "db" if "transactional_db" not in request.fixturenames else "transactional_db"
        )
        load_reviewed_rules()
