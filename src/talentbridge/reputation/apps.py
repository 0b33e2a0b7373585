from django.apps import AppConfig


class ReputationConfig(AppConfig):
    name = "talentbridge.reputation"
    label = "reputation"
    tier = "core"
    does = "Reputation: two-sided reviews"

    def ready(self) -> None:
        from talentbridge.audit.rules import register
        from talentbridge.reputation.states import EVENTS

        register(EVENTS)
