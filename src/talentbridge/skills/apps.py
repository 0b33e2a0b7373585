from django.apps import AppConfig


class SkillsConfig(AppConfig):
    name = "talentbridge.skills"
    label = "skills"
    tier = "core"
    does = "Bilingual graph of skills and roles: kept by operators, recognised in text"

    def ready(self) -> None:
        from talentbridge.audit.rules import register
        from talentbridge.kernel import jobs, outbox
        from talentbridge.skills import queries
        from talentbridge.skills.states import EVENTS

        register(EVENTS)
        outbox.listen("skills.graph_changed", lambda payload, at: queries.refresh(at_once=True))
        jobs.before_each(queries.refresh)
