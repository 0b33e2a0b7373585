from django.apps import AppConfig


class SkillsConfig(AppConfig):
    name = "talentbridge.skills"
    label = "skills"
    tier = "core"
