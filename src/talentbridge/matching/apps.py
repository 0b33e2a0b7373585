from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "talentbridge.matching"
    label = "matching"
    tier = "core"
