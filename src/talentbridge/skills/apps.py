from django.apps import AppConfig


class SkillsConfig(AppConfig):
    name = "talentbridge.skills"
    label = "skills"
    tier = "core"
    does = "Bilingual skill and role list, recognition in text"
