from django.apps import AppConfig


class EscrowConfig(AppConfig):
    name = "talentbridge.escrow"
    label = "escrow"
    tier = "foundation"
