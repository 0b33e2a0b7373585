from django.apps import AppConfig


class DemandConfig(AppConfig):
    name = "talentbridge.demand"
    label = "demand"
    tier = "activation"
    does = "Demand diagnosis: from a need to a standard task"

    def ready(self) -> None:
        from talentbridge.audit import rules
        from talentbridge.demand import services
        from talentbridge.demand.states import EVENTS
        from talentbridge.kernel import outbox

        rules.register(EVENTS)
        outbox.listen("contracts.offered", services.when_contract_offered)
