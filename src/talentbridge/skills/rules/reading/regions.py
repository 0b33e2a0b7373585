"""Countries and regions by their names in Korean and English, and which countries a region has.

Codes are ISO 3166-1 alpha-2, continents as in UN M49, names from CLDR (Babel) with the everyday ones added.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache

from babel import Locale

from talentbridge.skills.rules.dictionary import Name
from talentbridge.skills.rules.prepared import is_hangul
from talentbridge.skills.rules.reading.words import names_of, tables

WORLDWIDE = "worldwide"
_EU = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
_EUROPE = f"{_EU} AL AD AX BA BY CH FO GB GG GI IM IS JE LI MC MD ME MK NO RS RU SJ SM UA VA".replace(
    " CY", ""
)
_NORTHERN_AMERICA = "BM CA GL PM US"
_SOUTH_AMERICA = "AR BO BR CL CO EC FK GF GY PE PY SR UY VE"
_CENTRAL_AMERICA = "BZ CR GT HN MX NI PA SV"
_CARIBBEAN = "AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI"
_LATIN_AMERICA = f"{_SOUTH_AMERICA} {_CENTRAL_AMERICA} {_CARIBBEAN}"
_AFRICA = (
    "AO BF BI BJ BW CD CF CG CI CM CV DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR MU MW MZ NA NE "
    "DJ NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW"
)
_SOUTHEAST_ASIA = "BN ID KH LA MM MY PH SG TH TL VN"
_EAST_ASIA = "CN HK JP KP KR MN MO TW"
_SOUTH_ASIA = "AF BD BT IN LK MV NP PK"
_CENTRAL_ASIA = "KG KZ TJ TM UZ"
_MIDDLE_EAST = "AE BH IL IQ IR JO KW LB OM PS QA SA SY TR YE"
_ASIA = f"{_EAST_ASIA} {_SOUTHEAST_ASIA} {_SOUTH_ASIA} {_CENTRAL_ASIA} {_MIDDLE_EAST} AM AZ CY GE IR"
_OCEANIA = "AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS"
REGIONS: dict[str, frozenset[str]] = {
    id: frozenset(codes.split())
    for id, codes in {
        WORLDWIDE: "",
        "eu": _EU, "eea": f"{_EU} IS LI NO", "europe": _EUROPE, "eastern-europe": "BG BY CZ HU MD PL RO RU SK UA",
        "dach": "AT CH DE", "nordics": "DK FI IS NO SE", "baltics": "EE LT LV", "cis": "AM AZ BY KG KZ MD RU TJ UZ",
        "americas": f"{_NORTHERN_AMERICA} {_LATIN_AMERICA}", "north-america": f"{_NORTHERN_AMERICA} MX",
        "latin-america": _LATIN_AMERICA, "south-america": _SOUTH_AMERICA, "central-america": _CENTRAL_AMERICA,
        "caribbean": _CARIBBEAN, "asia": _ASIA, "east-asia": _EAST_ASIA, "southeast-asia": _SOUTHEAST_ASIA,
        "south-asia": _SOUTH_ASIA, "central-asia": _CENTRAL_ASIA, "asia-pacific":
        f"{_EAST_ASIA} {_SOUTHEAST_ASIA} {_SOUTH_ASIA} {_OCEANIA}".replace("AF ", ""), "oceania": _OCEANIA,
        "middle-east": _MIDDLE_EAST, "africa": _AFRICA, "emea": f"{_EUROPE} {_MIDDLE_EAST} {_AFRICA}",
    }.items()
}  # fmt: skip
COUNTRIES: frozenset[str] = frozenset().union(*REGIONS.values())

# Else everyday words, or typed in haste.
ALWAYS_CAPITALS = frozenset({"US", "UK", "EU", "ROK", "CIS", "UAE", "NYC", "EEA"})


@lru_cache(maxsize=1)
def place_names() -> tuple[Name, ...]:
    """Every name of a country, a region and the best known cities (which stand for their country)."""
    return (*names_of("region", "place"), *names_of("country", "place"), *_of_cldr())


def codes_of(name: str) -> frozenset[str] | None:
    """The countries that a code or name stands for, a region's members; none for worldwide, None when it is unknown."""
    id = _ids().get(" ".join(name.split()).casefold())
    return None if id is None else REGIONS.get(id, frozenset({id}))


def summed_up(codes: Collection[str]) -> tuple[str, ...]:
    """`codes` as regions where all of one are there, largest first, and the countries that are left."""
    left, regions = set(codes), []
    for id, members in sorted(REGIONS.items(), key=lambda region: -len(region[1])):
        if members and members <= left:
            regions.append(id)
            left -= members
    return (*regions, *sorted(left))


def region_name(id: str, language: str) -> str:
    """The first name of a region in ``ko``, or in English for every other language."""
    names = tables()["region"][id]
    korean = [name.rstrip("*") for name in names if is_hangul(name[0])]
    return str(korean[0] if language == "ko" and korean else names[0])


@lru_cache(maxsize=1)
def _ids() -> dict[str, str]:
    by_code = {code.casefold(): code for code in COUNTRIES}
    return {name.spelling.casefold(): name.id for name in reversed(place_names())} | by_code


def _of_cldr() -> Iterator[Name]:
    for language in ("en", "ko"):
        territories = Locale(language).territories
        for code in sorted(COUNTRIES):
            yield Name("place", code, territories[code])
