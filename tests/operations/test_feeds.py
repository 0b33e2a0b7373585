"""Feeds through every door: REST with a partner's token, the page, the command line. One way in behind all of them."""

from __future__ import annotations

import json

import jsonschema
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from talentbridge.accounts import services as accounts
from talentbridge.accounts.models import FeedRun
from talentbridge.accounts.rules import feeds as rules
from talentbridge.demand.models import OfferedNeed, Task
from talentbridge.kernel.actor import SYSTEM
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid
from talentbridge.operations import queries
from talentbridge.operations.services import bring_feed
from talentbridge.talent.models import Profile
from tests.factories import feeds, people

pytestmark = pytest.mark.django_db


def program(actor, scope: str = "write") -> dict[str, str]:
    _, text = accounts.make_token(actor=actor, name="feed", scope=scope, days=7, at=now())
    return {"HTTP_AUTHORIZATION": f"Bearer {text}", "HTTP_ACCEPT_LANGUAGE": "en"}


def post(kind: str, envelope: object, headers: dict[str, str], query: str = ""):
    return Client().post(
        f"/api/v1/feeds/{kind}{query}", data=json.dumps(envelope), content_type="application/json", **headers
    )


def test_a_program_sends_profiles_and_reads_what_became_of_each():
    partner = feeds.partner()
    headers = program(partner)
    answer = post(
        "profiles", feeds.envelope("profiles", feeds.profile(), feeds.profile("p-2", consent=None)), headers
    )
    assert answer.status_code == 200
    said = answer.json()
    assert (said["counts"], said["dry_run"]) == ({"created": 1, "refused": 1}, False)
    first, second = said["results"]
    assert (first["key"], first["outcome"], first["problems"]) == ("p-1", "created", {})
    assert first["name"] == Profile.objects.get().code
    assert second["problems"]["consent"]["code"] == "accounts.feed_no_consent"
    assert "proof" in second["problems"]["consent"]["sentence"]
    [run] = Client().get("/api/v1/feeds/runs", **headers).json()["items"]
    assert (run["how"], run["items"]) == ("api", 2)


def test_a_dry_run_over_rest_keeps_nothing():
    answer = post("tasks", feeds.envelope("tasks", feeds.task()), program(feeds.partner()), "?dry_run=true")
    assert (answer.json()["dry_run"], answer.json()["counts"]) == (True, {"created": 1})
    assert not OfferedNeed.objects.exists()


def test_a_reading_token_a_session_without_a_role_and_other_roles_send_nothing():
    envelope = feeds.envelope("profiles", feeds.profile())
    assert post("profiles", envelope, program(feeds.partner(), "read")).status_code == 403
    for actor in (
        people.company_actor(),
        people.talent_actor(),
        people.coordinator_actor(),
        people.operator_actor(),
    ):
        expected = {422, 403, 404}  # an operator brings a file for a partner; its own organisation is none
        assert post("profiles", envelope, program(actor)).status_code in expected
    assert post("profiles", envelope, {}).status_code == 401
    assert not Profile.objects.exists()


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"schema": 1}', '{"schema": "talentbridge.profiles/1", "items": 7}']
)
def test_a_body_that_is_no_feed_is_refused_whole(body):
    headers = program(feeds.partner())
    answer = Client().post("/api/v1/feeds/profiles", data=body, content_type="application/json", **headers)
    assert answer.status_code in {400, 422}
    assert not FeedRun.objects.exists()


def test_too_many_calls_are_429():
    partner = feeds.partner()
    headers = program(partner)
    gone = feeds.envelope("profiles", {"key": "x", "deleted": True})
    FeedRun.objects.bulk_create(
        FeedRun(partner_id=partner.organisation_id, kind="profiles", how="api", at=now(), items=1, counts={})
        for _ in range(rules.CALLS_AN_HOUR)
    )
    answer = post("profiles", gone, headers)
    assert answer.status_code == 429
    assert answer.json()["code"] == rules.PACE


@pytest.mark.parametrize("kind", ["profiles", "tasks"])
def test_the_schema_is_served_and_holds_for_the_documented_example_and_the_reader(kind):
    schema = Client().get(f"/api/v1/feeds/schemas/{kind}", **program(feeds.partner())).json()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert not list(validator.iter_errors(feeds.example(kind)))
    item = feeds.profile() if kind == "profiles" else feeds.task()
    assert not list(validator.iter_errors(feeds.envelope(kind, item)))
    for name in set(item) - {"contact"}:  # what the schema asks for, the reader asks for too
        short = {key: part for key, part in item.items() if key != name}
        assert list(validator.iter_errors(feeds.envelope(kind, short))), name
        send = post(kind, feeds.envelope(kind, short), program(feeds.partner()))
        assert send.json()["counts"] == {"refused": 1}, name
    assert json.loads(queries.feed_schema(kind))["$id"] == rules.SCHEMAS[kind]


