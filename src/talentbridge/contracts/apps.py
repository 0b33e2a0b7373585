from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "talentbridge.contracts"
    label = "contracts"
    tier = "foundation"
    does = "Bilingual contracts from reviewed clauses: signing, sealed PDF, check of a PDF"

    def ready(self) -> None:
        from talentbridge.audit.rules import register
        from talentbridge.contracts.services.closing import when_consent_withdrawn
        from talentbridge.contracts.states import EVENTS
        from talentbridge.kernel import outbox

        register(EVENTS)
        outbox.listen("accounts.consent_withdrawn", when_consent_withdrawn)
