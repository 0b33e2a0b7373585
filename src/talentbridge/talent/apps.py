from django.apps import AppConfig


class TalentConfig(AppConfig):
    name = "talentbridge.talent"
    label = "talent"
    tier = "core"
    does = "Global talent pool: profiles, import"

    def ready(self) -> None:
        from talentbridge.accounts.queries import export_also
        from talentbridge.audit.rules import register
        from talentbridge.kernel import outbox
        from talentbridge.talent.queries import everything_about, kept_about
        from talentbridge.talent.services.mapping import when_consent_withdrawn
        from talentbridge.talent.states import EVENTS

        register(EVENTS)
        outbox.listen("accounts.consent_withdrawn", when_consent_withdrawn)
        export_also("profile", everything_about)
        export_also("around_the_profile", kept_about)
