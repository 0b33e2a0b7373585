from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "talentbridge.coordination"
    label = "coordination"
    tier = "activation"
    does = "Coordinator pool, assignment, workbench"

    def ready(self) -> None:
        from talentbridge.audit.rules import register
        from talentbridge.coordination import services
        from talentbridge.coordination.states import EVENTS
        from talentbridge.kernel import outbox

        register(EVENTS)
        outbox.listen("engagements.opened", services.when_opened)
        outbox.listen("engagements.completed", services.when_over)
        outbox.listen("engagements.stopped", services.when_over)
