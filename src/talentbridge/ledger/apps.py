from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "talentbridge.ledger"
    label = "ledger"
    tier = "foundation"
    does = "Double-entry ledger"
