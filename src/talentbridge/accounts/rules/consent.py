"""What a consent is about, what its text has to say, and what ends it. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import rfc8785

from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

if TYPE_CHECKING:
    from talentbridge.accounts.models import Consent

WORK_TOGETHER = "work_together"  # show name, country and profile to one company, for one case
TALENT_MAP = "talent_map"  # be counted on the public map
PARTNER_PROFILE = "partner_profile"  # a partner collected the yes and brought the profile in
FAIRNESS_FIGURES = "fairness_figures"  # sex and age band, for the fairness figures and nothing else

CONSENT_WAYS = {
    "page": N_("On a page of the bridge"),
    "api": N_("Through the programming interface"),
    "partner": N_("Collected by the partner"),
    "log": N_("Taken over from the log of before this list"),
}
CONSENT_EFFECTS = {
    "hidden": N_("The name is not shown to them any more"),
    "kept": N_("They keep what other law makes them keep"),
    "removed": N_("It is not used any more"),
}
KEEPING_REASONS = {
    "contract": N_(
        "A contract with you has come into force. Both sides keep it, and the payments under it, for as long as "
        "commercial and tax law ask for."
    ),
}
ITEM_NAMES = {
    "name": N_("name"),
    "country": N_("country"),
    "history": N_("profile and history"),
    "field": N_("field of AI work"),
    "place": N_("country or region"),
    "profile": N_("profile without a name"),
    "email": N_("e-mail address, as a keyed hash"),
    "sex": N_("sex, if stated"),
    "age_band": N_("age band, if stated"),
}
LONGEST_REASON = 1_000


@dataclass(frozen=True)
class Wording:
    """A consent text in one language; `{recipient}` stands for who gets the data."""

    title: str
    text: str
    purpose: str
    until: str
    refusal: str
    withdrawal: str

    def filled(self, recipient: str) -> Wording:
        """The wording as one reader sees it."""
        return Wording(
            **{name: value.replace("{recipient}", recipient) for name, value in asdict(self).items()}
        )


@dataclass(frozen=True)
class ConsentText:
    """One reviewed version of a consent text in both languages (PIPA arts. 15, 17, 28-8 say what it has to tell)."""

    key: str
    version: str
    items: tuple[str, ...]
    wordings: Mapping[str, Wording]  # ko, en

    def shown(self, language: str, recipient: str) -> Wording:
        """The text as a reader of `language` sees it."""
        return self.wordings["ko" if language == "ko" else "en"].filled(recipient)

    def fingerprint(self, recipient: str, recipient_en: str = "") -> str:
        """SHA-256 over both languages as shown, as RFC 8785 JSON: what was agreed to can be proven later."""
        shown = {"ko": self.shown("ko", recipient), "en": self.shown("en", recipient_en or recipient)}
        whole: dict[str, Any] = {
            "key": self.key,
            "version": self.version,
            "items": list(self.items),
            **{language: asdict(wording) for language, wording in shown.items()},
        }
        return hashlib.sha256(rfc8785.dumps(whole)).hexdigest()


def effect_of(purpose: str, *, is_kept_by_law: bool) -> str:
    """What a withdrawal brings about: a key of `CONSENT_EFFECTS`."""
    if is_kept_by_law:
        return "kept"
    return "hidden" if purpose == WORK_TOGETHER else "removed"


def can_give_again(consent: Consent | None) -> Decision:
    """Whether a consent that was withdrawn can be given anew here."""
    if consent is not None and consent.purpose == WORK_TOGETHER and hasattr(consent, "withdrawal"):
        return YES
    return no("accounts.nothing_to_give", N_("There is no withdrawn consent here that could be given again."))
