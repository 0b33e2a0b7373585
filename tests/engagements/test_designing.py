"""How a person is engaged: chosen with a reason, confirmed, checked while work runs, followed when facts change."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.urls import reverse

from talentbridge.accounts.models import Notification
from talentbridge.audit.models import AuditEvent
from talentbridge.contracts import services as contracts
from talentbridge.engagements import queries, services
from talentbridge.engagements.models import Design, DesignStep
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from tests.factories import people
from tests.factories.crossing import Crossing

pytestmark = pytest.mark.django_db
SAID = {"country": "IN", "gross": "6000000", "months": "2", "export": "no", "data_class": "internal"}
REASON = "The work is paid by results and nobody sets the hours."


def choose(
    crossing: Crossing, form: str = "contractor", *, by=None, said=None, reason: str = REASON
) -> Design:
    return services.choose_design(
        actor=by or crossing.company, case_id=crossing.case_id, said=SAID | (said or {}), country="IN", form=form,
        reason=reason, at=crossing.after(hours=1),
    )  # fmt: skip


def designs(crossing: Crossing) -> list[Design]:
    return list(queries.designs_of(crossing.engagement))


# Choosing -----------------------------------------------------------------------------------------------------


def test_a_choice_keeps_the_option_with_the_rows_of_its_day():
    crossing = Crossing.begin().walk("agree")
    design = choose(crossing)
    pay = next(line for line in design.option["lines"] if line["kind"] == "withheld")
    # 6,000,000 x 3 % = 180,000; a tenth of it 18,000; together 198,000
    assert pay["won"]["high"]["minor"] == 198_000
    assert any(rule["key"] == "tax.technical_service" for rule in pay["how"]["rules"])
    assert (design.number, design.cause, design.level) == (1, "chosen", "watch")
    assert crossing.engagement.design_level == "watch"
    event = AuditEvent.objects.get(action="engagements.design.chosen")
    assert event.facts["reason"] == REASON


def test_the_companys_choice_waits_for_the_coordinator_and_the_coordinators_does_not():
    crossing = Crossing.begin().walk("agree")
    assert choose(crossing).confirmed_at is None
    services.confirm_design(
        actor=crossing.coordinator, case_id=crossing.case_id, number=1, at=crossing.after(hours=1)
    )
    assert designs(crossing)[0].confirmed_by_id == crossing.coordinator.person_id
    assert choose(crossing, "eor", by=crossing.coordinator).confirmed_at is not None


def test_a_choice_among_many_countries_is_about_one():
    crossing = Crossing.begin().walk("agree")
    choose(crossing, said={"country": "VN,JP,IN"})
    checked = services.check_design(
        actor=crossing.coordinator, case_id=crossing.case_id, factors=[], establishment=[],
        note="Talked with both sides, nothing has changed.", at=crossing.after(days=1),
    )  # fmt: skip
    assert (checked.country, checked.question["country"]) == ("IN", "IN")


def test_choosing_the_same_again_changes_nothing():
    crossing = Crossing.begin().walk("agree")
    assert choose(crossing).pk == choose(crossing).pk
    assert len(designs(crossing)) == 1


def test_a_newer_design_is_not_confirmed_by_an_old_page():
    crossing = Crossing.begin().walk("agree")
    choose(crossing)
    choose(crossing, "eor")
    with pytest.raises(Refused) as refused:
        services.confirm_design(
            actor=crossing.coordinator, case_id=crossing.case_id, number=1, at=crossing.now
        )
    assert refused.value.decision.code == "engagements.design_newer"


@pytest.mark.parametrize(
    ("more", "field", "code"),
    [
        ({"reason": "short"}, "reason", "engagements.short_reason"),
        ({"form": "employment"}, "option", "engagements.option_not_offered"),
        ({"form": "intern"}, "option", "engagements.no_option"),
        ({"said": {"export": "yes"}}, "option", "engagements.option_blocked"),
        ({"said": {"gross": "-5"}}, "gross", "designer.amount"),
    ],
)
def test_what_cannot_be_chosen_says_why_and_keeps_nothing(more, field, code):
    crossing = Crossing.begin().walk("agree")
    with pytest.raises(Invalid) as refused:
        choose(crossing, **more)
    assert refused.value.fields[field].code == code
    assert not Design.objects.exists()
    assert not DesignStep.objects.exists()


def test_neither_the_talent_nor_a_stranger_chooses():
    crossing = Crossing.begin().walk("agree")
    with pytest.raises(Denied):
        choose(crossing, by=crossing.talent)
    with pytest.raises(Missing):
        choose(crossing, by=people.company_actor(who=people.person("다른 회사 사람")))
    with pytest.raises(Missing):
        services.check_design(
            actor=people.coordinator_actor(who=people.person("남의 코디네이터")), case_id=crossing.case_id, factors=[],
            establishment=[], note=REASON, at=crossing.now,
        )  # fmt: skip


def test_a_signed_contract_ends_the_choosing():
    crossing = Crossing.begin().walk("sign")
    with pytest.raises(Refused) as refused:
        choose(crossing)
    assert refused.value.decision.code == "engagements.design_signed"


# The checklist ------------------------------------------------------------------------------------------------


def test_the_checklist_follows_the_option_and_keeps_what_was_done():
    crossing = Crossing.begin().walk("agree")
    choose(crossing)
    keys = {step.key for step in queries.steps_of(crossing.engagement)}
    assert {"identity", "status", "tax_class", "papers", "domestic"} <= keys
    services.do_step(actor=crossing.coordinator, case_id=crossing.case_id, key="identity", note="video call",
                     at=crossing.now)  # fmt: skip
    choose(crossing, "eor")
    steps = {step.key: step for step in queries.steps_of(crossing.engagement)}
    assert "eor_contract" in steps
    assert "status" not in steps
    assert steps["identity"].note == "video call"


def test_only_whoever_does_a_step_or_the_coordinator_marks_it():
    crossing = Crossing.begin().walk("agree")
    choose(crossing)
    with pytest.raises(Denied):
        services.do_step(
            actor=crossing.company, case_id=crossing.case_id, key="papers", note="", at=crossing.now
        )
    done = services.do_step(
        actor=crossing.talent, case_id=crossing.case_id, key="papers", note="", at=crossing.now
    )
    again = services.do_step(actor=crossing.coordinator, case_id=crossing.case_id, key="papers", note="x",
                             at=crossing.after(hours=1))  # fmt: skip
    assert (again.done_at, again.done_by_id, again.note) == (done.done_at, crossing.talent.person_id, "")
    with pytest.raises(Missing):
        services.do_step(
            actor=crossing.coordinator, case_id=crossing.case_id, key="nothing", note="", at=crossing.now
        )


# While work runs ----------------------------------------------------------------------------------------------


def test_a_check_that_finds_employment_raises_the_alarm_on_both_sides():
    crossing = Crossing.begin().walk("agree")
    choose(crossing, by=crossing.coordinator)
    crossing.walk("fund")
    before = Notification.objects.count()
    checked = services.check_design(
        actor=crossing.coordinator, case_id=crossing.case_id,
        factors=["sets_work", "direction", "fixed_hours", "pay_for_time"], establishment=[],
        note="Daily stand-ups with orders, hours logged from 9 to 18.", at=crossing.after(days=30),
    )  # fmt: skip
    assert (checked.cause, checked.level) == ("checked", "high")
    assert crossing.engagement.design_level == "high"
    assert AuditEvent.objects.filter(action="engagements.design.risk_rose").count() == 1
    told = Notification.objects.order_by("-pk")[: Notification.objects.count() - before]
    assert {crossing.company.person_id, crossing.coordinator.person_id} <= {each.person_id for each in told}
    assert crossing.talent.person_id not in {each.person_id for each in told if "risk" in each.sentence}


def test_a_check_that_finds_nothing_new_raises_no_alarm():
    crossing = Crossing.begin().walk("agree")
    choose(crossing, by=crossing.coordinator)
    services.check_design(actor=crossing.coordinator, case_id=crossing.case_id, factors=[], establishment=[],
                          note="Talked with both sides, nothing has changed.", at=crossing.after(days=30))  # fmt: skip
    assert not AuditEvent.objects.filter(action="engagements.design.risk_rose").exists()


def test_the_contracts_ip_clause_is_followed_and_the_tax_with_it():
    crossing = Crossing.begin().walk("agree")
    choose(crossing, by=crossing.coordinator)
    crossing.walk("build")
    terms = crossing.contract.terms
    newest = designs(crossing)[0]
    assert newest.question.get("ip_clause", "original_acquisition") == terms["ip_clause"]
    count = len(designs(crossing))
    services.refresh(case_id=crossing.case_id, at=crossing.after(hours=1))
    assert len(designs(crossing)) == count  # nothing has changed since: no new design
    contracts.draft(
        actor=crossing.coordinator, case_id=crossing.case_id,
        terms=contracts_terms(terms | {"ip_clause": "licence"}), at=crossing.after(hours=1),
    )  # fmt: skip
    services.refresh(case_id=crossing.case_id, at=crossing.after(hours=1))
    followed = designs(crossing)[0]
    assert followed.cause == "followed"
    assert followed.question["ip_clause"] == "licence"
    withheld = next(line for line in followed.option["lines"] if line["kind"] == "withheld")
    pay = next(line for line in followed.option["lines"] if line["kind"] == "pay")
    # 20 % and a tenth of it: 22 % of the pay
    assert withheld["won"]["high"]["minor"] == round(pay["won"]["high"]["minor"] * 0.22)


def test_pay_in_cents_is_no_new_fact_each_quarter_of_an_hour():
    crossing = Crossing.begin().walk("agree")
    choose(crossing, by=crossing.coordinator)
    crossing.walk("build")
    terms = crossing.contract.terms
    in_dollars = terms | {
        "currency": "USD",
        "milestones": [m | {"amount_minor": 600_000} for m in terms["milestones"]],
    }
    contracts.draft(
        actor=crossing.coordinator, case_id=crossing.case_id, terms=contracts_terms(in_dollars),
        at=crossing.after(hours=1),
    )  # fmt: skip
    services.refresh(case_id=crossing.case_id, at=crossing.after(hours=1))
    count = len(designs(crossing))
    assert designs(crossing)[0].question["currency"] == "USD"
    for hours in (2, 3, 40):
        services.refresh(case_id=crossing.case_id, at=crossing.after(hours=hours))
    assert len(designs(crossing)) == count


def contracts_terms(data):
    from talentbridge.contracts.rules import ContractTerms

    return ContractTerms.from_json(data)


@pytest.mark.django_db(transaction=True)
def test_two_choices_at_once_get_two_numbers():
    crossing = Crossing.begin().walk("agree")

    def chooses(form: str) -> int:
        try:
            return choose(crossing, form).number
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        numbers = list(both.map(chooses, ["contractor", "eor"]))
    assert sorted(numbers) == [1, 2]


def test_what_the_contract_says_and_the_designer_cannot_answer_is_told_not_swallowed(client):
    """The office that the design counted on is gone from the contract: both cannot be true, and the page says so."""
    crossing = Crossing.begin().walk("agree")
    choose(crossing, by=crossing.coordinator, said={"work_mode": "hybrid", "establishment": "fixed_place"})
    crossing.walk("build")
    assert crossing.contract.terms["work_mode"] == "remote"
    assert len(designs(crossing)) == 1
    people.sign_in(client, crossing.company)
    client.cookies["language"] = "en"
    said = "Somebody who works remotely does not work at a place of yours."
    assert said in client.get(url("design", crossing)).content.decode()
    assert "does not follow the contract" in client.get(url("detail", crossing)).content.decode()
    services.check_design(actor=crossing.coordinator, case_id=crossing.case_id, factors=[], establishment=[],
                          note="The office was given up on 1 December.", at=crossing.after(days=1))  # fmt: skip
    services.refresh(case_id=crossing.case_id, at=crossing.after(days=1))
    assert designs(crossing)[0].cause == "followed"
    assert said not in client.get(url("design", crossing)).content.decode()


# Pages --------------------------------------------------------------------------------------------------------


def url(name: str, crossing: Crossing, *args) -> str:
    return reverse(f"engagements:{name}", args=[crossing.case_id, *args])


def test_the_company_goes_from_the_engagement_to_the_comparison_and_back(client):
    crossing = Crossing.begin().walk("agree")
    people.sign_in(client, crossing.company)
    page = client.get(url("design", crossing))
    compare = client.get(page.context["compare"])
    assert compare.context["ask"].countries == ("IN",)
    link = compare.context["choose_link"]
    assert client.get(link).status_code == 200
    option = client.get(link).context["option"]
    refused = client.post(
        link, {"question": "country=IN&gross=6000000", "option": "IN.contractor", "reason": "so"}
    )
    assert refused.status_code == 422
    assert ">\nso</textarea>" in refused.content.decode()
    sent = {"question": "country=IN&gross=6000000", "option": f"IN.{option.form}", "reason": REASON}
    assert client.post(link, sent).status_code == 302
    assert Design.objects.get().form == option.form


def test_figures_that_this_version_cannot_read_do_not_take_the_engagement_down(client):
    crossing = Crossing.begin().walk("agree")
    choose(crossing)
    Design.objects.update(option={"country": "IN", "form": "a word of another version"})
    people.sign_in(client, crossing.company)
    client.cookies["language"] = "en"
    assert client.get(url("detail", crossing)).status_code == 200
    assert "kept by another version" in client.get(url("design", crossing)).content.decode()


def test_the_talent_sees_the_form_but_not_the_companys_costs(client):
    crossing = Crossing.begin().walk("agree")
    choose(crossing, by=crossing.coordinator)
    people.sign_in(client, crossing.talent)
    text = client.get(url("detail", crossing)).content.decode()
    assert "papers" in text or "서류" in text or "residence certificate" in text
    assert f'"{url("design", crossing)}"' not in text
    assert client.get(url("design", crossing)).status_code == 403
    assert client.get(url("choose-design", crossing)).status_code == 403


def test_the_contract_begins_with_what_was_designed(client):
    crossing = Crossing.begin().walk("agree")
    choose(crossing, "eor", by=crossing.coordinator, said={"ip_clause": "co_owned", "work_mode": "hybrid"})
    people.sign_in(client, crossing.coordinator)
    form = client.get(url("contract", crossing)).context["form"]
    values = {
        name: form[name].value() for name in ("engagement_type", "ip_clause", "work_mode", "place_of_work")
    }
    assert values == {"engagement_type": "eor", "ip_clause": "co_owned", "work_mode": "hybrid",
                      "place_of_work": "abroad"}  # fmt: skip


def test_the_coordinator_confirms_checks_and_marks_steps_on_pages(client):
    crossing = Crossing.begin().walk("agree")
    choose(crossing)
    people.sign_in(client, crossing.coordinator)
    assert client.post(url("confirm-design", crossing, 1)).status_code == 302
    assert client.post(url("design-step", crossing, "identity"), {"note": "video"}).status_code == 302
    assert DesignStep.objects.get(key="identity").note == "video"
    empty = client.post(url("check-design", crossing), {"factor": ["direction"], "reason": ""})
    assert empty.status_code == 422
    kept = {"factor": ["direction"], "reason": "Read the messages of the last two weeks with both."}
    assert client.post(url("check-design", crossing), kept).status_code == 302
    assert designs(crossing)[0].cause == "checked"
    assert client.get(url("design", crossing)).status_code == 200


def test_a_month_without_a_check_is_told_to_the_coordinator_once():
    crossing = Crossing.begin().walk("agree")
    choose(crossing, by=crossing.coordinator)
    crossing.walk("fund")
    assert services.ask_for_checks(crossing.after(days=1)) == 0
    later = crossing.after(days=32)
    assert services.ask_for_checks(later) == 1
    assert services.ask_for_checks(later + timedelta(hours=1)) == 0  # told once
    asked = Notification.objects.order_by("-pk").first()
    assert asked.person_id == crossing.coordinator.person_id
    assert "check-design" in asked.url or "design/check" in asked.url
    services.check_design(actor=crossing.coordinator, case_id=crossing.case_id, factors=[], establishment=[],
                          note="Talked with both sides, nothing has changed.", at=later)  # fmt: skip
    assert services.ask_for_checks(later + timedelta(days=5)) == 0
    assert services.ask_for_checks(later + timedelta(days=31)) == 1


def test_no_step_is_marked_once_the_engagement_is_over():
    crossing = Crossing.begin().walk("agree")
    choose(crossing)
    services.stop(actor=crossing.coordinator, case_id=crossing.case_id, reason=REASON, at=crossing.now)
    with pytest.raises(Refused):
        services.do_step(
            actor=crossing.talent, case_id=crossing.case_id, key="papers", note="", at=crossing.now
        )


@pytest.mark.parametrize("name", ["detail", "log"])
def test_the_timeline_tells_the_talent_neither_the_reasons_nor_the_level_of_the_design(client, name):
    crossing = Crossing.begin().walk("agree")
    choose(crossing, by=crossing.coordinator)
    services.check_design(actor=crossing.coordinator, case_id=crossing.case_id, factors=["sets_work", "direction"],
                          establishment=[], note=REASON, at=crossing.now)  # fmt: skip
    people.sign_in(client, crossing.company)
    assert REASON in client.get(url(name, crossing)).content.decode()
    people.sign_in(client, crossing.talent)
    told = {event.action for event in client.get(url(name, crossing)).context["events"]}
    assert told
    assert not {action for action in told if action.startswith("engagements.design.")}
    assert REASON not in client.get(url(name, crossing)).content.decode()
