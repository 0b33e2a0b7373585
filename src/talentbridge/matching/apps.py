from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "talentbridge.matching"
    label = "matching"
    tier = "core"
    does = "AI matching: explained shortlist, decision by a person"

    def ready(self) -> None:
        from talentbridge.audit import rules
        from talentbridge.matching.states import EVENTS

        rules.register(EVENTS)
