"""The pages of a task, walked without a browser."""

import pytest
from django.test import Client
from django.urls import reverse

from talentbridge.accounts import services as accounts
from talentbridge.demand import queries, services
from talentbridge.demand.states import TaskState
from talentbridge.kernel.actor import Side
from talentbridge.kernel.clock import now
from tests.factories import demand, people

pytestmark = pytest.mark.django_db


def url(name, case):
    return reverse(f"demand:{name}", args=[case.task_id])


def posted(case, **changes):
    """What a browser posts for the task as it stands, with `changes`."""
    page = people.sign_in(Client(), case.company).get(url("edit", case))
    forms = (
        page.context["form"],
        page.context["rows"].management_form,
        page.context["wanted"].management_form,
    )
    fields = [field for form in forms for field in form]
    fields += [field for rows in ("rows", "wanted") for row in page.context[rows] for field in row]
    values = {field.html_name: field.value() for field in fields}
    return {
        name: value
        for name, value in (values | changes).items()
        if value is not None and value != "" and value is not False
    }


def complete(case, **changes):
    services.edit_task(actor=case.company, task_id=case.task_id, form=demand.ready_draft(**changes), at=now())


def test_the_form_is_pre_filled_with_what_was_read(client):
    case = demand.case()
    page = people.sign_in(client, case.company).get(url("edit", case)).content.decode()
    assert 'value="18,000,000"' in page
    assert '<mark title="' in page
    assert "발전소 12곳의 센서" in page


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", ["detail", "edit", "revisions"])
def test_every_page_opens_in_both_languages_for_both_writers(client, name, language):
    case = demand.approved_case()
    client.cookies["language"] = language
    for actor in (case.company, case.coordinator):
        assert people.sign_in(client, actor).get(url(name, case)).status_code == 200
    assert people.sign_in(client, case.company).get(reverse("demand:list")).status_code == 200


def test_saving_what_was_shown_changes_nothing(client):
    case = demand.case()
    complete(case)
    people.sign_in(client, case.company).post(url("edit", case), posted(case))
    assert case.task.revision == 2


def test_a_change_is_saved_as_the_next_revision(client):
    case = demand.case()
    complete(case)
    answer = people.sign_in(client, case.company).post(url("edit", case), posted(case, weeks="9"))
    assert answer.status_code == 302
    assert (case.task.revision, case.task.weeks) == (3, 9)


def test_roles_places_and_hours_are_typed_in_words_and_shown_in_both_languages(client):
    case = demand.case()
    complete(case)
    typed = {
        "roles": "백엔드 개발자, DevOps engineer",
        "countries": "베트남, DACH, kr",
        "work_mode": "hybrid",
        "weekly_hours": "20",
    }
    answer = people.sign_in(client, case.company).post(url("edit", case), posted(case, **typed))

    assert answer.status_code == 302
    task = case.task
    assert (task.roles, task.weekly_hours, task.work_mode) == (
        ["backend-developer", "devops-engineer"],
        20,
        "hybrid",
    )
    assert task.countries == ["AT", "CH", "DE", "KR", "VN"]
    for language, words in (
        ("ko", ("베트남", "DACH", "백엔드 개발자")),
        ("en", ("Vietnam", "DACH", "Back-end developer")),
    ):
        client.cookies["language"] = language
        for name in ("detail", "revisions"):
            page = client.get(url(name, case)).content.decode()
            assert all(word in page for word in words), (language, name)
    assert client.post(url("edit", case), posted(case)).status_code == 302
    assert case.task.revision == 3, "saving what is shown changes nothing"


def test_what_was_read_for_the_search_is_marked_in_the_need(client):
    need = "베트남에 거주하는 백엔드 개발자와 전면 재택으로 주 20시간 일하려고 합니다. 정산 서버를 다시 만듭니다."
    case = demand.case(need=need)
    page = people.sign_in(client, case.company).get(url("edit", case)).content.decode()
    for said in ("베트남", "백엔드 개발자", "전면 재택", "주 20시간"):
        assert f">{said}<" in page, said


