"""The look: the frame of every page, in both languages, both contrasts and three widths."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from tests.factories import people

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PUBLIC = ["/", "/gallery/"]
WORDS = [
    "/about/companies/",
    "/about/talents/",
    "/about/scores/",
    "/about/privacy/",
    "/about/data/",
    "/account/login/",
]


def is_wider_than_window(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("contrast", ["plain", "high"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_public_pages_have_no_accessibility_faults(open_page, axe, shoot, language, contrast):
    for width in (1280, 390, 320):
        for path in PUBLIC:
            page = open_page(path, language=language, contrast=contrast, width=width)
            page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
            axe(page)
            assert not is_wider_than_window(page), (path, width)
            shoot(page, f"look{path.replace('/', '-')}{language}-{contrast}-{width}")
            page.close()


@pytest.mark.parametrize("path", WORDS)
def test_pages_of_words_have_no_accessibility_faults_on_a_phone(open_page, axe, path):
    for language in ("ko", "en"):
        page = open_page(path, language=language, width=320)
        axe(page)
        assert not is_wider_than_window(page), path


def test_the_language_switch_keeps_the_page_and_its_query(open_page):
    page = open_page("/gallery/?sort=-held&page=3")
    page.get_by_role("button", name="English").click()
    assert page.url.endswith("/gallery/?sort=-held&page=3")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("heading", level=1).inner_text() == "Gallery of components"
    page.get_by_role("button", name="한국어").click()
    assert page.locator("html").get_attribute("lang") == "ko"


def test_high_contrast_is_remembered_for_the_person(open_page, enter):
    actor = people.company_actor()
    page = enter(open_page(""), actor)
    page.goto("/gallery/")
    page.get_by_role("button", name="고대비").click()
    assert page.locator("html").get_attribute("data-contrast") == "high"
    page.context.clear_cookies(name="contrast")
    page.goto("/about/data/")
    assert page.locator("html").get_attribute("data-contrast") == "high"


def test_the_skip_link_is_first_and_leads_to_the_content(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "본문 바로가기"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_everything_reads_and_switches_without_javascript(open_page):
    page = open_page("/", java_script_enabled=False)
    page.get_by_role("button", name="English").click()
    assert page.get_by_role("link", name="I need work done").is_visible()
    page.locator("summary", has_text="Source and date").first.click()
    assert page.get_by_text("Ministry of Employment and Labor, 2024").is_visible()


def test_a_missing_page_says_what_to_do_next(open_page, axe):
    page = open_page("/nowhere/", language="en")
    assert page.get_by_role("heading", level=1).inner_text() == "There is nothing here for you"
    assert page.get_by_role("main").get_by_role("link", name="Sign in", exact=True).is_visible()
    axe(page)


def test_the_account_menu_opens_and_signs_out(open_page, enter):
    page = enter(open_page("", language="en"), people.talent_actor())
    page.goto("/gallery/")
    page.locator("details.me summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    page.goto("/gallery/")
    assert page.locator("header").get_by_role("link", name="Sign in").is_visible()


PASSWORD = "a long sentence to sign in"  # noqa: S105
ACCOUNT_PAGES = ["2fa/", "email/", "password/change/", "2fa/totp/activate/", "2fa/webauthn/add/", "logout/"]


def signed_in_by_form(open_page):
    person = people.person("윤서진", password=PASSWORD)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    page = open_page("/account/login/", language="en")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda address: "/login/" not in address)
    return page


def test_the_sign_in_librarys_own_pages_wear_the_look(open_page, axe):
    page = signed_in_by_form(open_page)
    for path in ACCOUNT_PAGES:
        page.goto(f"/account/{path}")
        assert page.locator("header.top").is_visible()
        axe(page)
        page.set_viewport_size({"width": 320, "height": 800})
        assert not is_wider_than_window(page), path
        page.set_viewport_size({"width": 1280, "height": 900})


def test_a_passkey_is_added_under_the_strict_content_policy(open_page):
    page = signed_in_by_form(open_page)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    page.goto("/account/2fa/webauthn/add/")
    if page.get_by_label("Password").count():  # the library asks again for the password first
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button").last.click()
    page.get_by_role("main").locator("button.go").click()
    page.wait_for_url(lambda address: "/add/" not in address)
    assert Authenticator.objects.filter(type="webauthn").count() == 1


def test_what_is_typed_in_a_long_form_survives_a_reload(open_page):
    page = open_page("/gallery/")
    page.get_by_label("고른 이유").first.fill("예측 파이프라인을 인수한 기록이 있습니다")
    page.reload()
    assert page.get_by_label("고른 이유").first.input_value() == "예측 파이프라인을 인수한 기록이 있습니다"


def test_on_paper_sources_stand_open_and_buttons_are_gone(page):
    page.emulate_media(media="print")
    assert not page.get_by_role("link", name="맡길 일이 있습니다").is_visible()
    assert not page.locator(".top nav").is_visible()
