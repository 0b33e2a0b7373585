"""The exchange rates of the Export-Import Bank of Korea (exchangeJSON, data=AP01).

A list of objects; `cur_unit` is a code, or ``JPY(100)`` for a rate of a hundred; `deal_bas_r` the basic rate with commas.
The day is not in the answer: it is that of the question.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.text import N_
from talentbridge.policy.gateways import published
from talentbridge.policy.gateways.published import Published
from talentbridge.policy.rules import Certainty
from talentbridge.policy.rules.fx import HOME, Rate, rounded

SOURCE = N_("Export-Import Bank of Korea, basic rate of exchange")
PAGE = "https://www.koreaexim.go.kr/ir/HPHKIR019M01"
_UNIT = re.compile(r"([A-Z]{3})(?:\((1|10|100|1000)\))?")
# `result` of an answer: 1 is success
_RESULTS = {
    2: N_("The bank does not know this kind of data (result 2)."),
    3: N_("The bank does not accept the key (result 3)."),
    4: N_("The bank's limit of questions for today is reached (result 4)."),
}
_NEITHER = N_("The bank's answer has no rates that this reader knows (result {result}).")


def read(document: bytes, on: date | None) -> Published:
    """The rates of an answer, in won per unit. Raises `Invalid` on ``document``, on ``on`` without a day.

    An empty list is the answer of a day without rates (a holiday, or before the first notice of the day): no rates.
    """
    if on is None:
        raise Invalid(
            {"on": no("policy.fx_needs_day", N_("This format does not say its day. Say of which day it is."))}
        )
    try:
        rows: Any = json.loads(published.text_of(document))
    except (ValueError, RecursionError) as error:
        raise published.refuse("policy.fx_json", N_("The file cannot be read as JSON.")) from error
    if not isinstance(rows, list):
        raise published.refuse(
            "policy.eximbank_kind", N_("This is no answer of the Export-Import Bank of Korea.")
        )
    rates = [rate for row in rows if (rate := _rate(row, on)) is not None]
    return Published(SOURCE, PAGE, Certainty.OFFICIAL, tuple(sorted(rates)))


def _rate(row: Any, on: date) -> Rate | None:
    if not isinstance(row, dict):
        raise published.refuse(
            "policy.eximbank_kind", N_("This is no answer of the Export-Import Bank of Korea.")
        )
    result = row.get("result")
    if result != 1:
        raise published.refuse(
            "policy.eximbank_result",
            _RESULTS.get(result, _NEITHER) if isinstance(result, int) else _NEITHER,
            result=str(result)[:10],
        )
    unit = _UNIT.fullmatch(str(row.get("cur_unit", "")).strip())
    if unit is None:
        raise published.refuse(
            "policy.eximbank_unit",
            N_("“{unit}” is no unit of a currency."),
            unit=str(row.get("cur_unit"))[:40],
        )
    if unit[1] == HOME:
        return None
    value = published.number(str(row.get("deal_bas_r", "")), unit[1])
    return Rate(unit[1], on, rounded(value / int(unit[2] or 1)))
