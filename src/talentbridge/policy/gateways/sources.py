"""Who publishes rates of exchange over the network: asked by a job when a deployment says so, never by a page."""

from __future__ import annotations

import time
import urllib.request
from dataclasses import dataclass
from datetime import date
from http.client import HTTPException
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.text import N_
from talentbridge.policy.gateways import ecb, eximbank, published, table
from talentbridge.policy.gateways.published import Published

TIMEOUT = 15.0  # seconds for the connection, and for each part of the answer
LONGEST = 60.0  # seconds for a whole answer
CHUNK = 64 * 1024
FORMATS = ("ecb", "eximbank", "csv")


class Source(Protocol):
    """Somebody who publishes rates. `fetch` raises `OSError` when they cannot be reached or answer too much."""

    @property
    def format(self) -> str: ...

    def fetch(self, on: date) -> bytes: ...


@dataclass(frozen=True)
class EcbSource:
    """The daily table of the European Central Bank; it has its own day."""

    url: str
    format: str = "ecb"
    timeout: float = TIMEOUT

    def fetch(self, on: date) -> bytes:
        return _get(self.url, self.timeout)


@dataclass(frozen=True)
class EximbankSource:
    """The answer of the Export-Import Bank of Korea for a day; needs the key that the bank gave."""

    url: str
    key: str
    format: str = "eximbank"
    timeout: float = TIMEOUT

    def fetch(self, on: date) -> bytes:
        asked = urlencode({"authkey": self.key, "searchdate": f"{on:%Y%m%d}", "data": "AP01"})
        return _get(f"{self.url}?{asked}", self.timeout)


def sources() -> list[Source]:
    """The sources that this deployment asks (`TALENTBRIDGE_FX_SOURCES`); none by default."""
    known: dict[str, Source] = {
        "ecb": EcbSource(settings.FX_ECB_URL),
        "eximbank": EximbankSource(settings.FX_EXIMBANK_URL, settings.FX_EXIMBANK_KEY),
    }
    return [known[name] for name in settings.FX_SOURCES if name in known]


def read(document: bytes, format: str, on: date | None) -> list[Published]:
    """The rates of a document in one of `FORMATS`. Raises `Invalid` by field."""
    if format == "ecb":
        return [ecb.read(document)]
    if format == "eximbank":
        return [eximbank.read(document, on)]
    if format == "csv":
        return table.read(document)
    raise Invalid(
        {"format": no("policy.fx_format", N_("Choose one of: {formats}."), formats=", ".join(FORMATS))}
    )


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a source to another page of its own; never to another host, and never from https to anything else."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        before, after = urlsplit(req.full_url), urlsplit(newurl)
        if after.netloc != before.netloc or after.scheme not in {before.scheme, "https"}:
            return None  # urllib then raises the 3xx as an error
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _get(url: str, timeout: float) -> bytes:
    """The body of an answer, at most `published.LIMIT` long; the address, which may carry a key, is never told."""
    if urlsplit(url).scheme not in {"http", "https"}:
        raise OSError("not an address of the web")
    until = time.monotonic() + LONGEST
    try:
        with urllib.request.build_opener(_SameHost).open(
            url, timeout=timeout
        ) as answer:  # the scheme was looked at
            body = b""
            while part := answer.read1(CHUNK):
                body += part
                if len(body) > published.LIMIT:
                    raise OSError("the answer is too large")
                if time.monotonic() > until:
                    raise OSError("the answer does not come to an end")
    except (HTTPException, ValueError) as error:
        raise OSError(f"no answer that can be read: {type(error).__name__}") from None
    return body
