"""Verbs on people, organisations, invitations, borrowed sessions, tokens and notifications."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection

from talentbridge.accounts import gateways, queries, rules, services
from talentbridge.accounts.models import (
    AccessToken,
    BorrowedSession,
    Invitation,
    Membership,
    Notification,
    Organisation,
)
from talentbridge.accounts.roles import IN_PERSON
from talentbridge.audit.models import AuditEvent, PersonalDataAccess
from talentbridge.kernel.actor import Role, Side
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Denied, Invalid, Missing, Refused
from talentbridge.kernel.text import N_
from tests.factories import people

pytestmark = pytest.mark.django_db

NUMBER = "124-81-00998"
REASON = "The person asked by phone to fill in the need."


def manager(**fields):
    actor = people.company_actor(**fields)
    Membership.objects.filter(person_id=actor.person_id).update(is_manager=True)
    return queries.actor_of(queries.person(actor.person_id))


def with_address(email, **fields):
    person = people.person(**fields)
    person.email = email
    person.save()
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def invited(actor, email="kim@company.kr", **fields):
    fields = {"role": Role.COMPANY, "language": "ko", "at": now(), **fields}
    return services.invite(actor=actor, email=email, **fields)


# Organisations ----------------------------------------------------------------------------------------------


def test_who_brings_a_company_becomes_its_manager():
    person = people.person()
    membership = services.found_company(
        person_id=person.pk, name="한빛물류", registration_number="1248100998", at=now()
    )
    assert membership.is_manager
    assert membership.organisation.registration_number == NUMBER
    assert queries.actor_of(person).organisation_name == "한빛물류"


def test_a_company_comes_once_and_nothing_is_half_saved():
    services.found_company(person_id=people.person().pk, name="한빛", registration_number=NUMBER, at=now())
    second = people.person()
    with pytest.raises(Invalid) as refused:
        services.found_company(
            person_id=second.pk, name="한빛 2", registration_number="124 81 00998", at=now()
        )
    assert refused.value.fields["registration_number"].code == "accounts.company_is_here"
    assert not second.memberships.exists()
    assert Organisation.objects.count() == 1


def test_a_wrong_number_and_no_name_are_both_told():
    with pytest.raises(Invalid) as refused:
        services.found_company(person_id=people.person().pk, name=" ", registration_number="1", at=now())
    assert set(refused.value.fields) == {"organisation_name", "registration_number"}


def test_beginning_as_a_talent_twice_is_once():
    person = people.person()
    assert services.become_talent(person_id=person.pk, at=now()) == services.become_talent(
        person_id=person.pk, at=now()
    )


def test_an_enrolled_person_has_a_proven_address():
    membership = services.enrol(
        email="Op@Bridge.example", name="운영자", role=Role.OPERATOR, at=now(),
        organisation_id=people.organisation("operator").pk,
    )  # fmt: skip
    assert queries.verified_addresses(membership.person_id) == {"op@bridge.example"}
    with pytest.raises(Invalid):
        services.enrol(email="op@bridge.example", name="X", role=Role.TALENT, at=now())


# Memberships ------------------------------------------------------------------------------------------------


def test_an_ended_membership_closes_its_doors_and_its_keys():
    boss = manager()
    company = Organisation.objects.get(pk=boss.organisation_id)
    colleague = people.company_actor(where=company)
    _, text = services.make_token(actor=colleague, name="ERP", scope="read", days=7, at=now())
    row = Membership.objects.get(person_id=colleague.person_id)

    services.end_membership(actor=boss, membership_id=row.pk, at=now())

    assert queries.actor_of(queries.person(colleague.person_id)) is None
    assert services.actor_of_token(text, at=now()) is None
    assert Notification.objects.get(person_id=colleague.person_id).facts["who"] == boss.name


def test_the_last_manager_stays():
    boss = manager()
    row = Membership.objects.get(person_id=boss.person_id)
    with pytest.raises(Denied) as refused:
        services.end_membership(actor=boss, membership_id=row.pk, at=now())
    assert refused.value.decision.code == "accounts.last_manager"


def test_members_of_other_organisations_do_not_exist():
    stranger = Membership.objects.get(person_id=people.company_actor().person_id)
    with pytest.raises(Missing):
        services.end_membership(actor=manager(), membership_id=stranger.pk, at=now())
    with pytest.raises(Missing):
        services.make_manager(actor=manager(), membership_id=stranger.pk, at=now())


# Invitations ------------------------------------------------------------------------------------------------


def test_the_owner_of_the_address_comes_in_once():
    boss = manager()
    invitation = invited(boss)
    person = with_address("kim@company.kr")

    membership = services.accept(invitation_id=invitation.pk, person_id=person.pk, at=now())

    assert (membership.organisation_id, membership.role) == (boss.organisation_id, "company")
    assert services.accept(invitation_id=invitation.pk, person_id=person.pk, at=now()) == membership
    assert Notification.objects.filter(person_id=boss.person_id).count() == 1


def test_somebody_else_with_the_link_does_not():
    invitation = invited(manager())
    with pytest.raises(Denied) as refused:
        services.accept(invitation_id=invitation.pk, person_id=with_address("eve@x.kr").pk, at=now())
    assert refused.value.decision.code == "accounts.invitation_other_address"


def test_an_address_that_was_not_proven_is_not_enough():
    invitation, person = invited(manager()), people.person()
    EmailAddress.objects.create(user=person, email="kim@company.kr", verified=False)
    with pytest.raises(Denied):
        services.accept(invitation_id=invitation.pk, person_id=person.pk, at=now())


def test_an_invitation_runs_out_and_can_be_withdrawn():
    boss, person = manager(), with_address("kim@company.kr")
    old = invited(boss)
    with pytest.raises(Denied):
        services.accept(invitation_id=old.pk, person_id=person.pk, at=old.expires_at)
    services.withdraw(actor=boss, invitation_id=old.pk, at=now())
    with pytest.raises(Denied):
        services.accept(invitation_id=old.pk, person_id=person.pk, at=now())


def test_a_new_invitation_replaces_the_open_one():
    boss = manager()
    first, second = invited(boss), invited(boss, "KIM@company.kr ")
    first.refresh_from_db()
    assert first.withdrawn_at is not None
    assert list(queries.invitations_for(boss)) == [second]


def test_a_person_with_an_account_stands_in_two_organisations():
    person = with_address("kim@company.kr")
    services.become_talent(person_id=person.pk, at=now())
    services.accept(invitation_id=invited(manager()).pk, person_id=person.pk, at=now())
    assert [row.role for row in queries.memberships_of(person.pk)] == ["talent", "company"]
    second = queries.memberships_of(person.pk)[1]
    assert queries.actor_of(person, second.pk).role is Role.COMPANY
    assert queries.actor_of(person, uuid4()).role is Role.TALENT, "an unknown choice is the first membership"


@pytest.mark.parametrize("email", ["", "kim", "kim@", "a@b.kr\nBcc: x@y.kr"])
def test_what_is_no_address_is_refused(email):
    with pytest.raises(Invalid) as refused:
        invited(manager(), email)
    assert refused.value.fields["email"].code == "accounts.not_an_address"


def test_a_company_invites_company_people_and_no_operators():
    with pytest.raises(Invalid) as refused:
        invited(manager(), role=Role.OPERATOR)
    assert "role" in refused.value.fields


def test_members_and_floods_are_not_invited(monkeypatch):
    boss = manager()
    with pytest.raises(Invalid):
        invited(boss, queries.person(boss.person_id).email)
    monkeypatch.setattr(rules, "INVITATIONS_A_DAY", 2)
    invited(boss, "a@x.kr")
    invited(boss, "b@x.kr")
    with pytest.raises(Refused):
        invited(boss, "c@x.kr")


def test_a_link_is_known_by_our_signature_alone():
    invitation = invited(manager())
    token = gateways.invitation_token(invitation.pk)
    assert services.invitation_of(token) == invitation
    for forged in (
        token[:-1] + ("a" if token[-1] != "a" else "b"),
        invitation.pk.hex,
        "",
        f"{uuid4().hex}:x",
    ):
        with pytest.raises(Missing):
            services.invitation_of(forged)


def test_the_mail_is_in_the_chosen_language_and_has_the_link():
    invitation = invited(manager(where=people.organisation(name="Haesol")), language="en")
    gateways.mail_invitation(invitation.pk, at=now())
    assert "Haesol" in mail.outbox[0].subject
    assert gateways.invitation_token(invitation.pk) in mail.outbox[0].body
    gateways.mail_invitation(invitation.pk, at=invitation.expires_at)
    assert len(mail.outbox) == 1, "an invitation that has run out is not mailed"


@pytest.mark.django_db(transaction=True)
def test_two_acceptances_at_once_make_one_member():
    invitation, person = invited(manager()), with_address("kim@company.kr")
    other = with_address("lee@company.kr")
    EmailAddress.objects.create(user=other, email="kim@company.kr", verified=False)
    start, results = threading.Barrier(4), []

    def accept():
        start.wait()
        try:
            results.append(services.accept(invitation_id=invitation.pk, person_id=person.pk, at=now()).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    assert len(set(results)) == 1
    assert Membership.objects.filter(person=person).count() == 1
    assert AuditEvent.objects.filter(action="accounts.invitation.accepted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_managers_cannot_end_each_other_at_once():
    first = manager()
    company = Organisation.objects.get(pk=first.organisation_id)
    second = manager(where=company)
    rows = {
        actor.person_id: Membership.objects.get(person_id=actor.person_id).pk for actor in (first, second)
    }
    start, outcomes = threading.Barrier(2), []

    def end(actor, target):
        start.wait()
        try:
            services.end_membership(actor=actor, membership_id=target, at=now())
            outcomes.append("ended")
        except (Denied, Missing):
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=end, args=(first, rows[second.person_id])),
        threading.Thread(target=end, args=(second, rows[first.person_id])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["ended", "refused"]
    assert Membership.objects.filter(organisation=company, ended_at=None, is_manager=True).count() == 1


# Acting for somebody ----------------------------------------------------------------------------------------


def row_of(actor):
    return Membership.objects.get(person_id=actor.person_id)


def test_acting_for_somebody_is_timed_logged_and_told():
    operator, talent, at = people.operator_actor(), people.talent_actor(), now()
    session = services.borrow(actor=operator, membership_id=row_of(talent).pk, reason=REASON, at=at)

    assert session.ends_at == at + timedelta(minutes=30)
    told = Notification.objects.get(person_id=talent.person_id)
    assert told.facts["reason"] == REASON
    assert AuditEvent.objects.get(action="accounts.session.borrowed").actor_id == operator.person_id
    assert PersonalDataAccess.objects.get(subject_person_id=talent.person_id).purpose == REASON

    acting = queries.actor_in(session.membership, borrowed_from=operator.person_id, without=IN_PERSON)
    assert (acting.person_id, acting.borrowed_from) == (talent.person_id, operator.person_id)
    assert not acting.may("contracts.contract.sign")
    assert acting.may("talent.profile.edit")


def test_a_session_ends_by_itself_and_by_either_hand():
    operator, talent, at = people.operator_actor(), people.talent_actor(), now()
    session = services.borrow(actor=operator, membership_id=row_of(talent).pk, reason=REASON, at=at)
    find = queries.borrowed_session
    assert find(str(session.pk), operator.person_id, at + timedelta(minutes=29, seconds=59))
    assert find(str(session.pk), operator.person_id, at + timedelta(minutes=30)) is None
    assert find(str(session.pk), people.operator_actor().person_id, at) is None, "not for another operator"

    services.give_back(session_id=session.pk, person_id=talent.person_id, at=at + timedelta(minutes=1))
    assert find(str(session.pk), operator.person_id, at + timedelta(minutes=2)) is None
    with pytest.raises(Missing):
        services.give_back(session_id=session.pk, person_id=people.person().pk, at=at)


def test_one_session_at_a_time():
    operator, at = people.operator_actor(), now()
    first = services.borrow(
        actor=operator, membership_id=row_of(people.talent_actor()).pk, reason=REASON, at=at
    )
    services.borrow(actor=operator, membership_id=row_of(people.talent_actor()).pk, reason=REASON, at=at)
    first.refresh_from_db()
    assert first.ended_at == at
    assert BorrowedSession.objects.filter(ended_at=None).count() == 1


def test_a_reason_that_says_nothing_begins_nothing():
    talent = people.talent_actor()
    with pytest.raises(Invalid):
        services.borrow(
            actor=people.operator_actor(), membership_id=row_of(talent).pk, reason="help", at=now()
        )
    assert not BorrowedSession.objects.exists()
    assert not Notification.objects.exists()


def test_a_coordinator_reaches_only_the_companies_of_own_cases():
    coordinator, ours, other = people.coordinator_actor(), people.company_actor(), people.company_actor()
    case = uuid4()
    services.stand(case_id=case, side=Side.COORDINATOR, person_id=coordinator.person_id, at=now())
    services.stand(case_id=case, side=Side.COMPANY, organisation_id=ours.organisation_id, at=now())

    assert services.borrow(actor=coordinator, membership_id=row_of(ours).pk, reason=REASON, at=now())
    for nobody in (other, people.talent_actor(), people.operator_actor()):
        with pytest.raises(Missing):
            services.borrow(actor=coordinator, membership_id=row_of(nobody).pk, reason=REASON, at=now())


@pytest.mark.parametrize("role", [Role.COMPANY, Role.TALENT, Role.RESEARCHER, Role.GOVERNMENT, Role.PARTNER])
def test_other_roles_find_nobody_to_act_for(role):
    target = people.talent_actor()
    with pytest.raises(Missing):
        services.borrow(actor=people.actor(role), membership_id=row_of(target).pk, reason=REASON, at=now())


# Tokens -----------------------------------------------------------------------------------------------------


def test_a_token_opens_one_membership_until_it_ends():
    company, at = people.company_actor(), now()
    token, text = services.make_token(actor=company, name="ERP", scope="write", days=7, at=at)

    actor, scope = services.actor_of_token(text, at=at)
    assert (actor.person_id, actor.organisation_id, scope) == (
        company.person_id,
        company.organisation_id,
        "write",
    )
    assert not actor.permissions & IN_PERSON
    assert services.actor_of_token(text, at=at + timedelta(days=7)) is None
    services.revoke_token(actor=company, token_id=token.pk, at=at)
    assert services.actor_of_token(text, at=at) is None


def test_what_is_stored_does_not_open_the_door():
    token, text = services.make_token(
        actor=people.company_actor(), name="ERP", scope="read", days=7, at=now()
    )
    stored = bytes(AccessToken.objects.get(pk=token.pk).hash)
    assert text.encode() not in stored
    for guess in (stored.hex(), "tbr_", text[:-1], text + "x", text.upper(), ""):
        assert services.actor_of_token(guess, at=now()) is None


def test_tokens_are_ones_own_and_not_made_in_another_persons_place():
    token, _ = services.make_token(actor=people.company_actor(), name="ERP", scope="read", days=7, at=now())
    with pytest.raises(Missing):
        services.revoke_token(actor=people.company_actor(), token_id=token.pk, at=now())
    borrowed = queries.actor_in(row_of(people.talent_actor()), borrowed_from=people.person().pk)
    with pytest.raises(Denied):
        services.make_token(actor=borrowed, name="X", scope="read", days=7, at=now())


@pytest.mark.parametrize("wrong", [{"name": " "}, {"scope": "admin"}, {"days": 36500}])
def test_a_token_is_named_scoped_and_dated(wrong):
    with pytest.raises(Invalid) as refused:
        services.make_token(
            actor=people.company_actor(), **{"name": "ERP", "scope": "read", "days": 7, "at": now(), **wrong}
        )
    assert set(refused.value.fields) == set(wrong)


# Telling people ---------------------------------------------------------------------------------------------


def test_a_notification_is_mailed_once_in_the_readers_language_and_zone(settings):
    reader = people.person(language="en", time_zone="Asia/Kolkata")
    services.notify(
        person_ids=[reader.pk, reader.pk, None],
        sentence=N_("{who} acts for you on the bridge until {ends_at}. Reason: {reason} "
                    "Money, signatures and consent stay with you alone."),
        facts={"who": "정다은", "ends_at": datetime(2026, 11, 23, 9, tzinfo=UTC), "reason": REASON},
        url="/engagements/",
        at=now(),
    )  # fmt: skip
    row = Notification.objects.get(person=reader)
    gateways.mail_notification(row.pk, at=now())
    gateways.mail_notification(row.pk, at=now())

    assert len(mail.outbox) == 1
    body = mail.outbox[0].body
    assert "정다은 acts for you" in body
    assert "14:30 Kolkata" in body
    assert f"{settings.SITE_URL}/engagements/" in body


def test_only_the_readers_own_notifications_are_marked_as_seen():
    mine, other = people.talent_actor(), people.talent_actor()
    services.notify(person_ids=[mine.person_id, other.person_id], sentence="x", facts={}, url="", at=now())
    assert services.read_all(actor=mine, at=now()) == 1
    assert (queries.unread(mine), queries.unread(other)) == (0, 1)


# Oneself ----------------------------------------------------------------------------------------------------


def test_settings_are_checked_and_kept():
    actor = people.talent_actor()
    fields = {"name": "Nguyễn Thị Ánh", "language": "en", "time_zone": "Asia/Ho_Chi_Minh", "country": "VN",
              "high_contrast": True, "at": now()}  # fmt: skip
    services.save_settings(actor=actor, **fields)
    assert queries.person(actor.person_id).name == "Nguyễn Thị Ánh"
    with pytest.raises(Invalid) as refused:
        services.save_settings(
            actor=actor, **{**fields, "name": "", "language": "xx", "time_zone": "Mars/Base"}
        )
    assert set(refused.value.fields) == {"name", "language", "time_zone"}


def test_asking_to_be_deleted_twice_is_one_request_and_can_be_taken_back():
    actor = people.talent_actor()
    assert services.ask_deletion(actor=actor, reason="", at=now()) == services.ask_deletion(
        actor=actor, reason="again", at=now()
    )
    services.withdraw_deletion(actor=actor, at=now())
    assert queries.open_deletion_request(actor.person_id) is None


def test_the_export_holds_everything_about_oneself_and_nothing_about_others():
    mine, other = people.company_actor(), people.company_actor()
    services.make_token(actor=mine, name="ERP", scope="read", days=7, at=now())
    services.make_token(actor=other, name="Secret tool", scope="read", days=7, at=now())
    queries.export_also("test_app", lambda person_id: {"of": str(person_id)})
    try:
        text = str(queries.everything_about(mine.person_id, at=now()))
    finally:
        queries._exports.pop("test_app")
    assert "ERP" in text
    assert str(mine.person_id) in text
    assert "Secret tool" not in text
    assert other.name not in text


def test_an_invitation_row_alone_says_nothing_secret():
    invitation = invited(manager())
    stored = {str(value) for value in Invitation.objects.filter(pk=invitation.pk).values_list()[0]}
    assert gateways.invitation_token(invitation.pk).partition(":")[2] not in stored
