"""Drafting, offering, signing: one text, one hash, two sides."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from talentbridge.accounts.models import Notification
from talentbridge.accounts.services import stand
from talentbridge.audit.models import AuditEvent
from talentbridge.contracts import queries, rules, services, tasks
from talentbridge.contracts.gateways import shelf
from talentbridge.contracts.models import Contract, Signature
from talentbridge.contracts.states import ContractState
from talentbridge.kernel.actor import SYSTEM, Side
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from talentbridge.kernel.models import OutboxEvent
from tests.contracts.make import AT, case, evidence
from tests.factories import people

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def topics() -> list[str]:
    return list(
        OutboxEvent.objects.filter(topic__startswith="contracts.")
        .order_by("id")
        .values_list("topic", flat=True)
    )


def test_the_coordinator_drafts_and_the_hash_stands_for_terms_and_clauses():
    contract = case().draft()
    assert contract.state == ContractState.DRAFT and contract.version == 1
    assert contract.terms_hash == rules.fingerprint(queries.whole(contract))
    assert len(contract.clauses) >= 16
    assert topics() == ["contracts.drafted"]


def test_only_the_coordinator_of_this_case_drafts():
    here, elsewhere = case(), case()
    for actor in (here.company, here.talent, elsewhere.coordinator):
        with pytest.raises(Denied):
            services.draft(actor=actor, case_id=here.id, terms=here.terms(), at=AT)
    assert not Contract.objects.exists()
    assert services.draft(actor=SYSTEM, case_id=here.id, terms=here.terms(), at=AT).version == 1


def test_a_contract_is_between_those_who_stand_in_the_case():
    here, elsewhere = case(), case()
    for side in ("company", "talent"):
        stranger = getattr(elsewhere.terms(), side)
        with pytest.raises(Invalid) as refused:
            here.draft(**{side: stranger})
        assert list(refused.value.fields) == [side]


def test_the_same_terms_twice_change_nothing_and_others_change_the_draft_in_place():
    here = case()
    first = here.draft()
    assert here.draft(at=AT + HOUR).drafted_at == first.drafted_at
    changed = here.draft(at=AT + HOUR, overlap_hours=5)
    assert changed.pk == first.pk and changed.terms_hash != first.terms_hash
    assert Contract.objects.count() == 1


def test_a_change_after_the_offer_is_a_new_version_and_voids_the_signatures():
    here = case()
    offered = here.offered()
    services.sign(actor=here.talent, contract_id=offered.pk, evidence=evidence(offered, here.talent), at=AT)
    newer = here.draft(at=AT + HOUR, overlap_hours=5)
    offered.refresh_from_db()
    assert (offered.state, newer.version, newer.state) == (ContractState.WITHDRAWN, 2, ContractState.DRAFT)
    assert newer.signatures.count() == 0 and newer.terms_hash != offered.terms_hash
    services.offer(actor=here.coordinator, contract_id=newer.pk, at=AT + HOUR)
    with pytest.raises(Refused):
        services.sign(
            actor=here.company, contract_id=newer.pk, evidence=evidence(offered, here.company), at=AT + HOUR
        )


def test_a_contract_in_force_is_not_drafted_over():
    here = case()
    here.in_force()
    with pytest.raises(Refused):
        here.draft(overlap_hours=5)


@pytest.mark.parametrize("first", ["company", "talent"])
def test_in_whatever_order_both_sign_it_comes_into_force_once(first: str):
    here = case()
    contract = here.offered()
    order = [here.company, here.talent] if first == "company" else [here.talent, here.company]
    for actor in (*order, *order):  # everybody presses twice
        services.sign(actor=actor, contract_id=contract.pk, evidence=evidence(contract, actor), at=AT + HOUR)
    contract.refresh_from_db()
    assert contract.state == ContractState.IN_FORCE and contract.in_force_at == AT + HOUR
    assert Signature.objects.count() == 2
    assert topics().count("contracts.in_force") == 1 and topics().count("contracts.signed") == 2
    event = OutboxEvent.objects.get(topic="contracts.in_force")
    assert event.payload == {"case_id": str(here.id), "contract_id": str(contract.pk)}


def test_a_signature_keeps_what_proves_it():
    here = case()
    contract = here.offered()
    services.sign(
        actor=here.talent, contract_id=contract.pk, evidence=evidence(contract, here.talent), at=AT + HOUR
    )
    row = Signature.objects.get()
    assert (row.side, row.person_id, row.terms_hash) == (
        Side.TALENT,
        here.talent.person_id,
        contract.terms_hash,
    )
    assert (row.auth_method, row.ip, row.user_agent, row.language) == ("passkey", "203.0.113.7", "test", "en")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"agreed": False}, "agreed"),
        ({"typed_name": "Somebody Else"}, "typed_name"),
        ({"typed_name": ""}, "typed_name"),
    ],
)
def test_without_agreement_or_with_another_name_nobody_signs(changes: dict, field: str):
    here = case()
    contract = here.offered()
    with pytest.raises(Invalid) as refused:
        services.sign(
            actor=here.talent,
            contract_id=contract.pk,
            evidence=evidence(contract, here.talent, **changes),
            at=AT,
        )
    assert field in refused.value.fields and not Signature.objects.exists()


def test_a_colleague_does_not_sign_a_second_time_for_the_company():
    here = case()
    contract = here.offered()
    services.sign(
        actor=here.company, contract_id=contract.pk, evidence=evidence(contract, here.company), at=AT
    )
    organisation = contract.company
    colleague = people.company_actor(where=organisation)
    with pytest.raises(Refused):
        services.sign(actor=colleague, contract_id=contract.pk, evidence=evidence(contract, colleague), at=AT)


def test_nobody_signs_for_somebody_else():
    here = case()
    contract = here.offered()
    with pytest.raises(Denied):
        services.sign(
            actor=here.coordinator,
            contract_id=contract.pk,
            evidence=evidence(contract, here.coordinator),
            at=AT,
        )
    borrowed = replace(here.talent, borrowed_from=here.coordinator.person_id)
    with pytest.raises(Denied):
        services.sign(actor=borrowed, contract_id=contract.pk, evidence=evidence(contract, borrowed), at=AT)


def test_another_organisation_and_another_talent_do_not_even_see_it():
    here, elsewhere = case(), case()
    contract = here.offered()
    for stranger in (
        elsewhere.company,
        elsewhere.talent,
        elsewhere.coordinator,
        people.actor(people.Role.RESEARCHER),
    ):
        assert not queries.contracts_for(stranger).exists()
        with pytest.raises(Missing):
            services.sign(
                actor=stranger, contract_id=contract.pk, evidence=evidence(contract, stranger), at=AT
            )


def test_a_later_talent_of_the_same_case_does_not_read_the_earlier_ones_contract():
    here = case()
    here.draft()
    successor = people.talent_actor()
    stand(case_id=here.id, side=Side.TALENT, person_id=successor.person_id, at=AT)
    assert not queries.contracts_for(successor).exists()
    assert queries.contracts_for(here.coordinator).count() == 1


def test_declining_needs_a_reason_and_ends_the_version():
    here = case()
    contract = here.offered()
    with pytest.raises(Invalid):
        services.decline(actor=here.talent, contract_id=contract.pk, reason="no", at=AT)
    services.decline(actor=here.talent, contract_id=contract.pk, reason="The dates do not fit.", at=AT)
    contract.refresh_from_db()
    assert (contract.state, contract.reason) == (ContractState.DECLINED, "The dates do not fit.")
    with pytest.raises(Refused):
        services.sign(
            actor=here.company, contract_id=contract.pk, evidence=evidence(contract, here.company), at=AT
        )
    assert here.draft(overlap_hours=2).version == 2


def test_an_offer_runs_out_after_14_days_with_three_reminders_to_whoever_has_not_signed():
    here = case()
    contract = here.offered()
    services.sign(
        actor=here.company, contract_id=contract.pk, evidence=evidence(contract, here.company), at=AT
    )
    Notification.objects.all().delete()
    for hour in range(0, 14 * 24, 6):
        services.remind_offers(at=AT + timedelta(hours=hour))
    told = Notification.objects.values_list("person_id", flat=True)
    assert list(told) == [here.talent.person_id] * 3
    assert services.expire_offers(at=AT + timedelta(days=14) - HOUR) == 0
    assert services.expire_offers(at=AT + timedelta(days=14)) == 1
    assert services.expire_offers(at=AT + timedelta(days=15)) == 0
    contract.refresh_from_db()
    assert contract.state == ContractState.EXPIRED
    with pytest.raises(Refused):
        services.sign(
            actor=here.talent,
            contract_id=contract.pk,
            evidence=evidence(contract, here.talent),
            at=AT + 15 * 24 * HOUR,
        )


def test_an_offer_that_ran_out_cannot_be_signed_even_before_the_job_has_come_by():
    here = case()
    contract = here.offered()
    with pytest.raises(Refused):
        services.sign(
            actor=here.talent,
            contract_id=contract.pk,
            evidence=evidence(contract, here.talent),
            at=AT + timedelta(days=14),
        )


def test_withdrawing_is_for_the_coordinator_and_not_after_both_signed():
    here = case()
    contract = here.offered()
    with pytest.raises(Denied):
        services.withdraw(actor=here.company, contract_id=contract.pk, reason="We changed our mind.", at=AT)
    services.withdraw(actor=here.coordinator, contract_id=contract.pk, reason="The scope is changing.", at=AT)
    signed = here.in_force()
    with pytest.raises(Refused):
        services.withdraw(
            actor=here.coordinator, contract_id=signed.pk, reason="The scope is changing.", at=AT
        )


def test_it_ends_with_the_engagement_once():
    here = case()
    contract = here.in_force()
    with pytest.raises(Denied):
        services.end(actor=here.company, contract_id=contract.pk, at=AT)
    for _ in range(2):
        services.end(actor=SYSTEM, contract_id=contract.pk, at=AT + HOUR)
    assert topics().count("contracts.ended") == 1
    assert queries.contract_of(here.id).state == ContractState.ENDED


def test_every_act_is_in_the_log_of_the_case():
    here = case()
    here.in_force()
    acts = AuditEvent.objects.filter(case_id=here.id).order_by("id").values_list("action", flat=True)
    assert [act.removeprefix("contracts.contract.") for act in acts] == [
        "drafted", "offered", "signed", "signed", "came_into_force",
    ]  # fmt: skip


def test_the_database_itself_keeps_an_offered_text_and_a_signature():
    here = case()
    contract = here.in_force()
    with pytest.raises(IntegrityError), transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(terms_hash="0" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.all().update(typed_name="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.all().delete()


def test_a_character_that_the_pdf_cannot_show_is_refused_at_its_field():
    here = case()
    with pytest.raises(Invalid) as refused:
        here.draft(title_en="Rockets \N{ROCKET}")
    assert list(refused.value.fields) == ["title_en"]
    assert "\N{ROCKET}" in refused.value.fields["title_en"].facts["characters"]


@pytest.mark.django_db(transaction=True)
def test_both_sides_signing_at_the_same_moment_bring_it_into_force_once():
    here = case()
    contract = here.offered()
    start = threading.Barrier(4)
    failures: list[Exception] = []

    def press(actor):
        try:
            start.wait()
            services.sign(
                actor=actor, contract_id=contract.pk, evidence=evidence(contract, actor), at=AT + HOUR
            )
        except Exception as error:  # told below, in the main thread
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(actor,)) for actor in (here.company, here.talent) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    contract.refresh_from_db()
    assert contract.state == ContractState.IN_FORCE and Signature.objects.count() == 2
    assert topics().count("contracts.in_force") == 1


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_windows_drafting_at_once_leave_one_live_contract():
    here = case()
    start = threading.Barrier(2)

    def write(hours: int):
        try:
            start.wait()
            here.draft(overlap_hours=hours)
        except Refused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(hours,)) for hours in (2, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Contract.objects.filter(case_id=here.id).count() == 1


def test_with_the_second_signature_a_job_is_queued_that_seals():
    contract = case().in_force()
    waiting = ProcrastinateJob.objects.filter(task_name="contracts.seal_contract")
    assert [job.args for job in waiting] == [{"contract_id": str(contract.pk)}]
    for _ in range(2):  # a job may run twice
        tasks.seal_contract(**waiting[0].args)
    assert queries.document_of(contract) is not None
    assert topics().count("contracts.sealed") == 1


def test_a_job_that_broke_off_after_the_file_was_written_is_finished_by_the_next():
    contract = case().in_force()
    shelf.put(f"contracts/{contract.terms_hash}.pdf", b"half a file")
    document = services.seal(contract_id=contract.pk, at=AT)
    assert services.sealed_pdf(document).startswith(b"%PDF-")
