"""Which keys a row may have. `docs/rules.md` says what each one means."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

# The first part of a key is its topic: what a reader filters by.
TOPICS = {
    "tax": N_("Tax"),
    "treaty": N_("Tax treaties"),
    "fx": N_("Exchange and remittance"),
    "fee": N_("Fees of the platform"),
    "labour": N_("Labour status"),
    "establishment": N_("Permanent establishment"),
    "export": N_("Export control"),
    "identity": N_("Identity and sanctions"),
    "privacy": N_("Personal data"),
    "ai": N_("Artificial intelligence"),
    "hiring": N_("Hiring"),
    "escrow": N_("Safekeeping of money"),
    "esign": N_("Electronic signatures"),
    "contract": N_("Contracts"),
    "visa": N_("Visas"),
    "rate": N_("Rates of pay"),
    "spec": N_("Figures of the specification"),
    "channel": N_("Hiring channels"),
    "form": N_("Forms of engagement"),
    "mode": N_("Ways of working"),
    "start": N_("Time to start"),
    "open": N_("Open questions"),
    "social": N_("Social insurance"),
    "pay": N_("Pay"),
    "leave": N_("Leave"),
    "end": N_("Ending an engagement"),
    "ip": N_("Intellectual property"),
    "data": N_("Data transfer"),
    "infra": N_("Infrastructure"),
    "calendar": N_("Calendar"),
    "vendor": N_("Vendor teams"),
    "culture": N_("Working culture"),
    "review": N_("Review of deliverables"),
    "fairness": N_("Fairness"),
    "delivery": N_("Delivery across time zones"),
    "standard": N_("Standards of skills"),
    "licensed": N_("Licensed professions"),
    "operator": N_("Duties of the operator"),
}
# Topics of which only some keys mean something; of all others every key below the topic does.
_CLOSED = {
    "tax": (
        "tax.services_abroad", "tax.services_in_korea", "tax.business_in_korea", "tax.royalty", "tax.royalty.software",
        "tax.local_surtax", "tax.hint", "tax.place_of_work",
        "tax.technical_service", "tax.technical_service.possible", "tax.papers", "tax.papers.*",
        "tax.vat_reverse_charge", "tax.vat_reverse_charge.*",
    ),
    "labour": (
        "labour.factor.*", "labour.substance", "labour.formal", "labour.selfcheck", "labour.case.*", "labour.watch_from",
        "labour.high_from", "labour.test", "labour.test.*", "labour.code", "labour.marker.*", "labour.contractor",
        "labour.contractor.*",
    ),
    "social": ("social.employer.*", "social.agreement", "social.city.*", "social.foreigners.*"),
    "start": ("start.weeks.*",),
    "leave": ("leave.annual", "leave.annual.*"),
    "end": ("end.notice", "end.notice.*", "end.severance", "end.severance.*"),
    "fee": ("fee.service", "fee.eor", "fee.eor.*", "fee.eor_deposit", "fee.eor_deposit.*"),
}  # fmt: skip
# What is always about one country.
_OF_A_COUNTRY = (
    "social.*", "pay.*", "leave.*", "end.*", "labour.test*", "labour.marker*", "labour.contractor*",
    "ip.silent_*", "data.*", "contract.language", "contract.fixed_term", "infra.*", "vendor.multiple", "treaty.*",
)  # fmt: skip
_SHAPE = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)+")


def topic(key: str) -> str:
    """The first part of a key."""
    return key.partition(".")[0]


def is_known_key(key: str) -> bool:
    """Whether `docs/rules.md` knows a key of this form."""
    if not _SHAPE.fullmatch(key) or topic(key) not in TOPICS or len(key) > 100:
        return False
    closed = _CLOSED.get(topic(key))
    return closed is None or any(fnmatchcase(key, pattern) for pattern in closed)


def fits(key: str, country: str) -> Decision:
    """Whether a new row may have this key; one that the table already has is not asked."""
    if not is_known_key(key):
        return no(
            "policy.key",
            N_("No calculation knows the key {key}. The keys are listed in docs/rules.md."),
            key=key or "–",
        )
    if not country and any(fnmatchcase(key, pattern) for pattern in _OF_A_COUNTRY):
        return no("policy.country_missing", N_("{key} is about one country. Choose it."), key=key)
    return YES
