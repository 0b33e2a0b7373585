"""Partners and their feeds for tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from talentbridge.kernel.actor import Actor, Role
from tests.factories import people

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


def partner(name: str = "하노이 인재 다리", **fields: Any) -> Actor:
    """Somebody of a partner organisation."""
    where = people.organisation("partner", name, **({"country": "VN", "name_en": "Hanoi Bridge"} | fields))
    return people.actor(Role.PARTNER, where=where)


def proof(**changes: Any) -> dict[str, Any]:
    return {
        "text_version": "v7", "language": "vi", "given_at": "2026-11-19T14:03:00+07:00", "how": "Signed on our page.",
        "evidence_sha256": "ab" * 32,
    } | changes  # fmt: skip


def profile(key: str = "p-1", **changes: Any) -> dict[str, Any]:
    """One usable item; `changes` replace parts, None leaves a part out."""
    item = {
        "key": key,
        "consent": proof(),
        "contact": {"emails": [f"{key}@mail.example"]},
        "profile": {
            "headline_en": "Data engineer", "skills": {"python": 4}, "country": "VN", "time_zone": "Asia/Ho_Chi_Minh",
            "english": "C1",
        },
    } | changes  # fmt: skip
    return {name: part for name, part in item.items() if part is not None}


def task(key: str = "t-1", **changes: Any) -> dict[str, Any]:
    item = {
        "key": key,
        "company": {"name": "햇빛에너지", "registration_number": "123-45-67891"},
        "mandate": "Placement contract of 2026-10-02.",
        "need": "센서 데이터를 모으는 파이프라인이 필요합니다. Python이 필수이고 예산은 1,800만원, 기간은 3개월입니다.",
    } | changes  # fmt: skip
    return {name: part for name, part in item.items() if part is not None}


def envelope(kind: str, *items: Any) -> dict[str, Any]:
    return {"schema": f"talentbridge.{kind}/1", "items": list(items)}


def example(kind: str) -> dict[str, Any]:
    return json.loads((EXAMPLES / f"feed-{kind}.json").read_text(encoding="utf-8"))
