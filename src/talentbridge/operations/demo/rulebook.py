"""Rules in the hands of two operators: one change approved, one proposal waiting; rates of the last days, as samples."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from talentbridge.kernel.actor import Actor
from talentbridge.policy import queries, services
from talentbridge.policy.rules.fx import Rate, rounded

SEOUL = ZoneInfo("Asia/Seoul")
DAYS = 5  # how many working days of rates
FEE, REVIEW = "fee.service", "review.days"
# What a currency moved in a day, in ten-thousandths: nobody's quotation, only a table that does not stand still.
_MOVES = (0, 12, -7, 21, -15, 4)


def load(first: Actor, second: Actor, at: datetime) -> None:
    """Make it all; what is there already stays as it is."""
    _rates(at)
    done = set(queries.proposals_for(first).values_list("key", flat=True))
    on = at.astimezone(SEOUL).date()
    row = queries.valid_on(on).filter(key=FEE, country="").first()
    if row is not None and FEE not in done:
        note = f"{row.note_ko} 마일스톤마다 계산합니다."
        note_en = f"{row.note_en} It is calculated for each milestone."
        made = services.propose_change(
            actor=first, row_id=row.pk, said={**row.content, "note_ko": note, "note_en": note_en}, at=at,
            reason="언제 계산하는지 회사들이 물어서 덧붙였습니다.",
        )  # fmt: skip
        services.approve(
            actor=second,
            proposal_id=made.pk,
            seen=queries.number_of(row.pk),
            answer="요금표와 견주었습니다.",
            at=at,
        )
    row = queries.valid_on(on).filter(key=REVIEW, country="").first()
    if row is not None and REVIEW not in done:
        services.propose_check(
            actor=first, row_id=row.pk, checked_on=on, reason="약관 전문을 다시 읽었고 그대로입니다.", at=at
        )


def _rates(at: datetime) -> None:
    """Sample rates of the last working days, around the samples that ship."""
    day, samples = at.astimezone(SEOUL).date(), []
    base = queries.fx_rates(date(2026, 1, 1)) or {}
    number = 0
    while number < DAYS:
        if day.weekday() < 5:
            move = Decimal(10_000 + _MOVES[number % len(_MOVES)]) / 10_000
            samples += [
                Rate(code, day, rounded(value * move)) for code, value in base.items() if code != "KRW"
            ]
            number += 1
        day -= timedelta(days=1)
    services.sample_rates(samples, at=at)