def test_one_more_row_saves_nothing_and_keeps_what_was_typed(client):
    case = demand.case()
    complete(case)
    data = posted(case, title_ko="다른 제목", add="deliverables")
    page = people.sign_in(client, case.company).post(url("edit", case), data)
    assert len(page.context["rows"].forms) == 6, "three, the empty one, one more, and a new empty one"
    assert "다른 제목" in page.content.decode()
    assert case.task.title_ko == demand.ready_draft().title_ko


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"weeks": "500"}, "weeks", "104"),
        ({"budget_amount": "많이"}, "budget_amount", "KRW"),
        ({"budget_amount": "1.5"}, "budget_amount", "KRW"),
        ({"deliverables-0-share": "-5"}, "deliverables-0-share", ""),
        ({"skills-0-skill": "뜨개질의 달인"}, "skills-0-skill", "뜨개질의 달인"),
        ({"starts_on": "내일"}, "starts_on", ""),
        ({"english": "Z9"}, "english", ""),
        ({"weekly_hours": "60"}, "weekly_hours", "52"),
        ({"roles": "백엔드 개발자, 용 조련사"}, "roles", "용 조련사"),
        ({"countries": "베트남, 아틀란티스"}, "countries", "아틀란티스"),
    ],
)
def test_what_cannot_be_used_is_said_beside_its_field_and_nothing_is_lost(client, changes, field, said):
    case = demand.case()
    complete(case)
    page = people.sign_in(client, case.company).post(
        url("edit", case), posted(case, title_en="Kept as typed", **changes)
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert f'id="id_{field}_error"' in text
    assert said in text
    assert "Kept as typed" in text
    assert case.task.revision == 2


def test_an_emptied_or_removed_row_is_gone(client):
    case = demand.case()
    complete(case)
    data = posted(case) | {"deliverables-1-remove": "on"}
    people.sign_in(client, case.company).post(url("edit", case), data)
    assert [row.title_ko for row in queries.draft_of(case.task).deliverables] == ["1차 결과물", "3차 결과물"]


def test_the_second_writer_is_told_and_overwrites_nothing(client):
    case = demand.case()
    stale = posted(case, weeks="7")
    complete(case)
    client = people.sign_in(client, case.coordinator)
    page = client.post(url("edit", case), stale)
    assert page.status_code == 422
    assert url("revisions", case) in page.content.decode()
    assert case.task.weeks == 13
    assert 'name="seen_revision" value="2"' in page.content.decode(), "who has compared may save over it"
    client.post(url("edit", case), stale | {"seen_revision": "2"})
    assert case.task.weeks == 7


def test_both_sides_approve_on_the_page(client):
    case = demand.case()
    complete(case)
    for actor in (case.company, case.coordinator):
        people.sign_in(client, actor).post(url("approve", case), {"revision": "2"})
    assert case.task.state == TaskState.APPROVED


def test_a_torn_form_is_refused_with_a_word(client):
    case = demand.case()
    data = posted(case)
    del data["skills-INITIAL_FORMS"]
    page = people.sign_in(client, case.company).post(url("edit", case), data)
    assert page.status_code == 422
    assert page.context["row_problems"]
    assert case.task.revision == 1


def test_approving_an_old_page_approves_nothing(client):
    case = demand.case()
    complete(case)
    people.sign_in(client, case.company).post(url("approve", case), {"revision": "1"})
    assert case.task.state == TaskState.DRAFT


def test_the_page_asks_what_is_open_and_links_to_the_field(client):
    case = demand.case()
    page = people.sign_in(client, case.company).get(url("detail", case)).content.decode()
    question = reverse("demand:question", args=[case.task_id, "problem"])
    assert f"{question}#id_title_en" in page
    assert "Approve this revision" not in page


def test_markup_in_a_need_is_shown_as_text(client):
    case = demand.case(need="우리 쇼핑몰을 <script>alert(1)</script> 다시 만들어 주세요. <b>급합니다</b>")
    page = people.sign_in(client, case.company).get(url("detail", case)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_stranger_gets_no_hint(client):
    case = demand.case()
    for actor in (people.company_actor(), people.talent_actor(), people.coordinator_actor()):
        for name in ("detail", "edit", "revisions"):
            assert people.sign_in(client, actor).get(url(name, case)).status_code == 404


def test_the_talent_in_the_case_reads_the_task_but_not_the_need(client):
    case = demand.approved_case()
    talent = people.talent_actor()
    accounts.stand(case_id=case.case_id, side=Side.TALENT, person_id=talent.person_id, at=now())
    page = people.sign_in(client, talent).get(url("detail", case)).content.decode()
    assert "발전량 예측 데이터 파이프라인" in page
    assert "발전소 12곳의 센서" not in page
    assert people.sign_in(client, talent).get(url("edit", case)).status_code == 403


def test_a_permit_is_recorded_on_the_page(client):
    answers = tuple({**dict(demand.ready_draft().export_answers), "defence": True}.items())
    case = demand.approved_case(draft=demand.ready_draft(export_answers=answers))
    client = people.sign_in(client, case.coordinator)
    refused = client.post(
        url("permit", case), {"covers": ["defence"], "authority": "", "granted_on": "2026-01-05"}
    )
    assert refused.status_code == 422
    assert not queries.may_staff_overseas(case.task)
    client.post(
        url("permit", case),
        {
            "covers": ["defence"],
            "authority": "방위사업청",
            "reference": "2026-117",
            "granted_on": "2026-01-05",
        },
    )
    assert queries.may_staff_overseas(case.task)


def test_the_list_asks_the_database_the_same_however_long_it_is(client, django_assert_max_num_queries):
    first = demand.case()
    for _ in range(5):
        other = demand.case()
        accounts.stand(
            case_id=other.case_id, side=Side.COMPANY, organisation_id=first.company.organisation_id, at=now()
        )
    client = people.sign_in(client, first.company)
    with django_assert_max_num_queries(10):
        assert client.get(reverse("demand:list")).context["listing"].count == 6


def test_a_task_leads_to_the_comparison_and_to_the_channels_with_its_own_figures(client):
    case = demand.approved_case()
    people.sign_in(client, case.company)
    page = client.get(url("detail", case))
    assert reverse("engagements:design", args=[case.case_id]) in page.content.decode()
    query = page.context["channels"]
    assert "people=1" in query and "level=" in query
    advice = client.get(f"/channels/?{query}")
    assert advice.status_code == 200
    assert not advice.context["form"].errors
