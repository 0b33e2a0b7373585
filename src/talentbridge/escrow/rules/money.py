"""How a milestone's money divides, and the ledger accounts it moves between."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from talentbridge.kernel.money import Money
from talentbridge.ledger.rules import Leg


@dataclass(frozen=True)
class Split:
    """How a milestone's money divides. The company pays gross and fee; the talent gets gross less tax, never a fee."""

    gross: Money
    fee: Money
    withheld: Money

    @property
    def deposit(self) -> Money:
        """What the company pays in."""
        return self.gross + self.fee

    @property
    def net(self) -> Money:
        """What the talent is paid."""
        return self.gross - self.withheld


@dataclass(frozen=True)
class Till:
    """The ledger accounts of one custodian in one currency, as codes of the chart of accounts."""

    provider: str
    currency: str

    @property
    def custody(self) -> str:
        return f"custody:{self.provider}:{self.currency}"

    @property
    def clearing(self) -> str:
        return f"clearing:out:{self.provider}:{self.currency}"

    @property
    def unmatched(self) -> str:
        return f"unmatched:{self.provider}:{self.currency}"


@dataclass(frozen=True)
class Pots(Till):
    """The accounts around one milestone."""

    milestone_id: UUID
    talent_id: UUID
    company_id: UUID

    @property
    def escrow(self) -> str:
        return f"escrow:{self.milestone_id}:{self.currency}"

    @property
    def talent(self) -> str:
        return f"talent:{self.talent_id}:{self.currency}"

    @property
    def company(self) -> str:
        return f"client:{self.company_id}:{self.currency}"

    @property
    def tax(self) -> str:
        return f"withholding:kr:{self.currency}"

    @property
    def fee(self) -> str:
        return f"fee:service:{self.currency}"


def pair(*, debit: str, credit: str, amount: Money) -> tuple[Leg, Leg]:
    """The plainest entry: what grows an asset or settles a debt is debited, the other side credited."""
    return Leg(debit, amount), Leg(credit, -amount)


def release_legs(pots: Pots, split: Split) -> tuple[Leg, ...]:
    """Accepted work, in one entry: the whole deposit leaves escrow for the talent, the tax office and the fee."""
    shares = ((pots.talent, split.net), (pots.tax, split.withheld), (pots.fee, split.fee))
    return (Leg(pots.escrow, split.deposit), *(Leg(pot, -share) for pot, share in shares if share.minor))
