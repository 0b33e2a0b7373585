"""Every address denies by default. The public ones are this literal list; everything else is walked as every role."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from talentbridge.accounts.roles import ROLES
from tests.factories import people

PUBLIC = {
    "contracts:verify",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "accounts:enter",  # demo mode only
    "accounts:invitation",
    "accounts:people",  # demo mode only
    "accounts:roles",
    "talent:calendar-feed",  # whoever has the secret address
    "talent:map",
    "tasks:detail",
    "tasks:feed",
    "tasks:linked-data",
    "tasks:list",
    "mfa_login_webauthn",
    "operations:accessibility",
    "operations:companies",
    "operations:contrast",
    "operations:data",
    "operations:favicon",
    "operations:gallery",
    "operations:health",
    "operations:home",
    "operations:language",
    "operations:privacy",
    "operations:robots",
    "operations:scores",
    "operations:talents",
    "policy:rules",
    "designer:designer",  # information for everybody; nothing is stored
    "api:options",
    "visa:check",
    "visa:guide",
    "visa:move",
    "visa:status",
    "api:rules",  # the same public facts for programs
    "api:visa_check",
    "countries:compare",
    "countries:detail",
    "countries:list",
    "channels:list",
    "api:countries",
    "api:country",
    "policy:rule",
    "policy:rates",
    "api:one_rule",
    "api:rule_versions",
    "api:rates",
    "api:list_public",
    "api:public_map",
    "api:openapi-json",  # what the API can do, without data
    "api:openapi-view",
}
SAMPLES = {
    "uuid": str(uuid.UUID(int=7)), "int": "7", "str": "x", "slug": "x", "path": "x",
}  # fmt: skip


def routes() -> Iterator[tuple[str, str]]:
    """(name, address with sample arguments) of every route."""

    def walk(patterns: list, prefix: str, space: str) -> Iterator[tuple[str, str]]:
        for pattern in patterns:
            text = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, text, inner)
            elif isinstance(pattern, URLPattern):
                yield space + (pattern.name or text), "/" + _filled(text)

    yield from walk(get_resolver().url_patterns, "", "")


def _filled(text: str) -> str:
    for converter, sample in SAMPLES.items():
        while f"<{converter}:" in text:
            start = text.index(f"<{converter}:")
            text = text[:start] + sample + text[text.index(">", start) + 1 :]
    while "<" in text:  # regular expressions and untyped arguments of libraries
        start = text.index("<")
        text = text[:start] + "x" + text[text.index(">", start) + 1 :]
    return text.replace("(?P", "").replace("^", "").replace("$", "").replace("\\", "").replace("[^/]+)", "")


ROUTES = sorted(set(routes()))


def test_the_walk_finds_the_house():
    assert len(ROUTES) > 40
    assert {name for name, _ in ROUTES} >= PUBLIC


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_reach_the_public_list_and_nothing_else(client: Client, method: str):
    open_to_all = set()
    for name, address in ROUTES:
        answer = getattr(client, method)(address)
        assert answer.status_code < 500, (name, address)
        if answer.status_code in {404, 405}:  # nothing there, or not by this method: nothing was given
            continue
        sent_to_sign_in = answer.status_code in {302, 401, 403} and (
            answer.status_code != 302 or "/account/login" in answer.headers["Location"]
        )
        if not sent_to_sign_in:
            open_to_all.add(name)
    assert open_to_all <= PUBLIC, open_to_all - PUBLIC


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES, ids=str)
def test_no_role_breaks_a_page_or_opens_a_strangers_object(role):
    client = Client()
    people.sign_in(client, people.actor(role))
    for (name, address), method in itertools.product(ROUTES, ["get", "post"]):
        if "logout" in name:
            continue
        answer = getattr(client, method)(address)
        assert answer.status_code < 500, (name, address)
        if SAMPLES["uuid"] in address:
            assert answer.status_code in {302, 403, 404, 405, 422}, (name, method, answer.status_code)
