"""The pages: each verb by the right side, both languages, and nothing for strangers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from talentbridge.audit.models import PersonalDataAccess
from talentbridge.contracts import services
from talentbridge.contracts.models import Contract, Signature
from talentbridge.contracts.states import ContractState
from talentbridge.kernel.clock import now
from tests.contracts.make import AT, case
from tests.factories import people
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db


def at(contract: Contract, page: str = "detail") -> str:
    return reverse(f"contracts:{page}", args=[contract.pk])


def as_(actor, *, language: str = "en", proven: bool = True) -> Client:
    client = sign_in(Client(), actor, proven=proven)
    client.cookies["language"] = language
    return client


def signing(contract: Contract, actor, **changes: object) -> dict[str, object]:
    return {"terms_hash": contract.terms_hash, "agreed": "on", "typed_name": actor.name, **changes}


def edit_form(contract: Contract, **changes: object) -> dict[str, object]:
    """What the edit page would post for this contract, unchanged but for `changes`."""
    terms = contract.terms
    plain = {
        name: terms[name]
        for name in (
            "title_ko", "title_en", "engagement_type", "work_mode", "place_of_work", "talent_country", "ip_clause",
            "prevailing_language", "starts_on", "ends_on", "overlap_hours", "review_days",
        )
    }  # fmt: skip
    count = len(terms["milestones"])
    rows = {"milestones-TOTAL_FORMS": count + 1, "milestones-INITIAL_FORMS": count}
    for index, milestone in enumerate(terms["milestones"]):
        rows |= {f"milestones-{index}-{key}": value for key, value in milestone.items() if key != "number"}
    return plain | rows | changes


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("who", ["company", "talent", "coordinator"])
def test_everybody_around_the_case_reads_both_languages_side_by_side(who: str, language: str):
    here = case()
    contract = here.offered()
    page = as_(getattr(here, who), language=language).get(at(contract)).content.decode()
    assert "인재는 결과물을 플랫폼에 제출한다" in page and "The Talent hands in each deliverable" in page
    assert contract.terms_hash in page and "Nguyễn Thị Ánh" in page
    assert ("쉬운 말로" if language == "ko" else "In plain words") in page
    assert ("변호사가 검토하지 않은" if language == "ko" else "No lawyer has reviewed") in page


@pytest.mark.parametrize("page", ["detail", "pdf", "edit", "sign", "decline", "withdraw"])
def test_another_organisation_gets_404_everywhere(page: str):
    here, elsewhere = case(), case()
    contract = here.offered()
    for stranger in (elsewhere.company, elsewhere.talent, elsewhere.coordinator):
        assert as_(stranger).get(at(contract, page)).status_code == 404


def test_the_list_shows_ones_own_and_filters_by_state():
    here, elsewhere = case(), case()
    mine, other = here.offered(), elsewhere.offered()
    client = as_(here.talent)
    page = client.get(reverse("contracts:list")).content.decode()
    assert at(mine) in page and at(other) not in page and "Your signature is missing" in page
    assert at(mine) not in client.get(reverse("contracts:list"), {"state": "in_force"}).content.decode()


def test_the_list_costs_the_same_with_many_rows(django_assert_max_num_queries):
    here = case()
    here.offered()
    client = as_(here.coordinator)
    client.get(reverse("contracts:list"))
    for hours in range(1, 6):
        here.offered(overlap_hours=hours)
    with django_assert_max_num_queries(14):
        client.get(reverse("contracts:list"))


def test_the_whole_way_from_offer_to_force():
    here = case()
    contract = here.draft(at=now())
    as_(here.coordinator).post(at(contract, "offer"))
    for actor in (here.company, here.talent):
        answer = as_(actor).post(at(contract, "sign"), signing(contract, actor))
        assert answer.status_code == 302 and answer.headers["Location"] == at(contract)
    contract.refresh_from_db()
    assert contract.state == ContractState.IN_FORCE
    assert {row.auth_method for row in Signature.objects.all()} == {"demo"}
    assert "Both sides have signed" in as_(here.talent).get(at(contract)).content.decode()


def test_signing_asks_who_one_is_first_and_keeps_what_was_typed():
    here = case()
    contract = here.offered(at=now())
    client = as_(here.talent, proven=False)
    answer = client.post(at(contract, "sign"), signing(contract, here.talent))
    assert answer.status_code == 302 and "step-up" in answer.headers["Location"]
    assert not Signature.objects.exists()
    session = client.session
    session["proven_at"] = now().isoformat()
    session.save()
    assert f'value="{here.talent.name}"' in client.get(at(contract, "sign")).content.decode()


def test_a_wrong_name_stands_beside_its_field_and_nothing_is_signed():
    here = case()
    contract = here.offered(at=now())
    answer = as_(here.talent).post(at(contract, "sign"), signing(contract, here.talent, typed_name="Nguyen"))
    page = answer.content.decode()
    assert answer.status_code == 422 and 'aria-invalid="true"' in page and 'value="Nguyen"' in page
    assert "Type your full name exactly" in page and not Signature.objects.exists()


def test_a_text_that_changed_meanwhile_is_not_signed():
    here = case()
    contract = here.offered(at=now())
    answer = as_(here.talent).post(at(contract, "sign"), signing(contract, here.talent, terms_hash="0" * 64))
    assert answer.status_code == 409 and not Signature.objects.exists()


def test_declining_with_a_reason():
    here = case()
    contract = here.offered(at=now())
    client = as_(here.company)
    assert client.post(at(contract, "decline"), {"reason": "no"}).status_code == 422
    client.post(at(contract, "decline"), {"reason": "The price has changed since."})
    contract.refresh_from_db()
    assert contract.state == ContractState.DECLINED
    assert "The price has changed since." in as_(here.talent).get(at(contract)).content.decode()


def test_the_coordinator_changes_terms_and_splits_a_deliverable():
    here = case()
    contract = here.draft()
    client = as_(here.coordinator)
    assert client.get(at(contract, "edit")).status_code == 200
    form = edit_form(
        contract,
        ip_clause="co_owned",
        left_out=["overlap"],
        **{
            "milestones-2-title_ko": "인수인계", "milestones-2-title_en": "Hand-over",
            "milestones-2-acceptance_ko": "문서가 있다", "milestones-2-acceptance_en": "Documents exist",
            "milestones-2-amount_minor": "1,500,000", "milestones-2-due_on": "2027-03-20",
        },
    )  # fmt: skip
    answer = client.post(at(contract, "edit"), form)
    assert answer.status_code == 302, answer.content.decode()
    contract.refresh_from_db()
    assert [m["amount_minor"] for m in contract.terms["milestones"]] == [6_000_000, 18_000_000, 1_500_000]
    assert {"rights_co_owned"} <= {a["key"] for a in contract.clauses} and "overlap" not in str(
        [a["key"] for a in contract.clauses]
    )


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("ends_on", "2026-11-01", "The end lies before the start."),
        ("milestones-1-due_on", "2026-12-02", "nor before the one ahead of it"),
        ("milestones-0-amount_minor", "a lot", "Write an amount in KRW"),
        ("milestones-0-amount_minor", "1.5", "Write an amount in KRW"),
        ("milestones-0-amount_minor", "0", "An amount is more than zero."),
        ("title_en", "Rockets \N{ROCKET}", "cannot show"),
        ("starts_on", "yesterday", "valid date"),
    ],
)
def test_unusable_input_is_told_at_its_field_keeps_the_text_and_changes_nothing(
    field: str, value: str, said: str
):
    here = case()
    contract = here.draft()
    before = contract.terms_hash
    answer = as_(here.coordinator).post(at(contract, "edit"), edit_form(contract, **{field: value}))
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and value in page
    contract.refresh_from_db()
    assert contract.terms_hash == before


def test_a_struck_out_deliverable_is_gone_and_the_rest_is_renumbered():
    here = case()
    contract = here.draft()
    as_(here.coordinator).post(at(contract, "edit"), edit_form(contract, **{"milestones-0-DELETE": "on"}))
    contract.refresh_from_db()
    assert [(m["number"], m["amount_minor"]) for m in contract.terms["milestones"]] == [(1, 18_000_000)]


def test_the_sides_neither_edit_nor_offer_nor_withdraw():
    here = case()
    contract = here.draft()
    for actor in (here.company, here.talent):
        client = as_(actor)
        assert client.get(at(contract, "edit")).status_code == 403
        assert client.post(at(contract, "offer")).status_code == 403
        assert client.get(at(contract, "withdraw")).status_code == 403


def test_versions_are_compared_word_by_word():
    here = case()
    here.offered()
    newer = here.draft(overlap_hours=5)
    page = as_(here.company).get(at(newer), {"compare": "1"}).content.decode()
    assert "<del>3</del> <ins>5</ins>" in page
    assert (
        page.count("<ins>") == page.count("<del>") == 1 + page.count("<ins>하루") + page.count("<ins>5시간")
    )


def test_the_pdf_is_a_draft_first_and_sealed_later():
    here = case()
    contract = here.in_force()
    client = as_(here.talent)
    draft = client.get(at(contract, "pdf"))
    assert draft["Content-Disposition"].startswith('attachment; filename="draft-')
    services.seal(contract_id=contract.pk, at=AT)
    final = client.get(at(contract, "pdf"))
    assert final["Content-Disposition"].startswith('attachment; filename="contract-')
    assert final["Cache-Control"] == "private, no-store"


def test_a_stranger_checks_a_pdf_and_learns_the_hash_and_no_name(client: Client):
    contract = case().in_force()
    pdf = services.sealed_pdf(services.seal(contract_id=contract.pk, at=AT))
    client.cookies["language"] = "en"
    answer = client.post(reverse("contracts:verify"), {"pdf": SimpleUploadedFile("c.pdf", pdf)})
    page = answer.content.decode()
    assert "Sealed by us and unchanged" in page and contract.terms_hash in page
    assert "Nguyễn" not in page and "온새미바이오" not in page
    answer = client.post(
        reverse("contracts:verify"), {"pdf": SimpleUploadedFile("c.pdf", pdf[:-9] + b"x" * 9)}
    )
    assert "Sealed by us" not in answer.content.decode()


def test_checking_refuses_nothing_and_too_much(client: Client):
    client.cookies["language"] = "en"
    assert client.get(reverse("contracts:verify")).status_code == 200
    assert "Choose a PDF" in client.post(reverse("contracts:verify")).content.decode()
    answer = client.post(
        reverse("contracts:verify"),
        b"x",
        content_type="multipart/form-data; boundary=x",
        headers={"content-length": str(30 << 20)},
    )
    assert answer.status_code == 422 and "larger than 20 MB" in answer.content.decode()


def test_an_offer_that_ran_out_shows_why_it_cannot_be_signed():
    here = case()
    contract = here.offered(at=now() - timedelta(days=15))
    page = as_(here.talent).get(at(contract)).content.decode()
    assert "disabled" in page and "The offer has run out" in page
    assert as_(here.talent).get(at(contract, "sign")).status_code == 409


def test_an_operator_reads_and_leaves_a_trace_for_the_talent():
    here = case()
    contract = here.offered()
    assert as_(people.operator_actor()).get(at(contract)).status_code == 200
    read = PersonalDataAccess.objects.get()
    assert (read.subject_person_id, read.case_id) == (here.talent.person_id, here.id)
    as_(here.company).get(at(contract))
    assert PersonalDataAccess.objects.count() == 1
