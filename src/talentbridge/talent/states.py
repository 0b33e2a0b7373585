"""The life of a suspected duplicate, and the sentences of audited acts. A profile has no lifecycle: it is kept."""

from __future__ import annotations

from enum import StrEnum

from talentbridge.kernel.text import N_


class PairState(StrEnum):
    OPEN = "open"  # found, nobody has looked
    MERGED = "merged"  # one person: one of the two is retired
    DISTINCT = "distinct"  # two people; never asked again


MOVES: dict[PairState, frozenset[PairState]] = {
    PairState.OPEN: frozenset({PairState.MERGED, PairState.DISTINCT}),
    PairState.MERGED: frozenset(),
    PairState.DISTINCT: frozenset(),
}
LIFECYCLES = {"pair of profiles": (PairState, MOVES)}

EVENTS = {
    "talent.profile.edited": N_("The profile was kept with {skills} skills"),
    "talent.profile.confirmed": N_("The profile was confirmed to be still true"),
    "talent.profile.opted_out": N_("The profile was left out of automated matching at its owner's wish"),
    "talent.profile.opted_in": N_("The profile takes part in automated matching again at its owner's wish"),
    "talent.profiles.imported": N_(
        "{file} was brought in: {created} new, {updated} updated, {unchanged} unchanged, {refused} refused"
    ),
    "talent.profiles.merged": N_(
        "{actor} found {retired} and {kept} to be one person; {retired} was retired"
    ),
    "talent.profiles.kept_apart": N_("{actor} found {first} and {second} to be two people"),
    "talent.profile.taken_back": N_("{code} was taken back by the partner that had brought it in"),
    "talent.map.joined": N_("agreed to be counted on the map of overseas Korean AI talent"),
    "talent.calendar.changed": N_("changed when they work"),
    "talent.calendar.shared": N_("made the calendar address “{name}”"),
    "talent.calendar.revoked": N_("revoked the calendar address “{name}”"),
    "talent.skill.attested": N_("Evidence was recorded for {skills} skills"),
    "talent.certificate.attested": N_("{actor} attested a certificate for level {level}"),
}
