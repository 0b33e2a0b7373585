"""An address is a key: who adds one can reset the password with it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import people

pytestmark = pytest.mark.django_db


def test_changing_addresses_asks_for_a_fresh_proof():
    actor = people.talent_actor()
    stale = people.sign_in(Client(), actor, proven=False)
    answer = stale.post("/account/email/", {"email": "thief@example.test", "action_add": ""})
    assert answer.status_code == 302
    assert "/step-up/" in answer.headers["Location"]

    fresh = people.sign_in(Client(), actor)
    assert fresh.get("/account/email/").status_code == 200
