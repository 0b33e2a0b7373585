"""Jobs of policy. Each makes one domain call and may run twice."""

from __future__ import annotations

import logging

from talentbridge.kernel.actor import SYSTEM
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.jobs import job
from talentbridge.policy import services
from talentbridge.policy.gateways.sources import sources

log = logging.getLogger(__name__)


@job(every="30 0 * * *")
def remind_of_due_rules(timestamp: int) -> None:
    """Tell operators which rules have to be looked at again; at half past nine in Seoul."""
    services.remind(at=now())


@job(every="40 15 * * *")
def fetch_rates(timestamp: int) -> None:
    """Ask the sources that this deployment names; after the European Central Bank has published."""
    at = now()
    for source in sources():
        on = at.date()  # past midnight in Seoul: the day that is over there
        try:
            document = source.fetch(on)
            services.bring_in(
                actor=SYSTEM, document=document, format=source.format,
                on=on if source.format == "eximbank" else None, how="service", at=at,
            )  # fmt: skip
        except (OSError, Invalid) as trouble:
            log.warning("rates of %s did not come: %s", source.format, trouble)
