"""Two people decide at the same moment, against the real database."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Refused
from talentbridge.matching import services
from talentbridge.matching.models import Selection
from tests.factories import matching

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_two_choices_at_once_are_one_choice():
    made = matching.listed()
    _, other = matching.talent_with_profile()
    shortlist = services.make_shortlist(actor=made.case.coordinator, case_id=made.case.case_id, at=now())
    colleague = matching.second_member(made.case.company)

    def decide(who, profile):
        try:
            services.decide(
                actor=who, shortlist_id=shortlist.pk, profile_id=profile.pk, reason=matching.REASON, at=now()
            )
        except Refused as refused:
            return refused.decision.code
        else:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        choices = [
            both.submit(decide, who, profile)
            for who, profile in ((made.case.company, made.profile), (colleague, other))
        ]
        said = sorted(choice.result() for choice in choices)
    assert said == ["", "matching.already_chosen"]
    assert Selection.objects.count() == 1
