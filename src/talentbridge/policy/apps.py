from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "talentbridge.policy"
    label = "policy"
    tier = "environment"
    does = "Policy and institutions: dated, sourced rules and rates, kept with four eyes"

    def ready(self) -> None:
        from talentbridge.audit.rules import register
        from talentbridge.policy.states import EVENTS

        register(EVENTS)
