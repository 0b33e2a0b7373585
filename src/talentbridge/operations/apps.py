from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "talentbridge.operations"
    label = "operations"
    tier = "environment"
    does = "Operation of the platform, outreach, health"
