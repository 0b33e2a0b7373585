"""What stands in the header: five or six nouns for each role, and the account menu.

An entry names the pages it may lead to, best first; the first that exists is taken and an entry without any is left
out, so that a page appears in the header the moment its app has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from talentbridge.accounts import queries as accounts
from talentbridge.kernel.actor import Actor, Role
from talentbridge.kernel.text import N_

CONTRAST_COOKIE = "contrast"


@dataclass(frozen=True)
class Entry:
    """A noun in the header and the url names that it may lead to."""

    label: str
    pages: tuple[str, ...]


ENGAGEMENTS = Entry(N_("Engagements"), ("engagements:list",))
CONTRACTS = Entry(N_("Contracts"), ("contracts:list",))
MONEY = Entry(N_("Money"), ("escrow:list",))
TALENTS = Entry(N_("Talents"), ("talent:list",))
RULES = Entry(N_("Rules"), ("policy:rules",))
WORKBENCH = Entry(N_("Workbench"), ("coordination:workbench",))
COMPANIES = Entry(N_("Companies"), ("accounts:organisations",))

FOR_STRANGERS = (
    Entry(N_("For companies"), ("operations:companies",)),
    Entry(N_("For talents"), ("operations:talents",)),
    Entry(N_("Scores"), ("operations:scores",)),
    RULES,
    Entry(N_("Open data"), ("operations:data",)),
)

FOR_ROLES: dict[Role, tuple[Entry, ...]] = {
    Role.COMPANY: (
        Entry(N_("My engagements"), ("engagements:list",)),
        Entry(N_("Needs"), ("demand:list", "engagements:open")),
        Entry(N_("Candidates"), ("matching:list",)),
        CONTRACTS,
        MONEY,
    ),
    Role.TALENT: (
        Entry(N_("My work"), ("engagements:list",)),
        Entry(N_("Offers"), ("matching:list",)),
        CONTRACTS,
        MONEY,
        Entry(N_("My profile"), ("talent:profile",)),
    ),
    Role.COORDINATOR: (WORKBENCH, ENGAGEMENTS, TALENTS, COMPANIES, CONTRACTS, MONEY, RULES),
    Role.OPERATOR: (
        WORKBENCH,
        ENGAGEMENTS,
        TALENTS,
        COMPANIES,
        MONEY,
        RULES,
        Entry(N_("Log"), ("audit:list", "accounts:log")),
    ),
}

ACCOUNT = (
    Entry(N_("Change role or organisation"), ("accounts:switch",)),
    Entry(N_("Notifications"), ("accounts:notifications",)),
    Entry(N_("Members"), ("accounts:members",)),
    Entry(N_("Settings and sign-in"), ("accounts:settings",)),
)


def links(entries: tuple[Entry, ...], path: str) -> list[dict[str, Any]]:
    """The entries whose page exists, the one that `path` stands under marked as current."""
    shown: list[dict[str, Any]] = []
    for entry in entries:
        url = next(filter(None, map(address, entry.pages)), "")
        if url:
            shown.append({"label": gettext(entry.label), "url": url, "current": False})
    under = [link for link in shown if path.startswith(link["url"])]
    if under:
        max(under, key=lambda link: len(link["url"]))["current"] = True
    return shown


def address(name: str) -> str:
    """The address of a page without arguments; empty when there is no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: actor, navigation of the role, account menu, saved choices, and whether data is invented."""
    actor: Actor | None = getattr(request, "actor", None)
    user = getattr(request, "user", None) or AnonymousUser()  # a page may fail before anybody is looked up
    is_known = user.is_authenticated
    chosen = request.COOKIES.get(CONTRAST_COOKIE)
    entries = FOR_ROLES.get(actor.role, (RULES,)) if actor else (() if is_known else FOR_STRANGERS)
    return {
        "actor": actor,
        "demo": settings.DEMO,
        "navigation": links(entries, request.path),
        "account_links": links(ACCOUNT, request.path) if is_known else [],
        "high_contrast": chosen == "high" if chosen else getattr(user, "high_contrast", False),
        "is_signed_in": is_known,
        "unread": SimpleLazyObject(lambda: accounts.unread(actor)) if actor else 0,
    }
