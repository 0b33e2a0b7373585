"""The REST surface: every app's router under one address, one description, one shape of errors."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from ninja import NinjaAPI

from talentbridge.kernel.api import tell_errors

api = NinjaAPI(
    title="K-Digital Talent Bridge",
    version="1",
    description=(
        "Each step of an engagement, by the right role only. Times are ISO 8601 with offset; money is minor units."
    ),
    docs_url="/docs",
    urls_namespace="api",
)
tell_errors(api)
for app in settings.BRIDGE_APPS:
    if find_spec(f"talentbridge.{app}.rest"):
        api.add_router(f"/{app}", import_module(f"talentbridge.{app}.rest").router)
