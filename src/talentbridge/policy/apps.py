from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "talentbridge.policy"
    label = "policy"
    tier = "environment"
    does = "Policy and institutions: dated, sourced rules"
