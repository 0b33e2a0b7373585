"""Every address of the site: an app with a `web.py` answers under its prefix, the API under `api/v1/`."""

from importlib.util import find_spec

from allauth.account.views import email
from django.urls import URLPattern, URLResolver, include, path

from talentbridge.config.api import addresses
from talentbridge.kernel.stepup import step_up
from talentbridge.kernel.text import N_

PREFIXES = {
    "accounts": "account/",
    "audit": "audit/",
    "policy": "rules/",
    "designer": "designer/",
    "skills": "skills/",
    "talent": "talent/",
    "demand": "needs/",
    "contracts": "contracts/",
    "ledger": "ledger/",
    "escrow": "escrow/",
    "reputation": "reviews/",
    "matching": "matching/",
    "engagements": "engagements/",
    "coordination": "coordination/",
    "operations": "",
}

urlpatterns: list[URLPattern | URLResolver] = [
    *[
        path(prefix, include(f"talentbridge.{app}.web"))
        for app, prefix in PREFIXES.items()
        if find_spec(f"talentbridge.{app}.web")
    ],
    path("tasks/", include("talentbridge.demand.web.public")),  # what companies have published, for everybody
    path("visa/", include("talentbridge.policy.web.visa")),  # the guide to visas and papers, for everybody
    path("countries/", include("talentbridge.policy.web.countries")),
    path("channels/", include("talentbridge.policy.web.channels")),
    # Whoever adds an address can reset the password with it, so this page of allauth asks for a fresh proof too.
    path("account/email/", step_up(N_("You are about to change the addresses you sign in with."))(email)),
    path("account/", include("allauth.urls")),
    path("api/v1/", addresses()),
]
