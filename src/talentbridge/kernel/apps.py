from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "talentbridge.kernel"
    label = "kernel"
    tier = ""
    does = "Plain tools that every app shares"
