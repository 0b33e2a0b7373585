"""Double entry in its plainest form: what a leg is, what an account code says, and which legs may stand together.

Amounts are signed once and for all: a debit is positive, a credit negative. What somebody owns grows by debits
(custody), what somebody is owed grows by credits (escrow, a talent's pay).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.money import Money
from talentbridge.kernel.text import N_


class AccountKind(StrEnum):
    ASSET = "asset"
    LIABILITY = "liability"
    INCOME = "income"
    EXPENSE = "expense"


class EntryKind(StrEnum):
    """What happened to the money. A word for readers; the legs are the truth."""

    DEPOSIT = "deposit"  # the custodian received the company's money
    RELEASE = "release"  # accepted work: the talent, the tax office and the fee have their shares
    REFUND = "refund"  # both sides agreed: the company is owed its money back
    INSTRUCTED = "instructed"  # a payment order has gone to the custodian
    BOOKED = "booked"  # the custodian's statement shows the payment
    RETURNED = "returned"  # the payment came back
    UNMATCHED = "unmatched"  # the statement shows money that nothing here explains


ENTRY_KINDS = {
    EntryKind.DEPOSIT: N_("Deposit"),
    EntryKind.RELEASE: N_("Release of pay"),
    EntryKind.REFUND: N_("Refund"),
    EntryKind.INSTRUCTED: N_("Payment ordered"),
    EntryKind.BOOKED: N_("Payment booked"),
    EntryKind.RETURNED: N_("Payment returned"),
    EntryKind.UNMATCHED: N_("Unmatched money"),
}


@dataclass(frozen=True)
class Family:
    """All accounts whose code begins alike. `may_go_negative` accounts are never locked, so that hot ones stay fast."""

    kind: AccountKind
    title: str
    may_go_negative: bool = False


FAMILIES = {
    "custody": Family(AccountKind.ASSET, N_("Money at the custodian"), may_go_negative=True),
    "clearing": Family(AccountKind.ASSET, N_("Payments on their way"), may_go_negative=True),
    "client": Family(AccountKind.LIABILITY, N_("Owed to a company")),
    "escrow": Family(AccountKind.LIABILITY, N_("Held for a milestone")),
    "talent": Family(AccountKind.LIABILITY, N_("Owed to a talent")),
    "withholding": Family(AccountKind.LIABILITY, N_("Tax withheld, owed to the tax office"), may_go_negative=True),
    "unmatched": Family(AccountKind.LIABILITY, N_("Money nobody has explained yet"), may_go_negative=True),
    "fee": Family(AccountKind.INCOME, N_("Service fees"), may_go_negative=True),
}  # fmt: skip

_CODE = re.compile(r"(?P<family>[a-z]+):[\w.:-]+:(?P<currency>[A-Z]{3})")


@dataclass(frozen=True)
class AccountFacts:
    """What an account's code says about it."""

    code: str
    kind: AccountKind
    currency: str
    may_go_negative: bool


@dataclass(frozen=True)
class Leg:
    """One side of an entry: `amount` is positive for a debit and negative for a credit."""

    account: str
    amount: Money


def read_code(code: str) -> AccountFacts:
    """Read ``escrow:{milestone}:KRW``. Raises ValueError for a code outside the chart of accounts."""
    match = _CODE.fullmatch(code)
    if not match or match["family"] not in FAMILIES:
        raise ValueError(f"{code!r} is not in the chart of accounts")
    family = FAMILIES[match["family"]]
    return AccountFacts(code, family.kind, match["currency"], family.may_go_negative)


def family_title(code: str) -> str:
    """The heading (message id) under which an account stands in reports."""
    return FAMILIES[code.partition(":")[0]].title


def own_direction(kind: AccountKind | str, signed: int) -> int:
    """A signed sum as its owner reads it: assets and expenses by debits, the others by credits."""
    return signed if kind in {AccountKind.ASSET, AccountKind.EXPENSE} else -signed


def can_post(legs: Sequence[Leg]) -> Decision:
    """Whether `legs` make an entry: two or more, none zero, in their accounts' currencies, each currency summing to zero."""
    if len(legs) < 2:
        return no("ledger.too_few_legs", N_("An entry needs at least two legs."))
    if any(leg.amount.minor == 0 for leg in legs):
        return no("ledger.zero_leg", N_("A leg of zero says nothing; leave it out."))
    for leg in legs:
        if read_code(leg.account).currency != leg.amount.currency:
            return no(
                "ledger.wrong_currency",
                N_("{account} does not keep {currency}."),
                account=leg.account,
                currency=leg.amount.currency,
            )
    sums: Counter[str] = Counter()
    for leg in legs:
        sums[leg.amount.currency] += leg.amount.minor
    if any(sums.values()):
        return no("ledger.unbalanced", N_("Debits and credits of an entry must be equal in each currency."))
    return YES


def scarcer(legs: Iterable[Leg]) -> set[str]:
    """The guarded accounts from which `legs` take: the only ones that need a lock."""
    return {
        facts.code
        for facts, taken in ((read_code(leg.account), leg.amount.minor) for leg in legs)
        if not facts.may_go_negative and own_direction(facts.kind, taken) < 0
    }


def can_spend(legs: Iterable[Leg], held: Mapping[str, int]) -> Decision:
    """Whether the accounts in `held` (code to minor units, in its own direction) can give what `legs` take from them."""
    left = dict(held)
    for leg in legs:
        if leg.account in left:
            left[leg.account] += own_direction(read_code(leg.account).kind, leg.amount.minor)
    short = sorted(code for code, minor in left.items() if minor < 0)
    if short:
        return no("ledger.overdrawn", N_("{account} does not hold that much."), account=short[0])
    return YES
