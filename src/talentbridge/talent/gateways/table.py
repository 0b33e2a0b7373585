"""The bridge's own CSV: one row a talent, columns as documented in `docs/formats.md`. No names; contacts are only ever
compared, as keyed hashes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from talentbridge.kernel.decision import no
from talentbridge.kernel.money import digits
from talentbridge.kernel.text import N_
from talentbridge.skills import queries as skills
from talentbridge.talent.gateways.source import Progress, ReadRow, RowError, RowRefused, table
from talentbridge.talent.rules import Contacts, ProfileDraft, Rate

COLUMNS = (
    "id", "headline_en", "headline_ko", "skills", "roles", "years", "english", "korean", "languages", "country",
    "time_zone", "rate", "rate_currency", "rate_unit", "rates", "weekly_hours", "available_from", "available_until",
    "notice_days", "engagement_types", "work_modes", "work_in", "data_class", "said_on", "email", "phone", "link",
)  # fmt: skip
REQUIRED = ("id", "skills")


def read(path: Path, progress: Progress | None = None) -> Iterator[ReadRow | RowError]:
    """Every row, understood or refused; a second row with the same id is refused."""
    lines: dict[str, int] = {}
    for cells in table(path, expected=COLUMNS, required=REQUIRED, progress=progress):
        if cells.error is not None:
            yield RowError(cells.line, "", cells.error)
            continue
        try:
            key = _key(cells.values["id"], cells.line, lines)
            said_at = _said_at(cells.values.get("said_on", ""))
            yield ReadRow(cells.line, key, draft_of(cells.values), said_at, contacts_of(cells.values))
        except RowRefused as refused:
            yield RowError(cells.line, refused.field, refused.decision)


def _key(id: str, line: int, lines: dict[str, int]) -> str:
    if not id:
        raise RowRefused(
            "id", no("talent.row_id", N_("The id is empty. It finds the row again the next time."))
        )
    if id in lines:
        raise RowRefused("id", no("talent.row_twice", N_("Line {line} has the same id."), line=lines[id]))
    lines[id] = line
    return id


def draft_of(row: Mapping[str, str]) -> ProfileDraft:
    """What one row says; whether it can be stored is `talent.rules.problems`. Raises `RowRefused`."""
    currency = row.get("rate_currency", "").upper()
    rate = _decimal(row, "rate")
    return ProfileDraft(
        headline_ko=row.get("headline_ko", ""),
        headline_en=row.get("headline_en", ""),
        skills=_skills(row["skills"]),
        country=row.get("country", "").upper(),
        time_zone=row.get("time_zone", ""),
        years=_decimal(row, "years"),
        english=row.get("english", "").upper(),
        korean=row.get("korean", "").upper(),
        rate_minor=None if rate is None else int(rate.scaleb(digits(currency))),
        rate_currency=currency if rate is not None else "",
        rate_unit=row.get("rate_unit", "") or "month",
        weekly_hours=_whole(row, "weekly_hours"),
        available_from=_day(row.get("available_from", ""), "available_from"),
        available_until=_day(row.get("available_until", ""), "available_until"),
        notice_days=_whole(row, "notice_days"),
        engagement_types=tuple(_listed(row.get("engagement_types", ""))),
        work_modes=tuple(_listed(row.get("work_modes", ""))),
        work_in=tuple(_listed(row.get("work_in", "").upper())),
        data_class=row.get("data_class", ""),
        roles=_roles(row.get("roles", "")),
        languages=_pairs(row.get("languages", ""), "languages"),
        rates=_rates(row.get("rates", "")),
    )


def contacts_of(row: Mapping[str, str]) -> Contacts:
    """What tells that a row is somebody who is here already; compared as keyed hashes, kept nowhere."""
    emails, phones, links = (tuple(_listed(row.get(column, ""))) for column in ("email", "phone", "link"))
    return Contacts(emails, phones, links)


def _roles(text: str) -> tuple[str, ...]:
    """Roles by id or by any name."""
    found = []
    for name in _listed(text):
        role = skills.role_by_name(name)
        if not role:
            raise RowRefused(
                "roles",
                no("talent.unknown_role", N_("The bridge does not know the role “{role}”."), role=name[:60]),
            )
        found.append(role)
    return tuple(dict.fromkeys(found))


def _pairs(text: str, column: str) -> dict[str, str]:
    """``vi:C2; fr:B1``."""
    found = {}
    for part in _listed(text):
        name, colon, value = part.partition(":")
        if not colon:
            raise RowRefused(
                column, no("talent.row_pair", N_("“{value}” is not a pair like vi:B2."), value=part[:40])
            )
        found[name.strip().lower()] = value.strip()
    return {name: value.upper() for name, value in found.items()}


def _rates(text: str) -> dict[str, Rate]:
    """``eor: 2400 USD month; contractor: 30 USD hour``."""
    found = {}
    for part in _listed(text):
        name, _, rest = part.partition(":")
        words = rest.split()
        if len(words) != 3:
            raise RowRefused(
                "rates",
                no(
                    "talent.row_rate",
                    N_("“{value}” is not a rate like eor: 2400 USD month."),
                    value=part[:40],
                ),
            )
        amount, currency, unit = words
        value = _decimal({"rates": amount}, "rates") or Decimal(0)
        found[name.strip()] = Rate(int(value.scaleb(digits(currency.upper()))), currency.upper(), unit)
    return found


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _skills(text: str) -> dict[str, int]:
    """``python:4; React:3`` by id or by any name of the skill list; a skill without a level is at 3."""
    found: dict[str, int] = {}
    for part in _listed(text):
        name, colon, level = part.rpartition(":")
        name, level = (name, level.strip()) if colon else (part, "3")
        skill = skills.by_name(name)
        if not skill:
            raise RowRefused(
                "skills",
                no(
                    "talent.unknown_skill",
                    N_("The bridge does not know the skill “{skill}”."),
                    skill=name[:60],
                ),
            )
        if level not in {"1", "2", "3", "4", "5", "6"}:
            raise RowRefused(
                "skills",
                no(
                    "talent.bad_level",
                    N_("The level of “{skill}” has to be a number from 1 to 6."),
                    skill=name[:60],
                ),
            )
        found[skill] = int(level)
    return found


def _decimal(row: Mapping[str, str], column: str) -> Decimal | None:
    text = row.get(column, "")
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= 10**15:
        raise _bad(column, text)
    return number


def _whole(row: Mapping[str, str], column: str) -> int | None:
    number = _decimal(row, column)
    if number is not None and number != number.to_integral_value():
        raise _bad(column, row[column])
    return None if number is None else int(number)


def _bad(column: str, text: str) -> RowRefused:
    return RowRefused(
        column,
        no("talent.row_number", N_("“{value}” is not a number that makes sense here."), value=text[:40]),
    )


def _day(text: str, column: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise RowRefused(
            column, no("talent.row_day", N_("“{value}” is not a day like 2026-12-01."), value=text[:40])
        ) from None


def _said_at(text: str) -> datetime | None:
    day = _day(text, "said_on")
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
