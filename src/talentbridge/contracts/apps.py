from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "talentbridge.contracts"
    label = "contracts"
    tier = "foundation"
