"""A body that is too large is refused before it is kept."""

from __future__ import annotations

import asyncio

import pytest

from talentbridge.config.asgi import BoundedBodies


async def inner(scope, receive, send):
    size = 0
    while True:
        message = await receive()
        size += len(message.get("body", b""))
        if not message.get("more_body"):
            break
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(size).encode()})


def answer(chunks: list[bytes], headers: list[tuple[bytes, bytes]] = ()) -> int:
    waiting = [
        {"type": "http.request", "body": chunk, "more_body": number < len(chunks)}
        for number, chunk in enumerate(chunks, start=1)
    ]
    sent = []

    async def receive():
        return waiting.pop(0)

    async def send(message):
        sent.append(message)

    asyncio.run(BoundedBodies(inner, most=10)({"type": "http", "headers": list(headers)}, receive, send))
    return sent[0]["status"]


def test_small_bodies_pass():
    assert answer([b"12345", b"67890"]) == 200


def test_what_announces_too_much_is_refused_unread():
    assert answer([b""], [(b"content-length", b"11")]) == 413


def test_what_announces_nothing_is_counted():
    assert answer([b"123456", b"789012"]) == 413


@pytest.mark.parametrize("length", [b"-1", b"ten"])
def test_a_length_that_is_no_number_is_refused(length):
    assert answer([b""], [(b"content-length", length)]) == 413
