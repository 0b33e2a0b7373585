"""The diagnosis, templates, scope changes and drafts as pages and over REST."""

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from talentbridge.accounts import services as accounts
from talentbridge.demand import queries, rules, services
from talentbridge.demand.rules import diagnosis
from talentbridge.demand.states import TaskState
from talentbridge.kernel.actor import Side
from talentbridge.kernel.clock import now
from tests.demand.test_services_diagnosis import WHY, fixed_case, propose
from tests.demand.test_services_drafting import answered, ask, serving
from tests.factories import demand, people

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/demand"


def url(name, case, *more):
    return reverse(f"demand:{name}", args=[case.task_id, *more])


def english(actor):
    client = people.sign_in(Client(), actor)
    client.cookies["language"] = "en"
    return client


def posted(page):
    """What a browser posts of a question's page as it stands."""
    sheet = page.context["sheet"]
    forms = [sheet.form, sheet.seen, *(sheet.rows or []), *(sheet.wanted or [])]
    forms += [rows.management_form for rows in (sheet.rows, sheet.wanted) if rows is not None]
    values = {field.html_name: field.value() for form in forms for field in form}
    return {name: value for name, value in values.items() if value is not False and value not in (None, "")}


def call(client, method, path, body=None):
    if method == "get":
        return client.get(ROOT + path)
    return getattr(client, method)(ROOT + path, json.dumps(body), content_type="application/json")


def test_the_bare_address_resumes_at_the_first_open_question():
    case = demand.case()
    for actor in (case.company, case.coordinator):
        assert english(actor).get(url("diagnosis", case)).url == url("question", case, "problem")
    services.skip_question(actor=case.company, task_id=case.task_id, question="problem", at=now())
    assert english(case.company).get(url("diagnosis", case)).url == url("question", case, "scope")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_question_opens_and_saving_what_is_shown_changes_nothing(language):
    case = demand.case()
    services.edit_task(
        actor=case.company, task_id=case.task_id, form=demand.ready_draft(pair_hours=0), at=now()
    )
    client = people.sign_in(Client(), case.company)
    client.cookies["language"] = language
    for question in diagnosis.QUESTIONS:
        address = url("question", case, question.key)
        page = client.get(address)
        assert page.status_code == 200, question.key
        answer = client.post(address, posted(page))
        assert answer.status_code == 302, (
            question.key,
            answer.context and answer.context["sheet"].form.errors,
        )
    assert case.task.revision == 2
    done = client.get(url("diagnosis", case))
    assert (done.status_code, done.context["waiting"]) == (200, None)


def test_an_answer_is_saved_at_once_and_the_next_question_comes():
    case = demand.case()
    answer = english(case.company).post(
        url("question", case, "problem"), {"problem_ko": "손으로 합칩니다.", "title_ko": "제목"}
    )
    assert answer.url == url("question", case, "scope")
    assert (case.task.problem_ko, case.task.title_ko) == ("손으로 합칩니다.", "제목")


def test_what_was_read_is_shown_with_its_passage():
    case = demand.case()
    page = english(case.company).get(url("question", case, "budget")).content.decode()
    assert "Filled in from your need" in page
    assert ">예산 1,800만원<" in page or "1,800만원" in page


def test_rows_are_added_removed_and_kept():
    case = demand.case()
    client, address = english(case.company), url("question", case, "results")
    rows = {"deliverables-TOTAL_FORMS": "3", "deliverables-INITIAL_FORMS": "0"}
    more = client.post(address, rows | {"deliverables-0-title_ko": "앱", "add": "1"})
    assert (more.status_code, case.task.revision) == (200, 1), "one more row saves nothing"
    assert "앱" in more.content.decode()
    client.post(address, rows | {"deliverables-0-title_ko": "앱", "deliverables-2-title_ko": "문서"})
    assert [row.title_ko for row in case.task.deliverables.all()] == ["앱", "문서"]
    data = posted(client.get(address)) | {"deliverables-0-remove": "on"}
    client.post(address, data)
    assert [row.title_ko for row in case.task.deliverables.all()] == ["문서"]


