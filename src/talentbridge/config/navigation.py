"""What stands in the header: five to seven nouns for each role, and the account menu."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from talentbridge.accounts import queries as accounts
from talentbridge.kernel.actor import Actor, Role
from talentbridge.kernel.text import N_

CONTRAST_COOKIE = "contrast"


@dataclass(frozen=True)
class Entry:
    """A noun in the header and the url name that it leads to."""

    label: str
    page: str


ENGAGEMENTS = Entry(N_("Engagements"), "engagements:list")
CONTRACTS = Entry(N_("Contracts"), "contracts:list")
MONEY = Entry(N_("Money"), "escrow:list")
REVIEWS = Entry(N_("Reviews"), "reputation:list")
TALENTS = Entry(N_("Talents"), "talent:list")
RULES = Entry(N_("Rules"), "policy:rules")
COUNTRIES = Entry(N_("Countries"), "countries:list")
WORKBENCH = Entry(N_("Workbench"), "coordination:workbench")
OPEN_DATA = Entry(N_("Open data"), "operations:data")
SCORES = Entry(N_("Scores"), "operations:scores")
SKILLS = Entry(N_("Skills"), "skills:list")
FAIRNESS = Entry(N_("Fairness figures"), "matching:fairness")
REQUESTS = Entry(N_("Requests about matching"), "matching:requests")

FOR_STRANGERS = (
    Entry(N_("For companies"), "operations:companies"),
    Entry(N_("For talents"), "operations:talents"),
    Entry(N_("Open tasks"), "tasks:list"),
    COUNTRIES,
    SCORES,
    RULES,
)  # open data stands in the footer
FOR_EVERYBODY_ELSE = (SCORES, FAIRNESS, RULES, SKILLS, OPEN_DATA)  # roles whose own pages are still to come

FOR_ROLES: dict[Role, tuple[Entry, ...]] = {
    Role.COMPANY: (
        Entry(N_("My engagements"), "engagements:list"),
        Entry(N_("Needs"), "demand:list"),
        Entry(N_("Candidates"), "matching:list"),
        Entry(N_("Designer"), "designer:designer"),
        CONTRACTS,
        MONEY,
        REVIEWS,
    ),
    Role.TALENT: (
        Entry(N_("My work"), "engagements:list"),
        Entry(N_("Tasks and me"), "matching:mine"),
        Entry(N_("Offers"), "matching:list"),
        CONTRACTS,
        MONEY,
        REVIEWS,
        Entry(N_("My profile"), "talent:profile"),
    ),
    Role.COORDINATOR: (
        WORKBENCH,
        ENGAGEMENTS,
        Entry(N_("Candidates"), "matching:list"),
        TALENTS,
        CONTRACTS,
        MONEY,
        RULES,
    ),
    Role.PARTNER: (
        Entry(N_("Feeds"), "operations:feeds"),
        Entry(N_("Tasks brought"), "demand:offers"),
        SCORES,
        RULES,
        OPEN_DATA,
    ),
    Role.OPERATOR: (
        WORKBENCH,
        Entry(N_("Coordinators"), "coordination:pool"),
        ENGAGEMENTS,
        TALENTS,
        MONEY,
        Entry(N_("Ledger"), "ledger:entries"),
        RULES,
    ),
}

ACCOUNT = (
    Entry(N_("Change role or organisation"), "accounts:switch"),
    Entry(N_("Notifications"), "accounts:notifications"),
    Entry(N_("Settings and sign-in"), "accounts:settings"),
)
MEMBERS = Entry(N_("Members"), "accounts:members")
ACT_FOR_SOMEBODY = Entry(N_("Act for somebody"), "accounts:lendable")


def header_of(actor: Actor | None, *, is_known: bool) -> tuple[Entry, ...]:
    """The nouns of the actor's role; those who are signed in without a role first choose one."""
    if actor:
        return FOR_ROLES.get(actor.role, FOR_EVERYBODY_ELSE)
    return () if is_known else FOR_STRANGERS


def account_menu_of(actor: Actor | None) -> tuple[Entry, ...]:
    """What one may do about oneself and one's organisation."""
    more: tuple[Entry, ...] = (MEMBERS,) if actor and actor.organisation_id else ()
    if actor and actor.may("accounts.session.borrow"):
        more += (ACT_FOR_SOMEBODY,)
    if actor and actor.may("skills.entry.edit"):
        more += (SKILLS,)
    if actor and actor.may("matching.request.answer"):
        more += (REQUESTS,)
    if actor and actor.role is Role.OPERATOR:
        more += (FAIRNESS,)
    return ACCOUNT + more


def links(entries: tuple[Entry, ...], path: str) -> list[dict[str, Any]]:
    """The entries in the reader's language, the one that `path` stands under marked as current."""
    shown: list[dict[str, Any]] = [
        {"label": gettext(entry.label), "url": reverse(entry.page), "current": False} for entry in entries
    ]
    under = [link for link in shown if path.startswith(link["url"])]
    if under:
        max(under, key=lambda link: len(link["url"]))["current"] = True
    return shown


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: actor, navigation of the role, account menu, saved choices, and whether data is invented."""
    actor: Actor | None = getattr(request, "actor", None)
    user = getattr(request, "user", None) or AnonymousUser()  # a page may fail before anybody is looked up
    is_known = user.is_authenticated
    chosen = request.COOKIES.get(CONTRAST_COOKIE)
    return {
        "actor": actor,
        "demo": settings.DEMO,
        "navigation": links(header_of(actor, is_known=is_known), request.path),
        "account_links": links(account_menu_of(actor), request.path) if is_known else [],
        "high_contrast": chosen == "high" if chosen else getattr(user, "high_contrast", False),
        "is_signed_in": is_known,
        "unread": SimpleLazyObject(lambda: accounts.unread(actor)) if actor else 0,
    }
