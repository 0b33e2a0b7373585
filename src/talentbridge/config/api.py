"""The REST surface: every app's router under one address, one description, one shape of errors."""

from __future__ import annotations

from ninja import NinjaAPI

from talentbridge.kernel.api import tell_errors

api = NinjaAPI(
    title="K-Digital Talent Bridge",
    version="1",
    description="Each step of an engagement, by the right role only. Times are ISO 8601 with offset; money is minor units.",
    docs_url="/docs",
    urls_namespace="api",
)
tell_errors(api)
