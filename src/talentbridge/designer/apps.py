from django.apps import AppConfig


class DesignerConfig(AppConfig):
    name = "talentbridge.designer"
    label = "designer"
    tier = "environment"
    does = "Engagement designer: forms and countries compared by cost, tax, rights and risk"
