"""Where a talent is paid."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from talentbridge.accounts import services as notices
from talentbridge.audit import services as audit
from talentbridge.escrow import permissions, rules
from talentbridge.escrow.gateways import vault
from talentbridge.escrow.models import CustodyInstruction, Milestone, PayoutAccount
from talentbridge.escrow.services import orders
from talentbridge.escrow.services.telling import refuse_unusable, who
from talentbridge.escrow.states import IS_SETTLED, InstructionKind, InstructionState
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import YES, no
from talentbridge.kernel.errors import require
from talentbridge.kernel.text import N_


def save_payout_account(
    *,
    actor: Actor,
    holder_name: str,
    country: str,
    bank_name: str,
    bank_code: str,
    number: str,
    at: datetime,
) -> PayoutAccount:
    """Say where one is paid. The holder must be the person of the contract; payments wait 24 hours after a change.

    The number is kept encrypted and never shown whole again. Payments that the bank had sent back are ordered again.
    """
    require(allowed=permissions.may_edit_payout_account(actor))
    number = "".join(number.split()).upper()
    unpaid = Milestone.objects.filter(payee_id=who(actor)).exclude(state__in=IS_SETTLED)
    names = set(unpaid.values_list("contract__terms__talent__name", flat=True)) or {actor.name}
    refuse_unusable(
        holder_name=next(
            (refused for name in names if not (refused := rules.holder_is(name, holder_name))), YES
        ),
        number=rules.number_usable(number),
        country=YES
        if rules.is_country(country)
        else no("escrow.country", N_("Please choose the bank's country.")),
        bank_name=YES if bank_name.strip() else no("escrow.bank_name", N_("Please enter the bank's name.")),
    )
    with transaction.atomic():
        PayoutAccount.objects.filter(person_id=who(actor), until=None).update(until=at)
        account = PayoutAccount.objects.create(
            person_id=who(actor),
            holder_name=" ".join(holder_name.split()),
            country=country,
            bank_name=bank_name.strip()[:140],
            bank_code="".join(bank_code.split()).upper()[:20],
            number_sealed=vault.seal(number),
            number_end=number[-4:],
            since=at,
            usable_from=at + rules.PAYOUT_HOLD,
        )
        audit.record("escrow.payout_account.changed", actor=actor, subject=account, at=at)
        notices.notify(
            person_ids=[who(actor)],
            sentence=N_(
                "Your payout account was changed; it now ends in {end}. Payments to it begin in 24 hours. If this was "
                "not you, change your password and tell your coordinator at once."
            ),
            facts={"end": account.number_end},
            url="escrow:payout-account",
            at=at,
        )
        returned = CustodyInstruction.objects.filter(
            milestone__payee_id=who(actor), kind=InstructionKind.PAYOUT, state=InstructionState.RETURNED
        )
        for instruction_id in returned.values_list("pk", flat=True):
            orders.send_again(actor=actor, instruction_id=instruction_id, at=at)
    return account
