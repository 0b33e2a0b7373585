"""The sentences of audited acts on profiles. A profile has no lifecycle: it is kept, or it is not there."""

from talentbridge.kernel.text import N_

EVENTS = {
    "talent.profile.edited": N_("The profile was kept with {skills} skills"),
    "talent.profiles.imported": N_(
        "{file} was brought in: {created} new, {updated} updated, {unchanged} unchanged, {refused} refused"
    ),
    "talent.skill.attested": N_("Evidence was recorded for {skills} skills"),
}
