"""Your data: what was agreed to, the way out of it, and who looked."""

from __future__ import annotations

import importlib
import uuid

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from talentbridge.accounts.models import Consent, ConsentWithdrawal, LawfulKeeping
from talentbridge.accounts.queries import consent
from talentbridge.audit.models import PersonalDataAccess
from talentbridge.contracts.models import Contract
from talentbridge.demand import services as demand
from talentbridge.engagements.models import Engagement
from talentbridge.escrow.models import Milestone
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Refused
from talentbridge.matching import services as choosing
from talentbridge.matching.models import Selection, Shortlist
from tests.factories import crossing, escrow, matching, people
from tests.factories import demand as tasks

pytestmark = pytest.mark.django_db
NAME = "Nguyễn Thị Ánh"


def reads(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def client_of(actor: Actor, language: str = "en") -> Client:
    client = people.sign_in(Client(), actor)
    client.cookies["language"] = language
    return client


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_consent_stands_on_the_page_with_what_it_is_for(language):
    talent, company = people.talent_actor(), people.company_actor()
    given = people.agrees(talent, company, tasks.case().case_id)
    page = reads(client_of(talent, language), reverse("accounts:my-data"))
    wording = consent.text("work_together").shown(language, company.organisation_name)
    assert wording.title in page
    assert wording.purpose in page
    assert reverse("accounts:consent", args=[given.pk]) in page


def test_the_consent_page_shows_both_languages_and_the_seal_and_takes_the_withdrawal():
    talent, company = people.talent_actor(), people.company_actor()
    case = tasks.case()
    given = people.agrees(talent, company, case.case_id)
    client, address = client_of(talent), reverse("accounts:consent", args=[given.pk])
    page = reads(client, address)
    for language in ("ko", "en"):
        assert consent.text("work_together").shown(language, company.organisation_name).text in page
    assert given.text_hash in page
    answer = client.post(address, {"reason": ""}, follow=True)
    assert "The consent is withdrawn." in answer.content.decode()
    assert ConsentWithdrawal.objects.get().consent_id == given.pk
    again = client.post(
        address, {"again": "1", "version": consent.text("work_together").version}, follow=True
    )
    assert "You have agreed again." in again.content.decode()
    assert Consent.objects.count() == 2


def test_an_outdated_text_is_not_agreed_to_again():
    talent, company = people.talent_actor(), people.company_actor()
    given = people.agrees(talent, company, tasks.case().case_id)
    client, address = client_of(talent), reverse("accounts:consent", args=[given.pk])
    client.post(address)
    answer = client.post(address, {"again": "1", "version": "2026-11"})
    assert answer.status_code == 422
    assert "The text of the consent has changed" in answer.content.decode()
    assert Consent.objects.count() == 1


def test_the_consent_of_another_is_not_there():
    talent, company = people.talent_actor(), people.company_actor()
    given = people.agrees(talent, company, tasks.case().case_id)
    for other in (people.talent_actor(), company, people.operator_actor()):
        assert client_of(other).get(reverse("accounts:consent", args=[given.pk])).status_code == 404


# Each look is one event, and the person sees it --------------------------------------------------------------


def test_a_look_at_the_card_is_one_event_with_place_and_role():
    talent, profile = matching.talent_with_profile()
    coordinator = people.coordinator_actor(
        where=people.organisation("operator", "Invented Operator", country="KR")
    )
    reads(client_of(coordinator), reverse("talent:detail", args=[profile.code]))
    look = PersonalDataAccess.objects.get(subject_person_id=talent.person_id)
    assert (look.actor_role, look.country, look.case_id) == ("coordinator", "KR", None)
    page = reads(client_of(talent), reverse("accounts:my-data"))
    assert coordinator.name in page
    assert "Invented Operator" in page
    assert "South Korea" in page


def test_a_list_and_the_interface_leave_one_event_each_for_everybody_shown():
    shown, _ = matching.talent_with_profile()
    operator = people.operator_actor()
    client = client_of(operator)
    reads(client, reverse("talent:list"))
    assert PersonalDataAccess.objects.filter(subject_person_id=shown.person_id).count() == 1
    client.get("/api/v1/talent/profiles")
    assert PersonalDataAccess.objects.filter(subject_person_id=shown.person_id).count() == 2


def test_looking_at_oneself_is_no_event():
    talent, profile = matching.talent_with_profile()
    reads(client_of(talent), reverse("talent:detail", args=[profile.code]))
    assert not PersonalDataAccess.objects.exists()


@pytest.mark.parametrize("who", ["company", "coordinator"])
def test_a_shortlist_is_one_event_that_names_the_task(who):
    made = matching.listed()
    before = PersonalDataAccess.objects.count()
    reads(client_of(getattr(made.case, who)), made.shortlist.get_absolute_url())
    assert PersonalDataAccess.objects.count() == before + 1
    page = reads(client_of(made.talent), reverse("accounts:my-data"))
    assert made.case.task.title_en in page
    assert getattr(made.case, who).name in page


# One question decides whether a company reads the name -------------------------------------------------------


def everywhere(client: Client, case_id) -> str:
    """Everything that a member of the company can read about a case, in one string."""
    addresses = [
        reverse("engagements:list"), reverse("engagements:list") + "?format=csv",
        reverse("engagements:detail", args=[case_id]), reverse("engagements:log", args=[case_id]),
        "/api/v1/engagements", f"/api/v1/engagements/{case_id}", "/api/v1/matching/selections",
        reverse("contracts:list"), "/api/v1/contracts", reverse("escrow:list"), reverse("escrow:list") + "?format=csv",
        reverse("reputation:list"), reverse("matching:list"),
        *(row.get_absolute_url() for row in Shortlist.objects.filter(case_id=case_id)),
        *(row.get_absolute_url() for row in Selection.objects.filter(case_id=case_id)),
        *(row.get_absolute_url() for row in Contract.objects.filter(case_id=case_id)),
        *(f"/api/v1/contracts/{row.pk}" for row in Contract.objects.filter(case_id=case_id)),
        *(row.get_absolute_url() for row in Milestone.objects.filter(case_id=case_id)),
        *(f"/api/v1/escrow/milestones/{row.pk}" for row in Milestone.objects.filter(case_id=case_id)),
    ]  # fmt: skip
    answers = [client.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} <= {200, 404}
    return "".join(
        b"".join(answer).decode() if answer.streaming else answer.content.decode() for answer in answers
    )


def walked(to: str) -> crossing.Crossing:
    talent = people.talent_actor(
        who=people.person(NAME, time_zone="Asia/Kolkata", language="en", country="IN")
    )
    return crossing.Crossing.begin(talent=talent).walk(to)


@pytest.mark.parametrize("to", ["agree", "build", "offer"])
def test_before_a_contract_binds_a_withdrawal_takes_the_name_back_everywhere(to):
    made = walked(to)
    client = client_of(made.company)
    assert NAME in everywhere(client, made.case_id)
    given = consent.consents_for(made.talent).get()
    client_of(made.talent).post(reverse("accounts:consent", args=[given.pk]))
    crossing.deliver()
    read = everywhere(client, made.case_id)
    assert NAME not in read
    assert Engagement.objects.get(pk=made.case_id).alias in read
    assert NAME in reads(client_of(made.coordinator), reverse("engagements:detail", args=[made.case_id]))


def test_a_contract_that_nobody_is_bound_to_is_taken_back_with_the_consent_and_cannot_be_written_anew():
    made = walked("offer")
    given = consent.consents_for(made.talent).get()
    client_of(made.talent).post(reverse("accounts:consent", args=[given.pk]))
    crossing.deliver()
    assert made.contract.state == "withdrawn"
    with pytest.raises(Refused) as refused:
        made.build()
    assert refused.value.decision.code == "accounts.no_consent"
    client_of(made.talent).post(
        reverse("accounts:consent", args=[given.pk]),
        {"again": "1", "version": consent.text("work_together").version},
    )
    made.build()
    assert made.contract.state == "draft"
    assert NAME in everywhere(client_of(made.company), made.case_id)


def test_with_a_contract_in_force_the_name_stays_and_the_page_says_why():
    made = walked("sign")
    given = consent.consents_for(made.talent).get()
    client, address = client_of(made.talent), reverse("accounts:consent", args=[given.pk])
    assert "They will keep your name." in reads(client, address)
    client.post(address)
    assert ConsentWithdrawal.objects.get(consent=given).effect == "kept"
    assert NAME in everywhere(client_of(made.company), made.case_id)
    assert made.contract.state == "in_force"


def test_a_second_engagement_with_the_same_company_begins_under_the_pseudonym_again():
    made = matching.listed(name=NAME)
    selection = matching.chosen(made)
    choosing.answer(actor=made.talent, selection_id=selection.pk, accept=True, at=now())
    company = made.case.company
    second = demand.write_need(actor=company, case_id=uuid.uuid4(), text=tasks.NEED, at=now())
    assert not consent.may_name(company, case_id=second.case_id, person_id=made.talent.person_id)


def test_contracts_of_before_the_ledger_are_kept_too():
    deal = escrow.deal()
    assert not LawfulKeeping.objects.exists()
    importlib.import_module("talentbridge.contracts.migrations.0003_keeping").note(apps, None)
    assert LawfulKeeping.objects.get().case_id == deal.case_id


def test_over_rest_consents_and_looks_are_read_and_a_consent_is_withdrawn():
    talent, profile = matching.talent_with_profile()
    company = people.company_actor()
    given = people.agrees(talent, company, tasks.case().case_id)
    reads(client_of(people.operator_actor()), reverse("talent:detail", args=[profile.code]))
    client = client_of(talent)
    [row] = client.get("/api/v1/accounts/consents").json()
    assert (row["recipient_name"], row["withdrawn_at"], row["effect"]) == (
        company.organisation_name,
        None,
        "",
    )
    [look] = client.get("/api/v1/accounts/looks").json()["items"]
    assert (look["actor_role"], look["country"]) == ("operator", "KR")
    answer = client.post(
        f"/api/v1/accounts/consents/{given.pk}/withdraw", {"reason": "x"}, content_type="application/json"
    )
    assert answer.json()["effect"] == "hidden"
    stranger = client_of(people.talent_actor())
    answer = stranger.post(
        f"/api/v1/accounts/consents/{given.pk}/withdraw", {}, content_type="application/json"
    )
    assert answer.status_code == 404
