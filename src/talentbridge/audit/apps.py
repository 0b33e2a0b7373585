from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "talentbridge.audit"
    label = "audit"
    tier = "foundation"
    does = "Who did what, and who read whose data"
