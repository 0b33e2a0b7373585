from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "talentbridge.contracts"
    label = "contracts"
    tier = "foundation"
    does = "Bilingual contracts from reviewed clauses: signing, sealed PDF, check of a PDF"

    def ready(self) -> None:
        from talentbridge.audit.rules import register
        from talentbridge.contracts.states import EVENTS

        register(EVENTS)
