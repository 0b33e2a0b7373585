"""The consent ledger: a yes is kept as shown, a withdrawal ends it at once, nothing is ever changed."""

from __future__ import annotations

import importlib
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from talentbridge.accounts import queries as accounts
from talentbridge.accounts.models import Consent, ConsentWithdrawal, LawfulKeeping, Organisation
from talentbridge.accounts.queries import consent
from talentbridge.accounts.rules import TALENT_MAP, WORK_TOGETHER
from talentbridge.accounts.services import consent as ledger
from talentbridge.audit.models import AuditEvent
from talentbridge.kernel.actor import SYSTEM, Side
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from talentbridge.kernel.models import OutboxEvent
from tests.factories import people

pytestmark = pytest.mark.django_db
CASE = uuid.UUID(int=77)


def two() -> tuple:
    return people.talent_actor(), people.company_actor()


def test_a_yes_is_kept_with_everything_that_was_shown():
    talent, company = two()
    at = now()
    given = people.agrees(talent, company, CASE, at)
    text = consent.text(WORK_TOGETHER)
    kept = Consent.objects.get(pk=given.pk)
    assert (kept.person_id, kept.recipient_id, kept.case_id) == (
        talent.person_id,
        company.organisation_id,
        CASE,
    )
    assert (kept.recipient_country, kept.items) == ("KR", list(text.items))
    assert (kept.text_version, kept.language, kept.how) == (text.version, "ko", "page")
    assert kept.text_hash == text.fingerprint(company.organisation_name)
    assert (kept.given_at, kept.given_by_id) == (at, talent.person_id)
    assert consent.consent_in_force(talent.person_id, company.organisation_id, WORK_TOGETHER) == kept


def test_saying_yes_twice_is_one_yes_and_another_case_is_another_one():
    talent, company = two()
    first = people.agrees(talent, company, CASE)
    assert people.agrees(talent, company, CASE) == first
    assert people.agrees(talent, company, uuid.uuid4()) != first
    assert Consent.objects.count() == 2


def test_a_yes_to_an_outdated_text_is_not_written_down():
    talent, company = two()
    with pytest.raises(Invalid):
        ledger.give(
            actor=talent, purpose=WORK_TOGETHER, recipient_id=company.organisation_id, case_id=CASE, language="ko",
            version="2026-11", at=now(),
        )  # fmt: skip
    assert not Consent.objects.exists()


def test_a_withdrawal_is_a_further_row_with_reason_and_effect_and_is_told():
    talent, company = two()
    given = people.agrees(talent, company, CASE)
    ended = ledger.withdraw(actor=talent, consent_id=given.pk, reason=" They never answered. ", at=now())
    assert (ended.reason, ended.effect, ended.by_id) == ("They never answered.", "hidden", talent.person_id)
    assert consent.consent_in_force(talent.person_id, company.organisation_id, WORK_TOGETHER) is None
    assert AuditEvent.objects.get(action="accounts.consent.withdrawn").case_id == CASE
    news = OutboxEvent.objects.get(topic="accounts.consent_withdrawn").payload
    assert (news["effect"], news["case_id"]) == ("hidden", str(CASE))
    again = ledger.withdraw(actor=talent, consent_id=given.pk, reason="again", at=now())
    assert again == ended
    assert ConsentWithdrawal.objects.count() == 1


def test_after_a_withdrawal_a_new_yes_is_a_new_row():
    talent, company = two()
    given = people.agrees(talent, company, CASE)
    version = consent.text(WORK_TOGETHER).version
    with pytest.raises(Refused):
        ledger.give_again(actor=talent, consent_id=given.pk, version=version, language="en", at=now())
    ledger.withdraw(actor=talent, consent_id=given.pk, at=now())
    anew = ledger.give_again(actor=talent, consent_id=given.pk, version=version, language="en", at=now())
    assert anew != given
    assert (anew.case_id, anew.recipient_id, anew.language) == (CASE, company.organisation_id, "en")
    assert hasattr(Consent.objects.get(pk=given.pk), "withdrawal")


def test_what_law_makes_them_keep_is_named_as_the_effect():
    talent, company = two()
    given = people.agrees(talent, company, CASE)
    for _ in range(2):
        ledger.keep(
            person_id=talent.person_id, recipient_id=company.organisation_id, case_id=CASE, reason="contract", at=now()
        )  # fmt: skip
    assert LawfulKeeping.objects.count() == 1
    assert ledger.withdraw(actor=talent, consent_id=given.pk, at=now()).effect == "kept"
    assert consent.may_name(company, case_id=CASE, person_id=talent.person_id)


