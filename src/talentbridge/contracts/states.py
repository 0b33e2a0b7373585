"""The life of one version of a contract."""

from __future__ import annotations

from enum import StrEnum

from talentbridge.kernel.text import N_


class ContractState(StrEnum):
    DRAFT = "draft"  # the coordinator is writing; both sides may read along
    OFFERED = "offered"  # the text is fixed; each side may sign or decline
    IN_FORCE = "in_force"  # both have signed the same hash
    DECLINED = "declined"  # one side has said no, with a reason
    WITHDRAWN = "withdrawn"  # the coordinator took it back or wrote a newer version
    EXPIRED = "expired"  # the offer ran out before both had signed
    ENDED = "ended"  # the work is done or was stopped; the text and the duties that outlast it remain


MOVES: dict[ContractState, frozenset[ContractState]] = {
    ContractState.DRAFT: frozenset({ContractState.OFFERED, ContractState.WITHDRAWN}),
    ContractState.OFFERED: frozenset(
        {
            ContractState.IN_FORCE,
            ContractState.DECLINED,
            ContractState.WITHDRAWN,
            ContractState.EXPIRED,
        }
    ),
    ContractState.IN_FORCE: frozenset({ContractState.ENDED}),
    ContractState.DECLINED: frozenset(),
    ContractState.WITHDRAWN: frozenset(),
    ContractState.EXPIRED: frozenset(),
    ContractState.ENDED: frozenset(),
}

LIFECYCLES = {"contract": (ContractState, MOVES)}

LIVE = frozenset({ContractState.DRAFT, ContractState.OFFERED, ContractState.IN_FORCE})
"""At most one version of a case is in one of these."""

LABELS: dict[ContractState, str] = {
    ContractState.DRAFT: N_("Being written"),
    ContractState.OFFERED: N_("Waiting for signatures"),
    ContractState.IN_FORCE: N_("In effect"),
    ContractState.DECLINED: N_("Declined"),
    ContractState.WITHDRAWN: N_("Withdrawn"),
    ContractState.EXPIRED: N_("Offer ran out"),
    ContractState.ENDED: N_("Contract ended"),
}

TONES: dict[ContractState, str] = {
    ContractState.OFFERED: "info",
    ContractState.IN_FORCE: "ok",
    ContractState.DECLINED: "bad",
    ContractState.EXPIRED: "warn",
}
"""The colour of a state's tag; a state that is not here has none."""

EVENTS: dict[str, str] = {
    "contracts.contract.drafted": N_("Wrote version {version} of the contract"),
    "contracts.contract.offered": N_("Offered version {version} of the contract for signing"),
    "contracts.contract.signed": N_("Signed version {version} of the contract"),
    "contracts.contract.came_into_force": N_("Version {version} of the contract came into force"),
    "contracts.contract.declined": N_("Declined version {version} of the contract: {reason}"),
    "contracts.contract.withdrawn": N_("Withdrew version {version} of the contract: {reason}"),
    "contracts.contract.replaced": N_("Replaced version {version} of the contract; its signatures are void"),
    "contracts.contract.reminded": N_("Sent a reminder to sign version {version} of the contract"),
    "contracts.contract.expired": N_("The offer of version {version} of the contract ran out"),
    "contracts.contract.sealed": N_("Sealed version {version} of the contract as a PDF"),
    "contracts.contract.ended": N_("Version {version} of the contract ended"),
}