def test_due_dates_are_proposed_and_a_budget_is_divided_without_saving():
    case = demand.case()
    services.edit_task(actor=case.company, task_id=case.task_id, form=demand.ready_draft(), at=now())
    client = english(case.company)
    page = client.get(url("question", case, "milestones"))
    proposed = client.post(url("question", case, "milestones"), posted(page) | {"weeks": "6", "propose": "1"})
    starts = queries.draft_of(case.task).starts_on
    for day in rules.spread_due_dates(starts, 6, 3):
        assert day.isoformat() in proposed.content.decode()
    page = client.get(url("question", case, "budget"))
    divided = client.post(
        url("question", case, "budget"), posted(page) | {"budget_amount": "10,000,000", "divide": "1"}
    )
    assert divided.content.decode().count('value="3,330,000"') == 2
    assert case.task.revision == 2


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        (
            "milestones",
            {"weeks": "500", "deliverables-TOTAL_FORMS": "0", "deliverables-INITIAL_FORMS": "0"},
            "104",
        ),
        ("overlap", {"overlap_from": "18:00", "overlap_to": "16:00"}, "end before they begin"),
        ("overlap", {"overlap_from": "noon"}, "id_overlap_from_error"),
        ("hand_over", {}, "Write an answer, or skip the question."),
        ("growth", {"growth_en": "x" * 8_001}, "Too long"),
        ("form", {"countries": "Atlantis"}, "Atlantis"),
        (
            "skills",
            {"skills-TOTAL_FORMS": "1", "skills-INITIAL_FORMS": "0", "skills-0-skill": "juggling"},
            "juggling",
        ),
        ("results", {"deliverables-0-title_ko": "앱"}, "ManagementForm"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_cause(key, typed, said):
    case = demand.case()
    page = english(case.company).post(url("question", case, key), typed)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert case.task.revision == 1


def test_contradictions_and_vague_words_stand_beside_the_answer():
    case = demand.case()
    client = english(case.company)
    client.post(url("question", case, "form"), {"work_mode": "on_site", "countries": "Vietnam"})
    page = client.get(url("question", case, "form")).content.decode()
    assert "the person has to live abroad" in page
    client.post(url("question", case, "scope"), {"in_scope_en": "Something similar to Uber, etc."})
    page = client.get(url("question", case, "scope")).content.decode()
    assert '<mark class="vague">similar to Uber</mark>' in page
    assert "Name the screens or functions" in page
    detail = client.get(url("detail", case)).content.decode()
    assert "the person has to live abroad" in detail
    assert 'class="vague" title="Which parts of it' in detail


def test_the_second_writer_of_a_question_is_told_and_may_save_over_it():
    case = demand.case()
    client, address = english(case.company), url("question", case, "overlap")
    stale = posted(client.get(address)) | {"overlap_hours": "1"}
    services.answer_question(
        actor=case.coordinator,
        task_id=case.task_id,
        question="overlap",
        values={"overlap_hours": 5},
        at=now(),
    )
    page = client.post(address, stale)
    assert page.status_code == 422
    assert "Someone else saved first" in page.content.decode()
    assert case.task.overlap_hours == 5
    client.post(address, stale | {"seen": page.context["sheet"].seen["seen"].value()})
    assert case.task.overlap_hours == 1


def test_other_people_find_nothing_and_the_talent_does_not_see_the_diagnosis():
    case = demand.approved_case()
    talent = people.talent_actor()
    accounts.stand(case_id=case.case_id, side=Side.TALENT, person_id=talent.person_id, at=now())
    for actor in (people.company_actor(), people.coordinator_actor(), people.talent_actor()):
        for address in (url("diagnosis", case), url("question", case, "problem"), url("reuse", case)):
            assert people.sign_in(Client(), actor).get(address).status_code == 404
        assert (
            call(people.sign_in(Client(), actor), "get", f"/tasks/{case.task_id}/diagnosis").status_code
            == 404
        )
    assert people.sign_in(Client(), talent).get(url("diagnosis", case)).status_code == 403
    assert (
        call(people.sign_in(Client(), talent), "get", f"/tasks/{case.task_id}/diagnosis").status_code == 403
    )
    assert english(case.company).get(url("question", case, "nonsense")).status_code == 404


def test_an_agreed_task_asks_why_on_the_question_and_on_the_form():
    case = demand.approved_case()
    client, address = english(case.company), url("question", case, "growth")
    refused = client.post(address, {"pair_hours": "2"})
    assert refused.status_code == 422
    assert 'id="id_reason_error"' in refused.content.decode()
    assert case.task.state == TaskState.APPROVED
    client.post(address, {"pair_hours": "2", "reason": WHY})
    assert (case.task.pair_hours, case.task.state) == (2, TaskState.DRAFT)
    detail = client.get(url("detail", case)).content.decode()
    assert "Change 1" in detail
    assert WHY in detail


def test_a_contracted_task_takes_a_proposal_on_its_form_and_both_decide_on_its_page():
    case = fixed_case()
    company, coordinator = english(case.company), english(case.coordinator)
    page = company.get(url("edit", case))
    forms = (
        page.context["form"],
        page.context["rows"].management_form,
        page.context["wanted"].management_form,
    )
    fields = [field for form in (*forms, *page.context["rows"], *page.context["wanted"]) for field in form]
    data = {field.html_name: field.value() for field in fields if field.value() not in (None, "", False)}
    assert company.post(url("edit", case), data | {"weeks": "14"}).status_code == 422, "without a reason"
    assert company.post(url("edit", case), data | {"weeks": "14", "reason": WHY}).status_code == 302
    assert case.task.weeks == 13
    assert company.get(url("edit", case)).status_code == 409, "one at a time"
    assert "Approve this change" not in company.get(url("detail", case)).content.decode()
    assert "Approve this change" in coordinator.get(url("detail", case)).content.decode()
    refused = coordinator.post(url("scope", case, 1), {"refuse": "1", "reason": "no"})
    assert refused.status_code == 422
    assert 'id="no1_error"' in refused.content.decode()
    coordinator.post(url("scope", case, 1), {"approve": "1"})
    assert (case.task.weeks, case.task.state) == (14, TaskState.FIXED)
    assert "The contract needs a new version" in company.get(url("detail", case)).content.decode()


def test_a_proposal_without_what_it_needs_is_told_and_keeps_what_was_typed():
    case = demand.case()
    services.edit_task(actor=case.company, task_id=case.task_id, form=demand.ready_draft(), at=now())
    client, address = english(case.company), url("question", case, "milestones")
    data = posted(client.get(address)) | {"deliverables-0-due_on": "2027-05-05", "propose": "1"}
    del data["weeks"]
    page = client.post(address, data).content.decode()
    assert "Say this first" in page
    assert "2027-05-05" in page
    assert case.task.revision == 2


def test_the_talent_reads_only_changes_that_both_sides_agree_on():
    case = fixed_case()
    talent = people.talent_actor()
    accounts.stand(case_id=case.case_id, side=Side.TALENT, person_id=talent.person_id, at=now())
    propose(case, weeks=14)
    client = english(talent)
    assert WHY not in client.get(url("detail", case)).content.decode()
    assert call(client, "get", f"/tasks/{case.task_id}/scope-changes").json() == []
    services.answer_scope_change(
        actor=case.coordinator, task_id=case.task_id, number=1, says_yes=True, at=now()
    )
    assert WHY in client.get(url("detail", case)).content.decode()
    assert len(call(client, "get", f"/tasks/{case.task_id}/scope-changes").json()) == 1


def test_templates_are_found_looked_at_and_used():
    case = demand.case()
    client = english(case.company)
    found = client.get(reverse("demand:templates"), {"q": "firmware", "task": case.task_id})
    assert [row["template"].id for row in found.context["rows"]] == ["embedded-firmware"]
    one = reverse("demand:template", args=["embedded-firmware"])
    page = client.get(one, {"task": case.task_id}).content.decode()
    assert "임베디드 펌웨어" in page
    assert "Embedded firmware" in page
    assert client.post(one, {"task": case.task_id}).url == url("diagnosis", case)
    assert case.task.deliverables.count() == 3
    assert client.get(reverse("demand:template", args=["nothing"])).status_code == 404
    assert client.get(one, {"task": "not-an-id"}).status_code == 404
    assert client.get(one, {"task": uuid.uuid4()}).status_code == 404
    assert people.sign_in(Client(), people.talent_actor()).get(one).status_code == 403


def test_a_need_begun_with_a_template_opens_its_diagnosis():
    client = english(people.company_actor())
    address = reverse("engagements:open")
    assert "Online shop" in client.get(address, {"template": "web-shop"}).content.decode()
    answer = client.post(address, {"need_text": demand.NEED, "template": "web-shop"})
    assert answer.url.endswith("/diagnosis/")
    task = queries.tasks_for(people_of(answer, client)).get()
    assert task.deliverables.count() == 3
    assert client.post(address, {"need_text": demand.NEED, "template": "../etc"}).status_code == 302


def people_of(answer, client):
    from talentbridge.accounts.models import Membership
    from talentbridge.accounts.queries import actor_in

    return actor_in(Membership.objects.get(person_id=client.session["_auth_user_id"]))


def test_an_earlier_task_is_offered_and_copied():
    old, new = demand.approved_case(), demand.case()
    type(new.task).objects.filter(pk=new.task_id).update(company_id=old.task.company_id)
    accounts.stand(
        case_id=new.case_id, side=Side.COMPANY, organisation_id=old.company.organisation_id, at=now()
    )
    client = english(old.company)
    assert "Data pipeline for forecasting" in client.get(url("reuse", new)).content.decode()
    assert client.post(url("reuse", new), {"source": str(old.task_id)}).status_code == 302
    assert new.task.deliverables.count() == 3
    assert client.post(url("reuse", new), {"source": "rubbish"}).status_code == 404


def test_without_a_model_no_button_shows(settings):
    settings.DRAFTING_URL = settings.DRAFTING_MODEL = ""
    case = demand.case()
    client = english(case.company)
    assert "drafted by" not in client.get(url("question", case, "problem")).content.decode()
    assert client.get(url("suggest", case, "problem_en")).status_code == 404


def test_a_draft_is_seen_before_it_is_sent_and_marked_when_it_comes(settings):
    with serving(settings) as model:
        case = demand.case()
        client = english(case.company)
        question = client.get(url("question", case, "problem")).content.decode()
        assert url("suggest", case, "problem_en") in question
        page = client.get(url("suggest", case, "problem_en"))
        assert f"127.0.0.1:{model.server_port}" in page.content.decode()
        assert model.asked == []
        assert client.post(url("suggest", case, "problem_en"), {"seen": "else"}).status_code == 422
        sent = client.post(url("suggest", case, "problem_en"), {"seen": page.context["wanted"].text})
        assert sent.status_code == 302
        suggestion = answered(case)
    page = client.get(url("question", case, "problem")).content.decode()
    assert 'data-generated="true" data-generated-by="small-1" data-checked="false"' in page
    assert "generated, not checked" in page
    told = call(client, "get", f"/tasks/{case.task_id}/suggestions").json()
    assert [(each["generated"], each["checked"], each["generated_by"]) for each in told] == [
        (True, False, "small-1")
    ]
    client.post(url("suggestion", case, suggestion.pk), {"take": "1", "text": "Checked by me."})
    client.post(url("suggestion", case, suggestion.pk), {"take": "1", "text": "Twice."})
    assert case.task.problem_en == "Checked by me."
    assert "small-1: checked by" in client.get(url("detail", case)).content.decode()
    assert client.post(url("suggestion", case, uuid.uuid4()), {"take": "1"}).status_code == 404


def test_markup_in_a_draft_is_shown_as_text(settings):
    body = json.dumps({"choices": [{"message": {"content": "<script>alert(1)</script> text"}}]}).encode()
    with serving(settings, body=body):
        case = demand.case()
        assert ask(case).state == "asked"
        answered(case)
    page = english(case.company).get(url("question", case, "problem")).content.decode()
    assert "<script>alert" not in page


def test_the_diagnosis_over_rest():
    case = demand.case()
    client = people.sign_in(Client(), case.company)
    path = f"/tasks/{case.task_id}"
    first = call(client, "get", f"{path}/diagnosis").json()
    assert len(first["questions"]) == 15
    seen = {each["key"]: each["seen"] for each in first["questions"]}
    content = demand.ready_draft().to_json()
    for key in ("results", "acceptance", "milestones"):
        answer = call(client, "put", f"{path}/diagnosis/{key}", {"content": content, "seen": ""})
        assert answer.status_code == 200, answer.content
    assert case.task.deliverables.get(number=3).acceptance_en == "50 tests pass."
    late = call(client, "put", f"{path}/diagnosis/results", {"content": {}, "seen": seen["results"]})
    assert (late.status_code, list(late.json()["fields"])) == (422, [""])
    skipped = call(client, "post", f"{path}/diagnosis/export/skip").json()
    assert {each["key"]: each["standing"] for each in skipped["questions"]}["export"] == "skipped"
    assert skipped["readiness"] > first["readiness"]
    assert call(client, "put", f"{path}/diagnosis/nothing", {"content": {}}).status_code == 404


def test_templates_and_scope_changes_over_rest():
    case = demand.case()
    client = people.sign_in(Client(), case.company)
    found = call(client, "get", "/templates?sector=game").json()
    assert [each["id"] for each in found] == ["game-client"]
    assert (
        call(client, "post", f"/tasks/{case.task_id}/template", {"template": "game-client"}).status_code
        == 200
    )
    assert call(client, "get", "/templates?sector=game").json()[0]["uses"] == 1
    assert call(client, "post", f"/tasks/{case.task_id}/template", {"template": "x"}).status_code == 404

    case = fixed_case()
    company, coordinator = (people.sign_in(Client(), actor) for actor in (case.company, case.coordinator))
    path = f"/tasks/{case.task_id}/scope-changes"
    content = queries.draft_of(case.task).to_json() | {"weeks": 14}
    assert call(company, "post", path, {"content": content, "reason": ""}).status_code == 422
    made = call(company, "post", path, {"content": content, "reason": WHY}).json()
    assert (made["number"], made["state"], made["to_revision"]) == (1, "waiting", None)
    agreed = call(coordinator, "post", f"{path}/1/answer", {"approve": True}).json()
    assert (agreed["state"], agreed["to_revision"]) == ("agreed", 3)
    assert [each["number"] for each in call(company, "get", path).json()] == [1]


def test_pages_ask_the_database_the_same_however_much_there_is(django_assert_max_num_queries):
    case = fixed_case()
    for weeks in (14, 15, 16):
        propose(case, weeks=weeks)
        services.answer_scope_change(
            actor=case.coordinator,
            task_id=case.task_id,
            number=weeks - 13,
            says_yes=True,
            at=now() + timedelta(hours=weeks),
        )
    client = english(case.company)
    with django_assert_max_num_queries(45):
        client.get(url("detail", case))
    other = demand.case()
    client = english(other.company)
    with django_assert_max_num_queries(25):
        client.get(url("question", other, "problem"))
