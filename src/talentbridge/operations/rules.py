"""Figures of the public home that come from outside, each with its source, its date and how sure we are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from talentbridge.kernel.actor import Role
from talentbridge.kernel.text import N_


@dataclass(frozen=True)
class Figure:
    """One number with its sentence. `value` and texts are message ids; `certainty` as in `policy.rules`."""

    value: str
    sentence: str
    definition: str
    source_name: str
    checked_on: date
    certainty: str = "unverified"
    source_url: str = ""


# Quoted from the platform's specification, which names these sources; the originals have not been opened.
_QUOTED = date(2026, 11, 2)

WHY_A_BRIDGE = (
    Figure(
        N_("164,000 people"),
        N_("the shortage of digital workers in Korea that is expected by 2027, 13,000 of them in AI."),
        N_("Forecast for 2023 to 2027, quoted in the platform's specification."),
        N_("Ministry of Employment and Labor, 2024"),
        _QUOTED,
    ),
    Figure(
        N_("81.9%"),
        N_("of Korean AI companies say that they lack people: 8,579 in all."),
        N_(
            "Share of answers among companies in the AI business, for 2023, quoted in the platform's specification."
        ),
        N_("Software Policy & Research Institute (SPRi), 2024"),
        _QUOTED,
    ),
    Figure(
        N_("54.5%"),
        N_("of small and medium companies would hire software professionals from abroad."),
        N_("Share of answers, quoted in the platform's specification."),
        N_("Ministry of SMEs and Startups, 2023"),
        _QUOTED,
    ),
)

APPEAL_SOURCE = Figure(
    "",
    "",
    N_(
        "Rank of Korea in the part ‘Appeal’; a lower number is better. Quoted in the platform's specification."
    ),
    N_("IMD World Talent Ranking, 2020–2024"),
    _QUOTED,
)
APPEAL_RANKS = ((2020, 36), (2021, 41), (2022, 49), (2023, 43), (2024, 35))


@dataclass(frozen=True)
class Point:
    """One year of the chart (a drawing of 360 × 172) and where its label stands, clear of the line."""

    year: int
    rank: int
    x: int
    y: int
    label_x: int
    label_y: int
    anchor: str
    is_edge: bool


def appeal_points() -> list[Point]:
    """The chart's points: the better the rank, the higher the point."""
    ranks = [rank for _, rank in APPEAL_RANKS]
    best, worst = min(ranks), max(ranks)
    points = []
    for place, (year, rank) in enumerate(APPEAL_RANKS):
        x, y = 46 + 68 * place, 36 + round(80 * (rank - best) / (worst - best))
        rises = (
            rank != worst and place + 1 < len(ranks) and ranks[place + 1] < rank
        )  # the line would cross the label
        points.append(
            Point(
                year, rank, x, y,
                label_x=x - 8 if rises else x,
                label_y=y + 20 if rank == worst else y - 11 + 8 * rises,
                anchor="end" if rises else "middle",
                is_edge=rank in {best, worst},
            )
        )  # fmt: skip
    return points


# Where each role's day starts.
STARTS: dict[Role, str] = {
    Role.COMPANY: "engagements:list",
    Role.TALENT: "engagements:list",
    Role.COORDINATOR: "coordination:workbench",
    Role.OPERATOR: "coordination:workbench",
    Role.INSTITUTION: "operations:home",
    Role.PARTNER: "operations:feeds",
    Role.RESEARCHER: "operations:data",
    Role.GOVERNMENT: "operations:data",
}
WITHOUT_ROLE = "accounts:switch"


@dataclass(frozen=True)
class Kept:
    """One row of the privacy policy."""

    what: str
    why: str
    how_long: str


KEPT = (
    Kept(N_("Account: name, e-mail, language, time zone"), N_("to sign in and be reached"),
         N_("until the account is deleted")),
    Kept(N_("Profile: skills, evidence, hours, rate, country"), N_("to be found for work"),
         N_("until deleted, or not confirmed for two years")),
    Kept(N_("Engagements: task, decision, contract, deliverables, messages"), N_("to perform the contract"),
         N_("five years after completion (Commercial Act, Framework Act on National Taxes)")),
    Kept(N_("Payments and tax papers"), N_("bookkeeping and tax law"), N_("five years")),
    Kept(N_("Who looked at personal data"), N_("to answer you, and safety rules of privacy law"),
         N_("two years")),
)  # fmt: skip


@dataclass(frozen=True)
class DataSource:
    """Somebody else's data that the bridge can use, with credit and terms."""

    name: str
    url: str
    used_for: str
    terms: str


SOURCES = (
    DataSource(N_("DOU salary survey, winter 2024"), "https://dou.ua/",
               N_("anonymous profiles that an operator may bring in; gender is dropped on reading"),
               N_("free for any research, with an active link to DOU")),
    DataSource("Unicode CLDR (Babel)", "https://cldr.unicode.org/",
               N_("names of countries and cities, dates, amounts"), "Unicode License v3"),
    DataSource("Pretendard GOV", "https://github.com/orioncactus/pretendard", N_("typeface"), "SIL OFL 1.1"),
    DataSource(N_("Korean government design system (KRDS)"), "https://www.krds.go.kr/",
               N_("values of colours and sizes; no code"), N_("values only")),
)  # fmt: skip
