"""The web process's entrance: Django behind a limit on what a stranger may send."""

import os
from collections.abc import Awaitable, Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talentbridge.config.settings")

from django.core.asgi import get_asgi_application

MOST_BYTES = 25 * 1024 * 1024  # a sealed contract to verify may have 20 MB; nothing that is uploaded has more

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class TooLarge(Exception):
    """The body went on after the limit."""


class BoundedBodies:
    """Refuses a request whose body is larger than `most` bytes, announced or not, before anything is kept of it.

    Django writes every body to disk before a view can look at its size.
    """

    def __init__(self, inner: Any, most: int = MOST_BYTES) -> None:
        self.inner, self.most = inner, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > self.most:
            await self._refuse(send)
            return
        received = 0

        async def counted() -> dict[str, Any]:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.most:
                raise TooLarge
            return message

        try:
            await self.inner(scope, counted, send)
        except TooLarge:
            await self._refuse(send)

    async def _refuse(self, send: Send) -> None:
        text = (
            "너무 큽니다. 25 MB보다 작은 파일을 보내 주세요. / Too large: send a file of less than 25 MB.\n"
        )
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 413, "headers": headers})
        await send({"type": "http.response.body", "body": text.encode()})


application = BoundedBodies(get_asgi_application())
