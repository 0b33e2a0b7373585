"""After every test around money, the books are checked."""

import pytest


@pytest.fixture(autouse=True)
def books_are_in_order(request):
    yield
    if request.node.get_closest_marker("django_db"):
        from talentbridge.escrow import queries

        assert queries.self_check() == []
