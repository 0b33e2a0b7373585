"""Countries as REST: the same public facts for programs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from talentbridge.kernel.errors import Missing
from talentbridge.policy.rest.book import RowOut
from talentbridge.policy.rules import COUNTRIES, Country, spec
from talentbridge.policy.rules.moments import plausible
from talentbridge.policy.web import shelf
from talentbridge.policy.web.countries import korean_today

router = Router(tags=["policy"])


class ZoneOut(Schema):
    zone: str
    shared_minutes: int


class CountryOut(Schema):
    """One country: `shared_minutes` are those of 9 to 18 with Seoul on `on`; `known` counts its rows by certainty."""

    code: str
    currency: str
    languages: list[str]
    in_full: bool
    on: date
    zones: list[ZoneOut]
    known: dict[str, int]


class CountryRowsOut(CountryOut):
    rows: list[RowOut]
    differences: list[list[str]]


def _country(country: Country, on: date, rows: list[spec.Row]) -> dict[str, Any]:
    return {
        "code": country.code,
        "currency": country.currency,
        "languages": list(country.languages),
        "in_full": country.in_full,
        "on": on,
        "zones": [{"zone": zone, "shared_minutes": minutes} for zone, minutes in country.overlaps(on)],
        "known": shelf.counted(rows),
    }


@router.get("/countries", response=list[CountryOut], auth=None)
def countries(request: HttpRequest, on: date | None = None) -> list[dict[str, Any]]:
    """All countries on a day (today in Seoul when not given)."""
    day = plausible(on) if on else korean_today()
    rows = shelf.rows_of(day, countries=COUNTRIES)
    return [
        _country(country, day, [row for row in rows if row.country == code])
        for code, country in COUNTRIES.items()
    ]


@router.get("/countries/{code}", response=CountryRowsOut, auth=None)
def country(request: HttpRequest, code: str, on: date | None = None) -> dict[str, Any]:
    """One country with every row valid on the day; `differences` are keys of rows that do not agree."""
    if code.upper() not in COUNTRIES:
        raise Missing
    day = plausible(on) if on else korean_today()
    rows = shelf.rows_of(day, countries=[code.upper()])
    found = [[line.row.key for line in (*each.lines, *each.others)] for each in spec.differences(rows)]
    listed = [shelf.as_json(row) for row in sorted(rows, key=lambda row: row.key)]
    return {**_country(COUNTRIES[code.upper()], day, rows), "rows": listed, "differences": found}
