"""Somebody who never worked with people abroad reads about countries and channels; no account is needed."""

from __future__ import annotations

import pytest

from talentbridge.policy.services import load_reviewed_rules

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/countries/",
    "/countries/VN/",
    "/countries/US/?day=2026-07-15",
    "/countries/UA/",
    "/countries/compare/?c=VN&c=IN&c=US&c=JP",
    "/countries/compare/?c=VN&c=XX",
    "/channels/",
    "/channels/?people=1&weeks=4&level=5&rare=on&budget=6000000",
    "/channels/?people=0&weeks=x&level=3",
)


def is_wider_than_window(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_pages_have_no_accessibility_faults(open_page, axe, shoot, language, width):
    load_reviewed_rules()
    for number, path in enumerate(PAGES, 1):
        page = open_page(path, language=language, width=width)
        page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        axe(page)
        assert not is_wider_than_window(page), (path, width)
        shoot(page, f"countries-{number}-{language}-{width}")
        page.close()


def test_from_the_header_to_a_comparison_to_a_plan(open_page):
    load_reviewed_rules()
    page = open_page("/", language="ko")
    page.get_by_role("navigation").get_by_role("link", name="나라별 정보").click()
    page.get_by_label("베트남 비교에 넣기").check()
    page.get_by_label("인도 비교에 넣기").check()
    page.get_by_role("button", name="고른 나라 비교하기").click()
    page.get_by_role("columnheader", name="베트남").get_by_role("link").click()
    page.get_by_role("navigation", name="이 페이지의 내용").get_by_role(
        "link", name="자료가 서로 다른 곳"
    ).click()
    assert page.url.endswith("/countries/VN/#differences")

    page.goto("/channels/")
    page.get_by_label("몇 주 뒤에 시작해야 하는지").fill("4")
    page.get_by_label("수준").select_option("5")
    page.get_by_label("국내에 드문 기술입니다").check()
    page.get_by_role("button", name="채용 경로 보기").click()
    first = page.get_by_role("article").first
    assert "헤드헌팅" in first.inner_text()
    assert page.get_by_label("국내에 드문 기술입니다").is_checked()


def test_without_javascript_a_card_folds_and_a_source_opens(open_page):
    load_reviewed_rules()
    page = open_page("/countries/IN/", language="en", java_script_enabled=False)
    assert page.get_by_text("2024: 41 companies, 206 hired").is_visible()
    page.locator("details.src summary").first.click()
    assert page.locator("details.src[open] dl").first.is_visible()
