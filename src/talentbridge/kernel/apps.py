from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "talentbridge.kernel"
    label = "kernel"
    tier = ""
