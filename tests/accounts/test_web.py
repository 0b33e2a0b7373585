"""Pages of people, organisations and sign-ins."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from talentbridge.accounts import gateways, queries, services
from talentbridge.accounts.models import BorrowedSession, Membership, Organisation, Person
from talentbridge.kernel.actor import Role
from talentbridge.kernel.clock import now
from talentbridge.kernel.stepup import PROVEN_AT
from tests.factories import people

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough sentence"
REASON = "The person asked by phone to fill in the need."


@pytest.fixture(autouse=True)
def _no_rate_limit_of_another_test():
    cache.clear()


def manager(**fields):
    actor = people.company_actor(**fields)
    Membership.objects.filter(person_id=actor.person_id).update(is_manager=True)
    return queries.actor_of(queries.person(actor.person_id))


def with_password(actor):
    person = Person.objects.get(pk=actor.person_id)
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def signed_in(actor, **kwargs):
    return people.sign_in(Client(), actor, **kwargs)


# Demo sign-in -----------------------------------------------------------------------------------------------


def test_in_demo_mode_one_click_is_enough(client, settings):
    settings.DEMO = True
    talent = people.talent_actor(who=people.person(name="나래", is_demo=True))
    assert "나래" in client.get(reverse("accounts:people")).content.decode()
    row = Membership.objects.get(person_id=talent.person_id)
    answer = client.post(reverse("accounts:enter"), {"membership": row.pk, "next": "/engagements/"})
    assert answer.headers["Location"] == "/engagements/"
    assert client.get(reverse("accounts:settings")).status_code == 200


def test_outside_demo_mode_the_door_does_not_exist(client, settings):
    settings.DEMO = False
    row = Membership.objects.get(person_id=people.talent_actor(who=people.person(is_demo=True)).person_id)
    assert client.get(reverse("accounts:people")).status_code == 404
    assert client.post(reverse("accounts:enter"), {"membership": row.pk}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("membership", ["", "x", "real"])
def test_nobody_enters_as_a_real_person(client, settings, membership):
    settings.DEMO = True
    row = Membership.objects.get(person_id=people.talent_actor().person_id)
    answer = client.post(
        reverse("accounts:enter"), {"membership": row.pk if membership == "real" else membership}
    )
    assert answer.status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x"]
)
def test_no_redirect_leads_away(client, settings, elsewhere):
    settings.DEMO = True
    actor = people.talent_actor(who=people.person(is_demo=True))
    row = Membership.objects.get(person_id=actor.person_id)
    start = reverse("operations:start")
    assert (
        client.post(reverse("accounts:enter"), {"membership": row.pk, "next": elsewhere}).headers["Location"]
        == start
    )
    assert (
        client.post(reverse("accounts:switch-to", args=[row.pk]), {"next": elsewhere}).headers["Location"]
        == start
    )
    proven = signed_in(actor)
    assert proven.get(reverse("accounts:step-up"), {"next": elsewhere}).headers["Location"] == start
    client.logout()
    with_password(actor)
    signed = client.post(
        reverse("account_login"),
        {"login": queries.person(actor.person_id).email, "password": PASSWORD, "next": elsewhere},
    )
    assert "evil" not in signed.headers.get("Location", "")


# Sign-up ----------------------------------------------------------------------------------------------------


def sign_up(client, **changes):
    data = {
        "who": "talent", "name": "Nguyễn Thị Ánh", "email": "anh@mail.example", "password1": PASSWORD,
        "language": "en", "time_zone": "Asia/Ho_Chi_Minh",
    }  # fmt: skip
    return client.post(reverse("account_signup"), {**data, **changes})


def test_a_talent_signs_up_without_a_phone_and_confirms_the_address(client):
    assert sign_up(client).status_code == 302
    person = Person.objects.get(email="anh@mail.example")
    assert (person.name, person.language, person.time_zone) == ("Nguyễn Thị Ánh", "en", "Asia/Ho_Chi_Minh")
    assert queries.actor_of(person).role is Role.TALENT
    assert "_auth_user_id" not in client.session, "not before the address is proven"

    assert mail.outbox[0].subject == "Confirm your e-mail address"
    link = re.search(r"http\S+", mail.outbox[0].body)[0]
    page = urlsplit(link).path
    assert client.get(page).status_code == 200
    assert client.post(page).status_code == 302
    assert queries.verified_addresses(person.pk) == {"anh@mail.example"}
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_company_signs_up_with_its_number(client):
    sign_up(
        client, who="company", organisation_name="한빛물류", registration_number="1248100998", language="ko"
    )
    actor = queries.actor_of(Person.objects.get(email="anh@mail.example"))
    assert (actor.role, actor.organisation_name, actor.is_manager) == (Role.COMPANY, "한빛물류", True)
    assert mail.outbox[0].subject == "이메일 주소를 확인해 주세요"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"email": "kim"}, "email"),
        ({"password1": "short"}, "password1"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"who": "operator"}, "who"),
        (
            {"who": "company", "organisation_name": "X", "registration_number": "124-81-00999"},
            "registration_number",
        ),
        ({"who": "company", "registration_number": "124-81-00998"}, "organisation_name"),
    ],
)
def test_what_cannot_be_used_is_told_beside_its_field_and_nothing_is_saved(client, wrong, field):
    answer = sign_up(client, **wrong)
    assert list(answer.context["form"].errors) == [field]
    assert not Person.objects.exists()
    assert not Organisation.objects.exists()


def test_an_address_that_is_taken_looks_the_same_from_outside(client):
    with_password(people.talent_actor(who=people.person()))
    taken = Person.objects.get()
    fresh, known = sign_up(client), sign_up(Client(), email=taken.email)
    assert (fresh.status_code, fresh.headers["Location"]) == (known.status_code, known.headers["Location"])
    assert Person.objects.filter(email=taken.email).count() == 1
    assert "You have an account already" in mail.outbox[-1].subject or "이미" in mail.outbox[-1].subject


def test_wrong_passwords_are_limited(client):
    person = with_password(people.talent_actor())
    for _ in range(5):
        client.post(reverse("account_login"), {"login": person.email, "password": "wrong"})
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_who_is_signed_in_without_a_role_is_led_to_begin(client):
    client.force_login(people.person(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("accounts:settings")).headers["Location"] == reverse("accounts:switch")
    assert client.get(reverse("accounts:switch")).status_code == 200
    client.post(reverse("accounts:begin-as-talent"))
    assert client.get(reverse("accounts:settings")).status_code == 200


# Switching --------------------------------------------------------------------------------------------------


def test_one_person_acts_in_one_role_at_a_time():
    talent = people.talent_actor()
    company = people.company_actor(who=queries.person(talent.person_id))
    client = signed_in(talent)
    assert client.get(reverse("accounts:members")).status_code == 403
    row = Membership.objects.get(person_id=company.person_id, role="company")
    client.post(reverse("accounts:switch-to", args=[row.pk]))
    assert client.get(reverse("accounts:members")).status_code == 200
    other = Membership.objects.get(person_id=people.company_actor().person_id)
    assert client.post(reverse("accounts:switch-to", args=[other.pk])).status_code == 404


# Invitations ------------------------------------------------------------------------------------------------


def link_of(boss, email="kim@company.kr"):
    invitation = services.invite(actor=boss, email=email, role=Role.COMPANY, language="ko", at=now())
    return reverse("accounts:invitation", args=[gateways.invitation_token(invitation.pk)])


def test_a_stranger_signs_up_through_the_link_and_the_address_counts_as_proven(client):
    boss = manager()
    link = link_of(boss)
    assert client.get(link).status_code == 200
    to_signup = client.post(link).headers["Location"]
    query = parse_qs(urlsplit(to_signup).query)
    assert query["next"] == [link]
    answer = sign_up(client, who="invited", email="kim@company.kr", next=link)
    assert answer.headers["Location"] == link
    assert client.post(link).headers["Location"] == reverse("operations:start")
    actor = queries.actor_of(Person.objects.get(email="kim@company.kr"))
    assert (actor.role, actor.organisation_id) == (Role.COMPANY, boss.organisation_id)
    assert Client().get(link).status_code == 409, "used"


def test_the_link_gives_nothing_to_another_address(client):
    link = link_of(manager())
    client.post(link)
    sign_up(client, who="invited", email="eve@mail.example", next=link)
    assert queries.verified_addresses(Person.objects.get(email="eve@mail.example").pk) == frozenset()
    eve = signed_in(people.talent_actor())
    assert eve.get(link).status_code == 409
    assert eve.post(link).status_code == 403


def test_a_guessed_link_is_not_there(client):
    link = link_of(manager())
    assert client.get(link[:-2] + ("aa" if link[-3:-1] != "aa" else "bb") + "/").status_code == 404


def test_an_open_invitation_waits_in_the_switcher():
    boss, talent = manager(), people.talent_actor()
    person = with_password(talent)
    invitation = services.invite(actor=boss, email=person.email, role=Role.COMPANY, language="ko", at=now())
    client = signed_in(talent)
    assert boss.organisation_name in client.get(reverse("accounts:switch")).content.decode()
    client.post(reverse("accounts:accept-invitation", args=[invitation.pk]))
    assert [row.role for row in queries.memberships_of(person.pk)] == ["talent", "company"]
    stranger = signed_in(people.talent_actor())
    other = services.invite(actor=boss, email="x@y.kr", role=Role.COMPANY, language="ko", at=now())
    assert stranger.post(reverse("accounts:accept-invitation", args=[other.pk])).status_code == 404


def test_a_manager_invites_on_the_members_page_and_a_member_reads_why_not():
    boss = manager()
    client = signed_in(boss)
    bad = client.post(reverse("accounts:members"), {"email": "kim", "role": "company", "language": "ko"})
    assert bad.status_code == 422
    assert 'value="kim"' in bad.content.decode(), "what was typed is still there"
    good = client.post(
        reverse("accounts:members"), {"email": "kim@x.kr", "role": "company", "language": "ko"}
    )
    assert good.status_code == 302
    member = people.company_actor(where=Organisation.objects.get(pk=boss.organisation_id))
    assert (
        signed_in(member)
        .post(reverse("accounts:members"), {"email": "lee@x.kr", "role": "company", "language": "ko"})
        .status_code
        == 403
    )


# Step-up ----------------------------------------------------------------------------------------------------


def asked(client, url, **data):
    answer = client.post(url, data) if data else client.get(url)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("accounts:step-up"))
    return answer.headers["Location"]


def test_a_stale_proof_is_asked_again_and_what_was_typed_comes_back():
    company = people.company_actor()
    with_password(company)
    client = signed_in(company, proven=False)
    url = reverse("accounts:tokens")
    page = asked(client, url, name="내 ERP", scope="write", days="30")
    assert (
        "See and make access tokens" in client.get(page, headers={"Accept-Language": "en"}).content.decode()
    )

    assert client.post(page, {"next": url, "password": "wrong"}).status_code == 422
    assert client.post(page, {"next": url, "password": PASSWORD}).headers["Location"] == url
    shown = client.get(url)
    assert "내 ERP" in shown.content.decode()
    assert shown.context["form"].initial["days"] == "30"
    assert not queries.tokens_for(company).exists(), "nothing happened without the button being pressed again"


def test_a_proof_grows_old():
    client = signed_in(people.company_actor())
    assert client.get(reverse("accounts:tokens")).status_code == 200
    session = client.session
    session[PROVEN_AT] = (now() - timedelta(minutes=10, seconds=1)).isoformat()
    session.save()
    asked(client, reverse("accounts:tokens"))


def test_signing_in_is_a_proof(client):
    person = with_password(people.company_actor())
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert client.get(reverse("accounts:tokens")).status_code == 200


def totp_of(person):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(person, secret)
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_with_a_second_factor_the_password_alone_proves_nothing():
    company = people.company_actor()
    person = with_password(company)
    code = totp_of(person)
    client = signed_in(company, proven=False)
    url = reverse("accounts:tokens")
    page = asked(client, url)
    assert client.post(page, {"next": url, "password": PASSWORD}).status_code == 422
    around = client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": url})
    assert around.headers["Location"].startswith(reverse("mfa_reauthenticate"))
    asked(client, url)
    assert client.post(page, {"next": url, "code": "000000"}).status_code == 422
    assert client.post(page, {"next": url, "code": code}).headers["Location"] == url
    assert client.get(url).status_code == 200


def test_a_secret_of_an_authenticator_app_is_not_stored_in_the_clear():
    person = with_password(people.company_actor())
    totp_of(person)
    assert "JBSWY3DPEHPK3PXP" not in str(Authenticator.objects.get(user=person).data)


def test_the_page_tells_only_purposes_that_are_ours():
    client = signed_in(people.company_actor(), proven=False)
    query = urlencode({"next": "/", "purpose": "Call 070-1234 and tell us your password"})
    text = client.get(f"{reverse('accounts:step-up')}?{query}").content.decode()
    assert "<dd><b>Call" not in text


def test_the_demo_button_confirms_invented_people_only(settings):
    url, page = reverse("accounts:tokens"), reverse("accounts:step-up")
    invented = signed_in(people.company_actor(who=people.person(is_demo=True)), proven=False)
    real = signed_in(people.company_actor(), proven=False)
    settings.DEMO = True
    assert real.post(page, {"next": url, "demo": "1"}).status_code == 422
    assert invented.post(page, {"next": url, "demo": "1"}).headers["Location"] == url
    asked(real, url)
    settings.DEMO = False
    again = signed_in(people.company_actor(who=people.person(is_demo=True)), proven=False)
    assert again.post(page, {"next": url, "demo": "1"}).status_code == 422


def test_guessing_a_proof_is_limited():
    company = people.company_actor()
    with_password(company)
    client = signed_in(company, proven=False)
    page = reverse("accounts:step-up")
    answers = [client.post(page, {"password": "wrong"}).status_code for _ in range(11)]
    assert answers[-1] == 429


# What was typed survives ------------------------------------------------------------------------------------


def expire(client):
    client.cookies.pop("sessionid")


def typed_into_an_expired_session(actor):
    client = signed_in(actor)
    client.get(reverse("accounts:settings"))
    expire(client)
    answer = client.post(
        reverse("accounts:settings"), {"name": "새 이름", "password": "secret", "language": "en"}
    )
    assert answer.headers["Location"].startswith(reverse("account_login"))
    return client, answer.headers["Location"]


def log_in(client, url, person):
    next_url = parse_qs(urlsplit(url).query)["next"][0]
    return client.post(
        reverse("account_login"), {"login": person.email, "password": PASSWORD, "next": next_url}
    )


def test_a_form_posted_after_the_session_expired_comes_back_filled():
    actor = people.talent_actor()
    person = with_password(actor)
    client, login = typed_into_an_expired_session(actor)
    assert client.get(login).context["request"].kept
    assert log_in(client, login, person).headers["Location"] == reverse("accounts:settings")
    shown = client.get(reverse("accounts:settings"))
    assert shown.context["form"].initial["name"] == "새 이름"
    assert "secret" not in str(dict(client.session))
    assert queries.person(actor.person_id).name != "새 이름", "kept, not saved"
    assert client.get(reverse("accounts:settings")).context["form"].initial["name"] != "새 이름", "shown once"


def test_somebody_else_who_signs_in_never_sees_it():
    other = people.talent_actor()
    person = with_password(other)
    client, login = typed_into_an_expired_session(people.talent_actor())
    log_in(client, login, person)
    shown = client.get(reverse("accounts:settings"))
    assert shown.context["form"].initial["name"] == other.name
    assert "새 이름" not in str(dict(client.session)), "not even in their session"


def test_a_forged_memory_of_who_was_here_is_not_believed():
    client = Client()
    client.cookies["who"] = str(people.talent_actor().person_id)
    client.post(reverse("accounts:settings"), {"name": "X"})
    assert "kept" not in client.session


def test_a_stranger_leaves_nothing_behind(client):
    client.post(reverse("accounts:settings"), {"name": "X"})
    assert "kept" not in client.session


def test_too_much_is_not_kept():
    client = signed_in(people.talent_actor())
    client.get(reverse("accounts:settings"))
    expire(client)
    client.post(reverse("accounts:settings"), {"name": "x" * 200_001})
    assert "kept" not in client.session


def test_a_form_whose_address_takes_no_get_leads_back_to_its_page():
    actor = people.talent_actor()
    person = with_password(actor)
    client = signed_in(actor)
    client.get(reverse("accounts:my-data"))
    expire(client)
    answer = client.post(
        reverse("accounts:deletion"),
        {"reason": "I found work."},
        headers={"Referer": "http://testserver" + reverse("accounts:my-data")},
    )
    landed = log_in(client, answer.headers["Location"], person)
    back = client.get(landed.headers["Location"])
    assert back.headers["Location"] == reverse("accounts:my-data")


def test_a_form_without_its_safety_mark_keeps_the_text_only_from_our_own_pages():
    actor = people.talent_actor()
    for origin, kept in [("http://testserver", True), ("https://evil.example", False)]:
        strict = people.sign_in(Client(enforce_csrf_checks=True), actor)
        answer = strict.post(reverse("accounts:settings"), {"name": "새 이름"}, headers={"Origin": origin})
        assert answer.status_code == 403
        assert ("kept" in strict.session) is kept


# Acting for somebody ----------------------------------------------------------------------------------------


def lending():
    operator, company = people.operator_actor(), people.company_actor()
    client = signed_in(operator)
    url = reverse("accounts:borrow", args=[Membership.objects.get(person_id=company.person_id).pk])
    return client, url, operator, company


def test_an_operator_acts_for_somebody_and_every_page_says_so():
    client, url, operator, company = lending()
    assert client.post(url, {"reason": "help"}).status_code == 422
    assert client.post(url, {"reason": REASON}).status_code == 302
    page = client.get(reverse("accounts:members"))
    assert page.context["actor"].person_id == company.person_id
    assert page.context["actor"].borrowed_from == operator.person_id
    assert f"{BorrowedSession.objects.get().pk}/end/" in page.content.decode()


def test_money_keys_and_settings_stay_closed_meanwhile():
    client, url, _, company = lending()
    client.post(url, {"reason": REASON})
    for name in ("accounts:tokens", "accounts:export", "accounts:step-up"):
        assert client.get(reverse(name)).status_code == 403, name
    fields = {"name": "X", "language": "ko", "time_zone": "Asia/Seoul"}
    assert client.post(reverse("accounts:settings"), fields).status_code == 403
    assert client.post(reverse("accounts:notifications")).status_code == 403
    assert queries.person(company.person_id).name == company.name


def test_the_session_runs_out_by_itself():
    client, url, operator, _ = lending()
    client.post(url, {"reason": REASON})
    BorrowedSession.objects.update(ends_at=now())
    assert client.get(reverse("accounts:settings")).context["actor"].person_id == operator.person_id
    assert "borrowed" not in client.session


def test_the_person_sees_it_and_can_end_it():
    client, url, operator, company = lending()
    client.post(url, {"reason": REASON})
    person = signed_in(company)
    assert REASON in person.get(reverse("accounts:borrowed")).content.decode()
    assert REASON in person.get(reverse("accounts:notifications")).content.decode()
    person.post(reverse("accounts:give-back", args=[BorrowedSession.objects.get().pk]))
    assert client.get(reverse("accounts:settings")).context["actor"].person_id == operator.person_id


def test_who_leaves_the_role_or_signs_out_stops_acting_for_others():
    client, url, operator, _ = lending()
    client.post(url, {"reason": REASON})
    services.become_talent(person_id=operator.person_id, at=now())
    Membership.objects.filter(person_id=operator.person_id, role="operator").update(ended_at=now())
    assert client.get(reverse("accounts:settings")).context["actor"].person_id == operator.person_id

    client, url, _, _ = lending()
    client.post(url, {"reason": REASON})
    client.post(reverse("account_logout"))
    assert BorrowedSession.objects.latest("started_at").ended_at is not None


def test_beginning_needs_a_fresh_proof():
    client, url, operator, _ = lending()
    asked(signed_in(operator, proven=False), url, reason=REASON)
    assert not BorrowedSession.objects.exists()


def test_nobody_else_finds_the_door():
    _, url, _, company = lending()
    for role in (Role.COMPANY, Role.TALENT, Role.RESEARCHER, Role.COORDINATOR):
        stranger = signed_in(people.actor(role))
        assert stranger.get(url).status_code == 404
        wanted = 200 if role is Role.COORDINATOR else 403
        assert stranger.get(reverse("accounts:lendable")).status_code == wanted


# Oneself ----------------------------------------------------------------------------------------------------


def test_a_new_token_is_shown_once():
    client = signed_in(people.company_actor())
    made = client.post(reverse("accounts:tokens"), {"name": "ERP", "scope": "read", "days": "7"})
    text = made.context["text"]
    assert text.startswith("tbr_")
    assert text in made.content.decode()
    assert text not in client.get(reverse("accounts:tokens")).content.decode()


def test_the_export_is_ones_own():
    actor = people.talent_actor()
    data = signed_in(actor).get(reverse("accounts:export")).json()
    assert data["person"]["id"] == str(actor.person_id)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    "name",
    ["people", "roles", "switch", "found-company", "members", "lendable", "borrowed", "tokens", "settings",
     "notifications", "my-data"],
)  # fmt: skip
def test_every_page_opens_in_both_languages(name, language, settings):
    settings.DEMO = True
    operator = people.operator_actor(who=people.person(language=language, is_demo=True))
    answer = signed_in(operator).get(reverse(f"accounts:{name}"))
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    "name",
    ["account_login", "account_signup", "account_reset_password", "account_reset_password_done",
     "account_email_verification_sent", "account_inactive"],
)  # fmt: skip
def test_every_door_opens_in_both_languages(client, name, language):
    answer = client.get(reverse(name), headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["mfa_index", "account_change_password", "account_email", "mfa_activate_totp"]
)
def test_the_pages_of_keys_open(name):
    actor = people.company_actor()
    with_password(actor)
    client = signed_in(actor)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": now().timestamp(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(actor.person_id)
    session.save()
    answer = client.get(reverse(name))
    assert answer.status_code == 200, answer.headers.get("Location")


def test_a_forgotten_password_is_set_anew_in_the_persons_language(client):
    person = with_password(people.talent_actor(who=people.person(language="en")))
    client.post(reverse("account_reset_password"), {"email": person.email}, headers={"Accept-Language": "ko"})
    assert mail.outbox[0].subject == "Set a new password"
    link = re.search(r"http\S+", mail.outbox[0].body)[0]
    page = client.get(urlsplit(link).path, follow=True)
    new = "another long sentence"
    done = client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert done.status_code == 302
    person.refresh_from_db()
    assert person.check_password(new)
