"""Who sees what in the header, and where each role's day begins."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from talentbridge.config import navigation
from talentbridge.kernel.actor import Role
from talentbridge.operations import rules
from tests.factories import people

pytestmark = pytest.mark.django_db


ALL = [*navigation.FOR_ROLES.values(), navigation.FOR_STRANGERS, navigation.FOR_EVERYBODY_ELSE]


@pytest.mark.parametrize("role", list(navigation.FOR_ROLES), ids=str)
def test_every_entry_of_a_role_opens_for_that_role(client: Client, role):
    actor = people.actor(role)
    people.sign_in(client, actor)
    entries = navigation.FOR_ROLES[role] + navigation.account_menu_of(actor)
    for link in navigation.links(entries, "/"):
        assert client.get(link["url"]).status_code == 200, link


def test_strangers_reach_everything_that_their_header_names(client: Client):
    for link in navigation.links(navigation.FOR_STRANGERS, "/"):
        assert client.get(link["url"]).status_code == 200, link


def test_a_header_is_short_enough_to_be_read():
    assert all(3 <= len(entries) <= 7 for entries in ALL)


def test_the_most_specific_page_is_the_current_one():
    links = navigation.links(navigation.FOR_ROLES[Role.COMPANY], reverse("engagements:open"))
    assert [link["url"] for link in links if link["current"]] == [reverse("engagements:list")]


def test_only_operators_are_offered_to_act_for_somebody():
    offered = {
        role: navigation.ACT_FOR_SOMEBODY in navigation.account_menu_of(people.actor(role))
        for role in navigation.FOR_ROLES
    }
    assert offered[Role.OPERATOR]
    assert not offered[Role.COMPANY]
    assert not offered[Role.TALENT]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM], ids=str)
def test_each_role_starts_where_its_work_is(client: Client, role):
    people.sign_in(client, people.actor(role))
    answer = client.get("/start/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse(rules.STARTS[role])


def test_the_header_names_person_and_organisation(client: Client):
    who = people.person("윤서진")
    actor = people.company_actor(who=who, where=people.organisation(name="한빛물류시스템"))
    people.sign_in(client, actor)
    page = client.get("/gallery/").text
    assert "한빛물류시스템" in page
    assert "윤서진" in page
    assert 'action="/account/logout/"' in page
