from django.apps import AppConfig


class EngagementsConfig(AppConfig):
    name = "talentbridge.engagements"
    label = "engagements"
    tier = "activation"
