"""The REST surface: every app's router under one address, one description, one shape of errors."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI

from talentbridge.accounts.rest import AUTH
from talentbridge.kernel.api import CleanParser, tell_errors

api = NinjaAPI(
    title="K-Digital Talent Bridge",
    version="1",
    description=(
        "Each step of an engagement, by the right role only. Times are ISO 8601 with offset; money is minor units."
    ),
    docs_url="/docs",
    urls_namespace="api",
    auth=AUTH,
    parser=CleanParser(),
)
tell_errors(api)
ADDRESSES = {
    "operations": "feeds"
}  # what partners send crosses two apps; everything else stands under its app's name
for app in settings.BRIDGE_APPS:
    if find_spec(f"talentbridge.{app}.rest"):
        api.add_router(f"/{ADDRESSES.get(app, app)}", import_module(f"talentbridge.{app}.rest").router)


def addresses() -> tuple[list[URLPattern | URLResolver], str, str]:
    """The API's URLs. It asks by itself who is calling, so the sign-in page does not stand before it.

    Only its description and documentation are pages for people, who sign in.
    """
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.name not in {
            "openapi-json",
            "openapi-view",
            "api-root",
        }:
            login_not_required(pattern.callback)
    return patterns, app_name, namespace
