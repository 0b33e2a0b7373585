"""What the five stories share: a crossing of today, and the people who walk it in a browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page

from talentbridge.kernel.clock import now
from tests.factories import people
from tests.factories.crossing import Crossing

WORDS = {
    "ko": {
        "stages": ["준비", "매칭", "계약", "수행", "완료"],
        "reason": "필수 기술의 근거와 겹치는 시간을 보았고, 비슷한 일을 끝낸 이력이 가깝습니다.",
        "note": "인수 기준에 적힌 모든 것이 저장소에 있고, 확인하는 방법은 보고서에 적었습니다.",
    },
    "en": {
        "stages": ["Prepare", "Match", "Contract", "Deliver", "Complete"],
        "reason": "I looked at the evidence for each must-have skill and at the hours that overlap.",
        "note": "Everything that the acceptance criteria name is in the repository, with a report.",
    },
}
LANGUAGES = ["ko", "en"]


def crossing(to: str | None = None, **options: object) -> Crossing:
    """A crossing whose last step was some days ago today; its people are invented, as the step-up page needs."""
    story = Crossing.begin(
        company=people.company_actor(who=people.person("윤서진", is_demo=True)),
        talent=people.talent_actor(
            who=people.person("Nguyễn Thị Thanh Hà", name_language="vi", time_zone="Asia/Ho_Chi_Minh",
                              language="en", country="VN", is_demo=True)
        ),
        coordinator=people.coordinator_actor(who=people.person("정다은", is_demo=True)),
        **options,
    )  # fmt: skip
    story.now = now() - timedelta(days=21 if to in {"accept", "pay"} else 6)
    return story.walk(to) if to else story


def stage_now(page: Page) -> str:
    """The name of the bead that is the current step, as a reader sees it."""
    return (
        page.locator(".string [aria-current='step'] b")
        .first.inner_text()
        .split("\n")[0]
        .split(" (")[0]
        .strip()
    )


Enter = Callable[..., Page]
