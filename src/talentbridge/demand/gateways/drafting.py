"""An optional language model: any endpoint that speaks `POST {base}/chat/completions`. Off unless a deployment sets it.

It is called from a job only, after a person has seen what goes out and to whom. Nothing is retried by itself: each
sending needs a click. Redirects are not followed, so the text reaches the named host and no other.
"""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from talentbridge.kernel.text import N_

MOST_BYTES = 256 * 1024  # of an answer
PROBLEMS = {
    "not_reached": N_("The host could not be reached. Nothing was drafted."),
    "timed_out": N_("The host did not answer in time. Nothing was drafted."),
    "busy": N_("The host is busy or the quota is used up. Ask again later."),
    "refused": N_("The host refused the request. An operator has to look at the settings."),
    "failed": N_("The host reported an error of its own. Ask again later."),
    "garbled": N_("The host's answer could not be read. Nothing was drafted."),
    "too_big": N_("The host's answer was too long. Nothing was kept of it."),
}


class DraftingFailed(Exception):
    """No usable answer; `problem` is a key of `PROBLEMS`."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class Endpoint:
    """Where drafts come from."""

    url: str  # base, for example https://host/v1
    model: str
    key: str = ""
    timeout: float = 30.0  # seconds

    @property
    def host(self) -> str:
        """As it is named to the person whose text would go there."""
        return urlsplit(self.url).netloc.rpartition("@")[2]


def endpoint() -> Endpoint | None:
    """The configured endpoint, or None: then no button shows and nothing goes out."""
    url, model = settings.DRAFTING_URL.rstrip("/"), settings.DRAFTING_MODEL
    parts = urlsplit(url)
    if not model or parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return Endpoint(url, model, settings.DRAFTING_KEY, settings.DRAFTING_TIMEOUT)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None  # urllib then raises the 3xx as an error


def complete(to: Endpoint, messages: list[dict[str, str]], *, idempotency_key: str) -> str:
    """The model's answer to `messages`. Raises `DraftingFailed`."""
    body = json.dumps({"model": to.model, "messages": messages, "temperature": 0.2, "stream": False}).encode()
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Idempotency-Key": idempotency_key,
    }
    if to.key:
        headers["Authorization"] = f"Bearer {to.key}"
    address = f"{to.url}/chat/completions"  # http or https: `endpoint` takes no other
    request = urllib.request.Request(address, data=body, headers=headers, method="POST")  # noqa: S310
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=to.timeout) as answer:
            raw = _read(answer, time.monotonic() + 2 * to.timeout)
    except urllib.error.HTTPError as error:
        error.close()
        raise DraftingFailed(_of_status(error.code)) from error
    except TimeoutError as error:
        raise DraftingFailed("timed_out") from error
    except urllib.error.URLError as error:
        late = isinstance(error.reason, TimeoutError)
        raise DraftingFailed("timed_out" if late else "not_reached") from error
    except (OSError, http.client.HTTPException) as error:
        raise DraftingFailed("not_reached") from error
    if len(raw) > MOST_BYTES:
        raise DraftingFailed("too_big")
    return _text_of(raw)


def _read(answer: Any, until: float) -> bytes:
    """At most `MOST_BYTES` and one of the answer. Raises `TimeoutError` when it drips past `until`."""
    raw = b""
    while len(raw) <= MOST_BYTES and (part := answer.read1(MOST_BYTES + 1 - len(raw))):
        raw += part
        if time.monotonic() > until:
            raise TimeoutError
    return raw


def _of_status(status: int) -> str:
    if status == 429:
        return "busy"
    return "failed" if status >= 500 else "refused"


def _text_of(raw: bytes) -> str:
    """``choices[0].message.content`` of the answer."""
    try:
        text = json.loads(raw)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise DraftingFailed("garbled") from error
    if not isinstance(text, str) or not text.strip():
        raise DraftingFailed("garbled")
    return text.strip()
