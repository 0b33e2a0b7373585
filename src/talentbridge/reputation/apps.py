from django.apps import AppConfig


class ReputationConfig(AppConfig):
    name = "talentbridge.reputation"
    label = "reputation"
    tier = "core"
    does = "Reputation: two-sided reviews"

    def ready(self) -> None:
        from talentbridge.accounts.queries import export_also
        from talentbridge.audit.rules import register
        from talentbridge.reputation.queries import everything_about
        from talentbridge.reputation.states import EVENTS

        register(EVENTS)
        export_also("reviews", everything_about)
