"""Who sees what in the header, and where each role's day begins."""

from __future__ import annotations

import pytest
from django.test import Client

from talentbridge.config import navigation
from talentbridge.kernel.actor import Role
from talentbridge.operations import rules
from tests.factories import people

pytestmark = pytest.mark.django_db


def test_every_entry_of_the_header_leads_somewhere():
    for role, entries in navigation.FOR_ROLES.items():
        shown = navigation.links(entries, "/")
        assert len(shown) == len(entries), (role, [entry.label for entry in entries], shown)
    assert len(navigation.links(navigation.FOR_STRANGERS, "/")) == len(navigation.FOR_STRANGERS)
    assert len(navigation.links(navigation.ACCOUNT, "/")) == len(navigation.ACCOUNT)


def test_the_most_specific_page_is_the_current_one():
    links = navigation.links(navigation.FOR_ROLES[Role.COMPANY], navigation.address("engagements:list") + "x/")
    assert [link["current"] for link in links].count(True) == 1


def test_an_entry_without_a_page_is_left_out():
    assert navigation.links((navigation.Entry("Gone", ("nowhere:list",)),), "/") == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM], ids=str)
def test_each_role_starts_where_its_work_is(client: Client, role):
    people.sign_in(client, people.actor(role))
    answer = client.get("/start/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == navigation.address(rules.STARTS[role][0])


def test_the_header_names_person_and_organisation(client: Client):
    who = people.person("윤서진")
    actor = people.company_actor(who=who, where=people.organisation(name="한빛물류시스템"))
    people.sign_in(client, actor)
    page = client.get("/gallery/").text
    assert "한빛물류시스템" in page
    assert "윤서진" in page
    assert 'action="/account/logout/"' in page
