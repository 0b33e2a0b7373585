from django.apps import AppConfig


class ReputationConfig(AppConfig):
    name = "talentbridge.reputation"
    label = "reputation"
    tier = "core"