def test_nobody_decides_on_the_consent_of_another():
    talent, company = two()
    given = people.agrees(talent, company, CASE)
    with pytest.raises(Missing):
        ledger.withdraw(actor=people.talent_actor(), consent_id=given.pk, at=now())
    with pytest.raises(Denied):
        ledger.withdraw(actor=company, consent_id=given.pk, at=now())
    helper = accounts.actor_in(
        accounts.membership_of(talent), borrowed_from=people.operator_actor().person_id
    )
    with pytest.raises(Denied):
        ledger.withdraw(actor=helper, consent_id=given.pk, at=now())
    assert not ConsentWithdrawal.objects.exists()


def test_an_access_token_carries_no_consent():
    from talentbridge.accounts import services

    talent, company = two()
    given = people.agrees(talent, company, CASE)
    _, text = services.make_token(actor=talent, name="x", scope="write", days=7, at=now())
    by_token, _ = services.actor_of_token(text, at=now())
    with pytest.raises(Denied):
        ledger.withdraw(actor=by_token, consent_id=given.pk, at=now())


@pytest.mark.parametrize(
    "table", ["accounts_consent", "accounts_consentwithdrawal", "accounts_lawfulkeeping"]
)
def test_the_ledger_only_grows(table):
    talent, company = two()
    given = people.agrees(talent, company, CASE)
    ledger.keep(
        person_id=talent.person_id,
        recipient_id=company.organisation_id,
        case_id=CASE,
        reason="contract",
        at=now(),
    )
    ledger.withdraw(actor=talent, consent_id=given.pk, at=now())
    for order in (f"delete from {table}", f"update {table} set case_id = null"):
        if table == "accounts_consentwithdrawal":
            order = order.replace("case_id = null", "reason = 'x'")
        with (
            pytest.raises(DatabaseError, match="only grows"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(order)


def test_the_question_is_about_this_person_this_company_and_this_case():
    talent, company = two()
    people.agrees(talent, company, CASE)
    assert consent.may_name(company, case_id=CASE, person_id=talent.person_id)
    assert not consent.may_name(company, case_id=uuid.uuid4(), person_id=talent.person_id)
    assert not consent.may_name(company, case_id=CASE, person_id=people.talent_actor().person_id)
    assert not consent.may_name(people.company_actor(), case_id=CASE, person_id=talent.person_id)
    assert consent.may_name(people.coordinator_actor(), case_id=CASE, person_id=talent.person_id)


def test_consents_of_before_the_ledger_are_taken_over_from_the_log_once():
    talent, company = two()
    accounts_services = importlib.import_module("talentbridge.accounts.services")
    accounts_services.stand(
        case_id=CASE, side=Side.COMPANY, organisation_id=company.organisation_id, at=now()
    )
    said = now() - timedelta(days=90)
    AuditEvent.objects.create(
        action="matching.selection.accepted", at=said, actor_id=talent.person_id, actor_name=talent.name,
        actor_role="talent", case_id=CASE, subject_type="matching.selection", subject_id="1",
        facts={"text_language": "en", "recipient": company.organisation_name},
    )  # fmt: skip
    importlib.import_module("talentbridge.accounts.migrations.0003_ledger").take_over(apps, None)
    taken = consent.consents_for(talent).get()
    assert (taken.text_version, taken.how, taken.language, taken.given_at) == ("2026-11", "log", "en", said)
    name = Organisation.objects.get(pk=company.organisation_id).name
    assert taken.text_hash == consent.text(WORK_TOGETHER, "2026-11").fingerprint(name)


def test_a_map_consent_has_no_recipient():
    talent = people.talent_actor()
    given = ledger.give(actor=talent, purpose=TALENT_MAP, language="en", at=now())
    assert (given.recipient_id, given.recipient_name) == (None, "")
    assert list(consent.people_agreed(TALENT_MAP)) == [given]
    assert ledger.withdraw(actor=talent, consent_id=given.pk, at=now()).effect == "removed"
    assert not consent.people_agreed(TALENT_MAP).exists()


def test_the_export_holds_consents_and_looks():
    talent, company = two()
    people.agrees(talent, company, CASE)
    whole = accounts.everything_about(talent.person_id, at=now())
    assert whole["consents"][0]["purpose"] == WORK_TOGETHER
    assert whole["consents"][0]["items"] == ["name", "history", "country"]


def test_the_bridge_itself_gives_no_consent():
    with pytest.raises(Denied):
        ledger.give(actor=SYSTEM, purpose=TALENT_MAP, language="ko", at=now())


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_yes():
    talent, company = two()

    def click(_: int) -> uuid.UUID:
        try:
            return people.agrees(talent, company, CASE).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(click, range(4)))) == 1
    assert Consent.objects.count() == 1