def test_an_unknown_schema_is_not_there():
    assert Client().get("/api/v1/feeds/schemas/money", **program(feeds.partner())).status_code == 404


# A file ------------------------------------------------------------------------------------------------------


def upload(actor, data: bytes, **fields: str):
    client = people.sign_in(Client(), actor)
    client.cookies["language"] = "en"
    return client.post(
        reverse("operations:feeds"),
        {"file": SimpleUploadedFile("feed.json", data, "application/json"), **fields},
        follow=True,
    )


def data_of(kind: str, *items: object) -> bytes:
    return json.dumps(feeds.envelope(kind, *items)).encode()


def test_a_partner_brings_in_a_file_and_reads_the_refusals_with_their_reasons():
    partner = feeds.partner()
    data = data_of("profiles", feeds.profile(), feeds.profile("p-2", consent=None))
    page = upload(partner, data, partner=str(partner.organisation_id)).content.decode()
    assert "What became of 2 items" in page
    assert "A profile comes in only with the proof" in page
    assert Profile.objects.count() == 1
    run = FeedRun.objects.get()
    assert (run.how, run.by_id) == ("page", partner.person_id)


def test_an_operator_tries_a_file_for_a_partner_without_keeping_anything():
    partner, operator = feeds.partner(), people.operator_actor()
    page = upload(
        operator, data_of("tasks", feeds.task()), partner=str(partner.organisation_id), dry_run="on"
    )
    assert "only tried, nothing was kept" in page.content.decode()
    assert not OfferedNeed.objects.exists()


def test_a_partner_cannot_bring_a_file_in_for_another():
    answer = upload(
        feeds.partner(), data_of("tasks", feeds.task()), partner=str(feeds.partner("B").organisation_id)
    )
    assert answer.status_code == 422
    assert not FeedRun.objects.exists()


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"[1]", b"{", b'{"schema": "talentbridge.profiles/1", "items": NaN}', b"[" * 100_000,
     b'{"schema": "talentbridge.profiles/9", "items": [{}]}'],
)  # fmt: skip
def test_a_file_that_is_no_feed_says_so_at_its_field(data):
    partner = feeds.partner()
    answer = upload(partner, data, partner=str(partner.organisation_id))
    assert answer.status_code == 422
    assert not FeedRun.objects.exists()


def test_feeds_are_not_for_talents_companies_or_coordinators():
    for actor in (people.talent_actor(), people.company_actor(), people.coordinator_actor()):
        assert people.sign_in(Client(), actor).get(reverse("operations:feeds")).status_code == 403


def test_a_run_of_another_partner_is_not_there():
    partner = feeds.partner()
    upload(partner, data_of("tasks", feeds.task()), partner=str(partner.organisation_id))
    address = reverse("operations:feed-run", args=[FeedRun.objects.get().pk])
    assert people.sign_in(Client(), feeds.partner("B")).get(address).status_code == 404
    assert people.sign_in(Client(), people.operator_actor()).get(address).status_code == 200


def test_a_long_file_is_cut_into_calls_and_a_huge_one_refused():
    partner = feeds.partner()
    items = [{"key": f"k{number}", "deleted": True} for number in range(rules.MOST_ITEMS + 3)]
    reports = bring_feed(
        actor=SYSTEM,
        data=data_of("tasks", *items),
        partner_id=partner.organisation_id,
        how="file",
        dry_run=False,
        at=now(),
    )
    assert [report.run.items for report in reports] == [rules.MOST_ITEMS, 3]
    with pytest.raises(Invalid):
        bring_feed(
            actor=SYSTEM,
            data=b" " * 20_000_001,
            partner_id=partner.organisation_id,
            how="file",
            dry_run=False,
            at=now(),
        )


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_was_brought_is_answered_on_pages(language):
    company = people.company_actor(
        where=people.organisation(name="햇빛에너지", registration_number="123-45-67891")
    )
    partner, coordinator = feeds.partner(), people.coordinator_actor()
    upload(partner, data_of("tasks", feeds.task(), feeds.task("t-2")), partner=str(partner.organisation_id))
    client = people.sign_in(Client(), coordinator)
    client.cookies["language"] = language
    first, second = OfferedNeed.objects.order_by("taken_at", "pk")
    assert client.get(reverse("demand:offers")).status_code == 200
    page = client.get(reverse("demand:offer", args=[first.pk])).content.decode()
    assert feeds.task()["need"] in page
    assert client.post(reverse("demand:offer", args=[first.pk]), {"reason": "no"}).status_code == 422
    client.post(reverse("demand:offer", args=[first.pk]), {"reason": "The budget does not fit the work."})
    client.post(reverse("engagements:accept-offered", args=[second.pk]))
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.state, second.state) == ("refused", "accepted")
    reader = people.sign_in(Client(), company)
    reader.cookies["language"] = "en"
    seen = reader.get(reverse("demand:detail", args=[Task.objects.get().pk])).content.decode()
    assert "Brought by the partner Hanoi Bridge" in seen
