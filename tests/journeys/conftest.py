"""A real browser against a real server: what every journey shares.

`open_page(language="en", width=390)` opens a page on the live server; `enter(page, actor)` signs it in as somebody;
`axe(page)` fails with the list of accessibility faults; `shoot(page, "name")` keeps a picture in `screenshots/` when
the environment says SHOTS=1.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from talentbridge.kernel.actor import Actor
from tests.factories import people

# Playwright's synchronous face runs an event loop in this thread; Django would refuse the database beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SHOTS = Path(__file__).parents[2] / "screenshots"

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one a file: its driver keeps an event loop running in this thread as long as it is open,
    and tests of other files that share the process start loops of their own."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, live_server) -> Iterator[OpenPage]:
    """Open a page in a window of its own; anything the page complains about in the console fails the test."""
    contexts, complaints = [], []

    def open_(
        path: str = "/", *, language: str = "ko", contrast: str = "plain", width: int = 1280, **options
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 900}, locale=language, **options
        )
        contexts.append(context)
        for name, value in (("language", language), ("contrast", contrast)):
            context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on(
            "console", lambda said: complaints.append(f"{page.url}: {said.text}") if _is_fault(said) else None
        )
        if path:
            page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not complaints


def _is_fault(said) -> bool:
    # A refusal (403, 404, 409) is shown to the reader as a page; the browser notes its status as an error.
    return said.type == "error" and "the server responded with a status of 4" not in said.text


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """One Korean window at 1280 px, on the home page."""
    return open_page()


@pytest.fixture
def enter(live_server) -> Callable[[Page, Actor], Page]:
    """Sign a window in as an actor, without the sign-in form (that one has its own test)."""

    def enter_(page: Page, actor: Actor) -> Page:
        client = people.sign_in(Client(), actor)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    return enter_


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fail with what axe-core finds wrong on the page as it stands."""

    def axe_(page: Page) -> None:
        found = Axe().run(page).response["violations"]
        told = [
            f"{fault['id']}: {fault['help']}: {node['html'][:160]}"
            for fault in found
            for node in fault["nodes"]
        ]
        assert not told, "\n".join([page.url, *told])

    return axe_


@pytest.fixture
def shoot() -> Callable[[Page, str], None]:
    """Keep a picture of the whole page when SHOTS=1; otherwise do nothing."""

    def shoot_(page: Page, name: str) -> None:
        if os.environ.get("SHOTS") == "1":
            SHOTS.mkdir(exist_ok=True)
            page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    return shoot_
