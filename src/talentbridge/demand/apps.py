from django.apps import AppConfig


class DemandConfig(AppConfig):
    name = "talentbridge.demand"
    label = "demand"
    tier = "activation"
