from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "talentbridge.accounts"
    label = "accounts"
    tier = "foundation"
    does = "People, organisations, roles, invitations, step-up, borrowed sessions"

    def ready(self) -> None:
        from talentbridge.accounts import adapter, rules
        from talentbridge.audit.rules import register

        register(rules.EVENTS)
        adapter.note_proofs()
