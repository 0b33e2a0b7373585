from django.apps import AppConfig


class EscrowConfig(AppConfig):
    name = "talentbridge.escrow"
    label = "escrow"
    tier = "foundation"
    does = "Escrow payment by milestone"

    def ready(self) -> None:
        from talentbridge.audit import rules
        from talentbridge.escrow import services
        from talentbridge.escrow.states import EVENTS
        from talentbridge.kernel import outbox

        rules.register(EVENTS)
        outbox.listen("contracts.in_force", services.when_contract_in_force)
