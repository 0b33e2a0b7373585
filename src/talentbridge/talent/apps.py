from django.apps import AppConfig


class TalentConfig(AppConfig):
    name = "talentbridge.talent"
    label = "talent"
    tier = "core"
    does = "Global talent pool: profiles, import"

    def ready(self) -> None:
        from talentbridge.audit.rules import register
        from talentbridge.talent.states import EVENTS

        register(EVENTS)
