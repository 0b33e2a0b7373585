from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "talentbridge.coordination"
    label = "coordination"
    tier = "activation"
