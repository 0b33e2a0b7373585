"""Sex and age band for the fairness figures: stated under a consent of their own, and gone with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from talentbridge.accounts.models import Consent, VoluntaryStatement
from talentbridge.accounts.queries import consent, everything_about, statements
from talentbridge.accounts.rules import FAIRNESS_FIGURES
from talentbridge.accounts.services import consent as ledger
from talentbridge.accounts.services import statements as services
from talentbridge.audit.models import AuditEvent
from talentbridge.kernel.actor import Role
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Denied, Invalid, Refused
from tests.factories import people

pytestmark = pytest.mark.django_db


def state(actor, **said):
    version = consent.text(FAIRNESS_FIGURES).version
    given = {"sex": "female", "age_band": "30_39", "version": version, "language": "en", "at": now()} | said
    return services.state(actor=actor, **given)


def test_it_is_kept_under_its_own_consent_and_not_in_the_log():
    talent = people.talent_actor()
    state(talent)
    assert statements.stated() == {talent.person_id: ("female", "30_39")}
    assert consent.consent_in_force(talent.person_id, None, FAIRNESS_FIGURES).items == ["sex", "age_band"]
    assert not any("female" in str(event.facts) for event in AuditEvent.objects.all())
    state(talent, sex="", age_band="40_49")
    assert statements.stated() == {talent.person_id: ("", "40_49")}
    assert Consent.objects.filter(purpose=FAIRNESS_FIGURES).count() == 1


@pytest.mark.parametrize("how", ["its own page", "the list of consents"])
def test_it_is_deleted_when_the_consent_ends(how):
    talent = people.talent_actor()
    state(talent)
    if how == "its own page":
        services.forget(actor=talent, at=now())
    else:
        ledger.withdraw(actor=talent, consent_id=Consent.objects.get().pk, at=now())
    assert not VoluntaryStatement.objects.exists()
    assert statements.stated() == {}
    with pytest.raises(Refused):
        services.forget(actor=talent, at=now())
    state(talent)
    assert statements.stated()


@pytest.mark.parametrize(
    ("said", "field"),
    [({"sex": "", "age_band": ""}, ""), ({"sex": "x"}, "sex"), ({"age_band": "30-39"}, "age_band")],
)
def test_what_cannot_be_kept_is_said(said, field):
    with pytest.raises(Invalid) as invalid:
        state(people.talent_actor(), **said)
    assert set(invalid.value.fields) == {field}
    assert not Consent.objects.exists()


def test_an_outdated_text_is_read_again_first():
    with pytest.raises(Invalid):
        state(people.talent_actor(), version="2020-01")
    assert not VoluntaryStatement.objects.exists()


def test_nobody_states_it_for_somebody_else():
    talent = people.talent_actor()
    with pytest.raises(Denied):
        state(replace(talent, borrowed_from=people.operator_actor().person_id))
    for role in (Role.COMPANY, Role.COORDINATOR, Role.OPERATOR):
        client = people.sign_in(Client(), people.actor(role))
        assert client.get(reverse("accounts:statement")).status_code == 403


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_states_changes_and_deletes(language):
    talent = people.talent_actor()
    client = people.sign_in(Client(), talent)
    client.cookies["language"] = language
    page = client.get(reverse("accounts:statement"))
    form = {"version": page.context["text"].version, "sex": "male"}
    assert client.post(reverse("accounts:statement"), {"version": form["version"]}).status_code == 422
    assert client.post(reverse("accounts:statement"), form).status_code == 302
    assert client.get(reverse("accounts:statement")).context["stated"].sex == "male"
    assert everything_about(talent.person_id, at=now())["voluntary_statement"][0]["sex"] == "male"
    assert client.get(reverse("accounts:my-data")).status_code == 200
    client.post(reverse("accounts:statement"), {"forget": "1"})
    assert client.get(reverse("accounts:statement")).context["stated"] is None
    assert client.get(reverse("accounts:my-data")).status_code == 200
