"""Published tasks: a person of the company decides over what is shown; then everybody reads exactly that."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from talentbridge.audit.models import AuditEvent
from talentbridge.demand import services
from talentbridge.demand.models import PublicTask, Task
from talentbridge.demand.rules.public import Choices
from talentbridge.demand.services.shaping import SEOUL
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from talentbridge.kernel.models import OutboxEvent
from talentbridge.matching import services as choosing
from tests.factories import demand, matching, people
from tests.factories.crossing import deliver

pytestmark = pytest.mark.django_db
TEXT = "Sensors of twelve power plants send their data every minute; we want them in one place. " * 2
HOSTILE = "</script><script>alert(1)</script><!-- & \u2028"


def choices(**changes: object) -> Choices:
    usual = {
        "names_company": False, "sector": "energy", "description_ko": "", "description_en": TEXT,
        "countries": ("VN", "PL"), "valid_through": (now() + timedelta(days=30)).astimezone(SEOUL).date(),
    }  # fmt: skip
    return Choices(**(usual | changes))


def published(made: demand.Case, **changes: object) -> PublicTask:
    chosen = choices(**changes)
    task = Task.objects.select_related("company").get(pk=made.task_id)
    task.seen_from = "company"
    seen = services.posting_of(actor=made.company, task=task, choices=chosen, at=now()).fingerprint()
    return services.publish(actor=made.company, task_id=made.task_id, choices=chosen, seen=seen, at=now())


def client_of(actor, language: str = "en") -> Client:
    client = people.sign_in(Client(), actor)
    client.cookies["language"] = language
    return client


def stranger(language: str = "en") -> Client:
    client = Client()
    client.cookies["language"] = language
    return client


def fields(**changes: object) -> dict:
    usual = {
        "names_company": "no", "sector": "energy", "description_en": TEXT, "countries": ["VN", "PL"],
        "valid_through": str(choices().valid_through),
    }  # fmt: skip
    return usual | changes


def test_a_company_sees_exactly_what_becomes_public_and_then_publishes_it():
    made = demand.approved_case()
    client, address = client_of(made.company), reverse("demand:publish", args=[made.task_id])
    assert client.get(address).status_code == 200
    preview = client.post(address, fields()).content.decode()
    assert "This is what everybody will read" in preview
    assert "A Korean company in energy" in preview
    assert not PublicTask.objects.exists()
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', preview)[1]
    answer = client.post(address, fields(publish="1", seen=seen), follow=True)
    assert "The task is published." in answer.content.decode()
    out = PublicTask.objects.get()
    assert (out.published_by_id, out.names_company) == (made.company.person_id, False)
    assert AuditEvent.objects.get(action="demand.public_task.published").actor_id == made.company.person_id
    page = stranger().get(reverse("tasks:detail", args=[out.pk])).content.decode()
    assert TEXT.strip()[:60] in page
    assert made.company.organisation_name not in page
    assert made.task.need_text[:30] not in page
    assert made.task.in_scope_ko not in page


def test_something_else_than_what_was_seen_is_not_published():
    made = demand.approved_case()
    with pytest.raises(Invalid):
        services.publish(actor=made.company, task_id=made.task_id, choices=choices(), seen="0" * 64, at=now())
    assert not PublicTask.objects.exists()


def test_a_task_that_is_not_approved_a_coordinator_a_stranger_and_a_helper_publish_nothing():
    draft = demand.case()
    chosen = choices()
    with pytest.raises(Refused):
        services.publish(actor=draft.company, task_id=draft.task_id, choices=chosen, seen="", at=now())
    made = demand.approved_case()
    with pytest.raises(Denied):
        services.publish(actor=made.coordinator, task_id=made.task_id, choices=chosen, seen="", at=now())
    with pytest.raises(Missing):
        services.publish(
            actor=people.company_actor(), task_id=made.task_id, choices=chosen, seen="", at=now()
        )
    helper = replace(made.company, borrowed_from=people.operator_actor().person_id)
    with pytest.raises(Denied):
        services.publish(actor=helper, task_id=made.task_id, choices=chosen, seen="", at=now())


def linked(page: str) -> str:
    return re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1]


def test_a_hostile_title_cannot_leave_the_data_block():
    made = demand.approved_case(draft=demand.ready_draft(title_en=HOSTILE))
    out = published(made, description_en=HOSTILE + TEXT)
    answer = stranger().get(reverse("tasks:detail", args=[out.pk]))
    page = answer.content.decode()
    assert "<script>alert" not in page
    block = linked(page)
    assert "<" not in block
    assert "\u2028" not in block
    said = json.loads(block)
    assert said["title"] == HOSTILE
    assert said["@type"] == "JobPosting"
    assert said["url"].endswith(reverse("tasks:detail", args=[out.pk]))


def test_the_content_policy_lets_in_this_block_and_nothing_else_inline():
    out = published(demand.approved_case())
    answer = stranger().get(reverse("tasks:detail", args=[out.pk]))
    policy = answer.headers["Content-Security-Policy"]
    seal = base64.b64encode(hashlib.sha256(linked(answer.content.decode()).encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{seal}'" in policy
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "style=" not in answer.content.decode()


def test_the_document_for_programs_says_the_same():
    out = published(demand.approved_case(), names_company=True, sector="")
    answer = stranger().get(reverse("tasks:linked-data", args=[out.pk]))
    assert answer.headers["Content-Type"] == "application/ld+json"
    page = stranger().get(reverse("tasks:detail", args=[out.pk])).content.decode()
    assert answer.json() == json.loads(linked(page))
    assert answer.json()["hiringOrganization"]["name"] == out.task.company.name


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_list_is_open_to_all_and_its_filters_combine(language):
    out = published(demand.approved_case())
    client = stranger(language)
    title = out.content[f"title_{language}"]

    def shows(**query: str) -> bool:
        return title in client.get(reverse("tasks:list"), query).content.decode()

    assert shows()
    assert shows(skill="python", kind="contractor", mode="remote", country="VN")
    assert not shows(skill="python", kind="employment")
    assert not shows(country="US")
    assert not shows(q="nothing of the kind")
    assert not shows(skill="levitation")
    assert shows(kind="nonsense", mode="x", country="nowhere")


def test_the_atom_feed_is_one_and_survives_a_hostile_title():
    out = published(demand.approved_case(draft=demand.ready_draft(title_en=HOSTILE)))
    answer = stranger().get(reverse("tasks:feed"))
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    space = "{http://www.w3.org/2005/Atom}"
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - our own document
    entry = root.find(f"{space}entry")
    assert entry.find(f"{space}title").text == HOSTILE
    assert entry.find(f"{space}id").text == out.pk.urn
    assert entry.find(f"{space}link").get("href").endswith(reverse("tasks:detail", args=[out.pk]))


def gone(out: PublicTask) -> bool:
    client = stranger()
    pages = [reverse("tasks:detail", args=[out.pk]), reverse("tasks:linked-data", args=[out.pk])]
    listed = str(out.pk) in client.get(reverse("tasks:list")).content.decode()
    fed = str(out.pk) in client.get(reverse("tasks:feed")).content.decode()
    statuses = {client.get(page).status_code for page in pages}
    assert (statuses == {404}) is not (listed or fed)
    return statuses == {404}


def test_taking_it_back_takes_it_out_everywhere():
    made = demand.approved_case()
    out = published(made)
    assert not gone(out)
    client_of(made.company).post(reverse("demand:unpublish", args=[made.task_id]))
    assert gone(out)
    client_of(made.company).post(reverse("demand:unpublish", args=[made.task_id]))
    assert PublicTask.objects.get().withdrawn_by_id == made.company.person_id


def test_a_posting_does_not_outlive_a_change_of_the_task():
    made = demand.approved_case()
    out = published(made)
    services.edit_task(
        actor=made.company,
        task_id=made.task_id,
        form=demand.ready_draft(title_en="Other"),
        at=now(),
        reason="The title was wrong.",
    )
    deliver()
    assert gone(out)


def test_a_posting_ends_when_somebody_takes_the_work_and_not_when_somebody_declines():
    made = matching.listed()
    out = published(made.case)
    OutboxEvent.objects.all().delete()
    selection = matching.chosen(made)
    choosing.answer(actor=made.talent, selection_id=selection.pk, accept=False, at=now())
    deliver()
    assert not gone(out)
    services.when_not_true_any_more({"case_id": str(made.case.case_id), "accepted": True}, now())
    assert gone(out)


def test_after_its_last_day_it_is_gone():
    out = published(demand.approved_case())
    PublicTask.objects.update(valid_through=now().date() - timedelta(days=2))
    assert gone(out)


def test_publishing_anew_replaces_what_stood_there():
    made = demand.approved_case()
    first = published(made)
    assert published(made) == first
    second = published(made, names_company=True, sector="")
    assert gone(first)
    assert not gone(second)


def test_a_visitor_is_led_to_signing_up_and_a_talent_to_the_profile():
    out = published(demand.approved_case())
    address = reverse("tasks:detail", args=[out.pk])
    assert reverse("account_signup") in stranger().get(address).content.decode()
    assert reverse("talent:profile") in client_of(people.talent_actor()).get(address).content.decode()


@pytest.mark.parametrize(
    "change",
    [{"description_en": "short"}, {"sector": ""}, {"countries": []}, {"valid_through": "2020-01-01"}, {"valid_through": "x"},
     {"names_company": ""}, {"countries": ["XX"]}],
)  # fmt: skip
def test_a_form_that_cannot_be_used_comes_back_with_its_reasons(change):
    made = demand.approved_case()
    answer = client_of(made.company).post(reverse("demand:publish", args=[made.task_id]), fields(**change))
    assert answer.status_code == 422
    assert not PublicTask.objects.exists()
