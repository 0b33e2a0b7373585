from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "talentbridge.matching"
    label = "matching"
    tier = "core"
    does = "AI matching: explained shortlist, decision by a person, the rights of whoever is judged"

    def ready(self) -> None:
        from talentbridge.accounts.queries import export_also
        from talentbridge.audit import rules
        from talentbridge.kernel import outbox
        from talentbridge.matching.queries.mine import about_me
        from talentbridge.matching.services import requests
        from talentbridge.matching.states import EVENTS

        rules.register(EVENTS)
        export_also("matching", about_me)
        outbox.listen("engagements.stopped", requests.when_stopped)
