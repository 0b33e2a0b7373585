"""REST: who is calling."""

import pytest
from django.test import Client, RequestFactory

from talentbridge.accounts import queries, services
from talentbridge.accounts.models import Membership
from talentbridge.kernel.actor import Role
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Denied
from talentbridge.kernel.stepup import PROVEN_AT, require_fresh
from tests.factories import people

pytestmark = pytest.mark.django_db

ME = "/api/v1/accounts/me"
READ = "/api/v1/accounts/notifications/read"


def token(actor, scope="read", days=7):
    return services.make_token(actor=actor, name="ERP", scope=scope, days=days, at=now())[1]


def bearer(text):
    return {"Authorization": f"Bearer {text}"}


def test_a_stranger_is_told_to_say_who_they_are(client):
    assert client.get(ME).status_code == 401
    assert client.post(READ).status_code == 401


def test_a_session_is_known_and_its_changes_need_the_csrf_token():
    actor = people.company_actor()
    strict = people.sign_in(Client(enforce_csrf_checks=True), actor)
    assert strict.get(ME).json()["organisation_id"] == str(actor.organisation_id)
    assert strict.post(READ).status_code == 403
    strict.get("/account/settings/")
    assert strict.post(READ, headers={"X-CSRFToken": strict.cookies["csrftoken"].value}).status_code == 204


def test_a_token_is_known_without_a_session(client):
    actor = people.company_actor()
    answer = client.get(ME, headers=bearer(token(actor))).json()
    assert (answer["person_id"], answer["role"]) == (str(actor.person_id), "company")
    assert "contracts.contract.sign" not in answer["permissions"]
    assert "engagements.engagement.open" in answer["permissions"]


def test_a_reading_token_changes_nothing(client):
    actor = people.company_actor()
    assert client.post(READ, headers=bearer(token(actor))).json()["code"] == "accounts.token_reads_only"
    assert client.post(READ, headers=bearer(token(actor, "write"))).status_code == 204


@pytest.mark.parametrize("guess", ["", "tbr_", "tbr_" + "A" * 43, "null", "tbr_ä"])
def test_a_guessed_token_opens_nothing_even_beside_a_session(guess):
    client = people.sign_in(Client(), people.company_actor())
    assert client.get(ME, headers=bearer(guess)).status_code == 401


def test_a_token_ends_with_its_date_its_revocation_its_membership_and_its_person(client):
    for end in ("date", "revocation", "membership", "person"):
        actor = people.company_actor()
        text = token(actor)
        row = queries.tokens_for(actor).get()
        assert client.get(ME, headers=bearer(text)).status_code == 200
        if end == "date":
            row.expires_at = now()
            row.save()
        elif end == "revocation":
            services.revoke_token(actor=actor, token_id=row.pk, at=now())
        elif end == "membership":
            Membership.objects.filter(pk=row.membership_id).update(ended_at=now())
        else:
            type(queries.person(actor.person_id)).objects.filter(pk=actor.person_id).update(is_active=False)
        assert client.get(ME, headers=bearer(text)).status_code == 401, end


def request_of(actor, **attributes):
    request = RequestFactory().post("/api/v1/x")
    request.session = attributes.pop("session", {})
    request.actor = actor
    for name, value in attributes.items():
        setattr(request, name, value)
    return request


def test_money_needs_a_person_who_has_just_proven_who_they_are():
    actor = people.company_actor()
    require_fresh(request_of(actor, session={PROVEN_AT: now().isoformat()}))
    with pytest.raises(Denied) as stale:
        require_fresh(request_of(actor))
    assert stale.value.decision.code == "accounts.prove_first"
    with pytest.raises(Denied) as program:
        require_fresh(request_of(actor, token_scope="write", session={PROVEN_AT: now().isoformat()}))
    assert program.value.decision.code == "accounts.not_by_token"
    row = Membership.objects.get(person_id=actor.person_id)
    borrowed = queries.actor_in(row, borrowed_from=people.person().pk)
    with pytest.raises(Denied) as helper:
        require_fresh(request_of(borrowed, session={PROVEN_AT: now().isoformat()}))
    assert helper.value.decision.code == "accounts.borrowed"


def test_what_is_about_the_caller():
    actor = people.company_actor()
    services.notify(
        person_ids=[actor.person_id], sentence="{who} has joined {organisation}.",
        facts={"who": "김하늘", "organisation": "한빛"}, url="accounts:members", at=now(),
    )  # fmt: skip
    client = people.sign_in(Client(), actor)
    notice = client.get("/api/v1/accounts/notifications?unread=true").json()[0]
    assert notice["url"] == "/account/members/"
    assert "김하늘" in notice["sentence"]
    client.post(READ)
    assert client.get("/api/v1/accounts/notifications?unread=true").json() == []
    assert client.get("/api/v1/accounts/memberships").json()[0]["role"] == "company"
    assert {row["role"] for row in client.get("/api/v1/accounts/roles").json()} == {
        role.value for role in Role if role is not Role.SYSTEM
    }
