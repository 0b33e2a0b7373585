"""What people may state about themselves for the fairness figures. Pure."""

from __future__ import annotations

from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

SEXES = {"female": N_("female"), "male": N_("male"), "another": N_("another")}
AGE_BANDS = {
    "under_30": N_("under 30"),
    "30_39": N_("30 to 39"),
    "40_49": N_("40 to 49"),
    "50_up": N_("50 or over"),
}


def problems(sex: str, age_band: str) -> dict[str, Decision]:
    """Why this cannot be kept, by field; each of the two may be left out, but not both."""
    found: dict[str, Decision] = {}
    for name, value, known in (("sex", sex, SEXES), ("age_band", age_band, AGE_BANDS)):
        if value and value not in known:
            found[name] = no("accounts.unknown_choice", N_("Choose one of the answers."))
    if not sex and not age_band:
        found[""] = no("accounts.nothing_stated", N_("Answer one of the two, or leave the page."))
    return found


def can_forget(is_stated: bool) -> Decision:
    """Whether there is anything to delete."""
    if is_stated:
        return YES
    return no("accounts.no_statement", N_("Nothing is stated, so there is nothing to delete."))
